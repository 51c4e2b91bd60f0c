"""What is exported, before it has a format: a conversation or a claim check as a row of paragraphs.

Every text is made fit for any file here: on one line, and with U+FFFD for the characters that XML forbids.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import texts
from assistant.answer import Answer, Status
from assistant.citations import Citation
from assistant.claims import Checked
from ingest.document import Document
from ingest.visible import visible

from .claims_view import label_of, sign_of
from .conversation import MAX_QUESTION, Turn
from .outcomes import LOOKS

_BREAKS = re.compile(r"[\t\n\v\f\r\u0085\u2028\u2029]+")
_FORBIDDEN = re.compile("[^\u0020-\u007e\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")


Quoted = Sequence[tuple[Citation, Document | None]]
"""Each citation with the document as it was when it was quoted."""


class Kind(StrEnum):
    """What a paragraph is."""

    HEADING = "heading"
    LABEL = "label"
    TEXT = "text"
    CONTEXT = "context"
    QUOTE = "quote"
    PLACE = "place"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of plain text on a single line."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Paper:
    """What is exported.

    Attributes:
        title: stands over it.
        name: file name without its ending: letters, digits and hyphens only, nothing of what was typed.
        made: which version made it, and when, as a sentence.
        day: when it was made.
        paragraphs: its contents, in order.
    """

    title: str
    name: str
    made: str
    day: date
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """What an export is made with.

    Attributes:
        version: of the product.
        day: when it is made.
    """

    version: str
    day: date


def fit(text: str) -> str:
    """Returns ``text`` on one line, with U+FFFD for what no XML file may hold (control characters, half characters).

    Marks that turn the reading direction become U+FFFD too.
    """
    return visible(_FORBIDDEN.sub("\ufffd", _BREAKS.sub(" ", text))).strip()


def conversation_paper(turns: Sequence[Turn], edition: Edition) -> Paper:
    """Returns a conversation: each question with its outcome, quotes and places, then the documents quoted."""
    paragraphs = [paragraph for turn in turns for paragraph in _turn(turn)]
    quoted = [(citation, turn.documents.get(citation.doc_id)) for turn in turns for citation in turn.answer.citations]
    paragraphs = paragraphs or [_text(texts.EXPORT_NO_QUESTIONS)]
    return _paper(texts.EXPORT_CONVERSATION, texts.EXPORT_CONVERSATION_FILE, edition, paragraphs, quoted)


def claims_paper(checked: Sequence[Checked], documents: Mapping[str, Document], edition: Edition) -> Paper:
    """Returns a claim check: each statement with its verdict, numbers, quotes and places, then the documents quoted.

    Args:
        checked: the statements.
        documents: the material that they were held against, by doc_id.
        edition: what the export is made with.
    """
    skipped = sum(one.verdict is None for one in checked)
    total = texts.claims_checked(len(checked) - skipped, skipped) if checked else texts.CLAIMS_NOTHING
    paragraphs = [_text(total), _text(texts.CHECK_NOTE)]
    for number, one in enumerate(checked, start=1):
        paragraphs.extend(_statement(number, one))
    quoted = [(citation, documents.get(citation.doc_id)) for one in checked for citation in one.citations]
    return _paper(texts.EXPORT_CHECK, texts.EXPORT_CHECK_FILE, edition, paragraphs, quoted)


# --- Parts ----------------------------------------------------------------------------------------------------------


def _paper(title: str, name: str, edition: Edition, paragraphs: Sequence[Paragraph], quoted: Quoted) -> Paper:
    made = texts.exported(edition.version, edition.day.year, edition.day.month, edition.day.day)
    rows = (*paragraphs, *_sources(quoted))
    return Paper(title, f"{name}-{edition.day.isoformat()}", fit(made), edition.day, rows)


def _text(text: str) -> Paragraph:
    return _made(Kind.TEXT, text)


def _made(kind: Kind, text: str) -> Paragraph:
    return Paragraph(kind, fit(text))


def _turn(turn: Turn) -> Iterable[Paragraph]:
    answer = turn.answer
    yield _made(Kind.HEADING, answer.question)
    if turn.cut:
        yield _text(texts.question_cut(MAX_QUESTION))
    if answer.searched.strip() != answer.question.strip():
        yield _text(f"{texts.SEARCHED_FOR}{answer.searched}")
    yield _made(Kind.LABEL, LOOKS[answer.status].label)
    yield from _answer(answer, len(turn.documents))


def _answer(answer: Answer, searched: int) -> Iterable[Paragraph]:
    if answer.status is Status.NOT_IN_DOCUMENTS:
        yield _text(texts.NOT_IN_DOCUMENTS)
        yield _text(texts.searched_documents(searched))
        return
    if answer.status is Status.RELATED:
        yield _text(texts.RELATED)
    if answer.opening:
        yield _text(answer.opening)
    yield from _quotes(answer.citations)
    if answer.missing:
        yield _text(texts.not_found(answer.missing))


def _statement(number: int, one: Checked) -> Iterable[Paragraph]:
    yield _made(Kind.HEADING, f"{number}. {one.statement.text}")
    yield _made(Kind.LABEL, f"{sign_of(one)} {label_of(one)}")
    for found in one.differences:
        yield _text(texts.check_difference(found.stated, found.source))
    if one.own_words:
        yield _text(texts.check_own_words(one.words_of_its_own))
    yield from _quotes(one.citations)


def _quotes(citations: Sequence[Citation]) -> Iterable[Paragraph]:
    label = ""
    for citation in citations:
        if citation.label != label:
            label = citation.label
            yield _text(texts.side(label))
        if citation.context:
            yield _made(Kind.CONTEXT, f"({citation.context})")
        yield _made(Kind.QUOTE, f"[{citation.marker}] »{citation.quote}«")
        yield _made(Kind.PLACE, texts.source_line(citation.sender, citation.title, citation.section, citation.page))


def _sources(quoted: Quoted) -> list[Paragraph]:
    """Returns the documents that are quoted, in the order of their first quote, with their fingerprints."""
    rows = dict.fromkeys(_source(citation, document) for citation, document in quoted)
    return [_made(Kind.HEADING, texts.EXPORT_SOURCES), *(_made(Kind.SOURCE, row) for row in rows)] if rows else []


def _source(citation: Citation, document: Document | None) -> str:
    if document is None:
        return texts.export_source(citation.title, citation.sender, None, texts.EXPORT_HASH_UNKNOWN)
    return texts.export_source(citation.title, citation.sender, document.source.year, document.sha256)
