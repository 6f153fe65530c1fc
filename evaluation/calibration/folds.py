"""The same split for everything that is cross-validated."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

FOLDS = 10
SEED = 20240712


def folds(size: int, count: int = FOLDS) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Indices to fit on and indices held out, `count` times; every index is held out once."""
    order = np.random.default_rng(SEED).permutation(size)
    for fold in range(count):
        held = order[fold::count]
        yield np.setdiff1d(order, held), held
