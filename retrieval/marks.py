"""Marks: a bit for each type of question that a sentence has material for, and for each slot; and
one for sentences that ask themselves.

Seen from its runs of characters alone a bit says "maybe": where it is not set, the pattern of it
needs not be tried; see `shape.HINTS` and `slot.HINTS`. Of the sentences of a stored passage the
patterns of the types were tried, and their bits are exact.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from retrieval.question import Asked
from retrieval.slot import Slot

BITS: dict[Asked | Slot, int] = {each: 1 << place for place, each in enumerate((*Asked, *Slot))}
TYPES = sum(BITS[asked] for asked in Asked)
ASKS = 1 << len(BITS)  # it is a question itself
COUNTS = BITS[Slot.COUNT]  # of a run this one is exact
_NEEDED = {**BITS, Slot.DURATION: BITS[Slot.DURATION] | COUNTS}


def may(what: Asked | Slot, marks: np.ndarray) -> np.ndarray:
    """(texts,): whether plain sentences with these marks may offer or fill this."""
    return (marks & _NEEDED[what]) == _NEEDED[what]


@lru_cache(maxsize=2_048)
def asked_in(marks: int) -> frozenset[Asked]:
    """The types of question whose bits are set."""
    return frozenset(asked for asked in Asked if marks & BITS[asked])
