"""Fits what is fitted: ``python -m eval.calibrate ranking``, then ``python -m eval.calibrate outcome``.

``ranking`` fits the weights of the rankers by coordinate ascent and writes ``index/ranking.json``;
``outcome`` fits the outcome rule, which depends on the ranking, and writes ``assistant/outcome.json``.

Two kinds of labelled questions are used: those of the corpus folder (see ``ingest.expansions.LABELLED``) and the tuning
half of the evaluation set. A question of the corpus folder is measured on an index that does not hold it. The test half
is not touched.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import typer
from sklearn.linear_model import LogisticRegression

from assistant.ask import Assistant, look_up
from assistant.evidence import OUTCOMES, WEIGHTS
from assistant.features import OF_WORDINGS, features_of, vector_of
from assistant.followups import stand_alone
from index.build import content_of, fields_of
from index.entries import Fit
from index.retriever import RANKERS, RANKING, Floats, Retriever
from index.settings import CORPUS, default_encoder
from ingest.corpus import Corpus, Ingested, read_corpus, without_expansions
from ingest.expansions import LABELLED

from .ablation import rank_of, ranked
from .cases import Case, Want, load_cases
from .goals import NEAR

_FOLDS = 4
_CLASS = {Want.REFUSAL: 0, Want.RELATED: 1, Want.ANSWER: 2}
_REGULARISATION = 0.3
_VECTOR = 1.5
"""How strongly the question's vector may speak beside the features, which are brought to mean 0 and spread 1."""

_GRID = (0.25, 0.5, 1.0, 1.5, 2.0, 3.0)
"""No ranker is silenced: those that gain little here carry documents without wordings, and misspelt questions."""

_START = {
    "terms": 0.4,
    "pieces": 0.5,
    "dense": 1.5,
    "units": 0.4,
    "bag": 1.0,
    "wordings": 1.0,
    "dense_wordings": 2.0,
}
"""Half the weight to the text, half to its wordings, and more to meaning than to words on both sides."""

_WORTHWHILE = 0.006
"""A weight is moved only when the tuning half gains at least this much; smaller gains are chance."""


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled question, measured.

    Attributes:
        features: name → value.
        vector: of the question, shape ``(dimension,)``.
        label: 0 for refused, 1 for related, 2 for answered.
    """

    features: dict[str, float]
    vector: Floats
    label: int


def labelled_questions(corpus: Corpus) -> list[tuple[str, Want]]:
    """Returns the labelled questions of the corpus folder, each once, in order."""
    found: dict[str, Want] = dict.fromkeys(corpus.unanswered, Want.REFUSAL)
    for ingested in corpus.documents:
        for expansion in ingested.expansions:
            if expansion.author == LABELLED:
                found |= dict.fromkeys(expansion.near, Want.RELATED) | dict.fromkeys(expansion.wordings, Want.ANSWER)
    return list(found.items())


def without(corpus: Corpus, questions: frozenset[str]) -> Corpus:
    """Returns ``corpus`` without the wordings ``questions``."""

    def kept(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(text for text in texts if text not in questions)

    def thinned(ingested: Ingested) -> Ingested:
        rows = (replace(row, wordings=kept(row.wordings), near=kept(row.near)) for row in ingested.expansions)
        return replace(ingested, expansions=tuple(row for row in rows if row.wordings or row.near))

    documents = tuple(thinned(ingested) for ingested in corpus.documents)
    return replace(corpus, documents=documents, unanswered=kept(corpus.unanswered))


def _retriever(corpus: Corpus) -> Retriever:
    encoder = default_encoder()
    content = content_of(corpus)
    return Retriever(content, fields_of(content, encoder), encoder)


def _example(retriever: Retriever, question: str, label: int) -> Example | None:
    found = look_up(retriever, question)
    if found is None or not found.candidates:
        return None
    features = features_of(retriever, found.search, found.question, found.candidates)
    return Example(features, vector_of(found.search), label)


def _class_of(case: Case) -> int:
    """Returns the outcome that ``case`` teaches: a near miss on the documents' topics is best shown as related."""
    near = case.type in NEAR or (case.history and case.want is Want.REFUSAL)
    return _CLASS[Want.RELATED] if near else _CLASS[case.want]


def _examples(corpus: Corpus, *, plain: bool) -> Iterator[Example | None]:
    """Yields the labelled questions, measured on the corpus or, ``plain``, on it without any wording."""
    labelled = labelled_questions(corpus)
    bare = without_expansions(corpus)
    for fold in range(_FOLDS):
        held = labelled[fold::_FOLDS]
        retriever = _retriever(bare if plain else without(corpus, frozenset(question for question, _ in held)))
        yield from (_example(retriever, question, _CLASS[want]) for question, want in held)
    retriever = _retriever(bare if plain else corpus)
    cases = (case for case in load_cases() if case.split == "tune")
    yield from (_example(retriever, stand_alone(c.question, c.history), _class_of(c)) for c in cases)


