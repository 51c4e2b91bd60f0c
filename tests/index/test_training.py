"""Training the bundled model, on a handful of pairs."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from eval.cases import load_cases
from index.dense import Vectors
from index.lexicon import Entry
from index.static_encoder import StaticEncoder
from index.terms import lemma_of
from index.training.pairs import WELFARE, read_welfare_pairs, training_pairs
from index.training.train import Settings, save, train, train_tokenizer
from ingest.corpus import read_corpus
from ingest.expansions import LABELLED

from ..tiny_corpus import write_corpus, write_expansions

PAIRS = [
    ("mormor skal passes", "ældrepleje i kommunen"),
    ("bedstefar får hjælp", "pleje af ældre borgere"),
    ("hvad koster det", "udgifter i budgettet"),
    ("hvor mange penge er der", "serviceramme og budget"),
    ("må vovsen løbe frit", "hunde skal være i snor"),
    ("børnenes klasse", "folkeskole og undervisning"),
] * 4
SETTINGS = Settings(dimension=8, vocabulary=60, epochs=3, batch=4, learning_rate=0.05, seed=11)


@pytest.fixture(autouse=True)
def deterministic_mode() -> Iterator[None]:
    """Training switches torch's deterministic mode on; the other tests shall not notice."""
    before = torch.are_deterministic_algorithms_enabled()
    yield
    torch.use_deterministic_algorithms(before)


def weights(settings: Settings) -> Vectors:
    told: list[str] = []
    model = train(PAIRS, settings, progress=told.append)
    assert len(told) == settings.epochs
    (found,) = (value.detach().numpy() for value in model.parameters())
    return np.asarray(found, dtype=np.float32)


def test_the_same_seed_gives_the_same_weights() -> None:
    one, two = weights(SETTINGS), weights(SETTINGS)
    assert one.shape[1] == 8
    assert one.tobytes() == two.tobytes()
    other = weights(Settings(dimension=8, vocabulary=60, epochs=3, batch=4, learning_rate=0.05, seed=12))
    assert one.tobytes() != other.tobytes()


def test_the_tokenizer_is_the_same_every_time() -> None:
    texts = [text for pair in read_welfare_pairs()[:120] for text in pair]
    settings = Settings(vocabulary=400)
    assert len({train_tokenizer(texts, settings).to_str() for _ in range(6)}) == 1


def test_the_tokenizer_reads_danish_in_lower_case() -> None:
    tokenizer = train_tokenizer([text for pair in PAIRS for text in pair], SETTINGS)
    assert tokenizer.get_vocab_size() <= SETTINGS.vocabulary
    assert tokenizer.encode("ÆLDRE").tokens == tokenizer.encode("ældre").tokens
    assert "[UNK]" not in tokenizer.encode("ældrepleje i kommunen").tokens


def test_a_trained_model_is_read_without_torch(tmp_path: Path) -> None:
    model = train(PAIRS, SETTINGS, progress=lambda _: None)
    texts = ["mormor skal passes", "hunde", "penge i budgettet"]
    expected = model.encode(texts, normalize_embeddings=True)
    save(model, tmp_path / "model")
    script = (
        "import sys, json; from pathlib import Path; from index.static_encoder import StaticEncoder;"
        "encoder = StaticEncoder(Path(sys.argv[1]));"
        f"rows = encoder.encode_passages({texts!r}).tolist();"
        "heavy = [name for name in ('torch', 'sentence_transformers', 'transformers') if name in sys.modules];"
        "print(json.dumps([rows, heavy]))"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "model")],
        cwd=root, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    rows, heavy = json.loads(done.stdout)
    assert heavy == []
    np.testing.assert_allclose(rows, expected, atol=0.01)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-3)
    assert StaticEncoder(tmp_path / "model").dimension == 8


def test_training_brings_the_words_of_a_pair_together() -> None:
    told: list[str] = []
    model = train(
        PAIRS, Settings(dimension=16, vocabulary=80, epochs=30, batch=6, learning_rate=0.05), progress=told.append
    )
    questions = model.encode([left for left, _ in PAIRS[:6]], normalize_embeddings=True)
    passages = model.encode([right for _, right in PAIRS[:6]], normalize_embeddings=True)
    similar = questions @ passages.T
    assert (similar.argmax(axis=1) == np.arange(6)).all()


# --- Pairs ----------------------------------------------------------------------------------------------------------


def test_pairs_come_from_wordings_headings_and_the_lexicon_and_never_from_labelled_questions(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    write_expansions(
        corpus,
        "netside",
        {"of": "Hunde skal være i snor", "questions": ["må vovsen løbe frit", "skal hunden føres"], "near": ["katte?"]},
        {"of": "Kælkebakken er åben", "questions": ["labelled"], "near": ["labelled near"], "author": LABELLED},
    )
    lexicon = [Entry(("vovse", "køter"), ("hund",))]
    pairs = training_pairs(read_corpus(corpus), lexicon, seed=1)
    found = {text for pair in pairs for text in pair}
    assert ("må vovsen løbe frit", "Hunde skal være i snor") in pairs
    assert {("må vovsen løbe frit", "skal hunden føres"), ("skal hunden føres", "må vovsen løbe frit")} & set(pairs)
    assert {("vovse", "hund"), ("køter", "hund"), ("vovse", "køter")} <= set(pairs)
    assert any(left == "Hunde i parken" and right.startswith("Hunde i parken") for left, right in pairs)
    assert [text for text in found if "labelled" in text or text == "katte?"] == []


def test_inflected_words_are_paired_with_their_lemma(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    row = {"of": "Hunde skal være i snor", "questions": ["hvor bor pensionisterne", "xyzzyerne", "er der nye huse"]}
    write_expansions(corpus, "netside", row)
    pairs = training_pairs(read_corpus(corpus), [], seed=1)
    assert ("pensionisterne", lemma_of("pensionisterne")) in pairs and lemma_of("pensionisterne") == "pensionist"
    words = {left for left, _ in pairs} | {right for _, right in pairs}
    assert "xyzzyerne" in words, "the wording itself"
    assert [pair for pair in pairs if pair[0] == "xyzzyerne" and " " not in pair[1]] == [], "no Danish word"
    assert [pair for pair in pairs if pair[0] in ("huse", "der") and " " not in pair[1]] == [], "too short"


def test_the_welfare_pairs_are_read_and_learned_from(tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text('{"question": "hvem hjælper", "passage": "Der gives hjælp."}\n', encoding="utf-8")
    assert read_welfare_pairs(file) == [("hvem hjælper", "Der gives hjælp.")]
    committed = read_welfare_pairs()
    assert len(committed) > 100
    assert all(question.strip() and passage.strip() and question != passage for question, passage in committed)
    assert len(set(committed)) == len(committed)
    assert set(committed) <= set(training_pairs(read_corpus(write_corpus(tmp_path / "corpus")), [], seed=1))


def test_no_evaluation_question_is_learned_from() -> None:
    asked = {case.question.lower().strip(" ?.") for case in load_cases()}
    assert [question for question, _ in read_welfare_pairs() if question.lower().strip(" ?.") in asked] == []
    assert WELFARE.is_file()


def test_equal_seeds_give_equal_pairs(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    wordings = [f"wording {number}" for number in range(9)]
    write_expansions(corpus, "netside", {"of": "Hunde skal være i snor", "questions": wordings})
    read = read_corpus(corpus)
    assert training_pairs(read, [], seed=3) == training_pairs(read, [], seed=3)
    assert training_pairs(read, [], seed=3) != training_pairs(read, [], seed=4)
