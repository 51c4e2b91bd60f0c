"""The lexicon: everyday words and what official Danish calls the same thing."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

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
