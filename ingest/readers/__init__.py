"""One reader per file format, and the one function that chooses among them."""

import hashlib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import texts

from ..document import Document, MarkKind, Source
from ..errors import DocumentError
from .kinds import check_kind
from .reading import Reading, Stated

__all__ = ["MAX_BYTES", "MAX_CHARACTERS", "SUPPORTED", "Reading", "Stated", "read_document", "read_file"]

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


MAX_BYTES = 100_000_000
"""Larger files are refused."""

MAX_CHARACTERS = 6_000_000
"""Longer texts are refused: about 2,000 pages, which take a minute to read and index."""


def read_document(source: Source, path: Path) -> Document:
    """Returns the document in the file at ``path``, described by ``source``; see ``read_file``."""
    return read_file(source, path)[0]


def read_file(source: Source, path: Path, *, name: str = "") -> tuple[Document, Stated]:
    """Returns the document in the file at ``path``, described by ``source``, and what the file says of itself.

    Args:
        source: its metadata; ``first_page`` numbers the pages of formats that do not number them themselves.
        path: a file with one of the ``SUPPORTED`` extensions, in any case.
        name: what messages call the file; its own name when empty.

    Raises:
        DocumentError: the file cannot be read, is of another kind, damaged or locked, too large, or holds nothing to
            quote.
    """
    name = name or path.name
    data = _bytes_of(path, name)
    if not data.strip():
        raise DocumentError(texts.file_empty(name))
    check_kind(data, path.suffix.lower(), name)
    reading = _reader(path)(data, source, name)
    noise_only = bool(reading.marks) and all(mark.kind is MarkKind.NOISE for mark in reading.marks)
    if noise_only or not reading.text.strip():
        raise DocumentError(texts.file_empty(name))
    if len(reading.text) > MAX_CHARACTERS:
        raise DocumentError(texts.file_too_long(name, len(reading.text), MAX_CHARACTERS))
    document = Document(
        source=source,
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        text=reading.text,
        page_starts=reading.page_starts,
        page_labels=reading.page_labels,
        marks=reading.marks,
        problems=reading.problems,
    )
    return document, reading.stated


def _bytes_of(path: Path, name: str) -> bytes:
    try:
        if path.is_dir():
            raise DocumentError(texts.file_is_folder(name))
        if path.suffix.lower() not in _READERS:
            raise DocumentError(texts.file_kind_unknown(name, path.suffix, SUPPORTED))
        if path.stat().st_size > MAX_BYTES:
            raise DocumentError(texts.file_too_large(name, path.stat().st_size, MAX_BYTES))
        return path.read_bytes()
    except FileNotFoundError as error:
        raise DocumentError(texts.file_missing(name, str(path.parent))) from error
    except PermissionError as error:
        raise DocumentError(texts.file_not_permitted(name)) from error
    except OSError as error:
        raise DocumentError(texts.file_unreadable(name, error.strerror or type(error).__name__)) from error


def _reader(path: Path) -> Callable[[bytes, Source, str], Reading]:
    module = import_module(f"{__name__}.{_READERS[path.suffix.lower()]}")
    read: Callable[[bytes, Source, str], Reading] = module.read
    return read
