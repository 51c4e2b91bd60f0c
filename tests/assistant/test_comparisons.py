"""Comparisons in words, against a row and against prose."""

from dataclasses import replace

import pytest

from assistant.claim_passages import Cell
from assistant.comparisons import contradicts_row, is_reversed
from assistant.quantities import quantities_of


def cell(value: str, column: str, *, signed: bool = False) -> Cell:
    (quantity,) = quantities_of(value)
    return Cell(replace(quantity, start=0, end=len(value)), column, signed)


ROW = (cell("1.620", "Dragør Kommune"), cell("7.739", "Median"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Dragør bruger mere på anbringelser end den midterste kommune.", True),
        ("Dragør bruger mindre på anbringelser end den midterste kommune.", False),
        ("Udgiften er højere end medianen.", True),
        ("Udgiften er lavere end medianen.", False),
        ("Dragør bruger penge på anbringelser.", False),
    ],
)
def test_a_row_with_a_median_answers_which_is_larger(text: str, wanted: bool) -> None:
    assert contradicts_row(text, ROW) is wanted


def test_a_change_goes_the_way_of_its_sign() -> None:
    change = (cell("935", "2025"), cell("-64", "2025-2035", signed=True))
    assert contradicts_row("Antallet af små børn vil stige.", change)
    assert not contradicts_row("Antallet af små børn vil falde.", change)


def overlap(one: str, other: str) -> float:
    words = {word.strip(".,").lower() for word in one.split() if len(word) > 3}
    return len(words & {word.strip(".,").lower() for word in other.split()}) / max(1, len(words))


@pytest.mark.parametrize(
    ("stated", "source", "wanted"),
    [
        ("Flere køber huse end lejer boliger.", "Flere lejer boliger end køber huse.", True),
        ("Flere lejer boliger end køber huse.", "Flere lejer boliger end køber huse.", False),
        ("Færre køber huse end lejer boliger.", "Flere lejer boliger end køber huse.", False),
        ("Priserne stiger, fordi efterspørgslen vokser.", "Efterspørgslen vokser, fordi priserne stiger.", True),
        ("Efterspørgslen vokser, derfor priserne stiger.", "Priserne stiger på grund af efterspørgslen vokser.", False),
        ("Fordi efterspørgslen vokser, priserne stiger.", "Efterspørgslen vokser, fordi priserne stiger.", True),
        ("Priserne stiger.", "Efterspørgslen vokser, fordi priserne stiger.", False),
    ],
)
def test_two_sides_and_causes_the_other_way_round_are_told(stated: str, source: str, wanted: bool) -> None:
    assert is_reversed(stated, source, overlap) is wanted
