"""Ranking: order, ties, what each ranker said, and what the wordings lead to."""

from pathlib import Path

import numpy as np
import pytest

from index.entries import Fit
from index.retriever import FOCUS, UNIT_WEIGHTS, WEIGHTS, Retriever
from index.static_encoder import StaticEncoder

from ..hashing_encoder import HashingEncoder
from ..tiny_corpus import (
    MATERIAL,
    chunk_with,
    expanded_corpus,
    retriever_of,
    unit_with,
    write_corpus,
    write_expansions,
    write_unanswered,
)

QUESTIONS = [
    "Hvor mange indbyggere har kommunen?",
    "kommer der mange bedstemødre til",
    "hvilke rettigheder har man i samlingen",
    "må hunde løbe uden snor",
    "serviceramme penge ældre hunde anonym",
]


def number_of(retriever: Retriever, wording: str) -> int:
    return [row.text for row in retriever.content.wordings].index(wording)


@pytest.mark.parametrize("question", QUESTIONS)
def test_hits_are_ordered_and_numbered(tiny: Retriever, question: str) -> None:
    hits = tiny.search(question).hits
    assert len(hits) > 2
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    order = [(-hit.score, hit.chunk.chunk_id) for hit in hits]
    assert order == sorted(order)
    assert len({hit.chunk.chunk_id for hit in hits}) == len(hits)
    assert all(0 < hit.score <= 1 for hit in hits)


def test_equal_scores_are_ordered_by_chunk_id(tmp_path: Path) -> None:
    text = "Alle hunde skal være i snor i parken."
    names = ("b", "a", "d", "c")
    manifest = "".join(f'[[source]]\ndoc_id = "{n}"\nfile = "{n}.txt"\ntitle = "Om hunde"\n' for n in names)
    corpus = write_corpus(tmp_path / "corpus", {f"{name}.txt": text for name in names}, manifest=manifest)
    retriever = retriever_of(corpus)
    assert [chunk.doc_id for chunk in retriever.content.chunks] == ["b", "a", "d", "c"]
    hits = retriever.search("hunde i snor").hits
    assert len({hit.score for hit in hits}) == 1
    assert [hit.chunk.doc_id for hit in hits] == ["a", "b", "c", "d"]


@pytest.mark.parametrize("k", [1, 2, 100])
def test_k_cuts_the_same_list(tiny: Retriever, k: int) -> None:
    question = QUESTIONS[-1]
    whole = tiny.search(question, k=100).hits
    assert len(whole) > 3
    assert tiny.search(question, k=k).hits == whole[:k]


def test_the_ten_best_are_given_when_nothing_else_is_asked(tmp_path: Path) -> None:
    files = {f"{number:02}.txt": f"Hund nummer {number} er i snor." for number in range(14)}
    hits = retriever_of(write_corpus(tmp_path / "corpus", files)).search("hund i snor").hits
    assert len(hits) == 10


@pytest.mark.parametrize("question", ["", "xyzzy", "hvad er det", "🙂"])
def test_what_fits_nothing_finds_nothing(tiny: Retriever, question: str) -> None:
    search = tiny.search(question)
    assert search.hits == ()
    assert not search.wordings.any()


def test_the_same_question_gives_the_same_search(tiny: Retriever) -> None:
    one, two = tiny.search(QUESTIONS[0]), tiny.search(QUESTIONS[0])
    assert one.hits == two.hits
    assert one.wordings.tobytes() == two.wordings.tobytes()


def test_every_ranker_says_its_part(tiny: Retriever) -> None:
    for hit in tiny.search(QUESTIONS[0]).hits:
        assert set(hit.said) == set(WEIGHTS)
        assert all(0 <= value <= 1 for value in hit.said.values())
        fused = sum(WEIGHTS[name] * value for name, value in hit.said.items()) / sum(WEIGHTS.values())
        assert hit.score == pytest.approx(fused, rel=1e-4)


def test_units_are_scored_by_each_ranker(tiny: Retriever) -> None:
    search = tiny.search(QUESTIONS[0])
    assert set(search.units) == set(UNIT_WEIGHTS)
    for name, scores in search.units.items():
        assert scores.shape == (len(tiny.content.units),), name
        assert ((scores >= 0) & (scores <= 1)).all(), name
    assert search.wordings.shape == (len(tiny.content.wordings),)


def test_without_wordings_the_documents_themselves_are_searched(tmp_path: Path) -> None:
    retriever = retriever_of(write_corpus(tmp_path / "corpus"))
    search = retriever.search("hvor mange indbyggere i 2024")
    assert set(search.hits[0].said) == {"terms", "pieces", "dense", "units"}
    assert set(search.units) == {"units", "dense_units"}
    assert search.wordings.shape == (0,)
    assert search.hits[0].chunk.chunk_id == chunk_with(retriever, "2024 14.569")


