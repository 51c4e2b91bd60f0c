"""Who does, owes or decides something: the words of the field for people, bodies and organisations.

What one of them does, another does not: a statement on "sekretariatet" is not supported by a sentence on
"medlemmerne". Words of one line below stand for the same.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache

from index.terms import compound_parts

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
