"""Asks every case and judges what comes back."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Status
from assistant.ask import Assistant
from assistant.citations import is_verbatim
from index.retriever import Hit

from .cases import Case, Want, gold_spans

_WANTED = {Want.ANSWER: Status.ANSWERED, Want.RELATED: Status.RELATED, Want.REFUSAL: Status.NOT_IN_DOCUMENTS}
_NEVER = 10_000
MOST_WORDS = 120
MOST_WORDS_OF_SEVERAL = 250
_SEVERAL = ("list", "compare", "multi")
"""Longer answers hold the asked facts somewhere, and answer nobody."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case with what was said to it.

    Attributes:
        case: the case.
        answer: the answer.
        relevant: chunk ids that hold a gold place; empty for a case without gold.
        rank: rank of the first such chunk among the hits, from 1; 10,000 when there is none.
        right: for a case to be answered, whether it was, with all its keys and in at most ``MOST_WORDS`` words;
            otherwise whether the outcome is the wanted one.
        cited: whether a citation overlaps a gold place.
        verbatim: whether every quote is what stands at its place.
        milliseconds: time that the question took.
    """

    case: Case
    answer: Answer
    relevant: frozenset[str]
    rank: int
    right: bool
    cited: bool
    verbatim: bool
    milliseconds: float


def run_cases(assistant: Assistant, cases: Sequence[Case]) -> list[Outcome]:
    """Returns the outcome of each case, in order."""
    assistant.ask("Hvad er en kommune?")
    return [_outcome(assistant, case) for case in cases]


def _outcome(assistant: Assistant, case: Case) -> Outcome:
    begin = time.perf_counter()
    answer = assistant.ask(case.question, case.history)
    milliseconds = 1000 * (time.perf_counter() - begin)
    relevant = relevant_chunks(assistant, case)
    verbatim = all(is_verbatim(c, assistant.retriever.document(c.doc_id)) for c in answer.citations)
    return Outcome(
        case=case,
        answer=answer,
        relevant=relevant,
        rank=_rank(answer.hits, relevant),
        right=is_right(case, answer),
        cited=_is_cited(assistant, case, answer),
        verbatim=verbatim,
        milliseconds=milliseconds,
    )


def relevant_chunks(assistant: Assistant, case: Case) -> frozenset[str]:
    """Returns the ids of the chunks that overlap a gold place of ``case``."""
    found: set[str] = set()
    for gold in case.gold:
        for start, end in gold_spans(assistant.retriever.document(gold.doc_id), gold):
            found |= {
                chunk.chunk_id
                for chunk in assistant.retriever.content.chunks
                if chunk.doc_id == gold.doc_id and chunk.start < end and start < chunk.end
            }
    return frozenset(found)


def _is_cited(assistant: Assistant, case: Case, answer: Answer) -> bool:
    return any(
        citation.doc_id == gold.doc_id and citation.start < end and start < citation.end
        for gold in case.gold
        for start, end in gold_spans(assistant.retriever.document(gold.doc_id), gold)
        for citation in answer.citations
    )


def _rank(hits: Sequence[Hit], relevant: frozenset[str]) -> int:
    return next((hit.rank for hit in hits if hit.chunk.chunk_id in relevant), _NEVER)


def is_right(case: Case, answer: Answer) -> bool:
    """Tells whether ``answer`` has the outcome that ``case`` wants and, when it is to be answered, all its keys."""
    if answer.status is not _WANTED[case.want]:
        return False
    return case.want is not Want.ANSWER or (has_keys(case, answer) and is_short(case, answer))


def is_short(case: Case, answer: Answer) -> bool:
    """Tells whether the text has at most the words that a question of its type may take."""
    return len(answer.text.split()) <= (MOST_WORDS_OF_SEVERAL if case.type in _SEVERAL else MOST_WORDS)


def has_keys(case: Case, answer: Answer) -> bool:
    """Tells whether the text has a string of every key group, case and spaces aside."""
    text = _plain(answer.text)
    return all(any(_plain(key) in text for key in group) for group in case.keys)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.lower())
