"""Asks the index a question and composes the answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import texts
from index.retriever import Hit, Retriever, Search
from index.terms import terms
from ingest.blocks import Block, BlockKind
from ingest.document import Document
from ingest.normalise import quote_of
from ingest.tables import Row, header_of, row_of

from .about import About, is_stated, opening_about, read_about
from .answer import Answer, Status
from .candidates import Candidate, defines, rank_candidates
from .citations import Citation, cite
from .evidence import decide, is_askable, is_bare, is_understood, weigh
from .followups import continued, stand_alone
from .lacking import answer_type_missing, names_missing, phrases_for
from .openings import opening_of
from .passages import Passage, joined, passages_for
from .questions import Kind, Question, follow_up_of, parts_of, read_question, sides_of, topic_of
from .senders import asks_for_views, without_sender

MAX_QUOTES = 3
_NEAR = 0.85
"""A further quote is shown when its score is at least this share of the best one's."""
_NEAR_SINGLE = 0.82
"""The same for short answers, whose scores lie closer."""
_SENDER = 0.8
"""Another sender is shown when what it says scores at least this share of the best one's."""
_FEWEST_SENDERS = 2
_STEP = 1e-6
"""What keeps quotes of several senders apart and in order, since quotes of one score count as one."""
_WORDS = 110
"""Words that the quotes of an answer may have together; the best one is always shown whole."""
_WORDS_OF_SEVERAL = 230
"""The same for lists and comparisons."""
_SEVERAL = {Kind.LIST, Kind.COMPARE}
_SINGLE = {Kind.NUMBER, Kind.WHEN, Kind.DEFINITION, Kind.YESNO}
_ORDER = (Status.ANSWERED, Status.RELATED, Status.NOT_IN_DOCUMENTS)
_TITLE_WITHIN = 40
"""A document's title stands among its first sentences."""


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A stand-alone question with what was found for it, before anything is decided."""

    question: Question
    search: Search
    candidates: list[Candidate]


@dataclass(frozen=True, slots=True)
class Found:
    """A stand-alone question with its outcome and what is to be quoted.

    Attributes:
        question: the question.
        status: the outcome.
        passages: what is to be quoted, best first; empty unless the outcome has quotes.
        hits: the chunks that were found.
    """

    question: Question
    status: Status
    passages: list[Passage]
    hits: tuple[Hit, ...]


def look_up(retriever: Retriever, searched: str) -> LookedUp | None:
    """Returns what is found for the stand-alone question ``searched``, or None when it asks nothing of the material.

    A single word asks what it is, and asks nothing unless the glossary has it.
    """
    if not is_askable(searched):
        return None
    query = retriever.read(emphasised(topic_of(without_sender(searched, retriever.content.documents))))
    if not is_understood(retriever, query):
        return None
    single = is_bare(searched)
    question = read_question(texts.what_is(query.read_as.strip(" ?.!").lower()) if single else searched)
    search = retriever.search(query)
    found = LookedUp(question, search, rank_candidates(retriever, search, question))
    return None if single and not defined_by(retriever, found) else found


def emphasised(text: str) -> str:
    """Returns ``text`` as it is searched: a follow-up counts thrice, since the earlier question is only its topic."""
    follow_up = follow_up_of(text)
    return f"{text} {follow_up} {follow_up}" if follow_up else text


class Assistant:
    """Answers questions from one index.

    Attributes:
        retriever: the index.
    """

    def __init__(self, retriever: Retriever) -> None:
        self.retriever = retriever

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Returns the answer to ``question``; a question that joins several is answered part by part.

        Args:
            question: as typed; may be empty.
            history: earlier questions of the conversation, oldest first.
        """
        question, *history = (_encodable(text) for text in (question, *history))
        searched = stand_alone(question, history)
        about = read_about(searched, self.retriever.content.documents)
        if about:
            return self._about(question, searched, about)
        parts = parts_of(searched)
        if len(parts) > 1:
            return self._joined(question, searched, parts)
        sides = self._sides(searched)
        if sides:
            return self._compose(question, searched, Status.ANSWERED, sides, self._hits(searched))
        searched, whole = self._understood(question, history, searched)
        quoted = [(passage, "") for passage in whole.passages]
        return self._compose(question, searched, whole.status, quoted, whole.hits, whole)

    def _understood(self, question: str, history: Sequence[str], searched: str) -> tuple[str, Found]:
        """Returns how ``question`` is read and what is found: a short one that fails alone may ask on."""
        whole = self._find(searched)
        if history and searched == question.strip() and whole.status is not Status.ANSWERED:
            joined = continued(question, history)
            found = self._find(joined) if joined else whole
            if found.status is Status.ANSWERED:
                return joined, found
        return searched, whole

    def _joined(self, question: str, searched: str, parts: Sequence[str]) -> Answer:
        """Answers the parts one by one; those that nothing answers are named as missing, with the nearest quote."""
        found = [self._find(stand_alone(part, parts[:number])) for number, part in enumerate(parts)]
        status = min((part.status for part in found), key=_ORDER.index)
        quoted: list[tuple[Passage, str]] = []
        for text, part in zip(parts, found, strict=True):
            shown, label = (
                (part.passages[:2], text) if part.status is status else (part.passages[:1], texts.part_near(text))
            )
            quoted.extend((passage, label) for passage in _distinct(shown, quoted))
        left = tuple(texts.part(text) for text, part in zip(parts, found, strict=True) if part.status is not status)
        return self._compose(question, searched, status, quoted, self._hits(searched), missing=left)

    def _sides(self, searched: str) -> list[tuple[Passage, str]]:
        """Returns the defining entry of each thing that ``searched`` compares, or [] unless every one has an entry."""
        sides = sides_of(searched)
        quoted: list[tuple[Passage, str]] = []
        for side in sides:
            found = look_up(self.retriever, texts.what_is(side))
            if found is None or not defined_by(self.retriever, found):
                return []
            passages = passages_for(self.retriever, found.question, found.candidates[:1])
            quoted.extend((passage, side) for passage in _distinct(passages, quoted))
        return quoted if len(quoted) == len(sides) else []

    def _hits(self, searched: str) -> tuple[Hit, ...]:
        """Returns the chunks for the whole of a question that is answered part by part."""
        return self.retriever.search(emphasised(topic_of(searched))).hits if is_askable(searched) else ()

    def _find(self, searched: str) -> Found:
        """Returns the outcome, the passages to quote and the hits for one stand-alone question."""
        found = look_up(self.retriever, searched)
        if found is None:
            return Found(read_question(searched), Status.NOT_IN_DOCUMENTS, [], ())
        evidence = weigh(self.retriever, found.search, found.question, found.candidates)
        status, hits = decide(evidence, found.question), found.search.hits
        if status is Status.NOT_IN_DOCUMENTS:
            return Found(found.question, status, [], hits)
        passages = passages_for(self.retriever, found.question, found.candidates)
        if asks_for_views(found.question.text):
            passages = _by_sender(self.retriever, passages)
        chosen = joined(self.retriever, _chosen(self.retriever, passages, found.question, status))
        return Found(found.question, status, chosen, hits)

    def _about(self, question: str, searched: str, about: About) -> Answer:
        """Answers a question about documents: what is known of them, and their titles quoted."""
        documents = self.retriever.content.documents
        titles = [_title(self.retriever, doc_id) for doc_id in about.doc_ids]
        stated = all(is_stated(about, documents[doc_id]) for doc_id in about.doc_ids)
        answer = self._compose(
            question,
            searched,
            Status.ANSWERED if stated else Status.RELATED,
            [(title, "") for title in titles],
            self._hits(searched),
        )
        opening = opening_about(about, documents)
        return replace(answer, opening=opening, text=f"{opening}\n{answer.text}")

    def _compose(
        self,
        question: str,
        searched: str,
        status: Status,
        quoted: Sequence[tuple[Passage, str]],
        hits: tuple[Hit, ...],
        found: Found | None = None,
        *,
        missing: tuple[str, ...] = (),
    ) -> Answer:
        """Returns the answer that quotes ``quoted``, (passage, label) each; false quotes are dropped."""
        asked = found.question if found else read_question(searched)
        citations: list[Citation] = []
        for passage, label in quoted:
            document = self.retriever.document(passage.doc_id)
            citation = cite(
                document,
                passage.start,
                passage.end,
                marker=len(citations) + 1,
                section=passage.block.section,
                context=_context(document, self.retriever.content.blocks[passage.doc_id], passage, asked),
                label=label,
            )
            if citation:
                citations.append(citation)
        if not citations:
            return Answer(question, searched, Status.NOT_IN_DOCUMENTS, "", (), hits)
        if found and status is Status.RELATED:
            missing = _lacking(asked, citations)
        opening = opening_of(asked, status, citations) if found else ""
        text = "\n".join([*([opening] if opening else []), *(citation.quote for citation in citations)])
        return Answer(question, searched, status, text, tuple(citations), hits, opening, missing)


