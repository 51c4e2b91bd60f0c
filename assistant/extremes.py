"""The row of a table that a superlative asks for: "hvilken aldersgruppe vokser mest", "hvad er den mindste post"."""

import re
from collections.abc import Sequence

from index.retriever import Hit, Retriever
from index.terms import terms
from ingest.blocks import BlockKind
from ingest.document import Span
from ingest.tables import header_of, row_of

from .questions import Question

_MOST = re.compile(
    r"\b(mest|størst\w*|højest\w*|dyrest\w*|flest|længst\w*|tungest\w*|most|largest|biggest|highest)\b", re.I
)
_LEAST = re.compile(r"\b(mindst\w*|lavest\w*|færrest|billigst\w*|kortest\w*|least|smallest|lowest|fewest)\b", re.I)
_FALLS = re.compile(
    r"\b(fald\w*|svind\w*|mist\w*|mindsk\w*|skrump\w*|tabe\w*|færre|nedgang|decreas\w*|shrink\w*)\b", re.I
)
"""What falls most has the smallest value in a column of changes."""
_CHANGES = re.compile(r"\b(stig\w*|vokse\w*|voks\w*|øge\w*|ændr\w*|udvikl\w*|fremgang|grow\w*|increas\w*)\b", re.I)
_OF_CHANGE = re.compile(r"ændring|change|\d{4}\s?[-–]\s?\d{4}", re.I)
"""The name of a column that tells how much something rises or falls."""
_SUM = re.compile(r"\W*(i alt|total\w*|sum|samlet|hele landet|landsgennemsnit)\b", re.I)
_NUMBER = re.compile(r"[+-]?\d[\d.]*(?:,\d+)?")
_TABLES_IN = 3
_FEWEST_ROWS = 3


def extreme_units(retriever: Retriever, hits: Sequence[Hit], question: Question) -> frozenset[int]:
    """Returns the units that are the extreme row of a table among the first hits; none without a superlative.

    The order is computed; what is quoted is the row. A table with several columns counts only by the one that the
    question names, so nothing is guessed.
    """
    most, least = bool(_MOST.search(question.text)), bool(_LEAST.search(question.text))
    if most == least:
        return frozenset()
    most = most and not _FALLS.search(question.text)
    tables: dict[tuple[str, Span | None], list[tuple[int, dict[str, float]]]] = {}
    for hit in hits[:_TABLES_IN]:
        for unit in retriever.units_of(hit.chunk.chunk_id):
            block = retriever.block_of(unit)
            values = _values(retriever, unit)
            if values:
                tables.setdefault((hit.chunk.doc_id, block.lead), []).append((unit, values))
    found: set[int] = set()
    for rows in tables.values():
        column = _column(rows, question)
        ranked = [(values[column], unit) for unit, values in rows if column in values]
        if column is not None and len(ranked) >= _FEWEST_ROWS:
            best = max(ranked)[0] if most else min(ranked)[0]
            found.update(unit for value, unit in ranked if value == best)
    return frozenset(found)


def _values(retriever: Retriever, unit: int) -> dict[str, float]:
    """Returns column name → value of a table row or of an entry of a figure's legend; {} for anything else."""
    block, text = retriever.block_of(unit), retriever.unit_text(unit)
    if _SUM.match(text):
        return {}
    if block.kind is BlockKind.LEGEND:
        cells = [cell.strip() for cell in text.split(";")[1:]]
        names: Sequence[str] = [str(number) for number in range(len(cells))]
    elif block.kind is BlockKind.ROW:
        doc_id = retriever.content.units[unit].doc_id
        row = row_of(retriever.document(doc_id), block, header_of(retriever.content.blocks[doc_id], block))
        cells, names = list(row.cells), row.columns
    else:
        return {}
    pairs = (
        (name, _NUMBER.fullmatch(cell.replace("%", "").replace(" ", "")))
        for name, cell in zip(names, cells, strict=True)
    )
    return {name: float(match.group().replace(".", "").replace(",", ".")) for name, match in pairs if match}


def _column(rows: Sequence[tuple[int, dict[str, float]]], question: Question) -> str | None:
    """Returns the one column that ``question`` names best: by its whole name ("2035"), else by most of its words.

    When it asks what rises or falls, a column of changes comes before all others.
    """
    names = list(dict.fromkeys(name for _, values in rows for name in values))
    if len(names) == 1 or all(name.isdecimal() and len(name) == 1 for name in names):
        return names[0] if names else None
    asked = {*terms(question.text), *question.years}
    moving = bool(_CHANGES.search(question.text) or _FALLS.search(question.text))
    changes = {name for name in names if moving and _OF_CHANGE.search(name)}
    fits = {name: (name in changes, {*terms(name)} <= asked, len(asked & {*terms(name)})) for name in names}
    best = max(fits.values())
    chosen = [name for name in names if fits[name] == best]
    return chosen[0] if changes or (best[-1] and len(chosen) == 1) else None
