"""Follow-up questions: made stand-alone by rules from the questions before, never from answers."""

import re
from collections.abc import Sequence

from index.terms import content_words

from .questions import JOINT, YEAR, is_courtesy

_ASIDE = re.compile(
    r"^\W*(?:(?:ok|okay|okey|(?:mange )?tak|fint|fedt|nå|nåh|åh|øh|øhm|hm+|ja|jo|jamen|altså|super|godt|alright|thanks"
    r"|thank you|well|oh)\b[\s,.!:;()]*)+",
    re.IGNORECASE,
)
"""What is said before a question and asks nothing."""
_CONTINUES = re.compile(r"^\W*(og|men|hvad med|hvad så med|what about|and|samt|eller)\b", re.IGNORECASE)
_LEADING = re.compile(
    r"^\W*(?:og|men|and)?\s*"
    r"(?=(hva|hvor|hvem|hvilk|hvis|er|kan|har|skal|what|how|who))",
    re.IGNORECASE,
)
_AFTER_ARTICLE = (
    r"(?:(?:(?!(?:sige|stige|betale|tale|tilbyde)\b)\w+(?:ske|ige|ale|ede|elle|nde|ste|dre|are)|\d+|to|tre|fire|fem|seks"
    r"|syv|otte|ni|ti|mange|få|unge|gamle|syge|små|store|andre|nye|frie|pårørende|frivillige|fattige|rige|voksne)\b"
    r"|(?!noget|nogen|nogle)\w+\s+(?:der|som)\b|\w{3,}(?:erne|ene)\b)"
)
"""What follows "de" when it is an article: an adjective, a number, "… der"."""
_POINTS_BACK = re.compile(
    r"\b(det|den|dem|dette|denne|disse|dér|derfra|dertil|deraf|heraf|dens|dets|deres|han|hun|ham|hende|hans|hendes"
    r"|førstnævnte|sidstnævnte|samme|dengang|sådan (?:en|et|nogen|nogle|noget)|den slags|så (?:mange|få)|begge"
    r"|it|that|this|they|them|those)\b"
    r"|\b(?:\w+(?:r|te|ede|es)|kom|fik|gik|tog|blev|var|gav|kan|skal|vil|må|bør|hvis|at|når|fordi|om|som)\s+de\b"
    rf"(?!\s+{_AFTER_ARTICLE})",
    re.IGNORECASE,
)
"""Pronouns; "de" counts after a verb or a conjunction, elsewhere and before some words it is an article."""
_RELATIONAL = frozenset(
    """
    ulempe fordel formål årsag grund konsekvens pris effekt resultat alternativ baggrund betingelse vilkår problem
    udfordring forskel eksempel løsning kritik begrundelse risiko mål krav navn titel gennemsnit landsgennemsnit
    ansvar omkostning gevinst forklaring advantage disadvantage purpose reason consequence price effect result
    """.split()
)
"""Nouns that are always of something: alone in a question ("hvad er ulemperne?") they mean the thing before."""
_BARE = re.compile(r"^\W*(?:hvor (?:mange|meget|stor|ofte)|hvilke[nt]?)\s+\w+\W*$", re.IGNORECASE)
_MORE = re.compile(
    r"\b(et eksempel(?! på)|ellers|uddyb\w*|fortæl mere|sige? mere|mere om det|flere detaljer"
    r"|tell me more|an example(?! of))\b",
    re.IGNORECASE,
)
_SHORT = re.compile(r"^\W*(?:hvor|hvem|hvad|hvornår|i|for|på|hos|who|where|when)\W+\w+(?:\W+\w+)?\W*$", re.IGNORECASE)
"""Two or three words that ask: "hvor tit?", "i procent?", "hvem betaler?"."""
_CORRECTS = re.compile(
    r"^\W*(?:(?:nej(?: tak)?|næh|undskyld|jeg (?:mente|mener)|no|sorry)\b[\s,.]*)+(?:jeg (?:mente|mener)\s+)?",
    re.IGNORECASE,
)
# "det" as a formal subject ("er det rigtigt at", "hvad betyder det at") does not point back.
_FORMAL = re.compile(
    r"\b(?:er|var|bliver|passer|stemmer|kræver|betyder|går|gør|koster|tager|skal|kan|vil|må"
    r"|har)\s+det,?\s+(?:\w+,?\s+){0,2}(?:at|hvis|når|som|der)\b"
    r"|\bhvor (?:mange|meget|stor) (?:er|bliver) det\b(?=.*\b\w{5,}\b.*\b\w{5,}\b)"
    r"|\b(?:det|den) (?!(?:mere|flere|ikke|ofte|både|lige|ellers)\b)(?=\w+(?:e|te|ne|ste)\b \w)"
    rf"|\bde (?={_AFTER_ARTICLE})",
    re.IGNORECASE,
)
_ONLY_QUESTION = re.compile(
    r"^\W*(hvorfor|hvordan|hvornår|hvem|hvor|why|how|when|who)( det| så| ikke| that)?\W*$", re.IGNORECASE
)
_NEXT_YEAR = re.compile(r"\b(?:året efter|det næste år|næste år)\b", re.IGNORECASE)
_LAST_YEAR = re.compile(r"\b(?:året før|det forrige år|forrige år)\b", re.IGNORECASE)
_DEFINES = re.compile(r"^\W*(?:hvad|hvem|what|who)\W+(?:er|is)\b", re.IGNORECASE)
_FEW_WORDS = 3
_MOST_OF_MORE = 2


