"""Asks the index a question and composes the answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.retriever import Hit, Retriever, Search
from ingest.blocks import Block, BlockKind
from ingest.document import Document
from ingest.normalise import quote_of
from ingest.tables import header_of, row_of

from .answer import Answer, Status
from .candidates import Candidate, rank_candidates
from .citations import Citation, cite
from .evidence import decide, is_askable, is_understood, weigh
from .followups import stand_alone
from .passages import Passage, joined, passages_for
from .questions import Kind, Question, parts_of, read_question, topic_of

MAX_QUOTES = 3
_NEAR = 0.82
"""A further quote is shown when its score is at least this share of the best one's."""
_NEAR_SINGLE = 0.8
"""The same for short answers, whose scores lie closer: this margin found three more of 123 on the tuning half."""
_SINGLE = {Kind.NUMBER, Kind.WHEN, Kind.DEFINITION, Kind.YESNO}
_ORDER = (Status.ANSWERED, Status.RELATED, Status.NOT_IN_DOCUMENTS)

Found = tuple[Status, list[Passage], tuple[Hit, ...]]


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A stand-alone question with what was found for it, before anything is decided."""

    question: Question
    search: Search
    candidates: list[Candidate]


def look_up(retriever: Retriever, searched: str) -> LookedUp | None:
    """Returns what is found for the stand-alone question ``searched``, or None when it asks nothing of the material."""
    if not is_askable(searched):
        return None
    query = retriever.read(topic_of(searched))
    if not is_understood(retriever, query):
        return None
    search, question = retriever.search(query), read_question(searched)
    return LookedUp(question, search, rank_candidates(retriever, search, question))


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
        whole = self._find(searched)
        parts = parts_of(searched)
        if len(parts) == 1:
            return self._compose(question, searched, *whole)
        found = [self._find(stand_alone(part, parts[:number])) for number, part in enumerate(parts)]
        status = min((part[0] for part in found), key=_ORDER.index)
        passages = _distinct([passage for part in found if part[0] is status for passage in part[1][:2]])
        return self._compose(question, searched, status, passages, whole[2])

    def _find(self, searched: str) -> Found:
        """Returns the outcome, the passages to quote and the hits for one stand-alone question."""
        found = look_up(self.retriever, searched)
        if found is None:
            return Status.NOT_IN_DOCUMENTS, [], ()
        status = decide(weigh(self.retriever, found.search, found.question, found.candidates))
        if status is Status.NOT_IN_DOCUMENTS:
            return status, [], found.search.hits
        passages = passages_for(self.retriever, found.question, found.candidates)
        return status, joined(self.retriever, _chosen(passages, found.question, status)), found.search.hits

    def _compose(
        self, question: str, searched: str, status: Status, passages: Sequence[Passage], hits: tuple[Hit, ...]
    ) -> Answer:
        citations: list[Citation] = []
        for passage in passages:
            document = self.retriever.document(passage.doc_id)
            citation = cite(
                document,
                passage.start,
                passage.end,
                marker=len(citations) + 1,
                section=passage.block.section,
                context=_context(document, self.retriever.content.blocks[passage.doc_id], passage),
            )
            if citation:
                citations.append(citation)
        if not citations:
            return Answer(question, searched, Status.NOT_IN_DOCUMENTS, "", (), hits)
        text = "\n".join(citation.quote for citation in citations)
        return Answer(question, searched, status, text, tuple(citations), hits)


def _encodable(text: str) -> str:
    """Returns ``text`` with half characters, which no file or terminal can take, replaced by question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _chosen(passages: list[Passage], question: Question, status: Status) -> list[Passage]:
    """Returns the best passage and those that score nearly as high: ``MAX_QUOTES`` at most, or one list over pages."""
    if not passages:
        return []
    best = passages[0].score
    near = _NEAR if status is Status.RELATED or question.kind not in _SINGLE else _NEAR_SINGLE
    together = [passage for passage in passages if passage.score == best]
    chosen = [passage for passage in passages if passage.score >= near * best]
    return chosen[: max(MAX_QUOTES, len(together))]


def _distinct(passages: Sequence[Passage]) -> list[Passage]:
    kept: list[Passage] = []
    for passage in passages:
        twin = any(p.doc_id == passage.doc_id and p.start < passage.end and passage.start < p.end for p in kept)
        if not twin:
            kept.append(passage)
    return kept


def _context(document: Document, blocks: Sequence[Block], passage: Passage) -> str:
    """Returns what a row, a legend or a list item needs to be understood and does not hold itself.

    For a row whose columns have names these are its caption and each cell with its column's name.
    """
    block = passage.block
    if block.kind is BlockKind.ROW:
        row = row_of(document, block, header_of(blocks, block))
        if row.cells and all(row.columns):
            cells = [f"{name}: {cell}" for name, cell in zip(row.columns, row.cells, strict=True)]
            caption = [quote_of(document.text, *block.lead)] if block.lead else []
            return " · ".join([*caption, row.label, *cells])
    if block.kind not in (BlockKind.ROW, BlockKind.LEGEND, BlockKind.ITEM, BlockKind.QUOTE):
        return ""
    spans = [span for span in (block.lead, block.header, block.speaker) if span]
    outside = [span for span in spans if not (passage.start <= span[0] < passage.end)]
    return " · ".join(quote_of(document.text, *span) for span in outside)
