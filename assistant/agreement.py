"""Whether two quantities agree: what a statement says beside what a source says.

Only quantities of one kind, as ``quantities`` finds them, are ever compared.

    stated           source           agreement
    1,2 mia. kr.     1.200 mio. kr.   EQUAL: the same amount
    31 %             31,2 pct.        EQUAL: the source's number rounds to the coarser one that is stated
    31,2 %           31 pct.          OPEN: the source does not tell so exactly
    halvdelen        50 pct.          OPEN: left to the reader; "tre ud af fire" is EQUAL to 75 pct.
    ca. 14.500       14.450           EQUAL: hedged words allow more, see ``Hedge``
    over 10.000      14.450           OPEN when it is far above, EQUAL when near, OTHER when below
    95 %             5 pct.           OPEN: may be the rest of the same hundred
    15 medlemmer     17 medlemmer     OTHER
    15 medlemmer     15 udvalg        NONE: other things
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from index.terms import compound_parts

from .quantities import MEASURED, PEOPLE, Hedge, Kind, Quantity

_MEMBERS = PEOPLE | frozenset("medlem deltager frivillig elev barn ung".split())
"""Words that may well count the same heads."""


class Agreement(StrEnum):
    """How a source's quantity stands to a stated one."""

    EQUAL = "equal"
    OTHER = "other"
    OPEN = "open"
    NONE = "none"


NEAR_SHARE = Decimal("0.05")
NEARLY_SHARE = Decimal("0.02")
"""A hedged number may always be missed by this share, however many digits it has: "ca. 14.450" is also 14.500."""
BOUND_SHARE = Decimal("0.15")
RATIO_SHARE = Decimal("0.1")
"""A multiple in words may be missed by this share: 60 and 170 are "næsten tredoblet"."""
SHARE_POINTS = 2
"""A share in words and a per cent that lie farther apart than this have nothing to do with each other."""
DISTINCTIVE = 100
"""From here on two equal counts are no coincidence."""
MAGNITUDE = 5
"""A bare number only contradicts another that is at most so many times as large or small."""


def compare(stated: Quantity, source: Quantity) -> Agreement:
    """Returns how ``source`` stands to ``stated``; see the table above."""
    if not _same_thing(stated, source):
        return _loose(stated, source)
    if stated.kind in (Kind.AGE, Kind.REFERENCE):
        return Agreement.EQUAL if (stated.value, stated.units) == (source.value, source.units) else Agreement.NONE
    if stated.kind is Kind.DATE:
        years = {"".join(stated.units), "".join(source.units)} - {""}
        return Agreement.EQUAL if stated.value == source.value and len(years) < 2 else Agreement.OTHER
    if stated.kind in (Kind.YEAR, Kind.ORDINAL, Kind.SHARE, Kind.MULTIPLE):
        return Agreement.EQUAL if stated.value == source.value else Agreement.OTHER
    agreement = _compare_amounts(stated, source)
    bare = stated.kind is not source.kind
    far = bare and not abs(source.number) / MAGNITUDE <= abs(stated.number) <= abs(source.number) * MAGNITUDE
    return Agreement.NONE if far and agreement is not Agreement.EQUAL else agreement


def derives(stated: Quantity, sources: Sequence[Quantity]) -> Quantity | None:
    """Returns the later of two quantities from which ``stated`` can be worked out, None when there are no such two.

    stated                     sources
    8 procentpoint             3 % and 11 %: their difference
    på ni år                   2015 and 2024: their difference
    tredoblet                  60 and 180, in this order: the second by the first, within ``RATIO_SHARE``
    """
    if stated.kind is Kind.POINTS:
        return _later(sources, Kind.PERCENT, lambda one, other: abs(other.value - one.value) == stated.value)
    if stated.kind is Kind.DURATION and stated.text.lower().rstrip("s").endswith("år"):
        return _later(sources, Kind.YEAR, lambda one, other: other.value - one.value == stated.number)
    if stated.kind is Kind.MULTIPLE:
        return _later(sources, None, lambda one, other: _is_multiple(stated, one, other))
    return None


def _later(
    sources: Sequence[Quantity], kind: Kind | None, fits: Callable[[Quantity, Quantity], bool]
) -> Quantity | None:
    chosen = [source for source in sources if (source.kind is kind if kind else source.kind in MEASURED)]
    for number, one in enumerate(chosen):
        for other in chosen[number + 1 :]:
            if one.kind is other.kind and fits(one, other):
                return other
    return None


def _is_multiple(stated: Quantity, one: Quantity, other: Quantity) -> bool:
    if not one.value or (one.units and other.units and not _units_meet(one.units, other.units)):
        return False
    ratio = other.value / one.value
    low = stated.value * (1 if stated.hedge in (Hedge.MORE, Hedge.GOOD) else 1 - RATIO_SHARE)
    high = stated.value * (1 if stated.hedge in (Hedge.LESS, Hedge.NEARLY) else 1 + RATIO_SHARE)
    return low <= ratio <= high


