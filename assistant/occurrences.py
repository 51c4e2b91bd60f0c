"""Every place of a word or a phrase in the documents, so that "the material never says it" is shown and not claimed.

Typed in quotation marks, exactly these words are found; otherwise each word in any inflection and as part of compounds.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

import texts
from index.terms import is_known
from ingest.blocks import Block, NoiseReason
from ingest.document import Document, Page
from ingest.errors import UsageError
from ingest.normalise import normalise

from .citations import Citation, cite
from .phrase_search import ExactSearch, FormSearch, Found, source_span
from .running_words import RunningWords, fold, running_words, word_spans
from .word_forms import Match

_QUOTED = re.compile(r'\s*["”“»«„](.*)["”“»«„]\s*', re.DOTALL)
_CONTEXT = 60
"""Characters shown on both sides of an occurrence."""
_SPELLING_CUTOFF = 75
"""Least similarity (0–100) of a word that is suggested for one that stands nowhere."""
_SPELLING_CUTOFF_KNOWN = 85
"""The same for a Danish word, which is hardly misspelt: "hund" does not mean "hånd"."""
_SPELLING_MIN_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place.

    Attributes:
        word: the words found, lower case, white space single.
        match: exact, an inflection, or a compound.
        doc_id, title: the document.
        page: printed page of its first character; None for a document without pages.
        section: the headings above it, outermost first.
        start, end: half-open range of the document's text.
        set_aside: why the place is not part of the contents (an advertisement, a running head …), else None.
        before, shown, after: the words as they stand, with the text around them, normalised.
        citation: the sentence, row or heading it stands in, compared with the document.
    """

    word: str
    match: Match
    doc_id: str
    title: str
    page: Page | None
    section: tuple[str, ...]
    start: int
    end: int
    set_aside: NoiseReason | None
    before: str
    shown: str
    after: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class WordCount:
    """How often a word form was found in the contents; ``match`` is None for one that was not counted."""

    word: str
    match: Match | None
    count: int


@dataclass(frozen=True, slots=True)
class Searched:
    """How much was searched.

    Attributes:
        documents, pages, words: how many; pages are those with a printed number, words include numbers.
        unread: (title, page) of each page without text.
    """

    documents: int
    pages: int
    words: int
    unread: tuple[tuple[str, Page], ...]


@dataclass(frozen=True, slots=True)
class Occurrences:
    """All places of a query.

    Attributes:
        query: as typed.
        exact: whether only these word forms were looked for.
        places: in the order of the documents; first those in the contents, then, per document, those set aside.
        words: the word forms in the contents, the most frequent first; their counts add up to ``total``.
        left_out: words that hold the letters of a single searched word and were not counted ("retning" for "ret").
        suggestion: what may have been meant, when nothing was found; "" otherwise.
        searched: how much was searched.
    """

    query: str
    exact: bool
    places: tuple[Occurrence, ...]
    words: tuple[WordCount, ...]
    left_out: tuple[WordCount, ...]
    suggestion: str
    searched: Searched

    @property
    def named(self) -> str:
        """The query as a sentence names it that has quotation marks of its own."""
        query = self.query.strip()
        return query[1:-1].strip() if self.exact else query

    @property
    def contents(self) -> tuple[Occurrence, ...]:
        """The places in the contents."""
        return tuple(place for place in self.places if place.set_aside is None)

    @property
    def aside(self) -> tuple[Occurrence, ...]:
        """The places in what is set aside: advertisements, running heads, page numbers, forms."""
        return tuple(place for place in self.places if place.set_aside is not None)

    @property
    def total(self) -> int:
        """How many places the contents have."""
        return len(self.contents)


@dataclass(frozen=True, slots=True)
class Library:
    """The documents made ready to be searched; build it once and keep it.

    Attributes:
        documents: their words.
        vocabulary: word form → how often it stands in the documents; 0 for words that only several tokens together say.
    """

    documents: tuple[RunningWords, ...]
    vocabulary: Mapping[str, int]


def library_of(documents: Iterable[Document], blocks: Mapping[str, Sequence[Block]]) -> Library:
    """Returns ``documents`` made ready; ``blocks`` are those of each document by doc_id, as an index stores them."""
    words = tuple(running_words(document, blocks[document.doc_id]) for document in documents)
    vocabulary: Counter[str] = Counter()
    for document in words:
        whole, *around = document.readings
        vocabulary.update(
            {form: sum(word.first == word.last for word in found) for form, found in whole.by_form.items()}
        )
        for reading in around:
            vocabulary.update(dict.fromkeys(reading.by_form, 0))
    return Library(words, dict(sorted(vocabulary.items())))


