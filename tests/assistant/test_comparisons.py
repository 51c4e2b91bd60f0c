"""Comparisons in words, against a row and against prose."""

from dataclasses import replace

import pytest

from assistant.claim_passages import Cell
from assistant.comparisons import absent_limits, contradicts_row
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


@pytest.mark.parametrize(
    ("stated", "source", "wanted"),
    [
        ("Pengene skal altid betales tilbage.", "Pengene betales tilbage, hvis det virker.", ["altid"]),
        ("Pengene skal altid betales tilbage.", "Alle penge betales tilbage.", []),
        ("Samtlige plejehjem er med.", "20 plejehjem er med.", ["Samtlige"]),
        ("Kun én kommune er med.", "Én kommune er med.", ["Kun"]),
        ("Dragør har et højere niveau end Tårnby.", "Dragør følger niveauet i Tårnby.", ["højere"]),
        ("Dragør har et højere niveau end Tårnby.", "Niveauet er højere i Dragør.", []),
    ],
)
def test_what_holds_without_exception_must_be_said_so(stated: str, source: str, wanted: list[str]) -> None:
    assert absent_limits(stated, source) == wanted
