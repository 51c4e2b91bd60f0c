"""A file as running text: for what is compared with the material and does not become part of it."""

from pathlib import Path

from .document import Document, MarkKind, Source
from .sandbox import LIMITS, Limits, read_guarded


def read_text(path: Path, *, name: str = "", limits: Limits = LIMITS) -> str:
    """Returns the text of a file, its paragraphs apart and its headings marked with ``#`` where the format tells.

    Args:
        path: a file in one of the formats that are read.
        name: what messages call it; its own name when empty.
        limits: what reading it may cost.

    Raises:
        DocumentError: it cannot be read, or not within the limits.
    """
    source = Source(path.stem, path.name, path.stem, "", "")
    return _with_blank_lines(read_guarded(source, path, name=name, limits=limits)[0])


def _with_blank_lines(document: Document) -> str:
    kept = [mark for mark in document.marks if mark.kind is not MarkKind.NOISE]
    parts = (
        f"{'# ' if mark.kind is MarkKind.HEADING else ''}{document.text[mark.start : mark.end].strip()}"
        for mark in kept
    )
    return "\n\n".join(parts) if kept else document.text.replace("\f", "\n\n")