def _same_thing(stated: Quantity, source: Quantity) -> bool:
    """Whether both are of one kind and count or measure the same; a bare number may be of any measured kind."""
    if stated.kind in MEASURED and source.kind in MEASURED and (stated.is_bare or source.is_bare):
        return True
    if stated.kind is not source.kind:
        return False
    if stated.kind in (Kind.COUNT, Kind.ORDINAL):
        return not stated.units or not source.units or _units_meet(stated.units, source.units)
    if stated.kind in (Kind.MEASURE, Kind.DURATION):
        return stated.units == source.units
    return True


def _units_meet(stated: Iterable[str], source: Iterable[str]) -> bool:
    one, other = _wide(stated), _wide(source)
    return bool(one & other) or bool(one & PEOPLE and other & PEOPLE)


def _wide(units: Iterable[str]) -> set[str]:
    """Returns ``units`` with the last parts of compounds: a "skoleelev" is an "elev"."""
    found = set(units)
    for unit in units:
        found.update(compound_parts(unit)[1:])
    return found


def _loose(stated: Quantity, source: Quantity) -> Agreement:
    """Of different kinds or things: what may still agree.

    A share in words beside per cents of about that size is left open, but "tre ud af fire" is as exact as 75 %. A large
    number that is the same to the last digit is the same number, whatever the two call what it counts.
    """
    if {stated.kind, source.kind} == {Kind.SHARE, Kind.PERCENT}:
        share, percent = (stated, source) if stated.kind is Kind.SHARE else (source, stated)
        if abs(100 * share.value - percent.value) > SHARE_POINTS:
            return Agreement.NONE
        return Agreement.EQUAL if " ud af " in share.text else Agreement.OPEN
    if stated.kind is source.kind is Kind.COUNT:
        alike = bool(_wide(stated.units) & _MEMBERS and _wide(source.units) & _MEMBERS)
        if (alike or source.value >= DISTINCTIVE) and _compare_amounts(stated, source) is Agreement.EQUAL:
            return Agreement.EQUAL
    return Agreement.NONE


def _compare_amounts(stated: Quantity, source: Quantity) -> Agreement:
    unlike = stated.kind is not source.kind
    mine, theirs = (stated.number, source.number) if unlike else (stated.value, source.value)
    step = stated.step * stated.number / stated.value if unlike and stated.value else stated.step
    if _opposed(stated.hedge, source.hedge) and mine == theirs:
        return Agreement.OPEN
    if _rounded(theirs, step) == mine or mine == theirs:
        return Agreement.EQUAL
    if stated.kind is source.kind is Kind.PERCENT and mine + theirs == 100:
        return Agreement.OPEN
    if stated.hedge is source.hedge and stated.hedge in (Hedge.MORE, Hedge.LESS):
        return Agreement.OTHER
    if stated.hedge is not Hedge.NONE:
        return _compare_hedged(stated.hedge, mine, theirs, step)
    if source.step > stated.step and not unlike and _rounded(mine, source.step) == theirs:
        return Agreement.OPEN
    bound = (source.hedge is Hedge.MORE and mine > theirs) or (source.hedge is Hedge.LESS and mine < theirs)
    return Agreement.OPEN if bound and abs(mine - theirs) <= BOUND_SHARE * abs(theirs) else Agreement.OTHER


def _compare_hedged(hedge: Hedge, stated: Decimal, source: Decimal, step: Decimal) -> Agreement:
    distance = source - stated
    if hedge in (Hedge.MORE, Hedge.LESS):
        right = distance >= 0 if hedge is Hedge.MORE else distance <= 0
        if not right:
            return Agreement.OTHER
        return Agreement.EQUAL if abs(distance) <= BOUND_SHARE * abs(stated) else Agreement.OPEN
    round_step = _round_step(stated, step)
    allowed = max(min(round_step / 2, NEAR_SHARE * abs(stated)), NEARLY_SHARE * abs(stated))
    wrong_side = (hedge is Hedge.NEARLY and distance > 0) or (hedge is Hedge.GOOD and distance < 0)
    return Agreement.EQUAL if abs(distance) <= allowed and not wrong_side else Agreement.OTHER


def _opposed(one: Hedge, other: Hedge) -> bool:
    """Whether the hedges point to opposite sides: "knap 50.000" beside "over 50.000"."""
    below, above = {Hedge.NEARLY, Hedge.LESS}, {Hedge.GOOD, Hedge.MORE}
    return (one in below and other in above) or (one in above and other in below)


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    return (value / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step if step else value


def _round_step(value: Decimal, step: Decimal) -> Decimal:
    """Returns what the last digit that is no zero is worth: 100 for 14.500."""
    while value and step <= abs(value) and value % (step * 10) == 0:
        step *= 10
    return step
