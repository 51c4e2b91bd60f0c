"""HTML: the visible text block by block, with the structure that the elements state."""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

import texts

from ..document import MarkKind, Source
from ..errors import DocumentError
from .decoding import decode_html
from .pieces import Piece, Row, assemble, table_pieces
from .reading import Reading, stated_of

_DROPPED = {"script", "style", "template", "noscript", "head", "svg", "iframe", "object", "textarea"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_NOISE = {"nav", "header", "footer", "aside", "form", "button", "dialog"}
_NOISE_ROLES = {"navigation", "banner", "contentinfo", "search", "dialog", "alertdialog"}
_BOX_NAMES = re.compile("cookie|consent|newsletter", re.IGNORECASE)
_BANNER_NAMES = re.compile("banner", re.IGNORECASE)
_NEVER_NOISE = {"html", "body", "main", "article"}
_BLOCKS = _HEADINGS.keys() | _NOISE | _NEVER_NOISE | {
    *("address", "blockquote", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption"),
    *("figure", "hgroup", "hr", "legend", "li", "ol", "optgroup", "option", "p", "pre", "search", "section", "summary"),
    *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
}  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_MAX_SPAN = 100


def read(data: bytes, source: Source, name: str) -> Reading:
    """Returns the visible text of a web page, an empty line between blocks, with a mark on every block.

    Navigation, page headers and footers, asides, forms, buttons, dialogs and whatever calls itself a cookie, consent,
    banner or newsletter box stay in the text as NOISE, unless the page's main content stands inside them. A page
    without any heading is headed by its ``<title>``. HTML has no pages.

    Args:
        data: the page, encoded as its byte order mark or ``<meta charset>`` says, else in UTF-8.
        source: not used.
        name: the file's name, for messages.

    Raises:
        DocumentError: the page cannot be decoded, or its elements are nested too deep.
    """
    text = decode_html(data, name).replace("\0", "")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # bs4 warns of XHTML and of pages so short that they look like addresses
        soup = BeautifulSoup(text, "lxml")
    builder = _Builder()
    try:
        builder.walk(soup.body or soup, _Context())
    except RecursionError as error:
        raise DocumentError(texts.file_damaged(name, "HTML")) from error
    builder.flush(_Context())
    pieces = builder.pieces
    title = _title_of(soup)
    kinds = {piece.kind for piece in pieces}
    if title and kinds - {MarkKind.NOISE} and MarkKind.HEADING not in kinds:
        pieces.insert(0, Piece(MarkKind.HEADING, title, level=1))
    content, marks = assemble(pieces)
    return Reading(content, marks=marks, stated=stated_of(title, _maker_of(soup)))


@dataclass(frozen=True, slots=True)
class _Context:
    """What the elements around a stretch of text make of it.

    Attributes:
        kind, level, owner: as in ``Piece``.
        is_preformatted: whether white space counts.
    """

    kind: MarkKind = MarkKind.PARAGRAPH
    level: int = 0
    owner: int | None = None
    is_preformatted: bool = False

    def inside(self, tag: Tag) -> "_Context":
        """Returns the context of the content of ``tag``, a block element in this context."""
        if self.kind is MarkKind.NOISE:
            return self
        if _is_noise(tag):
            return _Context(MarkKind.NOISE, owner=id(tag))
        if tag.name in _HEADINGS:
            return _Context(MarkKind.HEADING, _HEADINGS[tag.name])
        if tag.name == "li":
            return _Context(MarkKind.ITEM, owner=id(tag))
        if tag.name == "blockquote":
            return _Context(MarkKind.QUOTE, owner=id(tag))
        return replace(self, is_preformatted=True) if tag.name == "pre" else self


class _Builder:
    """Walks over elements and collects their text.

    Attributes:
        pieces: the finished blocks.
        buffer: the inline text of the block that is being read.
    """

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.buffer: list[str] = []

    def walk(self, element: Tag, context: _Context) -> None:
        """Takes the content of ``element``."""
        for child in element.children:
            self._take(child, context)

    def flush(self, context: _Context) -> None:
        """Ends the block that is being read."""
        text = "".join(self.buffer)
        self.buffer.clear()
        if not context.is_preformatted:
            text = re.sub(r" *\n *", "\n", re.sub(" +", " ", text))
        if text.strip():
            self.pieces.append(Piece(context.kind, text.strip(), context.level, owner=context.owner))

    def _take(self, child: PageElement, context: _Context) -> None:
        # Comments, doctypes and the like are subclasses of NavigableString, and no text.
        if type(child) is NavigableString:
            self.buffer.append(child if context.is_preformatted else _SPACE.sub(" ", child))
        elif not isinstance(child, Tag) or child.name in _DROPPED:
            return
        elif child.name == "br":
            self.buffer.append("\n")
        elif child.name not in _BLOCKS and not _is_noise(child):
            self.walk(child, context)
        else:
            self.flush(context)
            inner = context.inside(child)
            if child.name == "table" and not _is_layout(child):
                self._table(child, inner)
            else:
                self.walk(child, inner)
                self.flush(inner)

    def _table(self, table: Tag, context: _Context) -> None:
        caption = table.find("caption")
        pieces = [Piece(MarkKind.CAPTION, text)] if isinstance(caption, Tag) and (text := _flat(caption)) else []
        pieces.extend(table_pieces(_rows(table)))
        if context.kind is MarkKind.NOISE:
            pieces = [Piece(MarkKind.NOISE, piece.text, owner=context.owner) for piece in pieces]
        self.pieces.extend(pieces)


def _is_noise(tag: Tag) -> bool:
    """Whether ``tag`` is no part of the content: by element, by role, or by what it calls itself."""
    if tag.name in _NEVER_NOISE:
        return False
    names = " ".join((tag.name, *_words(tag, "id"), *_words(tag, "class"), *_words(tag, "role")))
    if _BOX_NAMES.search(names):
        return tag.find(["main", "article"]) is None
    # The header of an article or section holds its title (HTML Accessibility API Mappings: no landmark).
    by_element = tag.name in _NOISE and not (tag.name == "header" and tag.find_parent(["article", "main", "section"]))
    if by_element or _BANNER_NAMES.search(names) or not _NOISE_ROLES.isdisjoint(_words(tag, "role")):
        # Old pages wrap everything in one form, new ones set their title in a banner.
        return tag.find(["main", "article", "h1"]) is None
    return False


def _words(tag: Tag, attribute: str) -> list[str]:
    value = tag.get(attribute) or ""
    return (value if isinstance(value, str) else " ".join(value)).split()


def _is_layout(table: Tag) -> bool:
    """Whether a table only places its content: it says so, holds another table, or has one column."""
    if not {"presentation", "none"}.isdisjoint(_words(table, "role")) or table.find("table"):
        return True
    return all(len(_cells_of(row)) < 2 for row in table.find_all("tr"))


def _rows(table: Tag) -> list[Row]:
    """Returns the rows of ``table``; a cell over several rows is repeated in each, one over several columns is not."""
    rows: list[Row] = []
    above: dict[int, tuple[int, str]] = {}
    for row in table.find_all("tr"):
        cells = _cells_of(row)
        contents: list[str] = []
        for cell in cells:
            contents.extend(_carried(above, len(contents)))
            below, text = _number(cell, "rowspan") - 1, _flat(cell)
            above[len(contents)] = (below, text)
            contents.append(text)
            for _ in range(_number(cell, "colspan") - 1):
                above[len(contents)] = (below, "")
                contents.append("")
        contents.extend(_carried(above, len(contents)))
        in_head = row.find_parent(["thead", "table"]) is not table
        rows.append(Row(tuple(contents), in_head or all(cell.name == "th" for cell in cells)))
    return rows


def _carried(above: dict[int, tuple[int, str]], column: int) -> Iterator[str]:
    """Yields the texts of the cells that reach down from the rows above, from ``column`` on."""
    while above.get(column, (0, ""))[0] > 0:
        left, text = above[column]
        above[column] = (left - 1, text)
        yield text
        column += 1


def _cells_of(row: Tag) -> list[Tag]:
    return row.find_all(["td", "th"], recursive=False)


def _number(cell: Tag, attribute: str) -> int:
    """Returns the number of rows or columns that a cell reaches over, 1 where it says nothing sensible."""
    value = "".join(_words(cell, attribute))
    return min(max(int(value), 1), _MAX_SPAN) if value.isascii() and value.isdigit() else 1


def _flat(element: Tag) -> str:
    """Returns the text of ``element`` on one line, buttons and the like left out."""
    builder = _Builder()
    builder.walk(element, _Context())
    builder.flush(_Context())
    return " ".join(" ".join(piece.text for piece in builder.pieces if piece.kind is not MarkKind.NOISE).split())


def _title_of(soup: BeautifulSoup) -> str:
    title = soup.head.find("title") if soup.head else None
    return " ".join(title.get_text().split()) if isinstance(title, Tag) else ""


def _maker_of(soup: BeautifulSoup) -> str:
    """Returns whose site a page says it is, else its author."""
    for attribute, value in (("property", "og:site_name"), ("name", "author")):
        tag = soup.find("meta", attrs={attribute: value})
        if isinstance(tag, Tag) and tag.get("content"):
            return str(tag["content"])
    return ""
