"""The evaluation questions and where their answers stand.

Files in ``eval/questions``, one JSON object per line: ``answerable.jsonl``, ``natural.jsonl``, ``unanswerable.jsonl``
and ``dialogues.jsonl``. Every row has a ``split``: ``tune`` may be looked at while developing, ``test`` only counted. A
turn that happens to be a wording of the corpus, or a question of the other half, is ``history_only``: what follows it
is judged, and it is not.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from ingest.document import Document, Page, Span

QUESTIONS = Path(__file__).parent / "questions"
_IGNORED = re.compile(r"[\s\u00ad\u200b\ufeff-]+")


class Want(StrEnum):
    """What the right outcome is."""

    ANSWER = "yes"
    RELATED = "partly"
    REFUSAL = "no"


@dataclass(frozen=True, slots=True)
class Gold:
    """A place that supports the answer: a verbatim quote on one page."""

    doc_id: str
    page: Page | None
    quote: str


@dataclass(frozen=True, slots=True)
class Case:
    """An evaluation question.

    Attributes:
        case_id: unique; a dialogue's turns are ``<dialogue>.<turn>``.
        group: the file it comes from.
        split: ``tune`` or ``test``.
        question: as typed.
        history: earlier questions of the dialogue, oldest first.
        type: kind of answer, as labelled.
        lexical: ``high`` when it shares key words with the source, ``low`` when not, "" when unlabelled.
        lang: language of the question.
        want: the right outcome.
        gold: places that support the answer, each on its own or, for two-part questions, together.
        keys: groups of strings; the answer is right when it has one of each group.
    """

    case_id: str
    group: str
    split: str
    question: str
    history: tuple[str, ...]
    type: str
    lexical: str
    lang: str
    want: Want
    gold: tuple[Gold, ...]
    keys: tuple[tuple[str, ...], ...]


def load_cases(folder: Path = QUESTIONS) -> list[Case]:
    """Returns all cases of ``folder``, in the order of the files.

    Raises:
        ValueError: a row lacks a field or two rows have one id; the message names file and line.
    """
    cases: list[Case] = []
    for group in ("answerable", "natural", "unanswerable", "dialogues"):
        file = folder / f"{group}.jsonl"
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                cases.extend(_cases(group, json.loads(line)))
            except (KeyError, ValueError) as error:
                raise ValueError(f"{file.name}, line {number}: {error}") from error
    ids = [case.case_id for case in cases]
    if len(ids) != len(set(ids)):
        raise ValueError(f"twin ids: {sorted({i for i in ids if ids.count(i) > 1})}")
    return cases


def _cases(group: str, row: dict[str, Any]) -> Iterator[Case]:
    if group != "dialogues":
        yield _case(group, row["id"], row["split"], row, ())
        return
    asked: list[str] = []
    for number, turn in enumerate(row["turns"], start=1):
        if not turn.get("history_only"):
            yield _case(group, f"{row['id']}.{number}", row["split"], turn, tuple(asked))
        asked.append(turn["question"])


def _case(group: str, case_id: str, split: str, row: dict[str, Any], history: tuple[str, ...]) -> Case:
    if split not in ("tune", "test"):
        raise ValueError(f"split of {case_id} is {split!r}; it must be 'tune' or 'test'")
    want = Want.REFUSAL if group == "unanswerable" else Want(row.get("answerable", "yes"))
    return Case(
        case_id=case_id,
        group=group,
        split=split,
        question=row["question"],
        history=history,
        type=row.get("type") or row.get("kind", ""),
        lexical=row.get("lexical", ""),
        lang=row.get("lang", "da"),
        want=want,
        gold=tuple(Gold(gold["doc"], gold["page"], gold["quote"]) for gold in row.get("gold", [])),
        keys=tuple(tuple(group) for group in row.get("answer_keys", [])),
    )


def gold_spans(document: Document, gold: Gold) -> list[Span]:
    """Returns every place of ``document`` on the gold's page where its quote stands, white space and hyphens aside."""
    letters: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(document.text):
        if not _IGNORED.match(character):
            letters.append(character)
            offsets.append(offset)
    text, quote = "".join(letters), _IGNORED.sub("", gold.quote)
    spans: list[Span] = []
    at = text.find(quote)
    while at >= 0:
        start, end = offsets[at], offsets[at + len(quote) - 1] + 1
        if document.page_at(start) == gold.page:
            spans.append((start, end))
        at = text.find(quote, at + 1)
    return spans
