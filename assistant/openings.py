"""What an answer opens with before its quotes: yes or no where the quote settles it, or the page that was asked for."""

import re
from collections.abc import Sequence

import texts
from index.terms import compound_parts, content_words, terms

from .answer import Status
from .citations import Citation
from .questions import YEAR, Kind, Question

_NEGATION = re.compile(r"\b(ikke|ingen|intet|aldrig|hverken|not|never|no)\b", re.IGNORECASE)
_RESERVE = re.compile(
    r"\b(hvis|medmindre|men|dog|kun|måske|nogle|enkelte|normalt|typisk|fx|eller|bør|burde|kunne|ville|vil|risiko\w*"
    r"|næst\w+|blandt|(?:en|et) af|sjælden\w*|næppe|knap\w*|mens|hvorimod|uden|over|under|mere|mindre|flere|færre|før"
    r"|efter|overvej\w*|foresl\w+|ønsk\w*|plan\w*|forvent\w*|forkert|ophør\w*|afskaf\w*|mist\w*)\b"
    r"|\b\d+\.(?= [a-zæøå])",
    re.IGNORECASE,
)
"""What makes a sentence less than a plain yes or no, unless the question has it too; "7. mindste" is not "mindst"."""
_SCOPE = re.compile(r"\b(alle|altid|hele|hver|kun|over|under|mere|mindre|flere|færre|før|efter|uden)\b", re.IGNORECASE)
"""Words that the content words leave out and that a sentence must have when the question does."""
_CONNECTING = re.compile(r"^\W*(men|og|derfor|så)\b", re.IGNORECASE)
_FEWEST = 2
"""A question of fewer content words is never settled: too many sentences hold one word."""


def opening_of(question: Question, status: Status, citations: Sequence[Citation]) -> str:
    """Returns the opening of an answer, or "" when the quotes begin it.

    Args:
        question: the stand-alone question.
        status: the outcome; only an answered question is opened.
        citations: the quotes, in the order shown; at least one.
    """
    if status is not Status.ANSWERED:
        return ""
    if question.kind is Kind.PLACE:
        return texts.stands_on([(citation.title, citation.page) for citation in citations])
    if question.kind is Kind.YESNO:
        settled = settles(question, citations[0].quote)
        return texts.SEE_SOURCE if settled is None else (texts.YES if settled else texts.NO)
    return ""


def settles(question: Question, quote: str) -> bool | None:
    """Returns whether ``quote`` says yes or no to a yes-no question, or None when that takes a reader's judgement.

    It settles the question only when one of its sentences says everything that the question says (each content word
    or a part of its compound, each number and year), in the question's order, without a reservation; then its negation
    decides. A question that is negated itself is never settled: people read "Ja" to it either way.
    """
    if _NEGATION.search(question.text) or len(question.words) < _FEWEST:
        return None
    named = {*question.years, *question.numbers}
    for sentence in re.split(r"(?<=[.!?])\s+(?=[A-ZÆØÅ•»\"])", quote):
        sentence = _CONNECTING.sub("", sentence)
        said = {*terms(sentence), *content_words(sentence)}
        whole = all(word in said for word in question.words) and named <= {*said, *YEAR.findall(sentence)}
        plain = _found(_RESERVE, sentence) <= _found(_RESERVE, question.text) and not sentence.endswith("?")
        scoped = _found(_SCOPE, question.text) <= _found(_SCOPE, sentence)
        if whole and plain and scoped and _in_order(question, sentence):
            return not _NEGATION.search(sentence)
    return None


def _found(pattern: re.Pattern[str], text: str) -> set[str]:
    return {match.group().lower() for match in pattern.finditer(text)}


def _in_order(question: Question, sentence: str) -> bool:
    """Whether ``sentence`` has the words of ``question`` in its order, the verb aside that the question begins with.

    "Staten betaler kommunen" holds the same words as "kommunen betaler staten".
    """
    words, said = list(question.words), [(word, *compound_parts(word)) for word in content_words(sentence)]
    if content_words(question.text.split()[0]) == words[:1]:
        words = words[1:]
    at = 0
    for word in words:
        at = next((number for number in range(at, len(said)) if word in said[number]), len(said))
    return at < len(said)
