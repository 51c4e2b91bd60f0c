"""What a passage says to a statement: which words, numbers, names and years of it the passage has, and which it denies.

Numbers are paired by what they are about. Of several numbers of one kind in a passage ("81,2 for mænd og 85,0 for
kvinder") a stated one belongs to the one whose neighbouring words the statement has too; when that one differs, the
passage says another number, even if the stated number stands in it as well.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import simplemma

from index.retriever import Retriever
from index.terms import STOP_WORDS, compound_parts, content_words, is_known, lemma_of
from ingest.sentences import sentence_spans

from .actors import changed_places, is_actor, is_anybody, swapped
from .agreement import Agreement, compare, derives
from .alignment import Alignment, align
from .claim_passages import Cell, Passage
from .comparisons import contradicts_row, is_reversed
from .likeness import Covered, Likeness, telling_words
from .municipalities import places_in
from .overstatement import absent_limits, overstates
from .polarity import are_opposite, opposes
from .quantities import Hedge, Kind, Quantity, hedge_length, quantities_of, years_of

_BOUND = (Kind.YEAR, Kind.DATE, Kind.AGE)
"""Kinds that say which one is meant; the others say how much."""
_LABEL_SHARE = 0.5
"""So much of a row's label, by rarity, a statement about the row has."""
_LIKE = 0.5
_YEAR_WEIGHT = 6.0
_LABEL_WEIGHT = 4.0
"""What a year or an age group weighs beside the words, whose rarity is 2 to 6."""
_CLEARLY = 1.6
"""Another number of the passage takes a stated one's place when its neighbouring words fit so many times as well."""

_SAME_WORD = 0.6
_SAME_ACTOR = 0.8
"""How alike two words are at least that may stand in each other's place in nearly the same sentence."""
_VERY_CLOSE = 0.75
"""Share of the words in the same order from which on every word counts, not only actors and opposites."""
_LIGHT = 1.0
"""Weight of a word up to which it may be replaced by any other."""
_PRONOUN = re.compile(r"(?:[•‣*–-]\s*)?(?:han|hun|de|den|disse|denne|dette)\b", re.IGNORECASE)
"""How a sentence begins whose subject stands in the one before."""

_YOU = re.compile(r"\b(?:du|dig|din|dine|jer|jeres|(?<!\. )I er|[Vv]i|vores)\b")
"""Who speaks or is spoken to has no name in the sentence."""

_NAME = re.compile(r"\b[A-ZÆØÅ][\wæøåé]*(?:-[A-ZÆØÅ]?[\wæøåé]+)*")
_NO_NAMES = frozenset("danmark dansk danske dansker danskere danskerne del kommune kommunen jeg i de dem deres".split())
_ENDING = re.compile(r".{5,}(?:en|et|erne|ene|er|ers|ens|ets|ernes)$")
"""How Danish nouns end that open a sentence; a name hardly ever does."""
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*\+?|[^\W\d_]+(?:-[^\W\d_]+)*|[,;:()–]")
_PARTING = frozenset(", ; : ( ) – og til mod men mens fra eller".split())
_FALLS = re.compile(
    r"\b(?:fald\w*|faldt|mindsk\w*|færre|lavere|nedgang\w*|mindre|reducer\w*|skrump\w*)\b", re.IGNORECASE
)
_WIDER = re.compile(r"\b(?:danmark\w*|dansk\w*|land(?:et|ets|splan|ets kommuner)?|national\w*|verden)\b", re.IGNORECASE)


