"""Does the material answer? One rule on measured evidence, three outcomes.

    support = logistic(bias + Σ weight · feature)          features below, each 0–1
    answered          support ≥ ANSWERED_AT
    related           support ≥ RELATED_AT, or answered but something the question names is missing from the evidence
    not in documents  otherwise, and whenever the question is empty, an instruction or has no word that carries meaning

Weights and limits were fitted on the tuning half of the evaluation set; ``kildesvar eval`` prints the error rates.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from index.entries import Fit
from index.retriever import Retriever, Search
from index.terms import is_known, terms, tokens
from ingest.normalise import quote_of

from .answer import Status
from .questions import Question
from .spans import Candidate

WEIGHTS: Mapping[str, float] = {"wording": 3.0, "coverage": 2.5, "unit": 2.0, "fused": 6.0, "unseen": -3.0, "missing": -2.0}
BIAS = -3.0
ANSWERED_AT = 0.55
RELATED_AT = 0.25

_EVIDENCE_HITS = 3
# Instructions to the assistant instead of questions to the material.
_INSTRUCTION = re.compile(
    r"\b(ignor[eé]r\w*|glem (alle|dine|alt|reglerne)|opdigt?|opfind|find på en|digt\b|lad som om|du er nu|skriv (et|en|mig)\b|oversæt"
    r"|system ?prompt|prompten|instruktioner\w*|ignore|pretend|forget (all|your)|disregard|dan ?mode|jailbreak|make up|invent)\b",
    re.IGNORECASE,
)
_MIN_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against an answer.

    Attributes:
        features: name → value 0–1 (see ``features_of``).
        support: 0–1.
        missing: years, numbers and names of the question that the evidence does not have, as typed or as lemmas.
    """

    features: Mapping[str, float]
    support: float
    missing: tuple[str, ...]


def is_askable(text: str) -> bool:
    """Tells whether ``text`` asks something of the material: it has a word, and it is no instruction to the assistant."""
    words = tokens(text)
    letters = sum(len(word) for word in words)
    recognised = any(is_known(word) for word in words)
    return letters >= _MIN_LETTERS and recognised and not _INSTRUCTION.search(text)


def weigh(retriever: Retriever, search: Search, question: Question, candidates: list[Candidate]) -> Evidence:
    """Returns the evidence for ``question``."""
    if not search.hits or not candidates:
        return Evidence({}, 0.0, ())
    missing = _missing(retriever, search, question)
    features = features_of(retriever, search, question, candidates, missing)
    total = BIAS + sum(WEIGHTS[name] * value for name, value in features.items())
    return Evidence(features, 1 / (1 + math.exp(-total)), missing)


def features_of(
    retriever: Retriever, search: Search, question: Question, candidates: list[Candidate], missing: tuple[str, ...]
) -> dict[str, float]:
    """Returns the features, each 0–1.

    wording: the best matching everyday wording; coverage: share of the question's terms, by rarity, in the best chunk;
    unit: the same for the best unit; fused: score of the best chunk; unseen: share of the question's words, by rarity,
    that occur nowhere in the material or its wordings; missing: share of named things that the evidence lacks.
    """
    named = len(question.years) + len(question.numbers) + len(question.names)
    return {
        "wording": retriever.best_fit(search, Fit.ANSWERED),
        "coverage": max(hit.said["terms"] for hit in search.hits),
        "unit": float(max(search.units["units"][candidate.number] for candidate in candidates)),
        "fused": search.hits[0].score,
        "unseen": retriever.unseen_share(question.words),
        "missing": len(missing) / named if named else 0.0,
    }


def _missing(retriever: Retriever, search: Search, question: Question) -> tuple[str, ...]:
    """Returns what the question names that none of the best chunks, their headings or titles has."""
    texts = []
    for hit in search.hits[:_EVIDENCE_HITS]:
        document = retriever.document(hit.chunk.doc_id)
        texts.append(quote_of(document.text, hit.chunk.start, hit.chunk.end))
        texts.extend((*hit.chunk.section, document.title, document.source.sender))
        texts.extend(quote_of(document.text, *span) for span in hit.chunk.context)
    joined = "\n".join(texts)
    present = set(terms(joined))
    digits = set(tokens(joined))
    lacking = [number for number in (*question.years, *question.numbers) if number not in digits]
    return tuple(lacking + [name for name in question.names if name not in present])


def decide(evidence: Evidence) -> Status:
    """Returns the outcome for ``evidence``."""
    if evidence.support < RELATED_AT:
        return Status.NOT_IN_DOCUMENTS
    if evidence.support < ANSWERED_AT or evidence.missing:
        return Status.RELATED
    return Status.ANSWERED
