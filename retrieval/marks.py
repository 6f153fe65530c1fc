"""Marks: what a sentence may have material for, seen from its runs of characters alone.

A bit for each type of question and each slot. Where the bit is not set, the pattern of it needs
not be tried; see `shape.HINTS` and `slot.HINTS`.
"""

from __future__ import annotations

import numpy as np

from retrieval.question import Asked
from retrieval.slot import Slot

BITS: dict[Asked | Slot, int] = {each: 1 << place for place, each in enumerate((*Asked, *Slot))}
COUNTS = BITS[Slot.COUNT]  # this one is exact
_NEEDED = {**BITS, Slot.DURATION: BITS[Slot.DURATION] | COUNTS}


def may(what: Asked | Slot, marks: np.ndarray) -> np.ndarray:
    """(texts,): whether plain sentences with these marks may offer or fill this."""
    return (marks & _NEEDED[what]) == _NEEDED[what]
