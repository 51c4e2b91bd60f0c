"""Document expansions: everyday wordings of what a passage answers, used to find it and never shown as source text.

``corpus/expansions/<doc_id>.jsonl``: the first line names the document's hash, ``{"sha256": …}``; each further line is
``{"start", "end", "begins", "author", "questions": […], "plain"}`` with a half-open range of the unedited document.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import texts

from .document import Document

FOLDER = "expansions"


@dataclass(frozen=True, slots=True)
class Expansion:
    """Wordings that the span ``[start, end)`` of a document answers.

    Attributes:
        doc_id: the document.
        start, end: half-open range of ``Document.text``.
        wordings: questions as people ask them and plain restatements; at least one.
    """

    doc_id: str
    start: int
    end: int
    wordings: tuple[str, ...]


def read_expansions(corpus: Path, document: Document) -> tuple[list[Expansion], list[str]]:
    """Returns the expansions of ``document`` and a Danish sentence for each row that had to be ignored.

    A file written for other bytes of the document is ignored whole; a row whose range or first characters do not fit
    is ignored alone.
    """
    path = corpus / FOLDER / f"{document.doc_id}.jsonl"
    if not path.is_file():
        return [], []
    expansions: list[Expansion] = []
    problems: list[str] = []
    lines = path.read_text(encoding="utf-8").splitlines()
    header = _parsed(lines[0]) if lines else None
    if header is None or header.get("sha256") != document.sha256:
        return [], [texts.expansions_stale(path.name)]
    for number, line in enumerate(lines[1:], start=2):
        row = _parsed(line)
        expansion = _expansion(document, row) if row is not None else None
        if expansion is None:
            problems.append(texts.expansion_misplaced(path.name, number))
        else:
            expansions.append(expansion)
    return expansions, problems


def _parsed(line: str) -> dict[str, Any] | None:
    try:
        row = json.loads(line)
    except json.JSONDecodeError:
        return None
    return row if isinstance(row, dict) else None


def _expansion(document: Document, row: dict[str, Any]) -> Expansion | None:
    start, end = row.get("start"), row.get("end")
    wordings = [*row.get("questions", []), row.get("plain", "")]
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(document.text)):
        return None
    kept = tuple(wording.strip() for wording in wordings if isinstance(wording, str) and wording.strip())
    begins = " ".join(document.text[start:end].split())
    if not kept or not begins.startswith(" ".join(str(row.get("begins", "")).split())[:40]):
        return None
    return Expansion(document.doc_id, start, end, kept)
