"""The passages that a statement is held against: one to three neighbouring sentences, or a table row cell by cell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from index.retriever import Retriever, Search
from ingest.blocks import Block, BlockKind
from ingest.document import Document
from ingest.normalise import quote_of
from ingest.tables import header_of, row_of

from .agreement import DISTINCTIVE
from .candidates import rank_candidates
from .likeness import telling_words
from .municipalities import places_in
from .quantities import Kind, Quantity, quantities_of, years_of
from .questions import read_question

CANDIDATES = 14
"""So many of the best candidates of the search are held against a statement."""
LONGEST = 3
"""Sentences in a passage at most."""
_CELLS = (BlockKind.ROW, BlockKind.LEGEND)
_NAMES_ONLY = (BlockKind.HEADING, BlockKind.HEADER, BlockKind.CAPTION, BlockKind.ATTRIBUTION, BlockKind.LINK)
_LEGEND = re.compile(r"(?P<label>[^;]+);\s*(?P<amount>-?[\d.,]+)\s*;\s*(?P<share>-?[\d.,]+\s?%)")
_THOUSANDS = re.compile(r"1\.000\s*kr")
_SIGNED = re.compile(r"\s*[-+−–]\d")


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a table row or a chart's legend.

    Attributes:
        quantity: the value; its range counts in the passage's text.
        column: name of its column, "" without one.
        signed: whether it is a change, printed with its sign.
    """

    quantity: Quantity
    column: str
    signed: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """Neighbouring units of one block.

    Attributes:
        first, end: half-open range of unit numbers.
        text: what stands there, as a reader sees it.
        words: lemmas of its content words.
        quantities: its quantities; of a row or legend those of its label.
        label: what a row or legend is about, "" for prose.
        cells: values of a row or legend; empty for prose.
        lead: lemmas of the lead-in of a list item, which is the beginning of its sentence.
        around: what it is read with: headings, lead-in, caption, header, speaker, the sentence before.
        around_words: lemmas of ``around`` and of the document's title.
        years: years in ``text`` and ``around``.
        place: all that may name what it is about, in lower case: itself, ``around``, all its headings, its chunk.
        document: title and sender of its document, in lower case.
    """

    first: int
    end: int
    text: str
    words: tuple[str, ...]
    quantities: tuple[Quantity, ...]
    label: str
    cells: tuple[Cell, ...]
    lead: tuple[str, ...]
    around: str
    around_words: tuple[str, ...]
    years: frozenset[int]
    place: str
    document: str

    @property
    def is_sentence(self) -> bool:
        """Whether it is one unit: a sentence, an item or a row."""
        return self.end - self.first == 1


