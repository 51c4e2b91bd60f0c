"""How an answer is shown: the stretch of text that each candidate stands for, long enough to stand alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.retriever import Retriever
from ingest.blocks import Block, BlockKind
from ingest.document import Document, Span
from ingest.units import Unit

from .candidates import Candidate
from .questions import Kind, Question

_DEPENDENT = re.compile(
    r"^(det|den|de|dette|denne|disse|han|hun|her|heraf|herved|hermed|derved|dermed|derfor|dertil|desuden|derudover|samtidig"
    r"|men|og|så|omvendt|således|dog|ligeledes|endelig|sidst|hvilket|dér|begge dele|alt sammen|tallene|resultatet"
    r"|udviklingen|selvom|eller|ligesom|ovennævnte)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one document, on one page, to be quoted.

    Attributes:
        doc_id: the document.
        start, end: half-open range of the document's text.
        block: the block that it begins in.
        score: of the candidate that it stands for.
    """

    doc_id: str
    start: int
    end: int
    block: Block
    score: float


def passages_for(retriever: Retriever, question: Question, candidates: Sequence[Candidate]) -> list[Passage]:
    """Returns the stretches that the candidates are shown as, in the candidates' order; a candidate may give two.

    A candidate that overlaps an earlier one is left out.
    """
    found: list[Passage] = []
    for candidate in candidates:
        for passage in _passages(retriever, question, candidate):
            if not any(_overlap(passage, other) for other in found):
                found.append(passage)
    return found


def joined(retriever: Retriever, passages: Sequence[Passage]) -> list[Passage]:
    """Returns ``passages`` with those that stand side by side on one page made one, in the place of the better one."""
    kept: list[Passage] = []
    for passage in passages:
        for number, other in enumerate(kept):
            if other.doc_id == passage.doc_id and _side_by_side(retriever.document(passage.doc_id), other, passage):
                first = min(other, passage, key=lambda one: one.start)
                kept[number] = replace(first, end=max(other.end, passage.end), score=other.score)
                break
        else:
            kept.append(passage)
    return kept


def _side_by_side(document: Document, one: Passage, other: Passage) -> bool:
    first, second = (one, other) if one.start <= other.start else (other, one)
    same_page = document.page_index(first.start) == document.page_index(second.end - 1)
    return (
        same_page and not document.text[first.end : second.start].strip() and not _is_row(first) and not _is_row(second)
    )


def _is_row(passage: Passage) -> bool:
    return passage.block.kind in (BlockKind.ROW, BlockKind.LEGEND, BlockKind.HEADING)


def _overlap(one: Passage, other: Passage) -> bool:
    return one.doc_id == other.doc_id and one.start < other.end and other.start < one.end


def _passages(retriever: Retriever, question: Question, candidate: Candidate) -> list[Passage]:
    unit = retriever.content.units[candidate.first]
    spans = _shown(retriever, question, candidate)
    return [
        Passage(unit.doc_id, start, end, _block_at(retriever, unit.doc_id, start), candidate.score)
        for start, end in spans
    ]


def _block_at(retriever: Retriever, doc_id: str, offset: int) -> Block:
    blocks = retriever.content.blocks[doc_id]
    return next(block for block in reversed(blocks) if block.start <= offset)


def _shown(retriever: Retriever, question: Question, candidate: Candidate) -> list[Span]:
    unit = retriever.content.units[candidate.first]
    document, blocks = retriever.document(unit.doc_id), retriever.content.blocks[unit.doc_id]
    block = blocks[unit.block]
    if block.kind in (BlockKind.GLOSSARY, BlockKind.PART):
        listed = question.kind is Kind.LIST and block.kind is BlockKind.PART
        return [_entry(blocks, _headed_by(blocks, unit.block) if listed else unit.block)]
    if candidate.end - candidate.first > 1:
        return _list_of_range(retriever, document, candidate) or _range(retriever, document, candidate)
    if question.kind is Kind.LIST or _announces_list(blocks, unit.block, (unit.start, unit.end)):
        whole = _list(document, blocks, unit.block)
        if whole:
            return whole
    if question.kind is Kind.LIST and block.kind is BlockKind.HEADING:
        return [block.content]
    return [_stand_alone(retriever, candidate.first)]


def _list_of_range(retriever: Retriever, document: Document, candidate: Candidate) -> list[Span]:
    """Returns the whole list when the range holds several items of one; [] otherwise."""
    blocks = retriever.content.blocks[document.doc_id]
    numbers = {retriever.content.units[unit].block for unit in range(candidate.first, candidate.end)}
    items = [number for number in sorted(numbers) if blocks[number].kind is BlockKind.ITEM]
    if len(items) < 2 or len({blocks[number].lead for number in items}) > 1:
        return []
    return _list(document, blocks, items[0])


