"""Sentence-transformers models from local folders: prompts, pooling, fingerprints, and never a call to the network."""

import hashlib
import json
import os
import socket
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest

import texts
from index.sentence_encoder import HASHES, ModelError, Prompts, SentenceTransformerEncoder, file_hashes, prompts_of
from index.static_encoder import BUNDLED, StaticEncoder

from .tiny_models import E5_PROMPTS, HIDDEN, change_a_weight, plain_vectors, save_bert, save_static, save_xlm_r

SENTENCES = ["hvad er servicerammen?", "ældre", "kommunen har 14.450 ældre - og en serviceramme."]


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes every attempt to reach another machine fail the test."""

    def refuse(*args: object, **kwargs: object) -> NoReturn:
        pytest.fail(f"the network was asked for {args[1:] or args}")

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("no_network")
def test_xlm_r_gets_its_own_prompts_and_mean_pooling(tmp_path: Path) -> None:
    folder = save_xlm_r(tmp_path / "model", prompts=E5_PROMPTS)
    encoder = SentenceTransformerEncoder(folder, batch_size=2)

    passages = plain_vectors(folder, [f"passage: {each}" for each in SENTENCES], pooling="mean")
    queries = plain_vectors(folder, [f"query: {each}" for each in SENTENCES], pooling="mean")

    assert np.abs(passages - queries).max() > 1e-2, "the prompts make no difference, so the test would prove nothing"
    np.testing.assert_allclose(encoder.encode_passages(SENTENCES), passages, atol=1e-5)
    np.testing.assert_allclose([encoder.encode_query(each) for each in SENTENCES], queries, atol=1e-5)
    assert encoder.dimension == HIDDEN
    assert encoder.encode_passages(SENTENCES).dtype == np.float32


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("pooling", ["cls", "mean"])
def test_bert_is_pooled_as_its_files_say(tmp_path: Path, pooling: str) -> None:
    folder = save_bert(tmp_path / "model", pooling=pooling, prompts={"query": "hvad: ", "document": ""})
    encoder = SentenceTransformerEncoder(folder)

    np.testing.assert_allclose(
        encoder.encode_passages(SENTENCES), plain_vectors(folder, SENTENCES, pooling=pooling), atol=1e-5
    )
    expected = plain_vectors(folder, [f"hvad: {SENTENCES[1]}"], pooling=pooling)[0]
    np.testing.assert_allclose(encoder.encode_query(SENTENCES[1]), expected, atol=1e-5)


def test_a_model_without_pooling_files_is_pooled_by_the_mean(tmp_path: Path) -> None:
    folder = save_xlm_r(tmp_path / "model", pooling=None)
    encoder = SentenceTransformerEncoder(folder)
    expected = plain_vectors(folder, SENTENCES, pooling="mean")
    np.testing.assert_allclose(encoder.encode_passages(SENTENCES), expected, atol=1e-5)


def test_vectors_have_length_one_and_no_passages_give_no_vectors(tmp_path: Path) -> None:
    encoder = SentenceTransformerEncoder(save_bert(tmp_path / "model"))
    np.testing.assert_allclose(np.linalg.norm(encoder.encode_passages(SENTENCES), axis=1), 1, atol=1e-6)
    assert encoder.encode_passages([]).shape == (0, HIDDEN)


@pytest.mark.parametrize(
    ("name", "settings", "config", "expected"),
    [
        ("multilingual-e5-small", None, {}, Prompts("query: ", "passage: ")),
        ("multilingual-e5-small", {"query": "", "document": ""}, {}, Prompts("query: ", "passage: ")),
        ("model", None, {"_name_or_path": "intfloat/multilingual-e5-base"}, Prompts("query: ", "passage: ")),
        ("multilingual-e5-large-instruct", None, {}, Prompts("", "")),
        ("re5ponse-model", None, {}, Prompts("", "")),
        ("e5", {"query": "q: "}, {}, Prompts("q: ", "")),
        ("model", {"query": "q: ", "passage": "p: "}, {}, Prompts("q: ", "p: ")),
        ("model", {"query": "q: ", "document": "d: ", "passage": "p: "}, {}, Prompts("q: ", "d: ")),
        ("model", {"classification": "c: "}, {}, Prompts("", "")),
    ],
)
def test_prompts_come_from_the_model_or_from_its_being_an_e5(
    tmp_path: Path, name: str, settings: dict[str, str] | None, config: dict[str, str], expected: Prompts
) -> None:
    folder = tmp_path / name
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps(config))
    if settings is not None:
        (folder / "config_sentence_transformers.json").write_text(json.dumps({"prompts": settings}))
    assert prompts_of(folder) == expected


def test_an_e5_without_settings_gets_the_prompts_of_e5(tmp_path: Path) -> None:
    folder = save_xlm_r(tmp_path / "tiny-e5")
    expected = plain_vectors(folder, ["query: ældre"], pooling="mean")[0]
    np.testing.assert_allclose(SentenceTransformerEncoder(folder).encode_query("ældre"), expected, atol=1e-5)


def test_fingerprint_follows_weights_settings_and_prompts(tmp_path: Path) -> None:
    folder = save_bert(tmp_path / "model")
    first = SentenceTransformerEncoder(folder).fingerprint
    assert SentenceTransformerEncoder(folder).fingerprint == first

    change_a_weight(folder)
    second = SentenceTransformerEncoder(folder).fingerprint
    (folder / "1_Pooling" / "config.json").write_text('{"word_embedding_dimension": 16, "pooling_mode": "mean"}')
    third = SentenceTransformerEncoder(folder).fingerprint
    fourth = SentenceTransformerEncoder(folder.rename(tmp_path / "now-e5")).fingerprint

    assert len({first, second, third, fourth}) == 4


def test_unchanged_files_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = save_bert(tmp_path / "model")
    before = file_hashes(folder)
    assert (folder / HASHES).is_file()

    def refuse(*_: object) -> NoReturn:
        pytest.fail("a file was hashed again")

    monkeypatch.setattr(hashlib, "file_digest", refuse)
    assert file_hashes(folder) == before


def test_model_is_not_loaded_before_a_text_is_encoded(tmp_path: Path) -> None:
    folder = save_bert(tmp_path / "model")
    encoder = SentenceTransformerEncoder(folder)
    assert encoder.fingerprint
    assert "_model" not in vars(encoder)


@pytest.mark.usefixtures("no_network")
def test_a_hub_id_is_read_from_the_cache_or_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit = "0123456789" * 4
    repository = tmp_path / "models--ejer--tiny-e5"
    save_bert(repository / "snapshots" / commit)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(commit)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))

    assert SentenceTransformerEncoder("ejer/tiny-e5").prompts == Prompts("query: ", "passage: ")
    with pytest.raises(ModelError) as raised:
        SentenceTransformerEncoder("ejer/andet")
    assert str(raised.value) == texts.model_not_fetched("ejer/andet")


def test_a_folder_that_is_no_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as raised:
        SentenceTransformerEncoder(tmp_path)
    assert str(raised.value) == texts.model_folder_invalid(str(tmp_path), texts.MODEL_WITHOUT_SETTINGS)
    with pytest.raises(ModelError, match="er ikke en sprogmodel"):
        SentenceTransformerEncoder(tmp_path / "findes-ikke")


def test_a_model_with_pickled_weights_is_refused(tmp_path: Path) -> None:
    folder = save_bert(tmp_path / "model")
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(ModelError) as raised:
        SentenceTransformerEncoder(folder)
    assert str(raised.value) == texts.model_folder_invalid(str(folder), texts.MODEL_WITHOUT_WEIGHTS)


def test_a_missing_part_of_the_weights_is_named(tmp_path: Path) -> None:
    folder = save_bert(tmp_path / "model")
    index = {"weight_map": {"a": "model.safetensors", "b": "model-2.safetensors"}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    with pytest.raises(ModelError, match=r"mangler model-2\.safetensors"):
        SentenceTransformerEncoder(folder)


@pytest.mark.parametrize("damage", ["model.safetensors", "config.json", "tokenizer.json", "1_Pooling/config.json"])
def test_damaged_files_give_one_sentence(tmp_path: Path, damage: str) -> None:
    folder = save_bert(tmp_path / "model")
    (folder / damage).write_bytes(b"\x00 not this")
    with pytest.raises(ModelError) as raised:
        SentenceTransformerEncoder(folder).encode_query("ældre")
    message = str(raised.value)
    assert message.startswith(f"Sprogmodellen i {folder} kan ikke indlæses (")
    assert "\n" not in message


def test_a_folder_that_cannot_be_written_still_gives_a_fingerprint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> NoReturn:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    folder = save_bert(tmp_path / "model")
    assert SentenceTransformerEncoder(folder).fingerprint == SentenceTransformerEncoder(folder).fingerprint
    assert not (folder / HASHES).exists()


@pytest.mark.parametrize("which", ["tiny", "bundled"])
def test_model2vec_and_sentence_transformers_give_the_same_vectors(tmp_path: Path, which: str) -> None:
    if which == "bundled" and not (BUNDLED / "model.safetensors").is_file():
        pytest.skip("the bundled model has not been trained here")
    folder = save_static(tmp_path / "static") if which == "tiny" else BUNDLED
    light, heavy = StaticEncoder(folder), SentenceTransformerEncoder(folder)

    assert light.dimension == heavy.dimension
    expected = light.encode_passages(SENTENCES)
    assert np.abs(expected[0] - expected[1]).max() > 1e-2
    # Half precision in the file: three decimals.
    np.testing.assert_allclose(heavy.encode_passages(SENTENCES), expected, atol=1e-3)
    np.testing.assert_allclose(heavy.encode_query(SENTENCES[0]), light.encode_query(SENTENCES[0]), atol=1e-3)
