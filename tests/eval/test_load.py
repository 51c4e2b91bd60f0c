"""The load test in a small form: everybody gets their own answer; how fast is for ``python -m eval.load`` to tell."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from eval import load
from eval.server import Served, serving
from eval.visitor import Visitor

VISITORS = 8


@pytest.fixture(scope="module")
def served(real_index: Path, real_corpus: Path) -> Iterator[Served]:
    """The real program, serving the five documents."""
    with serving("--corpus", str(real_corpus), "--index", str(real_index)) as served:
        yield served


def test_everybody_gets_their_own_answers_at_once(served: Served) -> None:
    asked = load.conversations(VISITORS, 3)
    assert len({question for questions in asked for question in questions}) == VISITORS * 3
    rounds = asyncio.run(load.rush(served, asked, (0.0, 0.5, 0.0)))
    assert [(one.asked, one.errors, one.wrong) for one in rounds] == [(VISITORS, [], 0)] * 3


def test_visitors_who_come_and_go_get_their_answers(served: Served) -> None:
    sampled = asyncio.run(load.come_and_go(served, 40, 4))
    assert sampled[-1][0] >= 40
    assert load.memory_of(served.process) == 0 or all(megabytes > 50 for _, megabytes in sampled)


def test_an_answer_to_somebody_else_is_noticed(served: Served) -> None:
    asked = load.conversations(2, 1)

    async def swapped() -> load.Round:
        async with load.client_of(served.address) as client:
            first, second = await load.alone(client, asked)
            found = load.Round()
            async with Visitor(client) as visitor:
                await load._asked(visitor, asked[0][0], second[0], 0.0, found)
            assert first != second
            return found

    assert asyncio.run(swapped()).wrong == 1


def test_a_page_that_is_gone_is_an_error_and_no_answer(served: Served) -> None:
    async def asked() -> load.Round:
        found = load.Round()
        async with load.client_of(served.address) as client, Visitor(client) as visitor:
            client.base_url = client.base_url.copy_with(port=9)
            await load._asked(visitor, "hvad er servicerammen?", "", 0.0, found)
        return found

    found = asyncio.run(asked())
    assert found.seconds == [] and len(found.errors) == 1


def test_growth_is_counted_after_the_warm_up() -> None:
    assert load.growth([(100, 50.0), (200, 200.0), (500, 205.0), (1000, 210.0)]) == pytest.approx(0.05)
    line = load.line_of("a", load.Round([0.1, 0.2, 0.3], ["x"], 1))
    assert line.split()[:7] == ["a", "4", "1", "1", "0.20", "0.29", "0.30"]