def _range(retriever: Retriever, document: Document, candidate: Candidate) -> list[Span]:
    """A range of units as one span per page and, where something else stands between them, per stretch."""
    spans: list[Span] = []
    for number in range(candidate.first, candidate.end):
        unit = retriever.content.units[number]
        joins = (
            spans
            and not document.text[spans[-1][1] : unit.start].strip()
            and document.page_index(spans[-1][0]) == document.page_index(unit.start)
        )
        if joins:
            spans[-1] = (spans[-1][0], unit.end)
        else:
            spans.append((unit.start, unit.end))
    first = _stand_alone(retriever, candidate.first)
    spans[0] = (first[0], max(first[1], spans[0][1]))
    return spans


def _entry(blocks: Sequence[Block], number: int) -> Span:
    """A glossary entry with its numbered parts, or a numbered part alone."""
    block = blocks[number]
    if block.kind is BlockKind.PART:
        return block.span
    end = number + 1
    while end < len(blocks) and blocks[end].kind is BlockKind.PART and blocks[end].lead == block.span:
        end += 1
    return block.start, blocks[end - 1].end


def _headed_by(blocks: Sequence[Block], part: int) -> int:
    """Returns the number of the glossary entry that the numbered part ``part`` belongs to, or of the part itself."""
    lead = blocks[part].lead
    return next((number for number in range(part, -1, -1) if blocks[number].span == lead), part)


def _announces_list(blocks: Sequence[Block], number: int, span: Span) -> bool:
    """Whether ``span``, in block ``number``, is the lead-in of a list and so alone answers nothing."""
    following = blocks[number + 1] if number + 1 < len(blocks) else None
    if following is None or following.kind is not BlockKind.ITEM or following.lead is None:
        return False
    return following.lead[0] < span[1] and span[0] < following.lead[1]


def _list(document: Document, blocks: Sequence[Block], number: int) -> list[Span]:
    """Returns the whole list that block ``number`` belongs to or announces, one range per page; [] without one."""
    lead = blocks[number].lead if blocks[number].kind is BlockKind.ITEM else None
    if lead is None and number + 1 < len(blocks) and blocks[number + 1].kind is BlockKind.ITEM:
        lead = blocks[number + 1].lead
    if lead is None:
        return []
    ranges: list[Span] = [lead]
    for item in blocks:
        if item.kind is not BlockKind.ITEM or item.lead != lead:
            continue
        start, end = ranges[-1]
        same_page = document.page_index(start) == document.page_index(item.start)
        if same_page and not document.text[end : item.start].strip():
            ranges[-1] = (start, item.end)
        else:
            ranges.append(item.span)
    return ranges


def _with_first_sentence(retriever: Retriever, number: int) -> Span:
    """Returns a heading's range with the sentence below it, which tells what stands there."""
    unit, units = retriever.content.units[number], retriever.content.units
    document = retriever.document(unit.doc_id)
    below = units[number + 1] if number + 1 < len(units) else None
    if below is None or below.doc_id != unit.doc_id:
        return unit.start, unit.end
    same_page = document.page_index(unit.start) == document.page_index(below.start)
    return unit.start, below.end if same_page else unit.end


def _statement(retriever: Retriever, unit: Unit) -> Span:
    """Returns a quotation with the person who said it below, as far as they stand together on one page."""
    document, blocks = retriever.document(unit.doc_id), retriever.content.blocks[unit.doc_id]
    first = blocks[unit.block]
    if first.kind is BlockKind.ATTRIBUTION:
        said = blocks[unit.block - 1] if unit.block else first
        first = said if said.speaker == first.span else first
    end = first.speaker[1] if first.speaker else first.end
    together = first.speaker and not document.text[first.end : first.speaker[0]].strip()
    return (first.start, end) if together else first.span


def _stand_alone(retriever: Retriever, number: int) -> Span:
    """Returns the unit's range, begun one sentence earlier when it opens with a word that points back."""
    unit, block = retriever.content.units[number], retriever.block_of(number)
    if block.kind in (BlockKind.QUOTE, BlockKind.ATTRIBUTION):
        return _statement(retriever, unit)
    if block.kind is BlockKind.HEADING:
        return _with_first_sentence(retriever, number)
    if number > 0 and _DEPENDENT.match(retriever.unit_text(number)):
        before = retriever.content.units[number - 1]
        if (before.doc_id, before.block) == (unit.doc_id, unit.block):
            return before.start, unit.end
    return unit.start, unit.end
