"""``kildesvar find``: every place for people, the JSON object, and errors in one Danish sentence."""

import json
from pathlib import Path
from typing import Any

import pytest

import texts

from ..command_line import Run, assert_contract
from ..tiny_corpus import WEB, write_corpus

OBJECT = {
    "query": str,
    "exact": bool,
    "total": int,
    "set_aside": int,
    "searched": dict,
    "suggestion": (str, type(None)),
    "words": list,
    "left_out": list,
    "documents": list,
    "occurrences": list,
    "elapsed_ms": (int, float),
}
PLACE = {
    "doc_id": str,
    "title": str,
    "page": (int, str, type(None)),
    "section": str,
    "start": int,
    "end": int,
    "word": str,
    "match": str,
    "set_aside": (str, type(None)),
    "quote": str,
    "quote_start": int,
    "quote_end": int,
}


@pytest.fixture
def corpus(places: tuple[Path, Path]) -> list[str]:
    """``--corpus`` for the small corpus."""
    return ["--corpus", str(places[0])]


def found(run: Run, query: str, corpus: list[str]) -> dict[str, Any]:
    result = run("find", query, "--json", *corpus)
    assert (result.code, result.err, result.out.count("\n")) == (0, "", 1)
    value: dict[str, Any] = json.loads(result.out)
    assert_contract(value, OBJECT)
    for place in value["occurrences"]:
        assert_contract(place, PLACE)
    assert sum(row["count"] for row in value["words"]) == value["total"]
    assert sum(row["count"] for row in value["documents"]) == value["total"]
    assert len(value["occurrences"]) == value["total"] + value["set_aside"]
    return value


# --- For people -----------------------------------------------------------------------------------------------------


def test_places_are_counted_by_document_and_page(run: Run, corpus: list[str]) -> None:
    result = run("find", "ret", *corpus)
    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    assert lines[:3] == [
        "»ret« står 4 steder i 1 af 2 dokumenter.",
        "Former: ret 2",
        f"{texts.FIND_COMPOUNDS}: rettigheder 2",
    ]
    assert "Materiale til samlingen: 4 steder" in lines and "Regler for hunde: ingen steder" in lines
    (line,) = (line for line in lines if line.startswith("  side 7: "))
    assert "alle borgere har [ret] til den samme hjælp." in line
    assert lines[-1].startswith("Gennemsøgt: hele teksten i 2 dokumenter, 3 sider og ")


def test_a_document_without_pages_says_so(run: Run, corpus: list[str]) -> None:
    assert f"  {texts.NO_PAGE}: [Hunde] i parken" in run("find", "hund", *corpus).out


def test_nothing_found_says_what_was_searched(run: Run, corpus: list[str]) -> None:
    result = run("find", "månerejser", *corpus)
    assert result.code == 0
    (sentence,) = result.out.splitlines()
    assert sentence.startswith("»månerejser« står ingen steder i materialet: Hele teksten i 2 dokumenter, 3 sider og ")
    assert sentence.endswith("er gennemsøgt, og bøjninger og sammensætninger er søgt med.")
    exact = run("find", '"månerejser"', *corpus).out
    assert "»månerejser«" in exact and "uden anførselstegn" in exact


def test_a_misspelt_word_gets_a_suggestion(run: Run, corpus: list[str]) -> None:
    assert run("find", "kælkebaken", *corpus).out.splitlines()[-1] == texts.did_you_mean("kælkebakken")


def test_what_is_set_aside_is_listed_apart(run: Run, real_corpus: Path) -> None:
    result = run("find", "annonce", "--corpus", real_corpus)
    lines = result.out.splitlines()
    assert lines[0] == texts.found_only_aside("annonce")
    assert texts.found_aside(3) in lines
    assert "Fremtidens velfærdsalliancer, uden sidetal, annonce: " in result.out
    assert "(uden tekst: side 45 i »" in lines[-1]


def test_words_with_the_same_letters_are_named(run: Run, tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "corpus", {"en.txt": "Retning og retning og ret."})
    assert f"{texts.FIND_LEFT_OUT}: retning 2\n" in run("find", "ret", "--corpus", folder).out


# --- For programs ---------------------------------------------------------------------------------------------------


def test_the_json_object(run: Run, corpus: list[str]) -> None:
    value = found(run, "hunde", corpus)
    assert (value["query"], value["exact"], value["total"], value["suggestion"]) == ("hunde", False, 3, None)
    assert value["words"] == [{"word": "hunde", "match": "form", "count": 3}]
    first = value["occurrences"][0]
    assert WEB[first["start"] : first["end"]] == "Hunde"
    assert WEB[first["quote_start"] : first["quote_end"]] == first["quote"] == "Hunde i parken"
    assert (first["doc_id"], first["page"], first["set_aside"]) == ("netside", None, None)
    assert [row["count"] for row in value["documents"]] == [0, 3]
    assert value["documents"][1]["pages"] == [{"page": None, "count": 3}]
    assert (value["searched"]["documents"], value["searched"]["pages"], value["searched"]["unread"]) == (2, 3, [])


def test_the_json_object_of_nothing(run: Run, corpus: list[str]) -> None:
    value = found(run, '"kælkebaken"', corpus)
    assert (value["exact"], value["total"], value["suggestion"]) == (True, 0, "kælkebakken")
    assert value["occurrences"] == []


# --- Errors ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "  ", '""', "?"])
def test_an_empty_query_is_one_sentence(run: Run, corpus: list[str], query: str) -> None:
    assert run("find", query, *corpus).sentence == texts.FIND_WHAT


def test_no_corpus_is_one_sentence(run: Run, tmp_path: Path) -> None:
    assert "findes ikke" in run("find", "hund", "--corpus", tmp_path / "ingen").sentence


def test_what_could_not_be_read_is_told(run: Run, tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "corpus", {"god.txt": "Hunde skal være i snor.", "tom.txt": ""})
    result = run("find", "hund", "--corpus", folder)
    assert result.code == 0
    assert "tom.txt" in result.err and result.err.count("\n") == 1
    assert result.out.startswith("»hund« står 1 sted i 1 af 1 dokumenter.")
