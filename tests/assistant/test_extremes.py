"""The row of a table that a superlative asks for."""

from pathlib import Path

import pytest

from assistant.candidates import rank_candidates
from assistant.extremes import extreme_units
from assistant.questions import read_question
from index.retriever import Retriever

from ..tiny_corpus import retriever_of, write_corpus

ONE = """# Haver

Tabel 1: Haver i byens kvarterer

| Kvarter | Haver |
|---|---|
| Nord | 120 |
| Syd | 1.045 |
| Øst | 87,5 |
| Vest | 990 |
| I alt | 2.242,5 |
"""
SEVERAL = """# Haver

Tabel 1: Haver i byens kvarterer

| Kvarter | 2020 | 2030 | Ændring |
|---|---|---|---|
| Nord | 120 | 130 | +10 |
| Syd | 900 | 400 | -500 |
| Øst | 80 | 700 | +620 |
| Samlet | 1.100 | 1.230 | +130 |
"""
SHORT = """# Haver

Tabel 1: Haver i byens kvarterer

| Kvarter | Haver |
|---|---|
| Nord | 120 |
| Syd | 900 |
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("extremes")


@pytest.fixture(scope="module")
def one(folder: Path) -> Retriever:
    return retriever_of(write_corpus(folder / "one", {"a.md": ONE}))


@pytest.fixture(scope="module")
def several(folder: Path) -> Retriever:
    return retriever_of(write_corpus(folder / "several", {"a.md": SEVERAL}))


def found(retriever: Retriever, text: str) -> list[str]:
    """Returns the first cells of the rows that are the extreme ones for ``text``."""
    units = extreme_units(retriever, retriever.search(text).hits, read_question(text))
    return [retriever.unit_text(unit).strip("| ").split()[0] for unit in sorted(units)]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Hvilket kvarter har flest haver?", "Syd"),
        ("Hvilket kvarter har færrest haver?", "Øst"),
        ("hvor er det højeste antal haver", "Syd"),
        ("hvor er det laveste antal haver", "Øst"),
        ("Which quarter has the most haver?", "Syd"),
    ],
)
def test_the_largest_and_the_smallest_value(one: Retriever, text: str, row: str) -> None:
    assert found(one, text) == [row]


def test_the_sum_is_never_the_largest(one: Retriever) -> None:
    assert any("2.242,5" in one.unit_text(unit) for unit in range(len(one.content.units)))
    assert found(one, "Hvilket kvarter har flest haver?") == ["Syd"]


@pytest.mark.parametrize(
    "text",
    ["Hvor mange haver er der i hvert kvarter?", "haver i kvarterer", "Hvilket kvarter har flest og færrest haver?"],
)
def test_without_one_superlative_there_is_no_extreme(one: Retriever, text: str) -> None:
    assert found(one, text) == []


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Hvilket kvarter havde flest haver i 2020?", ["Syd"]),
        ("Hvilket kvarter har flest haver i 2030?", ["Øst"]),
        ("Hvilket kvarter har den største ændring i haver?", ["Øst"]),
        ("Hvilket kvarter har den mindste ændring i haver?", ["Syd"]),
        ("Hvor falder haver mest i ændring?", ["Syd"]),
        ("Hvilket kvarter mister flest haver, målt i ændring?", ["Syd"]),
        ("Hvor falder haver mest?", ["Syd"]),
    ],
)
def test_the_question_names_the_column(several: Retriever, text: str, rows: list[str]) -> None:
    assert found(several, text) == rows


@pytest.mark.parametrize("text", ["Hvilket kvarter har flest haver?", "Hvor var der flest haver i 2020 og 2030?"])
def test_several_columns_without_one_that_is_named_give_nothing(several: Retriever, text: str) -> None:
    assert found(several, text) == []


def test_a_column_named_in_full_comes_before_one_named_in_part(folder: Path) -> None:
    table = SEVERAL.replace("Ændring", "2020-2030 (personer)")
    retriever = retriever_of(write_corpus(folder / "named", {"a.md": table}))
    assert found(retriever, "Hvilket kvarter har færrest personer i 2030?") == ["Nord"]


def test_two_rows_are_too_few(folder: Path) -> None:
    assert (
        found(retriever_of(write_corpus(folder / "short", {"a.md": SHORT})), "Hvilket kvarter har flest haver?") == []
    )


def test_equal_rows_are_all_extreme(folder: Path) -> None:
    retriever = retriever_of(write_corpus(folder / "equal", {"a.md": ONE.replace("990", "1045")}))
    assert found(retriever, "Hvilket kvarter har flest haver?") == ["Syd", "Vest"]


def test_the_extreme_row_comes_first_among_the_candidates(one: Retriever) -> None:
    for text, row in (("Hvilket kvarter har flest haver?", "Syd"), ("Hvilket kvarter har færrest haver?", "Øst")):
        best = rank_candidates(one, one.search(text), read_question(text))[0]
        assert row in one.unit_text(best.first)
