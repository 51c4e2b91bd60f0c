"""What speaks for and against an answer, measured: the features of the outcome rule (``assistant.evidence``)."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.entries import Fit, Wording
from index.retriever import Retriever, Search
from index.static_encoder import bundled_encoder
from index.terms import content_words
from ingest.normalise import quote_of

from .candidates import Candidate
from .coverage import coverage_of
from .lacking import answer_type_missing, names_missing
from .likeness import likeness_of
from .questions import Kind, Question, follow_up_of, kind_of

OF_WORDINGS = ("answered", "unanswered", "alike", "like_near", "like_unanswered")
"""The features that need wordings."""

_EVIDENCE_HITS = 3
_NAMED_IN = 2
_VOTERS = 15
_SHARPNESS = 20.0
"""How fast a wording's vote falls with its distance from the best one: e^(−20 · difference of scores)."""
_OTHER_KIND = 0.4
_OTHER_NAMES = 0.4
_COMPARED = 6
"""So many of the nearest wordings of one fit are compared word by word."""
_LONG = 10
"""A question of so many content words is a long one."""


def features_of(
    retriever: Retriever, search: Search, question: Question, candidates: Sequence[Candidate]
) -> dict[str, float]:
    """Returns the features, each 0–1.

    answered, unanswered: share of the votes of the nearest wordings that the material answers, or comes nowhere near
    (the rest are wordings that it only comes near). like_near, like_unanswered: how much the question and the most
    similar of the nearest wordings that the material only comes near, or comes nowhere near, have of each other's
    words. alike: share of the best candidate's wordings that ask for the same kind of answer.
    fused: score of the best chunk. unit: cosine similarity of the best unit. unseen: share of the question's words, by
    rarity, that occur nowhere. covered; covered_text, gap_text: how much the best chunk with its wordings, and the best
    chunk by its own text, have of the question's words, and the weightiest word that the latter lacks (see
    ``assistant.coverage``). missing: whether the best candidates lack a year or a place that the question names;
    lacks: whether they lack the kind of answer that it asks for. length: of the question. follow_up: whether it was
    made stand-alone from a follow-up. asks_…: the kind of answer that it asks for.
    """
    voters = _voters(retriever, search, question)
    votes = _votes(retriever, voters)
    coverage, best = coverage_of(retriever), candidates[0]
    units = retriever.units_of(search.hits[0].chunk.chunk_id)
    text = coverage.measure(question.words, units.start, units.stop, wordings=False)
    return {
        "answered": votes[Fit.ANSWERED],
        "unanswered": votes[Fit.UNANSWERED],
        "like_near": _likeness(retriever, search, question, Fit.NEAR),
        "like_unanswered": _likeness(retriever, search, question, Fit.UNANSWERED),
        "alike": _asked_alike(question, coverage.wordings(best.first, best.end)),
        "fused": search.hits[0].score,
        "unit": float(search.units["dense_units"][best.first]),
        "unseen": _unseen(retriever, search, question),
        "covered": coverage.measure(question.words, units.start, units.stop, wordings=True).share,
        "covered_text": text.share,
        "gap_text": text.gap,
        "missing": float(bool(missing_from(retriever, question, candidates))),
        "lacks": float(bool(answer_type_missing(question, _said(retriever, candidates)))),
        "length": min(len(content_words(question.text)), _LONG) / _LONG,
        "follow_up": float(bool(follow_up_of(question.text))),
    } | {f"asks_{kind.value}": float(question.kind is kind) for kind in Kind}


def vector_of(search: Search) -> NDArray[np.float32]:
    """Returns the question as a vector of the bundled sentence model, of length 1 or 0, whichever model searches."""
    return bundled_encoder().encode_query(search.query.read_as)


def missing_from(retriever: Retriever, question: Question, candidates: Sequence[Candidate]) -> tuple[str, ...]:
    """Returns the years and places of the question that neither of the two best candidates is about."""
    about = "\n".join(_about(retriever, candidate) for candidate in candidates[:_NAMED_IN])
    return names_missing(question.text, about)


