"""Random and broken input in a small number, and that the fuzzing sees what it looks for."""

import signal
import time
from typing import Any

import pytest

from eval import fuzz
from ingest.chunks import Chunk, chunks_of
from ingest.structure import structure_of

CASES = 600


def test_nothing_crashes_hangs_or_points_outside() -> None:
    result = fuzz.run(CASES, seed=7)
    assert (result.crashes, result.hangs, result.misplaced) == ([], [], [])
    assert result.cases >= CASES * 0.99
    assert 0.05 * CASES < result.refused < 0.6 * CASES, "most files must get past their reader"


def test_a_crash_is_seen_and_made_small(monkeypatch: pytest.MonkeyPatch) -> None:
    def crashing(document: Any) -> Any:
        if "•" in document.text:
            raise KeyError("planted")
        return structure_of(document)

    monkeypatch.setattr("eval.fuzz.structure_of", crashing)
    result = fuzz.run(160, seed=1)
    assert result.crashes and all("planted" in told for told in result.crashes)
    assert "'•" in result.crashes[0]


def test_a_wrong_place_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(document: Any, structure: Any) -> list[Chunk]:
        return chunks_of(document, structure)[:1]

    monkeypatch.setattr("eval.fuzz.chunks_of", forgetful)
    assert any("left out" in told for told in fuzz.run(48, seed=1).misplaced)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system cannot interrupt a case")
def test_a_hang_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: Any) -> Any:
        time.sleep(60)

    monkeypatch.setattr("eval.fuzz.units_of", endless)
    monkeypatch.setattr(fuzz, "LIMIT", 0.05)
    monkeypatch.setattr(fuzz, "TARGETS", {"text": 1})
    assert len(fuzz.run(3, seed=1).hangs) >= 1
