"""Figures worked out by hand."""

import pytest

from eval.cases import Want
from eval.metrics import answering, figures_of, ranking, speed

from .made_up import ANSWERED, REFUSED, RELATED, make_case, make_outcome

TEN = [f"w{number}" for number in range(9)]


def test_hits_and_mrr_by_hand() -> None:
    outcomes = [
        make_outcome(make_case("first"), hits=["a", "b", "c"], relevant=["a"]),
        make_outcome(make_case("third"), hits=["a", "b", "c"], relevant=["c", "z"]),
        make_outcome(make_case("fourth"), hits=["a", "b", "c", "d"], relevant=["d"]),
        make_outcome(make_case("tenth"), hits=[*TEN, "t"], relevant=["t"]),
        make_outcome(make_case("never"), hits=["a", "b"], relevant=["z"]),
        make_outcome(make_case("empty"), hits=[], relevant=["z"]),
        make_outcome(make_case("two"), hits=["a", "b", "c"], relevant=["b", "c"]),
        make_outcome(make_case("no gold", want=Want.REFUSAL), hits=["a"]),
    ]
    figures = ranking(outcomes)
    assert figures == pytest.approx(
        {
            "hit@1": 1 / 7,
            "hit@3": 3 / 7,
            "hit@5": 4 / 7,
            "hit@10": 5 / 7,
            "MRR": (1 + 1 / 3 + 1 / 4 + 1 / 10 + 0 + 0 + 1 / 2) / 7,
        }
    )


def test_without_gold_there_is_no_ranking() -> None:
    assert ranking([]) == {}
    assert ranking([make_outcome(make_case(want=Want.REFUSAL), REFUSED, hits=["a"])]) == {}


def test_answering_by_hand() -> None:
    yes, partly, no = Want.ANSWER, Want.RELATED, Want.REFUSAL
    rows = [
        (yes, ANSWERED, True), (yes, ANSWERED, False), (yes, RELATED, False), (yes, REFUSED, False),
        (yes, ANSWERED, True),
        (partly, RELATED, True), (partly, ANSWERED, False), (partly, REFUSED, False), (partly, REFUSED, False),
        (no, REFUSED, True), (no, RELATED, False), (no, ANSWERED, False),
    ]  # fmt: skip
    outcomes = [
        make_outcome(make_case(str(number), want=want), status, right=right, verbatim=number != 0)
        for number, (want, status, right) in enumerate(rows)
    ]
    assert answering(outcomes) == pytest.approx(
        {
            "answers right": 2 / 5,
            "wrongly refused": 1 / 5,
            "only related": 1 / 5,
            "related right": 1 / 4,
            "partly refused": 2 / 4,
            "refusals right": 1 / 3,
            "wrongly answered": 1 / 3,
            "quotes verbatim": 11 / 12,
        }
    )


def test_a_figure_that_cannot_be_told_is_left_out() -> None:
    assert answering([]) == {}
    found = answering([make_outcome(make_case(want=Want.REFUSAL), REFUSED)])
    assert found == {"refusals right": 1.0, "wrongly answered": 0.0, "quotes verbatim": 1.0}


def test_speed() -> None:
    outcomes = [make_outcome(make_case(str(n)), milliseconds=float(n)) for n in range(100, 0, -1)]
    assert speed(outcomes) == {"ms p50": 50.5, "ms p95": 95.0}
    assert speed([]) == {}


def test_figures_are_ranking_and_answering() -> None:
    outcomes = [make_outcome(make_case("a"), hits=["x"], relevant=["x"])]
    assert figures_of(outcomes) == ranking(outcomes) | answering(outcomes)
    assert set(figures_of(outcomes)) >= {"MRR", "answers right"}
