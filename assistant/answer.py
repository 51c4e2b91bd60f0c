"""The answer: what every way of asking gives back."""

from dataclasses import dataclass
from enum import StrEnum

from index.retriever import Hit

from .citations import Citation


class Status(StrEnum):
    """The three outcomes."""

    ANSWERED = "answered"
    RELATED = "related"
    NOT_IN_DOCUMENTS = "not_in_documents"


@dataclass(frozen=True, slots=True)
class Answer:
    """What Kildesvar says to a question.

    Attributes:
        question: as asked.
        searched: the stand-alone question that was searched; differs from ``question`` for a follow-up.
        status: one of the three outcomes.
        text: the opening when there is one, then the quotes, one per line, without markers; "" when the status is
            NOT_IN_DOCUMENTS.
        citations: the quotes with their places, in the order shown; at least one unless NOT_IN_DOCUMENTS.
        hits: the chunks that were found, best first.
        opening: what is said before the quotes: "Ja.", "Side 31.", who sent a document; "" mostly. Never from a quote.
        missing: what the question asks for and the quotes do not have, as phrases ("for Tårnby", "i 2050", "prisen").
    """

    question: str
    searched: str
    status: Status
    text: str
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    opening: str = ""
    missing: tuple[str, ...] = ()
