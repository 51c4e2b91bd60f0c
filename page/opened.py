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
        document: the document as it was when the place was found in it.
        section: the headings above it, outermost first, as one line.
        start, end: half-open range of the document's text.
    """

    opener: str
    event: str
    data: Mapping[str, int]
    name: str
    document: Document
    section: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        """The place in the document's text; an empty range when it is not in it."""
        located = 0 <= self.start < self.end <= len(self.document.text)
        return (self.start, self.end) if located else (0, 0)

    def page(self, chosen: int | None = None) -> int:
        """Returns the physical page that is shown: the chosen one, or the one where the place begins."""
        return self.document.page_index(self.span[0]) if chosen is None else chosen

    def is_in(self, document: Document) -> bool:
        """Tells whether ``document`` is still the one, letter for letter, that the place was found in."""
        return (document.sha256, document.text) == (self.document.sha256, self.document.text)


def of_answer(turn: int, citation: Citation, document: Document) -> Opened:
    """Returns the place of an answer's citation in ``document``."""
    data = {"answer": turn, "marker": citation.marker}
    return _of_citation(citation_id(turn, citation.marker), "source", data, citation, document)


def of_claim(statement: int, citation: Citation, document: Document) -> Opened:
    """Returns the place of a citation of a checked statement in ``document``."""
    data = {"statement": statement, "citation": citation.marker}
    return _of_citation(claim_citation_id(statement, citation.marker), "claim-source", data, citation, document)


def of_word(number: int, place: Occurrence, document: Document) -> Opened:
    """Returns one of the places of a word in ``document``."""
    name, section = texts.word_in_source(place.shown), " › ".join(place.section)
    return Opened(place_id(number), "place-source", {"place": number}, name, document, section, place.start, place.end)


def _of_citation(opener: str, event: str, data: Mapping[str, int], citation: Citation, document: Document) -> Opened:
    name = texts.citation_in_source(citation.marker)
    return Opened(opener, event, data, name, document, citation.section, citation.start, citation.end)
