"""``python -m eval.load``: many visitors at once, each of whom must get the answers to their own questions.

The real ``kildesvar serve`` runs as a process; visitors on the same machine ask through the page's own API. What a
visitor must see is what a visitor who is alone sees, byte for byte: an answer from another conversation is an error.

    python -m eval.load                     36 visitors ask within a second, then their next question over a minute
    python -m eval.load --spread 10         … over ten seconds
    python -m eval.load --memory 2000       memory over 2,000 questions of visitors who come and go
    python -m eval.load --compare           other settings of the queue, in turns
"""

import argparse
import asyncio
import os
import random
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from .cases import load_cases
from .server import Served, serving
from .visitor import Actions, NoAnswer, Visitor

VISITORS = 36
QUESTIONS_EACH = 5
"""Questions that a visitor asks before they leave, when memory is measured."""
WARM_UP = 0.2
"""Share of the questions after which memory is taken to have settled."""

_SEED = 20
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
VARIANTS: dict[str, dict[str, object]] = {
    "as served": {},
    "limit 1": {"default_concurrency_limit": 1},
    "limit 2": {"default_concurrency_limit": 2},
    "limit 4": {"default_concurrency_limit": 4},
    "no limit": {"default_concurrency_limit": None},
    "rate auto": {"status_update_rate": "auto"},
    "size 20": {"max_size": 20},
}
"""Settings of the queue that are compared, as what they change in what is served."""


# --- What is asked and what must come back --------------------------------------------------------------------------


def conversations(visitors: int, turns: int) -> list[list[str]]:
    """Returns ``turns`` questions for each of ``visitors``, no two visitors having one in common."""
    questions = list(dict.fromkeys(case.question for case in load_cases() if not case.history))
    if len(questions) < visitors * turns:
        raise SystemExit(f"{visitors * turns} questions are needed, there are {len(questions)}")
    random.Random(_SEED).shuffle(questions)
    return [questions[number::visitors][:turns] for number in range(visitors)]


def client_of(address: str) -> httpx2.AsyncClient:
    """Returns a client for visitors of the page at ``address``."""
    # A connection that is used again may have been closed by the server in the same moment, which is no error of the
    # page's: browsers then ask anew, this client would not.
    limits = httpx2.Limits(max_connections=None, max_keepalive_connections=0)
    return httpx2.AsyncClient(base_url=address, limits=limits, timeout=60, trust_env=False)


async def alone(client: httpx2.AsyncClient, asked: Sequence[Sequence[str]]) -> list[list[str]]:
    """Returns what each visitor sees after each question when nobody else is there.

    Raises:
        SystemExit: the page does not answer, or not with what was asked.
    """
    seen: list[list[str]] = []
    actions: Actions | None = None
    for questions in asked:
        async with Visitor(client, actions) as visitor:
            actions = visitor.actions
            replies = [await visitor.ask(question) for question in questions]
        shown = [reply.conversation for reply in replies]
        if any(html.count("<article") != number for number, html in enumerate(shown, start=1)):
            raise SystemExit(f"the page did not answer: {questions}")
        seen.append(shown)
    if len({tuple(shown) for shown in seen}) != len(asked):
        raise SystemExit("two visitors see the same, so that a mix-up would not be noticed")
    return seen


# --- Results --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Round:
    """What came back of one round of questions.

    Attributes:
        seconds: from a question to its answer, for those that were answered.
        errors: what was said for those that were not.
        wrong: how many answers were not those of the same visitor alone.
        server, clients, others: processor time per second of the round, in cores.
    """

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    wrong: int = 0
    server: float = 0.0
    clients: float = 0.0
    others: float = 0.0

    @property
    def asked(self) -> int:
        """How many questions were asked."""
        return len(self.seconds) + len(self.errors)


