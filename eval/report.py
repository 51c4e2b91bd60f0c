"""One table of figures, and the comparison with the committed baseline."""

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from .goals import goals
from .metrics import Figures, figures_of, speed
from .run import Outcome

BASELINE = Path(__file__).parent / "baseline.json"
FIGURES = Path(__file__).parent.parent / "page" / "figures.json"
"""The goals with their figures, which the page shows."""
MARGIN = 0.04
"""A figure of the test half that is worse than the baseline's by more than this is a clear loss."""

_COLUMNS = ("hit@1", "hit@3", "hit@5", "hit@10", "MRR", "answers right")
_LOWER_IS_BETTER = {"wrongly refused", "wrongly answered", "partly refused", "only related"}


def table(outcomes: Sequence[Outcome]) -> str:
    """Returns the report on ``outcomes`` as text."""
    parts = []
    for split in ("tune", "test"):
        chosen = [outcome for outcome in outcomes if outcome.case.split == split]
        if not chosen:
            continue
        parts.append(f"{split} half: {len(chosen)} questions")
        parts.append(_summary(chosen))
        parts.append(_rows("group", chosen, lambda o: (o.case.group,)))
        parts.append(_rows("words", chosen, lambda o: (o.case.lexical,) if o.case.group == "answerable" else ()))
        parts.append(_rows("type", chosen, lambda o: (o.case.type,) if o.case.gold else ()))
        parts.append(_rows("document", chosen, lambda o: {gold.doc_id for gold in o.case.gold}))
    times = speed(outcomes)
    parts.append("  ".join(f"{name} {value:.1f}" for name, value in times.items()))
    return "\n".join(parts)


def _summary(outcomes: Sequence[Outcome]) -> str:
    return "\n".join(f"  {name:<18}{value:6.3f}" for name, value in figures_of(outcomes).items())


def _rows(title: str, outcomes: Sequence[Outcome], keys: Callable[[Outcome], Iterable[str]]) -> str:
    """Returns a table with one row per key, in alphabetical order."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        for key in keys(outcome):
            groups.setdefault(key, []).append(outcome)
    lines = [f"  {title:<40}{'n':>5}" + "".join(f"{name:>15}" for name in _COLUMNS)]
    for key in sorted(groups):
        figures = figures_of(groups[key])
        cells = "".join(f"{figures[name]:15.3f}" if name in figures else f"{'–':>15}" for name in _COLUMNS)
        lines.append(f"  {key:<40}{len(groups[key]):>5}{cells}")
    return "\n".join(lines)


def failures(outcomes: Sequence[Outcome]) -> str:
    """Returns the questions of the tuning half that went wrong, with what was shown; the test half is never listed."""
    lines = []
    for outcome in outcomes:
        if outcome.case.split != "tune" or outcome.right:
            continue
        case, answer = outcome.case, outcome.answer
        rank = outcome.rank if outcome.rank <= 10 else "–"
        lines.append(f"\n{case.case_id} [{case.type} {case.lexical}] {case.question}")
        lines.append(f"  wanted {case.want.value}, got {answer.status.value}, rank {rank}, keys {list(case.keys)}")
        lines.extend(f"  gold p. {gold.page}: {gold.quote[:140]}" for gold in case.gold[:2])
        lines.extend(f"  said p. {citation.page}: {citation.quote[:140]}" for citation in answer.citations)
    return "\n".join(lines)


def baseline_figures(outcomes: Sequence[Outcome]) -> Figures:
    """Returns the figures of the test half, rounded as they are committed."""
    test = [outcome for outcome in outcomes if outcome.case.split == "test"]
    return {name: round(value, 4) for name, value in figures_of(test).items()}


def write_baseline(outcomes: Sequence[Outcome], file: Path = BASELINE) -> None:
    """Writes the figures of the test half to ``file``."""
    file.write_text(json.dumps(baseline_figures(outcomes), indent=2) + "\n", encoding="utf-8")


def write_figures(outcomes: Sequence[Outcome], file: Path = FIGURES) -> None:
    """Writes the goals of the test half and what they measured to ``file``."""
    rows = [
        {
            "name": goal.name,
            "value": None if goal.value is None else round(goal.value, 4),
            "goal": goal.goal,
            "n": goal.count,
            "at_most": goal.at_most,
        }
        for goal in goals([outcome for outcome in outcomes if outcome.case.split == "test"])
    ]
    file.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


def losses(outcomes: Sequence[Outcome], file: Path = BASELINE) -> list[str]:
    """Returns a line per figure of the test half clearly worse than the baseline's; quotes must all be verbatim."""
    before: Figures = json.loads(file.read_text(encoding="utf-8"))
    now = baseline_figures(outcomes)
    found = []
    for name, value in before.items():
        worse = now[name] - value if name in _LOWER_IS_BETTER else value - now[name]
        if worse > (0 if name == "quotes verbatim" else MARGIN):
            found.append(f"{name}: {now[name]:.3f}, baseline {value:.3f}")
    return found
