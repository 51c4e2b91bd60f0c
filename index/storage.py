"""An index on disk: built beside the old one, checked by hashes, swapped by one rename.

    <index>/CURRENT              name of the version in use
    <index>/<version>/           manifest.json, documents, chunks, wordings (JSON), texts, search fields (arrays);
                                 library.json names the files that it was made from, so that they can be brought back
    <index>/.lock                held by the one process that builds

A version is named after the hashes of its files, so equal input gives an equal folder. A crash at any moment leaves
``CURRENT`` naming a complete version.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import texts
from ingest.chunks import MAX_CHARACTERS
from ingest.corpus import Corpus
from ingest.disk import (
    WAIT,
    alone,
    digest_if_readable,
    digest_of,
    flush,
    is_running,
    reason_of,
    remove_unfinished,
    write_whole,
)
from ingest.errors import IndexMismatch
from ingest.expansions import FOLDER as EXPANSIONS
from ingest.expansions import UNANSWERED
from ingest.manifest import MANIFEST as SOURCES
from ingest.manifest import read_sources
from ingest.readers.decoding import decode_utf8

from .build import content_of, fields_of
from .dense import DenseField
from .encoders import Encoder
from .lexical import LexicalField
from .lexicon import LEXICON
from .retriever import Fields, Retriever
from .settings import CORPUS, INDEX
from .stored import Content, dump, load_content, save_content

FORMAT = 4
"""Version of the layout on disk and of everything that decides its content; raise it when either changes."""

CURRENT = "CURRENT"
MANIFEST = "manifest.json"
LIBRARY = "library.json"
LOCK = ".lock"
_EARLIER_VERSIONS = 3
_LEXICAL = ("terms", "pieces", "units", "bag", "wordings")
_DENSE = ("dense", "dense_units", "dense_wordings")


@dataclass(frozen=True, slots=True)
class Built:
    """What a build wrote.

    Attributes:
        version: name of the version folder.
        chunks, wordings: how many there are.
        changed: whether it differs from the version that was in use before.
    """

    version: str
    chunks: int
    wordings: int
    changed: bool


def build_index(corpus: Corpus, folder: Path, encoder: Encoder) -> Built:
    """Builds the index of ``corpus`` under ``folder`` and puts it in use.

    Raises:
        IndexMismatch: the folder cannot be written.
        BusyError: another process builds there and has not finished in a minute.
    """
    with building_alone(folder):
        return build_index_alone(corpus, folder, encoder)


@contextmanager
def building_alone(folder: Path, *, wait: float = WAIT) -> Iterator[None]:
    """Keeps other processes from building an index in ``folder``.

    Raises:
        BusyError: another one has not finished in ``wait`` seconds.
        IndexMismatch: the folder cannot be written.
    """
    with ExitStack() as held:
        with _writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            held.enter_context(alone(folder / LOCK, wait=wait))
            remove_unfinished(folder)
        yield


def build_index_alone(corpus: Corpus, folder: Path, encoder: Encoder) -> Built:
    """Does what ``build_index`` does, inside ``building_alone``."""
    content = content_of(corpus)
    fields = fields_of(content, encoder)
    building = folder / f".building-{os.getpid()}"
    try:
        with _writing(folder):
            _clear_after_crash(folder)
            building.mkdir()
            save_content(building, content)
            _save_library(building, corpus)
            _save_fields(building, fields)
            version = _seal(building, _settings(encoder), _source_hashes(corpus))
            before = current_version(folder)
            _put_in_use(folder, building, version)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    _forget_old(folder, keep=version)
    return Built(version, len(content.chunks), len(content.wordings), before != version)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise IndexMismatch(texts.index_not_writable(str(folder), reason_of(error))) from error


def load_stored(folder: Path) -> Content:
    """Returns the documents and their parts in the version in use, whatever encoder it was built with.

    Raises:
        IndexMismatch: there is none, it is not whole, or documents were taken apart in another way then.
    """
    version = current_version(folder)
    if version is None:
        raise IndexMismatch(texts.index_missing(str(folder), repair_options(folder)))
    manifest = _manifest(folder / version)
    _check_files(folder / version, manifest)
    if not _is_ours(folder / version):
        raise IndexMismatch(texts.index_differs(["format"], repair_options(folder)))
    return load_content(folder / version)


def load_index(folder: Path, encoder: Encoder, *, corpus: Path | None = None) -> Retriever:
    """Returns the retriever over the version in use.

    Args:
        folder: folder of the index.
        encoder: the embedding model that it was built with.
        corpus: the folder of its documents where they are not the project's own, so that an error names the whole
            command that repairs it.

    Raises:
        IndexMismatch: there is none, a file of it was changed or is missing, or it was built by another encoder,
            with other settings or by another version of Kildesvar.
    """
    version = current_version(folder)
    if version is None:
        raise IndexMismatch(texts.index_missing(str(folder), repair_options(folder, corpus)))
    place = folder / version
    manifest = _manifest(place, corpus)
    differing = [name for name, value in _settings(encoder).items() if manifest.get("settings", {}).get(name) != value]
    if differing:
        raise IndexMismatch(texts.index_differs(differing, repair_options(folder, corpus)))
    _check_files(place, manifest, corpus)
    return Retriever(load_content(place), _load_fields(place, corpus), encoder)


@dataclass(frozen=True, slots=True)
class Version:
    """An index version that can be brought back.

    Attributes:
        name: its name.
        used: when it was put in use, seconds since 1970.
        in_use: whether it is the one in use.
        files: file name → SHA-256 of each document's file.
        sources: the manifest of the documents, None when there was none.
        documents: the identifiers of the documents that could be read.
    """

    name: str
    used: float
    in_use: bool
    files: Mapping[str, str]
    sources: str | None
    documents: tuple[str, ...]


def versions(folder: Path) -> list[Version]:
    """Returns the whole versions in ``folder`` that say what they were made from, the one used last first."""
    current = current_version(folder)
    found = []
    for place in folder.iterdir() if folder.is_dir() else ():
        if (place / LIBRARY).is_file() and _is_intact(place):
            made_from = json.loads((place / LIBRARY).read_bytes())
            documents = tuple(row["source"]["doc_id"] for row in json.loads((place / "documents.json").read_bytes()))
            used = (place / MANIFEST).stat().st_mtime
            is_current = place.name == current
            found.append(Version(place.name, used, is_current, made_from["files"], made_from["sources"], documents))
    return sorted(found, key=lambda version: (not version.in_use, -version.used))


def use_version(folder: Path, version: str, encoder: Encoder, corpus: Path) -> bool:
    """Puts a kept version in use when it fits the documents, the settings and the program as they are.

    Call it inside ``building_alone``. Returns whether it was done.
    """
    place = folder / version
    if not _is_intact(place) or not _is_ours(place):
        return False
    manifest = _manifest(place)
    if manifest["settings"] != _settings(encoder) or manifest["documents"] != _hashes_on_disk(corpus):
        return False
    with _writing(folder):
        _point_at(folder, version)
    return True


def _save_library(building: Path, corpus: Corpus) -> None:
    manifest = corpus.folder / SOURCES
    sources = decode_utf8(manifest.read_bytes(), SOURCES) if manifest.is_file() else None
    files = {source.file: _digest_of(corpus.folder / source.file) for source in read_sources(corpus.folder)}
    (building / LIBRARY).write_bytes(dump({"files": files, "sources": sources, "program": _program()}))


def _is_ours(place: Path) -> bool:
    """Tells whether the version in ``place`` was made by the same program, down to its code."""
    try:
        program = json.loads((place / LIBRARY).read_bytes())["program"]
    except FileNotFoundError:
        return False
    return bool(program == _program())


@cache
def _program() -> str:
    """Returns a hash of the code that reads documents and builds indexes: what it made is only reused by itself."""
    root = Path(__file__).resolve().parent.parent
    files = sorted(path for folder in ("ingest", "index") for path in (root / folder).rglob("*.py"))
    return _digest(b"".join(path.read_bytes() for path in files))[:16]


def repair_options(index: Path, corpus: Path | None = None) -> str:
    """Returns the options that ``kildesvar ingest`` needs to build this index; "" for the default folders."""
    options = "" if corpus in (None, CORPUS) else f" --corpus {_as_typed(corpus)}"
    return options if index == INDEX else f"{options} --index {_as_typed(index)}"


def _as_typed(path: Path | None) -> str:
    """Returns ``path`` as it is typed in a terminal, also on Windows."""
    return f'"{path}"' if " " in str(path) else str(path)


def _source_hashes(corpus: Corpus) -> dict[str, str]:
    """Returns the hash of all that the index is made from, also of unreadable sources: mending one is a change."""
    read = {row.document.doc_id: row.document.sha256 for row in corpus.documents}
    return _hashes_on_disk(corpus.folder) | read


def _hashes_on_disk(folder: Path) -> dict[str, str]:
    files = {source.doc_id: folder / source.file for source in read_sources(folder)}
    beside = [folder / SOURCES, folder / UNANSWERED, *sorted((folder / EXPANSIONS).glob("*.jsonl"))]
    files |= {path.relative_to(folder).as_posix(): path for path in beside if path.is_file()}
    files[LEXICON.name] = LEXICON
    return {name: _digest_of(path) for name, path in files.items()}


def _digest_of(path: Path) -> str:
    return digest_if_readable(path) or ""


def stale_documents(folder: Path, corpus: Path) -> list[str]:
    """Returns what differs between the index in use and the folder ``corpus``, sorted; [] when there is no index.

    Documents are named by their identifiers, the files beside them (manifest, wordings, lexicon) by their names.
    Something differs when it was changed, added or removed since the index was built.
    """
    version = current_version(folder)
    if version is None:
        return []
    indexed: dict[str, str] = _manifest(folder / version, corpus)["documents"]
    now = _hashes_on_disk(corpus)
    return sorted(name for name in indexed.keys() | now.keys() if indexed.get(name) != now.get(name))


def current_version(folder: Path) -> str | None:
    """Returns the name of the version in use, or None."""
    try:
        version = (folder / CURRENT).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return version if version and (folder / version).is_dir() else None


def _settings(encoder: Encoder) -> dict[str, Any]:
    return {"format": FORMAT, "max_characters": MAX_CHARACTERS, "encoder": encoder.fingerprint}


def _manifest(place: Path, corpus: Path | None = None) -> dict[str, Any]:
    """Returns the manifest of the version in ``place``, whose name is the manifest's own hash."""
    try:
        data = (place / MANIFEST).read_bytes()
    except OSError as error:
        raise IndexMismatch(texts.index_damaged(MANIFEST, repair_options(place.parent, corpus))) from error
    if _version_of(data) != place.name:
        raise IndexMismatch(texts.index_damaged(MANIFEST, repair_options(place.parent, corpus)))
    manifest: dict[str, Any] = json.loads(data)
    return manifest