def line_of(name: str, found: Round) -> str:
    """Returns a round's figures on one line."""
    times = sorted(found.seconds)
    late = statistics.quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else sum(times)
    middle, longest = (statistics.median(times), times[-1]) if times else (0.0, 0.0)
    return (
        f"{name:<22} {found.asked:>5} {len(found.errors):>7} {found.wrong:>6} "
        f"{middle:>7.2f} {late:>7.2f} {longest:>7.2f}   {found.server:>6.2f} {found.clients:>7.2f} {found.others:>7.2f}"
    )


HEADER = (
    f"{'':<22} {'asked':>5} {'errors':>7} {'wrong':>6} {'p50 s':>7} {'p95 s':>7} {'max s':>7}"
    f"   {'server':>6} {'clients':>7} {'others':>7}"
)
"""Over ``line_of``; the last three in cores."""


@dataclass(frozen=True, slots=True)
class _Usage:
    """Processor time used so far, in seconds: by the server, by this process, and on the whole machine."""

    server: float
    clients: float
    machine: float
    at: float


def _usage(server: int) -> _Usage:
    return _Usage(_cpu_of(server), time.process_time(), _cpu_of_machine(), time.perf_counter())


def _cpu_of(process: int) -> float:
    """Returns the processor time of a process in seconds, 0 where the system does not tell (it has no /proc)."""
    file = Path(f"/proc/{process}/stat")
    if not file.exists():
        return 0.0
    fields = file.read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _cpu_of_machine() -> float:
    file = Path("/proc/stat")
    if not file.exists():
        return 0.0
    user, nice, system, _, _, irq, softirq = (int(part) for part in file.read_text().split()[1:8])
    return (user + nice + system + irq + softirq) / _TICKS


def memory_of(process: int) -> float:
    """Returns the resident memory of a process in megabytes, 0 where the system does not tell."""
    file = Path(f"/proc/{process}/status")
    rows = file.read_text().splitlines() if file.exists() else []
    return next((int(row.split()[1]) / 1000 for row in rows if row.startswith("VmRSS:")), 0.0)


def _counted(found: Round, before: _Usage, after: _Usage) -> Round:
    seconds = after.at - before.at
    found.server = (after.server - before.server) / seconds
    found.clients = (after.clients - before.clients) / seconds
    found.others = max(0.0, (after.machine - before.machine) / seconds - found.server - found.clients)
    return found


# --- Rounds ---------------------------------------------------------------------------------------------------------


async def _asked(visitor: Visitor, question: str, expected: str, wait: float, found: Round) -> None:
    await asyncio.sleep(wait)
    try:
        reply = await visitor.ask(question)
    except NoAnswer as error:
        found.errors.append(str(error))
        return
    found.seconds.append(reply.seconds)
    found.wrong += reply.conversation != expected


async def rush(served: Served, asked: list[list[str]], spreads: Sequence[float]) -> list[Round]:
    """Returns the figures of each round: in round n everybody asks their n-th question.

    Args:
        served: the page.
        asked: the questions of each visitor; as many as there are rounds.
        spreads: for each round the seconds over which the questions are spread.
    """
    rounds = []
    async with client_of(served.address) as client:
        expected = await alone(client, asked)
        chance = random.Random(_SEED)
        visitors = [Visitor(client) for _ in asked]
        await asyncio.gather(*(visitor.__aenter__() for visitor in visitors))
        for number, spread in enumerate(spreads):
            found, before = Round(), _usage(served.process)
            await asyncio.gather(
                *(
                    _asked(visitor, questions[number], seen[number], chance.uniform(0, spread), found)
                    for visitor, questions, seen in zip(visitors, asked, expected, strict=True)
                )
            )
            rounds.append(_counted(found, before, _usage(served.process)))
        for visitor in visitors:
            await visitor.__aexit__(None, None, None)
    return rounds


