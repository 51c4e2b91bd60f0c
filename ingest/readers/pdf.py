"""PDF: the text layer page by page, and the page numbers that the file gives its pages."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError

import texts

from ..document import Page, Source
from ..errors import DocumentError
from .reading import Reading


def read(data: bytes, source: Source, name: str) -> Reading:
    """Returns the text of a PDF's pages, joined by form feeds.

    The labels are the file's own where its catalogue has ``/PageLabels``; otherwise they count on from
    ``source.first_page``, or from 1. Pages without text are named in ``problems``.

    Args:
        data: the bytes of the file.
        source: for ``first_page``.
        name: the file's name, for messages.

    Raises:
        DocumentError: the file is damaged, needs a password, uses AES encryption that this installation lacks the
            library for, or has no text on any page.
    """
    with _silence():
        pages, stated = _content_of(data, name)
    if not any(page.strip() for page in pages):
        raise DocumentError(texts.pdf_without_text(name, len(pages)))
    first = 1 if source.first_page is None else source.first_page
    labels: tuple[Page, ...] = stated or tuple(range(first, first + len(pages)))
    starts = [0]
    for page in pages[:-1]:
        starts.append(starts[-1] + len(page) + 1)
    return Reading("\f".join(pages), tuple(starts), labels, problems=_problems(pages, labels))


def _content_of(data: bytes, name: str) -> tuple[list[str], tuple[Page, ...]]:
    """Returns the text of each page and the labels stated by the file, none if it states none."""
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError(texts.pdf_locked(name))
        pages = [_text_of(page) for page in reader.pages]
        labels = _labels_of(reader)
    except DocumentError:
        raise
    except (DependencyError, FileNotDecryptedError) as error:
        raise DocumentError(texts.pdf_locked(name)) from error
    except Exception as error:  # pypdf.errors: "broken PDF files might cause other Exceptions"
        raise DocumentError(texts.file_damaged(name, "PDF")) from error
    if not pages:
        raise DocumentError(texts.file_damaged(name, "PDF"))
    return pages, labels


def _text_of(page: PageObject) -> str:
    """Returns the page's text without form feeds and lone surrogates; none where the page is broken."""
    try:
        text = page.extract_text()
    except (DependencyError, FileNotDecryptedError):
        raise
    except Exception:  # one broken page must not cost the others; it is reported as a page without text
        return ""
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


def _problems(pages: list[str], labels: tuple[Page, ...]) -> tuple[str, ...]:
    blank = [position for position, page in enumerate(pages, start=1) if not page.strip()]
    names = [texts.pdf_page_name(str(labels[position - 1]), position) for position in blank]
    return (texts.pages_without_text(names),) if names else ()


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