class Passages:
    """Makes passages of one index and keeps them.

    Attributes:
        retriever: the index.
    """

    def __init__(self, retriever: Retriever) -> None:
        self.retriever = retriever
        self._made: dict[tuple[int, int], Passage] = {}
        self._rows_with: dict[Decimal, list[int]] = {}
        for unit in range(len(retriever.content.units)):
            if retriever.block_of(unit).kind in _CELLS:
                for quantity in quantities_of(retriever.unit_text(unit)):
                    self._rows_with.setdefault(abs(quantity.number), []).append(unit)

    def near(self, search: Search, statement: str) -> list[Passage]:
        """Returns the passages to hold against ``statement``, those of the best candidates first."""
        found: dict[tuple[int, int], None] = {}
        for candidate in rank_candidates(self.retriever, search, read_question(statement), k=CANDIDATES):
            for unit in range(candidate.first, min(candidate.end, candidate.first + LONGEST)):
                found.update(dict.fromkeys(self._windows(unit)))
        # A row has few words to be found by; a number with enough digits finds it too.
        for quantity in quantities_of(statement):
            if abs(quantity.number) >= DISTINCTIVE and quantity.kind is not Kind.YEAR:
                found.update(dict.fromkeys((unit, unit + 1) for unit in self._rows_with.get(abs(quantity.number), ())))
        return [self._passage(first, end) for first, end in found]

    def _windows(self, unit: int) -> Iterator[tuple[int, int]]:
        """Yields the ranges of units of one block that hold ``unit``, shortest first; none for what only names."""
        kind = self.retriever.block_of(unit).kind
        if kind in _NAMES_ONLY:
            return
        for length in range(1, 2 if kind in _CELLS else LONGEST + 1):
            for first in range(unit - length + 1, unit + 1):
                if self._together(first, first + length):
                    yield first, first + length

    def _together(self, first: int, end: int) -> bool:
        units = self.retriever.content.units
        if first < 0 or end > len(units):
            return False
        return len({(unit.doc_id, unit.block) for unit in units[first:end]}) == 1

    def _passage(self, first: int, end: int) -> Passage:
        made = self._made.get((first, end))
        if made is None:
            made = self._made[first, end] = self._make(first, end)
        return made

    def _make(self, first: int, end: int) -> Passage:
        text = " ".join(self.retriever.unit_text(unit) for unit in range(first, end))
        block = self.retriever.block_of(first)
        document = self.retriever.document(self.retriever.content.units[first].doc_id)
        around = "\n".join(self._around(document, block, first))
        label, cells = self._cells(document, block, text)
        chunk = self.retriever.chunk_of(first)
        place = [text, around, *block.section, quote_of(document.text, chunk.start, chunk.end)]
        return Passage(
            first,
            end,
            text,
            telling_words(text),
            quantities_of(label) if cells else quantities_of(text),
            label,
            cells,
            telling_words(quote_of(document.text, *block.lead)) if block.lead and not cells else (),
            around,
            tuple(dict.fromkeys((*telling_words(around), *telling_words(document.title)))),
            years_of(label if cells else text) | years_of(around),
            "\n".join(place).lower().replace("’", ""),
            f"{document.title}\n{document.source.sender}".lower(),
        )

    def _around(self, document: Document, block: Block, first: int) -> Iterator[str]:
        # Under a heading that names a place, a heading above it that names another one is that place's own.
        yield from block.section[-1:] if places_in(" ".join(block.section[-1:])) else block.section[-2:]
        unit = self.retriever.content.units[first]
        for span in (block.lead, block.header, block.speaker):
            if span and not (span[0] <= unit.start < span[1]):
                yield quote_of(document.text, *span)
        if block.kind not in _CELLS:
            yield from (self.retriever.unit_text(n) for n in (first - 1, first - 2) if self._together(n, first + 1))

    def _cells(self, document: Document, block: Block, text: str) -> tuple[str, tuple[Cell, ...]]:
        if block.kind is BlockKind.LEGEND:
            caption = quote_of(document.text, *block.lead) if block.lead else ""
            return _legend_cells(text, caption)
        if block.kind is not BlockKind.ROW:
            return "", ()
        blocks = self.retriever.content.blocks[document.doc_id]
        row = row_of(document, block, header_of(blocks, block))
        header = quote_of(document.text, *block.header) if block.header else ""
        cells = [
            cell
            for column, value in zip(row.columns, row.cells, strict=True)
            if (cell := _cell(value, column, header)) is not None
        ]
        return row.label, tuple(cells)


def _cell(value: str, column: str, header: str) -> Cell | None:
    """Returns the value of a row with its kind read from the column and the header; None when it is no number."""
    found = quantities_of(value)
    if not found:
        return None
    quantity = replace(found[0], text=value.strip())
    if quantity.kind is Kind.YEAR:
        number = quantity.number
        quantity = replace(quantity, kind=Kind.COUNT, value=number)
    name = column.lower()
    if quantity.is_bare and "procent" in name:
        quantity = replace(quantity, kind=Kind.PERCENT, units=frozenset(("%",)))
    elif quantity.is_bare and ("personer" in name or "indbygger" in name or "borger" in name):
        quantity = replace(quantity, units=frozenset(("person",)))
    elif quantity.is_bare and "placering" in name:
        quantity = replace(quantity, units=frozenset(("placering", "plads")))
    elif quantity.is_bare and "(kr.)" in header:
        quantity = replace(quantity, kind=Kind.MONEY, units=frozenset(("kr",)))
    return Cell(quantity, column, bool(_SIGNED.match(value)))


def _legend_cells(text: str, caption: str) -> tuple[str, tuple[Cell, ...]]:
    """Returns the label and the values of a chart's legend "Miljø; 2.521; 5%"; none when it holds several entries."""
    entries = list(_LEGEND.finditer(text))
    if len(entries) != 1:
        return "", ()
    amount, share = quantities_of(entries[0]["amount"]), quantities_of(entries[0]["share"])
    if not amount or not share:
        return "", ()
    scale = Decimal(1000 if _THOUSANDS.search(caption) else 1)
    money = replace(
        amount[0],
        kind=Kind.MONEY,
        number=amount[0].number * scale,
        value=amount[0].value * scale,
        step=amount[0].step * scale,
        units=frozenset(("kr",)),
    )
    return entries[0]["label"].strip(), (Cell(money, "", False), Cell(share[0], "", False))
