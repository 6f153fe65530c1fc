"""The forward index: what is known of the sentences of passages, as arrays and as stored bytes.

A passage has its bytes; a question opens those of its candidates (`Opened`) and puts them together
(`joined`). What is
in them is worked out by `analyst.py`.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np

from retrieval.words import Words

SENTENCE = np.dtype(
    [
        ("start", "<u4"),  # offsets into the passage
        ("end", "<u4"),
        ("norm", "<f4"),  # of the sum of its token vectors
        ("marks", "<u4"),  # `marks.BITS` of what it offers and may fill
        ("tokens", "<u4"),  # how many it has, and so on
        ("words", "<u4"),
        ("numbers", "<u4"),
        ("section", "<u2"),  # place among the sections of its passage, from 1; 0 without one
        ("kind", "<u2"),  # place among `shape.KINDS`
    ]
)
_HEAD = struct.Struct("<5I")  # sentences, tokens, words, numbers, bytes of the words and sections
_BETWEEN = b"\xff"  # in no UTF-8


@dataclass(frozen=True, slots=True, eq=False)
class Forward:
    """n sentences of some passages, one passage after the other.

    `sentences` (n,) of `SENTENCE`, with `section` a place in `sections`, and `passage` (n,) which
    passage each is of. Of all t tokens `ids` and `written` (see `runs`), unknown ones among them;
    `words` as `Words` has them. `numbers` (k × 2): for each number in a sentence the tokens around
    it, `[first, last)` among those of the sentence.
    """

    sentences: np.ndarray
    passage: np.ndarray
    ids: np.ndarray
    written: np.ndarray
    words: Words
    numbers: np.ndarray
    sections: tuple[str | None, ...]

    def __len__(self) -> int:
        return len(self.sentences)

    def tokens_of(
        self, rows: Sequence[int], unknown: int | None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Of some sentences, without the `unknown` ones: how many tokens each has (rows,), and of
        all of them `ids` and `written`, sentence by sentence."""
        sizes = self.sentences["tokens"].astype(np.int64)
        lengths = sizes[rows]
        shift = (np.cumsum(sizes) - sizes)[rows] - np.cumsum(lengths) + lengths
        at = np.arange(lengths.sum()) + np.repeat(shift, lengths)
        ids, written = self.ids[at], self.written[at]
        known = ids != unknown
        if not known.all():
            of = np.repeat(np.arange(len(lengths)), lengths)[known]
            lengths = np.bincount(of, minlength=len(lengths))
            ids, written = ids[known], written[known]
        return lengths, ids, written


class Opened(NamedTuple):
    """The bytes of one passage, apart: the arrays of `Forward` as bytes (`arrays`), how many
    sentences and words it has, its distinct words and its sections."""

    arrays: tuple[bytes, ...]
    sentences: int
    words: int
    vocabulary: list[str]
    sections: tuple[str, ...]

    @classmethod
    def of(cls, body: bytes, id_type: np.dtype) -> Opened:
        """From the stored bytes; see `packed`."""
        heads = _HEAD.unpack_from(body)
        at, parts = _HEAD.size, []
        for size in _sizes(heads, id_type):
            parts.append(body[at : at + size])
            at += size
        words, *sections = parts.pop().split(_BETWEEN)
        names = tuple(map(bytes.decode, sections))
        return cls(tuple(parts), heads[0], heads[2], words.decode().split(), names)


def joined(opened: Sequence[Opened], id_type: np.dtype) -> Forward:
    """The sentences of all these passages together."""
    arrays = [b"".join(parts) for parts in zip(*(each.arrays for each in opened), strict=True)]
    arrays = arrays or [b""] * 5
    counts = [each.sentences for each in opened]
    sentences = np.frombuffer(arrays[0], dtype=SENTENCE).copy()
    known: dict[str, int] = {}
    local = [known.setdefault(word, len(known)) for each in opened for word in each.vocabulary]
    shift = np.cumsum([0, *(len(each.vocabulary) for each in opened)])[:-1]
    words_of = [each.words for each in opened]
    places = np.frombuffer(arrays[3], dtype="<u2") + np.repeat(shift, words_of)
    places = np.array(local, dtype=np.int64)[places] if local else places
    passage = np.repeat(np.arange(len(opened)), counts)
    every: dict[str | None, int] = {None: 0}
    table = [[0, *(every.setdefault(name, len(every)) for name in o.sections)] for o in opened]
    shift = np.cumsum([0, *map(len, table)])[:-1]
    flat = np.array(list(chain.from_iterable(table)), dtype=np.int64)
    sentences["section"] = flat[sentences["section"] + np.repeat(shift, counts)]
    return Forward(
        sentences,
        passage,
        np.frombuffer(arrays[1], dtype=id_type).astype(np.int64),
        np.frombuffer(arrays[2], dtype=np.uint8),
        Words(list(known), places, sentences["words"].astype(np.int64)),
        np.frombuffer(arrays[4], dtype="<u4").reshape(-1, 2).astype(np.int64),
        tuple(every),
    )


def _sizes(heads: tuple[int, ...], id_type: np.dtype) -> tuple[int, ...]:
    """The bytes of each part: sentences, ids, how they are written, words, numbers, names."""
    sentences, tokens, words, numbers, names = heads
    return (
        sentences * SENTENCE.itemsize,
        tokens * id_type.itemsize,
        tokens,
        2 * words,
        8 * numbers,
        names,
    )


def packed(forward: Forward, passages: int, id_type: np.dtype) -> list[bytes]:
    """The bytes of each passage; see `Opened`."""
    sentences = forward.sentences
    ends = np.cumsum(np.bincount(forward.passage, minlength=passages)).tolist()
    totals = [
        np.concatenate([[0], np.cumsum(sentences[name], dtype=np.int64)]).tolist()
        for name in ("tokens", "words", "numbers")
    ]
    ids, words = forward.ids.astype(id_type), forward.words.places.tolist()
    numbers, vocabulary = forward.numbers.astype("<u4"), forward.words.vocabulary
    found, first = [], 0
    for last in ends:
        tokens, said, counted = (slice(total[first], total[last]) for total in totals)
        own: dict[int, int] = {}
        places = [own.setdefault(word, len(own)) for word in words[said]]
        sections: dict[int, int] = {0: 0}
        mine = sentences[first:last].copy()
        mine["section"] = [sections.setdefault(s, len(sections)) for s in mine["section"].tolist()]
        names = [forward.sections[section] or "" for section in list(sections)[1:]]
        text = " ".join(vocabulary[word] for word in own)
        body = (
            mine.tobytes(),
            ids[tokens].tobytes(),
            forward.written[tokens].tobytes(),
            np.array(places, dtype="<u2").tobytes(),
            numbers[counted].tobytes(),
            _BETWEEN.join(name.encode() for name in (text, *names)),
        )
        head = _HEAD.pack(len(mine), len(body[2]), len(places), len(body[4]) // 8, len(body[5]))
        found.append(head + b"".join(body))
        first = last
    return found
