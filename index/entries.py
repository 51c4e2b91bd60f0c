"""What is indexed for each chunk, each unit and each wording."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from ingest.blocks import Block, BlockKind
from ingest.chunks import Chunk
from ingest.corpus import Corpus
from ingest.document import Document, Span
from ingest.normalise import quote_of
from ingest.units import Unit


class Fit(StrEnum):
    """How the material meets a wording."""

    ANSWERED = "answered"
    NEAR = "near"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Wording:
    """One everyday wording and the units that it was written for.

    Attributes:
        text: the wording; never shown to users.
        first, end: half-open range of unit numbers, among all units of the index, that answer it or come closest;
            empty when nothing does.
        fit: how they meet it.
    """

    text: str
    first: int
    end: int
    fit: Fit = Fit.ANSWERED


def passage_text(document: Document, chunk: Chunk) -> str:
    """Returns what is indexed for ``chunk``: its headings, its context (lead-in, caption, header), its text."""
    context = [quote_of(document.text, *span) for span in chunk.context]
    return "\n".join([*chunk.section[-2:], *context, quote_of(document.text, chunk.start, chunk.end)])


def unit_text(document: Document, block: Block, unit: Unit) -> str:
    """Returns what is indexed for ``unit``: what its block is read with, and its own text."""
    context: list[Span] = [span for span in (block.lead, block.header, block.speaker) if span]
    parts = [quote_of(document.text, *span) for span in context if not (span[0] <= unit.start < span[1])]
    if block.section and block.kind is not BlockKind.HEADING:
        parts.insert(0, block.section[-1])
    return "\n".join([*parts, quote_of(document.text, unit.start, unit.end)])


def chunk_numbers(chunks: Sequence[Chunk], units: Sequence[Unit]) -> list[int]:
    """Returns for each unit the number of the chunk that holds its first character.

    Args:
        chunks: in order of document and place.
        units: in any order; each inside the range of some chunk.
    """
    starts: dict[str, tuple[list[int], list[int]]] = {}
    for number, chunk in enumerate(chunks):
        offsets, numbers = starts.setdefault(chunk.doc_id, ([], []))
        offsets.append(chunk.start)
        numbers.append(number)
    found = []
    for unit in units:
        offsets, numbers = starts[unit.doc_id]
        found.append(numbers[max(0, bisect_right(offsets, unit.start) - 1)])
    return found


def wordings_of(corpus: Corpus, units: Sequence[Unit]) -> list[Wording]:
    """Returns the wordings of all expansions with the units that their spans touch, in order, the unanswered last."""
    places: dict[str, list[int]] = {}
    for number, unit in enumerate(units):
        places.setdefault(unit.doc_id, []).append(number)
    found: list[Wording] = []
    for ingested in corpus.documents:
        numbers = places.get(ingested.document.doc_id, [])
        starts = [units[n].start for n in numbers]
        reach = list(accumulate((units[n].end for n in numbers), max))
        for expansion in ingested.expansions:
            # The units are in order of their starts; those before the first never reach the expansion.
            first, end = bisect_right(reach, expansion.start), bisect_left(starts, expansion.end)
            inside = [n for n in numbers[first:end] if expansion.start < units[n].end]
            if inside:
                place = (inside[0], inside[-1] + 1)
                found.extend(Wording(text, *place) for text in expansion.wordings)
                found.extend(Wording(text, *place, Fit.NEAR) for text in expansion.near)
    found.extend(Wording(text, 0, 0, Fit.UNANSWERED) for text in corpus.unanswered)
    return found
