"""A change of several files in the folder of documents: it happens whole or not at all, and nothing is deleted.

    <corpus>/.kildesvar/lock             held while the documents are changed
    <corpus>/.kildesvar/kept/            files that were removed or replaced, and those on their way in
    <corpus>/.kildesvar/change.json      a change that has been decided: file name → SHA-256, or null for a removal
    <corpus>/.kildesvar/indexing.json    the same change when its files are in place and the index is not yet

``change.json`` appears by one rename, after all bytes that it needs are in ``kept``. Before it the old documents stand;
from then on any process can bring the change to its end, as often as it takes.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import texts

from .disk import WAIT, alone, digest_of, flush, reason_of, remove_unfinished, write_whole
from .errors import BusyError, CorpusError

FOLDER = ".kildesvar"
_KEPT = "kept"
_LOCK = "lock"
_CHANGE = "change.json"
_INDEXING = "indexing.json"
_DIGEST = re.compile("[0-9a-f]{64}")

Change = Mapping[str, str | None]
"""File name in the folder of documents → the SHA-256 of what it is to hold, None for no file."""


@contextmanager
def changing(corpus: Path, *, wait: float = WAIT) -> Iterator[None]:
    """Keeps other processes from changing the documents, and first ends a change that a killed one began.

    Raises:
        BusyError: another process has not finished in ``wait`` seconds.
        CorpusError: the folder cannot be written.
    """
    with ExitStack() as held:
        with writing(corpus):
            (corpus / FOLDER / _KEPT).mkdir(parents=True, exist_ok=True)
            held.enter_context(alone(corpus / FOLDER / _LOCK, wait=wait))
            remove_unfinished(corpus / FOLDER)
            finish(corpus)
        yield


@contextmanager
def writing(corpus: Path) -> Iterator[None]:
    """Turns a failure of the disk into one Danish sentence.

    Raises:
        CorpusError: the folder cannot be written.
    """
    try:
        yield
    except OSError as error:
        raise CorpusError(texts.corpus_not_writable(str(corpus), reason_of(error))) from error


def keep(corpus: Path, data: bytes, digest: str, suffix: str) -> None:
    """Stores ``data`` with SHA-256 ``digest`` among the kept files unless it is there."""
    if kept_file(corpus, digest) is None:
        write_whole(corpus / FOLDER / _KEPT / f"{digest}{suffix}", data, beside=corpus / FOLDER)


def kept_file(corpus: Path, digest: str) -> Path | None:
    """Returns the kept file with SHA-256 ``digest``, or None; one whose bytes are others is no such file."""
    found = next(iter((corpus / FOLDER / _KEPT).glob(f"{digest}*")), None)
    return found if found is not None and digest_of(found) == digest else None


def commit(corpus: Path, change: Change) -> Change:
    """Carries out ``change``, whose new contents are kept, and returns the change that takes it back.

    Afterwards the index is behind (see ``is_unfinished``) until ``indexed`` is called. Call it inside ``changing``.

    Raises:
        CorpusError: a file that is to come back is not among the kept ones; nothing was changed then.
    """
    before = {name: digest_of(corpus / name) if (corpus / name).is_file() else None for name in change}
    for name, digest in change.items():
        if digest not in (None, before[name]) and kept_file(corpus, digest) is None:
            raise CorpusError(texts.kept_file_missing(name, str(corpus / FOLDER / _KEPT)))
    write_whole(corpus / FOLDER / _CHANGE, json.dumps(dict(change)).encode(), beside=corpus / FOLDER)
    finish(corpus)
    return before


def finish(corpus: Path) -> None:
    """Brings the files of a decided change in place; what they replace is kept. Call it inside ``changing``.

    Raises:
        CorpusError: the disk has lost what was decided, or a file that it needs.
    """
    decided = corpus / FOLDER / _CHANGE
    if not decided.is_file():
        return
    change = _read(decided)
    # New files first and removals last, so that the manifest never names a file that is not there.
    for name, digest in sorted(change.items(), key=lambda row: (row[1] is None, row[0].endswith(".toml"), row[0])):
        _bring(corpus, name, digest)
    flush(corpus)
    os.replace(decided, corpus / FOLDER / _INDEXING)
    flush(corpus / FOLDER)
    for digest in change.values():
        new = kept_file(corpus, digest) if digest else None
        if new:
            new.unlink()  # it lies in the folder itself now


def _read(decided: Path) -> Change:
    try:
        change = json.loads(decided.read_bytes())
    except (ValueError, RecursionError):
        change = None
    if not isinstance(change, dict) or not all(_is_row(name, digest) for name, digest in change.items()):
        raise CorpusError(texts.change_damaged(str(decided)))
    return change


def _is_row(name: str, digest: object) -> bool:
    is_digest = isinstance(digest, str) and _DIGEST.fullmatch(digest) is not None
    return Path(name).name == name and (digest is None or is_digest)


def _bring(corpus: Path, name: str, digest: str | None) -> None:
    target = corpus / name
    present = digest_of(target) if target.is_file() else None
    if present == digest:
        return
    if present:
        keep(corpus, target.read_bytes(), present, target.suffix)
    if digest is None:
        target.unlink()
        return
    source = kept_file(corpus, digest)
    if source is None:
        raise CorpusError(texts.change_incomplete(name, str(corpus / FOLDER / _CHANGE)))
    write_whole(target, source.read_bytes(), beside=corpus / FOLDER)


def is_unfinished(corpus: Path) -> bool:
    """Tells whether a change was decided whose files or index are not in place yet."""
    return any((corpus / FOLDER / name).is_file() for name in (_CHANGE, _INDEXING))


def is_half_done(corpus: Path) -> bool:
    """Tells whether a change was decided whose files are not all in place yet."""
    return (corpus / FOLDER / _CHANGE).is_file()


def indexed(corpus: Path) -> None:
    """Notes that the index holds the documents as they are now."""
    (corpus / FOLDER / _INDEXING).unlink(missing_ok=True)


def finish_if_left(corpus: Path) -> None:
    """Ends a change that a killed process left half done; does nothing while another process is at it."""
    if is_half_done(corpus):
        try:
            with changing(corpus, wait=0):
                pass
        except BusyError:
            return
