"""Danish terms: what a text and a question are compared by.

A term is a lemma, a part of a compound, or a number kept whole. Lemmas come from simplemma's Danish dictionary, which
also tells which parts of a compound are words.
"""

import re
import unicodedata
from functools import lru_cache

import simplemma

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*\+?|[^\W\d_]+(?:['’][^\W\d_]+)?")
_DIGITS = re.compile(r"\d")
_MIN_PART = 3
_MIN_COMPOUND = 7
_LINKS = ("", "s", "e")
_PIECE_LENGTHS = (4, 5)

# Words that say nothing about what a question or a passage is on. Question words and polite turns are here too: they
# decide the kind of answer, which assistant.questions reads from the question itself.
STOP_WORDS = frozenset(
    """
    ad af alle alt altså anden andre at bare begge blev blive bliver da de dem den denne der deres det dette dig din
    dine disse dit dog du efter egen eller en end endnu er et ene eneste enten for fordi forhold fra få får før
    gennem god gør ham han hans har have havde hen hende hendes her hos hun hvad hvem hver hvilke hvilken hvilket
    hvis hvor hvordan hvorfor hvornår i igen ikke ind ingen intet ja jeg jer jeres jo kan kom kunne kun lad lidt
    lige ligesom man mange med meget mellem men mens mere mig min mine mit mod må måske ned nej noget nogen nogle
    nok nu når og også om op os over på samme samt se selv sig sin sine sit skal skulle som stor store så sådan tage
    ud under var ved vi vil ville vor vores være været
    a about an and are as at be been by can did do does for from has have how in into is it its of on or our that
    the their there these they this to was we were what when where which who whom whose why will with would you your
    måtte kunne skulle ville blive pr per ca fx bl a m v mv osv jf evt inkl hej tak venligst spørgsmål fortæl sig
    siger sagt stå står
    """.split()
)


def tokens(text: str) -> list[str]:
    """Returns the words and numbers of ``text`` in order: NFC, lower case, numbers kept whole (14.450, 1,5, 80+)."""
    return _TOKEN.findall(unicodedata.normalize("NFC", text).lower().replace("’", "'"))


@lru_cache(maxsize=100_000)
def lemma_of(word: str) -> str:
    """Returns the lemma of a lower-case word; ``ae/oe/aa`` are read as ``æ/ø/å`` where only that gives Danish."""
    word = with_danish_letters(word)
    return simplemma.lemmatize(word, lang="da").lower()


_SWEDISH = str.maketrans("äö", "æø")
_MIN_SWEDISH = 5


@lru_cache(maxsize=100_000)
def is_known(word: str) -> bool:
    """Tells whether ``word`` (lower case) or its reading with Danish letters is in the Danish dictionary."""
    return bool(_DIGITS.search(word)) or simplemma.is_known(with_danish_letters(word), lang="da")


def with_danish_letters(word: str) -> str:
    """Returns ``word`` (lower case) with ``ae/oe/aa`` as ``æ/ø/å`` where only that gives a Danish word.

    Swedish letters of longer words become the Danish ones; the short words of Swedish are told apart by them.
    """
    if len(word) >= _MIN_SWEDISH:
        word = word.translate(_SWEDISH)
    if not any(pair in word for pair in ("ae", "oe", "aa")) or simplemma.is_known(word, lang="da"):
        return word
    danish = word.replace("ae", "æ").replace("oe", "ø").replace("aa", "å")
    return danish if simplemma.is_known(danish, lang="da") or not word.isascii() else _part_by_part(word, danish)


def _part_by_part(word: str, danish: str) -> str:
    """A compound is not in the dictionary; its Danish spelling is taken when its parts are."""
    return danish if compound_parts(danish) else word


@lru_cache(maxsize=100_000)
def compound_parts(lemma: str) -> tuple[str, ...]:
    """Returns the lemmas of the two parts of a Danish compound ("ældrepleje" → "ældre", "pleje"), () for other words.

    Of several ways to cut, the one with the longest last part wins: the last part carries a Danish compound's meaning.
    """
    if len(lemma) < _MIN_COMPOUND or not lemma.isalpha():
        return ()
    for cut in range(_MIN_PART, len(lemma) - _MIN_PART + 1):
        last = lemma[cut:]
        if len(last) < _MIN_PART + 1 or not simplemma.is_known(last, lang="da"):
            continue
        for link in _LINKS:
            first = (
                lemma[: cut - len(link)] if link and lemma[:cut].endswith(link) else (lemma[:cut] if not link else "")
            )
            if len(first) >= _MIN_PART and simplemma.is_known(first, lang="da"):
                return (simplemma.lemmatize(first, lang="da").lower(), simplemma.lemmatize(last, lang="da").lower())
    return ()


def content_words(text: str) -> list[str]:
    """Returns the lemmas of the words of ``text`` that carry meaning, in order, with repetitions."""
    return [lemma_of(word) for word in tokens(text) if word not in STOP_WORDS and lemma_of(word) not in STOP_WORDS]


def terms(text: str) -> list[str]:
    """Returns the terms of ``text``: each content word's lemma, and the parts of compounds behind it."""
    found: list[str] = []
    for lemma in content_words(text):
        found.append(lemma)
        found.extend(compound_parts(lemma))
    return found


def pieces(text: str) -> list[str]:
    """Returns the 4- and 5-letter pieces of the content words of ``text``, word borders marked by ``_``.

    Pieces find what lemmas miss: misspellings, neighbouring languages, inner parts of compounds.
    """
    found: list[str] = []
    for word in tokens(text):
        if word in STOP_WORDS or _DIGITS.search(word):
            continue
        padded = f"_{with_danish_letters(word)}_"
        for length in _PIECE_LENGTHS:
            found.extend(padded[start : start + length] for start in range(max(1, len(padded) - length + 1)))
    return found