@pytest.mark.parametrize(
    ("wording", "place"),
    [
        ("kommer der mange bedstemødre til", "får flere ældre"),
        ("folketal for to år siden", "2024 14.569"),
        ("må vovsen løbe frit", "Hunde skal være i snor"),
    ],
)
def test_a_wording_leads_to_its_unit_and_chunk(tiny: Retriever, wording: str, place: str) -> None:
    search = tiny.search(wording)
    assert search.hits[0].chunk.chunk_id == chunk_with(tiny, place)
    assert int(search.units["wordings"].argmax()) == unit_with(tiny, place)
    assert int(search.wordings.argmax()) == number_of(tiny, wording)
    assert tiny.content.wordings[int(search.wordings.argmax())].fit is Fit.ANSWERED


def test_a_wide_wording_leads_to_its_chunks_only(tiny: Retriever) -> None:
    wide = next(row for row in tiny.content.wordings if row.text == "alt det jeg har lov til")
    assert wide.end - wide.first > FOCUS
    search = tiny.search(wide.text)
    owners = {tiny.chunk_of(unit).chunk_id for unit in range(wide.first, wide.end)}
    assert len(owners) > 1
    said = {hit.chunk.chunk_id: hit.said["wordings"] for hit in search.hits}
    best = max(said.values())
    assert {chunk for chunk, value in said.items() if value == best} == owners
    assert search.units["wordings"][wide.first : wide.end].max() < best


def test_an_unanswered_wording_leads_nowhere(tiny: Retriever) -> None:
    wording = tiny.content.wordings[number_of(tiny, "hvad koster en billet til månen")]
    assert (wording.fit, wording.end - wording.first) == (Fit.UNANSWERED, 0)
    search = tiny.search(wording.text)
    best = float(search.wordings.max())
    assert int(search.wordings.argmax()) == number_of(tiny, wording.text)
    assert all(hit.said["wordings"] < best for hit in search.hits)


def test_a_near_wording_finds_its_place_and_is_marked(tiny: Retriever) -> None:
    search = tiny.search("hvor mange flytter ud af byen")
    assert search.hits[0].chunk.chunk_id == chunk_with(tiny, "2024 14.569")
    assert tiny.content.wordings[int(search.wordings.argmax())].fit is Fit.NEAR


def test_wordings_of_another_edition_are_not_used(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    write_expansions(corpus, "netside", {"of": "Hunde skal være i snor", "questions": ["må vovsen løbe frit"]})
    assert len(retriever_of(corpus).content.wordings) == 1
    file = corpus / "netside.txt"
    file.write_bytes(file.read_bytes() + b"\nNyt.\n")
    assert retriever_of(corpus).content.wordings == ()


def test_with_unanswered_questions_alone_the_documents_are_searched(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    write_unanswered(corpus, "hvad koster en billet til månen")
    retriever = retriever_of(corpus)
    assert retriever.search("hunde i snor").hits[0].chunk.doc_id == "netside"


def test_the_parts_belong_together(tiny: Retriever) -> None:
    numbers = [number for chunk in tiny.content.chunks for number in tiny.units_of(chunk.chunk_id)]
    assert numbers == list(range(len(tiny.content.units)))
    for number, unit in enumerate(tiny.content.units):
        chunk, block = tiny.chunk_of(number), tiny.block_of(number)
        assert chunk.doc_id == unit.doc_id
        assert chunk.start <= unit.start and unit.end <= chunk.end
        assert block.start <= unit.start and unit.end <= block.end
        assert number in tiny.units_of(chunk.chunk_id)
    assert tiny.document("materiale").text == MATERIAL
    assert "selve afsenderen." in tiny.unit_text(unit_with(tiny, "at stille alle"))


def test_unseen_share(tiny: Retriever) -> None:
    assert tiny.unseen_share(["kommune", "hund"]) == 0
    assert tiny.unseen_share(["xyzzy", "plugh"]) == 1
    assert 0.5 < tiny.unseen_share(["kommune", "xyzzy"]) < 1, "an unknown word is rarer than a known one"
    assert tiny.unseen_share([]) == 0


@pytest.mark.parametrize("encoder", [HashingEncoder(), StaticEncoder()], ids=["hashing", "static"])
def test_any_encoder_serves(tmp_path: Path, encoder: HashingEncoder | StaticEncoder) -> None:
    retriever = retriever_of(write_corpus(tmp_path / "corpus"), encoder)
    hits = retriever.search("øverste grænse for servicerammen").hits
    assert hits[0].chunk.chunk_id == chunk_with(retriever, "Serviceramme –")
    assert np.isfinite([hit.score for hit in hits]).all()


def test_a_document_without_wordings_is_found_among_others_that_have_some(tmp_path: Path) -> None:
    corpus = expanded_corpus(tmp_path / "corpus")
    (corpus / "strand.txt").write_text("Stranden\n\nHunde må løbe uden snor på stranden om vinteren.\n", "utf-8")
    retriever = retriever_of(corpus)
    assert not retriever.is_expanded("strand") and retriever.is_expanded("netside")
    for question in ("Må hunde løbe uden snor på stranden om vinteren?", "vinteren på stranden", "stranden"):
        assert retriever.search(question).hits[0].chunk.doc_id == "strand", question
    assert retriever.search("må vovsen løbe frit").hits[0].chunk.doc_id == "netside"
