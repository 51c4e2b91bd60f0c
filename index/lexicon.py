"""The lexicon: everyday words and what official Danish calls the same thing."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .terms import content_words

LEXICON = Path(__file__).parent / "lexicon_da.toml"


@dataclass(frozen=True, slots=True)
class Entry:
    """One concept: the words of everyday speech and those of official papers, lemmas in lower case."""

    everyday: tuple[str, ...]
    official: tuple[str, ...]


def read_lexicon(file: Path = LEXICON) -> list[Entry]:
    """Returns the entries of ``file`` in order."""
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["entry"]
    return [Entry(tuple(row["everyday"]), tuple(row["official"])) for row in rows]


def related_words(entries: Sequence[Entry]) -> dict[str, tuple[str, ...]]:
    """Returns {lemma: the lemmas, sorted, of all one-word terms that share an entry with it}."""
    found: dict[str, set[str]] = {}
    for entry in entries:
        words = {lemma for term in (*entry.everyday, *entry.official) if (lemma := _single(term))}
        for word in words:
            found.setdefault(word, set()).update(words - {word})
    return {word: tuple(sorted(others)) for word, others in sorted(found.items()) if others}


def _single(term: str) -> str:
    lemmas = content_words(term)
    return lemmas[0] if len(lemmas) == 1 else ""
