"""``kildesvar check``: what is checked, and the result as text for people and as JSON for programs.

The JSON object is a public contract, version ``CONTRACT``; README documents it and a test holds it.
"""

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import texts
from assistant.claims import Checked, Verdict
from ingest.errors import DocumentError, UsageError

from .output import citation_object

CONTRACT = 1
"""Version of the JSON object; raised when a field changes its name or meaning."""

_PLAIN = (".txt", ".md", "")


def text_to_check(text: str | None, file: Path | None) -> str:
    """Returns the text that is to be checked.

    Args:
        text: as typed, or None.
        file: where it stands, or None; plain text and Markdown as they are, other formats as their readers read them.

    Raises:
        UsageError: both or neither are given, the file cannot be read as text, or there is not a single word.
    """
    if (text is None) == (file is None):
        raise UsageError(texts.CHECK_WHAT)
    found = text if file is None else _read(file)
    if not found or not any(character.isalnum() for character in found):
        raise UsageError(texts.CHECK_EMPTY)
    return found


def _read(file: Path) -> str:
    if not os.path.isfile(file):
        raise UsageError(texts.check_file_missing(str(file)))
    if file.suffix.lower() not in _PLAIN:
        return _read_document(file)
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(texts.check_file_not_utf8(str(file))) from error
    except OSError as error:
        raise UsageError(texts.check_file_missing(str(file))) from error


def _read_document(file: Path) -> str:
    from ingest.plain_text import read_text

    try:
        return read_text(file)
    except DocumentError as error:
        raise UsageError(texts.check_file_unreadable(str(file))) from error


def checked_object(checked: Sequence[Checked], *, elapsed_ms: float) -> dict[str, Any]:
    """Returns a claim check as the JSON object of the contract."""
    return {
        "statements": [_statement_object(one) for one in checked],
        "counts": counts_of(checked),
        "skipped": sum(one.verdict is None for one in checked),
        "elapsed_ms": round(elapsed_ms, 2),
    }


def _statement_object(one: Checked) -> dict[str, Any]:
    return {
        "text": one.statement.text,
        "verdict": one.verdict.value if one.verdict else None,
        "skipped": one.skip.value if one.skip else None,
        "numbers": [{"stated": found.stated, "source": found.source} for found in one.differences],
        "own_words": list(one.words_of_its_own),
        "citations": [citation_object(citation) for citation in one.citations],
    }


def counts_of(checked: Sequence[Checked]) -> dict[str, int]:
    """Returns verdict → number of statements, all four of them."""
    found = Counter(one.verdict for one in checked)
    return {verdict.value: found[verdict] for verdict in Verdict}


def checked_text(checked: Sequence[Checked]) -> str:
    """Returns a claim check as it is printed in a terminal."""
    lines = [line for number, one in enumerate(checked, start=1) for line in _lines(number, one)]
    counts = [(texts.VERDICTS[verdict], count) for verdict, count in counts_of(checked).items()]
    skipped = sum(one.verdict is None for one in checked)
    return "\n".join([*lines, texts.check_counts(counts, skipped), texts.CHECK_NOTE])


def _lines(number: int, one: Checked) -> list[str]:
    label = texts.VERDICTS[one.verdict] if one.verdict else texts.SKIPPED[one.skip or ""]
    lines = [f"{number}. {one.statement.text}", f"   {label}"]
    lines.extend(f"   {texts.check_difference(found.stated, found.source)}" for found in one.differences)
    if one.own_words:
        lines.append(f"   {texts.check_own_words(one.words_of_its_own)}")
    for citation in one.citations:
        if citation.context:
            lines.append(f"   ({citation.context})")
        lines.append(f"   [{citation.marker}] »{citation.quote}«")
        lines.append(f"       {texts.source_line(citation.sender, citation.title, citation.section, citation.page)}")
    return [*lines, ""]
