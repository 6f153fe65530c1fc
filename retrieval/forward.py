"""The forward index: what the ranking wants to know of the sentences of a passage.

Worked out when a passage is stored, kept beside it as bytes, and put together for a question from
those of all candidates: token ids and how the tokens are written, content words, what a sentence
may have material for, the words around its numbers. What is not stored, or was stored by other
code, is worked out at the question in the same way.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np

from domain import Passage, Release
from embedding.encoder import Encoder, TokenVectors, table_of
from retrieval.head import KnownHead
from retrieval.marks import COUNTS, asked_in
from retrieval.question import Asked
from retrieval.runs import AMOUNT, CAPITAL, FIRST, NUMBER, Parts, Runs
from retrieval.shape import KINDS, offered
from retrieval.words import Words
from vectorstore.view import Extract

_NUMBER_OF = {kind: number for number, kind in enumerate(KINDS)}
_SENTENCE = np.dtype(
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
_BEFORE, _AFTER = 2, 5  # words around a number in which stands what it counts
_RUN = re.compile(r"\S+")
_OPENING = ' «“"-•'
_AMOUNT = re.compile(r"\$|€|%|pour cent|per cent", re.IGNORECASE)
_BEHIND = 6  # characters behind a number in which an amount is seen
_CODE = """
retrieval/forward.py retrieval/runs.py retrieval/marks.py retrieval/shape.py retrieval/slot.py
retrieval/question.py retrieval/head.py retrieval/setting.py retrieval/gazetteer.py
vectorstore/analysis.py embedding/static.py shadow.py language.py domain.py
""".split()  # all that a description depends on


@dataclass(frozen=True, slots=True, eq=False)
class Forward:
    """n sentences of some passages, one passage after the other.

    `sentences` (n,) of `_SENTENCE`, with `section` a place in `sections`, and `passage` (n,) which
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


class Looked(NamedTuple):
    """What is known of one text: its tokens, its content words and, of a sentence of a passage,
    what it offers (see `shape.offers`)."""

    tokens: TokenVectors
    words: tuple[str, ...]
    offers: frozenset[Asked] | None


