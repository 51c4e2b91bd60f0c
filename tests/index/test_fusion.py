"""Fusion: numbers worked out by hand."""

import numpy as np
import pytest
from numpy.typing import NDArray

from index.fusion import best_per_owner, weighted_sum


def floats(*values: float) -> NDArray[np.float32]:
    return np.array(values, dtype=np.float32)


SCORES = {"terms": floats(0.9, 0.3, 0.0), "dense": floats(0.2, 0.6, 0.1)}


def test_weighted_sum_is_the_weighted_mean() -> None:
    np.testing.assert_allclose(weighted_sum(SCORES, {"terms": 1, "dense": 3}), [0.375, 0.525, 0.075], rtol=1e-6)
    np.testing.assert_allclose(weighted_sum(SCORES, {"terms": 2, "dense": 6}), [0.375, 0.525, 0.075], rtol=1e-6)


def test_shares_stay_shares() -> None:
    full = {"a": floats(1, 1), "b": floats(1, 0)}
    np.testing.assert_allclose(weighted_sum(full, {"a": 0.3, "b": 7}), [1, 0.3 / 7.3], rtol=1e-6)


def test_rankers_without_weight_or_scores_count_nothing() -> None:
    expected = SCORES["terms"]
    np.testing.assert_allclose(weighted_sum(SCORES, {"terms": 5}), expected, rtol=1e-6)
    np.testing.assert_allclose(weighted_sum(SCORES, {"terms": 5, "dense": 0, "absent": 9}), expected, rtol=1e-6)


def test_nothing_in_gives_nothing_out() -> None:
    assert weighted_sum({}, {"terms": 1}).shape == (0,)
    assert weighted_sum(SCORES, {}).tolist() == [0, 0, 0]


def test_the_order_of_the_rankers_changes_no_bit() -> None:
    turned = dict(reversed(SCORES.items()))
    weights = {"terms": 0.1, "dense": 0.7}
    assert weighted_sum(SCORES, weights).tobytes() == weighted_sum(turned, weights).tobytes()


def test_best_per_owner() -> None:
    owners = np.array([2, 0, 2, 0], dtype=np.int32)
    np.testing.assert_allclose(best_per_owner(floats(0.4, 0.1, 0.7, 0.3), owners, 4), [0.3, 0, 0.7, 0], rtol=1e-6)


@pytest.mark.parametrize("count", [0, 3])
def test_owners_without_entries_get_zero(count: int) -> None:
    assert best_per_owner(floats(), np.array([], dtype=np.int32), count).tolist() == [0.0] * count
