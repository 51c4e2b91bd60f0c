"""``kildesvar eval --ablation``: what each part of the ranking gives, on the test half."""

from collections.abc import Mapping, Sequence

import numpy as np

from assistant.ask import Assistant
from assistant.followups import stand_alone
from assistant.questions import topic_of
from index.fusion import weighted_sum
from index.retriever import WEIGHTS, Floats

from .cases import Case
from .run import relevant_chunks

STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("BM25 on Danish terms", ("terms",)),
    ("+ letter pieces", ("terms", "pieces")),
    ("+ sentences one by one", ("terms", "pieces", "units")),
    ("+ wordings as a bag", ("terms", "pieces", "units", "bag")),
    ("+ wordings one by one", ("terms", "pieces", "units", "bag", "wordings")),
    ("+ sentence model on passages", ("terms", "pieces", "units", "bag", "wordings", "dense")),
    ("+ sentence model on wordings = all", tuple(WEIGHTS)),
    ("all without wordings", ("terms", "pieces", "units", "dense")),
    ("sentence model alone", ("dense", "dense_wordings")),
)


def ablation(assistant: Assistant, cases: Sequence[Case]) -> str:
    """Returns a table of hit@1 and hit@5 per step over the test cases with gold places: all, and by shared words."""
    asked = [case for case in cases if case.split == "test" and case.gold]
    scores, relevant = ranked(assistant, asked)
    groups = {
        "all": range(len(asked)),
        "shares words": [n for n, case in enumerate(asked) if case.lexical == "high"],
        "shares none": [n for n, case in enumerate(asked) if case.lexical == "low"],
    }
    lines = [f"{'':<38}" + "".join(f"{name:>20}" for name in groups), f"{'':<38}" + f"{'hit@1':>12}{'hit@5':>8}" * 3]
    for name, rankers in STEPS:
        weights = {ranker: WEIGHTS[ranker] for ranker in rankers}
        ranks = [rank_of(row, weights, gold) for row, gold in zip(scores, relevant, strict=True)]
        cells = "".join(
            f"{_share(ranks, members, 1):12.3f}{_share(ranks, members, 5):8.3f}" for members in groups.values()
        )
        lines.append(f"{name:<38}{cells}")
    return "\n".join(lines)


def ranked(assistant: Assistant, cases: Sequence[Case]) -> tuple[list[dict[str, Floats]], list[set[int]]]:
    """Returns for each case (ranker → score per chunk) and the numbers of the chunks that hold a gold place."""
    retriever = assistant.retriever
    numbers = {chunk.chunk_id: number for number, chunk in enumerate(retriever.content.chunks)}
    scores = [retriever.rank(retriever.read(topic_of(stand_alone(case.question, case.history))))[0] for case in cases]
    return scores, [{numbers[chunk_id] for chunk_id in relevant_chunks(assistant, case)} for case in cases]


def rank_of(scores: Mapping[str, Floats], weights: Mapping[str, float], gold: set[int]) -> int:
    """Returns the rank, from 1, of the first chunk of ``gold`` when the rankers are weighted so."""
    fused = weighted_sum({name: scores[name] for name in weights if name in scores}, weights)
    order = np.argsort(-fused, kind="stable")
    return next((rank for rank, number in enumerate(order, start=1) if int(number) in gold), len(order))


def _share(ranks: Sequence[int], members: Sequence[int], k: int) -> float:
    return sum(ranks[member] <= k for member in members) / len(members)
