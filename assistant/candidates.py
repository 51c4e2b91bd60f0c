"""Which units may answer: single units and the ranges that people asked about, scored for the question."""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace

from index.entries import Fit
from index.fusion import weighted_sum
from index.retriever import UNIT_WEIGHTS, WORDING_WEIGHTS, Floats, Retriever, Search
from index.terms import content_words, terms
from ingest.blocks import Block, BlockKind
from ingest.document import Span
from ingest.normalise import quote_of

from .extremes import extreme_units
from .questions import YEAR, Kind, Question
from .senders import named_sender

_CHUNK_SHARE = 0.9
"""Weight of the chunk's score beside the unit's own, which has weight 1."""
_SIGN = 0.06
"""What the form of a text adds or costs: a number for "how many", a year for "when"."""
_DEFINITION = 0.5
_NAMES_ONLY = -0.2
"""A heading or a table's header names things and answers nothing."""
_YEAR_FOUND = 0.12
_YEAR_OTHER = -0.08
_YEAR_ROW = -0.3
"""What a year that the question names adds when the text has it, and costs when the text has other years only, or is
the table row of another year."""
_NUMBER_ROW = 0.3
"""What a row of a table adds that has the number that the question names: "hvad har placering 17?"."""
_EXTREME = 0.3
"""What the row adds that a superlative asks for."""
_OTHERS_SPEAK = -0.3
"""What other senders than the named one lose: "hvad siger KL om …"."""
_WHOLE_LIST = 0.12
"""What a whole list adds when the question asks for several things."""
_STATES = 0.12
"""What a sentence adds that begins by saying what the asked term is."""
_SAID = 0.12
"""What a quotation or a signature adds when the question asks who said or wrote something."""
_SIGNED = 0.4
"""The same for a signature below the heading that the question names."""
_NUMBERED = re.compile(r"(?P<of>[A-ZÆØÅ]\w+) \d+\b")
_SHORTEST_SERIES = 3
_LONGEST_RANGE = 14
_LONGEST_WORDS = 100
_OF_SEVERAL = (Kind.LIST, Kind.COMPARE)
"""Only lists and comparisons may take a range of more words than one reads at a glance."""
_RANGE_WORDINGS = 8
"""Of this many best wordings, those that were written for several units offer their range as an answer."""

_WHO_SAID = re.compile(
    r"\b(hvem|who)\b.*\b(sagt|siger|sagde|mener|mente|udtal\w*|citat\w*|citeret|synes|said|says|thinks"
    r"|skrevet|skrev|underskrev\w*|signed|wrote)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d")
