"""Word: paragraphs and tables in document order, with the structure that styles and numbering state."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx.document import Document as WordDocument
from docx.opc.part import PartFactory
from docx.package import Package
from docx.parts.document import DocumentPart

import texts

from ..document import MarkKind, Source
from ..errors import DocumentError
from .pieces import Piece, Row, assemble, table_pieces
from .reading import Reading, stated_of

Element = Any
"""An lxml element; lxml ships no types."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_FORMULA_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_WITH_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
_OLE_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_WRAPPERS = {f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_CHARACTERS = {f"{_W}tab": "\t", f"{_W}ptab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_NO_TEXT = {_FALLBACK, *(f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr"))}
_NOTES = {f"{_W}footnoteReference", f"{_W}endnoteReference"}

_HEADING_STYLE = re.compile(r"(?:heading|overskrift)\s?([1-9])", re.IGNORECASE)
_STYLES = (
    (re.compile(r"toc|indholdsfortegnelse", re.IGNORECASE), MarkKind.NOISE),
    (re.compile(r"(title|titel)$", re.IGNORECASE), MarkKind.HEADING),
    (re.compile(r"caption|billedtekst", re.IGNORECASE), MarkKind.CAPTION),
    (re.compile(r"(intense ?)?quote|(st[æa]rkt ?)?citat", re.IGNORECASE), MarkKind.QUOTE),
    (re.compile(r"list|opstilling", re.IGNORECASE), MarkKind.ITEM),
)
_BULLET = re.compile(r"[•‣◦▪●]\s")
_DEEPEST_HEADING = 6
_LONGEST_STYLE_CHAIN = 20


def read(data: bytes, source: Source, name: str) -> Reading:
    """Returns the text of a Word document, an empty line between blocks, with a mark on every block.

    Tracked insertions are in the text, tracked deletions are not. Text boxes follow the paragraph they hang on. A table
    of one column, or with a table inside, is taken as a frame around its content. Tables of contents are NOISE. Page
    headers and footers, comments, footnotes and automatic numbers are left out, footnotes with a remark in
    ``problems``. Word files do not say where their pages begin.

    Args:
        data: the bytes of a .docx file.
        source: not used.
        name: the file's name, for messages.

    Macros are never run and nothing that a file points to is ever fetched; both are named in ``problems``.

    Raises:
        DocumentError: the file is damaged, encrypted or in the old .doc format.
    """
    if data.startswith(_OLE_FILE):
        raise DocumentError(texts.word_locked(name))
    try:
        document = _opened(data)
        builder = _Builder(document)
        text, marks = assemble(builder.pieces(document.element.body))
        problems = [texts.notes_left_out(builder.notes)] if builder.notes else []
        problems += _not_read(document)
        stated = stated_of(document.core_properties.title, document.core_properties.author)
    except MemoryError:
        raise
    except Exception as error:  # a broken package fails in zipfile, lxml or anywhere in python-docx
        raise DocumentError(texts.file_damaged(name, "Word")) from error
    return Reading(text, marks=marks, problems=tuple(problems), stated=stated)


def _opened(data: bytes) -> WordDocument:
    """Returns the document in ``data``, also in a file with macros, which python-docx itself refuses."""
    PartFactory.part_type_for[_WITH_MACROS] = DocumentPart
    part = Package.open(BytesIO(data)).main_document_part
    document: WordDocument = part.document
    return document


def _not_read(document: WordDocument) -> list[str]:
    """Returns a sentence for macros and for content that lies outside the file; links to click on are no content."""
    parts = list(document.part.package.iter_parts())
    found = []
    if any(part.partname.lower().endswith("vbaproject.bin") for part in parts):
        found.append(texts.WORD_MACROS)
    outside = {
        relation.target_ref
        for part in parts
        for relation in part.rels.values()
        if relation.is_external and not relation.reltype.endswith("/hyperlink")
    }
    if outside:
        found.append(texts.word_outside(len(outside)))
    return found


