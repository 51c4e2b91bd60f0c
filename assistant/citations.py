"""Citations: a quote, its place, and the comparison that lets it be shown."""

import re
from dataclasses import dataclass

from ingest.document import Document, Page
from ingest.normalise import quote_of

_IGNORED = re.compile(r"[\s\u00ad\u200b\ufeff-]+")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote with its place.

    Attributes:
        marker: number shown to the reader, from 1.
        doc_id, title, sender: the document.
        page: printed page of the quote's first character; None for a document without pages.
        section: headings above the place, outermost first, joined by " › ".
        start, end: half-open range of the document's text.
        quote: that range, normalised for reading (see ``ingest.normalise``).
        context: what the quote is read with and is not part of it (a list's lead-in, a table's caption with the row's
            cells by column), normalised; shown smaller, never as the answer.
        label: the part of the question that the quote answers, when there are several parts; "" otherwise.
    """

    marker: int
    doc_id: str
    title: str
    sender: str
    page: Page | None
    section: str
    start: int
    end: int
    quote: str
    context: str = ""
    label: str = ""


def cite(
    document: Document,
    start: int,
    end: int,
    *,
    marker: int,
    section: tuple[str, ...],
    context: str = "",
    label: str = "",
) -> Citation | None:
    """Returns the citation of ``document.text[start:end]``, or None when the quote fails the comparison."""
    if not 0 <= start < end <= len(document.text):
        return None
    citation = Citation(
        marker=marker,
        doc_id=document.doc_id,
        title=document.title,
        sender=document.source.sender,
        page=document.page_at(start),
        section=" › ".join(section),
        start=start,
        end=end,
        quote=quote_of(document.text, start, end),
        context=context,
        label=label,
    )
    return citation if is_verbatim(citation, document) else None


def is_verbatim(citation: Citation, document: Document) -> bool:
    """Tells whether the quote is what stands at its place, letter for letter.

    The comparison does not use the code that made the quote: it drops white space, hyphens and invisible characters
    from both sides and opens ligatures, which is all that the normalisation may change.
    """
    inside = 0 <= citation.start < citation.end <= len(document.text)
    if citation.doc_id != document.doc_id or not inside:
        return False
    source = _letters(document.text[citation.start : citation.end])
    return bool(source) and source == _letters(citation.quote)


def _letters(text: str) -> str:
    return _IGNORED.sub("", text).translate(_LIGATURES)
