"""Does a statement say more than its source: without its reserve, as done what is planned, as fact an opinion?

What the source says, and a statement that says more:

    source                                   statement that says more
    nogle af ydelserne                       alle ydelserne
    kommunen kan iværksætte                  kommunen er forpligtet til; kommunen har iværksat
    formålet er at styrke indsatsen          indsatsen er styrket
    enkelte grupper mener, at …              … (nobody named who thinks so)
    en af de første                          den første
    to facts side by side                    the one, and therefore the other
"""

import re

from ingest.sentences import sentence_spans

from .polarity import Overlap


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


_STRONGER = tuple(
    (_words(strong), _words(weak))
    for strong, weak in (
        (
            r"alle(?! \d)|samtlige|enhver|ethvert|hver eneste|hele|fuldstændig\w*|helt|fuldt ud",
            r"nogle|nogen|enkelte|visse|flere|mange|fleste|flertal\w*|en (?:\w+ )?(?:del|andel)|delvis\w*|især",
        ),
        (
            r"skal|forpligt\w*|pligt\w*|nødt|nødsag\w*|tving\w*|tvung\w*|kræve[rs]?|påbud\w*",
            r"kan|kunne|må|mulighed\w*|gerne|eventuelt|frivillig\w*|anbefal\w*|foresl\w*|overvej\w*|bør",
        ),
        (
            r"vil|altid|garanter\w*|sikrer|med sikkerhed",
            r"kan|kunne|måske|muligvis|ofte|typisk|nogle gange|nogle situationer|risik\w*|forvent\w*",
        ),
        (
            r"(?<!\baf )(?:den|det|de|aller\w+|som) \w*(?:første|eneste|største|bedste|mindste)",
            r"(?:en|et|nogle) af de|blandt",
        ),
    )
)
"""(what a statement says, what a source says that says less)."""

_NEEDS = tuple(
    (_words(stated), _words(source))
    for stated, source in (
        (r"altid", r"altid|alle|hver gang|uanset|aldrig|hver|enhver|ikke"),
        (r"aldrig", r"aldrig|ikke|ingen|intet"),
        (
            r"alle(?! \d| med\b| der\b| andre\b)|samtlige|enhver|ethvert|hver eneste",
            r"alle?|alt|samtlige|hver|enhver|ethvert|hele|ingen|uanset|aldrig|(?:fæl|uden)\w*",
        ),
        (r"udelukkende|alene|kun", r"udelukkende|alene|kun|eneste|blot|ikke|uden|bare|højst\w*"),
        (r"først (?:i|fra|efter|når|da)", r"først|tidligst|indtil|ikke før"),
        (r"i alt|tilsammen|samlede?|total\w*", r"i alt|alle|tilsammen|saml\w*|total\w*|hele|sum\w*|fuld\w*|plus"),
        (
            r"fordi|derfor|på grund af|pga|skyldes|årsagen|grunden til|som følge af",
            r"fordi|derfor|grund\w*|pga|skyld\w*|årsag\w*|følge\w*|så|da|idet|betyde\w*|medfør\w*|bevirk\w*|forklar\w*"
            r"|skab\w*|før\w* til|derved|dermed|hvorfor|hvorved|gør|for at|når|hvilket|eftersom|resultat\w*|giver"
            r"|udsætter",
        ),
        (
            r"medmindre|kun hvis|kun når|forudsat\w*|på betingelse",
            r"hvis|når|medmindre|forudsat\w*|såfremt|beting\w*|kræve\w*|skal|kun",
        ),
        (
            r"(?:mere|mindre|flere|færre|[a-zæøå]{3,}ere)(?= (?:\w+ ){0,6}end )",
            r"\w{3,}ere|mere|mindre|over|under|større",
        ),
    )
)
"""(what a statement says, what a passage needs for it): no passage says of itself that it holds always."""

