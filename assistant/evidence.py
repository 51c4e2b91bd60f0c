"""Does the material answer? One rule on measured evidence, three outcomes.

    score(outcome) = bias(outcome) + Σ weight(outcome, feature) · feature        features below, each 0–1
    support        = softmax of the three scores; the outcome with the most support wins, but *answered* only when it
                     has at least half of it: otherwise what was found is shown as related

Two checks stand before the rule: an empty question, one without a known word and an instruction to the assistant are
refused unsearched; and an answer that lacks a year or a place that the question names is at most related.

The weights lie in ``assistant/outcome.json``: one rule for best chunks of documents that somebody has written wordings
for, and one, without the votes of wordings, for the others. ``python -m eval.calibrate outcome`` fits them by
multinomial logistic regression on the labelled questions of the corpus folder and the tuning half of the evaluation
set; ``kildesvar eval`` prints the error rates on the test half.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from index.entries import Fit
from index.query import Query
from index.retriever import Retriever, Search
from index.terms import is_known, lemma_of, tokens
from ingest.normalise import quote_of

from .answer import Status
from .candidates import Candidate
from .municipalities import places_in
from .questions import Kind, Question, kind_of

VOTES = ("answered", "unanswered", "agreement")
"""The features that need wordings; the plain rule has no weights for them."""

WEIGHTS = Path(__file__).parent / "outcome.json"
ANSWERED_AT = 0.45
OUTCOMES = (Status.NOT_IN_DOCUMENTS, Status.RELATED, Status.ANSWERED)

_EVIDENCE_HITS = 3
_VOTERS = 15
_SHARPNESS = 20.0
"""How fast a wording's vote falls with its distance from the best one: e^(−20 · difference of scores)."""
_OTHER_KIND = 0.4

