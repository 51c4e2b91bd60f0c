"""Captions and what stands under them: the rows of a table, also over a page break, and the lettering of a chart."""

from . import tables
from .blocks import BlockKind
from .document import Span
from .lines import PAGE_TOP
from .sheet import Sheet

_LABEL_LENGTH = 40
"""Loose lettering of a chart is shorter than this many characters a line."""


def read_table(sheet: Sheet) -> bool:
    """``Tabel 3: …``, its header and its rows."""
    if not tables.TABLE_CAPTION.match(sheet.lines[sheet.at].text):
        return False
    caption_end = _caption_end(sheet)
    rows = tables.read_rows(sheet.lines, caption_end, sheet.stretch_end(sheet.at))
    caption = sheet.add(BlockKind.CAPTION, caption_end)
    if rows:
        first, end = rows.header
        header = sheet.add(BlockKind.HEADER, end) if end > first else None
        _add_rows(sheet, rows, caption, header)
    return True


def read_continued_table(sheet: Sheet) -> bool:
    """Rows at the top of a page that go on with the table that closed the page before."""
    last = sheet.last
    if sheet.lines[sheet.at].blank_before != PAGE_TOP or last is None:
        return False
    if last.kind is not BlockKind.ROW or last.lead is None:
        return False
    width = len(tables.row_cells(sheet.lines[sheet.at - 1].text))
    rows = tables.read_rows(sheet.lines, sheet.at, sheet.stretch_end(sheet.at), width=width)
    if rows is None:
        return False
    _add_rows(sheet, rows, last.lead, last.header)
    return True


def read_figure(sheet: Sheet) -> bool:
    """``Figur 4: …``; the picture itself left no text."""
    if not tables.FIGURE_CAPTION.match(sheet.lines[sheet.at].text):
        return False
    sheet.add(BlockKind.CAPTION, _caption_end(sheet))
    return True


def read_legend(sheet: Sheet) -> bool:
    """Lettering of a chart: ``label; amount; share`` lines, or loose labels that close a page."""
    end = tables.read_legend(sheet.lines, sheet.at, sheet.stretch_end(sheet.at)) or _loose_labels(sheet)
    if end is None:
        return False
    sheet.add(BlockKind.LEGEND, end, lead=_page_caption(sheet))
    return True


def _caption_end(sheet: Sheet) -> int:
    """A caption goes on over tight lines only while a parenthesis of it is open."""
    end = sheet.at + 1
    text = sheet.lines[sheet.at].text
    while sheet.joins(end) and sheet.layout.is_tight(end) and text.count("(") > text.count(")"):
        text += sheet.lines[end].text
        end += 1
    return end


def _add_rows(sheet: Sheet, rows: tables.Rows, caption: Span, header: Span | None) -> None:
    for _, end in rows.rows:
        sheet.add(BlockKind.ROW, end, lead=caption, header=header)


def _loose_labels(sheet: Sheet) -> int | None:
    """Tight short lines without a sentence at the foot of a page that has a figure."""
    first, end = sheet.at, sheet.stretch_end(sheet.at)
    if end - first < 2 or not all(sheet.layout.is_tight(number) for number in range(first + 1, end)):
        return None
    loose = all(len(line.text) < _LABEL_LENGTH and not line.ends_sentence for line in sheet.lines[first:end])
    return end if loose and _page_caption(sheet) is not None else None


def _page_caption(sheet: Sheet) -> Span | None:
    """Returns the nearest figure caption above on this page."""
    page = sheet.lines[sheet.at].page
    for block in reversed(sheet.blocks):
        if sheet.document.page_index(block.start) != page:
            return None
        if block.kind is BlockKind.CAPTION and tables.FIGURE_CAPTION.match(sheet.document.text, block.start):
            return block.span
    return None
