"""Everything that may be quoted, read from one folder."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import texts

from .blocks import BlockKind, Structure
from .changes import finish_if_left
from .chunks import Chunk, chunks_of
from .disk import digest_if_readable
from .document import Document, Source
from .errors import CorpusError, DocumentError
from .expansions import Expansion, read_expansions, read_unanswered
from .manifest import badly_named, read_sources
from .normalise import quote_of
from .sandbox import read_guarded
from .structure import structure_of
from .units import Unit, units_of


@dataclass(frozen=True, slots=True)
class Ingested:
    """One document with all that ingestion found out about it.

    Attributes:
        document: the document.
        structure: its blocks and noise.
        chunks: its chunks, in order.
        units: its quotable units, in order.
        expansions: wordings anchored to its spans.
        problems: Danish sentences on what could not be used.
    """

    document: Document
    structure: Structure
    chunks: tuple[Chunk, ...]
    units: tuple[Unit, ...]
    expansions: tuple[Expansion, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything read from one folder.

    Attributes:
        folder: the folder.
        documents: the documents that could be read.
        failures: a Danish sentence for each that could not.
        unanswered: questions that no document comes close to.
    """

    folder: Path
    documents: tuple[Ingested, ...]
    failures: tuple[str, ...]
    unanswered: tuple[str, ...] = ()


def problems_of(corpus: Corpus) -> list[str]:
    """Returns a Danish sentence for everything in ``corpus`` that could not be read or used."""
    named = (
        texts.in_document(ingested.document.title, problem)
        for ingested in corpus.documents
        for problem in ingested.problems
    )
    return [*corpus.failures, *named]


def without_expansions(corpus: Corpus) -> Corpus:
    """Returns ``corpus`` as if nobody had written any wording for it."""
    documents = tuple(replace(ingested, expansions=()) for ingested in corpus.documents)
    return replace(corpus, documents=documents, unanswered=())


def ingest(document: Document, corpus: Path) -> Ingested:
    """Returns ``document`` taken apart, with its expansions from the folder ``corpus``."""
    structure = structure_of(document)
    document = _titled(document, structure)
    expansions, problems = read_expansions(corpus, document)
    chunks = tuple(chunks_of(document, structure))
    units = tuple(units_of(document, structure))
    return Ingested(document, structure, chunks, units, tuple(expansions), document.problems + tuple(problems))


def _titled(document: Document, structure: Structure) -> Document:
    """Returns ``document`` with its first heading as title when nobody has given it one but its file name."""
    heading = next((block for block in structure.blocks if block.kind is BlockKind.HEADING), None)
    if heading is None or document.title != document.path.stem:
        return document
    title = quote_of(document.text, *heading.content)
    return replace(document, source=replace(document.source, title=title))


def read_corpus(folder: Path, *, earlier: Iterable[Ingested] = ()) -> Corpus:
    """Returns every readable document of ``folder``; one that cannot be read is reported and does not stop the rest.

    Args:
        folder: the folder.
        earlier: documents that were read before; those whose file and metadata are the same are not read again.

    Raises:
        CorpusError: the folder or its manifest cannot be used, or no document in it can be read.
    """
    finish_if_left(folder)
    sources = read_sources(folder)
    before = {row.document.doc_id: row for row in earlier}
    documents: list[Ingested] = []
    failures = [texts.file_badly_named(path.name.encode("utf-8", "replace").decode()) for path in badly_named(folder)]
    for source in sources:
        path = folder / source.file
        try:
            _check_inside(path, folder)
            same = before.get(source.doc_id)
            if same is not None and _is_same(same.document, source, path):
                documents.append(_again(same, folder))
            else:
                documents.append(ingest(read_guarded(source, path)[0], folder))
        except DocumentError as error:
            failures.append(str(error))
    if not documents:
        raise CorpusError(" ".join(failures))
    return Corpus(folder, tuple(documents), tuple(failures), tuple(read_unanswered(folder)))


def _check_inside(path: Path, folder: Path) -> None:
    if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
        raise DocumentError(texts.file_leads_out(path.name))


def _is_same(document: Document, source: Source, path: Path) -> bool:
    """Tells whether ``document`` was read from the same bytes, with the metadata that ``source`` states now."""
    # A title that is the file's name was not given by anybody; the first heading stands for it.
    titled = source.title == document.title or source.title == path.stem
    same = titled and replace(source, title=document.title) == document.source
    return same and digest_if_readable(path) == document.sha256


def _again(ingested: Ingested, folder: Path) -> Ingested:
    """Returns ``ingested`` with the expansions and the place that it has now."""
    document = replace(ingested.document, path=folder / ingested.document.source.file)
    expansions, problems = read_expansions(folder, document)
    found = replace(ingested, document=document, expansions=tuple(expansions))
    return replace(found, problems=document.problems + tuple(problems))