class _Builder:
    """Turns the elements of one document into pieces.

    Attributes:
        notes: how many references to footnotes and endnotes have been passed.
    """

    def __init__(self, document: WordDocument) -> None:
        self.notes = 0
        self._styles: dict[str | None, Any] = {style.style_id: style for style in document.styles}
        self._kinds: dict[str | None, tuple[MarkKind, int]] = {}

    def pieces(self, container: Element) -> Iterator[Piece]:
        """Yields the blocks of ``container`` (a body, a table cell, a text box) in document order."""
        for block in _children(container, "p", "tbl"):
            yield from self._table(block) if block.tag == f"{_W}tbl" else self._paragraph(block)

    def _paragraph(self, paragraph: Element) -> Iterator[Piece]:
        content = list(self._inline(paragraph))
        text = "".join(part for part in content if isinstance(part, str)).strip()
        if text:
            kind, level = self._kind_of(paragraph)
            if kind is MarkKind.PARAGRAPH and _BULLET.match(text):
                kind = MarkKind.ITEM
            yield Piece(kind, text, level)
        for box in content:
            if not isinstance(box, str):
                yield from self.pieces(box)

    def _inline(self, element: Element) -> Iterator[Any]:
        """Yields the characters inside ``element``, and in their places the text boxes that hang on it."""
        for child in element:
            if child.tag in (f"{_W}t", _FORMULA_TEXT):
                yield child.text or ""
            elif child.tag in _CHARACTERS:
                yield _CHARACTERS[child.tag]
            elif child.tag == f"{_W}txbxContent":
                yield child
            elif child.tag in _NOTES:
                self.notes += 1
            elif child.tag not in _NO_TEXT:
                yield from self._inline(child)

    def _kind_of(self, paragraph: Element) -> tuple[MarkKind, int]:
        """Returns what a paragraph is, by its own settings, else by its style; and its heading level or 0."""
        own = _by_settings(paragraph)
        if own and own[0] is MarkKind.HEADING:
            return own
        chosen = paragraph.find(f"{_W}pPr/{_W}pStyle")
        style_id = None if chosen is None else _value(chosen)
        if style_id not in self._kinds:
            self._kinds[style_id] = self._kind_of_style(style_id)
        kind, level = self._kinds[style_id]
        return own if own and kind is MarkKind.PARAGRAPH else (kind, level)

    def _kind_of_style(self, style_id: str | None) -> tuple[MarkKind, int]:
        """Returns what a style makes of a paragraph: the first statement up the chain of styles it is based on."""
        style = self._styles.get(style_id)
        for _ in range(_LONGEST_STYLE_CHAIN):
            if style is None:
                break
            stated = _by_name(style.name or "") or _by_name(style.style_id or "") or _by_settings(style.element)
            if stated:
                return stated
            style = getattr(style, "base_style", None)
        return MarkKind.PARAGRAPH, 0

    def _table(self, table: Element) -> Iterator[Piece]:
        rows = [row for row in _children(table, "tr") if row.find(f"{_W}trPr/{_W}del") is None]
        nested = any(True for _ in table.iterdescendants(f"{_W}tbl"))
        if nested or all(len(list(_children(row, "tc"))) < 2 for row in rows):
            for row in rows:
                for cell in _children(row, "tc"):
                    yield from self.pieces(cell)
            return
        yield from table_pieces(self._rows(rows))

    def _rows(self, rows: list[Element]) -> list[Row]:
        """Returns the rows' texts; a cell over several rows is repeated in each, one over several columns is not."""
        result: list[Row] = []
        above: list[str] = []
        for row in rows:
            contents = [""] * _count(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
            for cell in _children(row, "tc"):
                merged = cell.find(f"{_W}tcPr/{_W}vMerge")
                if merged is not None and _value(merged) != "restart" and len(contents) < len(above):
                    contents.append(above[len(contents)])
                else:
                    contents.append(" ".join(" ".join(piece.text for piece in self.pieces(cell)).split()))
                contents.extend([""] * (_count(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1) - 1))
            result.append(Row(tuple(contents), _is_on(row.find(f"{_W}trPr/{_W}tblHeader"))))
            above = contents
        return result


def _children(container: Element, *names: str) -> Iterator[Element]:
    """Yields the child elements with one of ``names``, also those that a content control or an insertion wraps."""
    for child in container:
        if child.tag in _WRAPPERS:
            yield from _children(child, *names)
        elif any(child.tag == f"{_W}{name}" for name in names):
            yield child


def _by_name(name: str) -> tuple[MarkKind, int] | None:
    """Returns what the name or identifier of a built-in style states, in English or Danish."""
    heading = _HEADING_STYLE.match(name)
    if heading:
        return MarkKind.HEADING, min(int(heading[1]), _DEEPEST_HEADING)
    for pattern, kind in _STYLES:
        if pattern.match(name):
            return kind, int(kind is MarkKind.HEADING)
    return None


def _by_settings(element: Element) -> tuple[MarkKind, int] | None:
    """Returns what the outline level or the numbering of a paragraph or style states."""
    outline = _count(element.find(f"{_W}pPr/{_W}outlineLvl"), 9)
    if outline < 9:
        return MarkKind.HEADING, min(outline + 1, _DEEPEST_HEADING)
    # Number 0 takes a paragraph out of the list that its style puts it in.
    return (MarkKind.ITEM, 0) if _count(element.find(f"{_W}pPr/{_W}numPr/{_W}numId"), 0) else None


def _value(element: Element) -> str | None:
    value: str | None = element.get(f"{_W}val")
    return value


def _count(element: Element | None, default: int) -> int:
    """Returns the number that a setting holds, ``default`` where it is missing or no number."""
    value = "" if element is None else _value(element) or ""
    return int(value) if value.isascii() and value.isdigit() else default


def _is_on(setting: Element | None) -> bool:
    return setting is not None and _value(setting) not in ("0", "false", "off")
