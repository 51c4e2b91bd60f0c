"""Holds a text against the material, statement by statement.

    verdict        the passage that is cited …
    VERBATIM       has the statement word for word; white space, hyphens, quotation marks, the case of its first letter
                   and its final stop aside
    SUPPORTED      says the same with the same numbers in other words
    OTHER_NUMBER   says the same about the same thing with another number; both are reported
    NOT_FOUND      – there is none. It does not say that the statement is wrong: the material may merely be silent

A passage supports a statement when it has all its numbers, years, age groups, names and actors, does not say the
opposite, nor less, has nobody and nothing else in the place of one of its words (``Finding.altered``), and is like
enough in words: by ``_strength``, at least ``SUPPORTED_AT``, with no weighty word of the statement missing
(``WIDEST_GAP``). It says another number when all that holds but for numbers of the same kind and thing. Wordings help
to find passages and are never evidence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from index.retriever import Retriever, Search
from ingest.blocks import Block, BlockKind
from ingest.document import Document, Span
from ingest.normalise import normalise, quote_of
from ingest.tables import header_of, row_of

from .agreement import Agreement
from .alignment import CLOSE, own_words
from .ask import Assistant
from .citations import Citation, cite
from .claim_evidence import Evidence, Finding, Paired, read_claim
from .claim_passages import Passages
from .likeness import likeness_of
from .polarity import is_negated
from .quantities import Kind, Quantity
from .statements import Skip, Statement, statements_of

MAX_CITATIONS = 2
SUPPORTED_AT = 0.6
SUPPORTED_WITH_NUMBERS_AT = 0.5
"""A statement whose numbers all stand in the passage needs fewer of its words."""
OTHER_NUMBER_AT = 0.5
WIDEST_GAP = 0.29
WIDEST_GAP_WITH_NUMBERS = 0.4
WIDEST_GAP_OTHER_NUMBER = 0.28
WIDEST_GAP_OTHER_CELL = 0.33
"""Share of a statement's words that one missing word may weigh: more when numbers agree, less when they differ."""
_TELLING_NUMBER = 0.1
"""What each number with at least three digits that agrees adds to the strength; two at most count."""
_DENSE = 0.4
"""Weight of the sentence model's similarity in the strength; the rest is for the words."""
_NEAR = 0.93
"""A further passage is cited when its strength is at least this share of the best one's."""
_PER_SENTENCE = 0.05
"""What each sentence after the first costs a passage, so that the shortest that has everything is cited."""
_INSIDE = 0.05
_ALTERED_INSIDE = 0.15
"""A passage supports nothing when one sentence of it, less like by at most this much, says another number (the first)
or is on somebody else (the second)."""
_MIN_LETTERS = 12
_IGNORED = re.compile(r"[\s\u00ad\u200b\ufeff\"'”“„’‘»«›‹*_-]+")
_STOP = re.compile(r"[.!…]+$")


