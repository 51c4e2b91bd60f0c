"""Reads and edits ``sources.toml``: which documents there are and what users are told about them."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import texts

from .document import Source
from .errors import CorpusError
from .readers import SUPPORTED
from .readers.decoding import decode_utf8

MANIFEST = "sources.toml"
_TEXT_FIELDS = ("doc_id", "file", "title", "sender", "kind", "origin", "remarks", "licence")
_NUMBER_FIELDS = ("year", "first_page")
_REQUIRED = ("doc_id", "file", "title")


def read_sources(corpus: Path) -> list[Source]:
    """Returns the sources of the folder ``corpus`` in the order of its manifest, unlisted files last by name.

    A folder without a manifest is allowed: each supported file is then its own source, titled by its name.

    Raises:
        CorpusError: the folder is missing or empty, or the manifest is not valid, incomplete or names a missing file.
    """
    if not corpus.is_dir():
        raise CorpusError(texts.corpus_missing(str(corpus)))
    manifest = corpus / MANIFEST
    listed = _listed(manifest) if manifest.is_file() else []
    known = {source.file for source in listed}
    for source in listed:
        if not (corpus / source.file).is_file():
            raise CorpusError(texts.source_file_missing(source.file, MANIFEST))
    files = [path for path in _documents_in(corpus) if path.name not in known and _has_plain_name(path)]
    others = _unlisted(files, {source.doc_id for source in listed})
    if not listed and not others:
        raise CorpusError(texts.corpus_empty(str(corpus), SUPPORTED))
    return _unique(listed + others)


def _unlisted(files: Iterable[Path], taken: set[str]) -> list[Source]:
    """Returns a source for each of ``files``; where a name is taken, its extension tells the documents apart."""
    found = []
    for path in files:
        kind = path.suffix[1:]
        doc_id = path.stem if path.stem not in taken else f"{path.stem}-{kind}"
        taken.add(doc_id)
        found.append(Source(doc_id=doc_id, file=path.name, title=path.stem, sender=texts.SENDER_UNKNOWN, kind=kind))
    return found


def badly_named(corpus: Path) -> list[Path]:
    """Returns the files of the folder that ``read_sources`` leaves out since their names are no UTF-8."""
    return [path for path in _documents_in(corpus) if not _has_plain_name(path)]


def _documents_in(corpus: Path) -> list[Path]:
    return [
        path
        for path in sorted(corpus.iterdir())
        if path.is_file() and path.suffix.lower() in SUPPORTED and path.name != "README.md"
    ]


def _has_plain_name(path: Path) -> bool:
    """Tells whether a name can be stored: POSIX allows any bytes, which Python then shows as lone surrogates."""
    return path.name.encode("utf-8", "replace") == path.name.encode("utf-8", "surrogateescape")


def with_sources(manifest: str, sources: Sequence[Source]) -> str:
    """Returns the text ``manifest`` with an entry for each of ``sources`` at its end, and nothing else changed.

    Raises:
        CorpusError: the manifest is not valid, or has another form than one ``[[source]]`` per entry.
    """
    import tomlkit

    parts = [manifest.rstrip("\n") + "\n"] if manifest.strip() else []
    for source in sources:
        entry = {name: value for name, value in asdict(source).items() if value not in (None, "")}
        parts.append(f"[[source]]\n{tomlkit.dumps(entry)}")
    return _checked("\n".join(parts), _entries(manifest) + len(sources))


def without_source(manifest: str, doc_id: str) -> str:
    """Returns the text ``manifest`` without the entry of ``doc_id``; comments behind it stay.

    Raises:
        CorpusError: as for ``with_sources``.
    """
    import tomlkit
    from tomlkit.items import AoT, Comment, Whitespace

    document = tomlkit.parse(manifest)
    entries = document.get("source")
    number = next((n for n, entry in enumerate(entries or ()) if entry.get("doc_id") == doc_id), None)
    if not isinstance(entries, AoT) or number is None:
        raise CorpusError(texts.manifest_invalid(MANIFEST, doc_id))
    body = entries[number].value.body
    first = len(body)
    while first and isinstance(body[first - 1][1], Comment | Whitespace):
        first -= 1
    behind = [item for _, item in body[first:]]
    if not any(isinstance(item, Comment) for item in behind):
        behind = []
    if number:
        entries[number - 1].value.body.extend((None, item) for item in behind)
        del entries[number]
        return _checked(tomlkit.dumps(document), _entries(manifest) - 1)
    del entries[number]
    text = tomlkit.dumps(document)
    at = text.find("[[source]]")
    kept = "".join(item.as_string() for item in behind)
    return _checked(text[:at] + kept + text[at:] if at >= 0 else text + kept, _entries(manifest) - 1)


def ids_in(manifest: str) -> list[str]:
    """Returns the identifiers that the text ``manifest`` lists."""
    return [str(entry.get("doc_id")) for entry in _parsed(manifest).get("source", [])]


def _entries(manifest: str) -> int:
    return len(ids_in(manifest))


def _checked(manifest: str, entries: int) -> str:
    """Returns ``manifest`` when it has that many entries: an edited one that has not must never be written."""
    if _entries(manifest) != entries:
        raise CorpusError(texts.manifest_invalid(MANIFEST, "[[source]]"))
    return manifest


def _parsed(manifest: str) -> dict[str, Any]:
    try:
        return tomllib.loads(manifest.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise CorpusError(texts.manifest_invalid(MANIFEST, str(error))) from error


def _listed(manifest: Path) -> list[Source]:
    entries = _parsed(decode_utf8(manifest.read_bytes(), manifest.name)).get("source", [])
    if not isinstance(entries, list) or not entries:
        raise CorpusError(texts.manifest_invalid(manifest.name, "[[source]]"))
    return [_source(entry, number) for number, entry in enumerate(entries, start=1)]


def _source(entry: Any, number: int) -> Source:
    if not isinstance(entry, Mapping):
        raise CorpusError(texts.manifest_invalid(MANIFEST, f"[[source]] {number}"))
    missing = [field for field in _REQUIRED if not entry.get(field)]
    if missing:
        raise CorpusError(texts.manifest_field_missing(number, missing[0]))
    for field, value in entry.items():
        wanted: type = int if field in _NUMBER_FIELDS else str
        if field not in _TEXT_FIELDS + _NUMBER_FIELDS or type(value) is not wanted:
            raise CorpusError(texts.manifest_field_wrong(number, str(field)))
    if Path(str(entry["file"])).name != entry["file"]:
        raise CorpusError(texts.manifest_field_wrong(number, "file"))
    defaults = {"sender": texts.SENDER_UNKNOWN, "kind": "dokument"}
    return Source(**(defaults | dict(entry)))


def _unique(sources: list[Source]) -> list[Source]:
    seen: set[str] = set()
    for source in sources:
        if source.doc_id in seen:
            raise CorpusError(texts.doc_id_twice(source.doc_id))
        seen.add(source.doc_id)
    return sources
