"""The table, the baseline, and what counts as a clear loss."""

import json
from pathlib import Path

import pytest

from eval.cases import Want
from eval.goals import goals
from eval.report import BASELINE, MARGIN, baseline_figures, failures, losses, table, write_baseline
from eval.run import Outcome

from ..command_line import Run
from .made_up import ANSWERED, REFUSED, RELATED, make_case, make_outcome

FIGURES = {
    "hit@1", "hit@3", "hit@5", "hit@10", "MRR", "answers right", "wrongly refused", "only related", "related right",
    "partly refused", "refusals right", "wrongly answered", "quotes verbatim",
}  # fmt: skip
LOWER_IS_BETTER = {"wrongly refused", "only related", "partly refused", "wrongly answered"}


@pytest.fixture
def outcomes() -> list[Outcome]:
    """Ten test cases of each kind, nine right, and a tuning case that went wrong."""
    found = []
    for want, wrong in ((Want.ANSWER, RELATED), (Want.RELATED, REFUSED), (Want.REFUSAL, ANSWERED)):
        right = {Want.ANSWER: ANSWERED, Want.RELATED: RELATED, Want.REFUSAL: REFUSED}[want]
        for number in range(10):
            good = number > 0
            case = make_case(f"{want}-{number}", want=want)
            relevant = [] if want is Want.REFUSAL else ["a"]
            hits = ["a", "b"] if good else ["b", "a"]
            found.append(make_outcome(case, right if good else wrong, hits=hits, relevant=relevant, right=good))
    tuned = make_case("tuned", split="tune", keys=[["nøgle"]])
    found.append(make_outcome(tuned, REFUSED, hits=["b"], relevant=["a"], right=False))
    return found


def test_the_committed_baseline_has_every_figure() -> None:
    baseline = json.loads(BASELINE.read_text(encoding="utf-8"))
    assert set(baseline) == FIGURES
    assert all(0 <= value <= 1 for value in baseline.values())
    assert baseline["quotes verbatim"] == 1
    assert baseline["hit@1"] <= baseline["hit@3"] <= baseline["hit@5"] <= baseline["hit@10"]


def test_the_baseline_is_the_test_half(outcomes: list[Outcome], tmp_path: Path) -> None:
    figures = baseline_figures(outcomes)
    assert set(figures) == FIGURES
    assert figures["answers right"] == 0.9 and figures["wrongly answered"] == 0.1 and figures["hit@1"] == 0.9
    assert figures["MRR"] == 0.95
    write_baseline(outcomes, tmp_path / "baseline.json")
    assert json.loads((tmp_path / "baseline.json").read_text(encoding="utf-8")) == figures
    assert losses(outcomes, tmp_path / "baseline.json") == []


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_a_clear_loss_is_named_and_a_small_one_is_not(outcomes: list[Outcome], tmp_path: Path, name: str) -> None:
    figures, file = baseline_figures(outcomes), tmp_path / "baseline.json"
    sign = -1 if name in LOWER_IS_BETTER else 1
    for step, lost in ((MARGIN + 0.01, True), (MARGIN - 0.01, name == "quotes verbatim"), (-0.5, False)):
        file.write_text(json.dumps(figures | {name: figures[name] + sign * step}), encoding="utf-8")
        found = losses(outcomes, file)
        assert [line.split(":")[0] for line in found] == ([name] if lost else []), step


def test_one_false_quote_is_a_loss(outcomes: list[Outcome], tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    write_baseline(outcomes, file)
    false = [*outcomes[:-2], make_outcome(outcomes[-2].case, REFUSED, hits=["b", "a"], verbatim=False)]
    assert [line.split(":")[0] for line in losses(false, file)] == ["quotes verbatim"]


def test_failures_are_those_of_the_tuning_half(outcomes: list[Outcome]) -> None:
    text = failures(outcomes)
    assert "tuned" in text and "Spørgsmål tuned?" in text and "nøgle" in text
    assert "wanted yes, got not_in_documents, rank –" in text
    assert not [outcome for outcome in outcomes if outcome.case.split == "test" and outcome.case.question in text]


def test_the_table_has_both_halves_and_every_group(outcomes: list[Outcome]) -> None:
    text = table(outcomes)
    assert "tune half: 1 questions" in text and "test half: 30 questions" in text
    for name in (*FIGURES, "group", "type", "document", "ms p50", "ms p95"):
        assert name in text, name
    lines = text.split("test half")[1].splitlines()
    (right,) = [line for line in lines if line.startswith("  answers right")]
    assert right.split()[-1] == "0.900"
    (row,) = [line for line in lines if line.startswith("  number ")]
    assert row.split()[1:] == ["20", "0.900", "1.000", "1.000", "1.000", "0.950", "0.900"]
    assert table([]) == ""


def test_eval_on_the_real_material_loses_nothing(run: Run, real_corpus: Path, real_index: Path) -> None:
    result = run("eval", "--corpus", real_corpus, "--index", real_index)
    assert (result.code, result.err) == (0, "")
    assert "tune half:" in result.out and "test half:" in result.out
    for name in FIGURES | {"ms p50", "ms p95", "velfaerdstendenser"} | {goal.name for goal in goals([])}:
        assert name in result.out, name
    verbatim = [line.split()[-1] for line in result.out.splitlines() if line.startswith("  quotes verbatim")]
    assert verbatim == ["1.000", "1.000"]