def fit(examples: Sequence[Example], names: Sequence[str], *, vector: bool) -> tuple[dict[str, Any], float]:
    """Returns the rule fitted on ``examples``, as it is written, and the share of them that it gets right.

    Without the vector each label weighs the same: most labelled questions are past these documents, and one who asks
    about a new document has mostly read that it is there.

    Args:
        examples: at least one of each label.
        names: the features that the rule has weights for.
        vector: whether it has weights for the question's vector.
    """
    values = np.array([[example.features[name] for name in names] for example in examples])
    labels = np.array([example.label for example in examples])
    mean, spread = values.mean(axis=0), np.where(values.std(axis=0) > 0, values.std(axis=0), 1.0)
    inputs = (values - mean) / spread
    if vector:
        inputs = np.hstack([inputs, _VECTOR * np.stack([example.vector for example in examples])])
    model = LogisticRegression(C=_REGULARISATION, max_iter=10_000, class_weight=None if vector else "balanced")
    model.fit(inputs, labels)
    weights = model.coef_[:, : len(names)] / spread
    biases = model.intercept_ - weights @ mean
    of_vector = model.coef_[:, len(names) :] * _VECTOR
    rule = {
        outcome.value: {"bias": round(float(biases[row]), 4)}
        | {name: round(float(weights[row, column]), 4) for column, name in enumerate(names)}
        | ({"question": [round(float(weight), 4) for weight in of_vector[row]]} if vector else {})
        for row, outcome in enumerate(OUTCOMES)
    }
    return rule, float(model.score(inputs, labels))


def fit_outcome(corpus: Corpus) -> None:
    """Fits and writes both outcome rules."""
    rules = {}
    for name in ("expanded", "plain"):
        plain = name == "plain"
        examples = [example for example in _examples(corpus, plain=plain) if example]
        names = [feature for feature in examples[0].features if not (plain and feature in OF_WORDINGS)]
        rules[name], right = fit(examples, names, vector=not plain)
        typer.echo(f"{name}: {len(examples)} questions, right on {right:.3f} of them")
    WEIGHTS.write_text(json.dumps(rules, indent=2) + "\n", encoding="utf-8")


def _ranking_examples(corpus: Corpus) -> Iterator[tuple[dict[str, Floats], set[int]]]:
    """Yields (ranker → score per chunk, numbers of the right chunks) for the labelled questions that are answered."""
    assistant = Assistant(_retriever(corpus))
    cases = [case for case in load_cases() if case.split == "tune" and case.gold]
    yield from zip(*ranked(assistant, cases), strict=True)
    content = assistant.retriever.content
    labelled = dict(labelled_questions(corpus))
    places: dict[str, set[int]] = {}
    for wording in content.wordings:
        if labelled.get(wording.text) is Want.ANSWER and wording.fit is Fit.ANSWERED:
            chunks = {content.unit_chunks[unit] for unit in range(wording.first, wording.end)}
            places.setdefault(wording.text, set()).update(chunks)
    for fold in range(_FOLDS):
        held = sorted(places)[fold::_FOLDS]
        retriever = _retriever(without(corpus, frozenset(held)))
        for question in held:
            yield retriever.rank(retriever.read(question))[0], places[question]


def fit_ranking(corpus: Corpus) -> None:
    """Fits and writes the weights of the rankers: the best of ``_GRID`` for one ranker after the other, twice."""
    examples = list(_ranking_examples(corpus))
    weights = dict(_START)
    best = _quality(examples, weights)
    for ranker in RANKERS * 2:
        for value in _GRID:
            quality = _quality(examples, weights | {ranker: value})
            if quality > best + _WORTHWHILE:
                best, weights = quality, weights | {ranker: value}
    typer.echo(f"ranking: {len(examples)} questions, MRR + hit@5 = {best:.3f}, {weights}")
    RANKING.write_text(json.dumps(weights, indent=2) + "\n", encoding="utf-8")


def _quality(examples: list[tuple[dict[str, Floats], set[int]]], weights: dict[str, float]) -> float:
    ranks = [rank_of(scores, weights, gold) for scores, gold in examples]
    return sum(1 / rank + (rank <= 5) for rank in ranks) / len(ranks)


def main(what: str) -> None:
    """Fits ``ranking`` or ``outcome``."""
    {"ranking": fit_ranking, "outcome": fit_outcome}[what](read_corpus(CORPUS))


if __name__ == "__main__":
    if sys.argv[1:] not in (["ranking"], ["outcome"]):
        raise SystemExit("usage: python -m eval.calibrate ranking|outcome")
    main(sys.argv[1])
