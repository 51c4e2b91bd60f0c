"""The claim check, measured: wanted verdict against given verdict.

``eval/questions/claims.jsonl``, one JSON object per line: ``id``, ``text``, ``verdict``, ``gold`` (places as in the
questions), ``number`` (for other_number: the source's number as written), ``split``. Rows of ``tune`` may be looked at
while developing; those of ``test`` are only counted. ``deceptive.jsonl`` has pairs on one passage each: a statement
that it supports in other words, and one written to be taken for it by a hurried reader, how in ``note``.
"""

import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from assistant.ask import Assistant
from assistant.citations import Citation, is_verbatim
from assistant.claims import Checked, Verdict, check

from .cases import QUESTIONS, Gold, gold_spans
from .mutations import mutation_table

CLAIMS = QUESTIONS / "claims.jsonl"
DECEPTIVE = QUESTIONS / "deceptive.jsonl"
_ORDER = (Verdict.NOT_FOUND, Verdict.OTHER_NUMBER, Verdict.SUPPORTED, Verdict.VERBATIM)


@dataclass(frozen=True, slots=True)
class ClaimCase:
    """A statement with the verdict that it should get.

    Attributes:
        case_id: unique.
        split: ``tune`` or ``test``.
        text: the statement.
        verdict: the wanted one.
        gold: places that support it; empty for NOT_FOUND.
        number: the source's number where the wanted verdict is OTHER_NUMBER, "" otherwise.
    """

    case_id: str
    split: str
    text: str
    verdict: Verdict
    gold: tuple[Gold, ...]
    number: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with what the check said.

    Attributes:
        case: the case.
        given: its verdict; of several statements the one that says least.
        placed: whether a citation touches a gold place; None for a case without gold or an answer without citations.
        named: whether the source's number is reported; None unless both verdicts are OTHER_NUMBER.
        verbatim: whether every quote is what stands at its place.
        pointed: whether it points at a word of the statement that no quote has.
        milliseconds: time that the check took.
    """

    case: ClaimCase
    given: Verdict
    placed: bool | None
    named: bool | None
    verbatim: bool
    pointed: bool
    milliseconds: float


def load_claims(file: Path = CLAIMS) -> list[ClaimCase]:
    """Returns the cases of ``file`` in order.

    Raises:
        ValueError: a row lacks a field, has an unknown verdict or split, or two rows have one id.
    """
    cases = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            cases.append(_case(json.loads(line)))
        except (KeyError, ValueError) as error:
            raise ValueError(f"{file.name}, line {number}: {error}") from error
    twins = [case_id for case_id, count in Counter(case.case_id for case in cases).items() if count > 1]
    if twins:
        raise ValueError(f"twin ids: {sorted(twins)}")
    return cases


def _case(row: dict[str, Any]) -> ClaimCase:
    if row["split"] not in ("tune", "test"):
        raise ValueError(f"split of {row['id']} is {row['split']!r}; it must be 'tune' or 'test'")
    gold = tuple(Gold(gold["doc"], gold["page"], gold["quote"]) for gold in row.get("gold") or ())
    return ClaimCase(row["id"], row["split"], row["text"], Verdict(row["verdict"]), gold, str(row.get("number") or ""))


def judge(assistant: Assistant, cases: Sequence[ClaimCase]) -> list[Judged]:
    """Returns what the check says to each case, in order."""
    check(assistant, "En kommune har indbyggere.")
    return [_judged(assistant, case) for case in cases]


def _judged(assistant: Assistant, case: ClaimCase) -> Judged:
    begin = time.perf_counter()
    checked = check(assistant, case.text)
    milliseconds = 1000 * (time.perf_counter() - begin)
    given = min((one.verdict or Verdict.NOT_FOUND for one in checked), key=_ORDER.index, default=Verdict.NOT_FOUND)
    citations = [citation for one in checked for citation in one.citations]
    verbatim = all(is_verbatim(c, assistant.retriever.document(c.doc_id)) for c in citations)
    placed, named = _placed(assistant, case, citations), _named(case, given, checked)
    return Judged(case, given, placed, named, verbatim, any(one.own_words for one in checked), milliseconds)


def _placed(assistant: Assistant, case: ClaimCase, citations: Sequence[Citation]) -> bool | None:
    if not case.gold or not citations:
        return None
    for gold in case.gold:
        for start, end in gold_spans(assistant.retriever.document(gold.doc_id), gold):
            if any(c.doc_id == gold.doc_id and c.start < end and start < c.end for c in citations):
                return True
    return False


def _named(case: ClaimCase, given: Verdict, checked: Sequence[Checked]) -> bool | None:
    if case.verdict is not Verdict.OTHER_NUMBER or given is not Verdict.OTHER_NUMBER or not case.number:
        return None
    return any(case.number in found.source for one in checked for found in one.differences)


def confusion(judged: Sequence[Judged]) -> dict[tuple[Verdict, Verdict], int]:
    """Returns (wanted, given) → number of cases, all sixteen pairs."""
    found = Counter((one.case.verdict, one.given) for one in judged)
    return {(wanted, given): found[wanted, given] for wanted in Verdict for given in Verdict}


def table(judged: Sequence[Judged]) -> str:
    """Returns the confusion table of each half as text: wanted verdicts down, given ones across."""
    parts = []
    for split in ("tune", "test"):
        chosen = [one for one in judged if one.case.split == split]
        if not chosen:
            continue
        right = sum(one.given is one.case.verdict for one in chosen)
        parts.append(f"{split} half: {len(chosen)} statements, {right / len(chosen):.2f} with the wanted verdict")
        parts.append(f"  {'wanted':<14}" + "".join(f"{verdict.value:>14}" for verdict in Verdict))
        counts = confusion(chosen)
        for wanted in Verdict:
            cells = "".join(f"{counts[wanted, given]:>14}" for given in Verdict)
            parts.append(f"  {wanted.value:<14}{cells}")
        parts.append("  " + "  ".join(_shares(chosen)))
    if judged:
        parts.append(f"p50 {median(one.milliseconds for one in judged):.1f} ms")
    return "\n".join(parts)


def _shares(judged: Sequence[Judged]) -> list[str]:
    """Returns the shares of right places, right numbers and verbatim quotes, each where it can be told."""
    found = {
        "place right": [one.placed for one in judged if one.placed is not None],
        "number right": [one.named for one in judged if one.named is not None],
        "quotes verbatim": [one.verbatim for one in judged],
        "wrong or absent called supported": [_is_unsafe(one) for one in judged if _is_untrue(one.case)],
        "of these with a word pointed out": [one.pointed for one in judged if _is_unsafe(one)],
    }
    return [f"{name} {sum(values) / len(values):.2f}" for name, values in found.items() if values]


def _is_untrue(case: ClaimCase) -> bool:
    return case.verdict in (Verdict.OTHER_NUMBER, Verdict.NOT_FOUND)


def _is_unsafe(judged: Judged) -> bool:
    """Whether the check vouches for what the material does not say: the error that does harm."""
    return _is_untrue(judged.case) and judged.given in (Verdict.SUPPORTED, Verdict.VERBATIM)


def failures_of(judged: Sequence[Judged]) -> str:
    """Returns the statements of the tuning half that got another verdict; the test half is never listed."""
    wrong = [one for one in judged if one.case.split == "tune" and one.given is not one.case.verdict]
    return "\n".join(
        f"{one.case.case_id}: wanted {one.case.verdict.value}, given {one.given.value}: {one.case.text}"
        for one in wrong
    )


def claims_report(assistant: Assistant, *, failures: bool = False) -> str:
    """Returns the confusion tables, the table of mutations, and what went wrong in the tuning half if asked for."""
    judged, deceptive = judge(assistant, load_claims()), judge(assistant, load_claims(DECEPTIVE))
    pairs = f"pairs, one statement of each written to be taken for the passage\n{table(deceptive)}"
    listed = failures_of([*judged, *deceptive]) if failures else ""
    parts = (table(judged), pairs, mutation_table(assistant), listed)
    return "\n\n".join(part for part in parts if part)
