"""What a statement relates in words: which of two is larger, or the other's cause, and which way a number goes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.sentences import sentence_spans

from .claim_passages import Cell
from .polarity import Overlap

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
_COMPARED = re.compile(rf"\b(?P<than>{_THAN}|større|højere)\b[^.;]{{0,160}}?\bend\b", re.IGNORECASE)
_LESS = re.compile(r"(?:mindre|færre|lavere|kortere|billigere|yngre|dårligere|langsommere)", re.IGNORECASE)
_BECAUSE = re.compile(
    r"\b(?:fordi|på grund af|pga\.?|skyldes|som følge af|kan (?:\w+ )?forklares med|eftersom|idet)(?=\W)",
    re.IGNORECASE,
)
_THEREFORE = re.compile(
    r"\b(?:derfor|så(?= at| \w+ (?:kan|vil|skal|får))|hvilket|(?:det )?betyder(?: også)?|medfører|fører til|dermed"
    r"|derved|er (?:grunden|årsagen) til)(?=\W)",
    re.IGNORECASE,
)
_CLEARLY = 0.4
"""Two sentences are each other's reverse when their sides fit so much better crosswise."""
_NORM = re.compile(r"median|gennemsnit", re.IGNORECASE)


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


def is_reversed(stated: str, source: str, overlap: Overlap) -> bool:
    """Tells whether a sentence of ``source`` relates the same two things as ``stated`` the other way round.

    Args:
        stated: a statement that may compare two things ("… end …") or give a cause ("fordi …", "derfor …").
        source: a passage.
        overlap: how much of its first text a second one covers, 0–1.
    """
    theirs = [sides for first, last in sentence_spans(source) for sides in _sides(source[first:last])]
    for mine in _sides(stated):
        for other in theirs:
            if mine.is_cause is not other.is_cause:
                continue
            straight = overlap(mine.one, other.one) + overlap(mine.other, other.other)
            crossed = overlap(mine.one, other.other) + overlap(mine.other, other.one)
            same, turned = (straight, crossed) if mine.forward is other.forward else (crossed, straight)
            if turned > same + _CLEARLY:
                return True
    return False


@dataclass(frozen=True, slots=True)
class _Sides:
    """Two things that a sentence relates: ``one`` has more than ``other``, or is its cause, when ``forward``."""

    one: str
    other: str
    forward: bool
    is_cause: bool


def _sides(text: str) -> Iterator[_Sides]:
    match = _COMPARED.search(text)
    if match:
        yield _Sides(text[: match.end() - len("end")], text[match.end() :], not _LESS.fullmatch(match["than"]), False)
    for pattern, forward in ((_BECAUSE, False), (_THEREFORE, True)):
        match = pattern.search(text)
        if match and text[: match.start()].strip(" ,"):
            yield _Sides(text[: match.start()], text[match.end() :], forward, True)
        elif match and "," in text[match.end() :]:  # "Fordi A, B"
            one, _, other = text[match.end() :].partition(",")
            yield _Sides(one, other, True, True)
