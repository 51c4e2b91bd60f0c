"""The encoders that need no download."""

import shutil
import socket
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest

from index.dense import Vectors, unit_rows
from index.encoders import Encoder
from index.static_encoder import BUNDLED, StaticEncoder

from ..hashing_encoder import HashingEncoder


def cosine(one: Vectors, other: Vectors) -> float:
    return float(unit_rows(one[None])[0] @ unit_rows(other[None])[0])


@pytest.fixture(scope="module")
def static() -> StaticEncoder:
    return StaticEncoder()


@pytest.fixture(params=["hashing", "static"])
def encoder(request: pytest.FixtureRequest, static: StaticEncoder) -> Encoder:
    return HashingEncoder() if request.param == "hashing" else static


def test_one_row_per_passage(encoder: Encoder) -> None:
    passages = ["ældre i kommunen", "", "skoler", "ældre i kommunen"]
    vectors = encoder.encode_passages(passages)
    assert vectors.shape == (4, encoder.dimension)
    assert vectors.dtype == np.float32
    assert np.isfinite(vectors).all()
    np.testing.assert_array_equal(vectors[0], vectors[3])
    assert not vectors[1].any()
    np.testing.assert_array_equal(encoder.encode_query("skoler"), vectors[2])


def test_no_passages_give_no_rows(encoder: Encoder) -> None:
    assert encoder.encode_passages([]).shape == (0, encoder.dimension)


def test_the_company_of_other_passages_changes_nothing(encoder: Encoder) -> None:
    alone = encoder.encode_passages(["ældrepleje i Dragør"])[0]
    among = encoder.encode_passages(["noget andet, som er meget længere end det første", "ældrepleje i Dragør"])[1]
    np.testing.assert_array_equal(alone, among)


def test_static_rows_have_length_one(static: StaticEncoder) -> None:
    vectors = static.encode_passages(["Hvad er servicerammen?", "x", "14.450 indbyggere"])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    assert static.dimension == vectors.shape[1] == 192


def test_static_puts_everyday_words_near_the_official_ones(static: StaticEncoder) -> None:
    query = static.encode_query("gamle mennesker der skal passes")
    official, other = static.encode_query("ældrepleje"), static.encode_query("støj fra lufthavnen")
    assert cosine(query, official) > cosine(query, other) + 0.1


def test_static_reads_no_more_than_its_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert StaticEncoder().encode_query("skole").any()


@pytest.mark.parametrize("file", ["model.safetensors", "tokenizer.json"])
def test_the_fingerprint_follows_the_files(static: StaticEncoder, tmp_path: Path, file: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(BUNDLED, folder)
    assert StaticEncoder(folder).fingerprint == static.fingerprint
    data = (folder / file).read_bytes()
    changed = data[:-1] + b"\x01" if file.endswith("safetensors") else data + b"\n"
    assert changed != data
    (folder / file).write_bytes(changed)
    assert StaticEncoder(folder).fingerprint != static.fingerprint
