"""Asks the index a question and composes the answer."""

from collections.abc import Sequence

from index.retriever import Retriever, Search
from ingest.blocks import BlockKind
from ingest.document import Document
from ingest.normalise import quote_of

from .answer import Answer, Status
from .citations import Citation, cite
from .evidence import decide, is_askable, weigh
from .followups import stand_alone
from .questions import Kind, Question, read_question
from .spans import Passage, passages_for, rank_units

MAX_QUOTES = 3
_NEAR = 0.82
"""A further quote is shown when its score is at least this share of the best one's."""
_SINGLE = {Kind.NUMBER, Kind.WHEN, Kind.DEFINITION, Kind.YESNO}
"""Kinds of answers that a second quote seldom completes; they get one only when it scores almost as high."""
_NEAR_SINGLE = 0.9


class Assistant:
    """Answers questions from one index.

    Attributes:
        retriever: the index.
    """

    def __init__(self, retriever: Retriever) -> None:
        self.retriever = retriever

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Returns the answer to ``question``.

        Args:
            question: as typed; may be empty.
            history: earlier questions of the conversation, oldest first.
        """
        searched = stand_alone(question, history)
        if not is_askable(searched):
            return Answer(question, searched, Status.NOT_IN_DOCUMENTS, "", (), ())
        search = self.retriever.search(searched)
        read = read_question(searched)
        candidates = rank_units(self.retriever, search, read)
        status = decide(weigh(self.retriever, search, read, candidates))
        if status is Status.NOT_IN_DOCUMENTS:
            return Answer(question, searched, status, "", (), search.hits)
        passages = _chosen(passages_for(self.retriever, read, candidates), read, status)
        return self._compose(question, searched, status, passages, search)

    def _compose(self, question: str, searched: str, status: Status, passages: list[Passage], search: Search) -> Answer:
        citations: list[Citation] = []
        for passage in passages:
            document = self.retriever.document(passage.doc_id)
            citation = cite(
                document,
                passage.start,
                passage.end,
                marker=len(citations) + 1,
                section=passage.block.section,
                context=_context(document, passage),
            )
            if citation:
                citations.append(citation)
        if not citations:
            return Answer(question, searched, Status.NOT_IN_DOCUMENTS, "", (), search.hits)
        text = "\n".join(citation.quote for citation in citations)
        return Answer(question, searched, status, text, tuple(citations), search.hits)


def _chosen(passages: list[Passage], question: Question, status: Status) -> list[Passage]:
    """Returns the best passage and those that score nearly as high, at most ``MAX_QUOTES`` places."""
    if not passages:
        return []
    best = passages[0].score
    near = _NEAR if status is Status.RELATED or question.kind not in _SINGLE else _NEAR_SINGLE
    chosen = [passage for passage in passages if passage.score >= near * best or passage.score == best]
    together = [passage for passage in chosen if passage.score == best]
    return chosen[: max(MAX_QUOTES, len(together))]


def _context(document: Document, passage: Passage) -> str:
    """Returns what a row, a legend or a list item needs to be understood and does not hold itself."""
    block = passage.block
    if block.kind not in (BlockKind.ROW, BlockKind.LEGEND, BlockKind.ITEM, BlockKind.QUOTE):
        return ""
    spans = [span for span in (block.lead, block.header, block.speaker) if span]
    outside = [span for span in spans if not (passage.start <= span[0] < passage.end)]
    return " · ".join(quote_of(document.text, *span) for span in outside)
