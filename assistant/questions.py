"""What kind of answer a question asks for, and which things it names."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from index.terms import STOP_WORDS, content_words, is_known, lemma_of


class Kind(StrEnum):
    """Kinds of answers."""

    DEFINITION = "definition"
    NUMBER = "number"
    WHEN = "when"
    WHO = "who"
    LIST = "list"
    WHY = "why"
    HOW = "how"
    COMPARE = "compare"
    YESNO = "yesno"
    PLACE = "place"
    OTHER = "other"


JOINT = " – "
"""What stands between an earlier question and the follow-up that it was joined with."""

_PLACE_FRAME = (
    r"\b(på )?(hvilken side|hvilke sider|hvilket sidetal|sidetal(let)?|sidenummer)( (er|står|handler|skriver|omtaler))*"
    r"( det| der| de| vi)?( for| til| på| om)?\b"
    r"|\bhvor (i (materialet|teksten|papirerne|dokument\w*) )?(står|kan (man|jeg|vi) (læse|finde)|finder (man|jeg|vi))"
    r"( det| der| noget| mere)*( om)?\b|\bwhich pages?\b|\bwhere (does it say|can i read)( about)?\b"
)
"""What a question for a place says besides what it wants to find."""

# The first pattern found decides. Danish first, then English, Swedish, Norwegian and German question words.
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (Kind.PLACE, _PLACE_FRAME),
        (
            Kind.WHY,
            r"\b(hvorfor|hvad skyldes|hvad er (årsagen|grunden|baggrunden)|af hvilken grund|why|varför|warum)\b",
        ),
        (
            Kind.COMPARE,
            r"\b(forskel(len|le)?|sammenlign\w*|i forhold til hinanden|difference|compared?|unterschied|skillnad\w*)\b",
        ),
        (
            Kind.WHEN,
            r"\b(hvornår|hvornaar|hvilke[tn] (år|dato|måned|dag)|hvor længe|hvor laenge|hvor lang tid|årstal\w*"
            r"|when|how long|när|når ble|wann)\b",
        ),
        (
            Kind.NUMBER,
            r"\b(hvor (mange|meget|stor[te]?|lang[te]?|høj[te]?|lille|små|gammel|gamle|tit|ofte|dyr[te]?|få|tæt)"
            r"|hur (många|mycket|stor)|hvor (mye|store)|wie ?viele?|how (many|much|large|big|old|often|high)"
            r"|hvad koster|pris(en)? på|what (percentage|share|number))\b"
            r"|^(?!\W*(er|var|har|bliver|blev|kan|vil|skal|falder|stiger|mon)\b).*\b(antal(let)?|procent(del(en)?)?)\b",
        ),
        (Kind.WHO, r"\b(hvem|hvis ide|who|whose|vem|wer)\b"),
        (
            Kind.DEFINITION,
            r"(^|[,;.:] ?)\W*(og |men |altså |så )?(hvad (er|var) (en |et |den |det |de |egentlig "
            r"|ellers )*(?!de )|hvad (betyder|dækker|handler|går|kaldes|hedder|menes|forstås|indebærer)"
            r"|hvad vil det sige|what (is|are|does)|vad (är|betyder)|hva (er|betyr)|was (ist|bedeutet))\b"
            r"|\b(definition(en)?( af| på)?|betydning(en)? af|forklar|fagudtryk\w*|begrebet|kalder man|hedder det)\b"
            r"|\b(forklare[rs]?|definere[rs]?|forstår?|beskrive[rs]?|betyde[rs]?)\b.*\b(ordet|udtrykket)\b",
        ),
        (
            Kind.LIST,
            r"\b(hvilke|nævn|naevn|opremse?|list op|hvad er de|hvad for (nogle|nogen)|which|vilka|hvilke|welche"
            r"|eksempler)\b",
        ),
        (Kind.HOW, r"\b(hvordan|hvorledes|på hvilken måde|hvad (gør|kan|skal) (man|vi|kommunen)|how|hur|wie)\b"),
    )
)
_YES_NO = re.compile(
    r"^\W*(og |men |altså |hov |hej )?(er|var|kan|kunne|har|havde|skal|skulle|må|maa|bliver|blev|vil|ville|får|faar"
    r"|fik|findes|gælder|passer|betaler|bestemmer|gør|går|kommer|tager|bruger|mener|siger|står|hører"
    r"|do|does|did|is|are|was|can|will|has|have|should|must|är|kan man|ist|sind)\b"
    r"|\b(passer det|er det rigtigt|stemmer det|er det sandt)\b",
    re.IGNORECASE,
)
_LIST_OF = re.compile(
    r"\bhvad hedder \w+(?:erne|ene)\b"
    r"|\bhvad (?:er|hedder|kaldes) de (to|tre|fire|fem|seks|syv|otte|ni|ti|\d+"
    r"|vigtigste|største|forskellige|primære)\b"
    r"|\b(alle|samtlige) (punkter\w*|ting|dele)\b|\b(to|tre|fire|fem|seks|syv|otte|ni|ti) (ting|punkter|slags|måder)\b"
    r"|\bhvad (?:er der brug for|skal der til)\b",
    re.IGNORECASE,
)
_DEFINED = re.compile(
    r"\b(?:hvad (?:er|var|betyder|menes der med|menes med|forstås ved|forstår man ved|dækker|går|handler"
    r"|vil det sige med|indebærer|vil)|what (?:is|are|does)|definition(?:en)? (?:af|på)|betydningen af"
    r"|forklar|begrebet|ordet|udtrykket|vad är|hva er|was ist)\s+(?P<term>[^?.,;!]+)",
    re.IGNORECASE,
)
_AROUND_TERM = re.compile(
    r"^(?:egentlig|lige|så|nu|en|et|den|det|de|der|ordet|begrebet|a|an|the|eigentlich)\s+"
    r"|\s+(?:for noget|ud på|over|egentlig|helt præcist|betyder|mean|om|jf\b.*|ifølge\b.*|i (?:følge|materialet"
    r"|teksten)\b.*)$",
    re.IGNORECASE,
)
YEAR = re.compile(r"\b(?:19|20|21)\d\d\b")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_CAPITALISED = re.compile(r"\b[A-ZÆØÅ][\wæøåé-]+")


_PART = re.compile(
    r"(?:[,;:.?!]\s*(?:og|samt|men|and|och|und)?\s*|\s+(?:og|samt|and|och|und)\s+(?:så\s+)?)"
    r"(?=(?:hvor|hvad|hvem|hvilke[nt]?|hvornår|hvordan|hvorfor|how|what|which|who|when|why|hur|vad|vilka|wie"
    r"|was|welche)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^\W*(?:hvor|hvad|hvem|hvilke[nt]?|hvornår|hvordan|hvorfor|how|what|which|who|when|why|hur|vad|vilka|wie"
    r"|was|welche)\b",
    re.IGNORECASE,
)
MAX_PARTS = 3
_COURTESY = re.compile(
    r"^\W*(?:hej(?: med dig| igen)?|hejsa|goddag|god(?:morgen|aften)|davs|farvel"
    r"|(?:mange |tusind )?tak(?: for \w+(?: \w+)?)?|hi|hello|bye|thanks?(?: you)?(?: for \w+(?: \w+)?)?)\W*$",
    re.IGNORECASE,
)


def parts_of(text: str) -> list[str]:
    """Returns the questions that ``text`` asks, in order: two or three when it joins several, else ``text`` alone.

    "hvad er X, og hvem bestemmer Y?" has two parts; a story before the question belongs to the first part.
    """
    pieces = [piece.strip(" ,;") for piece in _PART.split(text) if content_words(piece)]
    parts: list[str] = []
    for piece in pieces:
        if parts and not _ASKS.match(parts[-1]):
            parts[-1] = f"{parts[-1]}, {piece}"
        else:
            parts.append(piece)
    asking = [part for part in parts if _ASKS.search(part) or _PART.search(part)]
    return parts if 2 <= len(asking) == len(parts) <= MAX_PARTS else [text]


_SIDES = re.compile(
    r"\b(?:forskel(?:len|le|lene)?|difference)\s+(?:er\s+)?(?:der\s+)?(?:på|mellem|imellem|between)\s+"
    r"(?P<one>[^,?.!]+?)\s+(?:og|kontra|vs\.?|and)\s+(?P<other>[^,?.!]+)",
    re.IGNORECASE,
)


def sides_of(text: str) -> tuple[str, ...]:
    """Returns the two things that ``text`` asks the difference of, as typed; () for other questions."""
    match = _SIDES.search(text)
    return (match["one"].strip(), match["other"].strip()) if match else ()


_FRAME = frozenset(
    """
    betyde ord begreb begribe hedde kalde forklare fortælle vide ifølge egentlig udtryk fagudtryk mean word called
    """.split()
)
"""Words that ask and say nothing of what is asked for."""


@dataclass(frozen=True, slots=True)
class Question:
    """A stand-alone question taken apart.

    Attributes:
        text: the question.
        kind: the kind of answer it asks for.
        words: lemmas of its content words, without those that only ask, without repetition, in order.
        term: what a definition is asked of, "" when none is.
        years: the years it names.
        numbers: the other numbers it names, as typed.
        names: lemmas of the proper names it uses (words the Danish dictionary does not know, or capitalised inside it).
    """

    text: str
    kind: Kind
    words: tuple[str, ...]
    term: str
    years: tuple[str, ...]
    numbers: tuple[str, ...]
    names: tuple[str, ...]


def is_courtesy(text: str) -> bool:
    """Tells whether ``text`` is a greeting or thanks and asks nothing."""
    return bool(_COURTESY.match(text))


def read_question(text: str) -> Question:
    """Returns ``text`` taken apart."""
    kind = kind_of(text)
    years = tuple(dict.fromkeys(YEAR.findall(text)))
    numbers = tuple(number for number in _NUMBER.findall(text) if number not in years)
    words = tuple(dict.fromkeys(word for word in content_words(text) if word not in _FRAME))
    return Question(text, kind, words, _term(text), years, numbers, _names(text))


def topic_of(text: str) -> str:
    """Returns what a question for a place ("hvilken side står … på?") wants to find; other questions unchanged."""
    if kind_of(text) is not Kind.PLACE:
        return text
    topic = re.sub(_PLACE_FRAME, " ", text, flags=re.IGNORECASE)
    topic = re.sub(r"\s+(på|henne)?\s*[?.!]*$", "", topic)
    return " ".join(topic.split()) or text


def follow_up_of(text: str) -> str:
    """Returns the follow-up in a question that was made stand-alone, or "" when it was none."""
    _, joint, follow_up = text.rpartition(JOINT)
    return follow_up if joint else ""


def kind_of(text: str) -> Kind:
    """Returns the kind of answer that ``text`` asks for; a follow-up's own kind comes before the earlier question's."""
    follow_up = follow_up_of(text)
    kind = _kind_of(follow_up) if follow_up else Kind.OTHER
    return _kind_of(text) if kind is Kind.OTHER else kind


@lru_cache(maxsize=50_000)
def _kind_of(text: str) -> Kind:
    if _LIST_OF.search(text):
        return Kind.LIST
    for kind, pattern in _KINDS:
        if pattern.search(text):
            return kind
    return Kind.YESNO if _YES_NO.search(text) else Kind.OTHER


def _term(text: str) -> str:
    match = _DEFINED.search(text)
    if not match:
        return ""
    term, before = match["term"].strip(" \"'”’"), ""
    while term != before:
        before, term = term, _AROUND_TERM.sub("", term).strip(" \"'”’")
    return term


def _names(text: str) -> tuple[str, ...]:
    found: list[str] = []
    for match in _CAPITALISED.finditer(text):
        word = match.group()
        opens = not text[: match.start()].strip(" \"'»”") or text[: match.start()].rstrip()[-1:] in ".?!:"
        lower = word.lower()
        if lower in STOP_WORDS or (opens and is_known(lower)):
            continue
        found.append(lemma_of(lower))
    return tuple(dict.fromkeys(found))
