"""Dense fields: cosine similarity, and the file."""

from pathlib import Path

import numpy as np
import pytest

from index.dense import DenseField, Vectors, unit_rows

KEPT = 0.006
"""A similarity may differ by this much from the exact one: numbers are kept in eight bits."""


def random_vectors(count: int, dimension: int = 12) -> Vectors:
    return np.random.default_rng(5).normal(size=(count, dimension)).astype(np.float32)


@pytest.mark.parametrize("scale", [1.0, 0.001, 40.0])
def test_scores_are_cosines(scale: float) -> None:
    vectors, query = random_vectors(30), random_vectors(31)[-1]
    expected = vectors @ query / np.linalg.norm(vectors, axis=1) / np.linalg.norm(query)
    scores = DenseField.build(vectors * np.float32(scale)).scores(query)
    np.testing.assert_allclose(scores, expected, atol=KEPT)
    assert scores.argmax() == expected.argmax()


def test_similarities_are_close_on_many_real_sized_vectors() -> None:
    vectors, query = random_vectors(400, 192), random_vectors(401, 192)[-1]
    expected = vectors @ query / np.linalg.norm(vectors, axis=1) / np.linalg.norm(query)
    np.testing.assert_allclose(DenseField.build(vectors).scores(query), expected, atol=0.002)


def test_with_k_only_the_most_similar_get_their_similarity() -> None:
    field, query = DenseField.build(random_vectors(30)), random_vectors(31)[-1]
    every, few = field.scores(query), field.scores(query, k=5)
    best = np.argsort(-every)[:5]
    np.testing.assert_array_equal(few[best], every[best])
    assert np.count_nonzero(few) == 5
    np.testing.assert_array_equal(field.scores(query, k=99), every)


def test_scores_come_in_the_order_of_the_vectors() -> None:
    vectors = np.eye(4, dtype=np.float32)
    np.testing.assert_allclose(DenseField.build(vectors).scores(vectors[2]), [0, 0, 1, 0], atol=KEPT)
    np.testing.assert_allclose(DenseField.build(vectors).scores(-vectors[2]), [0, 0, -1, 0], atol=KEPT)


def test_a_zero_vector_is_like_nothing() -> None:
    vectors = np.array([[0, 0], [3, 4]], dtype=np.float32)
    field = DenseField.build(vectors)
    np.testing.assert_allclose(field.scores(np.array([3, 4], dtype=np.float32)), [0, 1], atol=KEPT)
    assert field.scores(np.zeros(2, dtype=np.float32)).tolist() == [0, 0]


def test_unit_rows() -> None:
    rows = unit_rows(np.array([[3, 4], [0, 0], [0, -2]], dtype=np.float32))
    np.testing.assert_allclose(rows, np.array([[0.6, 0.8], [0.0, 0.0], [0.0, -1.0]]), rtol=1e-6)
    assert rows.dtype == np.float32


def test_a_loaded_field_is_the_saved_one(tmp_path: Path) -> None:
    field = DenseField.build(random_vectors(20))
    field.save(tmp_path / "field.faiss")
    loaded = DenseField.load(tmp_path / "field.faiss")
    assert (loaded.size, loaded.dimension) == (field.size, field.dimension) == (20, 12)
    query = random_vectors(21)[-1]
    assert loaded.scores(query).tobytes() == field.scores(query).tobytes()


def test_equal_vectors_give_equal_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        DenseField.build(random_vectors(20)).save(tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
