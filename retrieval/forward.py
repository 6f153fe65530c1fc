"""The forward index: what is known of the sentences of passages, as arrays and as stored bytes.

A passage has its bytes; a question puts those of all its candidates together (`joined`). What is
in them is worked out by `analyst.py`.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

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


def joined(stored: Sequence[bytes], id_type: np.dtype) -> Forward:
    """The sentences of all these passages together, from the bytes of each."""
    parts: list[list[memoryview]] = [[] for _ in range(6)]
    counts, words_of, names = [], [], []
    for body in stored:
        heads = _HEAD.unpack_from(body)
        at = _HEAD.size
        for part, size in zip(parts, _sizes(heads, id_type), strict=True):
            part.append(body[at : at + size])
            at += size
        counts.append(heads[0])
        words_of.append(heads[2])
        words, *sections = parts[5][-1].split(_BETWEEN)
        names.append((words.decode().split(), tuple(map(bytes.decode, sections))))
    sentences = np.frombuffer(b"".join(parts[0]), dtype=SENTENCE).copy()
    known: dict[str, int] = {}
    local = [known.setdefault(word, len(known)) for words, _ in names for word in words]
    shift = np.cumsum([0, *(len(words) for words, _ in names)])[:-1]
    places = np.frombuffer(b"".join(parts[3]), dtype="<u2") + np.repeat(shift, words_of)
    places = np.array(local, dtype=np.int64)[places] if local else places
    passage = np.repeat(np.arange(len(stored)), counts)
    every: dict[str | None, int] = {None: 0}
    table = [[0, *(every.setdefault(name, len(every)) for name in each)] for _, each in names]
    shift = np.cumsum([0, *map(len, table)])[:-1]
    flat = np.array(list(chain.from_iterable(table)), dtype=np.int64)
    sentences["section"] = flat[sentences["section"] + np.repeat(shift, counts)]
    return Forward(
        sentences,
        passage,
        np.frombuffer(b"".join(parts[1]), dtype=id_type).astype(np.int64),
        np.frombuffer(b"".join(parts[2]), dtype=np.uint8),
        Words(list(known), places, sentences["words"].astype(np.int64)),
        np.frombuffer(b"".join(parts[4]), dtype="<u4").reshape(-1, 2).astype(np.int64),
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
    """The bytes of each passage; see `joined`."""
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
