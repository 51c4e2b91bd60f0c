"""The figures that the product is held to, on the test half, each beside its goal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from assistant.answer import Status

from .cases import Want
from .metrics import ranking
from .run import Outcome

Chosen = Sequence[Outcome]
NEAR = ("near", "false-premise")
"""Kinds of unanswerable questions on the documents' own topics: shown as related or refused, both are right."""
OTHER = ("far", "injection", "nonsense")


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure with its goal.

    Attributes:
        name: what is measured.
        value: the figure; None when no question of the kind was asked.
        count: how many questions it is measured on.
        goal: what it should reach.
        at_most: whether a smaller figure is better.
    """

    name: str
    value: float | None
    count: int
    goal: float
    at_most: bool = False

    @property
    def met(self) -> bool:
        """Whether the figure reaches its goal; a figure of nothing does not."""
        return self.value is not None and (self.value <= self.goal if self.at_most else self.value >= self.goal)


def goals(outcomes: Chosen) -> list[Goal]:
    """Returns the goals measured on ``outcomes``."""
    crafted = [o for o in outcomes if o.case.group == "answerable"]
    natural = [o for o in outcomes if o.case.group == "natural"]
    follow_ups = [o for o in outcomes if o.case.history]
    unanswerable = [o for o in outcomes if o.case.group == "unanswerable"]
    return [
        *_retrieval("all", [*crafted, *(o for o in outcomes if o.case.group == "dialogues")], 0.75, 0.94),
        *_retrieval("shares words", _of(crafted, lambda o: o.case.lexical == "high"), 0.85, 0.98),
        *_retrieval("shares none", _of(crafted, lambda o: o.case.lexical == "low"), 0.60, 0.88),
        *_retrieval("English", _of(crafted, lambda o: o.case.lang == "en"), None, 0.90),
        *_retrieval("natural, answered", _of(natural, lambda o: o.case.want is Want.ANSWER), 0.65, 0.92),
        _share("answers right, all", crafted, lambda o: o.right, 0.70),
        _share(
            "answers right, shares words", _of(crafted, lambda o: o.case.lexical == "high"), lambda o: o.right, 0.88
        ),
        _share("answers right, shares none", _of(crafted, lambda o: o.case.lexical == "low"), lambda o: o.right, 0.52),
        *(
            _right_of_type(crafted, kind, goal)
            for kind, goal in (("table", 0.80), ("list", 0.70), ("definition", 0.85))
        ),
        _share("a citation on the right place", crafted, lambda o: o.cited, 0.78),
        _share("quotes verbatim", outcomes, lambda o: o.verbatim, 1.0),
        _share("near misses not answered", _of(unanswerable, lambda o: o.case.type in NEAR), _not_answered, 0.80),
        _share("other topics refused", _of(unanswerable, lambda o: o.case.type in OTHER), _refused, 0.95),
        _share("answerable, not answered", crafted, _not_answered, 0.12, at_most=True),
        _share("answerable, refused", crafted, _refused, 0.03, at_most=True),
        _share("natural, right", _of(natural, lambda o: o.case.want is Want.ANSWER), lambda o: o.right, 0.65),
        _share(
            "natural, partly: place shown", _of(natural, lambda o: o.case.want is Want.RELATED), lambda o: o.cited, 0.70
        ),
        _share(
            "natural, not answered by any", _of(natural, lambda o: o.case.want is Want.REFUSAL), _not_answered, 0.80
        ),
        _share("follow-up turns right", _of(follow_ups, lambda o: o.case.want is Want.ANSWER), lambda o: o.right, 0.65),
        _share(
            "follow-ups past it, not answered",
            _of(follow_ups, lambda o: o.case.want is Want.REFUSAL),
            _not_answered,
            0.80,
        ),
        _words(outcomes),
    ]


def table(outcomes: Chosen) -> str:
    """Returns the goals of the test half as text, one line each."""
    lines = [f"{'test half':<34}{'n':>5}{'figure':>10}{'goal':>10}"]
    for goal in goals([outcome for outcome in outcomes if outcome.case.split == "test"]):
        value = "–" if goal.value is None else f"{goal.value:.3f}"
        sign = "≤" if goal.at_most else "≥"
        missed = "" if goal.met else "  missed"
        lines.append(f"{goal.name:<34}{goal.count:>5}{value:>10}{sign:>5}{goal.goal:>5.2f}{missed}")
    return "\n".join(lines)


def _of(outcomes: Chosen, holds: Callable[[Outcome], bool]) -> list[Outcome]:
    return [outcome for outcome in outcomes if holds(outcome)]


def _not_answered(outcome: Outcome) -> bool:
    return outcome.answer.status is not Status.ANSWERED


def _refused(outcome: Outcome) -> bool:
    return outcome.answer.status is Status.NOT_IN_DOCUMENTS


def _retrieval(name: str, outcomes: Chosen, first: float | None, fifth: float) -> list[Goal]:
    found = ranking(outcomes)
    count = sum(bool(outcome.relevant) for outcome in outcomes)
    rows = [] if first is None else [Goal(f"hit@1, {name}", found.get("hit@1"), count, first)]
    return [*rows, Goal(f"hit@5, {name}", found.get("hit@5"), count, fifth)]


def _share(
    name: str, outcomes: Chosen, holds: Callable[[Outcome], bool], goal: float, *, at_most: bool = False
) -> Goal:
    value = sum(map(holds, outcomes)) / len(outcomes) if outcomes else None
    return Goal(name, value, len(outcomes), goal, at_most)


def _right_of_type(outcomes: Chosen, kind: str, goal: float) -> Goal:
    chosen = _of(outcomes, lambda o: o.case.type == kind)
    return _share(f"answers right, {kind}", chosen, lambda o: o.right, goal)


def _words(outcomes: Chosen) -> Goal:
    counts = [len(o.answer.text.split()) for o in outcomes if o.answer.status is Status.ANSWERED]
    return Goal("median words of an answer", median(counts) if counts else None, len(counts), 45, at_most=True)
