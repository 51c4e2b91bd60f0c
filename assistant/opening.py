"""Opens an assistant on an index, building the index first when there is none."""

from pathlib import Path

import texts
from index.encoders import Encoder
from index.settings import CORPUS, INDEX, default_encoder
from index.storage import build_index, current_version, load_index, stale_documents
from ingest.corpus import read_corpus
from ingest.errors import IndexMismatch

from .ask import Assistant


def open_assistant(
    *, corpus: Path = CORPUS, index: Path = INDEX, encoder: Encoder | None = None, rebuild: bool = False
) -> Assistant:
    """Returns an assistant over the index in ``index``, which is built from ``corpus`` when there is none.

    Args:
        corpus: folder of documents.
        index: folder of the index.
        encoder: embedding model; the one without download when omitted.
        rebuild: whether an index that no longer fits the documents or the program is built anew.

    Raises:
        CorpusError: the documents cannot be read.
        IndexMismatch: the index does not fit the documents or the program, and ``rebuild`` is False.
    """
    encoder = encoder or default_encoder()
    if current_version(index) is None:
        build_index(read_corpus(corpus), index, encoder)
    try:
        retriever = load_index(index, encoder)
        stale = stale_documents(index, corpus) if corpus.is_dir() else []
        if stale:
            raise IndexMismatch(texts.index_stale(stale))
    except IndexMismatch:
        if not rebuild:
            raise
        build_index(read_corpus(corpus), index, encoder)
        retriever = load_index(index, encoder)
    return Assistant(retriever)
