"""What a reader hands back: the text of one file and the structure that its format states."""

import re
from dataclasses import dataclass

from ..document import Mark, Page

_LONGEST = 200
_MADE_BY = re.compile(r"^Microsoft (Word|PowerPoint|Excel) [-–] ")
_FILE_NAME = re.compile(r"\.(docx?|pptx?|xlsx?|odt|rtf|pdf|indd|html?|txt)$", re.IGNORECASE)
_NO_TITLE = {"untitled", "uden titel", "dokument", "document", "powerpoint-præsentation", "powerpoint presentation"}
_NO_SENDER = {
    "python-docx",
    "microsoft office user",
    "user",
    "bruger",
    "admin",
    "administrator",
    "unknown",
    "anonymous",
}


@dataclass(frozen=True, slots=True)
class Stated:
    """What a file says of itself, cleaned; "" where it says nothing.

    Attributes:
        title: its title.
        sender: who made it.
    """

    title: str = ""
    sender: str = ""


def stated_of(title: object, sender: object) -> Stated:
    """Returns the properties that a program wrote into a file, without those that it made up itself."""
    name = _MADE_BY.sub("", _cleaned(title))
    named = "" if _FILE_NAME.search(name) or name.casefold() in _NO_TITLE else name
    maker = _cleaned(sender)
    return Stated(named, "" if maker.casefold() in _NO_SENDER else maker)


def _cleaned(value: object) -> str:
    """Returns a property on one line, without characters that cannot be seen."""
    text = "".join(c if c.isprintable() else " " for c in value) if isinstance(value, str) else ""
    return " ".join(text.encode("utf-8", "ignore").decode().split())[:_LONGEST].strip()


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
        stated: what the file says of itself.
    """

    text: str
    page_starts: tuple[int, ...] = (0,)
    page_labels: tuple[Page, ...] = ()
    marks: tuple[Mark, ...] = ()
    problems: tuple[str, ...] = ()
    stated: Stated = Stated()
