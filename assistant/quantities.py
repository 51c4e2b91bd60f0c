"""Quantities in Danish text: what is counted or measured, how much, how exactly.

Every quantity has a kind, and only quantities of one kind are ever compared: a year is not a count, a page number is
not an amount, and an age group ("17-24 år") is a name. A number without a unit ("81,2 for mænd") takes the other's.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from index.terms import STOP_WORDS, lemma_of


class Kind(StrEnum):
    """What a number is a number of."""

    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    POINTS = "percentage points"
    MEASURE = "measure"
    DURATION = "duration"
    SHARE = "share in words"
    YEAR = "year"
    DATE = "date"
    AGE = "age group"
    ORDINAL = "ordinal"
    MULTIPLE = "how many times as much"
    REFERENCE = "place in a document"


class Hedge(StrEnum):
    """How the words before a number loosen it.

    ABOUT ("ca.", "omkring"), NEARLY ("knap", "næsten") and GOOD ("godt") stand for a number near by: within
    ``NEAR_SHARE`` of it, or half a unit of its last digit that is no zero where that is less, and NEARLY and GOOD on
    their own side only. MORE ("over", "mindst") and LESS ("under", "højst") are bounds: what lies on the wrong side
    contradicts them, and what lies farther than ``BOUND_SHARE`` on the right side neither agrees nor contradicts.
    """

    NONE = ""
    ABOUT = "about"
    NEARLY = "nearly"
    GOOD = "good"
    MORE = "more"
    LESS = "less"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity with its place in a text.

    Attributes:
        kind: what it is a number of.
        number: as written, scale words ("mio.") multiplied in.
        value: ``number`` in the base unit of its kind: kroner, days or months, metres …
        step: what one unit of the last written digit is worth in ``value``; "1,2 mia." has 100,000,000.
        units: lemmas that say what is counted or measured; empty for a bare number.
        start, end: half-open range of the text, hedge words left out.
        text: that range.
        hedge: how the words before it loosen it.
    """

    kind: Kind
    number: Decimal
    value: Decimal
    step: Decimal
    units: frozenset[str]
    start: int
    end: int
    text: str
    hedge: Hedge = Hedge.NONE

    @property
    def is_bare(self) -> bool:
        """Whether nothing says what is counted."""
        return self.kind is Kind.COUNT and not self.units


_ONES = dict(
    zip(
        "nul en to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten "
        "nitten".split(),
        range(20),
        strict=True,
    )
)
_TENS = dict(zip("tyve tredive fyrre halvtreds tres halvfjerds firs halvfems".split(), range(20, 100, 10), strict=True))
_SCALES = {"tusind": 1000, "mio": 10**6, "million": 10**6, "mia": 10**9, "milliard": 10**9}
_MONTHS = "januar februar marts april maj juni juli august september oktober november december".split()

_WORD = r"[a-zæøåé]+"
_SMALL = rf"(?:{'|'.join(word for word in _ONES if word not in ('nul', 'en'))})"
_ONE_WORD = rf"(?:(?:en|{_SMALL})?og?(?:{'|'.join(_TENS)})|{_SMALL}|{'|'.join(_TENS)}|hundrede?|tusind)"
_NUMBER_WORDS = rf"(?:{_ONE_WORD}|(?:{_SMALL}|et)?(?:hundrede?|tusinde?)(?:og(?:{_SMALL}|{_ONE_WORD}))?)"
_DIGITS = (
    r"\d{1,3}(?:[.\u00a0\u202f]\d{3})+(?:,\d+)?(?![\d.]\d)|\d{1,3}(?: \d{3}){2,}(?![\d])"
    r"|[1-9]\d{0,2} \d{3}(?= (?:kr|indbyg|borger|person|mennesk))|\d+(?:[.,]\d+)?"
)
_WRITTEN = re.compile(r"[-+−–]?(?:\d{1,3}(?:[.\u00a0\u202f ]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)")
_SCALE = r"tusinder?|tusinde?|mio\b\.?|million(?:er)?|mia\b\.?|milliard(?:er)?"
_UNITS: tuple[tuple[Kind, str, str, Decimal], ...] = (
    (Kind.POINTS, "point", r"(?:procent|pct\.?)[- ]?points?\b", Decimal(1)),
    (Kind.PERCENT, "%", r"%|pct\b\.?|procent\b", Decimal(1)),
    (Kind.MEASURE, "promille", r"‰|promille\b", Decimal(1)),
    (Kind.MONEY, "kr", r"kr\b\.?|kroner\b|dkk\b", Decimal(1)),
    (Kind.MEASURE, "km2", r"km2\b|km²|kvadratkilometer\b", Decimal(1)),
    (Kind.MEASURE, "m2", r"m2\b|m²|kvadratmeter\b", Decimal(1)),
    (Kind.MEASURE, "km", r"km\b|kilometer\b", Decimal(1)),
    (Kind.DURATION, "month", r"år(?:s|ene)?\b", Decimal(12)),
    (Kind.DURATION, "month", r"måned(?:er|ers|s)?\b", Decimal(1)),
    (Kind.DURATION, "day", r"uger?s?\b", Decimal(7)),
    (Kind.DURATION, "day", r"dages?\b|døgn\b", Decimal(1)),
    (Kind.DURATION, "minute", r"timers?\b|time\b", Decimal(60)),
    (Kind.DURATION, "minute", r"minut(?:ter|ters)?\b", Decimal(1)),
)
_UNIT = re.compile("|".join(f"(?P<u{n}>{pattern})" for n, (_, _, pattern, _) in enumerate(_UNITS)), re.IGNORECASE)

