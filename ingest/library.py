"""The set of documents on disk: a document is added with its entry in the manifest, removed, or brought back.

Each function changes the folder whole or not at all (``changes.py``) and is called inside ``changes.changing``, except
``read_candidate``, which may take long and needs nothing but a place for a copy.
"""

import datetime
import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import texts

from .changes import FOLDER, Change, commit, keep, kept_file, writing
from .corpus import Ingested, ingest
from .disk import digest_if_readable, is_running, write_whole
from .document import Document, Source
from .errors import CorpusError, DocumentError
from .expansions import FOLDER as EXPANSIONS
from .manifest import MANIFEST, ids_in, read_sources, with_sources, without_source
from .readers import MAX_BYTES, SUPPORTED, Stated
from .readers.decoding import decode_utf8
from .sandbox import LIMITS, Limits, read_guarded

_LONGEST_ID = 60
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss"})
_RESERVED = re.compile(r"(con|prn|aux|nul|readme|com\d|lpt\d)")
"""Names that mean something else in a folder, to Windows or to Kildesvar."""
_KIND = "dokument"
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Details:
    """What somebody says about a document that is added; "" and None where nothing is said."""

    title: str = ""
    sender: str = ""
    year: int | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that was copied and read and can be added.

    Attributes:
        name: the file's name as messages show it.
        data: its bytes, as they were read.
        document: its document, whose metadata are not settled.
        stated: what the file says of itself.
    """

    name: str
    data: bytes
    document: Document
    stated: Stated


@dataclass(frozen=True, slots=True)
class Added:
    """What was added.

    Attributes:
        documents: the new documents, taken apart.
        refused: a Danish sentence for each file that was not added.
        undo: the change that takes it back; empty when nothing was added.
    """

    documents: tuple[Ingested, ...]
    refused: tuple[str, ...]
    undo: Change


def read_candidate(file: Path, corpus: Path, *, name: str = "", limits: Limits = LIMITS) -> Candidate:
    """Returns the file ``file``, copied once and read from the copy, in a process of its own where it has a parser.

    Args:
        file: the file; nothing is done to it.
        corpus: folder of documents, where the copy lies while it is read.
        name: what the file is called, for example by who uploaded it; its own name when empty.
        limits: what reading it may cost.

    Raises:
        DocumentError: it cannot be read, is no ordinary file, or changed while it was read.
        CorpusError: the folder cannot be written.
    """
    shown = shown_name(name or file.name)
    suffix = Path(shown).suffix.lower()
    with _refusing(file, shown):
        mode = file.lstat().st_mode
        if suffix not in SUPPORTED and not stat.S_ISDIR(mode):
            raise DocumentError(texts.file_kind_unknown(shown, suffix, SUPPORTED))
        if stat.S_ISLNK(mode):
            raise DocumentError(texts.file_is_link(shown))
        data = _bytes_of(file, shown)
    copy = corpus / FOLDER / f".reading-{os.getpid()}-{id(data)}{suffix}"
    source = Source(doc_id="-", file=copy.name, title=copy.stem, sender="", kind="")
    with writing(corpus):
        copy.parent.mkdir(exist_ok=True)
        _remove_old_copies(copy.parent)
        try:
            write_whole(copy, data, beside=copy.parent)
            document, stated = read_guarded(source, copy, name=shown, limits=limits)
        finally:
            copy.unlink(missing_ok=True)
    return Candidate(shown, data, document, stated)


def shown_name(name: str) -> str:
    """Returns the last part of a path of any system, without what cannot be seen and not longer than can be read."""
    last = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    visible = "".join(c for c in last.encode("utf-8", "replace").decode() if c.isprintable())
    visible = unicodedata.normalize("NFC", visible).strip() or "?"
    if len(visible) <= _SHOWN:
        return visible
    suffix = Path(visible).suffix[:10]
    return f"{visible[: _SHOWN - len(suffix) - 1]}…{suffix}"


def doc_id_for(name: str, taken: Iterable[str]) -> str:
    """Returns an identifier for a file called ``name``: small Latin letters, digits and hyphens, none of ``taken``."""
    plain = unicodedata.normalize("NFKD", Path(name).stem.casefold().translate(_LETTERS))
    words = re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))
    wanted = "-".join(words)[:_LONGEST_ID].strip("-") or _KIND
    if _RESERVED.fullmatch(wanted):
        wanted = f"{_KIND}-{wanted}"
    used, found, number = {each.casefold() for each in taken}, wanted, 1
    while found in used:
        number += 1
        found = f"{wanted}-{number}"
    return found


def add(corpus: Path, candidates: Sequence[Candidate], details: Details) -> Added:
    """Adds ``candidates`` to the folder ``corpus``; one that is there already is refused, the others are added.

    Raises:
        CorpusError: the folder cannot be written, or its manifest cannot be used.
    """
    there = _there(corpus)
    by_content = {digest_if_readable(corpus / source.file): source for source in there}
    taken = {path.stem for path in corpus.iterdir()} | {source.doc_id for source in there}
    new: list[tuple[Candidate, Ingested]] = []
    refused: list[str] = []
    for candidate in candidates:
        same = by_content.get(candidate.document.sha256)
        if same is not None:
            refused.append(texts.document_there(candidate.name, same.doc_id, same.title))
            continue
        doc_id = _free_id(corpus, candidate, taken)
        taken.add(doc_id)
        found = _described(corpus, candidate, details, doc_id)
        by_content[candidate.document.sha256] = found.document.source
        new.append((candidate, found))
    if not new:
        return Added((), tuple(refused), {})
    manifest = with_sources(_manifest(corpus), [found.document.source for _, found in new])
    with writing(corpus):
        change = {MANIFEST: _kept(corpus, manifest.encode(), ".toml")}
        for candidate, found in new:
            source = found.document.source
            change[source.file] = _kept(corpus, candidate.data, Path(source.file).suffix)
        undo = commit(corpus, change)
    return Added(tuple(found for _, found in new), tuple(refused), undo)


def remove(corpus: Path, doc_id: str) -> tuple[Source, Change]:
    """Removes the document ``doc_id``, whose file is kept, and returns its entry and the change that takes it back.

    Raises:
        CorpusError: there is no such document or no other, or the folder cannot be written.
    """
    sources = read_sources(corpus)
    found = next((source for source in sources if source.doc_id == doc_id), None)
    if found is None:
        raise CorpusError(texts.document_unknown(doc_id, [source.doc_id for source in sources]))
    if len(sources) == 1:
        raise CorpusError(texts.document_only(doc_id))
    change: dict[str, str | None] = {found.file: None}
    manifest = _manifest(corpus)
    with writing(corpus):
        if doc_id in ids_in(manifest):
            # A manifest without any entry is not valid; a folder without a manifest is.
            last = len(ids_in(manifest)) == 1
            edited = without_source(manifest, doc_id).encode()
            change[MANIFEST] = None if last else _kept(corpus, edited, ".toml")
        return found, commit(corpus, change)


def restore(corpus: Path, files: Mapping[str, str], manifest: bytes | None) -> Change:
    """Brings back the documents as they were, and returns the change that takes it back.

    Args:
        corpus: folder of documents.
        files: file name → SHA-256 of each document; each in the folder or among the kept files.
        manifest: the manifest of that time, None when there was none.

    Raises:
        CorpusError: the folder cannot be written.
    """
    change: dict[str, str | None] = {source.file: None for source in _there(corpus)} | dict(files)
    moved = {digest for name, digest in files.items() if kept_file(corpus, digest) is None}
    with writing(corpus):
        for path in corpus.iterdir():
            # A file that was given another name lies in the folder and not among the kept ones.
            if path.is_file() and path.suffix.lower() in SUPPORTED:
                digest = digest_if_readable(path)
                if digest in moved:
                    keep(corpus, path.read_bytes(), digest, path.suffix)
        change[MANIFEST] = None if manifest is None else _kept(corpus, manifest, ".toml")
        return commit(corpus, change)


def _described(corpus: Path, candidate: Candidate, details: Details, doc_id: str) -> Ingested:
    """Returns a candidate's document with what was said about it, else what the file says, else its first heading."""
    stem = Path(candidate.name).stem
    source = Source(
        doc_id=doc_id,
        file=f"{doc_id}{candidate.document.path.suffix}",
        title=details.title or candidate.stated.title or doc_id,
        sender=details.sender or candidate.stated.sender or texts.SENDER_UNKNOWN,
        kind=details.kind or _KIND,
        year=details.year,
        origin=texts.added_from(candidate.name, datetime.date.today().isoformat()),
    )
    path = corpus / source.file
    found = ingest(replace(candidate.document, source=source, path=path), corpus)
    if found.document.title == doc_id:  # nobody gave it a title and it has no heading
        source = replace(found.document.source, title=stem)
        found = replace(found, document=replace(found.document, source=source))
    return found


