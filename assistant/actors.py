"""Who does, owes or decides something: the words of the field for people, bodies and organisations.

What one of them does, another does not: a statement on "sekretariatet" is not supported by a sentence on
"medlemmerne". Words of one line below stand for the same.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from index.terms import compound_parts, lemma_of

_SAME = tuple(
    frozenset(line.split())
    for line in """
borger borge person menneske dansker indbygger individ folk beboer befolkning samfundsborger medborger
medlem deltager
medarbejder ansætte personale fagperson fagprofessionel plejepersonale
forældre forælder mor far
familie
barn unge ung elev
ældre pensionist
pårørende
frivillig frivillige
kommune kommunal kommunalbestyrelse byråd
politiker
udvalg
sekretariat
borgersamling
borgmester
formand
direktør
regering
stat
folketing
ministerium
region
minister
virksomhed erhvervsliv
fond
forening brugerforening
organisation
institution
leder ledelse
ekspertrådgiver
ekspert
observatør
økonom
forsker
læge
pædagog
patient
institut
jobcenter
forvaltning administration
leverandør
socialrådgiver
opdragsgiver
professor
konsulent
rådgiver
procesvært
hovedfacilitator
""".strip().splitlines()
)
_NUMBER_OF = {word: number for number, line in enumerate(_SAME) for word in line}

Like = Callable[[str, str], float]

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ENUMERATED = re.compile(r"\s*(?:,|og|eller|samt|/|,? og)\s+(?:\w+\s+){0,2}")
_PASSIVE = re.compile(
    r"\b(?:bliver|blev|blevet|er|var|\w{3,}es)\b[^.;]{0,120}?\baf\b|\b(?:får|hos|fra|modtager)\b", re.IGNORECASE
)

_ANYBODY = _NUMBER_OF["borger"]
_ENOUGH = 0.8
"""Likeness from which on two words are taken for one actor."""


@lru_cache(maxsize=20_000)
def _line(word: str) -> int | None:
    number = _NUMBER_OF.get(word)
    if number is None:
        parts = compound_parts(word)
        number = _NUMBER_OF.get(parts[-1]) if parts else None
    return number


def is_actor(word: str) -> bool:
    """Whether ``word`` (a lemma), or the last part of it, is a word for somebody who does something."""
    return _line(word) is not None


def is_anybody(word: str) -> bool:
    """Whether ``word`` (a lemma) is a word for people in general."""
    return _line(word) == _ANYBODY


def are_same(word: str, other: str, like: Like) -> bool:
    """Whether two actors may be the same one.

    Args:
        word: lemma of the one.
        other: lemma of the other.
        like: likeness of two words, 0–1.
    """
    if word == other:
        return True
    parts, others = compound_parts(word), compound_parts(other)
    if parts and others:
        return parts == others
    return _line(word) == _line(other) or like(word, other) >= _ENOUGH


def swapped(stated: Iterable[str], source: Iterable[str], like: Like) -> tuple[str, ...]:
    """Returns the actors of a statement that a sentence lacks while it has others that the statement lacks.

    Args:
        stated: lemmas of the statement.
        source: lemmas of the sentence.
        like: likeness of two words, 0–1.
    """
    mine, said = [word for word in stated if is_actor(word)], set(source)
    theirs = [word for word in said if is_actor(word)]
    absent = tuple(
        word
        for word in mine
        if not any(are_same(word, other, like) for other in theirs)
        and not any(like(word, other) >= _ENOUGH for other in said)
    )
    others = [word for word in theirs if _line(word) != _ANYBODY]
    foreign = any(not any(are_same(other, word, like) for word in mine) for other in others)
    return absent if foreign else ()


def changed_places(stated: str, source: str, like: Like) -> bool:
    """Tells whether two actors stand in the other order in a sentence: who does something to whom.

    Those of one enumeration ("regeringen og KL") have no order. Where only one of the two is in the passive voice, or
    tells who gets something, the other order is the same.

    Args:
        stated: a statement.
        source: a sentence.
        like: likeness of two words, 0–1.
    """
    if bool(_PASSIVE.search(stated)) is not bool(_PASSIVE.search(source)):
        return False
    mine, theirs = _groups(stated), _groups(source)
    order: list[int] = []
    for group in mine:
        found = {place for place, other in enumerate(theirs) for a in group for b in other if are_same(a, b, like)}
        if len(found) == 1 and not found & set(order):
            order += found
    return order != sorted(order)


def _groups(text: str) -> list[set[str]]:
    """Returns the actors of ``text`` in order, those of one enumeration together."""
    groups: list[set[str]] = []
    end = 0
    for match in _WORD.finditer(text):
        lemma = lemma_of(match.group().lower())
        if is_actor(lemma):
            if groups and _ENUMERATED.fullmatch(text, end, match.start()):
                groups[-1].add(lemma)
            else:
                groups.append({lemma})
            end = match.end()
    return groups