_MODAL = _words(r"kan|kunne|bør|burde|skal|skulle|må|måtte|vil|ville|ønsker at|forventes at|ventes at|mulighed for at")
_PURPOSE = _words(
    r"for at|til formål at|(?:formål|mål|hensigt|ambition|opgave|tanke|ide|vision)(?:en|et)?\b.{0,60}?\bat"
    r"|målrettet mod at|øremærket til|afsat til|med henblik på at|arbejder for at|skal bidrage til at"
)
_REACH = 9
"""So many words after a modal verb may be the ones that it governs."""
_WINDOW = 120
"""The characters in which they are looked for."""
_BREAK = re.compile(r"[.;:!?]|,\s*(?:men|som|der|når|hvis|fordi|da)\b")
_TOKEN = re.compile(r"[^\W\d_]+")
_ENDING = re.compile(r"(?<=\w{3})(?:edes|ede|endes|ende|ets|et|tes|te|es|er|en|e|t|s|r)$")
_INFINITIVE = re.compile(r"\w{2,}(?:e|es|å|ås)")
_DONE = re.compile(
    r"\b(?:har|havde|er|var|blev|bliver|blevet|været|få(?:et|r))\b(?:\s\w+){0,3}?\s(?!blevet|været|fået)(?P<done>\w{3,}t)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b\w{4,}es\b", re.IGNORECASE)
_OPINION = _words(
    r"mener|mente|menes|hævde[rs]?|argumentere[rs]?|tror|frygter|håber|skeptisk\w*|foreslår|foreslås|anbefaler|synes"
    r"|drømmer|ser det som|kritisere[rs]?|advarer|efter (?:\w+ ){1,3}opfattelse"
)
_TOLD = _words(
    r"mener|mente|menes|hævde[rs]?|argumentere[rs]?|tror|frygter|håber|skeptisk\w*|foreslår|foreslås|forslag\w*"
    r"|anbefal\w*|synes|drømmer|ser det som|kritisere[rs]?|kritik\w*|advarer|ifølge|efter \w+ opfattelse"
    r"|opfattelse\w*|siger|skriver"
    r"|peger|vurdere[rs]?|holdning\w*|kalder|ønsker|vil have|opfordre[rs]?|understreger|udtal\w*|debat\w*|bør|taler for"
)


def absent_limits(stated: str, source: str) -> list[str]:
    """Returns what ``stated`` says without exception, as a sum, a condition or a cause, and ``source`` does not."""
    return [match.group() for mine, theirs in _NEEDS if (match := mine.search(stated)) and not theirs.search(source)]


def overstates(stated: str, source: str, overlap: Overlap) -> bool:
    """Tells whether ``stated`` says without reserve, as done or as a fact what ``source`` does not.

    Args:
        stated: a statement.
        source: a passage that is about the same.
        overlap: how much of its first text a second one covers, 0–1.
    """
    sentences = [source[first:last] for first, last in sentence_spans(source)] or [source]
    near = max(sentences, key=lambda sentence: overlap(stated, sentence))
    return exceeds(stated, near) or _is_hearsay(stated, near) or _is_done(stated, near, source)


def exceeds(stated: str, source: str) -> bool:
    """Tells whether ``stated`` has a word without reserve more than ``source``, which has one with reserve more."""
    return any(
        len(strong.findall(stated)) > len(strong.findall(source))
        and len(weak.findall(source)) > len(weak.findall(stated))
        for strong, weak in _STRONGER
    )


def _is_hearsay(stated: str, source: str) -> bool:
    return bool(_OPINION.search(source)) and not _TOLD.search(stated)


def _is_done(stated: str, near: str, source: str) -> bool:
    """Whether ``stated`` reports as done what ``near`` only wants or allows, by the same verb."""
    if _MODAL.search(stated):
        return False
    return bool((_reported(stated) & _governed(near)) - (_reported(source) - _governed(source)))


def _reported(text: str) -> set[str]:
    """Returns the stems of the verbs that ``text`` reports as done or being done: "har styrket", "nedprioriteres"."""
    found = {_stem(match["done"]) for match in _DONE.finditer(text)}
    return found | {_stem(match.group()) for match in _PASSIVE.finditer(text)}


def _governed(text: str) -> set[str]:
    """Returns the stems of the words that a modal verb or a purpose governs in ``text``."""
    found: set[str] = set()
    for pattern in (_MODAL, _PURPOSE):
        for match in pattern.finditer(text):
            behind = _BREAK.split(text[match.end() : match.end() + _WINDOW], maxsplit=1)[0]
            words = _TOKEN.findall(behind)[:_REACH]
            found |= {_stem(word) for word in words if _INFINITIVE.fullmatch(word.lower())}
    return found


def _stem(word: str) -> str:
    return _ENDING.sub("", word.lower())