_LIST_MARKER = re.compile(r"\W*\d{1,2}[.)]\s+(?=[A-ZÆØÅ])")
_JOIN = re.compile(r"\s?(?:-|–|og|til|eller|mod)\s?")
MEASURED = (Kind.COUNT, Kind.MONEY, Kind.PERCENT, Kind.POINTS, Kind.MEASURE, Kind.DURATION)
"""Kinds that say how much; the others say which one."""

_NUMBER = re.compile(
    rf"(?<![\w.,])(?P<sign>[-+−–](?=\d))?(?:(?P<digits>{_DIGITS})|(?P<half>halvanden|halvandet|halvtredje)"
    rf"|(?P<one>en halv|et halvt|en|et)(?=\s+(?:{_SCALE})\b)|(?P<words>{_NUMBER_WORDS})(?![a-zæøå]))"
    rf"(?P<and_half>\s+(?:og\s+)?(?:en\s+halv|et\s+halvt))?(?:\s*(?P<scale>{_SCALE})(?![a-zæøå]))?",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\b(?P<what>s\.|sider?|figur|tabel|kapitel|afsnit|bilag|punkt|pkt\.|nr\.|version|tendens|del)\s?"
    r"(?P<first>\d+(?:\.\d+)?)(?:\s?[-–]\s?\d+)?(?![\d,]|\s?(?:%|pct|kr|mio|mia))",
    re.IGNORECASE,
)
_DATE = re.compile(
    rf"\b(?:den )?(?P<day>\d{{1,2}})\.\s?(?P<month>{'|'.join(_MONTHS)})(?:\s(?P<year>\d{{4}}))?\b"
    r"|\b(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})\b",
    re.IGNORECASE,
)
_YEARS_OLD = r"[-– ]?år(?:ige?s?|s)?\b"
_AGE_RANGE = re.compile(
    rf"\b(?P<low>\d{{1,3}})\s?[-–]\s?(?P<high>\d{{1,3}}){_YEARS_OLD}"
    r"|\bmellem (?P<from>\d{1,3}) og (?P<to>\d{1,3}) år\b|\bfra (?P<since>\d{1,3}) til (?P<until>\d{1,3}) år\b",
    re.IGNORECASE,
)
_AGE_OPEN = re.compile(
    rf"\b(?P<plus>\d{{1,3}})\s?\+(?:{_YEARS_OLD})?"
    r"|(?<!\bi )(?<!\bgennem )\b(?:over|ældre end|fyldt) (?P<over>\d{1,3}) år\b(?! siden)"
    r"|\b(?P<and_over>\d{1,3})(?:[- ]årige?| år) (?:og|eller) (?:derover|over|ældre|mere)\b"
    r"|(?<!\bi )\b(?P<side>under|yngre end|op til|til og med) (?P<under>\d{1,3}) år\b(?! siden)"
    r"|\b(?P<exact>\d{1,3})[- ]årige?s?\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:(?<![\w.,/])|(?<=[-–]))(?:19|20|21)\d\d(?!\w|[.,]\d|[’'´-]?(?:erne|er)\b)")
