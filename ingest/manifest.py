"""Reads ``sources.toml``: which documents there are and what users are told about them."""

import tomllib
from collections.abc import Mapping
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
    others = [
        Source(doc_id=path.stem, file=path.name, title=path.stem, sender=texts.SENDER_UNKNOWN, kind=path.suffix[1:])
        for path in sorted(corpus.iterdir())
        if path.is_file() and path.suffix.lower() in SUPPORTED and path.name not in known and path.name != "README.md"
    ]
    if not listed and not others:
        raise CorpusError(texts.corpus_empty(str(corpus), SUPPORTED))
    return _unique(listed + others)


def _listed(manifest: Path) -> list[Source]:
    try:
        table = tomllib.loads(decode_utf8(manifest.read_bytes(), manifest.name).replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise CorpusError(texts.manifest_invalid(manifest.name, str(error))) from error
    entries = table.get("source", [])
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
