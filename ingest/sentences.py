"""Where sentences end in Danish text: abbreviations, ordinals and initials do not end one."""

import re

from .normalise import Normalised

# Abbreviations with which a Danish (or English) sentence hardly ever ends.
_NEVER_LAST = (
    "bl.a ca fx f.eks jf nr kr mio mia inkl ekskl evt pga ift ifm pr stk dvs vedr hhv s p kap fig tab tlf dr prof "
    "ph.d cand adm dir red udg min maks gns jvf if ang pkt afd e.g i.e no vs approx st sct"
).split()
# These may end one, which the capital that follows then shows.
_MAYBE_LAST = "m.fl mv m.v m.m mm osv etc pct o.l o.a a.s aps".split()

# Written so that no run of stops or quotation marks, however long, is looked through more than once.
_STOP = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s|$)|:(?=\s+[•‣◦▪●])")
_FOLLOWING = re.compile(r"\s*(\S?)")
_OPENS = re.compile(r"\s*[\"'”“’»(\[]*[A-ZÆØÅ0-9•]")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Returns the half-open ranges of the sentences of ``text``, in order, surrounding white space left out.

    Args:
        text: normalised text (see ``ingest.normalise``), so that line ends and broken words do not matter.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _STOP.finditer(text):
        if _ends_sentence(text, match):
            _add(spans, text, start, match.end())
            start = match.end()
    _add(spans, text, start, len(text))
    return spans


def source_sentences(normalised: Normalised) -> list[tuple[int, int]]:
    """Returns the source ranges of the sentences of a normalised text."""
    return [normalised.source_span(start, end) for start, end in sentence_spans(normalised.text)]


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        spans.append((start, end))


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    opens = bool(_OPENS.match(text, match.end())) or match.end() == len(text)
    if not opens:
        return False
    if match.group()[0] != ".":
        return True
    word = _word_before(text, match.start())
    last = word.rsplit(".", 1)[-1]
    if word.lower() in _NEVER_LAST or (last.lower() in _NEVER_LAST and len(last) > 1):
        return False
    if word.lower() in _MAYBE_LAST:
        return True
    if len(word) == 1 and word.isupper():
        return False
    return not (word.isdigit() and len(word) <= 2 and _is_ordinal(text, match))


def _word_before(text: str, end: int) -> str:
    """Returns the letters, digits and stops right before ``end``."""
    start = end
    while start and (text[start - 1].isalnum() or text[start - 1] in "._"):
        start -= 1
    return text[start:end]


def _is_ordinal(text: str, match: re.Match[str]) -> bool:
    """``3. mindst``, ``1. januar`` are ordinals; ``… af de 14. Næste`` ends a sentence, ``1. Økonomipres`` opens it."""
    start = match.start()
    while start and text[start - 1] in "0123456789":
        start -= 1
    while start and text[start - 1].isspace():
        start -= 1
    opens_list_item = match.start() <= 2 or (start > 0 and text[start - 1] in ".:;•")
    following = _FOLLOWING.match(text, match.end())
    return opens_list_item or (following is not None and following[1].islower())