_ORDINAL = re.compile(r"(?<![\w.,])(?P<n>\d{1,3})\.(?=\s?[a-zæøå])")
_SHARE = re.compile(
    r"\b(?:(?P<half>halvdelen|hver anden|hver andet)"
    r"|(?P<part>(?:en|et|to|tre|fire|fem|seks|syv|otte|ni)\s+)?(?P<of>halv|tredje|fjerde|femte|sjette|tiende)del(?:e|en)?"
    r"|hver (?P<each>tredje|fjerde|femte|sjette|tiende)"
    r"|(?P<some>\d{1,2}|to|tre|fire|fem|seks|syv|otte|ni) ud af"
    r" (?P<all>\d{1,2}|to|tre|fire|fem|seks|syv|otte|ni|ti))\b",
    re.IGNORECASE,
)
_MULTIPLES = {"for": 2, "tre": 3, "fir": 4, "fire": 4, "fem": 5, "seks": 6, "ti": 10}
_MULTIPLE = re.compile(rf"\b(?P<times>{'|'.join(_MULTIPLES)})dobl(?:e[rst]?|edes?|ing(?:en)?)\b", re.IGNORECASE)
_RANKED = re.compile(r"\b(?:nummer|plads|placering)\s$", re.IGNORECASE)
_PARTS = {"halv": 2, "tredje": 3, "fjerde": 4, "femte": 5, "sjette": 6, "tiende": 10}
_HEDGES = tuple(
    (hedge, re.compile(rf"\b(?:{words})\s+(?:(?:de|en|et|på|cirka|ca\.)\s+)?$", re.IGNORECASE))
    for hedge, words in (
        (Hedge.NEARLY, r"knapt?|næsten|lige under|lidt under|op (?:mod|imod)|tæt på"),
        (Hedge.GOOD, r"godt|godt og vel|lige over|lidt over"),
        (Hedge.MORE, r"over|mere end|flere end|mindst|minimum"),
        (Hedge.LESS, r"under|mindre end|færre end|højst|maksimalt|(?<!leve )(?<!lever )op til"),
        (Hedge.ABOUT, r"ca\.?|cirka|omkring|omtrent|circa|rundt regnet|nogenlunde|små"),
    )
)
_FOLLOWING = re.compile(r"\s+([\wæøåÆØÅ-]+)")
PEOPLE = frozenset(
    "person borger indbygger menneske beboer dansker individ folk medborger befolkning dragørborger".split()
)
"""Words that count the same heads."""
_ENDS_UNIT = STOP_WORDS | frozenset(
    "til der som frem stå stige steg steget falde faldt faldet udgøre bo vokse pr hver kræve modtage deltage".split()
)
_SKIPPED = frozenset("og stor små ny flere ekstra".split())
"""Words between a number and what it counts."""
_ADJECTIVE = re.compile(r".{3,}(?:ige|iske|ende|ede|ste)$")


@lru_cache(maxsize=20_000)
def quantities_of(text: str) -> tuple[Quantity, ...]:
    """Returns the quantities of ``text`` (one line, white space collapsed) in order; they never overlap."""
    found: list[Quantity] = []
    for read in _READERS:
        for quantity in read(text):
            if not any(quantity.start < other.end and other.start < quantity.end for other in found):
                found.append(quantity)
    return tuple(_with_shared_units(text, sorted(found, key=lambda quantity: quantity.start)))


def years_of(text: str) -> frozenset[int]:
    """Returns the years that ``text`` names, dates included."""
    found = set()
    for quantity in quantities_of(text):
        if quantity.kind is Kind.YEAR:
            found.add(int(quantity.value))
        elif quantity.kind is Kind.DATE:
            found.update(int(year) for year in quantity.units)
    return frozenset(found)


def danish(number: Decimal) -> str:
    """Returns ``number`` in Danish notation: thousands apart by full stops, decimals behind a comma."""
    whole, _, decimals = f"{abs(number):f}".partition(".")
    groups = f"{int(whole):,}".replace(",", ".")
    sign = "-" if number < 0 else ""
    return f"{sign}{groups},{decimals}" if decimals else f"{sign}{groups}"


def number_of(written: str) -> Decimal:
    """Returns the number that the digits ``written`` stand for in Danish notation ("14.450", "1,5", "1 200 000").

    Raises:
        ValueError: it is not a number in Danish notation.
    """
    if not _WRITTEN.fullmatch(written):
        raise ValueError(f"no number in Danish notation: {written!r}")
    digits = written.lstrip("-+−–")
    if re.fullmatch(r"\d+\.\d+", digits) and not re.fullmatch(r"\d{1,3}\.\d{3}", digits):
        digits = digits.replace(".", ",")
    number = Decimal(re.sub(r"[.\s\u00a0\u202f]", "", digits).replace(",", "."))
    return -number if written[0] in "-−–" else number


