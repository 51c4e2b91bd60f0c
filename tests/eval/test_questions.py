"""The evaluation questions: enough of them, balanced, with gold places that stand in the corpus and nothing leaked."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from eval.cases import QUESTIONS, Case, Want, gold_spans, load_cases
from ingest.corpus import Corpus, read_corpus
from ingest.document import Document, Span

CASES = load_cases()
_HYPHEN = re.compile(r"-[ ]*\n[ \n]*")


@pytest.fixture(scope="module")
def corpus(real_corpus: Path) -> Corpus:
    return read_corpus(real_corpus)


@pytest.fixture(scope="module")
def documents(corpus: Corpus) -> dict[str, Document]:
    return {ingested.document.doc_id: ingested.document for ingested in corpus.documents}


def of(group: str) -> list[Case]:
    return [case for case in CASES if case.group == group]


def plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())


def test_there_are_enough_of_each_kind() -> None:
    assert len(of("answerable")) >= 160
    assert len(of("unanswerable")) >= 40
    assert len(of("natural")) >= 60
    dialogues = {case.case_id.split(".")[0] for case in of("dialogues")}
    assert len(dialogues) >= 15
    assert len(of("dialogues")) >= 2 * len(dialogues)


def test_ids_are_unique() -> None:
    counts = Counter(case.case_id for case in CASES)
    assert [case_id for case_id, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("group", ["answerable", "unanswerable", "natural"])
def test_half_is_tuned_on_and_half_tested_on(group: str) -> None:
    splits = Counter(case.split for case in of(group))
    assert set(splits) == {"tune", "test"}
    assert abs(splits["tune"] - splits["test"]) <= 2


def test_a_dialogue_lies_in_one_half() -> None:
    splits: dict[str, set[str]] = {}
    for case in of("dialogues"):
        splits.setdefault(case.case_id.split(".")[0], set()).add(case.split)
    assert {len(found) for found in splits.values()} == {1}
    sizes = Counter(next(iter(found)) for found in splits.values())
    assert abs(sizes["tune"] - sizes["test"]) <= 2


def test_a_turn_has_the_earlier_questions_as_history() -> None:
    rows = map(json.loads, (QUESTIONS / "dialogues.jsonl").read_text("utf-8").splitlines())
    turns = {row["id"]: [turn["question"] for turn in row["turns"]] for row in rows}
    for case in of("dialogues"):
        dialogue, number = case.case_id.split(".")
        assert [*case.history, case.question] == turns[dialogue][: int(number)]
    assert all(case.history == () for case in CASES if case.group != "dialogues")


def test_about_half_share_no_words_with_the_source() -> None:
    for split in ("tune", "test"):
        words = Counter(case.lexical for case in of("answerable") if case.split == split)
        assert set(words) == {"high", "low"}
        assert 0.4 <= words["low"] / sum(words.values()) <= 0.6


def test_all_documents_kinds_and_languages_are_asked_about(documents: dict[str, Document]) -> None:
    for split in ("tune", "test"):
        cases = [case for case in of("answerable") if case.split == split]
        asked = Counter(gold.doc_id for case in cases for gold in case.gold)
        assert set(asked) == set(documents) and len(asked) == 5
        assert min(asked.values()) >= 3
        kinds = {"definition", "number", "table", "list", "who", "when", "why", "how", "compare", "yesno"}
        assert kinds <= {case.type for case in cases}
    assert {case.lang for case in of("answerable")} >= {"da", "en"}


def test_outcomes_are_labelled() -> None:
    assert {case.want for case in of("natural")} == set(Want)
    assert {case.want for case in of("answerable")} == {Want.ANSWER}
    assert {case.want for case in of("unanswerable")} == {Want.REFUSAL}
    for case in CASES:
        assert bool(case.gold) == (case.want is not Want.REFUSAL), case.case_id
        assert bool(case.keys) == (case.want is Want.ANSWER), case.case_id
        assert all(group and all(key.strip() for key in group) for group in case.keys), case.case_id
        assert case.question.strip() == case.question != "", case.case_id


Spans = dict[tuple[str, int], list[Span]]


@pytest.fixture(scope="module")
def spans(documents: dict[str, Document]) -> Spans:
    """The places of every gold quote, by case and number of the quote."""
    return {
        (case.case_id, number): gold_spans(documents[gold.doc_id], gold)
        for case in CASES
        for number, gold in enumerate(case.gold)
    }


def test_every_gold_quote_stands_in_the_corpus(spans: Spans) -> None:
    assert len(spans) > 200
    assert [place for place, found in spans.items() if not found] == []


def test_a_gold_span_reads_as_its_quote(documents: dict[str, Document], spans: Spans) -> None:
    for case in CASES:
        for number, gold in enumerate(case.gold):
            document = documents[gold.doc_id]
            for start, end in spans[case.case_id, number]:
                found = document.text[start:end]
                assert plain(found) == plain(gold.quote), case.case_id
                assert found == found.strip()
                assert document.page_at(start) == gold.page


def test_keys_can_be_met_by_the_gold(documents: dict[str, Document], spans: Spans) -> None:
    """Every group has a string on the page of a gold quote; a key that nobody could ever quote measures nothing."""
    unmet: list[tuple[str, tuple[str, ...]]] = []
    for case in CASES:
        places = " ".join(f"s. {gold.page} side {gold.page}" for gold in case.gold)
        for number, gold in enumerate(case.gold):
            document = documents[gold.doc_id]
            start, end = document.page_span(document.page_index(spans[case.case_id, number][0][0]))
            page = document.text[start:end]
            places += " ".join(f" {page} {_HYPHEN.sub('', page)} ".lower().split())
        unmet.extend(
            (case.case_id, group)
            for group in case.keys
            if not any(" ".join(key.lower().split()) in places for key in group)
        )
    assert unmet == []


def test_no_wording_of_the_corpus_is_an_evaluation_question(corpus: Corpus) -> None:
    asked = {plain(case.question): case.case_id for case in CASES}
    wordings = list(corpus.unanswered)
    for ingested in corpus.documents:
        assert ingested.expansions, ingested.document.doc_id
        for expansion in ingested.expansions:
            wordings.extend((*expansion.wordings, *expansion.near))
    assert len(wordings) > 10_000
    assert [(asked[plain(wording)], wording) for wording in wordings if plain(wording) in asked] == []


def test_no_question_is_in_both_halves() -> None:
    halves = {
        split: {plain(case.question) or case.question for case in CASES if case.split == split and not case.history}
        for split in ("tune", "test")
    }
    assert halves["tune"] & halves["test"] == set()


# --- Reading --------------------------------------------------------------------------------------------------------


def write_questions(folder: Path, **rows: list[object]) -> Path:
    for group in ("answerable", "natural", "unanswerable", "dialogues"):
        lines = [json.dumps(row) for row in rows.get(group, [])]
        (folder / f"{group}.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return folder


def test_rows_become_cases(tmp_path: Path) -> None:
    turns = [
        {"question": "Hvor mange?"},
        {"question": "Hvem?", "history_only": True},
        {"question": "og nu?", "answerable": "partly"},
    ]
    folder = write_questions(
        tmp_path,
        natural=[{"id": "n", "question": "Hvad?", "split": "tune", "answerable": "no", "persona": "en"}],
        unanswerable=[{"id": "x", "question": "Hvem?", "split": "test", "kind": "near"}],
        dialogues=[{"id": "d", "split": "test", "turns": turns}],
    )
    cases = load_cases(folder)
    assert [(case.case_id, case.group, case.split, case.want, case.history) for case in cases] == [
        ("n", "natural", "tune", Want.REFUSAL, ()),
        ("x", "unanswerable", "test", Want.REFUSAL, ()),
        ("d.1", "dialogues", "test", Want.ANSWER, ()),
        ("d.3", "dialogues", "test", Want.RELATED, ("Hvor mange?", "Hvem?")),
    ]
    assert cases[1].type == "near"


@pytest.mark.parametrize(
    "row",
    [
        {"id": "a", "question": "Hvad?"},
        {"question": "Hvad?", "split": "test"},
        {"id": "a", "split": "test"},
        {"id": "a", "question": "Hvad?", "split": "dev"},
        {"id": "a", "question": "Hvad?", "split": "test", "answerable": "maybe"},
    ],
)
def test_a_faulty_row_is_named(tmp_path: Path, row: dict[str, str]) -> None:
    good = {"id": "b", "question": "Hvad?", "split": "test"}
    with pytest.raises(ValueError, match=r"natural\.jsonl, line 2"):
        load_cases(write_questions(tmp_path, natural=[good, row]))


def test_twin_ids_are_named(tmp_path: Path) -> None:
    row = {"id": "tvilling", "question": "Hvad?", "split": "test"}
    with pytest.raises(ValueError, match="tvilling"):
        load_cases(write_questions(tmp_path, natural=[row], unanswerable=[row]))


def test_the_questions_are_packaged_beside_the_code() -> None:
    assert {path.name for path in QUESTIONS.glob("*.jsonl")} == {
        "answerable.jsonl", "claims.jsonl", "deceptive.jsonl", "dialogues.jsonl", "natural.jsonl", "unanswerable.jsonl",
    }  # fmt: skip
