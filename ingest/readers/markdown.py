"""Markdown: the file as it stands, with marks from the line ranges that markdown-it-py gives its blocks."""

import re
from collections.abc import Sequence
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from ..document import Mark, MarkKind, Source, Span
from .decoding import decode_text
from .reading import Reading

_LINE_END = re.compile(r"\r\n?|\n")
_ATX_HEADING = re.compile(r"\s*#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?\s*", re.DOTALL)
_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_FRONT_MATTER_KEY = re.compile(r"[\w.-]+[ \t]*:(\s|$)")
_FRONT_MATTER_LINE = re.compile(r"[\w.-]+[ \t]*:(\s|$)|\s|-\s|#|$")
_LISTS = {"bullet_list", "ordered_list"}
_MAX_NESTING = 100


def read(data: bytes, source: Source, name: str) -> Reading:
    """Returns the file unedited, with a mark on every heading, paragraph, item, quotation, table row and code block.

    Markup belongs to the mark of its text: bullets, ``>``, pipes, emphasis, the ``|---|`` below a table's header, the
    ``#`` and underlines of headings. Lines of nothing else (rules, link definitions, tags and comments, front matter,
    empty rows and headings) are NOISE. A quotation is one mark whatever it holds. Markdown has no pages.

    Args:
        data: UTF-8, or UTF-16 with a byte order mark.
        source: not used.
        name: the file's name, for messages.

    Raises:
        DocumentError: ``data`` is neither.
    """
    text = decode_text(data, name)
    return Reading(text, marks=_Marker(text).marks())


class _Marker:
    """Collects the marks of one text.

    Attributes:
        starts: offset of each line's first character, and of the end of the text.
        found: the marks so far, in order.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in _LINE_END.finditer(text)), len(text)]
        self.found: list[Mark] = []

    def marks(self) -> tuple[Mark, ...]:
        """Returns the marks of the whole text, which hold every non-space character."""
        parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table").disable("inline")
        skipped = self._front_matter_lines()
        body = "\n" * skipped + self.text[self.starts[skipped] :]
        for node in SyntaxTreeNode(parser.parse(body)).children:
            self._block(node)
        return tuple(self._with_noise())

    def _front_matter_lines(self) -> int:
        """Returns how many lines at the top are metadata in YAML rather than text."""
        lines = [line.rstrip() for line in _LINE_END.split(self.text)]
        if lines[0] != "---" or len(lines) < 3 or not _FRONT_MATTER_KEY.match(lines[1]):
            return 0
        for number, line in enumerate(lines[1:], start=1):
            if line in ("---", "..."):
                return number + 1
            if not _FRONT_MATTER_LINE.match(line):
                return 0
        return 0

    def _block(self, node: SyntaxTreeNode) -> None:
        first, end = _lines(node)
        if node.type == "heading":
            self._heading(node)
        elif node.type in _LISTS:
            for item in node.children:
                self._item(item)
        elif node.type == "table":
            self._table(node)
        elif node.type == "blockquote":
            self._add(MarkKind.QUOTE, self._span(first, end))
        elif node.type == "html_block" and not _TAG.sub("", node.content).strip():
            return
        elif node.type != "hr":
            self._add(MarkKind.PARAGRAPH, self._span(first, end))

    def _heading(self, node: SyntaxTreeNode) -> None:
        first, end = _lines(node)
        level = int(node.tag[1])
        if node.markup.startswith("#"):
            found = _ATX_HEADING.fullmatch(self.text, self.starts[first], self.starts[end])
            title = found.span(1) if found else (0, 0)
        else:
            title = self._span(first, end - 1)
        if title[0] < title[1]:
            self._add(MarkKind.HEADING, self._span(first, end), level=level, cells=(title,))

    def _item(self, node: SyntaxTreeNode) -> None:
        """Marks the item's own lines, before, between and behind the lists inside it, and those lists' items."""
        first, end = _lines(node)
        for child in node.children:
            if child.type in _LISTS:
                inner_first, inner_end = _lines(child)
                self._add(MarkKind.ITEM, self._span(first, inner_first))
                self._block(child)
                first = inner_end
        self._add(MarkKind.ITEM, self._span(first, end))

    def _table(self, node: SyntaxTreeNode) -> None:
        for row in node.walk():
            if row.type != "tr" or row.parent is None:
                continue
            first, end = _lines(row)
            cells = self._cells(*self._span(first, end))
            if not any(start < end for start, end in cells):
                continue
            if row.parent.type == "thead":
                self._add(MarkKind.HEADER, self._span(first, end + 1), cells=cells)
            else:
                self._add(MarkKind.ROW, self._span(first, end), cells=cells)

    def _cells(self, start: int, end: int) -> tuple[Span, ...]:
        """Returns the ranges between the unescaped pipes of a row, as markdown-it's ``escapedSplit`` cuts it."""
        pipes = [match.start() for match in re.finditer(r"(?<!\\)\|", self.text[start:end])]
        borders = [-1, *pipes, end - start]
        if pipes[:1] == [0]:
            borders.pop(0)
        if len(borders) > 2 and pipes[-1:] == [end - start - 1]:
            borders.pop()
        return tuple(self._trimmed(start + left + 1, start + right) for left, right in pairwise(borders))

    def _span(self, first: int, end: int) -> Span:
        """Returns the range of the lines ``[first, end)`` without white space at its ends."""
        return self._trimmed(self.starts[first], self.starts[end]) if first < end else (0, 0)

    def _trimmed(self, start: int, end: int) -> Span:
        while start < end and self.text[start].isspace():
            start += 1
        while start < end and self.text[end - 1].isspace():
            end -= 1
        return start, end

    def _add(self, kind: MarkKind, span: Span, *, level: int = 0, cells: Sequence[Span] = ()) -> None:
        if span[0] < span[1]:
            self.found.append(Mark(*span, kind, level, tuple(cells)))

    def _with_noise(self) -> list[Mark]:
        """Returns the marks found and a NOISE mark on every stretch of text between them."""
        marks: list[Mark] = []
        position = 0
        for mark in [*self.found, None]:
            start, end = self._trimmed(position, mark.start if mark else len(self.text))
            if start < end:
                marks.append(Mark(start, end, MarkKind.NOISE))
            if mark:
                marks.append(mark)
                position = mark.end
        return marks


def _lines(node: SyntaxTreeNode) -> tuple[int, int]:
    """Returns the half-open range of lines, counted from 0, that a block stands on."""
    if node.map is None:
        raise ValueError(f"block of type {node.type!r} has no lines; every block token of markdown-it-py needs a map")
    return node.map
