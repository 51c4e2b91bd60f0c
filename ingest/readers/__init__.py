"""One reader per file format, and the one function that chooses among them."""

import hashlib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import texts

from ..document import Document, MarkKind, Source
from ..errors import DocumentError
from .reading import Reading

__all__ = ["SUPPORTED", "Reading", "read_document"]

# Each module imports a library of its own (pypdf, lxml …), up to half a second each: only those needed are loaded.
_READERS = {
    ".txt": "plain",
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "word",
}

SUPPORTED: tuple[str, ...] = tuple(_READERS)
"""The file extensions that can be read, in small letters and with their dot."""


def read_document(source: Source, path: Path) -> Document:
    """Returns the document in the file at ``path``, described by ``source``.

    Args:
        source: its metadata; ``first_page`` numbers the pages of formats that do not number them themselves.
        path: a file with one of the ``SUPPORTED`` extensions, in any case.

    Raises:
        DocumentError: the file cannot be read, is of another kind, damaged or locked, or holds nothing to quote.
    """
    data = _bytes_of(path)
    if not data.strip():
        raise DocumentError(texts.file_empty(path.name))
    reading = _reader(path)(data, source, path.name)
    noise_only = bool(reading.marks) and all(mark.kind is MarkKind.NOISE for mark in reading.marks)
    if noise_only or not reading.text.strip():
        raise DocumentError(texts.file_empty(path.name))
    return Document(
        source=source,
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        text=reading.text,
        page_starts=reading.page_starts,
        page_labels=reading.page_labels,
        marks=reading.marks,
        problems=reading.problems,
    )


def _bytes_of(path: Path) -> bytes:
    if path.is_dir():
        raise DocumentError(texts.file_is_folder(path.name))
    if path.suffix.lower() not in _READERS:
        raise DocumentError(texts.file_kind_unknown(path.name, path.suffix, SUPPORTED))
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise DocumentError(texts.file_missing(path.name, str(path.parent))) from error
    except PermissionError as error:
        raise DocumentError(texts.file_not_permitted(path.name)) from error
    except OSError as error:
        raise DocumentError(texts.file_unreadable(path.name, error.strerror or type(error).__name__)) from error


def _reader(path: Path) -> Callable[[bytes, Source, str], Reading]:
    module = import_module(f"{__name__}.{_READERS[path.suffix.lower()]}")
    read: Callable[[bytes, Source, str], Reading] = module.read
    return read
