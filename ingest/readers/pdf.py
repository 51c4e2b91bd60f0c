"""PDF: the text layer page by page, and the page numbers that the file gives its pages."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

import texts

from ..document import Page, Source
from ..errors import DocumentError
from .reading import Reading, Stated, stated_of
from .recognition import texts_recognised

MAX_PAGES = 3_000
"""Longer PDFs are refused; 2,000 pages are read in about ten seconds."""


def read(data: bytes, source: Source, name: str) -> Reading:
    """Returns the text of a PDF's pages, joined by form feeds.

    The labels are the file's own where its catalogue has ``/PageLabels``; otherwise they count on from
    ``source.first_page``, or from 1. Pages without text are named in ``problems``.

    Args:
        data: the bytes of the file.
        source: for ``first_page``.
        name: the file's name, for messages.

    Raises:
        DocumentError: the file is damaged, needs a password, or has no text on any page.
    """
    with _silence():
        content = _content_of(data, name)
    pages = content.pages
    if not any(page.strip() for page in pages):
        raise DocumentError(texts.pdf_without_text(name, len(pages)))
    first = 1 if source.first_page is None else source.first_page
    labels: tuple[Page, ...] = content.labels or tuple(range(first, first + len(pages)))
    starts = [0]
    for page in pages[:-1]:
        starts.append(starts[-1] + len(page) + 1)
    return Reading("\f".join(pages), tuple(starts), labels, problems=_problems(content, labels), stated=content.stated)


@dataclass(frozen=True, slots=True)
class _Content:
    """What a PDF holds.

    Attributes:
        pages: the text of each page.
        recognised: positions, from 0, of the pages whose text was recognised in their pictures.
        labels: the labels that the file states, none if it states none.
        stated: what the file says of itself.
    """

    pages: list[str]
    recognised: frozenset[int]
    labels: tuple[Page, ...]
    stated: Stated


def _content_of(data: bytes, name: str) -> _Content:
    try:
        if _is_encrypted(data):
            data = _without_lock(data, name)
        reader = PdfReader(BytesIO(data))
        if len(reader.pages) > MAX_PAGES:
            raise DocumentError(texts.pdf_too_many_pages(name, len(reader.pages), MAX_PAGES))
        pages = [_text_of(page) for page in reader.pages]
        labels = _labels_of(reader)
        blank = [number for number, text in enumerate(pages) if not text.strip()]
        recognised = texts_recognised(data, blank)
        stated = _stated_of(reader)
    except (DocumentError, MemoryError):
        raise
    except LimitReachedError as error:
        raise DocumentError(texts.file_too_heavy(name)) from error
    except (DependencyError, FileNotDecryptedError) as error:
        raise DocumentError(texts.pdf_locked(name)) from error
    except Exception as error:  # pypdf.errors: "broken PDF files might cause other Exceptions"
        raise DocumentError(texts.file_damaged(name, "PDF")) from error
    if not pages:
        raise DocumentError(texts.file_damaged(name, "PDF"))
    for number, text in recognised.items():
        pages[number] = _storable(text)
    return _Content(pages, frozenset(recognised), labels, stated)


def _is_encrypted(data: bytes) -> bool:
    try:
        return PdfReader(BytesIO(data)).is_encrypted
    except DependencyError:  # it tries the empty password and has no AES
        return True


def _without_lock(data: bytes, name: str) -> bytes:
    """Returns an encrypted PDF that anybody may open as one that is not encrypted.

    PDFium knows every kind of encryption; pypdf would need one more library for AES.

    Raises:
        DocumentError: it needs a password.
    """
    import pypdfium2

    opened = BytesIO()
    try:
        with pypdfium2.PdfDocument(data) as document:
            document.save(opened, flags=pypdfium2.raw.FPDF_REMOVE_SECURITY)
    except pypdfium2.PdfiumError as error:
        is_locked = error.err_code in (pypdfium2.raw.FPDF_ERR_PASSWORD, pypdfium2.raw.FPDF_ERR_SECURITY)
        raise DocumentError(texts.pdf_locked(name) if is_locked else texts.file_damaged(name, "PDF")) from error
    return opened.getvalue()


def _stated_of(reader: PdfReader) -> Stated:
    """Returns what a PDF says of itself; nothing where that part of it is broken."""
    try:
        found = reader.metadata
        return stated_of(found.title, found.author) if found else Stated()
    except Exception:  # as for a page: it must not cost the text
        return Stated()


def _text_of(page: PageObject) -> str:
    """Returns the page's text without form feeds and lone surrogates; none where the page is broken."""
    try:
        text = page.extract_text()
    except (DependencyError, FileNotDecryptedError, LimitReachedError, MemoryError):
        raise
    except Exception:  # one broken page must not cost the others; it is reported as a page without text
        return ""
    if not text.strip():
        _check_contents(page)
    return _storable(text)


def _check_contents(page: PageObject) -> None:
    """Makes sure that a page without text was not given up on: pypdf only logs that its contents unpack to too much.

    Raises:
        LimitReachedError: they do.
    """
    try:
        contents = page.get_contents()
        if contents is not None:
            contents.get_data()
    except (LimitReachedError, MemoryError):
        raise
    except Exception:  # a broken page is reported as one without text
        return


def _storable(text: str) -> str:
    return text.replace("\f", "\n").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _labels_of(reader: PdfReader) -> tuple[Page, ...]:
    if "/PageLabels" not in reader.root_object:
        return ()
    return tuple(_label(text, position) for position, text in enumerate(reader.page_labels, start=1))


def _label(text: str, position: int) -> Page:
    """Returns a label of digits as a number, an empty one as the page's position, any other as it stands."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return int(text)
    return text or position


def _problems(content: _Content, labels: tuple[Page, ...]) -> tuple[str, ...]:
    names = [texts.pdf_page_name(str(label), position) for position, label in enumerate(labels, start=1)]
    blank = [name for name, page in zip(names, content.pages, strict=True) if not page.strip()]
    recognised = [names[number] for number in sorted(content.recognised)]
    found = [texts.pages_recognised(recognised)] if recognised else []
    return (*found, *([texts.pages_without_text(blank)] if blank else []))


@contextmanager
def _silence() -> Iterator[None]:
    """Keeps pypdf's log records and warnings, which speak of repairs that no user can make, from the console."""
    logger = logging.getLogger("pypdf")
    handler, propagate = logging.NullHandler(), logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate
