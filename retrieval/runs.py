"""What is known of runs of characters between spaces, worked out when one is first met.

No token, no word and hardly any pattern goes across a space, and sentences share most of their
runs: what is wanted of a sentence is put together from its runs, without a look at its characters.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import or_
from typing import NamedTuple

import numpy as np

from embedding.encoder import TableEncoder
from retrieval import shape, slot
from retrieval.marks import BITS
from vectorstore.analysis import content_words_of

KEPT = 100_000  # runs: some forty megabytes
WORD_MARKS = "-\u2011’'"
_DIGITS = reduce(or_, (BITS[each] for each in (*shape.OF_DIGITS, *slot.OF_DIGITS)))
_HINTS = [(re.compile(r"\d").search, _DIGITS)]
_HINTS += [(hint.search, BITS[each]) for each, hint in {**shape.HINTS, **slot.HINTS}.items()]


# How a token is written: its word begins with a capital, or itself; it is in capitals; it has a
# digit; and money or a share is meant; it is of the first word of its text.
CAPITAL, ACRONYM, NUMBER, AMOUNT, FIRST = (1 << bit for bit in range(5))


class Parts(NamedTuple):
    """The n tokens of a run: their ids, how each is written, where in the run it stands, and
    where its word begins."""

    ids: list[int]
    written: list[int]
    spans: list[tuple[int, int]]
    begins: list[int]


def marks_of(run: str) -> int:
    """The `marks.BITS` of what a sentence with this run may offer or fill."""
    bits = 0
    for search, bit in _HINTS:
        if search(run):
            bits |= bit
    return bits


def is_plain(run: str) -> bool:
    """Whether a run has neither capitals nor digits: nothing is to be said of how it is written."""
    return run.islower() and (run.isalpha() or not any(map(str.isdigit, run)))


def parts_of(run: str, ids: list[int], spans: list[tuple[int, int]]) -> Parts:
    """The tokens of a run, as they are written where they are not in the first word of a text."""
    written, begins = [], []
    for start, end in spans:
        begin = start
        while begin > 0 and (run[begin - 1].isalnum() or run[begin - 1] in WORD_MARKS):
            begin -= 1
        begins.append(begin)
        flags, piece = 0, run[start:end]
        if run[begin : begin + 1].isupper() or piece[:1].isupper():
            flags |= CAPITAL
        if len(piece) > 1 and piece.isupper():
            flags |= ACRONYM
        if any(map(str.isdigit, piece)):
            flags |= NUMBER
        written.append(flags)
    return Parts(ids, written, spans, begins)


class Ragged:
    """Rows of different lengths in one array that grows at its end."""

    def __init__(self, dtype: type) -> None:
        self.values = np.zeros(1_024, dtype=dtype)
        self.starts = np.zeros(1_024, dtype=np.int64)  # of each row, and the end of the last
        self.rows = 0

    def extend(self, rows: Sequence[Sequence[int]]) -> None:
        """Add rows."""
        ends = np.cumsum([len(row) for row in rows]) + self.starts[self.rows]
        first, last = self.starts[self.rows], int(ends[-1])
        self.values = _with_room(self.values, last)
        self.starts = _with_room(self.starts, self.rows + len(rows) + 1)
        self.values[first:last] = list(chain.from_iterable(rows))
        self.starts[self.rows + 1 : self.rows + 1 + len(rows)] = ends
        self.rows += len(rows)

    def places(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where the values of these rows are, one row after the other, and how many each has."""
        begins = self.starts[rows]
        sizes = self.starts[rows + 1] - begins
        ends = np.cumsum(sizes)
        shift = begins - (ends - sizes)
        return np.arange(ends[-1] if len(ends) else 0) + np.repeat(shift, sizes), sizes


@dataclass(frozen=True, slots=True, eq=False)
class RunTable:
    """By the number of a run: its marks, its tokens (ids, how each is written) and its content
    words, which are places in `vocabulary`. `parts` are the tokens of runs that are not plain, by
    number.
    """

    marks: np.ndarray
    tokens: Ragged
    written: Ragged
    words: Ragged
    vocabulary: list[str]
    parts: dict[int, Parts]


class Runs:
    """The table, filled as runs are met; safe to share between threads under `guard`."""

    def __init__(self, encoder: TableEncoder | None, kept: int = KEPT) -> None:
        """`encoder` gives the tokens of runs; None where it has no table of them. Beyond `kept`
        runs the table begins anew."""
        self._encoder = encoder
        self._kept = kept
        self.guard = threading.Lock()
        self._clear()

    def _clear(self) -> None:
        self._numbers: dict[str, int] = {}
        self._places: dict[str, int] = {}
        self.table = RunTable(
            np.zeros(1_024, np.uint32), Ragged(np.int64), Ragged(np.uint8), Ragged(np.int64), [], {}
        )

    def numbers(self, runs: Sequence[str]) -> np.ndarray:
        """(runs,): the number of each; those that are new are entered, `table` may be another."""
        new = list(set(runs).difference(self._numbers))
        if new:
            if len(self._numbers) + len(new) > self._kept:
                self._clear()
                new = list(set(runs))
            self._enter(new)
        return np.fromiter(map(self._numbers.__getitem__, runs), dtype=np.int64, count=len(runs))

    def _enter(self, runs: Sequence[str]) -> None:
        table, before = self.table, len(self._numbers)
        if self._encoder:
            special = [place for place, run in enumerate(runs) if not is_plain(run)]
            cut = self._encoder.cut([runs[place] for place in special])
            for place, tokens in zip(special, cut, strict=True):
                table.parts[before + place] = parts_of(runs[place], *tokens)
            table.tokens.extend(self._encoder.ids(runs))
            starts = table.tokens.starts
            table.written.extend(
                [
                    table.parts[n].written if n in table.parts else [0] * int(size)
                    for n, size in enumerate(
                        np.diff(starts[before : before + len(runs) + 1]), before
                    )
                ]
            )
        else:
            table.tokens.extend([[]] * len(runs))
            table.written.extend([[]] * len(runs))
        table.words.extend([[self._place(word) for word in content_words_of(r)] for r in runs])
        marks = _with_room(table.marks, before + len(runs))
        marks[before : before + len(runs)] = [marks_of(run) for run in runs]
        self.table = RunTable(
            marks, table.tokens, table.written, table.words, table.vocabulary, table.parts
        )
        self._numbers.update(zip(runs, range(before, before + len(runs)), strict=True))

    def parts(self, run: str, number: int) -> Parts:
        """The tokens of a run, with where they stand."""
        known = self.table.parts.get(number)
        if known is not None or self._encoder is None:
            return known or Parts([], [], [], [])
        return parts_of(run, *self._encoder.cut([run])[0])

    def _place(self, word: str) -> int:
        place = self._places.setdefault(word, len(self._places))
        if place == len(self.table.vocabulary):
            self.table.vocabulary.append(word)
        return place


def _with_room(values: np.ndarray, size: int) -> np.ndarray:
    if size <= len(values):
        return values
    grown = np.zeros(max(size, 2 * len(values)), dtype=values.dtype)
    grown[: len(values)] = values
    return grown