def stand_alone(question: str, history: Sequence[str]) -> str:
    """Returns ``question`` made stand-alone with the help of the earlier questions, or unchanged when it already is.

    Args:
        question: as typed.
        history: earlier questions of the conversation, oldest first, as typed.
    """
    before = ""
    for earlier in history:
        before = _joined(earlier.strip(), before)
    return _joined(question.strip(), before)


def continued(question: str, history: Sequence[str]) -> str:
    """Returns ``question`` joined to the question before it though no word of it says so; "" when it is too long.

    For a question that is not answered on its own: "hvem skal være med?" may ask on, or ask something new.

    Args:
        question: as typed, stand-alone by its form.
        history: earlier questions of the conversation, oldest first, as typed; at least one.
    """
    asked = _ASIDE.sub("", question.strip())
    if not asked or is_courtesy(question) or len(set(content_words(asked))) > _FEW_WORDS:
        return ""
    before = stand_alone(history[-1], history[:-1])
    return f"{before.rstrip('?!. ')}{JOINT}{_LEADING.sub('', asked)}" if before.strip() else ""


def depends(question: str) -> bool:
    """Tells whether ``question`` cannot be understood without the one before it."""
    if is_courtesy(question):
        return False
    question = _ASIDE.sub("", question)
    asked = set(content_words(question))
    words = len(set(content_words(_CORRECTS.sub("", question))))
    points = bool(_POINTS_BACK.search(_FORMAL.sub(" ", question)))
    if _ONLY_QUESTION.match(question):
        return True
    if words > _FEW_WORDS:
        return False
    steps = bool(_NEXT_YEAR.search(question) or _LAST_YEAR.search(question))
    open_ended = bool(asked) and (asked <= _RELATIONAL or bool(_BARE.match(question)))
    corrects = bool(_CORRECTS.match(question) and content_words(_CORRECTS.sub("", question)))
    short = words <= 1 and bool(_SHORT.match(question)) and not _DEFINES.match(question)
    more = words <= _MOST_OF_MORE and bool(_MORE.search(question))
    return points or steps or open_ended or corrects or short or more or bool(_CONTINUES.match(question))


def _joined(question: str, before: str) -> str:
    if not before or not question or not depends(question):
        return question
    year = YEAR.search(before)
    if year and (_NEXT_YEAR.search(question) or _LAST_YEAR.search(question)):
        step = 1 if _NEXT_YEAR.search(question) else -1
        return before.replace(year.group(), str(int(year.group()) + step))
    asked = YEAR.findall(question)
    only_year = not set(content_words(_CORRECTS.sub("", question))) - set(asked)
    if year and len(YEAR.findall(before)) == 1 and len(asked) == 1 and only_year:
        return before.replace(year.group(), asked[0])
    opening = _LEADING.sub("", _CORRECTS.sub("", _ASIDE.sub("", question)))
    return f"{before.rstrip('?!. ')}{JOINT}{opening}"
