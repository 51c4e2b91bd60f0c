"""The one named normalisation between a source span and the quote that a reader sees.

It joins words that a line end broke, opens ligatures, drops soft hyphens and turns every run of white space into one
space. Nothing else changes: spelling, punctuation and numbers stay as the source has them.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}

# A hyphen at a line end is dropped when it breaks a word ("so-" / "cialpolitikken"). It is kept when it belongs there:
# before a conjunction ("sundheds-" / "og ældreområdet"), after a digit or a lone letter ("18-66-" / "årig", "C-" /
# "hold"), and when the word goes on with a hyphen of its own ("housing-" / "first-princippet").
_LINE_END = r"-\s*[\r\n]\s*(?!(?:og|eller|samt|til|men|and|or)\b)"
_HYPHEN_AT_LINE_END = re.compile(rf"(?<=\w){_LINE_END}(?=\w)")
_BROKEN_WORD = re.compile(rf"(?<=[a-zæøåéü]{{2}}){_LINE_END}(?=[a-zæøåéü]+(?![\w-]))")
_LONGEST_WORD = 80
"""Characters behind a range that may be needed to see how the word at its end goes on."""
_INVISIBLE = "\u00ad\u200b\ufeff"


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text and where each of its characters stands in the source.

    Invariant: ``len(offsets) == len(text)``; ``offsets`` never decreases; ``source[offsets[i]]`` is the character (or
    the ligature, or the first character of the run of white space) that gave ``text[i]``.
    """

    text: str
    offsets: tuple[int, ...]
    end: int

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Returns the half-open source range behind ``text[start:end]`` (``start < end``), without trailing space."""
        last = self.offsets[end - 1]
        return self.offsets[start], last + 1

    def position(self, offset: int) -> int:
        """Returns the first position of ``text`` whose source offset is at or after ``offset``."""
        return bisect_left(self.offsets, offset)


def normalise(source: str, start: int = 0, end: int | None = None) -> Normalised:
    """Returns ``source[start:end]`` normalised, with offsets that count in the whole ``source``.

    Args:
        source: any text.
        start: first character, 0 ≤ start ≤ end.
        end: one past the last character; the end of ``source`` when omitted.
    """
    end = len(source) if end is None else end
    skip = _joins(source, start, end)
    text: list[str] = []
    offsets: list[int] = []
    position = start
    while position < end:
        if position in skip:
            keep, position_after = skip[position]
            if keep:
                text.append("-")
                offsets.append(position)
            position = position_after
            continue
        character = source[position]
        if character in _INVISIBLE:
            pass
        elif character.isspace():
            if text and text[-1] != " ":
                text.append(" ")
                offsets.append(position)
        else:
            for letter in _LIGATURES.get(character, character):
                text.append(letter)
                offsets.append(position)
        position += 1
    if text and text[-1] == " ":
        text.pop()
        offsets.pop()
    return Normalised("".join(text), tuple(offsets), end)


def quote_of(source: str, start: int, end: int) -> str:
    """Returns the text of ``source[start:end]`` as it is shown to a reader."""
    return normalise(source, start, end).text


def _joins(source: str, start: int, end: int) -> dict[int, tuple[bool, int]]:
    """Returns {hyphen offset: (keep the hyphen, where the text goes on)} for words broken over a line end."""
    if "-" not in source[start:end]:
        return {}
    reach = min(len(source), end + _LONGEST_WORD)
    found = {match.start(): (True, match.end()) for match in _HYPHEN_AT_LINE_END.finditer(source, start, reach)}
    for match in _BROKEN_WORD.finditer(source, start, reach):
        if not _inside_address(source, match.start()):
            found[match.start()] = (False, match.end())
    return {hyphen: (keep, after) for hyphen, (keep, after) in found.items() if after < end}


def _inside_address(source: str, offset: int) -> bool:
    """Tells whether the word that ends at ``offset`` is part of a web address, whose hyphens are its own."""
    word = source[max(0, offset - 200) : offset].split()
    return bool(word) and "/" in word[-1]
