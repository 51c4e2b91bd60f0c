"""The figures with their goals."""

import pytest

from eval.cases import Want
from eval.goals import NEAR, OTHER, Goal, goals, table
from eval.run import Outcome

from .made_up import ANSWERED, REFUSED, RELATED, make_case, make_outcome

FAR = OTHER[0]


def named(outcomes: list[Outcome]) -> dict[str, Goal]:
    found = {goal.name: goal for goal in goals(outcomes)}
    assert len(found) == len(goals(outcomes)), "two goals of one name"
    return found


@pytest.mark.parametrize(
    ("value", "goal", "at_most", "met"),
    [
        (0.8, 0.8, False, True),
        (0.79, 0.8, False, False),
        (0.1, 0.1, True, True),
        (0.11, 0.1, True, False),
        (0.0, 0.1, True, True),
        (None, 0.1, True, False),
        (None, 0.0, False, False),
    ],
)
def test_a_goal_is_met_or_not(value: float | None, goal: float, at_most: bool, met: bool) -> None:
    assert Goal("x", value, 10, goal, at_most).met is met


def test_every_goal_appears_even_when_nothing_was_asked() -> None:
    empty, one = named([]), named([make_outcome(make_case())])
    assert list(empty) == list(one)
    assert len(empty) > 20
    assert all(goal.value is None and goal.count == 0 and not goal.met for goal in empty.values())
    lines = table([]).splitlines()[1:]
    assert len(lines) == len(empty)
    for name, line in zip(empty, lines, strict=True):
        assert line.startswith(name) and line.endswith("missed") and "–" in line


def test_answers_are_counted_by_how_the_question_is_put() -> None:
    found = named(
        [
            make_outcome(make_case("a", lexical="high"), right=True),
            make_outcome(make_case("b", lexical="low"), right=False, cited=False),
            make_outcome(make_case("c", lexical="low", kind="table"), right=True),
            make_outcome(make_case("d", lexical="low", kind="list"), RELATED, right=False),
            make_outcome(make_case("e", kind="definition"), REFUSED, right=False, cited=False),
        ]
    )
    assert (found["answers right, all"].value, found["answers right, all"].count) == (0.4, 5)
    assert found["answers right, shares words"].value == 0.5
    assert found["answers right, shares none"].value == pytest.approx(1 / 3)
    assert [found[f"answers right, {kind}"].value for kind in ("table", "list", "definition")] == [1, 0, 0]
    assert found["a citation on the right place"].value == 0.6
    assert found["answerable, not answered"].value == 0.4 and found["answerable, not answered"].at_most
    assert found["answerable, refused"].value == 0.2 and found["answerable, refused"].at_most


def test_a_near_miss_may_be_related_and_another_topic_must_be_refused() -> None:
    outcomes = [
        make_outcome(make_case(f"{kind}-{status}", group="unanswerable", want=Want.REFUSAL, kind=kind), status)
        for kind in (NEAR[0], FAR)
        for status in (ANSWERED, RELATED, REFUSED, REFUSED)
    ]
    found = named(outcomes)
    assert (found["near misses not answered"].value, found["near misses not answered"].count) == (0.75, 4)
    assert (found["other topics refused"].value, found["other topics refused"].count) == (0.5, 4)
    assert not set(NEAR) & set(OTHER)


def test_natural_questions_are_judged_by_what_they_want() -> None:
    found = named(
        [
            make_outcome(make_case("a", group="natural"), right=True),
            make_outcome(make_case("b", group="natural"), right=False),
            make_outcome(make_case("c", group="natural", want=Want.RELATED), RELATED, cited=False),
            make_outcome(make_case("d", group="natural", want=Want.REFUSAL), RELATED),
            make_outcome(make_case("e", group="natural", want=Want.REFUSAL), ANSWERED),
        ]
    )
    assert [
        found[name].value for name in ("natural, right", "natural, partly: place shown", "natural, not answered by any")
    ] == [0.5, 0.0, 0.5]
    assert found["answers right, all"].count == 0, "natural questions have rows of their own"


def test_follow_ups_quotes_and_words() -> None:
    found = named(
        [
            make_outcome(make_case("a", group="dialogues"), right=False, text="et to tre"),
            make_outcome(make_case("b", group="dialogues", history=["a?"]), right=True, text="et to tre fire fem"),
            make_outcome(make_case("c", group="dialogues", history=["a?"]), RELATED, right=False, verbatim=False),
        ]
    )
    assert (found["follow-up turns right"].value, found["follow-up turns right"].count) == (0.5, 2)
    assert found["quotes verbatim"].value == pytest.approx(2 / 3) and not found["quotes verbatim"].met
    words = found["median words of an answer"]
    assert (words.value, words.count, words.at_most) == (4, 2, True)


def test_ranking_is_measured_where_a_place_is_known() -> None:
    found = named(
        [
            make_outcome(make_case("a"), hits=["x", "y"], relevant=["x"]),
            make_outcome(make_case("b", lang="en"), hits=["x", "y"], relevant=["y"]),
            make_outcome(make_case("c"), hits=["x"]),
        ]
    )
    assert (found["hit@1, all"].value, found["hit@5, all"].value, found["hit@1, all"].count) == (0.5, 1.0, 2)
    assert found["hit@5, English"].value == 1.0
    assert found["hit@5, shares none"].value is None


def test_the_table_is_of_the_test_half() -> None:
    outcomes = [
        make_outcome(make_case("a", keys=[["k"]]), right=True),
        make_outcome(make_case("b", split="tune"), right=False),
    ]
    (line,) = [line for line in table(outcomes).splitlines() if line.startswith("answers right, all")]
    assert line.split()[3:6] == ["1", "1.000", "≥"]
    assert not line.endswith("missed")
