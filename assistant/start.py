"""Opens an assistant on an index, building the index first when there is none."""

from collections.abc import Callable
from pathlib import Path

import texts
from index.encoders import Encoder
from index.settings import CORPUS, INDEX, default_encoder
from index.storage import current_version, load_index, repair_options, stale_documents
from index.update import mend, update_index
from ingest.changes import is_unfinished
from ingest.errors import BusyError, IndexMismatch

from .ask import Assistant


def open_assistant(
    *,
    corpus: Path | None = None,
    index: Path = INDEX,
    encoder: Encoder | None = None,
    rebuild: bool = False,
    warn: Callable[[str], object] = lambda sentence: None,
) -> Assistant:
    """Returns an assistant over the index in ``index``, which is built when there is none.

    Args:
        corpus: folder of documents; the project's own when omitted. An index elsewhere than the default one is then
            not compared with it, since it may have been built from other documents.
        index: folder of the index.
        encoder: embedding model; the one in use when omitted.
        rebuild: whether an index that no longer fits the documents or the program is built anew.
        warn: told, one Danish sentence each, of what could not be read when an index is built.

    Raises:
        CorpusError: the documents cannot be read.
        IndexMismatch: the index does not fit the documents or the program, and ``rebuild`` is False.
    """
    encoder = encoder or default_encoder()
    documents = corpus or CORPUS
    is_compared = bool(corpus) or index == INDEX
    if is_compared:
        _mend(documents, index, encoder, warn)
    if current_version(index) is None:
        _build(documents, index, encoder, warn)
    try:
        if is_compared:
            _compare(index, documents)
        retriever = load_index(index, encoder, corpus=corpus)
    except IndexMismatch:
        if not rebuild:
            raise
        _build(documents, index, encoder, warn)
        retriever = load_index(index, encoder, corpus=corpus)
    return Assistant(retriever)


def _mend(corpus: Path, index: Path, encoder: Encoder, warn: Callable[[str], object]) -> None:
    """Ends a change of the documents that was broken off; one that is being made is left to who makes it."""
    try:
        if mend(corpus, index, encoder):
            warn(texts.CHANGE_FINISHED)
    except BusyError:
        return


def _compare(index: Path, corpus: Path) -> None:
    if not corpus.is_dir() or not stale_documents(index, corpus):
        return
    # While another process changes the documents, the index in use is the old one, and as good as it was.
    stale = [] if is_unfinished(corpus) else stale_documents(index, corpus)
    if stale:
        raise IndexMismatch(texts.index_stale(stale, repair_options(index, corpus)))


def _build(corpus: Path, index: Path, encoder: Encoder, warn: Callable[[str], object]) -> None:
    for sentence in update_index(corpus, index, encoder).problems:
        warn(sentence)
