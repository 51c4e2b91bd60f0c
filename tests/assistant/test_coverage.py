"""How much of a question's words a stretch of text covers."""

from pathlib import Path

import pytest

from assistant.ask import Assistant
from assistant.coverage import Coverage, coverage_of
from assistant.questions import read_question
from index.retriever import Retriever

from ..tiny_corpus import retriever_of, unit_with, write_corpus, write_expansions


def words_of(text: str) -> tuple[str, ...]:
    return read_question(text).words


def test_its_own_words_are_covered_whole(tiny: Retriever) -> None:
    for number in range(len(tiny.content.units)):
        words = words_of(tiny.unit_text(number))
        covered = Coverage(tiny).measure(words, number, number + 1, wordings=False)
        assert covered.share == pytest.approx(1), tiny.unit_text(number)
        assert covered.gap == pytest.approx(0), tiny.unit_text(number)


def test_a_part_of_a_compound_covers_it(tiny: Retriever) -> None:
    row = unit_with(tiny, "2024 14.569")
    assert Coverage(tiny).measure(("befolkningstal",), row, row + 1, wordings=False).share == 1


def test_an_unknown_word_leaves_a_gap(tiny: Retriever) -> None:
    unit = unit_with(tiny, "Hunde skal være i snor")
    coverage = Coverage(tiny)
    known = coverage.measure(words_of("hunde i byens park"), unit, unit + 1, wordings=False)
    half = coverage.measure((*words_of("hunde i byens park"), "xyzzy"), unit, unit + 1, wordings=False)
    none = coverage.measure(("xyzzy",), unit, unit + 1, wordings=False)
    assert known.share == pytest.approx(1) and known.gap == pytest.approx(0)
    assert 0 < half.share < known.share
    assert half.gap > 0.1
    assert none.share == 0 and none.gap == half.gap


def test_a_rare_word_weighs_more_than_a_common_one(tiny: Retriever) -> None:
    assert tiny.rarity("ytre") > tiny.rarity("kommune")
    unit, coverage = unit_with(tiny, "Kommunen har 14.450"), Coverage(tiny)
    lacks_rare = coverage.measure(("kommune", "kælkebakke"), unit, unit + 1, wordings=False)
    assert lacks_rare.share < 0.5
    assert lacks_rare.gap > coverage.measure(("kommune",), unit, unit + 1, wordings=False).gap == 0


def test_a_near_word_counts_by_its_likeness(tiny: Retriever) -> None:
    unit = unit_with(tiny, "Hunde skal være i snor")
    coverage = Coverage(tiny)
    near = coverage.measure(("vovse",), unit, unit + 1, wordings=False)  # the encoder's topic of dogs
    far = coverage.measure(("plejehjem",), unit, unit + 1, wordings=False)
    assert near.share == pytest.approx(1) and far.share == pytest.approx(0)


def test_wordings_count_only_when_asked_for(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    write_expansions(
        corpus,
        "netside",
        {"of": "Hunde skal være i snor", "questions": ["må firbenede strejfe"], "near": ["må krybdyr strejfe"]},
    )
    retriever = retriever_of(corpus)
    unit, coverage = unit_with(retriever, "Hunde skal være i snor"), coverage_of(retriever)
    assert coverage.wordings(unit, unit + 1) == ["må firbenede strejfe"], "a near wording is not answered here"
    words = words_of("firbenede strejfe")
    assert coverage.measure(words, unit, unit + 1, wordings=True).share == pytest.approx(1)
    assert coverage.measure(words, unit, unit + 1, wordings=False).share < 0.5


def test_no_words_and_no_text(tiny: Retriever) -> None:
    coverage = Coverage(tiny)
    assert coverage.measure((), 0, 1, wordings=True).share == 1
    assert coverage.measure(("hund",), 3, 3, wordings=True).share == 0


def test_an_index_keeps_its_measure(tiny: Retriever) -> None:
    assert coverage_of(tiny) is coverage_of(tiny)


def test_shares_lie_between_none_and_all(real: Assistant) -> None:
    coverage, words = coverage_of(real.retriever), words_of("Hvad bruger kommunen på plejehjem og xyzzyer i 2031?")
    measured = [
        coverage.measure(words, unit, unit + 1, wordings=True)
        for unit in range(0, len(real.retriever.content.units), 20)
    ]
    assert len(measured) > 20
    assert all(0 <= value <= 1 + 1e-6 for covered in measured for value in (covered.share, covered.gap))
    assert len({round(covered.share, 2) for covered in measured}) > 5