def _version_of(manifest: bytes) -> str:
    return _digest(manifest)[:16]


def _save_fields(folder: Path, fields: Fields) -> None:
    for name in _LEXICAL:
        lexical: LexicalField | None = getattr(fields, name)
        if lexical:
            lexical.save(folder / name)
    for name in _DENSE:
        dense: DenseField | None = getattr(fields, name)
        if dense:
            dense.save(folder / f"{name}.faiss")


def _load_fields(folder: Path, corpus: Path | None) -> Fields:
    def lexical(name: str) -> LexicalField | None:
        return LexicalField.load(folder / name) if (folder / name).is_dir() else None

    def dense(name: str) -> DenseField | None:
        file = folder / f"{name}.faiss"
        return DenseField.load(file) if file.is_file() else None

    terms, pieces, units = lexical("terms"), lexical("pieces"), lexical("units")
    passages, dense_units = dense("dense"), dense("dense_units")
    if terms is None or pieces is None or units is None or passages is None or dense_units is None:
        raise IndexMismatch(texts.index_damaged(MANIFEST, repair_options(folder.parent, corpus)))
    return Fields(
        terms, pieces, passages, units, dense_units, lexical("bag"), lexical("wordings"), dense("dense_wordings")
    )


def _seal(building: Path, settings: dict[str, Any], documents: dict[str, str]) -> str:
    """Writes the manifest and returns the version's name."""
    files = {path.relative_to(building).as_posix(): digest_of(path) for path in sorted(_files(building))}
    manifest = dump({"settings": settings, "documents": documents, "files": files})
    (building / MANIFEST).write_bytes(manifest)
    return _version_of(manifest)


