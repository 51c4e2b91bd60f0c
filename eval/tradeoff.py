"""How many answers a stricter or a milder rule would give: both errors of abstaining over the limit, as a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import Status
from assistant.ask import Assistant, look_up
from assistant.evidence import ANSWERED_AT, weigh
from assistant.followups import stand_alone

from .cases import Case, Want

STEPS = tuple(step / 20 for step in range(21))


@dataclass(frozen=True, slots=True)
class Point:
    """What a limit would do.

    Attributes:
        limit: support from which a question is answered, 0–1.
        unanswered: share of the questions to be answered that are not.
        wrongly_answered: share of the questions to be refused that are answered.
    """

    limit: float
    unanswered: float
    wrongly_answered: float


def tradeoff(assistant: Assistant, cases: Sequence[Case]) -> list[Point]:
    """Returns a point per limit in ``STEPS``, measured on the test half of ``cases``."""
    support: dict[Want, list[float]] = {want: [] for want in Want}
    for case in cases:
        if case.split == "test":
            support[case.want].append(answer_support(assistant, case))
    wanted, unwanted = support[Want.ANSWER], support[Want.REFUSAL]
    return [
        Point(
            limit,
            sum(value < limit for value in wanted) / len(wanted),
            sum(value >= limit for value in unwanted) / len(unwanted),
        )
        for limit in STEPS
    ]


def answer_support(assistant: Assistant, case: Case) -> float:
    """Returns the support for answering ``case``, 0–1; 0 when it is refused unsearched or lacks a year or a place."""
    found = look_up(assistant.retriever, stand_alone(case.question, case.history))
    if found is None:
        return 0.0
    evidence = weigh(assistant.retriever, found.search, found.question, found.candidates)
    return 0.0 if evidence.missing else evidence.support.get(Status.ANSWERED, 0.0)


def plot(points: Sequence[Point], file: Path) -> None:
    """Writes the two errors over the limit as a picture, PNG or SVG by the file's extension."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    limits = [point.limit for point in points]
    axes.plot(limits, [point.unanswered for point in points], "o-", label="to be answered, but not answered")
    axes.plot(limits, [point.wrongly_answered for point in points], "s--", label="to be refused, but answered")
    axes.axvline(ANSWERED_AT, color="black", linewidth=1, label=f"the rule's limit, {ANSWERED_AT}")
    axes.set(
        xlabel="support from which a question is answered", ylabel="share of the test half", xlim=(0, 1), ylim=(0, 1)
    )
    axes.legend()
    axes.grid(alpha=0.3)
    figure.savefig(file, dpi=120)
