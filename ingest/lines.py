"""Lines as the structure parser sees them: where they stand, how far apart they are, how wide their column is."""

import re
from dataclasses import dataclass
from functools import cached_property

from .document import Document

# A sheet is taken as double-spaced when most of its lines are followed by exactly one blank line; text extracted from
# PDF often is, and then a blank line says nothing about paragraphs.
_DOUBLE_SPACED_SHARE = 0.6
_MIN_LINES_FOR_SPACING = 6

# Extraction that keeps the space at which a line was wrapped does so on most lines.
_KEPT_SPACES_SHARE = 0.7

# A line that could have held the next word within this share of its column's width was ended on purpose. Proportional
# type makes character counts vary by about a tenth.
_WIDTH_TOLERANCE = 0.88

WIDE_COLUMN = 60
"""Columns at least this wide, in characters, hold running text across the page."""

URL = re.compile(r"(?:https?://|www\.)\S+")
"""A web address."""

_LINE = re.compile(r"([^\r\n]*)(?:\r\n?|\n|$)")
_TERMINAL = re.compile(r"[.!?:…][\"'”’»)]*$|[”»\"]$")


@dataclass(frozen=True, slots=True)
class Line:
    """One non-empty line.

    Attributes:
        start, end: half-open range of the document's text, white space at both ends left out.
        text: that range.
        indent: characters of white space before it.
        blank_before: empty lines between it and the line above on the same page; ``PAGE_TOP`` at the top of a page,
            ``AFTER_NOISE`` where noise between the two was left out.
        page: physical page, counted from 0.
        trailing: characters of white space behind it.
    """

    start: int
    end: int
    text: str
    indent: int
    blank_before: int
    page: int
    trailing: int = 0

    @property
    def ends_sentence(self) -> bool:
        """Whether the line ends with sentence punctuation or a closing quotation mark."""
        return bool(_TERMINAL.search(self.text))

    @property
    def starts_upper(self) -> bool:
        """Whether the first letter or digit of the line is a capital or a digit."""
        for character in self.text:
            if character.isalnum():
                return character.isupper() or character.isdigit()
        return False

    @property
    def starts_lower(self) -> bool:
        """Whether the line begins with a small letter."""
        return self.text[:1].islower()


PAGE_TOP = 10**9
"""``blank_before`` of the first line of a page."""

AFTER_NOISE = PAGE_TOP - 1
"""``blank_before`` of a line above which noise was left out."""


def lines_of(document: Document) -> list[Line]:
    """Returns every non-empty line of ``document`` in order."""
    return [line for page in range(len(document.page_starts)) for line in _page_lines(document, page)]


def _page_lines(document: Document, page: int) -> list[Line]:
    start, end = document.page_span(page)
    lines: list[Line] = []
    blank = PAGE_TOP
    for match in _LINE.finditer(document.text, start, end):
        position, raw = match.start(), match[1]
        stripped = raw.strip()
        if stripped:
            indent = len(raw) - len(raw.lstrip())
            first = position + indent
            trailing = len(raw) - indent - len(stripped)
            lines.append(Line(first, first + len(stripped), stripped, indent, blank, page, trailing))
            blank = 0
        elif blank != PAGE_TOP:
            blank += 1
    return lines


@dataclass(frozen=True)
class Layout:
    """How the lines of a document are set.

    Attributes:
        double_spaced: whether one blank line between lines is the ordinary line distance.
        keeps_spaces: whether a wrapped line keeps the space at which it was broken, so that a line without one, or
            with two, was ended on purpose.
        lines: the lines that the layout was measured on.
    """

    double_spaced: bool
    keeps_spaces: bool
    lines: tuple[Line, ...]

    @classmethod
    def of(cls, lines: list[Line]) -> "Layout":
        """Returns the layout measured on ``lines``."""
        inner = [line.blank_before for line in lines if line.blank_before != PAGE_TOP]
        single_blank = sum(1 for blank in inner if blank == 1)
        continued = sum(1 for line in lines if line.starts_lower)
        double = (
            len(inner) >= _MIN_LINES_FOR_SPACING
            and single_blank >= _DOUBLE_SPACED_SHARE * len(inner)
            and continued >= 0.2 * len(lines)
        )
        spaced = sum(1 for line in lines if line.trailing or line.text.endswith("-"))
        return cls(double, double and spaced >= _KEPT_SPACES_SHARE * len(lines), tuple(lines))

    def is_border(self, index: int) -> bool:
        """Tells whether white space sets line ``index`` apart from the line above."""
        blank = self.lines[index].blank_before
        return blank >= (2 if self.double_spaced else 1)

    def is_tight(self, index: int) -> bool:
        """Tells whether line ``index`` belongs to the same typeset unit as the line above (double-spaced text only)."""
        return self.double_spaced and self.lines[index].blank_before == 0

    def width(self, index: int) -> int:
        """Returns the width in characters of the column that line ``index`` stands in."""
        page = self.lines[index].page
        around = self.lines[max(0, index - 4) : index + 5]
        local = max(len(line.text) for line in around if line.page == page)
        if local < WIDE_COLUMN:
            return local
        return max(local, self._page_widths.get(page, 0))

    @cached_property
    def _page_widths(self) -> dict[int, int]:
        """Nearly the longest line of each page (one long web address does not count): the width of a wide column."""
        lengths: dict[int, list[int]] = {}
        for line in self.lines:
            lengths.setdefault(line.page, []).append(len(line.text))
        return {page: sorted(found)[int(0.97 * (len(found) - 1))] for page, found in lengths.items()}

    def ended_hard(self, index: int) -> bool:
        """Tells whether the white space behind line ``index`` shows a line break that was typed and not set."""
        line = self.lines[index]
        return self.keeps_spaces and line.trailing != 1 and not line.text.endswith("-")

    def ended_early(self, index: int) -> bool:
        """Tells whether line ``index`` had room for the next line's first word, so that it was ended on purpose."""
        if index + 1 >= len(self.lines):
            return True
        line, following = self.lines[index], self.lines[index + 1]
        if following.page != line.page:
            return len(line.text) < 0.75 * self.width(index)
        needed = len(line.text) + 1 + len(following.text.split(maxsplit=1)[0])
        return needed < _WIDTH_TOLERANCE * self.width(index)