# Instructions to the assistant instead of questions to the material.
_INSTRUCTION = re.compile(
    r"\b(ignor[eé]r\w*|glem (alle|dine|alt|reglerne)|opdigt?|opfind|find på en|digt\b|lad som om|du er nu"
    r"|skriv (et|en|mig)\b|oversæt"
    r"|system ?prompt|prompten|instruktioner\w*|ignore|pretend|forget (all|your)|disregard|dan ?mode|jailbreak"
    r"|make up|invent)\b",
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


def is_askable(text: str) -> bool:
    """Tells whether ``text`` asks something of the material: it has words and is no instruction to the assistant."""
    letters = sum(len(word) for word in tokens(text))
    return letters >= _MIN_LETTERS and not _INSTRUCTION.search(text)


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
    weights = _weights()[rule_for(retriever, search)]
    scores = np.array(
        [
            weights[o.value]["bias"] + sum(weights[o.value].get(name, 0.0) * value for name, value in features.items())
            for o in OUTCOMES
        ]
    )
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    support = {outcome: float(share) for outcome, share in zip(OUTCOMES, shares, strict=True)}
    return Evidence(features, support, _missing(retriever, search, question))


def decide(evidence: Evidence) -> Status:
    """Returns the outcome for ``evidence``."""
    best = max(evidence.support, key=lambda outcome: evidence.support[outcome])
    doubtful = evidence.missing or evidence.support[best] < ANSWERED_AT
    return Status.RELATED if best is Status.ANSWERED and doubtful else best


def features_of(
    retriever: Retriever, search: Search, question: Question, candidates: Sequence[Candidate]
) -> dict[str, float]:
    """Returns the features, each 0–1.

    answered, unanswered: share of the votes of the nearest wordings that the material answers, or comes nowhere near
    (the rest are wordings that it only comes near). agreement: share of those votes that point at the best chunk.
    fused, gap: score of the best chunk, and its lead over the fifth. passage, unit: cosine similarity of the best
    chunk and of the best unit. unseen: share of the question's words, by rarity, that occur nowhere. named: whether
    the question names something; missing: whether the evidence lacks something it names.

    How long the question is and how many of its words the chunk shares would fit the labelled questions a little better
    and are left out: both speak against short, plain questions ("hvem er ekspertrådgiver?").
    """
    voters = _voters(retriever, search, question)
    votes = _votes(retriever, voters)
    fifth = search.hits[4].score if len(search.hits) > 4 else 0.0
    return {
        "answered": votes[Fit.ANSWERED],
        "unanswered": votes[Fit.UNANSWERED],
        "agreement": _agreement(retriever, search, voters),
        "fused": search.hits[0].score,
        "gap": search.hits[0].score - fifth,
        "passage": max(hit.said["dense"] for hit in search.hits),
        "unit": float(search.units["dense_units"][candidates[0].first]),
        "unseen": _unseen(retriever, search, question),
        "named": float(bool(question.years or question.numbers or question.names)),
        "missing": float(bool(_missing(retriever, search, question))),
    }


def rule_for(retriever: Retriever, search: Search) -> str:
    """Returns which rule judges what was found: ``expanded`` or ``plain``."""
    return "expanded" if retriever.is_expanded(search.hits[0].chunk.doc_id) else "plain"


@cache
def _weights() -> dict[str, dict[str, dict[str, float]]]:
    loaded: dict[str, dict[str, dict[str, float]]] = json.loads(WEIGHTS.read_bytes())
    return loaded


def _voters(retriever: Retriever, search: Search, question: Question) -> list[tuple[int, float]]:
    """Returns the nearest wordings with their votes, which add up to 1; a wording with several places votes once."""
    distinct = {retriever.content.wordings[number].text: number for number in reversed(search.nearest)}
    best = sorted(distinct.values(), key=lambda number: -float(search.wordings[number]))[:_VOTERS]
    if not best:
        return []
    votes = np.exp(_SHARPNESS * (search.wordings[best] - search.wordings[best[0]]))
    votes *= [_say(question, retriever.content.wordings[number].text) for number in best]
    return [(number, float(vote)) for number, vote in zip(best, votes / votes.sum(), strict=True)]


def _unseen(retriever: Retriever, search: Search, question: Question) -> float:
    misspelt = {word for word, _ in search.query.corrected}
    return retriever.unseen_share([word for word in question.words if word not in misspelt])


def _say(question: Question, wording: str) -> float:
    """Returns how much a wording's vote counts: less when it asks for another kind of answer ("who" for "how many")."""
    kind = kind_of(wording)
    if Kind.OTHER in (kind, question.kind) or kind is question.kind:
        return 1.0
    return _OTHER_KIND


def _votes(retriever: Retriever, voters: Sequence[tuple[int, float]]) -> dict[Fit, float]:
    votes = dict.fromkeys(Fit, 0.0)
    for number, vote in voters:
        votes[retriever.content.wordings[number].fit] += vote
    return votes


def _agreement(retriever: Retriever, search: Search, voters: Sequence[tuple[int, float]]) -> float:
    best = search.hits[0].chunk.chunk_id
    total = 0.0
    for number, vote in voters:
        wording = retriever.content.wordings[number]
        if best in {retriever.chunk_of(unit).chunk_id for unit in range(wording.first, wording.end)}:
            total += vote
    return total


def _missing(retriever: Retriever, search: Search, question: Question) -> tuple[str, ...]:
    """Returns the years and places of the question that none of the best chunks, their headings or titles has."""
    named = (*question.years, *places_in(question.text))
    if not named:
        return ()
    texts = []
    for hit in search.hits[:_EVIDENCE_HITS]:
        document = retriever.document(hit.chunk.doc_id)
        texts.append(quote_of(document.text, hit.chunk.start, hit.chunk.end))
        texts.extend((*hit.chunk.section, document.title, document.source.sender, str(document.source.year)))
        texts.extend(quote_of(document.text, *span) for span in hit.chunk.context)
    evidence = "\n".join(texts).lower()
    return tuple(name for name in named if name.lower() not in evidence)
