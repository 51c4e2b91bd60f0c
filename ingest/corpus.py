"""Everything that may be quoted, read from one folder."""

from dataclasses import dataclass, replace
from pathlib import Path

from .blocks import BlockKind, Structure
from .chunks import Chunk, chunks_of
from .document import Document
from .errors import CorpusError, DocumentError
from .expansions import Expansion, read_expansions, read_unanswered
from .manifest import read_sources
from .normalise import quote_of
from .readers import read_document
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
    return [*corpus.failures, *(problem for ingested in corpus.documents for problem in ingested.problems)]


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
    title = quote_of(document.text, heading.start, heading.end)
    return replace(document, source=replace(document.source, title=title))


def read_corpus(folder: Path) -> Corpus:
    """Returns every readable document of ``folder``; one that cannot be read is reported and does not stop the rest.

    Raises:
        CorpusError: the folder or its manifest cannot be used, or no document in it can be read.
    """
    documents: list[Ingested] = []
    failures: list[str] = []
    for source in read_sources(folder):
        try:
            documents.append(ingest(read_document(source, folder / source.file), folder))
        except DocumentError as error:
            failures.append(str(error))
    if not documents:
        raise CorpusError(" ".join(failures))
    return Corpus(folder, tuple(documents), tuple(failures), tuple(read_unanswered(folder)))
