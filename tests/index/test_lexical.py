"""BM25: the formula, shares of the best possible score, and the files."""

import math
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.lexical import LexicalField

ENTRIES = [
    ["ældre", "pleje", "ældre", "hjem"],
    ["skole", "barn"],
    ["ældre", "skole", "budget", "penge", "budget", "budget", "år"],
    [],
    ["penge"],
]
K1, B = 1.2, 0.75


def bm25(entries: Sequence[Sequence[str]], query: Sequence[str], k1: float = K1, b: float = B) -> list[float]:
    """Returns Lucene's BM25 (Kamphuis et al. 2020, table 1, without the factor k1 + 1) in plain Python."""
    mean = sum(map(len, entries)) / len(entries)
    scores = []
    for entry in entries:
        score = 0.0
        for term in query:
            holders = sum(term in other for other in entries)
            if not holders:
                continue
            rarity = math.log(1 + (len(entries) - holders + 0.5) / (holders + 0.5))
            count = entry.count(term)
            score += rarity * count / (count + k1 * (1 - b + b * len(entry) / mean))
        scores.append(score)
    return scores


@pytest.mark.parametrize(
    "query",
    [["ældre"], ["budget", "penge"], ["skole", "skole", "barn"], ["ukendt"], [], ["år", "ukendt", "hjem"]],
)
def test_scores_are_those_of_the_formula(query: list[str]) -> None:
    np.testing.assert_allclose(LexicalField.build(ENTRIES).scores(query), bm25(ENTRIES, query), rtol=1e-5)


def test_the_settings_are_used() -> None:
    field = LexicalField.build(ENTRIES, k1=0.5, b=0.2)
    np.testing.assert_allclose(field.scores(["budget"]), bm25(ENTRIES, ["budget"], 0.5, 0.2), rtol=1e-5)
    assert not np.allclose(bm25(ENTRIES, ["budget"], 0.5, 0.2), bm25(ENTRIES, ["budget"]))


def test_related_terms_add_to_the_score_and_not_to_what_could_be_had() -> None:
    field = LexicalField.build(ENTRIES)
    expected = (field.scores(["skole"]) + 0.5 * field.scores(["barn"])) / np.float32(field.rarity("skole"))
    np.testing.assert_allclose(field.coverage(["skole"], ["barn"], weight=0.5), expected, rtol=1e-5)
    np.testing.assert_array_equal(field.coverage(["skole"], ["barn"]), field.coverage(["skole"]))
    np.testing.assert_array_equal(field.coverage(["skole"], ["ukendt"], weight=1.0), field.coverage(["skole"]))
    assert not field.coverage([], ["barn"], weight=1.0).any()
    assert field.coverage(["skole"], ["barn"] * 50, weight=1.0).max() == 1


def test_rarity_is_highest_for_unknown_terms() -> None:
    field = LexicalField.build(ENTRIES)
    assert field.rarity("ældre") == pytest.approx(math.log(1 + 3.5 / 2.5), rel=1e-5)
    assert field.rarity("hjem") == pytest.approx(math.log(1 + 4.5 / 1.5), rel=1e-5)
    assert field.rarity("ukendt") == pytest.approx(math.log(1 + 5.5 / 0.5), rel=1e-5)
    assert field.rarity("ældre") < field.rarity("hjem") < field.rarity("ukendt")


def test_coverage_is_a_share() -> None:
    field = LexicalField.build(ENTRIES)
    for query in (["ældre"], ["budget", "penge", "år"], ["penge"] * 4, ["ukendt"], []):
        coverage = field.coverage(query)
        assert coverage.shape == (5,)
        assert ((coverage >= 0) & (coverage <= 1)).all()
    assert field.coverage(["penge"])[4] > field.coverage(["penge"])[2] > 0
    assert field.coverage(["ukendt"]).max() == field.coverage([]).max() == 0


def test_coverage_falls_with_terms_that_nothing_has() -> None:
    field = LexicalField.build(ENTRIES)
    alone, beside = field.coverage(["skole"]), field.coverage(["skole", "ukendt"])
    share = field.rarity("skole") / (field.rarity("skole") + field.rarity("ukendt"))
    np.testing.assert_allclose(beside, share * alone, rtol=1e-5)


def test_known_terms_and_vocabulary() -> None:
    field = LexicalField.build(ENTRIES)
    assert field.size == 5
    assert [term for term in field.vocabulary if term] == sorted({term for entry in ENTRIES for term in entry})
    assert field.knows("skole") and not field.knows("ukendt")


def test_a_loaded_field_is_the_saved_one(tmp_path: Path) -> None:
    field = LexicalField.build(ENTRIES)
    field.save(tmp_path / "field")
    loaded = LexicalField.load(tmp_path / "field")
    assert (loaded.size, loaded.vocabulary) == (field.size, field.vocabulary)
    for query in (["ældre", "budget"], ["år"], ["ukendt"]):
        np.testing.assert_array_equal(loaded.scores(query), field.scores(query))
        np.testing.assert_array_equal(loaded.coverage(query), field.coverage(query))
    assert loaded.rarity("hjem") == field.rarity("hjem")


def test_equal_entries_give_equal_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    LexicalField.build(ENTRIES).save(tmp_path / "here")
    script = (
        "import sys; from pathlib import Path; from index.lexical import LexicalField;"
        f"LexicalField.build({ENTRIES!r}).save(Path(sys.argv[1]))"
    )
    environment = {"PYTHONHASHSEED": "4711", "PYTHONUTF8": "1"}
    root = Path(__file__).resolve().parents[2]
    subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "there")], check=True, env=environment, cwd=root, timeout=60
    )
    names = sorted(path.name for path in (tmp_path / "here").iterdir())
    assert len(names) > 3
    assert names == sorted(path.name for path in (tmp_path / "there").iterdir())
    for name in names:
        assert (tmp_path / "here" / name).read_bytes() == (tmp_path / "there" / name).read_bytes(), name


def test_files_are_arrays_and_json(tmp_path: Path) -> None:
    LexicalField.build(ENTRIES).save(tmp_path / "field")
    assert {path.suffix for path in (tmp_path / "field").iterdir()} == {".npy", ".json"}
    for path in (tmp_path / "field").glob("*.npy"):
        assert np.load(path, allow_pickle=False).ndim == 1


@pytest.mark.parametrize("entries", [[[]], [[], [], []]])
def test_entries_without_terms_score_nothing(entries: list[list[str]]) -> None:
    field = LexicalField.build(entries)
    assert field.size == len(entries)
    assert not field.scores(["ældre"]).any()
    assert [term for term in field.vocabulary if term] == []
