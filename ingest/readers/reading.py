"""What a reader hands back: the text of one file and the structure that its format states."""

from dataclasses import dataclass

from ..document import Mark, Page


@dataclass(frozen=True, slots=True)
class Reading:
    """The content of one file, in the terms of ``Document``.

    Attributes:
        text: the final text.
        page_starts: offset of each physical page's first character, increasing, first one 0.
        page_labels: printed label per physical page, same length as ``page_starts``; empty without pages.
        marks: in order of ``start``, never overlapping; together they hold every non-space character of the text.
            Empty for formats that state no structure.
        problems: Danish sentences on what could not be read.
    """

    text: str
    page_starts: tuple[int, ...] = (0,)
    page_labels: tuple[Page, ...] = ()
    marks: tuple[Mark, ...] = ()
    problems: tuple[str, ...] = ()
