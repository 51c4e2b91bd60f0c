"""The measurement of the claim check: reading its cases, judging one, and the confusion table."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.ask import Assistant
from assistant.claims import Verdict
from eval.cases import Gold, gold_spans
from eval.claims import DECEPTIVE, ClaimCase, Judged, claims_report, confusion, failures_of, judge, load_claims, table
from index.retriever import Retriever

CASE = ClaimCase("a", "tune", "Kommunen havde 14.500 indbyggere i 2024.", Verdict.OTHER_NUMBER, (), "14.569")
ROW = {"id": "a", "split": "tune", "text": "En tekst.", "verdict": "supported", "gold": [], "number": ""}


def judged(wanted: Verdict, given: Verdict, *, split: str = "test", case_id: str = "a") -> Judged:
    return Judged(replace(CASE, case_id=case_id, split=split, verdict=wanted), given, True, None, True, False, 1.0)


def test_the_committed_cases_are_balanced_and_stand_in_the_corpus(real: Assistant) -> None:
    cases = [*load_claims(), *load_claims(DECEPTIVE)]
    for split in ("tune", "test"):
        wanted = [case.verdict for case in cases if case.split == split]
        assert all(wanted.count(verdict) >= 5 for verdict in Verdict)
    for case in cases:
        assert bool(case.gold) == (case.verdict is not Verdict.NOT_FOUND), case.case_id
        for gold in case.gold:
            assert gold_spans(real.retriever.document(gold.doc_id), gold), case.case_id


def test_the_tuning_half_mostly_gets_its_verdicts(real: Assistant) -> None:
    found = judge(real, [case for case in load_claims() if case.split == "tune"])
    right = sum(one.given is one.case.verdict for one in found)
    assert right / len(found) >= 0.8
    assert all(one.verbatim for one in found)
    wrongly_contradicted = [one for one in found if one.given is Verdict.OTHER_NUMBER is not one.case.verdict]
    assert wrongly_contradicted == []
    vouched = [one for one in found if one.given in (Verdict.SUPPORTED, Verdict.VERBATIM)]
    assert len(vouched) > 30
    assert [one.case.case_id for one in vouched if one.case.verdict in (Verdict.OTHER_NUMBER, Verdict.NOT_FOUND)] == []


def test_of_statements_made_to_deceive_fewer_pass_than_of_true_ones(real: Assistant) -> None:
    found = judge(real, [case for case in load_claims(DECEPTIVE) if case.split == "tune"])
    passed = [one for one in found if one.given in (Verdict.SUPPORTED, Verdict.VERBATIM)]
    true = sum(one.case.verdict is Verdict.SUPPORTED for one in passed)
    assert len(passed) - true < 0.75 * true
    assert sum(one.pointed for one in passed) > 0.8 * len(passed), "what the quote does not say is pointed out"


def test_a_case_is_judged_with_its_place_and_number(tiny: Retriever) -> None:
    right = replace(CASE, gold=(Gold("materiale", 6, "2024 14.569"),))
    elsewhere = replace(CASE, gold=(Gold("materiale", 6, "2025 14.450"),), number="14.450")
    absent = replace(CASE, text="Månen er lavet af grøn ost.", verdict=Verdict.NOT_FOUND, number="")
    one, two, three = judge(Assistant(tiny), [right, elsewhere, absent])
    assert (one.given, one.placed, one.named, one.verbatim) == (Verdict.OTHER_NUMBER, True, True, True)
    assert (two.placed, two.named) == (False, False)
    assert (three.given, three.placed, three.named) == (Verdict.NOT_FOUND, None, None)


def test_of_several_statements_the_least_counts(tiny: Retriever) -> None:
    text = "Hunde skal være i snor i byens park hele året rundt. Månen er lavet af grøn ost."
    (one,) = judge(Assistant(tiny), [replace(CASE, text=text)])
    assert one.given is Verdict.NOT_FOUND


def test_the_table_counts_wanted_against_given() -> None:
    found = [
        judged(Verdict.SUPPORTED, Verdict.SUPPORTED),
        judged(Verdict.SUPPORTED, Verdict.NOT_FOUND),
        judged(Verdict.NOT_FOUND, Verdict.NOT_FOUND),
        judged(Verdict.VERBATIM, Verdict.VERBATIM, split="tune"),
    ]
    counts = confusion(found)
    assert len(counts) == 16 and sum(counts.values()) == 4
    assert counts[Verdict.SUPPORTED, Verdict.NOT_FOUND] == 1
    shown = table(found)
    assert "tune half: 1 statements, 1.00" in shown and "test half: 3 statements, 0.67" in shown
    row = next(line.split() for line in shown.splitlines()[8:] if line.split()[:1] == ["supported"])
    assert row == ["supported", "0", "1", "0", "1"]
    assert table([]) == ""


def test_only_the_tuning_half_is_listed() -> None:
    found = [
        judged(Verdict.SUPPORTED, Verdict.NOT_FOUND, split="tune", case_id="øve"),
        judged(Verdict.SUPPORTED, Verdict.NOT_FOUND, case_id="prøve"),
        judged(Verdict.SUPPORTED, Verdict.SUPPORTED, split="tune", case_id="god"),
    ]
    listed = failures_of(found)
    assert listed.startswith("øve:") and "\n" not in listed


def test_the_report_has_both_halves(real: Assistant) -> None:
    shown = claims_report(real)
    assert "tune half" in shown and "test half" in shown and "one thing changed" in shown


@pytest.mark.parametrize(
    "change", [{"split": "dev"}, {"verdict": "maybe"}, {"id": "b", "text": None}], ids=["split", "verdict", "text"]
)
def test_a_faulty_row_is_named(tmp_path: Path, change: dict[str, str | None]) -> None:
    row = {key: value for key, value in (ROW | change).items() if value is not None}
    file = tmp_path / "claims.jsonl"
    file.write_text(f"{json.dumps(ROW)}\n{json.dumps(row)}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"claims\.jsonl, line 2"):
        load_claims(file)


def test_twin_ids_are_named(tmp_path: Path) -> None:
    file = tmp_path / "claims.jsonl"
    file.write_text(f"{json.dumps(ROW)}\n" * 2, encoding="utf-8")
    with pytest.raises(ValueError, match="twin"):
        load_claims(file)