# --- Reading --------------------------------------------------------------------------------------------------------


def _references(text: str) -> Iterable[Quantity]:
    for match in _REFERENCE.finditer(text):
        what = match["what"].lower().rstrip(".")
        yield _labelled(Kind.REFERENCE, match, Decimal(match["first"]), ("side" if what in ("s", "sider") else what,))


def _dates(text: str) -> Iterable[Quantity]:
    for match in _DATE.finditer(text):
        month = _MONTHS.index(match["month"].lower()) + 1 if match["month"] else int(match["m"])
        day, year = int(match["day"] or match["d"]), match["year"] or match["y"]
        yield _labelled(Kind.DATE, match, Decimal(100 * month + day), (year,) if year else ())


def _ages(text: str) -> Iterable[Quantity]:
    for match in _AGE_RANGE.finditer(text):
        low, high = (number for number in match.groups() if number is not None)
        yield _labelled(Kind.AGE, match, Decimal(low), (f"{int(low)}-{int(high)}",))
    for match in _AGE_OPEN.finditer(text):
        low = match["plus"] or match["over"] or match["and_over"]
        if low:
            yield _labelled(Kind.AGE, match, Decimal(low), (f"{int(low)}+",))
        elif match["under"]:
            high = int(match["under"]) - (match["side"].lower() in ("under", "yngre end"))
            yield _labelled(Kind.AGE, match, Decimal(0), (f"0-{high}",))
        else:
            yield _labelled(Kind.AGE, match, Decimal(match["exact"]), (match["exact"],))


def _years(text: str) -> Iterable[Quantity]:
    for match in _YEAR.finditer(text):
        counted = _units_behind(text, match.end())
        if not (counted & PEOPLE or _UNIT.match(text[match.end() :].lstrip())):
            yield _labelled(Kind.YEAR, match, Decimal(match.group()), ())


def _ordinals(text: str) -> Iterable[Quantity]:
    for match in _ORDINAL.finditer(text):
        yield _labelled(Kind.ORDINAL, match, Decimal(match["n"]), _units_behind(text, match.end()))


def _shares(text: str) -> Iterable[Quantity]:
    for match in _SHARE.finditer(text):
        if match["half"]:
            value = Decimal(1) / 2
        elif match["of"]:
            value = Decimal(_ONES.get((match["part"] or "en").strip().lower(), 1)) / _PARTS[match["of"].lower()]
        elif match["each"]:
            value = Decimal(1) / _PARTS[match["each"].lower()]
        else:
            some, every = (int(w) if w.isdigit() else _ONES[w.lower()] for w in (match["some"], match["all"]))
            value = Decimal(some) / (every or 1)
        yield _labelled(Kind.SHARE, match, value, ())


def _multiples(text: str) -> Iterable[Quantity]:
    for match in _MULTIPLE.finditer(text):
        value = Decimal(_MULTIPLES[match["times"].lower()])
        hedge = _hedge_before(text, match.start())
        yield replace(_labelled(Kind.MULTIPLE, match, value, ()), hedge=hedge)


def _numbers(text: str) -> Iterable[Quantity]:
    marker = _LIST_MARKER.match(text)
    for match in _NUMBER.finditer(text, marker.end() if marker else 0):
        number, step = _written(match)
        if match["sign"] and match["sign"] != "+":
            number = -number
        behind = re.match(r"\s*", text[match.end() :])
        at = match.end() + (behind.end() if behind else 0)
        unit = _UNIT.match(text, at)
        hedge = _hedge_before(text, match.start())
        if unit and unit.lastgroup:
            kind, name, _, factor = _UNITS[int(unit.lastgroup[1:])]
            end, units = unit.end(), frozenset((name,))
        else:
            kind, factor, end, units = Kind.COUNT, Decimal(1), match.end(), _units_behind(text, match.end())
            if _RANKED.search(text, max(0, match.start() - 12), match.start()):
                units = frozenset(("placering",))
        start = match.start()
        yield Quantity(kind, number, number * factor, step * factor, units, start, end, text[start:end], hedge)


_READERS: tuple[Callable[[str], Iterable[Quantity]], ...] = (
    _references,
    _dates,
    _ages,
    _years,
    _ordinals,
    _shares,
    _multiples,
    _numbers,
)
"""In order: what an earlier one takes is no longer there for a later one."""


