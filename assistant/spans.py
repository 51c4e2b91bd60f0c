"""Which spans answer: units scored for the question, and the stretch of text that each best unit is shown as."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.fusion import weighted_sum
from index.retriever import UNIT_WEIGHTS, Retriever, Search
from index.terms import content_words, terms
from ingest.blocks import Block, BlockKind
from ingest.document import Document, Span
from ingest.normalise import quote_of
from ingest.units import Unit

from .questions import Kind, Question

_CHUNK_SHARE = 0.9
"""Weight of the chunk's score beside the unit's own, which has weight 1."""
_KIND_BONUS = 0.06
_DEFINITION_BONUS = 0.5

_NUMBER = re.compile(r"\d")
_NUMBER_WORD = re.compile(
    r"\b(en|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|halvdelen|tredjedel\w*|fjerdedel\w*|hver (anden|tredje|fjerde)|dobbelt\w*"
    r"|firedoblet|million\w*|milliard\w*)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b((19|20|21)\d\d|januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december|måned\w*|uge\w*"
    r"|dag(e|en|ligt)?|år(et|ene|lig\w*)?|forår\w*|efterår\w*|sommer\w*|vinter\w*)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![.!?] )(?<!^)\b[A-ZÆØÅ]{2,}\b|(?<![.!?] )(?<!^)\b[A-ZÆØÅ][a-zæøå]+|\w+(minister|udvalg|formand|bestyrelse|borgmester|rådgiver)\w*")
_REASON = re.compile(
    r"\b(fordi|skyldes|årsag\w*|grund\w*|derfor|for at|så (at )?man|da der|idet|betyder|hvilket|eftersom|formål\w*)\b", re.IGNORECASE
)
_DEFINES = re.compile(
    r"\b(er (en|et|den|det|at)|betyder|forstås|kaldes|kalder|dækker|handler om|består af|omfatter|vil sige|karakteriseret|kendetegnet"
    r"|såkaldt\w*|defineres|går ud på|indebærer)\b",
    re.IGNORECASE,
)
_KIND_SIGNS = {
    Kind.WHEN: _TIME,
    Kind.WHO: _NAME,
    Kind.WHY: _REASON,
    Kind.DEFINITION: _DEFINES,
}
_DEPENDENT = re.compile(
    r"^(det|den|de|dette|denne|disse|han|hun|her|heraf|herved|hermed|derved|dermed|derfor|dertil|desuden|derudover|samtidig|men|og|så"
    r"|omvendt|således|dog|ligeledes|endelig|sidst|hvilket|dér|der er dog|begge dele|alt sammen|tallene|resultatet|udviklingen)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that may answer.

    Attributes:
        number: the unit's number in the index.
        unit: the unit.
        block: its block.
        score: how well it fits the question; comparable within one question only.
    """

    number: int
    unit: Unit
    block: Block
    score: float


def rank_units(retriever: Retriever, search: Search, question: Question, *, k: int = 12) -> list[Candidate]:
    """Returns the ``k`` best units of the chunks that were hit, best first; ties by place."""
    content = retriever.content
    per_chunk = {hit.chunk.chunk_id: hit.score for hit in search.hits}
    own = weighted_sum(search.units, UNIT_WEIGHTS)
    found: list[Candidate] = []
    for number, unit in enumerate(content.units):
        chunk = content.chunks[content.unit_chunks[number]]
        if chunk.chunk_id not in per_chunk:
            continue
        block = content.blocks[unit.doc_id][unit.block]
        text = quote_of(content.documents[unit.doc_id].text, unit.start, unit.end)
        score = float(own[number]) + _CHUNK_SHARE * per_chunk[chunk.chunk_id] + _bonus(question, block, text)
        found.append(Candidate(number, unit, block, score))
    found.sort(key=lambda candidate: (-candidate.score, candidate.unit.doc_id, candidate.unit.start))
    return found[:k]


def _bonus(question: Question, block: Block, text: str) -> float:
    """Returns what the form of the text adds: a number for "how many", a year for "when", the entry for a definition."""
    if block.kind is BlockKind.HEADING:
        return -2 * _KIND_BONUS
    if question.term and block.kind in (BlockKind.GLOSSARY, BlockKind.PART) and defines(question.term, text):
        return _DEFINITION_BONUS
    if question.kind is Kind.NUMBER:
        return _KIND_BONUS if _NUMBER.search(text) else (_KIND_BONUS / 2 if _NUMBER_WORD.search(text) else -_KIND_BONUS)
    sign = _KIND_SIGNS.get(question.kind)
    if sign is None:
        return 0.0
    return _KIND_BONUS if sign.search(text) else -_KIND_BONUS / 2