class Verdict(StrEnum):
    """What the material has of a statement."""

    VERBATIM = "verbatim"
    SUPPORTED = "supported"
    OTHER_NUMBER = "other_number"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Difference:
    """A number of a statement and the one that the source has instead, both as written."""

    stated: str
    source: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A statement with its verdict.

    Attributes:
        statement: the statement.
        verdict: one of the four; None when the statement was not checked.
        citations: the passages behind the verdict, best first; empty for NOT_FOUND and for what was not checked.
        differences: for OTHER_NUMBER the numbers that differ, at least one; empty otherwise.
        own_words: where the words of the statement stand that no citation has, half-open, in its text; empty for
            VERBATIM and NOT_FOUND.
    """

    statement: Statement
    verdict: Verdict | None
    citations: tuple[Citation, ...] = ()
    differences: tuple[Difference, ...] = ()
    own_words: tuple[Span, ...] = ()

    @property
    def skip(self) -> Skip | None:
        """Why the statement was not checked; None when it was."""
        return self.statement.skip

    @property
    def words_of_its_own(self) -> tuple[str, ...]:
        """The words at ``own_words``, as typed, each once."""
        return tuple(dict.fromkeys(self.statement.text[start:end] for start, end in self.own_words))


def check(assistant: Assistant, text: str) -> list[Checked]:
    """Returns the statements of ``text`` in order, each with its verdict.

    Args:
        assistant: an assistant over the material.
        text: plain text or Markdown; empty text has no statements.
    """
    checker = _checker(assistant.retriever)
    return [checker.check(statement) for statement in statements_of(text.encode("utf-8", "replace").decode("utf-8"))]


class _Checker:
    """Checks statements against one index; keeps what it has worked out."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever
        self._passages = Passages(retriever)
        self._evidence = Evidence(likeness_of(retriever))
        content = retriever.content
        self._letters = [_Letters(document, content.blocks[doc_id]) for doc_id, document in content.documents.items()]
        self._vectors = _WindowVectors(retriever)

    def check(self, statement: Statement) -> Checked:
        """Returns ``statement`` with its verdict."""
        if statement.skip:
            return Checked(statement, None)
        citations = self._verbatim(statement.text)
        if citations:
            return Checked(statement, Verdict.VERBATIM, tuple(citations))
        findings = self.findings(statement.text)
        return self._supported(statement, findings) or self._other_number(statement, findings) or _not_found(statement)

    def findings(self, text: str) -> list[Finding]:
        """Returns what the passages near ``text`` say to it."""
        claim = read_claim(text)
        search = self._retriever.search(self._retriever.read(text))
        passages = self._passages.near(search, text)
        dense = self._vectors.similarities(text, [(p.first, p.end) for p in passages], search)
        weighed = (self._evidence.weigh(claim, passage, near) for passage, near in zip(passages, dense, strict=True))
        return [finding for finding in weighed if finding is not None]

    def _supported(self, statement: Statement, findings: Sequence[Finding]) -> Checked | None:
        having = [finding for finding in findings if _supports(finding) and not _outdone(finding, findings)]
        if not having:
            return None
        having.sort(key=lambda finding: (-_strength(finding), finding.passage.first))
        return _cited(statement, Verdict.SUPPORTED, self._cite(having))

    def _other_number(self, statement: Statement, findings: Sequence[Finding]) -> Checked | None:
        having = [finding for finding in findings if _says_other(finding)]
        if not having:
            return None
        best = max(having, key=lambda finding: (_other_strength(finding), -finding.passage.first))
        if _is_denied(best, findings):
            return None
        differences = tuple(Difference(p.stated.text, p.source.text) for p in _different(best) if p.source)
        return _cited(statement, Verdict.OTHER_NUMBER, self._cite([best]), differences)

    # --- Citing -----------------------------------------------------------------------------------------------------

    def _cite(self, findings: Sequence[Finding]) -> list[Citation]:
        best = _strength(findings[0])
        citations: list[Citation] = []
        for finding in findings:
            first, end = finding.passage.first, finding.passage.end
            units = self._retriever.content.units
            span = (units[first].start, units[end - 1].end)
            taken = any(c.doc_id == units[first].doc_id and c.start < span[1] and span[0] < c.end for c in citations)
            if taken or _strength(finding) < _NEAR * best or len(citations) == MAX_CITATIONS:
                continue
            citation = self._citation(self._retriever.document(units[first].doc_id), span, len(citations) + 1)
            if citation:
                citations.append(citation)
        return citations

    def _citation(self, document: Document, span: Span, marker: int) -> Citation | None:
        blocks = self._retriever.content.blocks[document.doc_id]
        block = _block_at(blocks, span[0])
        context = ""
        if block.kind in (BlockKind.ROW, BlockKind.LEGEND, BlockKind.ITEM, BlockKind.QUOTE):
            outside = [s for s in (block.lead, block.header, block.speaker) if s and not span[0] <= s[0] < span[1]]
            context = " · ".join(quote_of(document.text, *s) for s in outside)
        if block.kind is BlockKind.ROW:
            row = row_of(document, block, header_of(blocks, block))
            if row.cells and all(row.columns):
                named = [f"{name}: {cell}" for name, cell in zip(row.columns, row.cells, strict=True)]
                caption = [quote_of(document.text, *block.lead)] if block.lead else []
                context = " · ".join([*caption, row.label, *named])
        return cite(document, *span, marker=marker, section=block.section, context=context)

    # --- Word for word ----------------------------------------------------------------------------------------------

    def _verbatim(self, text: str) -> list[Citation]:
        """Returns the sentences that hold ``text`` word for word, headings last; [] when none does."""
        found: list[tuple[bool, Document, list[Span]]] = []
        for letters in self._letters:
            for start, end in letters.places(text):
                spans = self._sentences(letters.document, start, end)
                before = quote_of(letters.document.text, spans[0][0], start)
                # Cut behind "ikke", the words are the source's and the statement is not.
                if not is_negated(before):
                    found.append((self._is_heading(letters.document, start), letters.document, spans))
        found.sort(key=lambda place: place[0])
        citations: list[Citation] = []
        for _, document, spans in found:
            if citations and len(citations) + len(spans) > MAX_CITATIONS:
                continue
            for span in spans:
                citation = self._citation(document, span, len(citations) + 1)
                if citation:
                    citations.append(citation)
        return citations

    def _sentences(self, document: Document, start: int, end: int) -> list[Span]:
        """Returns the ranges, one per page, of the sentences that ``[start, end)`` touches."""
        pages: dict[int, Span] = {}
        for unit in self._retriever.content.units:
            if unit.doc_id == document.doc_id and unit.start < end and start < unit.end:
                page = document.page_index(unit.start)
                first, last = pages.get(page, (unit.start, unit.end))
                pages[page] = (min(first, unit.start), max(last, unit.end))
        return list(pages.values()) or [(start, end)]

    def _is_heading(self, document: Document, offset: int) -> bool:
        block = _block_at(self._retriever.content.blocks[document.doc_id], offset)
        return block.kind is BlockKind.HEADING


