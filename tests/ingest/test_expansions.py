"""Everyday wordings anchored to spans of a document."""

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.document import Document
from ingest.expansions import Expansion, read_expansions, read_unanswered

from .helpers import document_of

TEXT = "Ordliste\n\nServiceramme – Den øverste grænse for, hvor mange penge alle kommuner må bruge."
PLACE: dict[str, Any] = {"start": 10, "end": len(TEXT), "begins": "Serviceramme – Den øverste"}


@pytest.fixture
def document() -> Document:
    return document_of(TEXT)


def write(folder: Path, *rows: object, name: str = "prøve", sha256: str = "0" * 64) -> None:
    file = folder / "expansions" / f"{name}.jsonl"
    file.parent.mkdir(exist_ok=True)
    lines = [row if isinstance(row, str) else json.dumps(row) for row in ({"sha256": sha256}, *rows)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_questions_plain_words_and_author(tmp_path: Path, document: Document) -> None:
    write(tmp_path, {**PLACE, "author": 2, "questions": [" Hvor meget må vi bruge? ", ""], "plain": "Loft over penge."})
    found, problems = read_expansions(tmp_path, document)
    assert found == [
        Expansion("prøve", 10, len(TEXT), ("Hvor meget må vi bruge?", "Loft over penge."), (), 2),
    ]
    assert problems == []


def test_questions_that_it_only_comes_near(tmp_path: Path, document: Document) -> None:
    write(tmp_path, {**PLACE, "near": ["Hvor stor er servicerammen?"]})
    (expansion,), problems = read_expansions(tmp_path, document)
    assert (expansion.wordings, expansion.near, expansion.author) == ((), ("Hvor stor er servicerammen?",), 0)
    assert problems == []


def test_begins_may_differ_in_white_space(tmp_path: Path, document: Document) -> None:
    write(tmp_path, {**PLACE, "start": 0, "begins": "Ordliste  Serviceramme –\nDen", "questions": ["Hvad?"]})
    assert len(read_expansions(tmp_path, document)[0]) == 1


def test_a_document_without_a_file_has_none(tmp_path: Path, document: Document) -> None:
    assert read_expansions(tmp_path, document) == ([], [])


@pytest.mark.parametrize("header", ['{"sha256": "anden"}', "{}", "[]", "ikke JSON", ""])
def test_a_file_for_another_edition_is_left_alone(tmp_path: Path, document: Document, header: str) -> None:
    file = tmp_path / "expansions" / "prøve.jsonl"
    file.parent.mkdir()
    file.write_text(f"{header}\n{json.dumps({**PLACE, 'questions': ['Hvad?']})}\n" if header else "", encoding="utf-8")
    found, problems = read_expansions(tmp_path, document)
    assert found == []
    (problem,) = problems
    assert "prøve.jsonl" in problem and "en anden udgave af dokumentet" in problem and problem.endswith(".")


@pytest.mark.parametrize(
    "row",
    [
        {**PLACE, "begins": "Bloktilskud –", "questions": ["Hvad?"]},
        {**PLACE, "end": len(TEXT) + 1, "questions": ["Hvad?"]},
        {**PLACE, "start": -1, "questions": ["Hvad?"]},
        {**PLACE, "start": len(TEXT), "questions": ["Hvad?"]},
        {**PLACE, "start": "10", "questions": ["Hvad?"]},
        {**PLACE, "questions": []},
        {**PLACE, "questions": [" "], "plain": ""},
        {**PLACE, "questions": None},
        {**PLACE, "questions": "Hvad?"},
        {**PLACE, "near": 3},
        {},
        "ikke JSON",
        '["liste"]',
        "",
    ],
)
def test_a_row_that_does_not_fit_is_named_and_skipped(tmp_path: Path, document: Document, row: object) -> None:
    good = {**PLACE, "questions": ["Hvor meget?"]}
    write(tmp_path, good, row, good)
    found, problems = read_expansions(tmp_path, document)
    assert [expansion.wordings for expansion in found] == [("Hvor meget?",)] * 2
    (problem,) = problems
    assert problem.startswith("Linje 3 i prøve.jsonl passer ikke på dokumentets tekst")


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path, document: Document) -> None:
    write(tmp_path, {**PLACE, "questions": ["Hvad?"]})
    file = tmp_path / "expansions" / "prøve.jsonl"
    file.write_bytes(file.read_bytes() + b"bl\xe5b\xe6r")
    found, (problem,) = read_expansions(tmp_path, document)
    assert found == []
    assert problem.startswith("Filen »prøve.jsonl« er ikke gyldig UTF-8")


def test_a_file_may_have_a_byte_order_mark_and_rare_separators(tmp_path: Path, document: Document) -> None:
    row = json.dumps({**PLACE, "questions": ["Hvad\u2028koster det?"]}, ensure_ascii=False)
    write(tmp_path, row)
    file = tmp_path / "expansions" / "prøve.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    (expansion,), problems = read_expansions(tmp_path, document)
    assert (expansion.wordings, problems) == (("Hvad\u2028koster det?",), [])


def test_unanswered(tmp_path: Path) -> None:
    assert read_unanswered(tmp_path) == []
    rows = ['{"question": "Hvad koster en ko?"}', "ikke JSON", '{"question": 3}', "", '{"question": "Hvem er Bo?"}']
    (tmp_path / "unanswered.jsonl").write_text("\n".join(rows), encoding="utf-8")
    assert read_unanswered(tmp_path) == ["Hvad koster en ko?", "Hvem er Bo?"]
