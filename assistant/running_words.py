"""The words of a document in reading order, each with its place: what a search for every place of a word runs over.

A document is read as it stands, from the first character to the last, also what is set aside as noise. Where noise
stands between two pieces of text, the stretch around it is read a second time without it, so that a sentence that goes
on behind a page number is found as well.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.terms import is_known
from ingest.blocks import Block, NoiseReason, Structure
from ingest.document import Document, Span
from ingest.lines import lines_of
from ingest.noise import noise_of
from ingest.normalise import Normalised, normalise
from ingest.units import units_of

_WORD = re.compile(r"\d+(?:[.,:]\d+)*\+?|[^\W\d_]+(?:'[^\W\d_]+)?")
_HYPHEN_BEFORE_BREAK = re.compile(r"[\u00ad\u2010\u2011](?=[ \t]*[\r\n\f])")
_NOT_SPACE = re.compile(r"\S")
_AROUND_NOISE = 400
"""Characters of text on both sides of noise that are read a second time; the longest phrase found across noise."""
_LONGEST_CHAIN = 4
"""Words joined by hyphens that are also tried as one word."""
_LONGEST_LIST = 8
"""Words that may stand between "børne-" and the word that completes it ("børne-, unge- og ældreområdet")."""
_AND = re.compile(r"-,? (?:og|eller|samt|og/eller) |-, ")
_SHORTEST_PART = 3
_SAME = str.maketrans(
    {"’": "'", "‘": "'", "´": "'", "–": "-", "—": "-", "‐": "-", "‑": "-", "“": '"', "”": '"', "„": '"'}
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a reading: a token, or what several tokens say together.

    These are words that hyphens join, which a line end may have put there ("An-dre"), and words of which a part is said
    once for several ("sundheds- og ældreområdet" says "sundhedsområdet").

    Attributes:
        form: lower case.
        first, last: numbers of its first and last token in the reading.
    """

    form: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A stretch of a document as a reader reads it: hyphenation joined, white space single.

    Attributes:
        normalised: its text and where each character stands in the document.
        folded: the same characters in lower case, apostrophes, dashes and quotation marks made alike; same length.
        tokens: ranges of its words and numbers in ``folded``.
        by_form: form → the words of that form, in order.
        joined: number of a token → the words of several tokens that begin there.
        across: the noise that was left out of it; an occurrence counts only when it reaches over this range.
    """

    normalised: Normalised
    folded: str
    tokens: tuple[Span, ...]
    by_form: Mapping[str, tuple[Word, ...]]
    joined: Mapping[int, tuple[Word, ...]]
    across: Span | None = None


@dataclass(frozen=True, slots=True)
class RunningWords:
    """A document's words with what is needed to name their places.

    Attributes:
        document: the document.
        readings: the whole document first, then the stretches around noise, without it.
        blocks: its blocks, in order.
        quotable: ranges that can be quoted: its units and its noise, in order.
        noise: range → why it is not part of the contents, in order.
    """

    document: Document
    readings: tuple[Reading, ...]
    blocks: tuple[Block, ...]
    quotable: tuple[Span, ...]
    noise: Mapping[Span, NoiseReason]

    def section_at(self, offset: int) -> tuple[str, ...]:
        """Returns the headings above the character at ``offset``; () in noise."""
        number = bisect_right(self.blocks, offset, key=lambda block: block.start) - 1
        inside = number >= 0 and offset < self.blocks[number].end
        return self.blocks[number].section if inside else ()

    def noise_in(self, start: int, end: int) -> NoiseReason | None:
        """Returns why a character of the range is not part of the contents, or None."""
        return next((reason for span, reason in self.noise.items() if span[0] < end and start < span[1]), None)

    def quotable_at(self, start: int, end: int) -> Span:
        """Returns the sentence, row, heading or noise at ``start``, longer when the range goes on behind it."""
        first = bisect_right(self.quotable, start, key=lambda span: span[0]) - 1
        last = bisect_right(self.quotable, end - 1, key=lambda span: span[0]) - 1
        if first < 0:
            return start, end
        return min(start, self.quotable[first][0]), max(end, self.quotable[last][1])


def running_words(document: Document, blocks: Sequence[Block]) -> RunningWords:
    """Returns the words of ``document``; all of its text that ``blocks`` do not hold is noise."""
    noise = _noise(document, blocks)
    units = [(unit.start, unit.end) for unit in units_of(document, Structure(tuple(blocks), ()))]
    source = _HYPHEN_BEFORE_BREAK.sub("-", document.text).replace("\f", "\n")
    readings = [_reading(source, 0, len(source))]
    if noise:
        readings.extend(_readings_around(source, noise))
    return RunningWords(document, tuple(readings), tuple(blocks), tuple(sorted([*units, *noise])), noise)


def fold(text: str) -> str:
    """Returns ``text`` in lower case with alike apostrophes, dashes and quotation marks; as many characters."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return lower.translate(_SAME)


