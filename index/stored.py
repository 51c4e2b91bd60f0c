"""Documents, blocks, chunks, units and wordings as JSON and back."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ingest.blocks import Block, BlockKind
from ingest.chunks import Chunk
from ingest.document import Document, Page, Source, Span
from ingest.units import Unit

from .entries import Fit, Wording


@dataclass(frozen=True, slots=True)
class Content:
    """What the index stores besides the search fields.

    Attributes:
        documents: by doc_id, in the order of the corpus; their text is the only text that may be quoted.
        blocks: the blocks of each document, in order.
        chunks: all chunks, in order of document and place; positions are the numbers that the fields use.
        units: all units, in order of document and place; positions are the numbers that the unit fields use.
        unit_chunks: for each unit the number of its chunk.
        wordings: all wordings; positions are the numbers that the wording fields use.
        lexicon: lemma → lemmas that stand for the same thing.
    """

    documents: dict[str, Document]
    blocks: dict[str, tuple[Block, ...]]
    chunks: tuple[Chunk, ...]
    units: tuple[Unit, ...]
    unit_chunks: tuple[int, ...]
    wordings: tuple[Wording, ...]
    lexicon: dict[str, tuple[str, ...]]


def dump(data: Any) -> bytes:
    """Returns ``data`` as JSON bytes that depend on nothing but ``data``."""
    return (json.dumps(data, ensure_ascii=False, sort_keys=True, indent=0) + "\n").encode("utf-8")


def save_content(folder: Path, content: Content) -> None:
    """Writes ``content`` into the existing folder ``folder``."""
    texts_folder = folder / "texts"
    texts_folder.mkdir()
    rows = []
    for number, document in enumerate(content.documents.values()):
        (texts_folder / f"{number}.txt").write_bytes(document.text.encode("utf-8"))
        rows.append(
            {
                "source": asdict(document.source),
                "path": document.path.name,
                "sha256": document.sha256,
                "page_starts": document.page_starts,
                "page_labels": document.page_labels,
                "problems": document.problems,
            }
        )
    (folder / "documents.json").write_bytes(dump(rows))
    blocks = {doc_id: [_block_row(block) for block in found] for doc_id, found in content.blocks.items()}
    (folder / "blocks.json").write_bytes(dump(blocks))
    (folder / "chunks.json").write_bytes(dump([asdict(chunk) for chunk in content.chunks]))
    units = [[unit.doc_id, unit.start, unit.end, unit.block] for unit in content.units]
    (folder / "units.json").write_bytes(dump({"units": units, "chunks": content.unit_chunks}))
    rows_of_wordings = [[word.text, word.first, word.end, word.fit.value] for word in content.wordings]
    (folder / "wordings.json").write_bytes(dump(rows_of_wordings))
    (folder / "lexicon.json").write_bytes(dump(content.lexicon))


def load_content(folder: Path) -> Content:
    """Returns what ``save_content`` wrote into ``folder``."""
    documents: dict[str, Document] = {}
    for number, row in enumerate(_read(folder / "documents.json")):
        text = (folder / "texts" / f"{number}.txt").read_bytes().decode("utf-8")
        source = Source(**row["source"])
        labels: tuple[Page, ...] = tuple(row["page_labels"])
        documents[source.doc_id] = Document(
            source,
            Path(row["path"]),
            row["sha256"],
            text,
            tuple(row["page_starts"]),
            labels,
            (),
            tuple(row["problems"]),
        )
    blocks = {doc_id: tuple(map(_block, rows)) for doc_id, rows in _read(folder / "blocks.json").items()}
    chunks = tuple(_chunk(row) for row in _read(folder / "chunks.json"))
    rows = _read(folder / "wordings.json")
    wordings = tuple(Wording(text, first, end, Fit(fit)) for text, first, end, fit in rows)
    units = _read(folder / "units.json")
    lexicon = {word: tuple(others) for word, others in _read(folder / "lexicon.json").items()}
    stored_units = tuple(Unit(*row) for row in units["units"])
    return Content(documents, blocks, chunks, stored_units, tuple(units["chunks"]), wordings, lexicon)


def _read(file: Path) -> Any:
    return json.loads(file.read_bytes())


def _block_row(block: Block) -> list[Any]:
    return [
        block.kind.value,
        block.start,
        block.end,
        block.section,
        block.lead,
        block.header,
        block.speaker,
        block.cells,
        block.continues,
    ]


def _block(row: list[Any]) -> Block:
    kind, start, end, section, lead, header, speaker, cells, continues = row
    return Block(
        BlockKind(kind),
        start,
        end,
        tuple(section),
        _span(lead),
        _span(header),
        _span(speaker),
        _spans(cells),
        continues,
    )


def _chunk(row: dict[str, Any]) -> Chunk:
    return Chunk(
        row["chunk_id"],
        row["doc_id"],
        row["start"],
        row["end"],
        tuple(row["section"]),
        BlockKind(row["kind"]),
        _spans(row["context"]),
    )


def _span(value: list[int] | None) -> Span | None:
    return (value[0], value[1]) if value else None


def _spans(values: Iterable[list[int]]) -> tuple[Span, ...]:
    return tuple((value[0], value[1]) for value in values)
