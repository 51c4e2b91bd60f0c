"""Do two sentences say opposite things? Negations and pairs of opposites, clause by clause."""

import re
from collections.abc import Callable

from index.terms import content_words

Overlap = Callable[[str, str], float]

_CLAUSE = re.compile(r"[.;:!?]\s|,?\s(?:men|mens|hvorimod|imidlertid|dog)\s|\s[–-]\s|,\s(?=og\b)")
_WORD = re.compile(r"[^\W\d_]+")
_NEGATION = re.compile(
    r"\b(?:ikke(?!-| (?:alene|kun|bare|blot|mindst|desto))|aldrig|ingen|intet|ingenting|hverken|næppe|nej)\b",
    re.IGNORECASE,
)
_ANY_NEGATION = re.compile(r"\b(?:ikke(?!-)|aldrig|ingen|intet|ingenting|hverken|næppe)\b", re.IGNORECASE)
_TOUCHING = 0.4
_ALIKE = 0.75
"""A clause that covers a statement this far and denies something denies the statement."""
_SAME = 0.85
"""Two sentences that cover each other this far are one sentence, but for what one of them denies."""
_LIMITING = re.compile(
    r"\b(?:uden|begræns\w*|kun|forhindr\w*|undgå\w*|mangl\w*|mangel|ulovlig\w*|forb[uy]d\w*|svær\w*|vanskelig\w*|næsten"
    r"|færre|mindre|frivillig\w*|nægt\w*|afvis\w*)\b",
    re.IGNORECASE,
)
"""Words that may stand for a negation: "begrænsede muligheder for at bygge" beside "der kan ikke bygges meget"."""
_DOUBT = re.compile(r"\s(?:ensbetydende|sikkert|givet|rigtigt|korrekt|sådan|tilfældet|sandt)\b")
_SCOPE = 5
"""A negation reaches this many words to its right, and over a comma only in "ikke ensbetydende med, at …"."""

_OPPOSITES = tuple(
    (re.compile(rf"\b(?:{one})\b", re.IGNORECASE), re.compile(rf"\b(?:{other})\b", re.IGNORECASE))
    for one, other in (
        (
            r"stig\w*|steg|steget|voks\w*|øg(?:e|er|es|et|ede|ning|net)|flere|højere|vækst|forøg\w*|større|længere",
            r"fald\w*|faldt|mindsk\w*|reducer\w*|færre|lavere|nedgang|formindsk\w*|mindre|kortere|sænk\w*|skrump\w*",
        ),
        (r"størst\w*|højest\w*|flest", r"mindst\w*|lavest\w*|færrest"),
        (r"før|inden|forud", r"efter|siden"),
        (r"først\w*", r"sidst\w*"),
        (r"billig\w*", r"dyr|dyre|dyrere|dyrest\w*"),
        (r"bedre|bedst\w*|forbedr\w*", r"dårlig\w*|værre|værst\w*|forring\w*|forværr\w*"),
        (r"nemmere|lettere|let|nemt", r"svær\w*|vanskelig\w*"),
        (r"mand|mænd\w*|drenge\w*", r"kvinde\w*|piger\w*"),
        (r"åb[en]\w*", r"lukke\w*"),
        (r"offentlig\w*|kommunal\w*", r"privat\w*"),
        (r"rige|rigere|velhaven\w*", r"fattig\w*"),
        (r"tillad\w*", r"forb[uy]d\w*"),
        (r"gratis", r"betal\w*|koster|brugerbetal\w*"),
        (r"nord\w*", r"syd\w*"),
        (r"øst\w*", r"vest\w*"),
        (r"unge|ung|yngre", r"ældre|gamle"),
        (r"positiv\w*|overskud\w*|plus", r"negativ\w*|underskud\w*|minus"),
        (r"offentlig\w*|åb[en]\w*", r"fortrolig\w*|hemmelig\w*"),
        (r"styrke\w*", r"svække\w*"),
        (r"ofte|altid|hyppig\w*", r"sjælden\w*"),
        (r"ret|mulighed\w*", r"pligt\w*"),
        (r"modsætning\w*", r"forenelig\w*"),
    )
)


def are_opposite(word: str, other: str) -> bool:
    """Tells whether two words are the two sides of a pair of opposites, however alike a model finds them."""
    if word == f"u{other}" or other == f"u{word}":
        return True
    return any(
        (one.fullmatch(word) and two.fullmatch(other)) or (two.fullmatch(word) and one.fullmatch(other))
        for one, two in _OPPOSITES
    )


def is_negated(text: str) -> bool:
    """Tells whether ``text`` denies something; two negations make none."""
    return len(_NEGATION.findall(text)) % 2 == 1


def opposes(stated: str, source: str, overlap: Overlap) -> bool:
    """Tells whether the clause of ``source`` that is about the same as ``stated`` says the opposite.

    Args:
        stated: a statement.
        source: a passage.
        overlap: how much of its first text a second one covers, 0–1.
    """
    if min(overlap(stated, source), overlap(source, stated)) >= _SAME:
        return len(_ANY_NEGATION.findall(stated)) != len(_ANY_NEGATION.findall(source))
    clauses = [clause for clause in _CLAUSE.split(source) if content_words(clause)]
    if not clauses:
        return False
    for part in _CLAUSE.split(stated):
        if not content_words(part):
            continue
        near = max(clauses, key=lambda clause: overlap(part, clause))
        if _denies(part, near, overlap) or _turned(part, near):
            return True
    return False


def _denies(part: str, clause: str, overlap: Overlap) -> bool:
    if is_negated(part):
        return not (_NEGATION.search(clause) or _LIMITING.search(clause))
    if _NEGATION.search(part):
        return False
    if is_negated(clause) and overlap(part, clause) >= _ALIKE and not _LIMITING.search(part):
        return True
    return any(_touches(part, clause, match.end(), overlap) for match in _NEGATION.finditer(clause))


def _touches(part: str, clause: str, end: int, overlap: Overlap) -> bool:
    """Whether the words right behind the negation that ends at ``end`` are among those that ``part`` states."""
    stop = clause.find(",", end)
    if stop >= 0 and not _DOUBT.match(clause, end):
        clause = clause[:stop]
    reach = " ".join(word.group() for word in list(_WORD.finditer(clause, end))[:_SCOPE])
    words = content_words(reach)
    return bool(words) and (overlap(reach, part) >= _TOUCHING or overlap(words[0], part) >= 2 * _TOUCHING)


def _turned(part: str, clause: str) -> bool:
    """Whether ``part`` has only one word of a pair of opposites and ``clause`` only the other one."""
    for pair in _OPPOSITES:
        for mine, theirs in (pair, pair[::-1]):
            if mine.search(part) and not theirs.search(part) and theirs.search(clause) and not mine.search(clause):
                return True
    return False
