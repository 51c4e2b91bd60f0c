"""Nothing is shown that does not stand there: the comparison of a quote with its place."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.citations import Citation, cite, is_verbatim
from index.retriever import Retriever
from ingest.document import Document, Source

TEXT = (
    "Forord\n\nKommunen skal spare på so-\n\ncialpolitikken, sundheds-\nog ældreområdet.  Det er ﬁnt\u00ad nok.\f"
    "Der er 14.450 borgere på 80+ år."
)


def document_of(text: str, doc_id: str = "prøve") -> Document:
    starts = [0, *(offset + 1 for offset, character in enumerate(text) if character == "\f")]
    source = Source(doc_id, f"{doc_id}.txt", "En prøve", "Kommunen", "notat", first_page=7)
    return Document(source, Path(source.file), "0" * 64, text, tuple(starts), tuple(range(7, 7 + len(starts))))


DOCUMENT = document_of(TEXT)


def cited(words: str, *, document: Document = DOCUMENT) -> Citation:
    start = document.text.index(words)
    citation = cite(document, start, start + len(words), marker=1, section=("Del 1", "Forord"))
    assert citation is not None
    return citation


def test_a_citation_names_its_place() -> None:
    citation = cited("Der er 14.450 borgere")
    assert citation == Citation(
        marker=1,
        doc_id="prøve",
        title="En prøve",
        sender="Kommunen",
        page=8,
        section="Del 1 › Forord",
        start=TEXT.index("Der er"),
        end=TEXT.index(" på 80+"),
        quote="Der er 14.450 borgere",
        context="",
    )


def test_a_broken_word_is_joined_and_a_hyphen_that_belongs_there_kept() -> None:
    citation = cited(TEXT[TEXT.index("Kommunen") : TEXT.index("  Det")])
    assert citation.quote == "Kommunen skal spare på socialpolitikken, sundheds- og ældreområdet."
    assert is_verbatim(citation, DOCUMENT)
    assert cited(TEXT[TEXT.index("Det er") : TEXT.index("\f")]).quote == "Det er fint nok."


@pytest.mark.parametrize(
    "edited",
    [
        "Der er 14.451 borgere",
        "Der er 14450 borgere",
        "Der er 14.450 borger",
        "der er 14.450 borgere",
        "Der er 14.450 borgere.",
        "Der er ikke 14.450 borgere",
        "Der er … borgere",
        "borgere 14.450 er Der",
        "",
    ],
)
def test_an_edited_quote_is_refused(edited: str) -> None:
    citation = cited("Der er 14.450 borgere")
    assert is_verbatim(citation, DOCUMENT)
    assert not is_verbatim(replace(citation, quote=edited), DOCUMENT)


@pytest.mark.parametrize(
    ("start", "end"), [(1, 0), (0, -1), (0, 4), (-4, 0), (3, 3), (-10_000, 0), (0, 10_000), (50_000, 50_000)]
)
def test_wrong_offsets_are_refused(start: int, end: int) -> None:
    citation = cited("Der er 14.450 borgere")
    assert not is_verbatim(replace(citation, start=citation.start + start, end=citation.end + end), DOCUMENT)


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 4), (-1, 4), (0, 10_000), (6, 8)])
def test_a_place_without_words_is_not_cited(start: int, end: int) -> None:
    assert cite(DOCUMENT, start, end, marker=1, section=()) is None


def test_another_document_is_refused() -> None:
    citation = cited("Der er 14.450 borgere")
    assert not is_verbatim(citation, document_of(TEXT.replace("borgere", "beboere")))
    assert not is_verbatim(citation, document_of("Nyt. " + TEXT))
    assert not is_verbatim(citation, document_of(""))
    assert not is_verbatim(citation, document_of(TEXT, "en-anden")), "the same words, but not its document"


PIECES = st.lists(
    st.sampled_from(
        ["Kommunen", "ældre", "so-\n", "so-\n\ncial", "-", " ", "\n", "\n\n", "\f", "14.450", "ﬁn", "\u00ad", "\u200b",
         "e\u0301", "–", "«", "80+", "C-\nhold", "https://a.dk/x-\ny", "🙂", "\ufeff", "\u00a0", "1,5 %"]
    ),
    max_size=14,
)  # fmt: skip


@given(PIECES, st.data())
def test_whatever_is_cited_is_verbatim(pieces: list[str], data: st.DataObject) -> None:
    document = document_of("".join(pieces))
    start = data.draw(st.integers(0, len(document.text)))
    end = data.draw(st.integers(start, len(document.text)))
    citation = cite(document, start, end, marker=1, section=())
    letters = [c for c in document.text[start:end] if not c.isspace() and c not in "-\u00ad\u200b\ufeff"]
    assert (citation is None) == (not letters), "all that has a letter can be quoted"
    if citation:
        assert is_verbatim(citation, document)
        assert citation.quote == " ".join(citation.quote.split())
        assert citation.page == document.page_at(start)


@given(PIECES, st.data())
def test_one_changed_letter_is_refused(pieces: list[str], data: st.DataObject) -> None:
    document = document_of("Ord " + "".join(pieces))
    citation = cite(document, 0, len(document.text), marker=1, section=())
    assert citation is not None
    position = data.draw(st.integers(0, len(citation.quote) - 1).filter(lambda n: citation.quote[n] not in " -"))
    letter = data.draw(st.sampled_from("xæ7.Q").filter(lambda c: c != citation.quote[position]))
    edited = citation.quote[:position] + letter + citation.quote[position + 1 :]
    assert not is_verbatim(replace(citation, quote=edited), document)


def test_every_unit_of_a_corpus_can_be_cited(tiny: Retriever) -> None:
    for unit in tiny.content.units:
        document = tiny.document(unit.doc_id)
        citation = cite(document, unit.start, unit.end, marker=3, section=())
        assert citation is not None and citation.marker == 3
        assert citation.page == document.page_at(unit.start)
        assert (citation.page is None) == (unit.doc_id == "netside")
