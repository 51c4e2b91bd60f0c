"""Does the material answer? One rule on measured evidence, three outcomes.

    score(outcome) = bias(outcome) + Σ weight(outcome, feature) · feature        see ``assistant.features``, each 0–1
                     + question(outcome) · v                                     v: the question's vector
    support        = softmax of the three scores
    outcome        = answered when it has at least ``ANSWERED_AT`` of the support (a follow-up: ``FOLLOW_UP_AT``),
                     otherwise refused when that has at least ``REFUSED_AT``, otherwise related: what was found is
                     shown, and that it does not answer

Two checks stand before the rule: an empty question, one without a known word, a single word that is no term of the
glossary and an instruction to the assistant are refused; and an answer that lacks a year or a place that the question
names is at most related.

The weights lie in ``assistant/outcome.json``: one rule for best chunks of documents that somebody has written wordings
for, and one for the others. The latter has neither the votes of wordings nor the question's vector, which tells what
people ask past *these* documents. ``python -m eval.calibrate outcome`` fits them by multinomial logistic regression on
the labelled questions of the corpus folder and the tuning half of the evaluation set; ``kildesvar eval`` prints the
error rates on the test half.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.query import Query
from index.retriever import Retriever, Search
from index.terms import content_words, is_known, lemma_of, tokens

from .answer import Status
from .candidates import Candidate
from .features import features_of, missing_from, vector_of
from .questions import Kind, Question, is_courtesy

WEIGHTS = Path(__file__).parent / "outcome.json"
ANSWERED_AT = 0.3
FOLLOW_UP_AT = 0.65
"""The same for a follow-up: the labelled ones are nearly all answered, so the rule leans towards answering them."""
REFUSED_AT = 0.42
OUTCOMES = (Status.NOT_IN_DOCUMENTS, Status.RELATED, Status.ANSWERED)

_PLACED = 0.6

# Instructions to the assistant instead of questions to the material.
_INSTRUCTION = re.compile(
    r"\b(ignor[eé]r\w*|glem (alle|dine|alt|reglerne)|opdigt?|opfind|find på (en|et|to|tre|fem|ti|nog\w+)"
    r"|digt\b|lad som om"
    r"|skriv (et|en|mig|i stedet)\b|svar (som|uden|kun|i rim|altid|ikke)|kun svare|bekræft det|gentag"
    r"|oversæt|syng|rollespil|spil (en|et) rolle|fortæl (mig )?en (vittighed|joke|hemmelighed|historie|godnathistorie)"
    r"|du er (nu|en|et|ikke længere)|du (hedder|har ingen)|fra nu af"
    r"|dine? (regler|begrænsning\w*|instruk\w*|ordrer?|prompt)"
    r"|hvad (tror|mener|synes) du|hvem skal jeg stemme|parti (jeg skal|skal jeg) stemme"
    r"|system ?prompt|prompten|instruktioner\w*|ignore|pretend|forget (all|your)|disregard|dan ?mode|jailbreak|as an ai"
    r"|act as|you are (now|a)|your (instructions|rules|prompt)|everything above|repeat after|write (me )?a|tell me a"
    r"|translate|make up|invent)\b",
    re.IGNORECASE,
)
_MIN_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against an answer.

    Attributes:
        features: name → value 0–1 (see ``features_of``).
        support: outcome → 0–1, together 1.
        missing: years and places of the question that the evidence does not have, as typed.
    """

    features: Mapping[str, float]
    support: Mapping[Status, float]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    """What is fitted, one row per outcome, in the order of ``OUTCOMES``.

    Attributes:
        biases: shape ``(3,)``.
        question: weights of the question's vector, shape ``(3, dimension)``, or ``(3, 0)`` when it has none.
        weights: feature → weight.
    """

    biases: NDArray[np.float64]
    question: NDArray[np.float64]
    weights: Sequence[Mapping[str, float]]


def is_askable(text: str) -> bool:
    """Tells whether ``text`` asks something of the material: it has words, and is neither thanks nor an instruction."""
    letters = sum(len(word) for word in tokens(text))
    return letters >= _MIN_LETTERS and not (_INSTRUCTION.search(text) or is_courtesy(text))


def is_bare(text: str) -> bool:
    """Tells whether ``text`` is one word, or has none that carries meaning: a greeting, a bare topic."""
    return len(tokens(text)) <= 1 or not content_words(text)


def is_understood(retriever: Retriever, query: Query) -> bool:
    """Tells whether any word of ``query`` is Danish, a word of the material, or was read as one."""
    return bool(query.corrected) or any(
        is_known(word) or retriever.knows(lemma_of(word)) for word in tokens(query.text)
    )


def weigh(retriever: Retriever, search: Search, question: Question, candidates: Sequence[Candidate]) -> Evidence:
    """Returns the evidence for ``question``."""
    if not search.hits or not candidates:
        return Evidence({}, {Status.NOT_IN_DOCUMENTS: 1.0}, ())
    features = features_of(retriever, search, question, candidates)
    rule = _rules()[rule_for(retriever, search)]
    weighed = [sum(own.get(name, 0.0) * value for name, value in features.items()) for own in rule.weights]
    scores = rule.biases + weighed
    if rule.question.size:
        scores += rule.question @ vector_of(search)
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    support = {outcome: float(share) for outcome, share in zip(OUTCOMES, shares, strict=True)}
    missing = missing_from(retriever, question, candidates) if features["missing"] else ()
    return Evidence(features, support, missing)


def decide(evidence: Evidence, question: Question) -> Status:
    """Returns the outcome for ``question`` on ``evidence``.

    A question for a place is answered when the best chunk has most of what it names: whatever stands there has a place.
    """
    if question.kind is Kind.PLACE and evidence.features.get("covered_text", 0.0) >= _PLACED:
        return Status.ANSWERED
    limit = FOLLOW_UP_AT if evidence.features.get("follow_up") else ANSWERED_AT
    if evidence.support.get(Status.ANSWERED, 0.0) >= limit:
        return Status.RELATED if evidence.missing else Status.ANSWERED
    refused = evidence.support.get(Status.NOT_IN_DOCUMENTS, 0.0) >= REFUSED_AT
    return Status.NOT_IN_DOCUMENTS if refused else Status.RELATED


def rule_for(retriever: Retriever, search: Search) -> str:
    """Returns which rule judges what was found: ``expanded`` or ``plain``."""
    return "expanded" if retriever.is_expanded(search.hits[0].chunk.doc_id) else "plain"


@cache
def _rules() -> dict[str, _Rule]:
    loaded = json.loads(WEIGHTS.read_bytes())
    return {
        name: _Rule(
            np.array([rule[outcome.value].pop("bias") for outcome in OUTCOMES]),
            np.array([rule[outcome.value].pop("question", []) for outcome in OUTCOMES]),
            [rule[outcome.value] for outcome in OUTCOMES],
        )
        for name, rule in loaded.items()
    }
