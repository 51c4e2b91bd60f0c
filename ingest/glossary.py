"""Glossaries: ``Term – definition`` under a heading such as ``Ordliste``, with numbered parts."""

import re

from .blocks import BlockKind
from .document import Span
from .headings import heading_end
from .sheet import Sheet

_HEADING = re.compile(r"(ordliste|ordforklaring(er)?|begreber|begrebsliste|glossary|definitioner)\W*", re.IGNORECASE)
_ENTRY = re.compile(r"[A-ZÆØÅ][^.–:;]{1,60}\s+[–-]\s+[A-ZÆØÅ\"”“]")
_PART = re.compile(r"\d{1,2}\.\s+\S")


def read_entry(sheet: Sheet) -> bool:
    """An entry, or a numbered part of the entry above."""
    if not sheet.path or not _HEADING.fullmatch(sheet.path[-1][1]):
        return False
    text = sheet.lines[sheet.at].text
    if _ENTRY.match(text) and sheet.is_closed(sheet.at):
        sheet.add(BlockKind.GLOSSARY, _entry_end(sheet))
        return True
    head = _open_entry(sheet)
    if head and _PART.match(text):
        sheet.add(BlockKind.PART, _entry_end(sheet), lead=head)
        return True
    return False


def _open_entry(sheet: Sheet) -> Span | None:
    last = sheet.last
    if last is None or last.kind not in (BlockKind.GLOSSARY, BlockKind.PART):
        return None
    return last.lead or last.span


def _entry_end(sheet: Sheet) -> int:
    """An entry goes on to the next entry or numbered part, a heading or the end of its page."""
    end = sheet.at + 1
    while sheet.joins(end) and not _PART.match(sheet.lines[end].text):
        closed = sheet.lines[end - 1].ends_sentence
        if closed and (_ENTRY.match(sheet.lines[end].text) or heading_end(sheet, end) is not None):
            break
        end += 1
    return end
