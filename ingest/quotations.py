"""Quotations with the person who said them, and the signatures of letters."""

import re
from dataclasses import replace
from itertools import takewhile

from .blocks import Block, BlockKind
from .sheet import Sheet

LETTER_CLOSE = re.compile(r"(med )?(venlig|kærlig|bedste) hilsen", re.IGNORECASE)
"""The words that close a letter; a name below them signs it and said nothing."""

_NAME = r"[A-ZÆØÅ][\wéüö.-]+(?: [A-ZÆØÅ][\wéüö.-]+){1,3}"
_ROLE = (
    r"(?:\w*formand|forkvinde|\w*direktør|\w*borgmester|\w*konsulent|\w*leder|\w*chef|\w*minister|professor|\w*rektor"
    r"|\w*rådgiver|\w*forsker|\w*sekretær|\w*talsmand|\w*ordfører|\w*medlem)"
)
_ATTRIBUTION = re.compile(rf"{_NAME},\s*{_ROLE}\b[^.!?]*")
_OPEN_ROLE = re.compile(r"(,|\b(for|i|af|ved|hos))$")
_SIGNATURE = re.compile(_NAME)
_ROLE_LINE = re.compile(rf"(?:\w+ende )?{_ROLE}", re.IGNORECASE)

_ATTRIBUTION_LINES = 3
_QUOTE_LINES = 14


def read_attribution(sheet: Sheet) -> bool:
    """``Name, role`` below a quotation, which is made one block, or ``Name`` over ``Role`` below a letter."""
    end = attribution_end(sheet, sheet.at)
    if end is None:
        return False
    _take_quotation_above(sheet)
    quotation = sheet.last
    attribution = sheet.add(BlockKind.ATTRIBUTION, end)
    if quotation and quotation.kind is BlockKind.QUOTE:
        sheet.blocks[-2] = replace(quotation, speaker=attribution)
    return True


def attribution_end(sheet: Sheet, first: int) -> int | None:
    """Returns the number after the last line of the attribution that begins at line ``first``, or None."""
    if not sheet.is_closed(first):
        return None
    for end in range(first + 1, min(first + _ATTRIBUTION_LINES, sheet.stretch_end(first)) + 1):
        text = sheet.text(first, end)
        goes_on = sheet.joins(end) and (sheet.layout.is_tight(end) or _OPEN_ROLE.search(text) is not None)
        if _ATTRIBUTION.fullmatch(text) and not goes_on:
            return end
    signed = sheet.joins(first + 1) and _SIGNATURE.fullmatch(sheet.lines[first].text)
    return first + 2 if signed and _ROLE_LINE.fullmatch(sheet.lines[first + 1].text) else None


def _take_quotation_above(sheet: Sheet) -> None:
    """Turns what stands between the last border and the attribution into one quotation if it is paragraphs only."""
    first = sheet.at
    while first > 0 and sheet.at - first < _QUOTE_LINES and sheet.same_page(sheet.at, first - 1):
        first -= 1
        if sheet.layout.is_border(first):
            break
    begin = sheet.lines[first].start
    taken = [*takewhile(lambda block: block.start >= begin, reversed(sheet.blocks))][::-1]
    if not taken or taken[0].start != begin or any(block.kind is not BlockKind.PARAGRAPH for block in taken):
        return
    if LETTER_CLOSE.match(sheet.document.text, taken[-1].start):
        return
    del sheet.blocks[-len(taken) :]
    sheet.blocks.append(Block(BlockKind.QUOTE, begin, taken[-1].end, taken[0].section))
