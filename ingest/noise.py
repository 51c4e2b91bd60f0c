"""Lines that are on the page but are not what the document says: page numbers, running text, web page furniture."""

import re
from collections import defaultdict

from .blocks import Noise, NoiseReason
from .document import Document
from .lines import Line

_RUNNING_TEXT_PAGES = 3
"""A line that opens or closes this many pages is running text."""

_COOKIES = re.compile(r"\bcookies?\b", re.IGNORECASE)
_ADVERTISEMENT = re.compile(r"(annoncer?|advertisement|sponsoreret( indhold)?|reklame)[\s:.]*", re.IGNORECASE)

# The prompts, answers and error texts of contact forms; each pattern must match the whole line.
_CONTACT_FORM = re.compile(
    r"(skriv til (mig|os)"
    r"|(indtast|udfyld|angiv)( venligst)? (et |en |dit |din )?(valid|gyldig)?\w* ?"
    r"(navn|e-?mail\w*|telefon\w*|besked\w*)"
    r"|eller dit telefonnummer|dit navn|din e-?mail\w*|din besked"
    r"|send(er)? besked|send|tak for din (besked|henvendelse)|vi beklager"
    r"|på grund af en teknisk fejl .*)[.!*:…\s]*",
    re.IGNORECASE,
)
_NAVIGATION = re.compile(
    r"(indhold|menu|forside|søg|log ind|del|print|tilbage|til toppen|spring til (hoved)?indhold|gå til indhold)\W*",
    re.IGNORECASE,
)
_BANNER_REACH = 2
"""Lines after a line on cookies that still belong to the banner when they speak of cookies themselves."""


def noise_of(document: Document, lines: list[Line]) -> dict[int, Noise]:
    """Returns {line number: noise} for every line of ``lines`` that is not content."""
    found = _page_numbers(document, lines) | _running_text(lines)
    if len(document.page_starts) == 1:
        found |= _web_furniture(lines)
    return found


def _page_numbers(document: Document, lines: list[Line]) -> dict[int, Noise]:
    """A number alone at the top or bottom of a page that agrees with the page's printed or physical number."""
    found: dict[int, Noise] = {}
    for number in _edges(lines):
        line = lines[number]
        digits = line.text.strip("-– ")
        if not digits.isdigit() or len(document.page_starts) == 1:
            continue
        if digits in {str(document.page_at(line.start)), str(line.page + 1)}:
            found[number] = Noise(line.start, line.end, NoiseReason.PAGE_NUMBER)
    return found


def _running_text(lines: list[Line]) -> dict[int, Noise]:
    """A line that stands, digits aside, at the same edge of several pages."""
    places: dict[tuple[bool, str], list[int]] = defaultdict(list)
    for number in _edges(lines):
        top = number == 0 or lines[number - 1].page != lines[number].page
        shape = re.sub(r"\d+", "#", lines[number].text)
        if len(shape) > 3:
            places[top, shape].append(number)
    return {
        number: Noise(lines[number].start, lines[number].end, NoiseReason.RUNNING_TEXT)
        for numbers in places.values()
        if len(numbers) >= _RUNNING_TEXT_PAGES
        for number in numbers
    }


def _edges(lines: list[Line]) -> list[int]:
    """Returns the numbers of the lines that open or close a page."""
    last = len(lines) - 1
    return [
        number
        for number, line in enumerate(lines)
        if number in (0, last) or lines[number - 1].page != line.page or lines[number + 1].page != line.page
    ]


def _web_furniture(lines: list[Line]) -> dict[int, Noise]:
    """Cookie banners, contact forms, advertisements and navigation of a saved web page."""
    found: dict[int, Noise] = {}
    cookies_until = -1
    for number, line in enumerate(lines):
        reason = None
        if _COOKIES.search(line.text) and (number <= cookies_until or _is_banner(lines, number)):
            reason, cookies_until = NoiseReason.COOKIES, number + _BANNER_REACH
        elif _CONTACT_FORM.fullmatch(line.text):
            reason = NoiseReason.CONTACT_FORM
        elif _ADVERTISEMENT.fullmatch(line.text):
            reason = NoiseReason.ADVERTISEMENT
        elif number == 0 and _NAVIGATION.fullmatch(line.text):
            reason = NoiseReason.NAVIGATION
        if reason:
            found[number] = Noise(line.start, line.end, reason)
    return found


def _is_banner(lines: list[Line], number: int) -> bool:
    """A banner says "cookie" twice within a few lines; an article about cookies also has lines of its own between."""
    nearby = lines[max(0, number - _BANNER_REACH) : number + _BANNER_REACH + 1]
    return sum(1 for line in nearby if _COOKIES.search(line.text)) >= 2
