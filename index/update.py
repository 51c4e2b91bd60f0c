"""Changes the documents and the index together: both are the new ones afterwards, or both the old ones.

A process that dies in between leaves a note in the folder of documents; whoever comes next brings the change to its end
(``mend``). Until the index is swapped, questions are answered from the old one.
"""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import texts
from ingest import library
from ingest.blocks import Structure
from ingest.changes import Change, changing, commit, indexed, is_unfinished, kept_file
from ingest.corpus import Corpus, Ingested, problems_of, read_corpus
from ingest.disk import WAIT, digest_if_readable
from ingest.document import Source
from ingest.errors import BusyError, CorpusError, DocumentError, IndexMismatch, KildesvarError
from ingest.library import Candidate, Details

from .encoders import Encoder
from .static_encoder import StaticEncoder
from .storage import (
    Built,
    Version,
    build_index_alone,
    building_alone,
    load_stored,
    use_version,
    versions,
)
from .stored import Content
from .vector_cache import CachedEncoder


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update of the index gave.

    Attributes:
        corpus: the documents as they were read.
        built: the index.
        reused: how many documents were not read again.
        encoded: how many texts were embedded.
        problems: Danish sentences on what could not be read or used.
    """

    corpus: Corpus
    built: Built
    reused: int
    encoded: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Addition:
    """What adding files gave.

    Attributes:
        added: the entries of the new documents.
        refused: a Danish sentence for each file that was not added.
        problems: Danish sentences on what could not be read in those that were.
        updated: the index; None when nothing was added.
    """

    added: tuple[Source, ...]
    refused: tuple[str, ...]
    problems: tuple[str, ...]
    updated: Updated | None


def add_documents(
    files: Sequence[Path],
    details: Details,
    *,
    corpus: Path,
    index: Path,
    encoder: Encoder,
    names: Sequence[str] = (),
    wait: float = WAIT,
    told: Callable[[str], object] = lambda sentence: None,
) -> Addition:
    """Adds ``files`` to the documents and updates the index; one that cannot be added does not stop the others.

    Args:
        files: the files; they are copied.
        details: what is said about them.
        corpus: folder of documents.
        index: folder of the index.
        encoder: embedding model.
        names: what the files are called where their own names are not meant to be seen, as for uploads.
        wait: seconds to wait for another process that changes them.
        told: told one Danish sentence at each step.

    Raises:
        CorpusError: the folder of documents cannot be used or written.
        IndexMismatch: the index cannot be written; the documents are then as they were.
        BusyError: another process has not finished in time.
    """
    if not corpus.is_dir():
        raise CorpusError(texts.corpus_missing(str(corpus)))
    candidates: list[Candidate] = []
    refused: list[str] = []
    for number, file in enumerate(files):
        told(texts.reading_file(names[number] if names else file.name, number + 1, len(files)))
        try:
            candidates.append(library.read_candidate(file, corpus, name=names[number] if names else ""))
        except DocumentError as error:
            refused.append(str(error))
    if not candidates:
        return Addition((), tuple(refused), (), None)
    told(texts.UPDATING_INDEX)
    with changing(corpus, wait=wait):
        added = library.add(corpus, candidates, details)
        refused.extend(added.refused)
        if not added.documents:
            return Addition((), tuple(refused), (), None)
        with _taken_back(corpus, added.undo):
            updated = _update(corpus, index, encoder, added.documents, wait)
    problems = tuple(
        texts.in_document(row.document.title, problem) for row in added.documents for problem in row.document.problems
    )
    return Addition(tuple(row.document.source for row in added.documents), tuple(refused), problems, updated)


def remove_document(
    doc_id: str, *, corpus: Path, index: Path, encoder: Encoder, wait: float = WAIT
) -> tuple[Source, Updated]:
    """Removes a document, whose file is kept, updates the index and returns the document's entry.

    Raises:
        CorpusError: there is no such document, it is the only one, or the folder cannot be written.
        IndexMismatch, BusyError: as for ``add_documents``.
    """
    if not corpus.is_dir():
        raise CorpusError(texts.corpus_missing(str(corpus)))
    with changing(corpus, wait=wait):
        source, undo = library.remove(corpus, doc_id)
        with _taken_back(corpus, undo):
            return source, _update(corpus, index, encoder, (), wait)


def restore_version(name: str | None, *, corpus: Path, index: Path, encoder: Encoder, wait: float = WAIT) -> Version:
    """Brings back the documents and the index of an earlier version, and returns it.

    Wordings and the lexicon stay as they are; where they have changed since, the index is built from the documents of
    that version and them.

    Args:
        name: the version; the one used before the present one when None.
        corpus: folder of documents.
        index: folder of the index.
        encoder: embedding model.
        wait: seconds to wait for another process that changes them.

    Raises:
        CorpusError: a file of that version is gone, or the folder cannot be written.
        IndexMismatch: there is no such version, or the index cannot be written.
        BusyError: another process has not finished in time.
    """
    if not corpus.is_dir():
        raise CorpusError(texts.corpus_missing(str(corpus)))
    with changing(corpus, wait=wait):
        version = _chosen(versions(index), name)
        present = {digest_if_readable(path) for path in corpus.iterdir() if path.is_file()}
        gone = [
            file for file, digest in version.files.items() if digest not in present and not kept_file(corpus, digest)
        ]
        if gone:
            raise CorpusError(texts.version_incomplete(version.name, gone))
        sources = None if version.sources is None else version.sources.encode("utf-8")
        undo = library.restore(corpus, version.files, sources)
        with _taken_back(corpus, undo):
            with building_alone(index, wait=wait):
                done = use_version(index, version.name, encoder, corpus)
            if done:
                indexed(corpus)
            else:
                _update(corpus, index, encoder, (), wait)
    return version


def update_index(corpus: Path, index: Path, encoder: Encoder, *, anew: bool = False, wait: float = WAIT) -> Updated:
    """Reads the documents that have changed, builds the index of all of them and puts it in use.

    Args:
        corpus: folder of documents.
        index: folder of the index.
        encoder: embedding model.
        anew: whether unchanged documents are read again, too.
        wait: seconds to wait for another process that changes them.

    Raises:
        CorpusError: the documents cannot be read.
        IndexMismatch: the index cannot be written.
        BusyError: another process has not finished in time.
    """
    with _reading(corpus, wait):
        return _update(corpus, index, encoder, (), wait, anew=anew)


def mend(corpus: Path, index: Path, encoder: Encoder) -> bool:
    """Brings a change to its end that a killed process began; returns whether that was done.

    Raises:
        BusyError: the process that makes the change is still at it.
        CorpusError, IndexMismatch: as for ``update_index``.
    """
    if not is_unfinished(corpus):
        return False
    with changing(corpus, wait=0):
        if is_unfinished(corpus):
            _update(corpus, index, encoder, (), WAIT)
    return True


def _update(
    corpus: Path, index: Path, encoder: Encoder, fresh: Sequence[Ingested], wait: float, *, anew: bool = False
) -> Updated:
    with building_alone(index, wait=wait):
        cached = CachedEncoder(encoder, index)
        earlier = [*fresh] if anew else [*_stored(index), *fresh]
        read = read_corpus(corpus, earlier=earlier)
        built = build_index_alone(read, index, cached)
        if not isinstance(encoder, StaticEncoder):  # which embeds the whole corpus faster than a disk pays back
            with contextlib.suppress(OSError):  # a cache: the index is whole without it
                cached.save()
    indexed_before = {id(row.structure) for row in earlier}
    reused = sum(id(row.structure) in indexed_before for row in read.documents) - len(fresh)
    with contextlib.suppress(OSError):  # a folder that cannot be written has no unfinished change
        indexed(corpus)
    return Updated(read, built, max(0, reused), cached.encoded, tuple(problems_of(read)))


def _stored(index: Path) -> list[Ingested]:
    """Returns the documents of the index in use, none when it is not whole or another version of Kildesvar's."""
    try:
        content = load_stored(index)
    except IndexMismatch:
        return []
    return _ingested(content)


