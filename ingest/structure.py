"""From lines to blocks: headings, paragraphs, lists, tables, figures, glossary entries, quotations.

The lines are walked over once. At each, the readers below are asked in turn, the most specific first, whether something
of theirs begins there; the first that says yes takes its lines. Whatever none of them takes is a paragraph.
"""

from collections.abc import Callable
from dataclasses import replace

from .blocks import Block, BlockKind, Noise, Structure
from .captions import read_continued_table, read_figure, read_legend, read_table
from .document import Document
from .glossary import read_entry
from .headings import read_heading
from .lines import AFTER_NOISE, PAGE_TOP, URL, Line, lines_of
from .lists import read_item
from .marks import structure_from_marks
from .noise import noise_of
from .paragraphs import read_paragraph
from .quotations import read_attribution
from .sheet import Sheet


def structure_of(document: Document) -> Structure:
    """Returns the blocks and the noise of ``document``; together they hold every non-space character exactly once."""
    if document.marks:
        return structure_from_marks(document)
    lines = lines_of(document)
    noise = noise_of(document, lines)
    blocks = _read(Sheet(document, _content(lines, noise)))
    return Structure(tuple(blocks), tuple(noise[number] for number in sorted(noise)))


def _content(lines: list[Line], noise: dict[int, Noise]) -> list[Line]:
    """Returns the lines that are not noise; noise leaves a gap behind that no block reaches over."""
    content: list[Line] = []
    for number, line in enumerate(lines):
        if number in noise:
            continue
        if not content or content[-1].page != line.page:
            line = replace(line, blank_before=PAGE_TOP)
        elif number - 1 in noise:
            line = replace(line, blank_before=AFTER_NOISE)
        content.append(line)
    return content


def _read(sheet: Sheet) -> list[Block]:
    while sheet.at < len(sheet.lines):
        if not any(reader(sheet) for reader in _READERS):
            read_paragraph(sheet)
    return sheet.blocks


def _read_link(sheet: Sheet) -> bool:
    """A web address alone on its line."""
    if not URL.fullmatch(sheet.lines[sheet.at].text):
        return False
    sheet.add(BlockKind.LINK, sheet.at + 1)
    return True


_READERS: tuple[Callable[[Sheet], bool], ...] = (
    _read_link,
    read_continued_table,
    read_table,
    read_figure,
    read_legend,
    read_attribution,
    read_entry,
    read_item,
    read_heading,
)
"""Each takes the lines of one block that begins at ``sheet.at``, or leaves the sheet as it is and returns False."""
