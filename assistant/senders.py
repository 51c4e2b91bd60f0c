"""Who speaks: documents of the sender that a question names, and questions for what everybody says."""

import re
from collections.abc import Mapping

from index.terms import content_words
from ingest.document import Document

_SAYS = r"(?:siger|skriver|mener|synes|tænker|foreslår|anbefaler|foretrækker|vil|ønsker|says?|thinks?|proposes?)"
_NAMED = re.compile(
    rf"\b(?:[Ii]følge|{_SAYS})\s+(?P<after>[A-ZÆØÅ][\wæøå]*(?:\s+[A-ZÆØÅ][\wæøå]*)?)|\b(?P<before>[A-ZÆØÅ]{{2,}})(?:'?s)\b"
)
_ACRONYM = re.compile(r"\b[A-ZÆØÅ]{2,}\b")
_VIEWS = re.compile(
    rf"\b(?:hvad|hvordan|what)\s+(?:{_SAYS}|ser)\s+(?:de|man|materialet|dokumenterne|papirerne|the)\b"
    r"|\b(holdning\w*|synspunkt\w*|syn på|uenig\w*|views?|opinions?)\b",
    re.IGNORECASE,
)


def named_sender(text: str, documents: Mapping[str, Document]) -> frozenset[str]:
    """Returns the documents whose sender ``text`` names as the one who says something; mostly none.

    "Ifølge KL", "hvad mener KL" and "KL's" name a sender; naming it otherwise does not. A sender that every document
    has, or none, tells nothing and gives none.
    """
    match = _NAMED.search(_with_capitals(text, documents))
    if match is None:
        return frozenset()
    asked = set(content_words(match["after"] or match["before"]))
    found = {doc_id for doc_id, document in documents.items() if asked <= set(content_words(document.source.sender))}
    return frozenset(found) if asked and found and len(found) < len(documents) else frozenset()


def _with_capitals(text: str, documents: Mapping[str, Document]) -> str:
    """Returns ``text`` with the senders' acronyms as they write them: "hvad mener kl" names KL."""
    acronyms = {name for document in documents.values() for name in _ACRONYM.findall(document.source.sender)}
    if not acronyms:
        return text
    written = re.compile(rf"\b(?:{'|'.join(sorted(acronyms))})\b", re.IGNORECASE)
    return written.sub(lambda match: match.group().upper(), text)


def without_sender(text: str, documents: Mapping[str, Document]) -> str:
    """Returns ``text`` without the sender that it names as the one who speaks: what is said is looked for, not who.

    A document hardly names its own sender; others that tell who that is would be found instead.
    """
    if not named_sender(text, documents):
        return text
    left = _NAMED.sub(" ", _with_capitals(text, documents))
    return left if content_words(left) else text


def asks_for_views(text: str) -> bool:
    """Tells whether ``text`` asks what is said by whoever speaks in the documents, so that all of them are shown."""
    return bool(_VIEWS.search(text))
