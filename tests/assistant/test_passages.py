"""What is shown: whole lists, entries with their parts, sentences that stand alone."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.ask import Assistant
from assistant.candidates import Candidate
from assistant.passages import Passage, joined, passages_for
from assistant.questions import read_question
from index.retriever import Retriever
from ingest.blocks import BlockKind
from ingest.normalise import quote_of

from ..tiny_corpus import MATERIAL, retriever_of, unit_with, write_corpus

LIST = read_question("Hvilke rettigheder er der?")
OTHER = read_question("rettigheder")


def shown(retriever: Retriever, question: str, *words: str, length: int = 1) -> list[Passage]:
    """Returns the passages for candidates that begin at the units with ``words``."""
    firsts = [unit_with(retriever, one) for one in words]
    candidates = [Candidate(first, first + length, 1.0 - number / 10) for number, first in enumerate(firsts)]
    return passages_for(retriever, read_question(question), candidates)


def quotes(retriever: Retriever, passages: list[Passage]) -> list[str]:
    return [quote_of(retriever.document(p.doc_id).text, p.start, p.end) for p in passages]


FIRST_PAGE = (
    "Du har ret til: • at deltage i alle de møder, som bliver holdt i forbindelse med samlingens arbejde. "
    "• at stille alle de spørgsmål til eksperterne, som du måtte have om emnet og om selve afsenderen."
)
SECOND_PAGE = "• at være anonym i offentligheden, når der bliver skrevet eller talt om samlingens arbejde."


@pytest.mark.parametrize("words", ["Du har ret til:", "at deltage i alle", "at stille alle", "at være anonym"])
def test_a_list_over_two_pages_is_shown_whole_with_its_lead_in(tiny: Retriever, words: str) -> None:
    found = shown(tiny, "Hvilke rettigheder er der?", words)
    assert quotes(tiny, found) == [FIRST_PAGE, SECOND_PAGE]
    document = tiny.document("materiale")
    assert [document.page_at(passage.start) for passage in found] == [5, 6]
    assert [document.page_at(passage.end - 1) for passage in found] == [5, 6], "a passage stays on its page"
    assert len({passage.score for passage in found}) == 1


def test_a_lead_in_never_stands_alone(tiny: Retriever) -> None:
    assert quotes(tiny, shown(tiny, "rettigheder", "Du har ret til:")) == [FIRST_PAGE, SECOND_PAGE]


def test_one_item_answers_another_kind_of_question(tiny: Retriever) -> None:
    assert quotes(tiny, shown(tiny, "Er man anonym?", "at være anonym")) == [SECOND_PAGE]


def test_a_range_of_items_is_the_whole_list(tiny: Retriever) -> None:
    assert quotes(tiny, shown(tiny, "rettigheder", "at deltage i alle", length=2)) == [FIRST_PAGE, SECOND_PAGE]


def test_an_entry_comes_with_its_parts(tiny: Retriever) -> None:
    (quote,) = quotes(tiny, shown(tiny, "Hvad er en velfærdsmodel?", "Velfærdsmodel –"))
    assert quote.startswith("Velfærdsmodel – Modeller for")
    assert quote.endswith("hvor kun de svageste borgere får nogen hjælp.")
    assert "1. Universel" in quote


def test_an_entry_is_shown_from_its_term(tiny: Retriever) -> None:
    (quote,) = quotes(tiny, shown(tiny, "rammen", "Rammen bliver aftalt"))
    assert quote.startswith("Serviceramme – Den øverste grænse")
    assert quote.endswith("Rammen bliver aftalt hver sommer.")


def test_a_part_is_shown_alone(tiny: Retriever) -> None:
    (quote,) = quotes(tiny, shown(tiny, "liberal", "2. Liberal"))
    assert quote == "2. Liberal velfærdsmodel, hvor kun de svageste borgere får nogen hjælp."


def test_a_sentence_that_points_back_brings_the_one_before(tiny: Retriever) -> None:
    (quote,) = quotes(tiny, shown(tiny, "udgifter", "udgifterne stiger"))
    assert quote.startswith("Kommunen får flere ældre") and quote.endswith("Det betyder, at udgifterne stiger.")


def test_a_sentence_that_stands_alone_is_shown_alone(tiny: Retriever) -> None:
    (quote,) = quotes(tiny, shown(tiny, "ældre", "får flere ældre"))
    assert quote.startswith("Kommunen får flere ældre") and quote.endswith("leve længere.")


def test_a_sentence_that_opens_its_block_brings_nothing(tmp_path: Path) -> None:
    text = "Overskrift\n\nFørste afsnit slutter her, og det er langt nok.\n\nDet andet afsnit har et ord, der peger."
    retriever = retriever_of(write_corpus(tmp_path / "corpus", {"a.txt": text}))
    (quote,) = quotes(retriever, shown(retriever, "afsnit", "Det andet afsnit"))
    assert quote == "Det andet afsnit har et ord, der peger."


def test_a_row_is_shown_as_a_row(tiny: Retriever) -> None:
    assert quotes(tiny, shown(tiny, "Hvor mange?", "2024 14.569", "2025 14.450")) == ["2024 14.569", "2025 14.450"]


def test_a_range_over_a_page_break_is_one_span_per_page(tiny: Retriever) -> None:

    found = shown(tiny, "Hvad?", "Du har ret til:", length=6)
    pages = tiny.document("materiale")
    assert all(pages.page_at(p.start) == pages.page_at(p.end - 1) for p in found)
    assert len(found) > 1


def test_overlapping_candidates_are_shown_once_and_in_order(tiny: Retriever) -> None:
    found = shown(tiny, "Hvad?", "2025 14.450", "Rammen bliver aftalt", "Serviceramme –", "2024 14.569")
    assert [quote[:8] for quote in quotes(tiny, found)] == ["2025 14.", "Servicer", "2024 14."]
    for number, one in enumerate(found):
        later = found[number + 1 :]
        assert not [o for o in later if o.doc_id == one.doc_id and o.start < one.end and one.start < o.end]


def test_neighbours_on_one_page_are_joined_in_the_place_of_the_better(tiny: Retriever) -> None:
    first, second, apart = (
        shown(tiny, "ældre", words)[0] for words in ("Kommunen har 14.450", "får flere ældre", "Rammen bliver aftalt")
    )
    (one, other) = joined(tiny, [replace(second, score=0.9), apart, replace(first, score=0.5)])
    assert other == apart
    assert (one.start, one.end, one.score) == (first.start, second.end, 0.9)
    assert one.block == first.block


def test_rows_and_headings_are_never_joined(tiny: Retriever) -> None:
    rows = shown(tiny, "Hvor mange?", "2024 14.569", "2025 14.450")
    assert joined(tiny, rows) == rows


def test_a_list_over_two_pages_is_not_joined(tiny: Retriever) -> None:
    pages = shown(tiny, "Hvilke rettigheder er der?", "at deltage i alle")
    assert joined(tiny, pages) == pages


def test_a_heading_brings_the_sentence_below_it(tiny: Retriever) -> None:
    (quote,) = quotes(tiny, shown(tiny, "Hvor står det?", "Hunde i parken"))
    assert quote.startswith("Hunde i parken Hunde skal være i snor") and quote.endswith("hele året rundt.")


def test_a_quotation_is_shown_with_who_said_it(real: Assistant) -> None:
    retriever, seen = real.retriever, 0
    for number in range(len(retriever.content.units)):
        block = retriever.block_of(number)
        if block.kind is not BlockKind.QUOTE or block.speaker is None:
            continue
        unit = retriever.content.units[number]
        document = retriever.document(unit.doc_id)
        (passage,) = passages_for(retriever, OTHER, [Candidate(number, number + 1, 1.0)])
        assert passage.start == block.start
        together = not document.text[block.end : block.speaker[0]].strip()
        assert passage.end == (block.speaker[1] if together else block.end)
        seen += together
    assert seen >= 3


def test_a_signature_is_shown_with_what_it_signs(real: Assistant) -> None:
    retriever, seen = real.retriever, 0
    for number in range(len(retriever.content.units)):
        block = retriever.block_of(number)
        if block.kind is BlockKind.ATTRIBUTION:
            (passage,) = passages_for(retriever, OTHER, [Candidate(number, number + 1, 1.0)])
            assert passage.start <= block.start and block.end <= passage.end
            seen += 1
    assert seen >= 3


def test_every_unit_can_be_shown(tiny: Retriever) -> None:
    for number, unit in enumerate(tiny.content.units):
        for question in (LIST, OTHER):
            found = passages_for(tiny, question, [Candidate(number, number + 1, 1.0)])
            assert found
            document = tiny.document(unit.doc_id)
            if question is OTHER:  # asked for a list, a sentence before it gives way to the list
                assert any(passage.start < unit.end and unit.start < passage.end for passage in found)
            for passage in found:
                assert document.page_at(passage.start) == document.page_at(passage.end - 1)
                assert passage.block.start <= passage.start
                assert quote_of(document.text, passage.start, passage.end)
    assert "\f" in MATERIAL
