"""The pieces that a document's text is made of."""

from dataclasses import dataclass
from enum import StrEnum

from .document import Span


class BlockKind(StrEnum):
    """What a piece of text is on its page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "list item"
    CAPTION = "caption"
    HEADER = "table header"
    ROW = "table row"
    LEGEND = "figure legend"
    GLOSSARY = "glossary entry"
    PART = "glossary part"
    QUOTE = "quotation"
    ATTRIBUTION = "attribution"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of text with its place in the structure.

    Attributes:
        kind: what it is.
        start, end: half-open range of the document's text; blocks never overlap and never cross a page.
        section: the headings above it, outermost first, normalised for reading.
        lead: what it needs to be understood: a list item's lead-in sentence, a row's or legend's caption, a glossary
            part's entry. None when it stands alone.
        header: range of the table header that names a row's columns.
        speaker: range of the attribution of a quotation.
        cells: ranges of a row's or header's cells, or of a heading's title, where the file format states them.
        continues: whether it carries on the sentence of an earlier block (a page, a column or a box came between).
    """

    kind: BlockKind
    start: int
    end: int
    section: tuple[str, ...] = ()
    lead: Span | None = None
    header: Span | None = None
    speaker: Span | None = None
    cells: tuple[Span, ...] = ()
    continues: bool = False

    @property
    def span(self) -> Span:
        """The block's range."""
        return self.start, self.end

    @property
    def content(self) -> Span:
        """The block's range without the markup around its cells: the pipes and ``|---|`` of a table, ``##``."""
        cells = [cell for cell in self.cells if cell[0] < cell[1]]
        return (cells[0][0], cells[-1][1]) if cells else self.span


class NoiseReason(StrEnum):
    """Why a stretch of text is left unindexed."""

    PAGE_NUMBER = "page number"
    RUNNING_TEXT = "running text"
    COOKIES = "cookie banner"
    CONTACT_FORM = "contact form"
    ADVERTISEMENT = "advertisement"
    NAVIGATION = "navigation"


@dataclass(frozen=True, slots=True)
class Noise:
    """A stretch of text that is listed in the report and not indexed.

    Attributes:
        start, end: half-open range of the document's text.
        reason: what it was recognised as.
    """

    start: int
    end: int
    reason: NoiseReason


@dataclass(frozen=True, slots=True)
class Structure:
    """Everything on the pages of one document: blocks and noise, each in order, together every non-space character."""

    blocks: tuple[Block, ...]
    noise: tuple[Noise, ...]