def _block_at(blocks: Sequence[Block], offset: int) -> Block:
    return next((block for block in reversed(blocks) if block.start <= offset), blocks[0])


class _Letters:
    """The letters of a document's blocks one after another, to find words in whatever their spacing is.

    What is set aside as noise (page numbers, running heads) does not come between.

    Attributes:
        document: the document.
    """

    def __init__(self, document: Document, blocks: Sequence[Block]) -> None:
        self.document = document
        letters: list[str] = []
        offsets: list[int] = []
        for block in blocks:
            for character, offset in _kept(document.text, *block.span):
                letters.append(character)
                offsets.append(offset)
        self._letters, self._offsets = "".join(letters), offsets

    def places(self, text: str) -> Iterator[Span]:
        """Yields the ranges of the document that hold ``text``, whole words only, in order."""
        wanted = _STOP.sub("", "".join(character for character, _ in _kept(text)))
        if len(wanted) < _MIN_LETTERS:
            return
        rest = wanted[1:]
        at = self._letters.find(rest, 1)
        while at >= 0:
            first, last = self._offsets[at - 1], self._offsets[at + len(rest) - 1]
            if self._letters[at - 1].lower() == wanted[0].lower() and self._whole(first, last + 1):
                yield first, last + 1
            at = self._letters.find(rest, at + 1)

    def _whole(self, start: int, end: int) -> bool:
        """Whether the range begins and ends between words; "4.450" is no word of "14.450"."""
        text = self.document.text
        if text[start - 1 : start].isalnum() or text[end : end + 1].isalnum():
            return False
        behind_number = text[start].isdigit() and re.fullmatch(r"\d[.,]", text[max(0, start - 2) : start])
        before_number = text[end - 1].isdigit() and re.fullmatch(r"[.,]\d", text[end : end + 2])
        return not (behind_number or before_number)


def _kept(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[str, int]]:
    """Yields the characters that a comparison word for word looks at, ligatures opened, with their offsets."""
    line = normalise(text, start, end)
    for character, offset in zip(line.text, line.offsets, strict=True):
        if not _IGNORED.match(character):
            yield character, offset


