"""Works out what the ranking wants to know of sentences, when they are stored or at a question.

Token ids and how the tokens are written, content words, what a sentence has material for, the words
around its numbers: all of it from the runs of characters that the sentences have (`runs.py`). What
was not stored, or by other code, is worked out at the question in the same way.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np

from domain import Passage, Release
from embedding.encoder import Encoder, TokenVectors, table_of
from retrieval.beside import CORES
from retrieval.forward import SENTENCE, Forward, Opened, joined, packed
from retrieval.head import KnownHead
from retrieval.marks import ASKS, COUNTS, asked_in
from retrieval.question import Asked
from retrieval.runs import AMOUNT, CAPITAL, FIRST, KEPT, NUMBER, Runs
from retrieval.shape import KINDS, offered
from retrieval.words import Words
from vectorstore.forward import DescriberApart
from vectorstore.view import Extract

_NUMBER_OF = {kind: number for number, kind in enumerate(KINDS)}
_BEFORE, _AFTER = 2, 5  # words around a number in which stands what it counts
_RUN = re.compile(r"\S+")
_OPENING = ' «“"-•'
_AMOUNT = re.compile(r"\$|€|%|pour cent|per cent", re.IGNORECASE)
_BEHIND = 6  # characters behind a number in which an amount is seen
_CODE = """
retrieval/analyst.py retrieval/forward.py retrieval/runs.py retrieval/marks.py
retrieval/shape.py retrieval/slot.py retrieval/question.py
retrieval/head.py retrieval/setting.py retrieval/gazetteer.py
vectorstore/analysis.py embedding/static.py shadow.py language.py domain.py
""".split()  # all that a description depends on


class Looked(NamedTuple):
    """What is known of one text: its tokens, its content words and, of a sentence of a passage,
    what it offers (see `shape.offers`)."""

    tokens: TokenVectors
    words: tuple[str, ...]
    offers: frozenset[Asked] | None


class Places(NamedTuple):
    """The n sentences of some passages, before they are looked at: their words, their places
    (`SENTENCE`), the passage of each, the sections, and how many passages there are."""

    texts: list[str]
    rows: np.ndarray
    of: list[int]
    sections: tuple[str | None, ...]
    passages: int


class Analyst:
    """Describes texts by their runs, for one encoder; `Describer` for the store."""

    def __init__(self, encoder: Encoder, kept: int = KEPT) -> None:
        """`kept`: see `Runs`."""
        self.table = table_of(encoder)
        self.encoder = encoder
        self._runs = Runs(self.table, kept)
        small = self.table is not None and len(self.table.table) <= 2**16
        self._id = np.dtype("<u2" if small else "<u4")

    @cached_property
    def stamp(self) -> str:
        """See `Describer`: the encoder and the code that this rests on."""
        digest = hashlib.sha256(self.encoder.fingerprint.encode())
        project = Path(__file__).resolve().parents[1]
        for name in _CODE:
            digest.update((project / name).read_bytes())
        return digest.hexdigest()[:16]

    def exists(self, word: str) -> bool:
        """Whether the encoder's vocabulary has a folded word; never without a table of tokens."""
        ids = self.table.ids([word])[0] if self.table is not None else []
        return len(ids) == 1 and ids[0] != self.table.unknown  # type: ignore[union-attr]

    def describe(self, passages: Sequence[tuple[Passage, str]]) -> list[bytes]:
        """See `Describer`."""
        return self.described(self.places(passages))

    def described(self, places: Places) -> list[bytes]:
        """What `describe` gives for the passages with these sentences."""
        return packed(self.forward(places), places.passages, self._id)

    def describe_head(self, release: Release) -> bytes:
        """See `Describer`."""
        return KnownHead.of(release).stored()

    def apart(self) -> DescriberApart | None:
        """See `Describer`; None for other models than static ones, which may take long to load."""
        from embedding.static import StaticEncoder
        from retrieval.apart import AnalystApart

        if CORES < 2 or not isinstance(self.encoder, StaticEncoder):
            return None
        return AnalystApart(self, self.encoder)

    def opened(
        self,
        passages: Sequence[Extract],
        worded: Callable[[Sequence[int]], Mapping[int, tuple[Passage, str]]],
    ) -> list[Opened]:
        """What is known of stored passages; what is not stored of one is worked out now, from
        itself and its words: `worded` gives them by number."""
        missing = [extract.number for extract in passages if extract.body is None]
        found = worded(missing) if missing else {}
        rest = iter(self.describe([found[number] for number in missing]) if missing else ())
        return [Opened.of(each.body or next(rest), self._id) for each in passages]

    def joined(self, passages: Sequence[Opened]) -> Forward:
        """The sentences of these passages."""
        return joined(passages, self._id)

    def places(self, passages: Sequence[tuple[Passage, str]]) -> Places:
        """The sentences of passages, given with their words."""
        texts, rows, of, sections = [], [], [], {None: 0}
        for number, (passage, words) in enumerate(passages):
            for s in passage.sentences:
                start, end = s.start - passage.start, s.end - passage.start
                texts.append(words[start:end])
                section = sections.setdefault(s.section, len(sections))
                rows.append((start, end, 0.0, 0, 0, 0, 0, section, _NUMBER_OF[s.kind]))
                of.append(number)
        return Places(texts, np.array(rows, dtype=SENTENCE), of, tuple(sections), len(passages))

    def forward(self, places: Places) -> Forward:
        """What these sentences say, to be used at once."""
        texts, rows, of, sections, _ = places
        forward = self._of_texts(texts, rows, of, sections)
        forward.sentences["marks"] = offered(
            texts, forward.sentences["kind"], forward.sentences["marks"]
        )
        asking = [text.rstrip().endswith("?") for text in texts]
        forward.sentences["marks"][asking] |= np.uint32(ASKS)
        return forward

    def looked_at(self, texts: Sequence[str]) -> list[Looked]:
        """What is known of single texts."""
        rows = np.zeros(len(texts), dtype=SENTENCE)
        forward = self._of_texts(texts, rows, [0] * len(texts), (None,))
        return [each._replace(offers=None) for each in self.looked(forward, range(len(texts)))]

    def looked(self, forward: Forward, rows: Iterable[int]) -> list[Looked]:
        """What is known of some of the sentences of passages."""
        rows, nowhere = list(rows), np.zeros((0, 2), dtype=np.int64)
        names, found = ("tokens", "words"), []
        ends = [np.cumsum(forward.sentences[name], dtype=np.int64)[rows].tolist() for name in names]
        picked = forward.sentences[rows]
        sizes = [picked[name].tolist() for name in names]
        rows_of, unknown = (self.table.rows, self.table.unknown) if self.table else (_none, None)
        vocabulary = forward.words.vocabulary
        for end, last, size, count, marks in zip(
            *ends, *sizes, picked["marks"].tolist(), strict=True
        ):
            ids, written = forward.ids[end - size : end], forward.written[end - size : end]
            if unknown is not None and unknown in ids:
                ids, written = ids[ids != unknown], written[ids != unknown]
            places = forward.words.places[last - count : last].tolist()
            vectors = TokenVectors((), ids, nowhere, rows_of, written)
            words = tuple([vocabulary[place] for place in places])
            found.append(Looked(vectors, words, asked_in(marks)))
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
            self._write(texts, split, runs.tolist(), starts.tolist(), first_token.tolist(), written)
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
        self,
        texts: Sequence[str],
        split: Sequence[Sequence[str]],
        numbers: Sequence[int],
        starts: Sequence[int],
        first_token: Sequence[int],
        written: np.ndarray,
    ) -> None:
        """What of `written` depends on more than the run: the first word of a text, and amounts.

        `numbers` are those of all runs, `starts` the first run of each text, `first_token` the
        first token of each run.
        """
        digits = np.flatnonzero(written & NUMBER)
        ends = [*(first_token[run] for run in starts), len(written)]
        before, counted = np.searchsorted(digits, ends).tolist(), set(digits.tolist())
        for at, text in enumerate(texts):
            opening = len(text) - len(text.lstrip(_OPENING))
            counts = before[at + 1] > before[at] and _AMOUNT.search(text)
            for run, match in enumerate(_RUN.finditer(text)):
                begin, place = match.start(), starts[at] + run
                if begin > opening:
                    if not counts:
                        break
                    if counted.isdisjoint(range(first_token[place], first_token[place + 1])):
                        continue
                parts = self._runs.parts(split[at][run], numbers[place])
                for row, (how, within) in enumerate(
                    zip(parts.written, parts.begins, strict=True), start=first_token[place]
                ):
                    if begin + within <= opening:
                        written[row] = (how & ~CAPITAL) | FIRST
                    if how & NUMBER:
                        left, right = parts.spans[row - first_token[place]]
                        if _AMOUNT.search(text, begin + left, begin + right + _BEHIND):
                            written[row] |= AMOUNT


def _none(ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.zeros((0, 0), dtype=np.float32), np.zeros(0, dtype=np.float32)
