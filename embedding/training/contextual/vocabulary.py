"""The contextual model's pieces, and the rows that they start from.

The vocabulary is ours (`embedding.training.vocabulary`), with the marks that a transformer reads
put behind it, so that the ids of a corpus stay as they are. Its rows start from the teacher's, so
that the teacher's body understands them at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer
from tokenizers.processors import TemplateProcessing

PAD, START, END = "[PAD]", "[CLS]", "[SEP]"
NEIGHBOURS = 8
TEMPERATURE = 0.1
_BLOCK = 2_048


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Pieces by name, and the table (n × d float32) that they have their row in."""

    rows_of: Mapping[str, int]
    table: np.ndarray

    def of(self, pieces: Sequence[str]) -> np.ndarray:
        """The rows of `pieces`."""
        return self.table[[self.rows_of[piece] for piece in pieces]]


def with_marks(pieces: Tokenizer, longest: int) -> Tokenizer:
    """The same tokenizer which cuts at `longest` tokens and puts [CLS] and [SEP] around texts."""
    tokenizer = Tokenizer.from_str(pieces.to_str())
    tokenizer.add_special_tokens([PAD, START, END])
    tokenizer.post_processor = TemplateProcessing(
        single=f"{START} $A {END}",
        pair=f"{START} $A {END} $B:1 {END}:1",
        special_tokens=[(mark, tokenizer.token_to_id(mark)) for mark in (START, END)],
    )
    tokenizer.enable_truncation(longest)
    return tokenizer


def starting_rows(
    pieces: Sequence[str], teacher: Known, static: Known, parts: Callable[[str], Sequence[str]]
) -> np.ndarray:
    """n × d float32: where the row of each piece starts, d being the teacher's width.

    A piece that the teacher has takes the teacher's row. Any other is the mean of the rows of its
    nearest neighbours in the bilingual `static` table among the teacher's pieces, as « frontière »
    lies beside "border" there; one that is not in that table is the mean of its `parts`, the
    pieces that the teacher cuts it into. Means are given the length that the teacher's rows have.
    """
    rows = np.zeros((len(pieces), teacher.table.shape[1]), np.float32)
    place = {piece: number for number, piece in enumerate(pieces)}
    shared = [piece for piece in pieces if piece in teacher.rows_of]
    rows[[place[piece] for piece in shared]] = teacher.of(shared)
    bridges = [piece for piece in teacher.rows_of if piece in static.rows_of]
    others = [piece for piece in pieces if piece not in teacher.rows_of]
    near = [piece for piece in others if bridges and piece in static.rows_of]
    length = float(np.linalg.norm(teacher.table, axis=1).mean())
    for start in range(0, len(near), _BLOCK):
        block = near[start : start + _BLOCK]
        found = _by_neighbours(static.of(block), static.of(bridges), teacher.of(bridges))
        rows[[place[piece] for piece in block]] = found
    for piece in set(others) - set(near):
        cut = [part for part in parts(piece) if part in teacher.rows_of]
        rows[place[piece]] = teacher.of(cut).mean(axis=0) if cut else teacher.table.mean(axis=0)
    made = [place[piece] for piece in others]
    norms = np.linalg.norm(rows[made], axis=1, keepdims=True)
    rows[made] *= length / np.maximum(norms, 1e-9)
    return rows


def _by_neighbours(left: np.ndarray, bridges: np.ndarray, values: np.ndarray) -> np.ndarray:
    """For each row of `left` the mean of the `values` of its nearest `bridges`, by nearness."""
    cosines = _unit(left) @ _unit(bridges).T
    count = min(NEIGHBOURS, len(bridges))
    best = np.argpartition(-cosines, count - 1, axis=1)[:, :count]
    weights = np.exp(np.take_along_axis(cosines, best, axis=1) / TEMPERATURE)
    weights /= weights.sum(axis=1, keepdims=True)
    return np.einsum("nk,nkd->nd", weights, values[best])


def _unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
