"""The two ways to look for a query in a document: the words as typed, or the words in any inflection and compound."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import pairwise

from index.terms import STOP_WORDS
from ingest.document import Span

from .running_words import Reading, RunningWords, Word, chain_lengths, fold, word_spans
from .word_forms import Match, Matched, matched, spellings

_ENDS_PHRASE = re.compile(r"[,;:•|]|[.!?…]+[\"')»«\]]*\s")
"""Between two words: they are not consecutive words of one phrase, unless the query has the same between them."""
_BREAK = re.compile(r"[\r\n\f]")

_MEANT = frozenset("anden andre forhold få få god mange siger sagt spørgsmål stor store stå står".split())
"""Stop words of the search for answers that may well be what a phrase is about; they are inflected like other words."""

Found = tuple[Reading, int, int, Match]
"""A reading, a half-open range of its text, and how it matches."""


class ExactSearch:
    """Looks for a sequence of word forms as typed.

    A hyphen at a line end may belong to the word or not, and the text cannot always tell. A reading decides for one; so
    that nothing is missed, the other is accepted as well where the query has it.
    """

    left_out: tuple[str, ...] = ()

    def __init__(self, vocabulary: Mapping[str, int], wanted: str) -> None:
        variants = {wanted, _respelt(vocabulary, wanted)}
        typed = [_whole(variant, re.escape(variant).replace(r"\-", "-?")) for variant in sorted(variants)]
        broken = [_whole(variant, "-?".join(map(re.escape, variant))) for variant in sorted(variants)]
        self._variants = {_bare(variant) for variant in variants}
        self._pattern = re.compile("|".join(typed))
        self._breakable = re.compile("|".join(broken))

    def in_document(self, document: RunningWords) -> Iterator[Found]:
        """Yields every place in ``document``."""
        for reading in document.readings:
            for start, end in self._spans(document.document.text, reading):
                if _counts_in(reading, start, end):
                    yield reading, start, end, Match.EXACT

    def _spans(self, source: str, reading: Reading) -> list[Span]:
        found = {
            span.span() for span in self._pattern.finditer(reading.folded) if self._is_typed(source, reading, span)
        }
        if "-" in reading.folded:
            found |= {
                span.span()
                for span in self._breakable.finditer(reading.folded)
                if span.span() not in found and _only_broken(source, reading, span)
            }
        return sorted(found)

    def _is_typed(self, source: str, reading: Reading, span: re.Match[str]) -> bool:
        """Tells whether the hyphens of the query stand in the document, be it at a line end."""
        if span.group() in self._variants or "-" not in "".join(self._variants):
            return True
        start, end = source_span(source, reading, *span.span())
        return _bare(fold(source[start:end])) in self._variants


def _whole(typed: str, pattern: str) -> str:
    """Returns ``pattern`` for whole words and whole numbers: "450" is not in "14.450"."""
    before = r"(?<!\w)(?<!\d[.,:])" if typed[0].isdigit() else r"(?<!\w)" if typed[0].isalpha() else ""
    after = r"(?!\w)(?![.,:]\d)" if typed[-1].isdigit() else r"(?!\w)" if typed[-1].isalpha() else ""
    return f"{before}{pattern}{after}"


class FormSearch:
    """Looks for words in any inflection, and in compounds."""

    def __init__(self, vocabulary: Mapping[str, int], wanted: str) -> None:
        spans = word_spans(wanted)
        words = [wanted[start:end] for start, end in spans]
        between = [wanted[one[1] : other[0]] for one, other in pairwise(spans)]
        self._steps = [
            _as_typed(word, vocabulary)
            if len(words) > 1 and _is_function_word(word)
            else matched(word, vocabulary, compounds=not _is_function_word(word))
            for word in words
        ]
        self._may_end = [bool(_ENDS_PHRASE.search(gap)) for gap in between]
        self._whole = self._as_one_word(vocabulary, wanted, words, between)
        self.left_out = self._steps[0].left_out if len(words) == 1 else ()

    @staticmethod
    def _as_one_word(
        vocabulary: Mapping[str, int], wanted: str, words: list[str], between: list[str]
    ) -> Mapping[str, Match]:
        """Returns the forms of the words of the phrase written as one ("hjemme pleje", "e-mail")."""
        if len(words) == 1 or any(gap not in (" ", "-") for gap in between) or not "".join(words).isalpha():
            return {}
        if any(word in STOP_WORDS for word in words) and list(chain_lengths(wanted, word_spans(wanted), 0)) == []:
            return {}
        return matched("".join(words), vocabulary).counted

    def in_document(self, document: RunningWords) -> Iterator[Found]:
        """Yields every place in ``document``; of places that overlap the one with fewest words."""
        for reading in document.readings:
            taken: set[int] = set()
            found = sorted(self._runs(reading), key=lambda run: (run[1] - run[0], run[0]))
            for first, last, match in found:
                start, end = reading.tokens[first][0], reading.tokens[last][1]
                if taken.isdisjoint(range(first, last + 1)) and _counts_in(reading, start, end):
                    taken.update(range(first, last + 1))
                    yield reading, start, end, match

    def _runs(self, reading: Reading) -> Iterator[tuple[int, int, Match]]:
        """Yields (first token, last token, match) of every run of tokens that fits."""
        for form, match in self._steps[0].counted.items():
            for word in reading.by_form.get(form, ()):
                for last, further in self._ways_on(reading, word.last, 1):
                    yield word.first, last, Match.COMPOUND if Match.COMPOUND in (match, further) else Match.FORM
        for form, match in self._whole.items():
            for word in reading.by_form.get(form, ()):
                yield word.first, word.last, match

    def _ways_on(self, reading: Reading, last: int, step: int) -> Iterator[tuple[int, Match]]:
        """Yields (last token, match) of every way in which the words from ``step`` on follow the token ``last``."""
        if step == len(self._steps):
            yield last, Match.FORM
            return
        if last + 1 == len(reading.tokens):
            return
        gap = reading.folded[reading.tokens[last][1] : reading.tokens[last + 1][0]]
        if _ENDS_PHRASE.search(gap) and not self._may_end[step - 1]:
            return
        for word in _words_at(reading, last + 1):
            match = self._steps[step].counted.get(word.form)
            if match:
                for end, further in self._ways_on(reading, word.last, step + 1):
                    yield end, Match.COMPOUND if Match.COMPOUND in (match, further) else Match.FORM


def _words_at(reading: Reading, number: int) -> Iterator[Word]:
    start, end = reading.tokens[number]
    yield Word(reading.folded[start:end], number, number)
    yield from reading.joined.get(number, ())


def _is_function_word(word: str) -> bool:
    """Tells whether ``word`` is one like "de", "i", "og": inside a phrase it must stand as typed."""
    return word in STOP_WORDS and word not in _MEANT


def _as_typed(word: str, vocabulary: Mapping[str, int]) -> Matched:
    return Matched(dict.fromkeys(spellings(word, vocabulary), Match.FORM), ())


def _respelt(vocabulary: Mapping[str, int], wanted: str) -> str:
    """Returns the query with ``ae/oe/aa`` as ``æ/ø/å`` in the words that do not stand in the documents as typed."""
    parts = []
    position = 0
    for start, end in word_spans(wanted):
        word = wanted[start:end]
        known = sorted(spelling for spelling in spellings(word, vocabulary) if spelling in vocabulary)
        parts.append(wanted[position:start] + (word if word in vocabulary or not known else known[0]))
        position = end
    return "".join(parts) + wanted[position:]


def _bare(text: str) -> str:
    """Returns ``text`` without white space and invisible characters, for a comparison of hyphens."""
    return re.sub(r"[\s\u00ad\u200b\ufeff]+", "", text)


def _only_broken(source: str, reading: Reading, span: re.Match[str]) -> bool:
    """Tells whether every hyphen inside the place stands at a line end, and there is one."""
    offsets = reading.normalised.offsets
    hyphens = [number for number in range(*span.span()) if reading.folded[number] == "-"]
    return bool(hyphens) and all(
        _BREAK.search(source, offsets[number], offsets[number + 1]) for number in hyphens if number + 1 < len(offsets)
    )


def _counts_in(reading: Reading, start: int, end: int) -> bool:
    """Tells whether a place belongs to this reading and is not found by the reading of the whole document."""
    offsets = reading.normalised.offsets
    return reading.across is None or (offsets[start] < reading.across[0] and offsets[end - 1] >= reading.across[1])


def source_span(source: str, reading: Reading, start: int, end: int) -> Span:
    """Returns the range of the document behind a range of the reading; accents that stand apart belong to it."""
    first, last = reading.normalised.source_span(start, end)
    while last < len(source) and unicodedata.combining(source[last]):
        last += 1
    return first, last