def _free_id(corpus: Path, candidate: Candidate, taken: Iterable[str]) -> str:
    """Returns an identifier that no document has and no wordings for another document."""
    used = set(taken)
    while True:
        doc_id = doc_id_for(candidate.name, used)
        wordings = corpus / EXPANSIONS / f"{doc_id}.jsonl"
        if not wordings.is_file() or candidate.document.sha256.encode() in wordings.read_bytes()[:200]:
            return doc_id
        used.add(doc_id)


@contextmanager
def _refusing(file: Path, name: str) -> Iterator[None]:
    """Turns what the system says against reading ``file`` into one Danish sentence."""
    try:
        yield
    except FileNotFoundError as error:
        raise DocumentError(texts.file_not_found(name, str(file.parent))) from error
    except PermissionError as error:
        raise DocumentError(texts.file_not_permitted(name)) from error
    except (OSError, ValueError) as error:
        raise DocumentError(texts.file_unreadable(name, getattr(error, "strerror", "") or str(error))) from error


def _bytes_of(file: Path, name: str) -> bytes:
    """Returns the bytes of an ordinary file that nobody writes to meanwhile."""
    handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        before = os.fstat(handle)
        if stat.S_ISDIR(before.st_mode):
            raise DocumentError(texts.file_is_folder(name))
        if not stat.S_ISREG(before.st_mode):
            raise DocumentError(texts.file_not_regular(name))
        if before.st_size > MAX_BYTES:
            raise DocumentError(texts.file_too_large(name, before.st_size, MAX_BYTES))
        with os.fdopen(handle, "rb", closefd=False) as opened:
            data = opened.read(MAX_BYTES + 1)
        after = os.fstat(handle)
    finally:
        os.close(handle)
    stamps = [(found.st_size, found.st_mtime_ns) for found in (before, after)]
    if stamps[0] != stamps[1] or len(data) != before.st_size:
        raise DocumentError(texts.file_changing(name))
    return data


def _remove_old_copies(folder: Path) -> None:
    for path in folder.glob(".reading-*"):
        process = int(path.name.split("-")[1])
        if process != os.getpid() and not is_running(process):
            path.unlink(missing_ok=True)


def _there(corpus: Path) -> list[Source]:
    """Returns the documents of the folder, none where it has none yet."""
    has_any = (corpus / MANIFEST).is_file() or any(
        path.suffix.lower() in SUPPORTED and path.name != "README.md" for path in corpus.iterdir()
    )
    return read_sources(corpus) if has_any else []


def _manifest(corpus: Path) -> str:
    path = corpus / MANIFEST
    return decode_utf8(path.read_bytes(), MANIFEST) if path.is_file() else ""


def _kept(corpus: Path, data: bytes, suffix: str) -> str:
    """Keeps ``data`` and returns its SHA-256."""
    digest = hashlib.sha256(data).hexdigest()
    keep(corpus, data, digest, suffix)
    return digest