def _with_shared_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """Gives a bare number the unit of the next one that it is joined to: "mellem 25 og 50 pct.", "10-15 mio. kr."."""
    for number in range(len(found) - 2, -1, -1):
        one, following = found[number : number + 2]
        joined = _JOIN.fullmatch(text[one.end : following.start])
        if joined and one.is_bare and following.kind in MEASURED and not following.is_bare:
            factor = following.value / following.number if following.number else Decimal(1)
            value, step = one.number * factor, one.step * factor
            found[number] = replace(one, kind=following.kind, value=value, step=step, units=following.units)
    return found


def _labelled(kind: Kind, match: re.Match[str], value: Decimal, units: Iterable[str]) -> Quantity:
    start, end = match.span()
    return Quantity(kind, value, value, Decimal(1), frozenset(units), start, end, match.group())


def _written(match: re.Match[str]) -> tuple[Decimal, Decimal]:
    """Returns (number, worth of its last digit) of a number in digits or words."""
    step = Decimal(1)
    if match["digits"]:
        number = number_of(match["digits"])
        exponent = number.as_tuple().exponent
        step = Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else step
    elif match["half"]:
        number, step = Decimal("1.5") if match["half"].lower() != "halvtredje" else Decimal("2.5"), Decimal("0.1")
    elif match["one"]:
        number = Decimal("0.5") if "halv" in match["one"].lower() else Decimal(1)
        step = Decimal("0.1") if number < 1 else step
    else:
        number = Decimal(word_number(match["words"]) or 0)
    if match["and_half"]:
        number, step = number + Decimal("0.5"), Decimal("0.1")
    if match["scale"]:
        name = match["scale"].lower().rstrip(".")
        scale = Decimal(next(value for word, value in _SCALES.items() if name.startswith(word)))
        number, step = number * scale, step * scale
    return number, step


@lru_cache(maxsize=2_000)
def word_number(word: str) -> int | None:
    """Returns the number that a Danish word stands for ("fireogtyve" → 24, "tohundrede" → 200), None for others."""
    word = word.lower()
    if word in _ONES or word in _TENS:
        return _ONES.get(word, _TENS.get(word, 0))
    joined = re.fullmatch(rf"(?P<one>{_WORD}?)og(?P<ten>{'|'.join(_TENS)})", word)
    if joined and joined["one"] in _ONES and _ONES[joined["one"]] < 10:
        return _ONES[joined["one"]] + _TENS[joined["ten"]]
    for stem, worth in (("tusind", 1000), ("hundred", 100)):
        many = re.fullmatch(rf"(?P<many>[a-zæøå]*?)(?:{stem}e?)(?:og(?P<rest>{_WORD}))?", word)
        if many:
            times = 1 if many["many"] in ("", "et") else word_number(many["many"])
            rest = word_number(many["rest"]) if many["rest"] else 0
            return None if times is None or rest is None else times * worth + rest
    return None


def _hedge_before(text: str, start: int) -> Hedge:
    before = text[max(0, start - 30) : start]
    return next((hedge for hedge, pattern in _HEDGES if pattern.search(before)), Hedge.NONE)


def hedge_length(text: str, start: int) -> int:
    """Returns how many characters the hedge words right before ``start`` have, 0 without any."""
    before = text[max(0, start - 30) : start]
    return next((len(match.group()) for _, pattern in _HEDGES if (match := pattern.search(before))), 0)


def _units_behind(text: str, end: int) -> frozenset[str]:
    """Returns the lemmas of the words behind a number that say what is counted.

    These are at most four words, to the first that cannot belong to them; adjectives only when nothing else is there.
    """
    nouns: list[str] = []
    adjectives: list[str] = []
    position = end
    for _ in range(4):
        match = _FOLLOWING.match(text, position)
        if match is None:
            break
        word, position = match[1].lower(), match.end()
        lemma = lemma_of(word.rsplit("-", 1)[-1] or word)
        if lemma in _SKIPPED:
            continue
        describes = bool(_ADJECTIVE.match(word))
        if (
            word in _ENDS_UNIT
            or (lemma in _ENDS_UNIT and not describes)
            or re.search(r"\d", word)
            or word_number(word) is not None
        ):
            break
        (adjectives if describes else nouns).append(lemma)
        if lemma in PEOPLE or (word.endswith("s") and not lemma.endswith("s")):
            break
    return frozenset(nouns or adjectives)
