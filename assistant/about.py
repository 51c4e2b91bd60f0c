"""Questions about the material itself: who sent a document, from when it is, how long it is, which documents there are.

The answer is what ``sources.toml`` says, opened as such, with the document's title quoted; nothing is read out of it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import texts
from index.terms import compound_parts, content_words, terms
from ingest.document import Document


class Asked(StrEnum):
    """What is asked about a document."""

    SENDER = "sender"
    YEAR = "year"
    LENGTH = "length"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class About:
    """A question about documents.

    Attributes:
        asked: what is asked about them.
        doc_ids: the documents, in the order of the corpus; at least one.
    """

    asked: Asked
    doc_ids: tuple[str, ...]


_FRAMES: tuple[tuple[Asked, re.Pattern[str]], ...] = tuple(
    (asked, re.compile(pattern, re.IGNORECASE))
    for asked, pattern in (
        (
            Asked.SENDER,
            r"\bhvem (har|er det der har|er|står)( det)?( der)?( har)?( egentlig)? (skrevet|lavet|udgivet|forfattet"
            r"|udarbejdet|forfatter\w*|afsender\w*|bag)( (til|af|om|på|det|den|de))*\b"
            r"|\bhvem (skrev|udgav|kommer)\b|\bwho (wrote|published|made|is behind)\b",
        ),
        (
            Asked.YEAR,
            r"\b(hvornår|hvilket år|hvilken dato) (er|blev|kom|udkom)\b|\b(skrevet|udgivet|udkom|lavet|fra)\s*\?*$"
            r"|\bhvor gamm(el|elt|le) er\b|\bwhen was\b",
        ),
        (Asked.LENGTH, r"\bhvor mange sider\b|\bhvor lang(t|e)? er\b|\bhow many pages\b"),
        (
            Asked.LIST,
            r"\bhvilke (dokumenter|kilder|papirer|tekster)\b|\bhvor mange (dokumenter|kilder|papirer|tekster)\b"
            r"|\bhvad består materialet af\b|\bwhich (documents|sources)\b",
        ),
    )
)
# Words that stand for any document: with one of them the sender's name points at a document too ("KL-papiret").
_DOCUMENT = frozenset(
    """
    dokument papir oplæg debatoplæg udspil rapport artikel tekst materiale kilde hæfte pjece mappe folder slides
    webside hjemmeside document report paper text material source
    """.split()
)
_EMPTY = frozenset(
    """
    skrive lave udgive udkomme komme forfatte udarbejde bag fra år side lang gammel bestå bruge søge use written
    published
    """.split()
)


def read_about(text: str, documents: Mapping[str, Document]) -> About | None:
    """Returns ``text`` as a question about documents, or None when it asks for what they say.

    It is one only when every content word outside the frame names a document: a word of its title or kind, or, beside
    a word for a document, of its sender. "Hvem har skrevet kapitlet om …" names more and so is none.
    """
    asked = next((asked for asked, frame in _FRAMES if frame.search(text)), None)
    if asked is None:
        return None
    frame = dict(_FRAMES)[asked]
    words = [word for word in content_words(frame.sub(" ", text)) if word not in _EMPTY]
    generic = [word for word in words if _names(word, _DOCUMENT)]
    naming = [word for word in words if word not in generic]
    if asked is Asked.LIST and not naming:
        return About(asked, tuple(documents))
    if not words:
        return None
    found = [
        doc_id
        for doc_id, document in documents.items()
        if all(_names(word, _vocabulary(document, with_sender=bool(generic))) for word in naming)
    ]
    specific = [doc_id for doc_id in found if naming or _kind_matches(documents[doc_id], generic)]
    chosen = specific or (found if not naming else [])
    return About(asked, tuple(chosen)) if chosen else None


def _names(word: str, vocabulary: Iterable[str]) -> bool:
    """Whether ``word``, or the last part of its compound, is in ``vocabulary``."""
    word = word.removesuffix("'s")
    parts = compound_parts(word)
    return word in vocabulary or bool(parts and parts[-1] in vocabulary)


def _vocabulary(document: Document, *, with_sender: bool) -> frozenset[str]:
    source = document.source
    sender = source.sender if with_sender and _states_sender(document) else ""
    return frozenset(terms(f"{source.title} {source.kind} {sender}"))


def _states_sender(document: Document) -> bool:
    return not re.search(r"\bikke angivet\b", document.source.sender, re.IGNORECASE)


def _kind_matches(document: Document, generic: Iterable[str]) -> bool:
    return any(word in terms(document.source.kind) for word in generic)


def is_stated(about: About, document: Document) -> bool:
    """Tells whether what is asked of ``document`` is known."""
    if about.asked is Asked.SENDER:
        return _states_sender(document)
    if about.asked is Asked.YEAR:
        return document.source.year is not None
    return True


def opening_about(about: About, documents: Mapping[str, Document]) -> str:
    """Returns what is known about the documents asked for, as sentences."""
    lines = []
    for doc_id in about.doc_ids:
        document = documents[doc_id]
        source = document.source
        if about.asked is Asked.SENDER:
            lines.append(texts.sent_by(source.title, source.sender))
        elif about.asked is Asked.YEAR:
            lines.append(texts.from_year(source.title, source.year))
        elif about.asked is Asked.LENGTH:
            count = len(document.page_starts)
            pages = (document.page_at(0), document.page_at(max(0, len(document.text) - 1)))
            lines.append(texts.length_of(source.title, count, pages))
        else:
            lines.append(texts.listed(source.title, source.sender, source.year))
    return " ".join(lines)
