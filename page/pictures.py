"""The picture of a PDF's page, with the places of a quote on it.

The file is opened again for it; what pdfium reads as the page's text only serves to find the quote's place on the
picture and is never shown.
"""

import base64
import hashlib
import io
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.document import Document, Span

WIDTH = 1100
"""Pixels of a picture; enough to read a page of A4."""

MAX_FILE = 200 * 1024 * 1024
MAX_SCALE = 4.0
"""Pixels for a point of the page (1/72 inch), so that a tiny page does not become a blur."""

_ALONE = threading.Lock()
"""pdfium may only be called by one thread at a time."""

Box = tuple[float, float, float, float]
"""Left, top, width and height as shares of the picture, 0–1."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a picture.

    Attributes:
        address: the picture itself, as a ``data:`` address.
        size: width and height in pixels.
        places: where the quote stands, line by line; empty when it cannot be found or is not on the page.
    """

    address: str
    size: tuple[int, int]
    places: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is looked for on a page: letters, how often they stand before the quote there, and how often in all."""

    letters: str
    before: int
    count: int


def is_pdf(document: Document) -> bool:
    """Tells whether ``document`` was read from a PDF."""
    return document.path.suffix.lower() == ".pdf"


def picture_of(document: Document, corpus: Path, page: int, marked: Span) -> Picture | None:
    """Returns physical page ``page`` as a picture, or None when the file is no longer the one that was read.

    Args:
        document: read from a PDF in ``corpus``.
        corpus: the folder of documents.
        page: counted from 0.
        marked: half-open range of the document's text whose place is looked for.
    """
    data = _file_of(document, corpus)
    if data is None:
        return None
    import pypdfium2 as pdfium

    with _ALONE:
        try:
            with pdfium.PdfDocument(data) as opened:
                return _drawn(opened[page], _wanted(document, page, marked))
        except (pdfium.PdfiumError, IndexError, ValueError):
            return None


def _file_of(document: Document, corpus: Path) -> bytes | None:
    file = corpus / document.path.name
    try:
        if file.stat().st_size > MAX_FILE:
            return None
        data = file.read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == document.sha256 else None


def _wanted(document: Document, page: int, marked: Span) -> _Wanted:
    start, end = document.page_span(page)
    first, last = max(start, marked[0]), min(end, marked[1])
    letters = _letters(document.text[first:last])[0] if first < last else ""
    if not letters:
        return _Wanted("", 0, 0)
    before, whole = (_letters(document.text[start:stop])[0] for stop in (first, end))
    return _Wanted(letters, len(_starts(before, letters)), len(_starts(whole, letters)))


def _drawn(page: Any, wanted: _Wanted) -> Picture:
    bitmap = page.render(scale=min(MAX_SCALE, WIDTH / max(page.get_width(), page.get_height() / 2, 1.0)))
    picture = bitmap.to_pil().convert("RGB")
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=80, method=2)
    address = f"data:image/webp;base64,{base64.b64encode(out.getvalue()).decode('ascii')}"
    places = tuple(_boxes(page, bitmap, picture.size, wanted)) if wanted.letters else ()
    return Picture(address, picture.size, places)


def _boxes(page: Any, bitmap: Any, size: tuple[int, int], wanted: _Wanted) -> Iterator[Box]:
    """Yields a box for each printed line of the quote; none unless it can be told which place on the page is meant."""
    import pypdfium2.raw as raw

    text = page.get_textpage()
    shown = "".join(chr(raw.FPDFText_GetUnicode(text, number)) for number in range(text.count_chars()))
    letters, numbers = _letters(shown)
    starts = _starts(letters, wanted.letters)
    if not starts or (len(starts) > 1 and len(starts) != wanted.count):
        return
    start = starts[wanted.before if len(starts) > 1 else 0]
    first, last = numbers[start], numbers[start + len(wanted.letters) - 1]
    position = bitmap.get_posconv(page)
    for number in range(text.count_rects(first, last - first + 1)):
        left, bottom, right, top = text.get_rect(number)
        yield _share([position.to_bitmap(x, y) for x, y in ((left, top), (right, bottom))], size)


def _share(corners: Sequence[tuple[int, int]], size: tuple[int, int]) -> Box:
    (x1, x2), (y1, y2) = (sorted(corner[axis] / size[axis] for corner in corners) for axis in (0, 1))
    return x1, y1, x2 - x1, y2 - y1


def _letters(text: str) -> tuple[str, list[int]]:
    """Returns the letters and digits of ``text``, ligatures opened, and which character of it each of them comes from.

    Two programs that read the same page differ in white space, hyphens and punctuation, hardly in these.
    """
    letters: list[str] = []
    numbers: list[int] = []
    for number, character in enumerate(text):
        for letter in unicodedata.normalize("NFKC", character):
            if letter.isalnum():
                letters.append(letter)
                numbers.append(number)
    return "".join(letters), numbers


def _starts(text: str, part: str) -> list[int]:
    """Returns where ``part`` begins in ``text``, without overlaps."""
    found, position = [], text.find(part)
    while position >= 0:
        found.append(position)
        position = text.find(part, position + len(part))
    return found
