"""A place that a visitor opened: which button opened it, what the browser sends to leaf on, and where it is."""

from collections.abc import Mapping
from dataclasses import dataclass

import texts
from assistant.citations import Citation
from assistant.occurrences import Occurrence
from ingest.document import Document, Span

from .claims_view import claim_citation_id
from .places_view import place_id
from .render import citation_id


@dataclass(frozen=True, slots=True)
class Opened:
    """A place in a document.

    Attributes:
        opener: id of the button that opened it.
        event, data: what the browser sends to open it; digits only.
        name: what the place is, for the heading.
        doc_id: the document.
        section: the headings above it, outermost first, as one line.
        start, end: half-open range of the document's text.
    """

    opener: str
    event: str
    data: Mapping[str, int]
    name: str
    doc_id: str
    section: str
    start: int
    end: int

    def span_in(self, document: Document) -> Span:
        """Returns the place in the text of ``document``, an empty range when it is not in it."""
        located = 0 <= self.start < self.end <= len(document.text)
        return (self.start, self.end) if located else (0, 0)

    def page_in(self, document: Document, chosen: int | None = None) -> int:
        """Returns the physical page that is shown: the chosen one, or the one where the place begins."""
        return document.page_index(self.span_in(document)[0]) if chosen is None else chosen


def of_answer(turn: int, citation: Citation) -> Opened:
    """Returns the place of an answer's citation."""
    data = {"answer": turn, "marker": citation.marker}
    return _of_citation(citation_id(turn, citation.marker), "source", data, citation)


def of_claim(statement: int, citation: Citation) -> Opened:
    """Returns the place of a citation of a checked statement."""
    data = {"statement": statement, "citation": citation.marker}
    return _of_citation(claim_citation_id(statement, citation.marker), "claim-source", data, citation)


def of_word(number: int, place: Occurrence) -> Opened:
    """Returns one of the places of a word."""
    name, section = texts.word_in_source(place.shown), " › ".join(place.section)
    return Opened(
        place_id(number), "place-source", {"place": number}, name, place.doc_id, section, place.start, place.end
    )


def _of_citation(opener: str, event: str, data: Mapping[str, int], citation: Citation) -> Opened:
    name = texts.citation_in_source(citation.marker)
    return Opened(opener, event, data, name, citation.doc_id, citation.section, citation.start, citation.end)
