"""The same split for everything that is cross-validated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

FOLDS = 10
SEED = 20240712


def folds(size: int, count: int = FOLDS) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Indices to fit on and indices held out, `count` times; every index is held out once."""
    order = np.random.default_rng(SEED).permutation(size)
    for fold in range(count):
        held = order[fold::count]
        yield np.setdiff1d(order, held), held


def folds_by(names: Sequence[str], count: int = FOLDS) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The same for rows with names, all rows of one name together: a question that is asked of two
    libraries is held out of both."""
    places = {name: place for place, name in enumerate(dict.fromkeys(names))}
    of_rows = np.array([places[name] for name in names])
    for _, held in folds(len(places), count):
        out = np.isin(of_rows, held)
        yield np.flatnonzero(~out), np.flatnonzero(out)
