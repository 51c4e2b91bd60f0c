"""Document expansions: everyday wordings of what a passage answers, used to find it and never shown as source text.

``corpus/expansions/<doc_id>.jsonl``: the first line names the document's hash, ``{"sha256": …}``; each further line is
``{"start", "end", "begins", "author", "questions": […], "near": […], "plain"}`` with a half-open range of the unedited
document. ``questions`` are answered by the range; ``near`` are questions that people ask about the same thing and that
no document answers, so that the range is the closest there is.
``corpus/unanswered.jsonl``: ``{"question"}`` per line, questions that people ask and no document comes close to.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import texts

from .document import Document
from .errors import CorpusError
from .readers.decoding import decode_utf8

FOLDER = "expansions"
LABELLED = 5
"""Author number of the wordings that were typed as questions first and then labelled: answered, near or unanswered.

They show how often people ask past the material, so they calibrate the outcome rule and are kept out of training.
"""
UNANSWERED = "unanswered.jsonl"


@dataclass(frozen=True, slots=True)
class Expansion:
    """Wordings that the span ``[start, end)`` of a document answers.

    Attributes:
        doc_id: the document.
        start, end: half-open range of ``Document.text``.
        wordings: questions as people ask them, which it answers, and plain restatements.
        near: questions that it comes closest to and does not answer. There is at least one of either kind.
        author: number of who wrote them.
    """

    doc_id: str
    start: int
    end: int
    wordings: tuple[str, ...]
    near: tuple[str, ...] = ()
    author: int = 0


def read_unanswered(corpus: Path) -> list[str]:
    """Returns the questions that no document of ``corpus`` comes close to; [] when there is no such file.

    Raises:
        CorpusError: the file is not UTF-8.
    """
    path = corpus / UNANSWERED
    if not path.is_file():
        return []
    rows = [_parsed(line) for line in _lines(path)]
    return [row["question"] for row in rows if row and isinstance(row.get("question"), str)]


def read_expansions(corpus: Path, document: Document) -> tuple[list[Expansion], list[str]]:
    """Returns the expansions of ``document`` and a Danish sentence for each row that had to be ignored.

    A file that is not UTF-8 or was written for other bytes of the document is ignored whole; a row whose range or first
    characters do not fit is ignored alone.
    """
    path = corpus / FOLDER / f"{document.doc_id}.jsonl"
    if not path.is_file():
        return [], []
    expansions: list[Expansion] = []
    problems: list[str] = []
    try:
        lines = _lines(path)
    except CorpusError as error:
        return [], [str(error)]
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


def _lines(path: Path) -> list[str]:
    """Returns the lines of a JSONL file; only line feeds part them, other separators may stand inside a string."""
    return decode_utf8(path.read_bytes(), path.name).removesuffix("\n").split("\n")


def _parsed(line: str) -> dict[str, Any] | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def _expansion(document: Document, row: dict[str, Any]) -> Expansion | None:
    start, end = row.get("start"), row.get("end")
    wordings = _texts(row.get("questions")) + _texts([row.get("plain")])
    near = _texts(row.get("near"))
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(document.text)):
        return None
    begins = " ".join(document.text[start:end].split())
    if not (wordings or near) or not begins.startswith(" ".join(str(row.get("begins", "")).split())[:40]):
        return None
    author = row.get("author", 0)
    return Expansion(document.doc_id, start, end, wordings, near, author if isinstance(author, int) else 0)


def _texts(values: Any) -> tuple[str, ...]:
    """Returns the texts in a list that was read from JSON; () when it is no list."""
    found = values if isinstance(values, list) else []
    return tuple(value.strip() for value in found if isinstance(value, str) and value.strip())