class _WindowVectors:
    """Similarities of a statement and passages by the sentence model; keeps the passages' vectors."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever
        self._known: dict[Span, int] = {}
        self._rows = retriever.vectors([" "])[:0]

    def similarities(self, text: str, windows: Sequence[Span], search: Search) -> list[float]:
        """Returns the similarity of each range of units with ``text``, 0–1."""
        import numpy as np

        new = [window for window in windows if window not in self._known]
        if new:
            said = [" ".join(self._retriever.unit_text(unit) for unit in range(*window)) for window in new]
            self._known.update({window: len(self._rows) + number for number, window in enumerate(new)})
            self._rows = np.concatenate([self._rows, self._retriever.vectors(said)])
        if not windows:
            return []
        found = self._rows[[self._known[window] for window in windows]] @ self._retriever.vectors([text])[0]
        units = search.units["dense_units"]
        return [
            float(np.clip(max(near, max(units[unit] for unit in range(*window))), 0, 1))
            for near, window in zip(found, windows, strict=True)
        ]


@lru_cache(maxsize=4)
def _checker(retriever: Retriever) -> _Checker:
    return _Checker(retriever)


# --- The rule -------------------------------------------------------------------------------------------------------


def _strength(finding: Finding) -> float:
    """Returns how like the passage is to the statement, 0–1; a longer passage a little less."""
    telling = sum(pair.agreement is Agreement.EQUAL and _is_telling(pair.stated) for pair in finding.pairs)
    return _likeness(finding) + _TELLING_NUMBER * min(telling, 2)


def _likeness(finding: Finding) -> float:
    """Returns the strength without what the numbers add to it."""
    like = (1 - _DENSE) * finding.covered.share + _DENSE * finding.dense
    return like - _PER_SENTENCE * (finding.passage.end - finding.passage.first - 1)


def _is_telling(quantity: Quantity) -> bool:
    return len(re.sub(r"\D", "", str(quantity.number)).strip("0")) >= 3


def _agrees(pair: Paired) -> bool:
    """Whether a number stands in the passage; of a share in words it is enough that its size does."""
    return pair.agreement is Agreement.EQUAL or (
        pair.agreement is Agreement.OPEN and pair.stated.kind is Kind.SHARE and pair.source is not None
    )


def _supports(finding: Finding) -> bool:
    if finding.missing or finding.opposed or finding.altered or not all(_agrees(pair) for pair in finding.pairs):
        return False
    needed = SUPPORTED_WITH_NUMBERS_AT if finding.pairs else SUPPORTED_AT
    gap = WIDEST_GAP_WITH_NUMBERS if finding.pairs else WIDEST_GAP
    return _strength(finding) >= needed and finding.covered.gap <= gap


def _outdone(finding: Finding, findings: Sequence[Finding]) -> bool:
    """Whether a passage that fits better denies what ``finding`` has, or a part of it pairs its numbers otherwise."""
    if _is_denied(finding, findings):
        return True
    for other in findings:
        inside = finding.passage.first <= other.passage.first and other.passage.end <= finding.passage.end
        if other.altered and other.closeness >= CLOSE and (inside or other.closeness > finding.closeness):
            return True
        slack = _ALTERED_INSIDE if other.altered else _INSIDE if _says_other(other) else None
        if inside and other is not finding and slack and _likeness(other) >= _likeness(finding) - slack:
            return True
    return False


def _is_denied(finding: Finding, findings: Sequence[Finding]) -> bool:
    """Whether a passage that fits better than ``finding`` says the opposite of the statement."""
    return any(other.opposed and not other.missing and _strength(other) > _strength(finding) for other in findings)


def _different(finding: Finding) -> list[Paired]:
    """Returns the pairs of numbers that differ; of years only when all other numbers agree."""
    found = [pair for pair in finding.pairs if pair.agreement is Agreement.OTHER]
    return found or ([finding.other_year] if finding.other_year else [])


def _says_other(finding: Finding) -> bool:
    if finding.opposed or finding.altered or not _different(finding):
        return False
    agreed = [pair for pair in finding.pairs if pair.agreement is Agreement.EQUAL]
    unmatched = [pair for pair in finding.pairs if pair.agreement in (Agreement.NONE, Agreement.OPEN)]
    if finding.missing and not (finding.other_year and len(finding.missing) == 1 and len(agreed) == len(finding.pairs)):
        return False
    if any(pair.stated.kind is not Kind.DURATION for pair in unmatched):
        return False
    gap = WIDEST_GAP_OTHER_CELL if finding.passage.label else WIDEST_GAP_OTHER_NUMBER
    return _strength(finding) >= OTHER_NUMBER_AT and finding.covered.gap <= gap


def _other_strength(finding: Finding) -> float:
    agreed = sum(pair.agreement is Agreement.EQUAL for pair in finding.pairs)
    return _strength(finding) + 0.1 * agreed


def _cited(
    statement: Statement, verdict: Verdict, citations: Sequence[Citation], differences: tuple[Difference, ...] = ()
) -> Checked:
    shown = [f"{c.title} {c.section} {c.context} {c.quote}" for c in citations]
    return Checked(statement, verdict, tuple(citations), differences, own_words(statement.text, shown))


def _not_found(statement: Statement) -> Checked:
    return Checked(statement, Verdict.NOT_FOUND)
