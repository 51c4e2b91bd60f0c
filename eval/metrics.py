"""From outcomes to figures. Ranking metrics come from ir_measures (MacAvaney et al., ECIR 2022)."""

from collections.abc import Callable, Sequence
from statistics import median

import ir_measures
from ir_measures import RR, Qrel, ScoredDoc, Success

from assistant.answer import Status

from .cases import Want
from .run import Outcome

RANKING = {"hit@1": Success @ 1, "hit@3": Success @ 3, "hit@5": Success @ 5, "hit@10": Success @ 10, "MRR": RR @ 10}
Figures = dict[str, float]


def ranking(outcomes: Sequence[Outcome]) -> Figures:
    """Returns hit@1/3/5/10 and MRR over the outcomes that have gold places; {} when none has."""
    asked = [outcome for outcome in outcomes if outcome.relevant]
    if not asked:
        return {}
    qrels = [Qrel(o.case.case_id, chunk_id, 1) for o in asked for chunk_id in sorted(o.relevant)]
    run = [ScoredDoc(o.case.case_id, h.chunk.chunk_id, 1.0 / h.rank) for o in asked for h in o.answer.hits]
    values = ir_measures.calc_aggregate(list(RANKING.values()), qrels, run)
    return {name: float(values[measure]) for name, measure in RANKING.items()}


def answering(outcomes: Sequence[Outcome]) -> Figures:
    """Returns the shares of right answers and of both kinds of wrong outcome, each where it can be told.

    answers right: cases to be answered that were, with all keys. wrongly refused: cases to be answered that were
    refused. wrongly answered: cases to be refused that were answered. related right: cases of the middle kind that
    were shown as related. refusals right: cases to be refused that were. quotes verbatim: answers with no false quote.
    """
    figures: Figures = {}
    _share(figures, "answers right", outcomes, Want.ANSWER, lambda o: o.right)
    _share(figures, "wrongly refused", outcomes, Want.ANSWER, lambda o: o.answer.status is Status.NOT_IN_DOCUMENTS)
    _share(figures, "only related", outcomes, Want.ANSWER, lambda o: o.answer.status is Status.RELATED)
    _share(figures, "related right", outcomes, Want.RELATED, lambda o: o.right)
    _share(figures, "partly refused", outcomes, Want.RELATED, lambda o: o.answer.status is Status.NOT_IN_DOCUMENTS)
    _share(figures, "refusals right", outcomes, Want.REFUSAL, lambda o: o.right)
    _share(figures, "wrongly answered", outcomes, Want.REFUSAL, lambda o: o.answer.status is Status.ANSWERED)
    if outcomes:
        figures["quotes verbatim"] = sum(o.verbatim for o in outcomes) / len(outcomes)
    return figures


def _share(
    figures: Figures, name: str, outcomes: Sequence[Outcome], want: Want, holds: Callable[[Outcome], bool]
) -> None:
    asked = [outcome for outcome in outcomes if outcome.case.want is want]
    if asked:
        figures[name] = sum(map(holds, asked)) / len(asked)


def speed(outcomes: Sequence[Outcome]) -> Figures:
    """Returns the median and the 95th percentile of milliseconds per question."""
    times = sorted(outcome.milliseconds for outcome in outcomes)
    return {"ms p50": median(times), "ms p95": times[int(0.95 * (len(times) - 1))]} if times else {}


def figures_of(outcomes: Sequence[Outcome]) -> Figures:
    """Returns all figures that do not depend on the machine."""
    return ranking(outcomes) | answering(outcomes)