async def come_and_go(served: Served, questions: int, visitors: int) -> list[tuple[int, float]]:
    """Returns (questions asked so far, megabytes of the server) while visitors come, ask and leave.

    Raises:
        SystemExit: a question was not answered as it is for a visitor alone.
    """
    sampled: list[tuple[int, float]] = []
    step = max(1, questions // 20)
    asked = conversations(visitors, QUESTIONS_EACH)
    done = 0
    async with client_of(served.address) as client:
        expected = await alone(client, asked)

        async def seat(number: int) -> None:
            nonlocal done
            actions: Actions | None = None
            while done < questions:
                async with Visitor(client, actions) as visitor:
                    actions = visitor.actions
                    for question, seen in zip(asked[number], expected[number], strict=True):
                        if (await visitor.ask(question)).conversation != seen:
                            raise SystemExit(f"a wrong answer under load: {question}")
                        done += 1
                        if done % step == 0:
                            sampled.append((done, memory_of(served.process)))

        await asyncio.gather(*(seat(number) for number in range(visitors)))
    return sampled


def growth(sampled: Sequence[tuple[int, float]]) -> float:
    """Returns how much memory grew after the warm-up, as a share: 0.05 is five per cent."""
    settled = next(megabytes for done, megabytes in sampled if done >= WARM_UP * sampled[-1][0])
    return sampled[-1][1] / settled - 1


# --- The command ----------------------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(prog="python -m eval.load", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--visitors", type=int, default=VISITORS)
    parser.add_argument("--spread", type=float, default=60.0, help="seconds of the second round")
    parser.add_argument("--memory", type=int, metavar="QUESTIONS", help="memory instead of times")
    parser.add_argument("--compare", type=int, nargs="?", const=4, metavar="TIMES", help="other settings of the queue")
    chosen = parser.parse_args(arguments)
    if chosen.memory:
        _memory(chosen.memory, chosen.visitors)
    elif chosen.compare:
        _compare(chosen.compare, chosen.visitors)
    else:
        _rush(chosen.visitors, chosen.spread)


def _rush(visitors: int, spread: float) -> None:
    with serving() as served:
        before = memory_of(served.process)
        first, second = asyncio.run(rush(served, conversations(visitors, 2), (1.0, spread)))
        _say(HEADER)
        _say(line_of(f"{visitors} within 1 s", first))
        _say(line_of(f"{visitors} over {spread:.0f} s", second))
        _say(f"memory of the server: {before:.0f} MB before, {memory_of(served.process):.0f} MB after")
    for error in sorted({*first.errors, *second.errors}):
        _say(error)


def _memory(questions: int, visitors: int) -> None:
    with serving() as served:
        begin = time.perf_counter()
        sampled = asyncio.run(come_and_go(served, questions, visitors))
        seconds = time.perf_counter() - begin
    for done, megabytes in sampled:
        _say(f"{done:>6} questions {megabytes:>7.1f} MB")
    _say(f"all answered right, {sampled[-1][0] / seconds:.0f} a second; growth after warm-up {growth(sampled):+.1%}")


def _compare(times: int, visitors: int) -> None:
    """Serves every variant in turn, as often as asked: what others do on the machine then falls on all of them.

    Everybody asks in the same moment, since a second is long enough for no setting to matter.
    """
    from .serve_variant import program

    _say(HEADER)
    asked = conversations(visitors, 1)
    found: dict[str, list[Round]] = {name: [] for name in VARIANTS}
    for _ in range(times):
        for name, settings in VARIANTS.items():
            with serving(program=program(settings)) as served:
                (one,) = asyncio.run(rush(served, asked, (0.0,)))
            found[name].append(one)
            _say(line_of(name, one))
    _say("\nmedian of each over its rounds")
    for name, rounds in found.items():
        _say(line_of(name, _median(rounds)))


def _median(rounds: Sequence[Round]) -> Round:
    """Returns all answers of several rounds together, with the median use of the processor."""
    together = Round(
        [seconds for one in rounds for seconds in one.seconds],
        [error for one in rounds for error in one.errors],
        sum(one.wrong for one in rounds),
    )
    together.server = statistics.median(one.server for one in rounds)
    together.clients = statistics.median(one.clients for one in rounds)
    together.others = statistics.median(one.others for one in rounds)
    return together


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
