"""Headings: how they are worded, how they are set, and how deep they stand."""

import re

from . import tables
from .blocks import BlockKind
from .lines import PAGE_TOP, URL, WIDE_COLUMN
from .lists import is_item
from .quotations import LETTER_CLOSE
from .sheet import Sheet

LABELLED = re.compile(r"[A-ZÆØÅ][\wæøåÆØÅ-]+(?: [\wæøåÆØÅ-]+){0,2}: \S")
"""A statement that opens with what it is about: ``Offentlighed: Alle kan …``."""

_PART = re.compile(r"(Del|Kapitel|Afsnit|Tendens|Bilag|Trin|Part|Chapter)\s+(\d+|[IVX]+)\b", re.IGNORECASE)
_OPEN_WORDS = (
    "som og eller at der den det de en et i på af til for fra med om ved alt er har vi kan skal hvor hvis når"
).split()
_OPEN_ENDING = re.compile(rf"([.,;:!–-]|\b({'|'.join(_OPEN_WORDS)}))$")
_OPENING_QUOTES = "’'\"”“»"

_HEADING_LINES = 3
_HEADING_WORDS = 20
_NARROW_HEADING_WORDS = 8
_LONG_LINE = 45
_LETTERING_WORDS = 4
_LOOSE_RUN = 4
"""This many heading-like lines in a row are the lettering of a figure or a box, not headings."""


def read_heading(sheet: Sheet) -> bool:
    """A heading, under which everything stands until the next of its level; loose lettering below it is one block."""
    end = heading_end(sheet, sheet.at)
    if end is None:
        return False
    run = _lettering_end(sheet, end)
    sheet.enter(_level(sheet), sheet.text(sheet.at, end))
    sheet.add(BlockKind.HEADING, end)
    if run > end:
        sheet.add(BlockKind.PARAGRAPH, run)
    return True


def heading_end(sheet: Sheet, first: int) -> int | None:
    """Returns the number after the last line of the heading that begins at line ``first``, or None."""
    if not sheet.same_page(first, first + 1) or not _may_begin(sheet, first):
        return None
    end = first + 1
    while end - first < _HEADING_LINES and sheet.joins(end) and _goes_on(sheet, end):
        end += 1
    return end if sheet.same_page(first, end) and _reads_as_heading(sheet, first, end) else None


def is_typed_apart(sheet: Sheet, first: int) -> bool:
    """Tells whether typed line breaks set one to three lines apart even though the sentence above is still open."""
    if sheet.lines[first - 1].text.endswith("-"):
        return False
    for number in range(first, min(first + _HEADING_LINES, sheet.stretch_end(first))):
        if not sheet.layout.ended_hard(number):
            return False
        if sheet.lines[number].trailing == 0:
            return True
    return False


def _may_begin(sheet: Sheet, first: int) -> bool:
    line = sheet.lines[first]
    if not line.starts_upper or is_item(sheet, first) or len(tables.row_cells(line.text)) > 1:
        return False
    if LETTER_CLOSE.match(line.text) or URL.search(line.text) or _is_labelled_series(sheet, first):
        return False
    if line.ends_sentence and not line.text.endswith("?"):
        return False
    return sheet.is_closed(first) or is_typed_apart(sheet, first)


def _is_labelled_series(sheet: Sheet, first: int) -> bool:
    """Whether the line is one of several statements ``Label: text`` and so no heading."""
    if not LABELLED.match(sheet.lines[first].text) or _PART.match(sheet.lines[first].text):
        return False
    return any(
        LABELLED.match(sheet.lines[number].text)
        for number in (first + 1, first - 1)
        if number >= 0 and sheet.same_page(first, number)
    )


def _goes_on(sheet: Sheet, number: int) -> bool:
    """Whether line ``number`` carries on the heading above it."""
    above, line = sheet.lines[number - 1], sheet.lines[number]
    if sheet.layout.is_tight(number):
        return not is_item(sheet, number)
    if sheet.layout.is_border(number) or above.ends_sentence:
        return False
    lone_word = " " not in line.text and line.starts_upper and len(above.text) > _LONG_LINE
    return line.starts_lower or line.text.startswith("–") or (lone_word and not line.ends_sentence)


def _reads_as_heading(sheet: Sheet, first: int, end: int) -> bool:
    """Whether the lines ``[first, end)``, above something capitalised, are worded and set like a heading."""
    text = sheet.text(first, end)
    wide = sheet.layout.width(first) >= WIDE_COLUMN
    if len(text.split()) > (_HEADING_WORDS if wide else _NARROW_HEADING_WORDS) or _OPEN_ENDING.search(text):
        return False
    if text.endswith("?") and end - first > 2:
        return False
    if not sheet.lines[end].starts_upper or sheet.lines[end].text[0] in _OPENING_QUOTES:
        return False
    set_apart = sheet.layout.is_border(first) and sheet.layout.is_border(end)
    return not wide or set_apart or all(sheet.layout.ended_early(number) for number in range(first, end))


def _level(sheet: Sheet) -> int:
    """Numbered parts are 1, headings at a wide page's top 2, one right below a heading one deeper, all others 3."""
    line = sheet.lines[sheet.at]
    if _PART.match(line.text):
        return 1
    if line.blank_before == PAGE_TOP and sheet.layout.width(sheet.at) >= WIDE_COLUMN:
        return 2
    if sheet.last and sheet.last.kind is BlockKind.HEADING and sheet.path:
        return min(sheet.path[-1][0] + 1, 5)
    return 3


def _lettering_end(sheet: Sheet, first: int) -> int:
    """Returns the end of the loose lettering below a heading, from line ``first``; ``first`` when there is none."""
    end = first
    while sheet.joins(end) and _is_lettering(sheet, end):
        end += 1
    return end if end - first >= _LOOSE_RUN else first


def _is_lettering(sheet: Sheet, number: int) -> bool:
    """Whether line ``number`` looks like one more line of lettering: short, capitalised, no sentence."""
    line = sheet.lines[number]
    if sheet.layout.is_border(number) or line.ends_sentence or is_item(sheet, number):
        return False
    begins = line.starts_upper or sheet.lines[number - 1].text.endswith("-")
    return begins and len(line.text.split()) <= _LETTERING_WORDS