def defines(term: str, entry: str) -> bool:
    """Tells whether the glossary entry or numbered part ``entry`` is the one for ``term``."""
    head = re.split(r"\s[–-]\s|,", re.sub(r"^\d+\.\s*", "", entry), maxsplit=1)[0]
    asked, given = set(content_words(term)), set(content_words(head))
    if not asked or not given:
        return False
    if asked == given:
        return True
    return given <= asked and len(asked) - len(given) <= 1 and set(terms(head)) <= set(terms(term))


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one document, on one page, to be quoted.

    Attributes:
        doc_id: the document.
        start, end: half-open range of the document's text.
        block: the block that it begins in.
        score: of the unit that it was made for.
    """

    doc_id: str
    start: int
    end: int
    block: Block
    score: float


def passages_for(retriever: Retriever, question: Question, candidates: Sequence[Candidate]) -> list[Passage]:
    """Returns the stretches that the candidates are shown as, in the candidates' order; a candidate may give two."""
    found: list[Passage] = []
    for candidate in candidates:
        for passage in _passages(retriever, question, candidate):
            if not any(_overlap(passage, other) for other in found):
                found.append(passage)
    return found


def _overlap(one: Passage, other: Passage) -> bool:
    return one.doc_id == other.doc_id and one.start < other.end and other.start < one.end


def _passages(retriever: Retriever, question: Question, candidate: Candidate) -> list[Passage]:
    blocks = retriever.content.blocks[candidate.unit.doc_id]
    block, number = candidate.block, candidate.unit.block
    whole: list[Span] | None = None
    if block.kind in (BlockKind.GLOSSARY, BlockKind.PART):
        whole = _entry(blocks, number)
    elif question.kind is Kind.LIST or _announces_list(blocks, number, candidate.unit):
        whole = _list(retriever.document(candidate.unit.doc_id), blocks, number)
    if whole is None:
        whole = [_stand_alone(retriever, candidate)]
    return [Passage(candidate.unit.doc_id, start, end, block, candidate.score) for start, end in whole]


def _entry(blocks: Sequence[Block], number: int) -> list[Span]:
    """A glossary entry whole, with its numbered parts when the entry itself is asked for."""
    block = blocks[number]
    if block.kind is BlockKind.PART:
        return [block.span]
    end = number + 1
    while end < len(blocks) and blocks[end].kind is BlockKind.PART and blocks[end].lead == block.span:
        end += 1
    return [(block.start, blocks[end - 1].end)]


def _announces_list(blocks: Sequence[Block], number: int, unit: Unit) -> bool:
    """Whether the unit is the lead-in of a list, which alone answers nothing."""
    following = blocks[number + 1] if number + 1 < len(blocks) else None
    return (
        following is not None
        and following.kind is BlockKind.ITEM
        and following.lead is not None
        and following.lead[0] < unit.end
        and unit.start < following.lead[1]
        and blocks[number].kind in (BlockKind.PARAGRAPH, BlockKind.HEADING)
    )


def _list(document: Document, blocks: Sequence[Block], number: int) -> list[Span] | None:
    """Returns the whole list that block ``number`` belongs to or announces, one range per page; None when there is none."""
    lead = blocks[number].lead if blocks[number].kind is BlockKind.ITEM else None
    if lead is None and number + 1 < len(blocks) and blocks[number + 1].kind is BlockKind.ITEM:
        lead = blocks[number + 1].lead
    if lead is None:
        return None
    items = [block for block in blocks if block.kind is BlockKind.ITEM and block.lead == lead]
    ranges: list[Span] = [lead]
    for item in items:
        start, end = ranges[-1]
        near = document.page_index(start) == document.page_index(item.start) and not document.text[end : item.start].strip()
        if near:
            ranges[-1] = (start, item.end)
        else:
            ranges.append(item.span)
    return ranges


def _stand_alone(retriever: Retriever, candidate: Candidate) -> Span:
    """Returns the unit's range, begun one sentence earlier when it opens with a word that points back."""
    unit = candidate.unit
    document = retriever.document(unit.doc_id)
    text = quote_of(document.text, unit.start, unit.end)
    if candidate.block.kind is BlockKind.QUOTE:
        return candidate.block.span
    if candidate.number > 0 and _DEPENDENT.match(text):
        before = retriever.content.units[candidate.number - 1]
        if before.doc_id == unit.doc_id and before.block == unit.block:
            return before.start, unit.end
    return unit.start, unit.end