_OWN_YEAR = 6
"""Of several years of a sentence, a number's own one is at most so far from it."""
_TOTAL = re.compile(r"(?:total|i alt|samlet|sum|alle)", re.IGNORECASE)
_BULLET = re.compile(r"^[•‣◦▪●*–-]\s*")
_COUNTRY = re.compile(r"\b(?:landsplan|landsgennemsnit\w*|hele landet|nationalt|danmark)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement taken apart.

    Attributes:
        text: the statement.
        words: lemmas of its content words, numbers left out.
        quantities: its quantities.
        names: proper names in lower case, without genitive s.
        years: the years it names.
    """

    text: str
    words: tuple[str, ...]
    quantities: tuple[Quantity, ...]
    names: tuple[str, ...]
    years: frozenset[int]


@dataclass(frozen=True, slots=True)
class Paired:
    """A stated quantity and the one of the passage that is about the same, or None."""

    stated: Quantity
    source: Quantity | None
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class Finding:
    """What a passage says to a statement.

    Attributes:
        passage: the passage.
        covered: how much of the statement's words it has.
        dense: similarity of the two by the sentence model, 0–1.
        pairs: the statement's quantities that say how much.
        other_year: a year of the statement's with the one year that the passage has instead; None when all its years
            are there or several could be meant.
        missing: names, years and age groups of the statement that the passage and what it is read with lack.
        opposed: whether it says the opposite, the same the other way round, or less than the statement.
        altered: whether it is one sentence that has something else where the statement has one of its words: another
            actor, or in nearly the same sentence another word.
        closeness: share of the statement's words that it has in the same order, 0–1.
    """

    passage: Passage
    covered: Covered
    dense: float
    pairs: tuple[Paired, ...]
    other_year: Paired | None
    missing: tuple[str, ...]
    opposed: bool
    altered: bool
    closeness: float


def read_claim(text: str) -> Claim:
    """Returns ``text`` taken apart."""
    quantities = quantities_of(text)
    bare = _without(text, quantities, hedges=True)
    words = tuple(dict.fromkeys(telling_words(bare)))
    return Claim(text, words, quantities, _names(text), years_of(text))


class Evidence:
    """Measures passages of one index."""

    def __init__(self, likeness: Likeness) -> None:
        self._like = likeness
        self._retriever: Retriever = likeness.retriever

    def weigh(self, claim: Claim, passage: Passage, dense: float) -> Finding | None:
        """Returns what ``passage`` says to ``claim``; None for a row about something else.

        Args:
            claim: the statement.
            passage: the passage.
            dense: their similarity by the sentence model.
        """
        if passage.label and not self._is_row_of(claim, passage):
            return None
        covered = self._covered(claim, passage)
        measured = [quantity for quantity in claim.quantities if quantity.kind not in (*_BOUND, Kind.REFERENCE)]
        side = align(claim.text, passage.text)
        beside = dict(side.numbers) if side.is_close and passage.is_sentence else {}
        pairs = tuple(self._pair(claim, quantity, passage, beside.get(quantity)) for quantity in measured)
        years, other_year = _years(claim, passage, beside)
        missing = (*_absent_names(claim, passage), *years, *_absent_ages(claim, passage))
        if passage.cells:
            opposed = contradicts_row(claim.text, passage.cells)
            return Finding(passage, covered, dense, pairs, other_year, missing, opposed, False, side.share)
        limits = absent_limits(claim.text, f"{passage.text}\n{passage.around}")
        missing = (*missing, *limits, *self._absent_actors(claim, passage))
        overlap = self._like.overlap
        opposed = any(test(claim.text, passage.text, overlap) for test in (opposes, is_reversed, overstates))
        altered = passage.is_sentence and (self._is_altered(passage, side) or self._is_swapped(claim, passage))
        return Finding(passage, covered, dense, pairs, other_year, missing, opposed, altered, side.share)

    def _is_altered(self, passage: Passage, side: Alignment) -> bool:
        """Whether nearly the same sentence has another word in the place of one of the statement's."""
        if not side.is_close:
            return False
        return any(self._differ(mine, theirs, passage, side.share) for mine, theirs in side.replaced)

    def _differ(self, mine: Sequence[str], theirs: Sequence[str], passage: Passage, share: float) -> bool:
        if any(are_opposite(word, other) for word in mine for other in theirs):
            return True
        words, others = (telling_words(" ".join(side)) for side in (mine, theirs))
        if not words or not others:
            return False
        return any(
            max(self._like.like(word, other) for other in {*others, *passage.words, *passage.lead}) < needed
            and self._like.weight(word) > _LIGHT
            for word in words
            if (needed := _SAME_ACTOR if is_actor(word) else _SAME_WORD if share >= _VERY_CLOSE else 0.0)
        )

    def _absent_actors(self, claim: Claim, passage: Passage) -> list[str]:
        """Returns the actors of the statement that neither the passage nor what it is read with knows."""
        there = {*passage.words, *passage.around_words}
        return [
            word
            for word in claim.words
            if is_actor(word)
            and not is_anybody(word)
            and word not in passage.place
            and max((self._like.like(word, other) for other in there), default=0.0) < _LIKE
        ]

    def _is_swapped(self, claim: Claim, passage: Passage) -> bool:
        stated, named = _claim_places(claim), _places(passage.text)
        if stated and named and not stated & named:
            return True
        if _PRONOUN.match(passage.text) or _YOU.search(passage.text):
            return False
        if swapped(claim.words, (*passage.words, *passage.lead), self._like.like):
            return True
        if changed_places(claim.text, passage.text, self._like.like):
            return True
        return any(_is_another(word, passage) for word in claim.words if is_actor(word))

    def _covered(self, claim: Claim, passage: Passage) -> Covered:
        """Returns how much of the statement the passage has; years and age groups that both name count as words."""
        words = self._like.covered(claim.words, passage.words, passage.around_words)
        mass = sum(self._like.weight(word) for word in claim.words)
        ages = [q for q in claim.quantities if q.kind is Kind.AGE]
        shared = sum(any(compare(q, other) is Agreement.EQUAL for other in passage.quantities) for q in ages)
        shared += len(claim.years & passage.years)
        total = mass + _LABEL_WEIGHT * (len(ages) + len(claim.years))
        if not total:
            return words
        return Covered((words.share * mass + _LABEL_WEIGHT * shared) / total, words.gap * mass / total)

    def _is_row_of(self, claim: Claim, passage: Passage) -> bool:
        """Whether the label of a row fits: its year or age group is the statement's, or the statement has its words."""
        for quantity in passage.quantities:
            same = [q for q in claim.quantities if q.kind is quantity.kind]
            if quantity.kind is Kind.YEAR and int(quantity.value) not in claim.years:
                return False
            if quantity.kind is Kind.AGE and same and not any(compare(q, quantity) is Agreement.EQUAL for q in same):
                return False
        words = telling_words(_without(passage.label, passage.quantities))
        if words and _TOTAL.fullmatch(passage.label.strip()):
            # The sum of a table is about what its caption is about, and about no group of it.
            return not any(q.kind is Kind.AGE for q in claim.quantities)
        if not words:
            return any(
                quantity.kind is Kind.YEAR or any(compare(q, quantity) is Agreement.EQUAL for q in claim.quantities)
                for quantity in passage.quantities
            )
        return self._like.covered(words, claim.words).share >= _LABEL_SHARE

    # --- Numbers ----------------------------------------------------------------------------------------------------

    def _pair(self, claim: Claim, stated: Quantity, passage: Passage, beside: Quantity | None) -> Paired:
        if passage.cells:
            return self._pair_cell(claim, stated, passage)
        if beside and (agreement := compare(stated, beside)) is not Agreement.NONE:
            return Paired(stated, beside, agreement)
        derived = derives(stated, passage.quantities)
        if derived:
            return Paired(stated, derived, Agreement.EQUAL)
        found = [(source, compare(stated, source)) for source in passage.quantities]
        found = [(source, agreement) for source, agreement in found if agreement is not Agreement.NONE]
        if not found:
            return Paired(stated, None, Agreement.NONE)
        if len(found) == 1 and (found[0][1] is not Agreement.OTHER or not _is_stated(claim, stated, found[0][0])):
            return Paired(stated, *found[0])
        fits = self._fits(claim, stated, passage, [source for source, _ in found])
        equal = [number for number, (_, agreement) in enumerate(found) if agreement is Agreement.EQUAL]
        best = max(range(len(found)), key=lambda number: fits[number])
        if equal:
            chosen = max(equal, key=lambda number: fits[number])
            other = found[best][1] is Agreement.OTHER and fits[best] > _CLEARLY * fits[chosen]
            bound = self._bound_elsewhere(claim, stated, passage, found, chosen)
            return Paired(stated, *found[bound if bound is not None else best if other else chosen])
        loose = [number for number, (_, agreement) in enumerate(found) if agreement is Agreement.OPEN]
        if loose:
            return Paired(stated, *found[max(loose, key=lambda number: fits[number])])
        free = [number for number, (source, _) in enumerate(found) if not _is_stated(claim, stated, source)]
        if not free:
            return Paired(stated, None, Agreement.NONE)
        return Paired(stated, *found[max(free, key=lambda number: fits[number])])

    def _bound_elsewhere(
        self,
        claim: Claim,
        stated: Quantity,
        passage: Passage,
        found: Sequence[tuple[Quantity, Agreement]],
        chosen: int,
    ) -> int | None:
        """Returns which quantity belongs to the stated one's year or area when the chosen one does not, or None.

        A number belongs to the nearest year of its sentence, and to the municipality or the whole country that its
        sentence names.
        """
        for belongs in (_year_of, _area_of):
            wanted = belongs(claim.text, stated)
            here = belongs(passage.text, found[chosen][0])
            if wanted is None or here is None or wanted == here:
                continue
            for number, (source, agreement) in enumerate(found):
                if agreement is Agreement.OTHER and belongs(passage.text, source) == wanted:
                    return number
        return None

    def _fits(self, claim: Claim, stated: Quantity, passage: Passage, sources: Sequence[Quantity]) -> list[float]:
        """Returns for each quantity of the passage how well its neighbouring words fit those of the stated one.

        Words before all of them are about all of them and do not count; years always do.
        """
        mine, theirs = _Places(claim.text), _Places(passage.text)
        begin = min(source.start for source in sources)
        alone = sum(quantity.kind not in _BOUND for quantity in claim.quantities) == 1
        fits = []
        for source in sources:
            total = 0.5 * (stated.kind is Kind.COUNT and bool(stated.units & source.units))
            for word, near in mine.around(stated):
                if word in claim.words or word.isdigit():
                    weight = _YEAR_WEIGHT if word.isdigit() else self._like.weight(word)
                    near = 1.0 if alone else near
                    total += weight * near * self._nearest(word, theirs, source, begin)
            fits.append(total)
        return fits

    def _nearest(self, word: str, places: "_Places", source: Quantity, begin: int) -> float:
        """Returns how near to ``source`` a word like ``word`` stands, less how near its opposite does."""
        best = worst = 0.0
        for other, near, start in places.placed(source):
            if word.isdigit() or other.isdigit():
                like = float(word == other)
            else:
                like = self._like.like(word, other) if start >= begin else 0.0
                worst = max(worst, near if are_opposite(word, other) else 0.0)
            if like >= _LIKE:
                best = max(best, like * near)
        return best - worst

    def _pair_cell(self, claim: Claim, stated: Quantity, passage: Passage) -> Paired:
        falls = bool(_FALLS.search(claim.text))
        found = [(cell, _compare_cell(stated, cell, falls=falls)) for cell in passage.cells]
        found = [(cell, agreement) for cell, agreement in found if agreement is not Agreement.NONE]
        if not found:
            return Paired(stated, None, Agreement.NONE)
        fits = [self._column_fit(claim, stated, cell) for cell, _ in found]
        best = max(range(len(found)), key=lambda number: fits[number])
        equal = [number for number, (_, agreement) in enumerate(found) if agreement is Agreement.EQUAL]
        chosen = max(equal, key=lambda number: fits[number]) if equal else best
        several = sum(quantity.kind not in _BOUND for quantity in claim.quantities) > 1
        if fits[chosen] < fits[best] and not (equal and several):
            chosen = best
        if fits[chosen] < 0:
            return Paired(stated, None, Agreement.NONE)
        cell, agreement = found[chosen]
        return Paired(stated, cell.quantity, agreement)

    def _column_fit(self, claim: Claim, stated: Quantity, cell: Cell) -> float:
        """Returns how well a column's name fits; below 0 when it names another year than the statement does."""
        years = years_of(cell.column.replace("-", " "))
        fit = 0.1 * (stated.kind is cell.quantity.kind) + 0.1 * bool(stated.units & cell.quantity.units)
        if years and claim.years:
            if not years & claim.years:
                return -1.0
            fit += 1.0 if years == claim.years else 0.4
        words = [word for word in content_words(cell.column) if not word.isdigit() and word != "kommune"]
        return fit + (self._like.covered(words, claim.words).share if words else 0.0)


class _Places:
    """The words of a text with their distance from a quantity; a comma, "og" or "til" between counts as far."""

    def __init__(self, text: str) -> None:
        self._tokens: list[tuple[str, int, int, int]] = []
        parts = 0
        for number, match in enumerate(_TOKEN.finditer(text)):
            word = match.group().lower()
            if word in _PARTING:
                parts += 1
            elif word not in STOP_WORDS:
                lemma = word if word[0].isdigit() else lemma_of(word)
                self._tokens.append((lemma, match.start(), number, parts))

    def around(self, quantity: Quantity) -> list[tuple[str, float]]:
        """Returns (word, nearness 0–1) of the words beside ``quantity``."""
        return [(word, near) for word, near, _ in self.placed(quantity)]

    def placed(self, quantity: Quantity) -> list[tuple[str, float, int]]:
        """Returns (word, nearness 0–1, where it begins) of the words beside ``quantity``."""
        at = min(self._tokens, key=lambda token: abs(token[1] - quantity.start), default=None)
        if at is None:
            return []
        return [
            (word, 1 / (1 + abs(number - at[2]) / 3 + 2 * abs(parts - at[3])), start)
            for word, start, number, parts in self._tokens
            if not quantity.start <= start < quantity.end
        ]


def _is_another(actor: str, passage: Passage) -> bool:
    """Whether the passage says only "udvalget" where the statement names one, and its headings name another one."""
    head = compound_parts(actor)[-1:]
    if not head or actor in passage.words or head[0] not in passage.words:
        return False
    named = {word for word in passage.around_words if compound_parts(word)[-1:] == head}
    return bool(named) and actor not in named


def _sentence_around(text: str, start: int) -> tuple[int, str]:
    """Returns (where it begins, text) of the sentence of ``text`` that ``start`` lies in."""
    for first, last in sentence_spans(text):
        if first <= start < last:
            return first, text[first:last]
    return 0, text


def _year_of(text: str, quantity: Quantity) -> int | None:
    """Returns the year that ``quantity`` belongs to: the nearest one of its sentence, or None when that cannot be told.

    Distance counts words; a comma, "og", "til" or "mod" between counts as six of them.
    """
    first, sentence = _sentence_around(text, quantity.start)
    at = quantity.start - first
    years = [other for other in quantities_of(sentence) if other.kind is Kind.YEAR]

    def distance(year: Quantity) -> int:
        low, high = min(at, year.start), max(at, year.start)
        between = _TOKEN.findall(sentence[low:high].lower())
        return len(between) + 6 * sum(word in _PARTING for word in between)

    nearest = min(years, key=distance, default=None)
    if nearest is None or (len(years) > 1 and distance(nearest) > _OWN_YEAR):
        return None
    return int(nearest.value)


def _area_of(text: str, quantity: Quantity) -> str | None:
    """Returns "country" or the municipality that the sentence of ``quantity`` is about; None when both or neither."""
    _, sentence = _sentence_around(text, quantity.start)
    places = sorted(_places(sentence))
    if _COUNTRY.search(sentence):
        return None if places else "country"
    return places[0] if len(places) == 1 else None


def _compare_cell(stated: Quantity, cell: Cell, *, falls: bool) -> Agreement:
    """As ``compare``; a change printed with its sign is compared by size and must go the way that the words go."""
    source = cell.quantity
    if not cell.signed:
        return compare(stated, source)
    if (source.value < 0) != (falls or stated.value < 0):
        return Agreement.NONE
    size = Quantity(
        source.kind, abs(source.number), abs(source.value), source.step, source.units, 0, 0, source.text, Hedge.NONE
    )
    return compare(stated, size)


def _is_stated(claim: Claim, stated: Quantity, source: Quantity) -> bool:
    """Whether another quantity of the statement already stands for ``source``."""
    return any(q is not stated and compare(q, source) is Agreement.EQUAL for q in claim.quantities)


def _years(claim: Claim, passage: Passage, beside: Mapping[Quantity, Quantity]) -> tuple[list[str], Paired | None]:
    """Returns the statement's years that the passage lacks, and the pair of the only one and what stands instead."""
    replaced = [
        Paired(stated, source, Agreement.OTHER)
        for stated, source in beside.items()
        if stated.kind is source.kind is Kind.YEAR and stated.value != source.value
    ]
    if replaced:
        return [pair.stated.text for pair in replaced], replaced[0] if len(replaced) == 1 else None
    own = years_of(passage.label or passage.text)
    columns = {year for cell in passage.cells for year in years_of(cell.column.replace("-", " "))}
    absent = sorted(claim.years - (own or passage.years) - columns)
    if not absent:
        return [], None
    stated = [q for q in claim.quantities if q.kind is Kind.YEAR and int(q.value) in absent]
    instead = [q for q in passage.quantities if q.kind is Kind.YEAR and int(q.value) not in claim.years]
    one = len(absent) == len(stated) == len(instead) == 1 and not passage.cells
    return [str(year) for year in absent], Paired(stated[0], instead[0], Agreement.OTHER) if one else None


def _absent_ages(claim: Claim, passage: Passage) -> list[str]:
    there = [*passage.quantities, *quantities_of(" ".join(passage.around.split("\n")))]
    return [
        quantity.text
        for quantity in claim.quantities
        if quantity.kind in (Kind.AGE, Kind.DATE)
        and not any(compare(quantity, other) is Agreement.EQUAL for other in there)
        and not (quantity.kind is Kind.DATE and passage.cells)
    ]


def _places(text: str) -> set[str]:
    return {place.lower() for place in places_in(text)}


def _claim_places(claim: Claim) -> set[str]:
    """Returns the places that ``claim`` names, also one that opens it and is a name rather than an everyday word."""
    return _places(claim.text).union(*(_places(f"x {name.capitalize()}") for name in claim.names))


def _absent_names(claim: Claim, passage: Passage) -> list[str]:
    """Returns the statement's names that neither the passage nor what it is read with has.

    A passage on the whole country, or on another place, is not about the place in its document's title, and one that
    names a place itself is not about the places that stand around it.
    """
    stated, own_places = _claim_places(claim), _places(passage.text)
    country = _COUNTRY.search(claim.text)
    if country and own_places and not stated and not _WIDER.search(passage.text):
        return [country.group()]
    if not claim.names:
        return []
    if own_places:
        home = _places(passage.document) if stated & own_places else set()
        elsewhere_named = stated - own_places - home
        if elsewhere_named:
            return sorted(elsewhere_named)
    own = f"{passage.text}\n{passage.around}"
    visited = stated - _places(passage.document) - _places(own)
    if visited:
        return sorted(visited)
    elsewhere = _WIDER.search(own) or places_in(own)
    text = passage.place if elsewhere else f"{passage.place}\n{passage.document}"
    foreign = not passage.cells and any(
        not _has_name(name, claim.text.lower()) and not _has_name(name, passage.document)
        for name in _names(_BULLET.sub("", passage.text))
    )
    if foreign:
        # A sentence on somebody else is not about whoever is named beside it.
        text = f"{passage.text.lower()}\n{passage.document}"
    return [name for name in claim.names if not _has_name(name, text)]


def _without(text: str, quantities: Sequence[Quantity], *, hedges: bool = False) -> str:
    for quantity in reversed(quantities):
        start = quantity.start - (hedge_length(text, quantity.start) if hedges else 0)
        text = f"{text[:start]} {text[quantity.end :]}"
    return text


def _is_everyday(word: str) -> bool:
    """Whether ``word`` (lower case) is a Danish word and no name: the dictionary has names too, with a capital."""
    return is_known(word) and not simplemma.lemmatize(word, lang="da")[:1].isupper()


def _names(text: str) -> tuple[str, ...]:
    """Returns the proper names of ``text``: capitalised words that do not merely open a sentence."""
    found: list[str] = []
    for match in _NAME.finditer(text):
        word = match.group()
        before = text[: match.start()].rstrip(" \"'»”’(")
        opens = not before or before[-1] in ".?!:"
        lower = word.lower()
        if len(lower) == 1 or lower in STOP_WORDS or lower in _NO_NAMES:
            continue
        compound = _ENDING.match(lower) and compound_parts(lemma_of(lower))
        if opens and not places_in(f"x {word}") and (_is_everyday(lower) or compound):
            continue
        found.append(lower)
    return tuple(dict.fromkeys(found))


def _has_name(name: str, text: str) -> bool:
    """Whether a word of ``text`` (lower case) begins with ``name``, whose genitive s may be left out."""
    stems = {name, name.removesuffix("s"), lemma_of(name)}
    return any(len(stem) > 1 and re.search(rf"(?<!\w){re.escape(stem)}", text) for stem in stems)
