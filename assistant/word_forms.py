"""Which words of the documents are a searched word: its inflections, and the compounds that it is part of.

Three sources decide together, since none is complete: the Danish dictionary (lemmas), the endings that Danish words are
inflected with, and the ways a compound comes apart. A word that holds the letters and is none of it is left out by
name, so that a reader can see what was not counted.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from index.terms import STOP_WORDS, compound_parts, is_known, lemma_of, with_danish_letters


class Match(StrEnum):
    """How a place in the documents is the searched word."""

    EXACT = "exact"
    FORM = "form"
    COMPOUND = "compound"


@dataclass(frozen=True, slots=True)
class Matched:
    """What the words of the documents are to a searched word.

    Attributes:
        counted: word form → how it matches.
        left_out: words that only hold the same letters ("retning" for "ret"), sorted.
    """

    counted: Mapping[str, Match]
    left_out: tuple[str, ...]


_ENDINGS = tuple(
    """
    ernes erne enes ene ets ens ers ede ende este est ere er en et
    es te rnes rne nes ne r n t s e
    """.split()
)
"""Danish inflection."""

_NESS = frozenset("hed heds heden hedens heder heders hederne hedernes".split())
"""-hed turns any adjective into a noun."""

_SUFFIXES = frozenset(
    "ning ing else skab lig ig hed dom isk bar som løs mæssig agtig inde eri ende er ling sel tion itet".split()
)
"""Endings that make a new word of a short one, not a compound, though some are words themselves (skab, løs, bar)."""

_NEVER_FIRST = ("ning", "skab", "else")
"""Those of them with which what stands behind a short word hardly begins as a word: "regn" in "regnskabsvæsen"."""

_PREFIXES = frozenset("u ud ind op ned af til på om over under ved mod mis gen sam efter ikke selv".split())
_LINKS = ("", "s", "e")
_SHORTEST_STEM = 3
_SHORTEST_PART = 3
_CLEAR = 6
"""Letters from which a word inside another is no accident; a shorter one must leave words behind on both sides."""

_LETTERS = (("ae", "æ"), ("oe", "ø"), ("aa", "å"))


def matched(word: str, vocabulary: Collection[str], *, compounds: bool = True) -> Matched:
    """Returns which words of ``vocabulary`` are ``word``.

    Args:
        word: one word or number as typed, lower case.
        vocabulary: all word forms of the documents, lower case.
        compounds: whether compounds are looked for; a function word ("være", "og") has none worth counting.
    """
    typed = spellings(word, vocabulary)
    lemmas = frozenset(lemma_of(spelling) for spelling in typed)
    forms = {form for form in vocabulary if _is_form(form, typed, lemmas)}
    counted = dict.fromkeys(forms, Match.FORM)
    if word[0].isdigit() or not compounds:
        return Matched(counted, ())
    parts = _parts(typed, lemmas, forms)
    left_out = []
    for form in vocabulary:
        if form in forms:
            continue
        inside = [part for part in parts if part in form]
        if _ends_or_begins_with(form, lemmas) or any(_is_compound(form, part, vocabulary) for part in inside):
            counted[form] = Match.COMPOUND
        elif inside:
            left_out.append(form)
    return Matched(counted, tuple(sorted(left_out)))


def spellings(word: str, vocabulary: Collection[str]) -> frozenset[str]:
    """Returns ``word`` and what it may stand for when ``ae/oe/aa`` was typed for ``æ/ø/å`` or the other way round."""
    danish, typed = word, word
    for pair, letter in _LETTERS:
        danish, typed = danish.replace(pair, letter), typed.replace(letter, pair)
    found = {word, with_danish_letters(word)}
    return frozenset(found | {other for other in (danish, typed) if other in vocabulary})


def _is_form(form: str, typed: Collection[str], lemmas: Collection[str]) -> bool:
    """Tells whether the word ``form`` is an inflection."""
    before_apostrophe = form.partition("'")[0]
    if form in typed or form in lemmas or before_apostrophe in typed:
        return True
    if form[0].isdigit():
        return any(_plain(form) == _plain(word) for word in typed)
    lemma = lemma_of(form)
    return lemma in typed or lemma in lemmas or any(_inflected_alike(word, form) for word in {*typed, *lemmas})


def _plain(number: str) -> str:
    """Returns a number without what does not change it: the dots between thousands and the plus of "80+"."""
    return re.sub(r"\.(?=\d{3}(?!\d))", "", number).rstrip("+")


def _inflected_alike(word: str, form: str) -> bool:
    """Tells whether two words share a stem; where the dictionary knows both it has said so already.

    It calls "frivillighed" a word of its own, which a reader who looks for "frivillig" does not.
    """
    if form.startswith(word) and form[len(word) :] in _NESS:
        return len(word) > _SHORTEST_STEM
    if is_known(word) and is_known(form):
        return False
    if word[:_SHORTEST_STEM] != form[:_SHORTEST_STEM]:
        return False
    stems, others = _stems(word), _stems(form)
    return not stems.isdisjoint(others) or word in _undoubled(others) or form in _undoubled(stems)


def _stems(word: str) -> set[str]:
    """Returns ``word`` and what is left of it when an ending is taken off."""
    stems = {word.removesuffix(ending) for ending in _ENDINGS}
    return {word, *(stem for stem in stems if len(stem) > _SHORTEST_STEM)}


def _undoubled(stems: Collection[str]) -> set[str]:
    """Returns the stems that end in a doubled consonant with a single one: "bakk" of "bakken" is "bak"."""
    return {stem[:-1] for stem in stems if stem[-1] == stem[-2]}


def _parts(typed: Collection[str], lemmas: Collection[str], forms: Collection[str]) -> list[str]:
    """Returns the shapes that the word may have inside a compound, the shortest first."""
    shapes = {shape for shape in (*typed, *lemmas) if len(shape) >= _SHORTEST_PART}
    shapes |= {form for form in forms if len(form) > _SHORTEST_PART}
    return sorted(shapes, key=lambda shape: (len(shape), shape))


def _ends_or_begins_with(form: str, lemmas: Collection[str]) -> bool:
    """Tells whether the dictionary cuts ``form`` into two words one of which is meant ("børnehave" for "barn")."""
    parts = compound_parts(lemma_of(form))
    if not parts:
        return False
    first, last = parts
    return (last in lemmas and first not in STOP_WORDS) or (first in lemmas and last not in _SUFFIXES)


def _is_compound(form: str, part: str, vocabulary: Collection[str]) -> bool:
    """Tells whether ``part`` stands in ``form`` as a word and not by accident ("ret" in "retning")."""
    if len(part) >= _CLEAR:
        return True
    starts = [found.start() for found in re.finditer(f"(?={re.escape(part)})", form)]
    return any(
        _is_left(form[:start], vocabulary) and _is_right(form[start + len(part) :], part, form, vocabulary)
        for start in starts
    )


def _is_left(rest: str, vocabulary: Collection[str]) -> bool:
    """Tells whether ``rest`` can stand before a word in a compound; "for" in "forældre" cannot."""
    if not rest or rest in _PREFIXES:
        return True
    if rest in STOP_WORDS:
        return False
    return any(rest.endswith(link) and _is_word(rest[: len(rest) - len(link)], vocabulary) for link in _LINKS)


def _is_right(rest: str, part: str, form: str, vocabulary: Collection[str]) -> bool:
    """Tells whether ``rest`` can stand behind the word ``part``: an ending, or a word that is not a mere suffix.

    With an ending behind it ``part`` carries the meaning, so the lemma ends with it: "befolkningstallet", not "aftale".
    Where the word begins with it the dictionary may have taken an inflection for another word ("gode"), so it counts.
    """
    undoubled = rest[1:] if rest[:1] == part[-1] else rest
    if not rest:
        return True
    if rest in _ENDINGS or undoubled in _ENDINGS:
        return form.startswith(part) or not is_known(form) or lemma_of(form).endswith(part)
    tails = [rest[len(link) :] for link in _LINKS if rest.startswith(link)]
    if any(tail.startswith(_NEVER_FIRST) or not _stems(tail).isdisjoint(_SUFFIXES) for tail in tails):
        return len(part) > _SHORTEST_PART + 1
    return any(_is_word(tail, vocabulary) for tail in tails)


def _is_word(letters: str, vocabulary: Collection[str]) -> bool:
    if len(letters) < _SHORTEST_PART or not letters.isalpha():
        return False
    return letters in vocabulary or is_known(letters) or bool(compound_parts(letters))