def _lacking(question: Question, citations: Sequence[Citation]) -> tuple[str, ...]:
    """Returns, as phrases, what ``question`` asks for and the quotes with their places do not have."""
    shown = "\n".join(f"{c.title} {c.sender} {c.section} {c.context} {c.quote}" for c in citations)
    kind = answer_type_missing(question, "\n".join(f"{c.context} {c.quote}" for c in citations))
    return (*phrases_for(names_missing(question.text, shown)), *([kind] if kind else []))


def defined_by(retriever: Retriever, found: LookedUp) -> bool:
    """Tells whether the best candidate of ``found`` is the glossary entry of the term that is asked for."""
    if not found.candidates:
        return False
    unit = found.candidates[0].first
    block = retriever.block_of(unit)
    term, entry = found.question.term or found.search.query.read_as, retriever.unit_text(unit)
    return block.kind in (BlockKind.GLOSSARY, BlockKind.PART) and defines(term, entry)


def _title(retriever: Retriever, doc_id: str) -> Passage:
    """Returns the sentence or heading near the beginning that says most of the document's title, the shortest such."""
    wanted = set(terms(retriever.document(doc_id).title))
    units = retriever.units_in(doc_id)[:_TITLE_WITHIN]

    def fit(number: int) -> tuple[int, int]:
        text = retriever.unit_text(number)
        return len(wanted & set(terms(text))), -len(text)

    number = max(units, key=fit)
    unit = retriever.content.units[number]
    return Passage(doc_id, unit.start, unit.end, retriever.block_of(number), 1.0)


