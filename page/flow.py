"""Sets a page's lines as readable paragraphs without changing a character of its text.

Text taken out of a PDF has a line break (often two) after each printed line. Shown as they are, the lines do not fit
a phone; so a break is shown only where the printed line ended early. The HTML's text content is the source, character
for character, white space included: only ``<br>`` and spans are added, and the browser folds the white space.
"""

import re
from statistics import quantiles

from ingest.document import Span

from .escaping import escape

_SPACE = re.compile(r"\s+")
_ITEM = re.compile(r"[•●▪■◦o–—*-]\s|\d{1,3}\)\s|[a-z][.)]\s")
_ORDINAL = re.compile(r"\d{1,3}\.\s")
"""The number of an item, unless the sentence goes on ("landets 7. mindste kommune")."""
_BROKEN_WORD = re.compile(r"[^\W\d_]{2}-$")
_CONJUNCTION = re.compile(r"(?:og|eller|samt|til|men)\b")
_SENTENCE_END = (".", "!", "?", ":", "…")
_FULL = 0.86
"""A line is printed full when, with the next word, it reaches this share of the page's long lines; proportional type
makes lines of the same width differ by some ten percent in characters."""
_FULL_SENTENCE = 0.95
"""The same for a line that ends a sentence: there a break too many does little harm."""

_LINE = "<br>"
_PARAGRAPH = '<span class="ks-gap"></span>'


def flowing(text: str, page: Span, marked: Span) -> str:
    """Returns ``text[page]`` as HTML with the part of ``marked`` that lies on it inside ``<mark>``.

    Args:
        text: a document's text.
        page: half-open range that is shown.
        marked: half-open range that is highlighted; may reach over the page's ends or lie outside.
    """
    start, end = max(page[0], marked[0]), min(page[1], marked[1])
    # White space at the ends is left out, so that the mark never begins or ends inside a folded line break.
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    added = _breaks(text, page, (start, end))
    if start < end:
        added[start] = added.get(start, "") + "<mark>"
        added[end] = "</mark>" + added.get(end, "")
    pieces: list[str] = []
    position = page[0]
    for offset in sorted(added):
        pieces += [escape(text[position:offset]), added[offset]]
        position = offset
    return "".join(pieces) + escape(text[position : page[1]])


def _breaks(text: str, page: Span, marked: Span) -> dict[int, str]:
    """Returns {offset: HTML to put there} for every line end of the page that a reader should see or not see."""
    runs = [(m.start(), m.end(), m.group().count("\n")) for m in _SPACE.finditer(text, *page) if "\n" in m.group()]
    lines = _lengths(page, runs)
    full = quantiles(lines, n=10)[-1] if len(lines) > 1 else 0.0
    # Where nearly every line is followed by an empty one, empty lines mean nothing.
    double = sum(count == 2 for *_, count in runs) > 2 * sum(count == 1 for *_, count in runs)
    added: dict[int, str] = {}
    line_start = page[0]
    for start, end, count in runs:
        line, following = text[line_start:start], text[end : min(end + 60, page[1])]
        line_start = end
        if count > (2 if double else 1):
            added[end] = _PARAGRAPH
        elif _is_early(line, following, full):
            added[end] = _PARAGRAPH if line.endswith(_SENTENCE_END) else _LINE
        elif _BROKEN_WORD.search(line) and following[:1].islower() and not _CONJUNCTION.match(following):
            hyphen = start if {start - 1, start} & set(marked) else start - 1  # keep the mark's ends out of the fold
            added[hyphen], added[end] = '<span class="ks-fold">', "</span>"
    return added


def _lengths(page: Span, runs: list[tuple[int, int, int]]) -> list[int]:
    starts = [page[0], *(end for _, end, _ in runs)]
    ends = [*(start for start, _, _ in runs), page[1]]
    return [end - start for start, end in zip(starts, ends, strict=True) if end - start > 20]


def _is_early(line: str, following: str, full: float) -> bool:
    """Tells whether the line ended before it was full, that is, on purpose."""
    share = _FULL_SENTENCE if line.endswith(_SENTENCE_END) else _FULL
    word = following.split(maxsplit=1)[0] if following.strip() else ""
    is_item = _ITEM.match(following) or (_ORDINAL.match(following) and line.endswith(_SENTENCE_END))
    return bool(is_item) or len(line) + 1 + len(word) < share * full
