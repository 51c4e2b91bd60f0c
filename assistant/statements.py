"""A text taken apart into the statements that can be checked.

A statement is a sentence, or a line of its own in a list. What states nothing is kept and named, so that whoever reads
the check sees that it was not forgotten: headings, questions, and lines with too few words (greetings, signatures).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from index.terms import content_words
from ingest.normalise import Normalised, normalise
from ingest.sentences import sentence_spans

from .quantities import Kind, quantities_of


class Skip(StrEnum):
    """Why a piece of text is not checked."""

    HEADING = "heading"
    QUESTION = "question"
    NO_CONTENT = "no_content"


@dataclass(frozen=True, slots=True)
class Statement:
    """A piece of a text.

    Attributes:
        text: as it is shown: white space collapsed, words that a line end broke joined.
        start, end: half-open range of the text that was taken apart.
        skip: why it is not checked; None when it is.
    """

    text: str
    start: int
    end: int
    skip: Skip | None = None


_MIN_WORDS = 2
"""Content words or quantities that a statement has at least."""
_LONGEST_HEADING = 10
_BLOCK = re.compile(r"(?:[^\n]|\n(?![ \t]*(?:\n|[•‣◦▪●*+–-][ \t]|\d{1,2}[.)][ \t]|#|\||>)))+")
_MARK = re.compile(r"\s*(?:[•‣◦▪●*+>–-]\s+|\d{1,2}[.)]\s+(?=\S)|(?P<heading>#{1,6})\s*)?(?P<bold>\*\*|__)?")
_GREETING = re.compile(
    r"(?:kære|hej|goddag|velkommen|(?:med )?venlig hilsen|mvh|(?:de )?bedste hilsner|hilsen|tak for|god læselyst"
    r"|god fornøjelse)\b",
    re.IGNORECASE,
)
_GREETING_WORDS = 5


def statements_of(text: str) -> list[Statement]:
    """Returns the statements of ``text`` in order; together they hold all of its words.

    An empty line, a list marker and a Markdown mark begin a new piece; inside one, Danish sentence ends do.
    """
    blocks = list(_blocks(text))
    return [statement for number in range(len(blocks)) for statement in _statements(text, blocks, number)]


def _blocks(text: str) -> Iterator[tuple[int, int, str]]:
    """Yields (start, end, its mark: "#", "•", … or "") of each block, the mark left out."""
    for match in _BLOCK.finditer(text):
        mark = _MARK.match(text, match.start(), match.end())
        start = mark.end() if mark else match.start()
        if text[start : match.end()].strip():
            yield start, match.end(), mark.group().strip(" \n\t*_") if mark else ""


def _statements(text: str, blocks: list[tuple[int, int, str]], number: int) -> Iterator[Statement]:
    start, end, mark = blocks[number]
    line = normalise(text, start, end)
    spans = sentence_spans(line.text)
    alone = not mark and len(spans) == 1 and number + 1 < len(blocks)
    titled = mark.startswith("#") or (alone and _is_title(line, text[start:end]))
    for first, last in spans:
        said = line.text[first:last].replace("**", "").replace("__", "").strip()
        if said:
            skip = Skip.HEADING if titled and not _GREETING.match(said) else _skip(said)
            yield Statement(said, *line.source_span(first, last), skip)


def _is_title(line: Normalised, raw: str) -> bool:
    """Whether a block above another is a title: one short line without a stop and without a number."""
    one_line = "\n" not in raw.strip()
    words = len(line.text.split())
    return one_line and words <= _LONGEST_HEADING and line.text[-1] not in '.!?:;»”"' and not quantities_of(line.text)


def _skip(text: str) -> Skip | None:
    words = len(text.split())
    if text.rstrip("\"'”’»)").endswith("?"):
        return Skip.QUESTION
    if _GREETING.match(text) and words <= _GREETING_WORDS:
        return Skip.NO_CONTENT
    quantities = [quantity for quantity in quantities_of(text) if quantity.kind is not Kind.REFERENCE]
    references = [quantity.text for quantity in quantities_of(text) if quantity.kind is Kind.REFERENCE]
    for reference in references:
        text = text.replace(reference, " ")
    told = {word for word in content_words(text) if not word[0].isdigit()}
    return Skip.NO_CONTENT if len(told) + len(quantities) < _MIN_WORDS else None