def find_all(library: Library, query: str) -> Occurrences:
    """Returns every place of ``query`` in ``library``.

    Raises:
        UsageError: the query has no word.
    """
    clean = unicodedata.normalize("NFC", query.encode("utf-8", "replace").decode("utf-8"))
    quoted = _QUOTED.fullmatch(clean)
    wanted = fold(normalise(quoted[1] if quoted else clean).text)
    if not word_spans(wanted):
        raise UsageError(texts.FIND_WHAT)
    search = ExactSearch(library.vocabulary, wanted) if quoted else FormSearch(library.vocabulary, wanted)
    places: list[Occurrence] = []
    for document in library.documents:
        here = [_occurrence(document, found) for found in search.in_document(document)]
        here.sort(key=lambda place: (place.set_aside is not None, place.start, place.end))
        places.extend(_apart(here))
    return Occurrences(
        clean,
        bool(quoted),
        tuple(places),
        _counts(places),
        _left_out(library, search.left_out),
        "" if places else _suggestion(library, wanted),
        searched(library),
    )


def _apart(places: Sequence[Occurrence]) -> list[Occurrence]:
    """Returns ``places`` without those that overlap an earlier one; a word parted by a page break is read both ways."""
    kept: list[Occurrence] = []
    for place in places:
        if not any(place.start < other.end and other.start < place.end for other in kept[-2:]):
            kept.append(place)
    return kept


def searched(library: Library) -> Searched:
    """Returns how much a search of ``library`` looks through."""
    documents = [words.document for words in library.documents]
    unread = tuple(
        (document.title, label)
        for document in documents
        for number, label in enumerate(document.page_labels)
        if not document.text[slice(*document.page_span(number))].strip()
    )
    words = sum(len(words.readings[0].tokens) for words in library.documents)
    return Searched(len(documents), sum(len(document.page_labels) for document in documents), words, unread)


def _occurrence(words: RunningWords, found: Found) -> Occurrence:
    reading, first, last, match = found
    document = words.document
    start, end = source_span(document.text, reading, first, last)
    section = words.section_at(start)
    text = reading.normalised.text
    return Occurrence(
        reading.folded[first:last],
        match,
        document.doc_id,
        document.title,
        document.page_at(start),
        section,
        start,
        end,
        None if reading.across else words.noise_in(start, end),
        _before(text, first),
        text[first:last],
        _after(text, last),
        _quoted(words, start, end, section, within=reading.across is None),
    )


def _quoted(words: RunningWords, start: int, end: int, section: tuple[str, ...], *, within: bool) -> Citation:
    """Returns the verified quote of what the place stands in; over noise only as far as the noise."""
    around = words.quotable_at(start, end if within else start + 1)
    for span in (around, (start, end)):
        citation = cite(words.document, *span, marker=1, section=section)
        if citation:
            return citation
    raise AssertionError("a place has letters, and all letters can be quoted")


def _before(text: str, start: int) -> str:
    """Returns up to ``_CONTEXT`` characters before ``start``, begun at a whole word."""
    if start <= _CONTEXT:
        return text[:start]
    cut = text[start - _CONTEXT - 1 : start]
    return f"…{cut[cut.find(' ') + 1 :]}" if " " in cut else f"…{cut[1:]}"


def _after(text: str, end: int) -> str:
    """Returns up to ``_CONTEXT`` characters from ``end`` on, ended at a whole word."""
    if len(text) - end <= _CONTEXT:
        return text[end:]
    cut = text[end : end + _CONTEXT + 1]
    return f"{cut[: cut.rfind(' ')]}…" if " " in cut else f"{cut[:-1]}…"


def _counts(places: Sequence[Occurrence]) -> tuple[WordCount, ...]:
    counted = Counter((place.word, place.match) for place in places if place.set_aside is None)
    order = list(Match)
    rows = [WordCount(word, match, count) for (word, match), count in counted.items()]
    return tuple(sorted(rows, key=lambda row: (-row.count, order.index(row.match or Match.EXACT), row.word)))


def _left_out(library: Library, forms: Iterable[str]) -> tuple[WordCount, ...]:
    rows = [WordCount(form, None, library.vocabulary[form]) for form in forms if library.vocabulary[form]]
    return tuple(sorted(rows, key=lambda row: (-row.count, row.word)))


def _suggestion(library: Library, wanted: str) -> str:
    """Returns the query with each word that stands nowhere put right, or "" when there is nothing to put right."""
    forms = [form for form, count in library.vocabulary.items() if count]
    parts, position = [], 0
    for start, end in word_spans(wanted):
        word = wanted[start:end]
        parts.append(wanted[position:start] + _nearest(word, forms))
        position = end
    suggested = "".join(parts) + wanted[position:]
    return "" if suggested == wanted else suggested


def _nearest(word: str, forms: Sequence[str]) -> str:
    """Returns the form nearest to ``word``, or ``word`` itself when it is among ``forms`` or none is near."""
    at = bisect_left(forms, word)
    if forms[at : at + 1] == [word] or len(word) < _SPELLING_MIN_LENGTH or not word.isalpha():
        return word
    cutoff = _SPELLING_CUTOFF_KNOWN if is_known(word) else _SPELLING_CUTOFF
    near = process.extractOne(word, forms, scorer=fuzz.ratio, score_cutoff=cutoff)
    return near[0] if near else word