class Analyst:
    """Describes texts by their runs, for one encoder; `Describer` for the store."""

    def __init__(self, encoder: Encoder) -> None:
        self.table = table_of(encoder)
        self._encoder = encoder
        self._runs = Runs(self.table.cut if self.table else None)
        small = self.table is not None and len(self.table.table) <= 2**16
        self._id = np.dtype("<u2" if small else "<u4")

    @cached_property
    def stamp(self) -> str:
        """See `Describer`: the encoder and the code that this rests on."""
        digest = hashlib.sha256(self._encoder.fingerprint.encode())
        project = Path(__file__).resolve().parents[1]
        for name in _CODE:
            digest.update((project / name).read_bytes())
        return digest.hexdigest()[:16]

    def describe(self, passages: Sequence[tuple[Passage, str]]) -> list[bytes]:
        """See `Describer`."""
        return _packed(self.forward(passages), len(passages), self._id)

    def describe_head(self, release: Release) -> bytes:
        """See `Describer`."""
        return KnownHead.of(release).stored()

    def joined(self, passages: Sequence[Extract]) -> Forward:
        """The sentences of stored passages; what is not stored of one is worked out now."""
        missing = [extract for extract in passages if extract.body is None]
        made = iter(self.describe([(extract.passage, extract.text) for extract in missing]))
        return joined([each.body or next(made) for each in passages], self._id)

    def forward(self, passages: Sequence[tuple[Passage, str]]) -> Forward:
        """The same, to be used at once."""
        texts, rows, of, sections = [], [], [], {None: 0}
        for number, (passage, words) in enumerate(passages):
            for s in passage.sentences:
                start, end = s.start - passage.start, s.end - passage.start
                texts.append(words[start:end])
                section = sections.setdefault(s.section, len(sections))
                rows.append((start, end, 0.0, 0, 0, 0, 0, section, _NUMBER_OF[s.kind]))
                of.append(number)
        forward = self._of_texts(texts, np.array(rows, dtype=_SENTENCE), of, tuple(sections))
        forward.sentences["marks"] = offered(
            texts, forward.sentences["kind"], forward.sentences["marks"]
        )
        return forward

    def looked_at(self, texts: Sequence[str]) -> list[Looked]:
        """What is known of single texts."""
        rows = np.zeros(len(texts), dtype=_SENTENCE)
        forward = self._of_texts(texts, rows, [0] * len(texts), (None,))
        return [each._replace(offers=None) for each in self.looked(forward, range(len(texts)))]

    def looked(self, forward: Forward, rows: Iterable[int]) -> list[Looked]:
        """What is known of some of the sentences of passages."""
        token_ends = np.cumsum(forward.sentences["tokens"], dtype=np.int64)
        word_ends = np.cumsum(forward.sentences["words"], dtype=np.int64)
        nowhere, found = np.zeros((0, 2), dtype=np.int64), []
        for row in rows:
            sentence = forward.sentences[row]
            tokens = slice(token_ends[row] - sentence["tokens"], token_ends[row])
            ids, written = forward.ids[tokens], forward.written[tokens]
            if self.table is not None and self.table.unknown in ids:
                ids, written = (each[ids != self.table.unknown] for each in (ids, written))
            places = forward.words.places[word_ends[row] - sentence["words"] : word_ends[row]]
            words = tuple(forward.words.vocabulary[place] for place in places.tolist())
            rows_of = self.table.rows if self.table else _none
            vectors = TokenVectors((), ids, nowhere, rows_of, written)
            found.append(Looked(vectors, words, asked_in(int(sentence["marks"]))))
        return found

    def _of_texts(
        self, texts: Sequence[str], rows: np.ndarray, of: Sequence[int], sections: tuple
    ) -> Forward:
        """`rows` are their places and kinds; what the runs of the texts say is put beside them."""
        split = [text.split() for text in texts]
        sizes = np.fromiter(map(len, split), dtype=np.int64, count=len(split))
        with self._runs.guard:
            runs = self._runs.numbers(list(chain.from_iterable(split)))
            table = self._runs.table
        marks = table.marks[runs]
        at, tokens_of = table.tokens.places(runs)
        ids, written = table.tokens.values[at], table.written.values[at]
        at, words_of = table.words.places(runs)
        ends = np.cumsum(sizes)
        starts = ends - sizes
        first_token = np.concatenate([[0], np.cumsum(tokens_of)])
        first_word = np.concatenate([[0], np.cumsum(words_of)])
        rows["tokens"] = first_token[ends] - first_token[starts]
        rows["words"] = first_word[ends] - first_word[starts]
        if sizes.any():
            filled = sizes > 0
            rows["marks"][filled] = np.bitwise_or.reduceat(marks, starts[filled])
        counting = np.flatnonzero(marks & COUNTS)
        sentence = np.repeat(np.arange(len(texts)), sizes)[counting]
        around = (
            np.maximum(counting - _BEFORE, starts[sentence]),
            np.minimum(counting + _AFTER + 1, ends[sentence]),
        )
        begin = first_token[starts[sentence]]
        rows["numbers"] = np.bincount(sentence, minlength=len(texts))
        if self.table is not None:
            rows["norm"] = np.linalg.norm(self.table.sums(ids, rows["tokens"]), axis=1)
            parts = [table.parts[run] for run in runs.tolist()] if len(texts) else []
            _write(texts, parts, starts.tolist(), first_token.tolist(), written)
        seen, places = np.unique(table.words.values[at], return_inverse=True)
        vocabulary = [table.vocabulary[word] for word in seen.tolist()]
        return Forward(
            rows,
            np.array(of, dtype=np.int64),
            ids,
            written,
            Words(vocabulary, places, rows["words"].astype(np.int64)),
            np.stack([first_token[each] - begin for each in around], axis=1),
            sections,
        )


def _write(
    texts: Sequence[str],
    parts: Sequence[Parts],
    starts: Sequence[int],
    first_token: Sequence[int],
    written: np.ndarray,
) -> None:
    """What of `written` depends on more than the run: the first word of a text, and amounts.

    `parts` are those of all runs, `starts` the first run of each text, `first_token` the first
    token of each run.
    """
    numbers = np.flatnonzero(written & NUMBER)
    before = np.searchsorted(numbers, [*(first_token[run] for run in starts), len(written)])
    for at, text in enumerate(texts):
        opening = len(text) - len(text.lstrip(_OPENING))
        counts = before[at + 1] > before[at]
        for run, match in enumerate(_RUN.finditer(text), start=starts[at]):
            begin = match.start()
            if begin > opening and not counts:
                break
            token = first_token[run]
            if begin <= opening:
                for place, within in enumerate(parts[run].begins, start=token):
                    if begin + within <= opening:
                        written[place] = (int(written[place]) & ~CAPITAL) | FIRST
            if counts:
                for place, how in enumerate(parts[run].written):
                    if how & NUMBER:
                        left, right = parts[run].spans[place]
                        if _AMOUNT.search(text, begin + left, begin + right + _BEHIND):
                            written[token + place] |= AMOUNT


def joined(stored: Sequence[bytes], id_type: np.dtype) -> Forward:
    """The sentences of all these passages together, from what `Analyst.describe` made of each."""
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
    sentences = np.frombuffer(b"".join(parts[0]), dtype=_SENTENCE).copy()
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
        sentences * _SENTENCE.itemsize,
        tokens * id_type.itemsize,
        tokens,
        2 * words,
        8 * numbers,
        names,
    )


def _packed(forward: Forward, passages: int, id_type: np.dtype) -> list[bytes]:
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


def _none(ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.zeros((0, 0), dtype=np.float32), np.zeros(0, dtype=np.float32)
