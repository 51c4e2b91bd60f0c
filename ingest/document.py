"""What a document is: its metadata, its final text and where its pages begin."""

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

Page = int | str
"""A printed page: a number, or a label such as ``"iv"`` where the file names its pages so."""

Span = tuple[int, int]
"""A half-open character range ``[start, end)`` of a document's text."""


class MarkKind(StrEnum):
    """What a file format itself says about a stretch of text."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CAPTION = "caption"
    HEADER = "header"
    ROW = "row"
    QUOTE = "quote"
    NOISE = "noise"


@dataclass(frozen=True, slots=True)
class Mark:
    """Structure that the file states (Markdown, HTML, Word), so that it need not be guessed from the lines.

    Attributes:
        start, end: half-open range of the document's text.
        kind: what it is.
        level: heading level 1–6; 0 for everything else.
        cells: the ranges of a row's or header's cells, in order; of a heading's title where markup stands around it.
            Empty for everything else.
    """

    start: int
    end: int
    kind: MarkKind
    level: int = 0
    cells: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of ``corpus/sources.toml``: all that users are told about a document besides its text.

    Attributes:
        doc_id: identifier, unique in the corpus; the file name without extension.
        file: file name inside the corpus folder.
        title, sender, kind: as shown to users; ``sender`` is who speaks in the document.
        year: year of publication or None when the document does not say.
        first_page: printed number of the first page; None for a document without pages.
        origin, remarks, licence: provenance, for the secretariat.
    """

    doc_id: str
    file: str
    title: str
    sender: str
    kind: str
    year: int | None = None
    first_page: int | None = None
    origin: str = ""
    remarks: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A source document with its final text.

    Attributes:
        source: its metadata.
        path: the file it was read from.
        sha256: of the file's bytes, 64 hexadecimal digits.
        text: the decoded text; never edited after reading, every place in Kildesvar is an offset into it.
        page_starts: offset of each physical page's first character, increasing, first one 0.
        page_labels: printed label per physical page, same length as ``page_starts``; empty when it has no pages.
        marks: structure stated by the file format, in order of ``start``; empty for plain text and PDF.
        problems: Danish sentences on what could not be read (pages without text, …).
    """

    source: Source
    path: Path
    sha256: str
    text: str
    page_starts: tuple[int, ...]
    page_labels: tuple[Page, ...] = ()
    marks: tuple[Mark, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def doc_id(self) -> str:
        """The document's identifier."""
        return self.source.doc_id

    @property
    def title(self) -> str:
        """The title shown to users."""
        return self.source.title

    def page_index(self, offset: int) -> int:
        """Returns the physical page, counted from 0, that the character at ``offset`` stands on."""
        return max(0, bisect_right(self.page_starts, offset) - 1)

    def page_at(self, offset: int) -> Page | None:
        """Returns the printed page of the character at ``offset``, or None for a document without pages."""
        if not self.page_labels:
            return None
        return self.page_labels[self.page_index(offset)]

    def page_span(self, index: int) -> Span:
        """Returns the range of physical page ``index`` (counted from 0), the page separator left out."""
        start = self.page_starts[index]
        last = index + 1 == len(self.page_starts)
        end = len(self.text) if last else self.page_starts[index + 1]
        if not last and end > start and self.text[end - 1] == "\f":
            end -= 1
        return start, end
