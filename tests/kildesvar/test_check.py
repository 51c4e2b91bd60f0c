"""``kildesvar check``: text for people, the JSON contract, and errors in one Danish sentence."""

import json
from pathlib import Path
from typing import Any

import pytest

import texts
from assistant.claims import Verdict
from assistant.statements import Skip
from kildesvar.check_command import CONTRACT

from ..command_line import Run, assert_contract

DRAFT = "# Udkast\n\nKommunen havde 14.500 indbyggere i 2024. Hunde skal være i snor i byens park hele året rundt.\n"
STATEMENT: dict[str, Any] = {
    "text": str,
    "verdict": (str, type(None)),
    "skipped": (str, type(None)),
    "numbers": list,
    "own_words": list,
    "citations": list,
}
CITATION = {"marker", "doc_id", "title", "page", "section", "start", "end", "quote"}


def test_people_get_a_line_per_verdict(run: Run, options: list[str], tmp_path: Path) -> None:
    file = tmp_path / "udkast.md"
    file.write_text(DRAFT, encoding="utf-8")
    result = run("check", "--file", file, *options)
    assert (result.code, result.err) == (0, "")
    assert texts.SKIPPED["heading"] in result.out
    assert f"{texts.VERDICTS['other_number']}\n   {texts.check_difference('14.500', '14.569')}" in result.out
    assert texts.VERDICTS["verbatim"] in result.out
    assert "[1] »2024 14.569«" in result.out
    assert result.out.endswith(texts.CHECK_NOTE + "\n")


def test_json_is_one_object_of_the_contract(run: Run, options: list[str]) -> None:
    result = run("check", DRAFT, "--json", *options)
    assert (result.code, result.err, result.out.count("\n")) == (0, "", 1)
    value = json.loads(result.out)
    assert CONTRACT == 1
    assert list(value) == ["statements", "counts", "skipped", "elapsed_ms"]
    for statement in value["statements"]:
        assert_contract(statement, STATEMENT)
        assert all(set(citation) >= CITATION for citation in statement["citations"])
    assert [statement["verdict"] for statement in value["statements"]] == [None, "other_number", "verbatim"]
    assert value["statements"][0]["skipped"] == "heading"
    assert value["statements"][1]["numbers"] == [{"stated": "14.500", "source": "14.569"}]
    assert value["counts"] == {"verbatim": 1, "supported": 0, "other_number": 1, "not_found": 0}
    assert value["skipped"] == 1


def test_the_contract_is_in_the_readme() -> None:
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
    section = readme.split(f"### The JSON object of a claim check (version {CONTRACT})")[1].split("\n#")[0]
    for key in (*STATEMENT, "statements", "counts", "elapsed_ms", "stated", "source", *Verdict, *Skip):
        assert f"`{key}`" in section, key


def test_every_verdict_and_reason_has_a_danish_name_that_judges_no_truth() -> None:
    assert set(texts.VERDICTS) == set(Verdict) and set(texts.SKIPPED) == set(Skip)
    shown = " ".join([*texts.VERDICTS.values(), *texts.SKIPPED.values(), texts.CHECK_NOTE]).lower()
    assert "sand" not in shown and "falsk" not in shown


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".docx"])
def test_files_of_several_kinds_are_read(run: Run, options: list[str], tmp_path: Path, suffix: str) -> None:
    file, sentence = tmp_path / f"udkast{suffix}", "Kommunen havde 14.500 indbyggere i 2024."
    if suffix == ".docx":
        import docx

        document = docx.Document()
        document.add_heading("Udkast", 1)
        document.add_paragraph(sentence)
        document.save(str(file))
    else:
        file.write_text(f"<h1>Udkast</h1><p>{sentence}</p>" if suffix == ".html" else sentence, encoding="utf-8")
    value = json.loads(run("check", "--file", file, "--json", *options).out)
    assert (value["statements"][-1]["text"], value["statements"][-1]["verdict"]) == (sentence, "other_number")


def test_a_text_or_a_file_and_not_both(run: Run, options: list[str], tmp_path: Path) -> None:
    file = tmp_path / "udkast.txt"
    file.write_text(DRAFT, encoding="utf-8")
    assert run("check", *options).sentence == run("check", "En tekst.", "--file", file, *options).sentence
    assert run("check", *options).sentence == texts.CHECK_WHAT


@pytest.mark.parametrize("text", ["", "  \n", "...", "🙂"])
def test_an_empty_text_is_said_to_be_empty(run: Run, options: list[str], text: str) -> None:
    assert run("check", text, *options).sentence == texts.CHECK_EMPTY


def test_an_empty_file_is_said_to_be_empty(run: Run, options: list[str], tmp_path: Path) -> None:
    file = tmp_path / "tom.txt"
    file.write_text("\n", encoding="utf-8")
    assert run("check", "--file", file, *options).sentence == texts.CHECK_EMPTY


def test_a_file_that_cannot_be_read_is_named(run: Run, options: list[str], tmp_path: Path) -> None:
    latin, broken = tmp_path / "latin.txt", tmp_path / "ødelagt.docx"
    latin.write_bytes("Ældre på plejehjem".encode("latin-1"))
    broken.write_bytes(b"no archive")
    assert run("check", "--file", latin, *options).sentence == texts.check_file_not_utf8(str(latin))
    assert run("check", "--file", broken, *options).sentence == texts.check_file_unreadable(str(broken))
    for file in (tmp_path / "ingen.txt", tmp_path):
        assert run("check", "--file", file, *options).sentence == texts.check_file_missing(str(file))


def test_help_is_danish(run: Run) -> None:
    out = " ".join(run("check", "--help").out.split())
    for text in (texts.HELP_CHECK, texts.HELP_CHECK_TEXT, texts.HELP_CHECK_JSON):
        assert text in out
