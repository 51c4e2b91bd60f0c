"""Paragraphs: what no other reader takes, up to the next border or beginning of something else."""

import re
from dataclasses import replace
from itertools import islice

from . import tables
from .blocks import BlockKind
from .headings import LABELLED, heading_end, is_typed_apart
from .lines import URL
from .lists import is_item
from .quotations import attribution_end
from .sheet import Sheet

_ABBREVIATIONS = (
    "bl.a m.fl mv m.v m.m mm osv pct ca fx f.eks jf nr kr mio mia inkl ekskl evt pga ift ifm pr stk dvs"
).split()
_ABBREVIATION = re.compile(rf"\b({'|'.join(map(re.escape, _ABBREVIATIONS))})\.$")
_CLOSED = re.compile(r"[.!?:\"”][\"”’)]*$")
_SHORT_LINE = 0.4
"""Share of the column's width below which a line that ends in an abbreviation ends the paragraph as well."""
_FARTHEST = 200
"""Blocks that are looked through for the open sentence; two pages hold fewer."""
_LAST = 50
"""Characters at the end of a block that may be its last stop and the quotation marks behind it."""


def read_paragraph(sheet: Sheet) -> None:
    """Takes the paragraph that begins at the next line; one with a small letter carries on an open sentence above."""
    first = sheet.at
    end = first + 1
    while sheet.joins(end) and not _ends_before(sheet, end):
        end += 1
    sheet.add(BlockKind.PARAGRAPH, end)
    if sheet.lines[first].starts_lower:
        _carry_on(sheet)


def _ends_before(sheet: Sheet, number: int) -> bool:
    """Whether something new begins at line ``number``."""
    line, above = sheet.lines[number], sheet.lines[number - 1]
    if sheet.layout.is_border(number) or URL.fullmatch(line.text) or is_item(sheet, number):
        return True
    if any(opening.match(line.text) for opening in (tables.TABLE_CAPTION, tables.FIGURE_CAPTION, tables.NOTE)):
        return True
    if LABELLED.match(line.text) and (above.ends_sentence or sheet.layout.ended_early(number - 1)):
        return True
    if above.ends_sentence and line.starts_lower:
        short = len(above.text) < _SHORT_LINE * sheet.layout.width(number - 1)
        return short or not _ABBREVIATION.search(above.text)
    if not above.ends_sentence and not is_typed_apart(sheet, number):
        return False
    if heading_end(sheet, number) is not None or attribution_end(sheet, number) is not None:
        return True
    return above.ends_sentence and line.starts_upper and sheet.layout.ended_early(number - 1)


def _carry_on(sheet: Sheet) -> None:
    """Marks the last block as carrying on an open sentence above, under whose headings it and what follows stand."""
    block = sheet.blocks[-1]
    page = sheet.document.page_index(block.start)
    for earlier in islice(reversed(sheet.blocks), 1, _FARTHEST):
        if page - sheet.document.page_index(earlier.start) > 1:
            return
        if earlier.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            continue
        if not _CLOSED.search(sheet.document.text, max(earlier.start, earlier.end - _LAST), earlier.end):
            sheet.blocks[-1] = replace(block, section=earlier.section, continues=True)
            sheet.return_to(earlier.section)
            return
