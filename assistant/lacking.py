"""What a question asks for and the quotes do not have, in a reader's words."""

import re
from collections.abc import Sequence
from functools import lru_cache

import texts

from .municipalities import places_in
from .questions import YEAR, Kind, Question

_PRICE = re.compile(
    r"\b(koste\w*|pris\w*|løn\w*|honorar\w*|gebyr\w*|takst\w*|betale\w*|cost|price|salary)\b", re.IGNORECASE
)
_WHAT_AMOUNT = re.compile(
    r"\b(hvad|what)\b.*\b(koste\w*|pris\w*|løn\w*|honorar\w*|gebyr\w*|tjene\w*|salary|cost)\b", re.IGNORECASE
)
_MONEY = re.compile(
    r"\d[\d.,]*\s*(kr|kroner|mio|mia|million|milliard|t\.kr|pct|%)|\b\d{1,3}(?:\.\d{3})+\b|\bgratis\b", re.IGNORECASE
)
"""A bare number of thousands counts: a table of amounts names the unit above its columns, or nowhere."""
_MAIL = re.compile(r"\b(e-?mail\w*|mailadresse\w*|mail)\b", re.IGNORECASE)
_PHONE = re.compile(r"\b(telefon\w*|tlf|mobilnummer\w*|phone)\b", re.IGNORECASE)
_PHONE_NUMBER = re.compile(r"\b\d\d(?: ?\d\d){3}\b")
_NUMBER = re.compile(
    r"\d|\b(en|et|to|tre|fire|fem|seks|syv|otte|ni|ti|halv\w*|tredjedel\w*|fjerdedel\w*|dobbelt\w*|hver|alle|ingen"
    r"|million\w*|milliard\w*|flere|færre|mange|få)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b((19|20|21)\d\d|januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
    r"|\w*måned\w*|\w*uge\w*|\w*dag\w*|\w*år\w*|\w*tid\w*|nu|før|efter|når|\d+)\b",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"[A-ZÆØÅ][\wæøå]*[a-zæøå.-]+\s+[A-ZÆØÅ]|(?<![.!?•»] )(?<!^)\b[A-ZÆØÅ]\w+"
    r"|\b\w*(minister|udvalg|formand|bestyrelse|borgmester|rådgiver|medlem|kommune|borger|region|stat|regering|politiker"
    r"|forening|ansatte|medarbejder|pårørende|frivillig|deltager|ekspert|sekretariat)\w*",
)


def answer_type_missing(question: Question, evidence: str) -> str:
    """Returns the kind of answer that ``question`` asks for and ``evidence`` lacks, as a phrase; "" when it has it.

    Args:
        question: the stand-alone question.
        evidence: the texts that would be shown, with what they are read with.
    """
    for asked, holds, phrase in (
        (_MAIL, re.compile("@"), texts.MISSING_MAIL),
        (_PHONE, _PHONE_NUMBER, texts.MISSING_PHONE),
        (_PRICE, _MONEY, texts.MISSING_PRICE),
    ):
        if asked.search(question.text) and (asked is not _PRICE or _asks_amount(question)):
            return "" if holds.search(evidence) else phrase
    holds_kind, phrase = {
        Kind.NUMBER: (_NUMBER, texts.MISSING_NUMBER),
        Kind.WHEN: (_DATE, texts.MISSING_DATE),
        Kind.WHO: (_NAME, texts.MISSING_NAME),
    }.get(question.kind, (None, ""))
    return phrase if holds_kind and not holds_kind.search(evidence) else ""


def _asks_amount(question: Question) -> bool:
    return question.kind is Kind.NUMBER or bool(_WHAT_AMOUNT.search(question.text))


@lru_cache(maxsize=50_000)
def names_in(text: str) -> tuple[str, ...]:
    """Returns the years and places that ``text`` names, each once, as typed."""
    return (*dict.fromkeys(YEAR.findall(text)), *places_in(text))


def names_missing(text: str, evidence: str) -> tuple[str, ...]:
    """Returns the years and places that ``text`` names and ``evidence`` does not, as typed."""
    said = evidence.lower()
    return tuple(name for name in names_in(text) if name.lower() not in said)


def phrases_for(names: Sequence[str]) -> tuple[str, ...]:
    """Returns "i 2050" for a year and "for Tårnby" for a place."""
    return tuple(texts.missing_year(name) if YEAR.fullmatch(name) else texts.missing_place(name) for name in names)
