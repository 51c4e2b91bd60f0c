"""Does the material answer? One rule on measured evidence, three outcomes.

    score(outcome) = bias(outcome) + Σ weight(outcome, feature) · feature        features below, each 0–1
    support        = softmax of the three scores
    outcome        = answered when it has at least ``ANSWERED_AT`` of the support, otherwise refused when that has at
                     least ``REFUSED_AT``, otherwise related: what was found is shown, and that it does not answer

Two checks stand before the rule: an empty question, one without a known word, a single word that is no term of the
glossary and an instruction to the assistant are refused; and an answer that lacks a year or a place that the question
names is at most related.

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
from index.terms import content_words, is_known, lemma_of, tokens
from ingest.normalise import quote_of

from .answer import Status
from .candidates import Candidate
from .coverage import coverage_of
from .lacking import answer_type_missing, names_missing
from .questions import Kind, Question, kind_of

VOTES = ("answered", "unanswered", "agreement")
"""The features that need wordings; the plain rule has no weights for them."""

WEIGHTS = Path(__file__).parent / "outcome.json"
ANSWERED_AT = 0.38
REFUSED_AT = 0.55
OUTCOMES = (Status.NOT_IN_DOCUMENTS, Status.RELATED, Status.ANSWERED)

_EVIDENCE_HITS = 3
_NAMED_IN = 2
_PLACED = 0.6
_VOTERS = 15
_SHARPNESS = 20.0
"""How fast a wording's vote falls with its distance from the best one: e^(−20 · difference of scores)."""
_OTHER_KIND = 0.4

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


def is_askable(text: str) -> bool:
    """Tells whether ``text`` asks something of the material: it has words and is no instruction to the assistant."""
    letters = sum(len(word) for word in tokens(text))
    return letters >= _MIN_LETTERS and not _INSTRUCTION.search(text)


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
    missing = _missing(retriever, question, candidates) if features["missing"] else ()
    return Evidence(features, support, missing)


def decide(evidence: Evidence, question: Question) -> Status:
    """Returns the outcome for ``question`` on ``evidence``.

    A question for a place is answered when the best chunk has most of what it names: whatever stands there has a place.
    """
    if question.kind is Kind.PLACE and evidence.features.get("covered_text", 0.0) >= _PLACED:
        return Status.ANSWERED
    if evidence.support.get(Status.ANSWERED, 0.0) >= ANSWERED_AT:
        return Status.RELATED if evidence.missing else Status.ANSWERED
    refused = evidence.support.get(Status.NOT_IN_DOCUMENTS, 0.0) >= REFUSED_AT
    return Status.NOT_IN_DOCUMENTS if refused else Status.RELATED


def features_of(
    retriever: Retriever, search: Search, question: Question, candidates: Sequence[Candidate]
) -> dict[str, float]:
    """Returns the features, each 0–1.

    answered, unanswered: share of the votes of the nearest wordings that the material answers, or comes nowhere near
    (the rest are wordings that it only comes near). agreement: share of those votes that point at the best chunk.
    fused, gap: score of the best chunk, and its lead over the fifth. passage, unit: cosine similarity of the best
    chunk and of the best unit. unseen: share of the question's words, by rarity, that occur nowhere.
    covered, gap_told; covered_text, gap_text; covered_unit, gap_unit: what the best chunk with its wordings, the best
    chunk by its own text, and the best candidate with its wordings have of the question's words, and the weightiest
    word that they lack (see ``assistant.coverage``). alike: share of the best candidate's wordings that ask for the
    same kind of answer. named: whether the question names a year, a number or a name; missing: whether the best
    candidates lack a year or place of it; numbers: share of its other numbers that they lack; lacks: whether they lack
    the kind of answer that is asked for.

    How long the question is and how many of its words the chunk shares would fit the labelled questions a little better
    and are left out: both speak against short, plain questions ("hvem er ekspertrådgiver?").
    """
    voters = _voters(retriever, search, question)
    votes = _votes(retriever, voters)
    coverage, best = coverage_of(retriever), candidates[0]
    units = retriever.units_of(search.hits[0].chunk.chunk_id)
    told = coverage.measure(question.words, units.start, units.stop, wordings=True)
    text = coverage.measure(question.words, units.start, units.stop, wordings=False)
    exactly = coverage.measure(question.words, best.first, best.end, wordings=True)
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
        "covered": told.share,
        "gap_told": told.gap,
        "covered_text": text.share,
        "gap_text": text.gap,
        "named": float(bool(question.years or question.numbers or question.names)),
        "missing": float(bool(_missing(retriever, question, candidates))),
        "covered_unit": exactly.share,
        "gap_unit": exactly.gap,
        "alike": _asked_alike(question, coverage.wordings(best.first, best.end)),
        "numbers": _numbers_missing(retriever, question, candidates),
        "lacks": float(bool(answer_type_missing(question, _said(retriever, candidates)))),
    }


def _said(retriever: Retriever, candidates: Sequence[Candidate]) -> str:
    """Returns the texts of the best candidates with who said them: what would be shown."""
    texts: list[str] = []
    for candidate in candidates[:_EVIDENCE_HITS]:
        texts.extend(retriever.unit_text(unit) for unit in range(candidate.first, candidate.end))
        speaker = retriever.block_of(candidate.first).speaker
        if speaker:
            document = retriever.document(retriever.content.units[candidate.first].doc_id)
            texts.append(quote_of(document.text, *speaker))
    return "\n".join(texts)


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


def _missing(retriever: Retriever, question: Question, candidates: Sequence[Candidate]) -> tuple[str, ...]:
    """Returns the years and places of the question that neither of the two best candidates is about."""
    return names_missing(question, "\n".join(_about(retriever, candidate) for candidate in candidates[:_NAMED_IN]))


def _asked_alike(question: Question, wordings: Sequence[str]) -> float:
    """Returns the share of ``wordings`` that ask for the same kind of answer, 1 when the kind cannot be told."""
    kinds = [kind_of(wording) for wording in wordings]
    told = [kind for kind in kinds if kind is not Kind.OTHER]
    if question.kind is Kind.OTHER or not told:
        return 1.0
    return sum(kind is question.kind for kind in told) / len(told)


def _numbers_missing(retriever: Retriever, question: Question, candidates: Sequence[Candidate]) -> float:
    if not question.numbers:
        return 0.0
    said = "\n".join(_about(retriever, candidate) for candidate in candidates[:_EVIDENCE_HITS])
    return sum(number not in said for number in question.numbers) / len(question.numbers)


def _about(retriever: Retriever, candidate: Candidate) -> str:
    """Returns the text of a candidate with everything that says what it is about: headings, caption, title, sender."""
    block = retriever.block_of(candidate.first)
    document = retriever.document(retriever.content.units[candidate.first].doc_id)
    around = [quote_of(document.text, *span) for span in (block.lead, block.header, block.speaker) if span]
    texts = [retriever.unit_text(unit) for unit in range(candidate.first, candidate.end)]
    source = document.source
    return "\n".join([*texts, *around, *block.section, source.title, source.sender, str(source.year)])