def _ingested(content: Content) -> list[Ingested]:
    chunks = {doc_id: tuple(c for c in content.chunks if c.doc_id == doc_id) for doc_id in content.documents}
    units = {doc_id: tuple(u for u in content.units if u.doc_id == doc_id) for doc_id in content.documents}
    return [
        Ingested(document, Structure(content.blocks[doc_id], ()), chunks[doc_id], units[doc_id], (), document.problems)
        for doc_id, document in content.documents.items()
    ]


@contextmanager
def _taken_back(corpus: Path, undo: Change) -> Iterator[None]:
    """Takes the change of the documents back when the index cannot be updated."""
    try:
        yield
    except (KildesvarError, OSError):
        with contextlib.suppress(KildesvarError, OSError):  # what cannot be taken back is ended later, see mend
            commit(corpus, undo)
            indexed(corpus)
        raise


@contextmanager
def _reading(corpus: Path, wait: float) -> Iterator[None]:
    """Keeps the documents as they are; a folder that cannot be written cannot be changed by others either."""
    with contextlib.ExitStack() as stack:
        if corpus.is_dir():
            try:
                stack.enter_context(changing(corpus, wait=wait))
            except BusyError:
                raise
            except CorpusError:
                if is_unfinished(corpus):
                    raise
        yield


def _chosen(kept: Sequence[Version], name: str | None) -> Version:
    if name is None:
        earlier = [version for version in kept if not version.in_use]
        if not earlier:
            raise IndexMismatch(texts.VERSION_NONE)
        return earlier[0]
    found = [version for version in kept if version.name.startswith(name)] if name else []
    if len(found) != 1:
        raise IndexMismatch(texts.version_unknown(name, [version.name for version in kept]))
    return found[0]