def _put_in_use(folder: Path, building: Path, version: str) -> None:
    for path in [*_files(building), building]:
        flush(path)
    place = folder / version
    if not _is_intact(place):
        shutil.rmtree(place, ignore_errors=True)
        os.replace(building, place)
    _point_at(folder, version)


def _point_at(folder: Path, version: str) -> None:
    os.utime(folder / version / MANIFEST)  # the kept versions are those that were used last
    write_whole(folder / CURRENT, f"{version}\n".encode("ascii"), beside=folder)


def _is_intact(place: Path) -> bool:
    try:
        _check_files(place, _manifest(place))
    except IndexMismatch:
        return False
    return True


def _check_files(place: Path, manifest: dict[str, Any], corpus: Path | None = None) -> None:
    for name, digest in manifest["files"].items():
        file = place / name
        if not file.is_file() or digest_of(file) != digest:
            raise IndexMismatch(texts.index_damaged(name, repair_options(place.parent, corpus)))


def _clear_after_crash(folder: Path) -> None:
    """Removes what builders left behind that were killed; the names end in their process numbers."""
    for path in folder.glob(".building-*"):
        if not is_running(int(path.name.rsplit("-", 1)[1])):
            shutil.rmtree(path)


def _forget_old(folder: Path, *, keep: str) -> None:
    """Keeps the version in use and the three that were in use last before it."""
    versions = [
        path for path in folder.iterdir() if path.is_dir() and (path / MANIFEST).is_file() and path.name != keep
    ]
    versions.sort(key=lambda path: (path / MANIFEST).stat().st_mtime_ns, reverse=True)
    for path in versions[_EARLIER_VERSIONS:]:
        shutil.rmtree(path, ignore_errors=True)


def _files(folder: Path) -> Iterable[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
