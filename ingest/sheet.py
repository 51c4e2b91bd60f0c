"""The lines of a document while they are being read: which come next, what has been made of those above."""

from functools import cached_property

from .blocks import Block, BlockKind
from .document import Document, Span
from .lines import AFTER_NOISE, PAGE_TOP, Layout, Line
from .normalise import quote_of


class Sheet:
    """The content lines of one document and the blocks read from them so far.

    Attributes:
        document: the document.
        lines: its lines that are not noise.
        layout: how they are set.
        at: number of the next line to read.
        blocks: the blocks read so far, in order.
        path: level and title of each heading that the next line stands under, outermost first; see ``enter``.
    """

    def __init__(self, document: Document, lines: list[Line]) -> None:
        self.document = document
        self.lines = lines
        self.layout = Layout.of(lines)
        self.at = 0
        self.blocks: list[Block] = []
        self.path: list[tuple[int, str]] = []
        self._paths: dict[tuple[str, ...], list[tuple[int, str]]] = {(): []}

    @property
    def last(self) -> Block | None:
        """The block read last."""
        return self.blocks[-1] if self.blocks else None

    @property
    def section(self) -> tuple[str, ...]:
        """The titles of the headings that the next line stands under."""
        return tuple(title for _, title in self.path)

    def enter(self, level: int, title: str) -> None:
        """Puts what follows under a heading of ``level`` (1 is the highest)."""
        above = [(depth, other) for depth, other in self.path if depth < level and other != title]
        self.path = [*above, (level, title)]
        self._paths[self.section] = self.path

    def return_to(self, section: tuple[str, ...]) -> None:
        """Puts what follows back under the headings of an earlier block."""
        self.path = self._paths[section]

    def text(self, first: int, end: int) -> str:
        """Returns the text of the lines ``[first, end)`` as a reader would quote it."""
        return quote_of(self.document.text, self.lines[first].start, self.lines[end - 1].end)

    def add(self, kind: BlockKind, end: int, *, lead: Span | None = None, header: Span | None = None) -> Span:
        """Makes the lines from the next one up to number ``end`` one block, moves on, returns the block's range."""
        span = self.lines[self.at].start, self.lines[end - 1].end
        self.blocks.append(Block(kind, *span, self.section, lead, header))
        self.at = end
        return span

    def same_page(self, first: int, number: int) -> bool:
        """Tells whether there is a line ``number`` and it stands on the page of line ``first``."""
        return number < len(self.lines) and self.lines[number].page == self.lines[first].page

    def joins(self, number: int) -> bool:
        """Tells whether line ``number`` is there and may be of one block with the line above it.

        A block never reaches over a page break or over noise.
        """
        return number < len(self.lines) and self.lines[number].blank_before not in (PAGE_TOP, AFTER_NOISE)

    def stretch_end(self, first: int) -> int:
        """Returns the number after the last line that a block beginning at line ``first`` could reach."""
        return self._stretch_ends[first]

    @cached_property
    def _stretch_ends(self) -> list[int]:
        ends = [len(self.lines)] * len(self.lines)
        for number in range(len(self.lines) - 2, -1, -1):
            ends[number] = ends[number + 1] if self.joins(number + 1) else number + 1
        return ends

    def is_closed(self, number: int) -> bool:
        """Tells whether nothing is left open above line ``number``, so that something new may begin there."""
        if number == 0 or self.layout.is_border(number):
            return True
        above, last = self.lines[number - 1], self.last
        if above.ends_sentence:
            return True
        if last and last.end == above.end and last.kind not in (BlockKind.PARAGRAPH, BlockKind.QUOTE):
            return True
        return above.page != self.lines[number].page and self.lines[number].starts_upper
