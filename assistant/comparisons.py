"""What a statement compares in words: which of two is larger, which way a number goes, what holds without exception."""

import re
from collections.abc import Sequence

from .claim_passages import Cell

_MORE = re.compile(
    r"\b(?:højere|større|mere|flere|dyrere|over|højest\w*)\b(?=.*\b(?:end|median\w*|gennemsnit\w*|landsgennemsnit\w*)\b)",
    re.IGNORECASE,
)
_FEWER = re.compile(
    r"\b(?:lavere|mindre|færre|billigere|under|lavest\w*)\b(?=.*\b(?:end|median\w*|gennemsnit\w*|landsgennemsnit\w*)\b)",
    re.IGNORECASE,
)
_RISES = re.compile(r"\b(?:stig\w*|steg|vokse\w*|vækst\w*|øge[srt]?|flere)\b", re.IGNORECASE)
_SINKS = re.compile(r"\b(?:fald\w*|mindsk\w*|færre|skrump\w*|nedgang\w*)\b", re.IGNORECASE)
_THAN = r"mere|mindre|flere|færre|[a-zæøå]{3,}ere"
_NORM = re.compile(r"median|gennemsnit", re.IGNORECASE)
_LIMITS = tuple(
    (re.compile(rf"\b(?:{stated})\b", re.IGNORECASE), re.compile(rf"\b(?:{source})\b", re.IGNORECASE))
    for stated, source in (
        (r"altid", r"altid|alle|hver gang|uanset|aldrig|hver|enhver|ikke"),
        (r"aldrig", r"aldrig|ikke|ingen|intet"),
        (r"samtlige", r"samtlige|alle|hver|enhver"),
        (r"udelukkende|alene|kun", r"udelukkende|alene|kun|eneste|blot|ikke|uden"),
        (
            rf"(?:{_THAN})(?= (?:\w+ ){{0,6}}end )",
            rf"{_THAN}|større|over|under",
        ),
    )
)
"""(what a statement says, what a passage needs for it): no passage says of itself that it holds always."""


def contradicts_row(stated: str, cells: Sequence[Cell]) -> bool:
    """Returns whether a table's row shows the opposite of what ``stated`` compares in words.

    A row with a value and a median or an average is compared with "højere end", a change printed with its sign with
    "stiger" and "falder".

    Args:
        stated: the statement.
        cells: the row's values, their columns named.
    """
    more, fewer = bool(_MORE.search(stated)), bool(_FEWER.search(stated))
    norm = [cell for cell in cells if _NORM.search(cell.column)]
    own = [cell for cell in cells if cell not in norm and not cell.signed]
    if more != fewer and norm and own and norm[0].quantity.number != own[0].quantity.number:
        return more != (own[0].quantity.number > norm[0].quantity.number)
    rises, sinks = bool(_RISES.search(stated)), bool(_SINKS.search(stated))
    changes = [cell.quantity.number for cell in cells if cell.signed]
    return rises != sinks and bool(changes) and all(rises != (change > 0) for change in changes)


def absent_limits(stated: str, source: str) -> list[str]:
    """Returns what ``stated`` says without exception or in comparison, and ``source`` does not."""
    return [match.group() for mine, theirs in _LIMITS if (match := mine.search(stated)) and not theirs.search(source)]
