"""Several rankers' scores into one, as pure functions."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def weighted_sum(scores: Mapping[str, Floats], weights: Mapping[str, float]) -> Floats:
    """Returns the weighted mean of the rankers' scores, shape ``(n,)``.

    The scores must be comparable as they are (shares of 1); dividing by each ranker's own best score instead would
    give a ranker that found nothing good as much say as one that did.

    Args:
        scores: ranker → scores, all of one shape ``(n,)``.
        weights: ranker → weight ≥ 0, not all 0; rankers without scores or without a weight count nothing.
    """
    total = np.zeros(_size(scores), dtype=np.float32)
    for name in sorted(scores):
        total += np.float32(weights.get(name, 0.0)) * scores[name]
    return total / np.float32(sum(weights.get(name, 0.0) for name in scores) or 1.0)


def best_per_owner(scores: Floats, owners: NDArray[np.int32], count: int) -> Floats:
    """Returns per owner the highest score among its entries, 0 for an owner without entries.

    Args:
        scores: shape ``(m,)``.
        owners: owner of each entry, 0 ≤ owner < count, shape ``(m,)``.
        count: number of owners.
    """
    best = np.zeros(count, dtype=np.float32)
    np.maximum.at(best, owners, scores)
    return best


def _size(scores: Mapping[str, Floats]) -> int:
    return len(next(iter(scores.values()))) if scores else 0