_NUMBER_WORD = re.compile(
    r"\b(en|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|halvdelen|tredjedel\w*|fjerdedel\w*|hver (anden"
    r"|tredje|fjerde)"
    r"|dobbelt\w*|firedoblet|million\w*|milliard\w*)\b",
    re.IGNORECASE,
)
_SIGNS = {
    Kind.WHEN: re.compile(
        r"\b((19|20|21)\d\d|januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
        r"|måned\w*"
        r"|uge\w*|dag(e|en|ligt)?|år(et|ene|lig\w*)?|forår\w*|efterår\w*|sommer\w*|vinter\w*)\b",
        re.IGNORECASE,
    ),
    Kind.WHO: re.compile(
        r"(?<![.!?] )(?<!^)\b[A-ZÆØÅ]{2,}\b|(?<![.!?] )(?<!^)\b[A-ZÆØÅ][a-zæøå]+"
        r"|\w+(minister|udvalg|formand|bestyrelse|borgmester|rådgiver)\w*"
    ),
    Kind.WHY: re.compile(
        r"\b(fordi|skyldes|årsag\w*|grund\w*|derfor|for at|så (at )?man|da der|idet|betyder|hvilket|eftersom"
        r"|formål\w*)\b",
        re.IGNORECASE,
    ),
    Kind.DEFINITION: re.compile(
        r"\b(er (en|et|den|det|at)|betyder|forstås|kaldes|kalder|dækker|handler om|består af|omfatter|vil sige"
        r"|karakteriseret|kendetegnet|såkaldt\w*|defineres|går ud på|indebærer)\b",
        re.IGNORECASE,
    ),
}
_RANK = re.compile(r"\b(?:nummer|nr\.?|plads|placering(?:en)?|rank(?:ed)?|number)\s+(?P<rank>\d+)\b", re.IGNORECASE)
_SAYS_WHAT = re.compile(
    r"^[\W\d]*(?P<head>[^.;:]{2,60}?),?\s(?:er (?:en|et|den|det|de|at|når|blandt|alle|ikke)|betyder|dækker|forstås"
    r"|kaldes|handler om|består af|omfatter|vil sige|defineres|går ud på|indebærer|kendetegne\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Units that may answer.

    Attributes:
        first, end: half-open range of unit numbers, inside one document.
        score: how well they fit the question; comparable within one question only.
    """

    first: int
    end: int
    score: float


def rank_candidates(retriever: Retriever, search: Search, question: Question, *, k: int = 12) -> list[Candidate]:
    """Returns the ``k`` best candidates from the chunks that were hit, best first; ties by place."""
    per_chunk = {hit.chunk.chunk_id: hit.score for hit in search.hits}
    own = weighted_sum(search.units, UNIT_WEIGHTS)
    extreme = extreme_units(retriever, search.hits, question)
    own[list(extreme)] += _EXTREME
    found = [
        Candidate(number, number + 1, _score(retriever, per_chunk, question, number, float(own[number])))
        for chunk_id in per_chunk
        for number in retriever.units_of(chunk_id)
    ]
    found.extend(_ranges(retriever, search, question, per_chunk))
    if question.kind is Kind.LIST:
        found.extend(_lists(retriever, per_chunk, own))
        found.extend(_series(retriever, per_chunk, own))
    speaking = named_sender(question.text, retriever.content.documents)
    if speaking:
        found = [_heard(retriever, candidate, speaking) for candidate in found]
    found.sort(key=lambda candidate: (-candidate.score, candidate.first, candidate.end))
    return found[:k]


def _heard(retriever: Retriever, candidate: Candidate, speaking: Set[str]) -> Candidate:
    """Returns ``candidate`` with what it loses when others than the sender speak whom the question names."""
    others = retriever.content.units[candidate.first].doc_id not in speaking
    return replace(candidate, score=candidate.score + _OTHERS_SPEAK) if others else candidate


def _score(retriever: Retriever, per_chunk: dict[str, float], question: Question, number: int, own: float) -> float:
    chunk, text = per_chunk[retriever.chunk_of(number).chunk_id], retriever.unit_text(number)
    block = retriever.block_of(number)
    document = retriever.document(retriever.content.units[number].doc_id)
    columns = quote_of(document.text, *block.header) if block.header and question.years else ""
    bonus = form_bonus(question, block, text) + year_bonus(question, text, columns=columns)
    if block.kind in (BlockKind.ROW, BlockKind.LEGEND) and has_number(question, text):
        bonus += _NUMBER_ROW
    return own + _CHUNK_SHARE * chunk + bonus


def _ranges(retriever: Retriever, search: Search, question: Question, per_chunk: dict[str, float]) -> list[Candidate]:
    """Returns the ranges of several units that one of the best wordings was written for."""
    found: list[Candidate] = []
    for number in search.nearest[:_RANGE_WORDINGS]:
        wording = retriever.content.wordings[number]
        if not (1 < wording.end - wording.first <= _LONGEST_RANGE) or wording.fit is not Fit.ANSWERED:
            continue
        if question.kind not in _OF_SEVERAL and _words(retriever, wording.first, wording.end) > _LONGEST_WORDS:
            continue
        members = slice(wording.first, wording.end)
        chunks = {retriever.chunk_of(unit).chunk_id for unit in range(wording.first, wording.end)}
        if not chunks & per_chunk.keys():
            continue
        own = _range_score(search.units, members, float(search.wordings[number]))
        found.append(
            Candidate(wording.first, wording.end, own + _CHUNK_SHARE * max(per_chunk.get(c, 0) for c in chunks))
        )
    return found


def _words(retriever: Retriever, first: int, end: int) -> int:
    return sum(len(retriever.unit_text(unit).split()) for unit in range(first, end))


def _lists(retriever: Retriever, per_chunk: Mapping[str, float], own: Floats) -> list[Candidate]:
    """Returns the lists that begin in the chunks that were hit, each scored by the best of its lead-in and items."""
    lists: dict[tuple[str, Span], list[int]] = {}
    for chunk_id in per_chunk:
        for number in retriever.units_of(chunk_id):
            block = retriever.block_of(number)
            if block.kind is BlockKind.ITEM and block.lead:
                lists.setdefault((retriever.content.units[number].doc_id, block.lead), []).append(number)
    found: list[Candidate] = []
    for (_, lead), items in lists.items():
        introduced = [number for number in (items[0] - 1, items[0] - 2) if _lies_in(retriever, number, lead)]
        if len(items) > 1:
            best = max(float(own[number]) for number in (*items, *introduced))
            chunk = max(per_chunk[retriever.chunk_of(number).chunk_id] for number in items)
            found.append(Candidate(items[0], items[1] + 1, best + _CHUNK_SHARE * chunk + _WHOLE_LIST))
    return found


def _series(retriever: Retriever, per_chunk: Mapping[str, float], own: Floats) -> list[Candidate]:
    """Returns the headings of numbered series ("Tendens 1" …) that a hit begins with, all with one score."""
    begun: dict[tuple[str, str], float] = {}
    for chunk_id, score in per_chunk.items():
        first = retriever.units_of(chunk_id).start
        name = _series_of(retriever, first)
        if name:
            key = (retriever.content.units[first].doc_id, name)
            begun[key] = max(begun.get(key, 0.0), score)
    found: list[Candidate] = []
    for (doc_id, name), chunk in begun.items():
        numbers = [n for n in retriever.units_in(doc_id) if _series_of(retriever, n) == name]
        if len(numbers) >= _SHORTEST_SERIES:
            score = max(float(own[number]) for number in numbers) + _CHUNK_SHARE * chunk + _WHOLE_LIST
            found.extend(Candidate(number, number + 1, score) for number in numbers)
    return found


def _series_of(retriever: Retriever, number: int) -> str:
    """Returns what a numbered heading counts ("Tendens"), "" for any other unit."""
    if retriever.block_of(number).kind is not BlockKind.HEADING:
        return ""
    match = _NUMBERED.match(retriever.unit_text(number))
    return match["of"] if match else ""


def _lies_in(retriever: Retriever, number: int, span: Span) -> bool:
    unit = retriever.content.units[number]
    return number >= 0 and span[0] <= unit.start < span[1]


def _range_score(units: Mapping[str, Floats], members: slice, wording: float) -> float:
    """Returns the score of a range as if it were one unit: its best member's own words, and the range's wording."""
    said = {name: float(units[name][members].max()) for name in ("units", "dense_units")}
    total = sum(UNIT_WEIGHTS[name] * value for name, value in said.items())
    return (total + sum(WORDING_WEIGHTS.values()) * wording) / sum(UNIT_WEIGHTS.values())


def form_bonus(question: Question, block: Block, text: str) -> float:
    """Returns what the form of ``text`` adds or costs: an entry for a definition, a number for "how many"."""
    if question.kind is Kind.PLACE:
        return 2 * _SIGN if block.kind in (BlockKind.HEADING, BlockKind.CAPTION) else 0.0
    if block.kind in (BlockKind.HEADING, BlockKind.HEADER):
        return _NAMES_ONLY
    if block.kind in (BlockKind.QUOTE, BlockKind.ATTRIBUTION) and _WHO_SAID.search(question.text):
        return _SIGNED if block.kind is BlockKind.ATTRIBUTION and _names_section(question, block) else _SAID
    if question.term and block.kind in (BlockKind.GLOSSARY, BlockKind.PART) and defines(question.term, text):
        return _DEFINITION
    if question.term and states(question.term, text):
        return _STATES
    if question.kind is Kind.NUMBER:
        return _SIGN if _NUMBER.search(text) else (_SIGN / 2 if _NUMBER_WORD.search(text) else -_SIGN)
    sign = _SIGNS.get(question.kind)
    if sign is None:
        return 0.0
    strength = _SIGN / 2 if question.kind in (Kind.WHY, Kind.DEFINITION) else _SIGN
    return strength if sign.search(text) else -strength / 2


def year_bonus(question: Question, text: str, *, columns: str = "") -> float:
    """Returns what the years in ``text`` add or cost beside those that the question names.

    Args:
        question: the question.
        text: of a unit.
        columns: the header of the table that it is a row of; a year that heads a column is the row's too.
    """
    if not question.years:
        return 0.0
    found = set(YEAR.findall(text))
    if (found | set(YEAR.findall(columns))) & set(question.years):
        return _YEAR_FOUND
    if YEAR.match(text):
        return _YEAR_ROW
    return _YEAR_OTHER if found else 0.0


def has_number(question: Question, row: str) -> bool:
    """Tells whether ``row`` has a number that ``question`` names; one of a single digit only as "nummer 2"."""
    cells = {cell.rstrip("%") for cell in re.split(r"[;\s]+", row)}
    named = {number for number in question.numbers if len(number) > 1}
    return bool(cells & (named | {match["rank"] for match in _RANK.finditer(question.text)}))


def _names_section(question: Question, block: Block) -> bool:
    named = set(terms(block.section[-1])) if block.section else set()
    return bool(named) and named <= set(terms(question.text))


def states(term: str, text: str) -> bool:
    """Tells whether ``text`` begins by saying what ``term`` is: "Rehabilitering er en …"."""
    match, asked = _SAYS_WHAT.match(text), set(content_words(term))
    return match is not None and bool(asked) and asked == set(content_words(match["head"]))


def defines(term: str, entry: str) -> bool:
    """Tells whether the glossary entry or numbered part ``entry`` is the one for ``term``."""
    head = re.split(r"\s[–-]\s|,", re.sub(r"^\d+\.\s*", "", entry), maxsplit=1)[0]
    asked, given = set(content_words(term)), set(content_words(head))
    if not asked or not given:
        return False
    if asked == given:
        return True
    return given <= asked and len(asked) - len(given) <= 1 and set(terms(head)) <= set(terms(term))
