"""List items: where one begins and ends, and the sentence or heading that announces the list."""

import re

from .blocks import Block, BlockKind
from .document import Span
from .lines import PAGE_TOP, URL, WIDE_COLUMN
from .sheet import Sheet

_ITEM = re.compile(r"(?:[•‣◦▪●–*-]|\d{1,2}[.)]|[a-zæøå]\))\s+\S")
_COUNT = re.compile(r"(\d{1,2})[.)]\s+\S")
_SENTENCE_BREAK = re.compile(r"[.!?]\s+(?=[A-ZÆØÅ])")
_COUNT_REACH = 8
"""Lines above and below a numbered line among which the neighbouring number is looked for."""
_ITEM_REACH = 10
"""Lines below an item's line among which the next item is looked for."""


def read_item(sheet: Sheet) -> bool:
    """A list item with its lead-in, shared by all items of the list."""
    if not is_item(sheet, sheet.at):
        return False
    lead = _lead_in(sheet)
    end = sheet.at + 1
    while sheet.joins(end) and not is_item(sheet, end) and _goes_on(sheet, end):
        end += 1
    sheet.add(BlockKind.ITEM, end, lead=lead)
    return True


def is_item(sheet: Sheet, number: int) -> bool:
    """Tells whether line ``number`` begins a list item: by a bullet, a number that counts on, or a tab before it."""
    line = sheet.lines[number]
    if line.text.startswith(("–", "-")) and not line.indent and sheet.layout.double_spaced:
        return False
    before = sheet.document.text[line.start - line.indent : line.start]
    if "\t" in before and line.starts_upper:
        return True
    if line.text[:1].isdigit():
        return _counts_on(sheet, number)
    return bool(_ITEM.match(line.text))


def _counts_on(sheet: Sheet, number: int) -> bool:
    """Whether a line that begins with ``7.`` is a list item and not the end of a sentence (landets / 7. mindste)."""
    found = _COUNT.match(sheet.lines[number].text)
    if not found:
        return False
    if sheet.is_closed(number) or sheet.lines[number - 1].text.endswith(":"):
        return True
    counts = {int(found[1]) - 1, int(found[1]) + 1}
    around = sheet.lines[max(0, number - _COUNT_REACH) : number + _COUNT_REACH]
    return any(int(other[1]) in counts for line in around if (other := _COUNT.match(line.text)))


def _goes_on(sheet: Sheet, number: int) -> bool:
    """Whether line ``number`` carries on the list item above it."""
    above, line = sheet.lines[number - 1], sheet.lines[number]
    if line.indent > 1 and not sheet.layout.double_spaced:
        return True
    if sheet.layout.is_border(number):
        return False
    if above.ends_sentence and line.starts_upper:
        return not sheet.layout.ended_early(number - 1) and _more_items(sheet, number)
    if _ended_on_purpose(sheet, number - 1) and not above.text.endswith((",", "-")):
        return bool(URL.match(line.text)) or (line.starts_lower and not _sisters_end_open(sheet))
    return True


def _ended_on_purpose(sheet: Sheet, number: int) -> bool:
    """In a narrow column typed breaks tell more than the room left on the line, where they can be told."""
    if sheet.layout.keeps_spaces and sheet.layout.width(number) < WIDE_COLUMN:
        return sheet.layout.ended_hard(number)
    return sheet.layout.ended_early(number)


def _sisters_end_open(sheet: Sheet) -> bool:
    """Whether the list item above ended without punctuation, so that this one may as well."""
    last = sheet.last
    return last is not None and last.kind is BlockKind.ITEM and sheet.document.text[last.end - 1].isalnum()


def _more_items(sheet: Sheet, number: int) -> bool:
    """Whether the list goes on below, so that a full line between two items belongs to the upper one."""
    end = min(sheet.stretch_end(number), number + _ITEM_REACH)
    return any(is_item(sheet, below) for below in range(number + 1, end))


def _lead_in(sheet: Sheet) -> Span | None:
    """Returns what announces the list, shared by all of its items: the open sentence or the heading above it.

    A list that begins right at a page's top goes on with the list before it.
    """
    last = sheet.last
    if last is None:
        return None
    if last.kind is BlockKind.ITEM:
        return last.lead
    if sheet.lines[sheet.at].blank_before == PAGE_TOP:
        return _list_before(sheet)
    if last.kind is BlockKind.PARAGRAPH and sheet.document.text[last.end - 1] != ".":
        return _last_sentence(sheet, last)
    return last.span if last.kind is BlockKind.HEADING else None


def _list_before(sheet: Sheet) -> Span | None:
    page = sheet.lines[sheet.at].page
    for block in reversed(sheet.blocks):
        if page - sheet.document.page_index(block.start) > 1:
            return None
        if block.kind is BlockKind.ITEM:
            return block.lead
    return None


def _last_sentence(sheet: Sheet, block: Block) -> Span:
    starts = [match.end() for match in _SENTENCE_BREAK.finditer(sheet.document.text, block.start, block.end)]
    return (starts[-1] if starts else block.start), block.end
