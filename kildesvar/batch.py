"""Batch files: one question per line, ``{"id", "question", "history": ["earlier question", …]}``."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import texts
from ingest.errors import UsageError


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a batch file."""

    row_id: str
    question: str
    history: tuple[str, ...]


def read_batch(file: Path) -> list[Row]:
    """Returns the rows of ``file``, in order, empty lines left out.

    Raises:
        UsageError: the file cannot be read, or a line is not a row; all lines are checked before any is answered.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(texts.batch_unreadable(str(file))) from error
    return list(_rows(file.name, lines))


def _rows(name: str, lines: list[str]) -> Iterator[Row]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise UsageError(texts.batch_row_invalid(name, number)) from error
        if not _is_row(row):
            raise UsageError(texts.batch_row_invalid(name, number))
        yield Row(str(row["id"]), row["question"], tuple(row.get("history") or ()))


def _is_row(row: Any) -> bool:
    if not isinstance(row, dict) or type(row.get("id")) not in (str, int) or not isinstance(row.get("question"), str):
        return False
    history = row.get("history") or []
    return isinstance(history, list) and all(isinstance(earlier, str) for earlier in history)