def _encodable(text: str) -> str:
    """Returns ``text`` with half characters, which no file or terminal can take, replaced by question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _chosen(retriever: Retriever, passages: list[Passage], question: Question, status: Status) -> list[Passage]:
    """Returns the best passage and those that score nearly as high, ``MAX_QUOTES`` at most.

    Those of one score belong together (a list over several pages, a series of headings) and count as one. Further
    passages are left out when the answer would become longer than a person reads at a glance.
    """
    if not passages:
        return []
    near = _NEAR if status is Status.RELATED or question.kind not in _SINGLE else _NEAR_SINGLE
    scores = list(dict.fromkeys(passage.score for passage in passages if passage.score >= near * passages[0].score))
    chosen = [passage for passage in passages if passage.score in scores[:MAX_QUOTES]]
    kept: list[Passage] = []
    left = _WORDS_OF_SEVERAL if question.kind in _SEVERAL else _WORDS
    for passage in chosen:
        words = len(retriever.document(passage.doc_id).text[passage.start : passage.end].split())
        if not kept or words <= left:
            kept.append(passage)
            left -= words
    return kept


def _by_sender(retriever: Retriever, passages: Sequence[Passage]) -> list[Passage]:
    """Returns the best passage of each document that says nearly as much as the best one, in the corpus' order.

    The order is the same for every question, so nobody speaks first because of how well they write.
    """
    best: dict[str, Passage] = {}
    for passage in passages:
        if passage.score >= _SENDER * passages[0].score:
            best.setdefault(passage.doc_id, passage)
    if len(best) < _FEWEST_SENDERS:
        return list(passages)
    order = list(retriever.content.documents)
    together = sorted(best.values(), key=lambda passage: order.index(passage.doc_id))[:MAX_QUOTES]
    return [replace(passage, score=passages[0].score - place * _STEP) for place, passage in enumerate(together)]


def _distinct(passages: Sequence[Passage], earlier: Sequence[tuple[Passage, str]]) -> list[Passage]:
    """Returns those of ``passages`` that overlap none of ``earlier``."""
    return [
        passage
        for passage in passages
        if not any(
            other.doc_id == passage.doc_id and other.start < passage.end and passage.start < other.end
            for other, _ in earlier
        )
    ]


def _context(document: Document, blocks: Sequence[Block], passage: Passage, question: Question) -> str:
    """Returns what a row, a legend or a list item needs to be understood and does not hold itself.

    For a row whose columns have names these are its caption and its cells with their columns' names: the cells of the
    columns that the question names, otherwise all.
    """
    block = passage.block
    if block.kind is BlockKind.ROW:
        row = row_of(document, block, header_of(blocks, block))
        if row.cells and all(row.columns):
            caption = [quote_of(document.text, *block.lead)] if block.lead else []
            return " · ".join([*caption, row.label, *_asked_cells(row, question)])
    if block.kind not in (BlockKind.ROW, BlockKind.LEGEND, BlockKind.ITEM, BlockKind.QUOTE):
        return ""
    spans = [span for span in (block.lead, block.header, block.speaker) if span]
    outside = [span for span in spans if not (passage.start <= span[0] < passage.end)]
    return " · ".join(quote_of(document.text, *span) for span in outside)


def _asked_cells(row: Row, question: Question) -> list[str]:
    asked = {*terms(question.text), *question.years} - set(terms(row.label))
    cells = list(zip(row.columns, row.cells, strict=True))
    named = [cell for cell in cells if asked & {*terms(cell[0])}]
    return [f"{name}: {cell}" for name, cell in named or cells]
