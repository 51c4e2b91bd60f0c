"""Outcomes written by hand, so that every figure can be worked out on paper."""

from collections.abc import Sequence

from assistant.answer import Answer, Status
from eval.cases import Case, Gold, Want
from eval.run import Outcome
from index.retriever import Hit
from ingest.blocks import BlockKind
from ingest.chunks import Chunk

ANSWERED, RELATED, REFUSED = Status.ANSWERED, Status.RELATED, Status.NOT_IN_DOCUMENTS


def make_case(
    case_id: str = "c",
    *,
    want: Want = Want.ANSWER,
    split: str = "test",
    keys: Sequence[Sequence[str]] = (),
    group: str = "answerable",
    kind: str = "number",
    lexical: str = "high",
    lang: str = "da",
    history: Sequence[str] = (),
) -> Case:
    """Returns a case of that id; it has a gold place unless it is to be refused."""
    gold = () if want is Want.REFUSAL else (Gold("d", 1, "et citat"),)
    groups = tuple(tuple(group) for group in keys)
    asked = f"Spørgsmål {case_id}?"
    return Case(case_id, group, split, asked, tuple(history), kind, lexical, lang, want, gold, groups)


def make_hits(*chunk_ids: str) -> tuple[Hit, ...]:
    """Returns hits in the order given."""
    chunks = (Chunk(chunk_id, "d", 0, 9, (), BlockKind.PARAGRAPH) for chunk_id in chunk_ids)
    return tuple(Hit(chunk, rank, 1 - rank / 100, {}) for rank, chunk in enumerate(chunks, start=1))


def make_outcome(
    case: Case,
    status: Status = ANSWERED,
    *,
    hits: Sequence[str] = (),
    relevant: Sequence[str] = (),
    right: bool = True,
    cited: bool = True,
    verbatim: bool = True,
    milliseconds: float = 1.0,
    text: str = "tekst",
) -> Outcome:
    """Returns an outcome; its rank is that of the first relevant hit."""
    found = make_hits(*hits)
    rank = next((hit.rank for hit in found if hit.chunk.chunk_id in relevant), 10_000)
    answer = Answer(case.question, case.question, status, "" if status is REFUSED else text, (), found)
    return Outcome(case, answer, frozenset(relevant), rank, right, cited, verbatim, milliseconds)