def word_spans(folded: str) -> list[Span]:
    """Returns the ranges of the words and numbers of a folded text."""
    return [found.span() for found in _WORD.finditer(folded)]


def chain_lengths(folded: str, tokens: Sequence[Span], first: int) -> Iterator[int]:
    """Yields how many tokens from number ``first`` on, at least two, hyphens join to one word of letters."""
    for last in range(first + 1, min(first + _LONGEST_CHAIN, len(tokens))):
        between = folded[tokens[last - 1][1] : tokens[last][0]]
        if between != "-" or not (folded[tokens[last - 1][0]].isalpha() and folded[tokens[last][0]].isalpha()):
            return
        yield last - first + 1


def _reading(source: str, start: int, end: int, across: Span | None = None) -> Reading:
    normalised = _composed(normalise(source, start, end))
    folded = fold(normalised.text)
    tokens = word_spans(folded)
    by_form: dict[str, list[Word]] = {}
    joined: dict[int, tuple[Word, ...]] = {}
    for number, (first, last) in enumerate(tokens):
        by_form.setdefault(folded[first:last], []).append(Word(folded[first:last], number, number))
        if folded[last : last + 1] == "-":
            joined[number] = tuple(_joined(folded, tokens, number))
            for word in joined[number]:
                by_form.setdefault(word.form, []).append(word)
    forms = {form: tuple(words) for form, words in by_form.items()}
    return Reading(normalised, folded, tuple(tokens), forms, joined, across)


def _joined(folded: str, tokens: Sequence[Span], number: int) -> Iterator[Word]:
    """Yields the words of several tokens that begin with token ``number``, behind which a hyphen stands."""
    for length in chain_lengths(folded, tokens, number):
        form = "".join(folded[start:end] for start, end in tokens[number : number + length])
        yield Word(form, number, number + length - 1)
    if not _AND.match(folded, tokens[number][1]):
        return
    for last in range(number + 1, min(number + _LONGEST_LIST, len(tokens))):
        start, end = tokens[last]
        if folded[end : end + 1] != "-":
            tail = _tail(folded[start:end])
            if tail:
                yield Word(folded[slice(*tokens[number])] + tail, number, last)
            if folded[start:end] not in ("og", "eller", "samt"):
                return


def _tail(compound: str) -> str:
    """Returns the last part of a compound as it stands ("området" of "ældreområdet"), "" for other words."""
    for cut in range(_SHORTEST_PART, len(compound) - _SHORTEST_PART):
        first, last = compound[:cut], compound[cut:]
        if is_known(last) and (is_known(first) or (first[-1] in "se" and is_known(first[:-1]))):
            return last
    return ""


def _composed(normalised: Normalised) -> Normalised:
    """Returns the text with letters and their separate accents made one character, as a search is typed."""
    if unicodedata.is_normalized("NFC", normalised.text):
        return normalised
    text: list[str] = []
    offsets: list[int] = []
    for found in re.finditer(r".[\u0300-\u036f]*", normalised.text):
        letters = unicodedata.normalize("NFC", found.group())
        text.append(letters)
        offsets.extend([normalised.offsets[found.start()]] * len(letters))
    return Normalised("".join(text), tuple(offsets), normalised.end)


def _noise(document: Document, blocks: Sequence[Block]) -> dict[Span, NoiseReason]:
    """Returns what stands between the blocks, by line, with the reason; a stored document keeps only its blocks."""
    gaps = _gaps(document, blocks)
    if not gaps:
        return {}
    lines = lines_of(document)
    reasons = {noise.start: noise.reason for noise in noise_of(document, lines).values()}
    return {
        (line.start, line.end): reasons.get(line.start, NoiseReason.NAVIGATION)
        for line in lines
        if any(start < line.end and line.start < end for start, end in gaps)
    }


def _gaps(document: Document, blocks: Sequence[Block]) -> list[Span]:
    ends = [0, *(block.end for block in blocks)]
    starts = [*(block.start for block in blocks), len(document.text)]
    return [gap for gap in zip(ends, starts, strict=True) if document.text[gap[0] : gap[1]].strip()]


def _readings_around(source: str, noise: Mapping[Span, NoiseReason]) -> Iterator[Reading]:
    """Yields the text around each stretch of noise that has text on both sides, all noise blanked."""
    blanked = list(source)
    for start, end in noise:
        blanked[start:end] = _NOT_SPACE.sub(" ", source[start:end])
    without = "".join(blanked)
    for start, end in _stretches(source, noise):
        if without[:start].strip() and without[end:].strip():
            yield _reading(without, max(0, start - _AROUND_NOISE), min(len(source), end + _AROUND_NOISE), (start, end))


def _stretches(source: str, noise: Mapping[Span, NoiseReason]) -> list[Span]:
    """Returns the noise with neighbouring pieces made one."""
    found: list[Span] = []
    for start, end in noise:
        if found and not source[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
