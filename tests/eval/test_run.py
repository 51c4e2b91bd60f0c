"""Judging one answer, on the small corpus."""

from dataclasses import replace

import pytest

from assistant.answer import Answer, Status
from assistant.ask import Assistant
from assistant.citations import Citation
from eval.cases import Case, Gold, Want, gold_spans
from eval.run import MOST_WORDS, MOST_WORDS_OF_SEVERAL, has_keys, is_right, is_short, relevant_chunks, run_cases
from index.retriever import Retriever

from ..tiny_corpus import chunk_with
from .made_up import ANSWERED, REFUSED, RELATED, make_case


def answer_of(status: Status, text: str = "Der er 14.450 borgere", context: str = "", page: int = 27) -> Answer:
    citation = Citation(1, "d", "t", "s", page, "", 0, 9, text, context)
    shown = status is not REFUSED
    return Answer("q", "q", status, text if shown else "", (citation,) if shown else (), ())


@pytest.mark.parametrize(("want", "right"), [(Want.ANSWER, ANSWERED), (Want.RELATED, RELATED), (Want.REFUSAL, REFUSED)])
def test_only_the_wanted_outcome_is_right(want: Want, right: Status) -> None:
    assert [status for status in Status if is_right(make_case(want=want), answer_of(status))] == [right]


@pytest.mark.parametrize(
    ("keys", "met"),
    [
        ([["14.450"]], True),
        ([["14450", "14.450"]], True),
        ([["14.450"], ["borgere"]], True),
        ([["14.450"], ["hunde"]], False),
        ([["DER  er"]], True),
        ([["tabel 1"]], False),  # the context is not in the text that a reader of the JSON object gets
        ([["side 27"]], False),  # where a quote stands is no answer unless the opening says it
        ([], True),
    ],
)
def test_every_group_needs_one_of_its_keys(keys: list[list[str]], met: bool) -> None:
    case, answer = make_case(keys=keys), answer_of(ANSWERED, context="Tabel 1: Borgere")
    assert has_keys(case, answer) is met
    assert is_right(case, answer) is met
    assert not is_right(case, replace(answer, status=RELATED))


@pytest.mark.parametrize(
    ("kind", "words", "short"),
    [
        ("number", MOST_WORDS, True),
        ("number", MOST_WORDS + 1, False),
        ("list", MOST_WORDS + 1, True),
        ("compare", MOST_WORDS_OF_SEVERAL, True),
        ("multi", MOST_WORDS_OF_SEVERAL + 1, False),
    ],
)
def test_an_answer_that_is_too_long_is_not_right(kind: str, words: int, short: bool) -> None:
    case, answer = make_case(kind=kind, keys=[["ord"]]), answer_of(ANSWERED, "ord " * words)
    assert has_keys(case, answer)
    assert is_short(case, answer) is is_right(case, answer) is short


def test_length_does_not_matter_to_what_is_not_answered() -> None:
    assert is_right(make_case(want=Want.RELATED), answer_of(RELATED, "ord " * 500))


def gold_case(case_id: str, question: str, *gold: Gold) -> Case:
    return replace(make_case(case_id), question=question, gold=gold)


def test_relevant_chunks_overlap_the_gold(tiny: Retriever) -> None:
    row, item = Gold("materiale", 6, "2024 14.569"), Gold("materiale", 5, "møder, som bliver holdt")
    case = gold_case("a", "Hvor mange?", row, item)
    expected = {chunk_with(tiny, "2024 14.569"), chunk_with(tiny, "at deltage i alle")}
    assert relevant_chunks(Assistant(tiny), case) == expected
    assert relevant_chunks(Assistant(tiny), gold_case("b", "Hvor?", Gold("materiale", 7, "2024 14.569"))) == frozenset()


def test_gold_is_found_across_line_ends_and_hyphens_on_its_page_only(tiny: Retriever) -> None:
    document = tiny.document("materiale")
    ((start, end),) = gold_spans(document, Gold("materiale", 5, "om selve afsenderen."))
    assert document.text[start:end] == "om selve afsen-\nderen."
    assert gold_spans(document, Gold("materiale", 6, "om selve afsenderen.")) == []
    assert gold_spans(document, Gold("materiale", 5, "om selve afsenderne.")) == []
    assert len(gold_spans(document, Gold("materiale", 5, "Kommunen"))) == 2
    web = tiny.document("netside")
    assert len(gold_spans(web, Gold("netside", None, "for små hunde"))) == 1


def test_cases_are_asked_in_order_and_judged(tiny: Retriever) -> None:
    first = "Hvad var befolkningstallet i 2024?"
    cases = [
        gold_case("a", first, Gold("materiale", 6, "2024 14.569")),
        replace(gold_case("b", "og året efter?", Gold("materiale", 6, "2025 14.450")), history=(first,)),
        replace(make_case("c", want=Want.REFUSAL), question="hvad koster en billet til månen"),
    ]
    outcomes = run_cases(Assistant(tiny), cases)
    assert [outcome.case.case_id for outcome in outcomes] == ["a", "b", "c"]
    assert outcomes[1].answer.searched == "Hvad var befolkningstallet i 2025?"
    assert outcomes[0].rank == 1 and outcomes[0].relevant == {chunk_with(tiny, "2024 14.569")}
    assert outcomes[2].right and outcomes[2].relevant == frozenset() and outcomes[2].rank > 10
    assert all(outcome.verbatim and outcome.milliseconds > 0 for outcome in outcomes)
    assert outcomes[0].answer == Assistant(tiny).ask(first)