def _likeness(retriever: Retriever, search: Search, question: Question, fit: Fit) -> float:
    """Returns the harmonic mean of what the question and a wording have of each other's words, the best one's, 0–1."""
    nearest = (retriever.content.wordings[number] for number in search.nearest)
    wordings = [wording for wording in nearest if wording.fit is fit][:_COMPARED]
    return max((_say(question, w) * _alike(retriever, question.words, w.text) for w in wordings), default=0.0)


def _alike(retriever: Retriever, asked: Sequence[str], wording: str) -> float:
    other = list(dict.fromkeys(content_words(wording)))
    if not asked or not other:
        return 0.0
    likeness = likeness_of(retriever)
    near = np.clip(likeness.vectors(asked) @ likeness.vectors(other).T, 0, 1)
    near[np.array(asked)[:, None] == np.array(other)] = 1.0  # also words that the model does not know
    of_asked, of_other = (
        float(weights @ best / weights.sum())
        for weights, best in (
            (_rarities(retriever, asked), near.max(axis=1)),
            (_rarities(retriever, other), near.max(axis=0)),
        )
    )
    return 2 * of_asked * of_other / (of_asked + of_other) if of_asked + of_other else 0.0


def _rarities(retriever: Retriever, words: Iterable[str]) -> NDArray[np.float64]:
    return np.array([retriever.rarity(word) for word in words])


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


def _voters(retriever: Retriever, search: Search, question: Question) -> list[tuple[int, float]]:
    """Returns the nearest wordings with their votes, which add up to 1; a wording with several places votes once."""
    distinct = {retriever.content.wordings[number].text: number for number in reversed(search.nearest)}
    best = sorted(distinct.values(), key=lambda number: -float(search.wordings[number]))[:_VOTERS]
    if not best:
        return []
    votes = np.exp(_SHARPNESS * (search.wordings[best] - search.wordings[best[0]]))
    votes *= [_say(question, retriever.content.wordings[number]) for number in best]
    return [(number, float(vote)) for number, vote in zip(best, votes / votes.sum(), strict=True)]


def _unseen(retriever: Retriever, search: Search, question: Question) -> float:
    misspelt = {word for word, _ in search.query.corrected}
    return retriever.unseen_share([word for word in question.words if word not in misspelt])


def _say(question: Question, wording: Wording) -> float:
    """Returns how much a wording tells about ``question``, 0–1.

    Less when it asks for another kind of answer ("who" for "how many"), and when the material only comes near it
    because of a year or a place that the question does not name.
    """
    kind = kind_of(wording.text)
    same_kind = Kind.OTHER in (kind, question.kind) or kind is question.kind
    names = () if wording.fit is not Fit.NEAR else names_missing(wording.text, question.text)
    return (1.0 if same_kind else _OTHER_KIND) * (_OTHER_NAMES if names else 1.0)


def _votes(retriever: Retriever, voters: Sequence[tuple[int, float]]) -> dict[Fit, float]:
    votes = dict.fromkeys(Fit, 0.0)
    for number, vote in voters:
        votes[retriever.content.wordings[number].fit] += vote
    return votes


def _asked_alike(question: Question, wordings: Sequence[str]) -> float:
    """Returns the share of ``wordings`` that ask for the same kind of answer, 1 when the kind cannot be told."""
    kinds = [kind_of(wording) for wording in wordings]
    told = [kind for kind in kinds if kind is not Kind.OTHER]
    if question.kind is Kind.OTHER or not told:
        return 1.0
    return sum(kind is question.kind for kind in told) / len(told)


def _about(retriever: Retriever, candidate: Candidate) -> str:
    """Returns the text of a candidate with everything that says what it is about: headings, caption, title, sender."""
    block = retriever.block_of(candidate.first)
    document = retriever.document(retriever.content.units[candidate.first].doc_id)
    around = [quote_of(document.text, *span) for span in (block.lead, block.header, block.speaker) if span]
    texts = [retriever.unit_text(unit) for unit in range(candidate.first, candidate.end)]
    source = document.source
    return "\n".join([*texts, *around, *block.section, source.title, source.sender, str(source.year)])
