"""Scores sentences against a question: mean-pooled cosine, late interaction, shared words, type.

`late` and `focus` are late interaction (interaction.py), `dense` the cosine with the question
pooled by the weights of `focus`, `around` its mean over the sentences of the passage, `section`
that of the heading, `release` late interaction with a whole release. Shared words are weighed by
idf over the library's passages, in the sentence (`words`) and in the head of its release
(`letterhead`); `lacking` are those that other releases have and its own has not, less than 0 for
each. `early` falls with the place in the text, for what is announced stands first. Which release
is meant is also read from dates and editions (setting.py), what would answer from types (shape.py)
and slots (slot.py).

The weights of the signals are in `weights.json`, fitted by `python cli.py calibrate` on the
training questions: one set for a library of a single release, one for a large one, and between
them by the logarithm of its size.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from domain import Kind
from embedding.encoder import Encoder, TokenBag, TokenEncoder, TokenVectors
from language import ENGLISH, FRENCH
from retrieval.interaction import Coverage, Late, best_cosines
from retrieval.question import Question
from retrieval.setting import NOWHERE, Letterhead, Setting, dated, edition, setting_of
from retrieval.shape import TYPE_SIGNALS, type_signals
from retrieval.slot import COUNTED, around_numbers, fills
from retrieval.words import met
from shadow import fold
from vectorstore.analysis import stem

WEIGHTS = Path(__file__).with_name("weights.json")
_FUNCTION_WORDS = FRENCH | ENGLISH
_OPENING = 1_000  # characters after which `early` has fallen to a third
_KEPT = 5_000  # texts whose tokens are kept: some ten megabytes
SIGNALS = (
    "dense",
    "late",
    "focus",
    "words",
    "around",
    "section",
    "release",
    "rest",
    "lacking",
    "letterhead",
    "length",
    "early",
    "crossing",
    "dated",
    "edition",
    *TYPE_SIGNALS,
    "filled",
    "unfilled",
    "noun",
    "counted",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence to score: its words, what it is, the number of the passage around it, the heading
    over it, the head of its release and where in its text it starts."""

    text: str
    kind: Kind
    language: str
    passage: int
    section: str | None = None
    head: Letterhead = NOWHERE
    start: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """`signals` (candidates × `SIGNALS`) and `total` (candidates,), their weighted sum; `around`
    (candidates × 2 × tokens of the question) as `Evidence` has it, None without token vectors."""

    signals: np.ndarray
    total: np.ndarray
    around: np.ndarray | None = None


class Ranker:
    """Scores candidates with one encoder; keeps the tokens of sentences that come back often."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self._kept: dict[str, TokenVectors] = {}
        self._bag = lru_cache(maxsize=4)(self._bag_of)  # of one question: several signals read it

    def score(
        self,
        question: Question,
        query: np.ndarray,
        candidates: Sequence[Candidate],
        idf: Callable[[str], float],
        size: float,
    ) -> Scores:
        """The signals of each candidate and their weighted sum, higher is better.

        `query` is the question's vector (d, unit length); `idf` weighs a stem; `size` is
        `size_of` the library.
        """
        if not candidates:
            return Scores(np.zeros((0, len(SIGNALS))), np.zeros(0))
        texts = [candidate.text for candidate in candidates]
        languages = [candidate.language for candidate in candidates]
        heads, release_of = _heads(candidates)
        met_by = self._late(question, texts)
        around = None
        if met_by is None:
            late = focus = dense = self._vectors(texts) @ query
            release = np.zeros(len(heads), dtype=np.float32)
            rest = late
        else:
            query, late, focus = met_by.query, met_by.late, met_by.focus
            dense = self._vectors(texts) @ query
            release = met_by.by_group(release_of)
            told = best_cosines(
                self.tokens(question.text).vectors,
                self._token_vectors([head.title for head in heads]),
            )
            rest = met_by.rest(told[release_of])
            around = np.stack(
                [
                    self._before(question, met_by, candidates),
                    met_by.together(release_of)[release_of],
                    told[release_of],
                ],
                axis=1,
            )
        shared = shared_words(question, texts, languages, idf)
        named = shared_words(question, [h.text for h in heads], [h.language for h in heads], idf)
        signals = np.column_stack(
            [
                dense,
                late,
                focus,
                shared.sum(axis=0),
                _mean_of(dense, [candidate.passage for candidate in candidates]),
                self._sections(query, candidates),
                release[release_of],
                rest,
                _lacking(shared, named, release_of)[release_of],
                named.sum(axis=0)[release_of],
                np.log1p([len(text) / 100 for text in texts]),
                np.exp([-candidate.start / _OPENING for candidate in candidates]),
                [language != question.language for language in languages],
                setting_signals(setting_of(question.text, newest=_newest(heads)), candidates),
                type_signals(question, texts, [candidate.kind for candidate in candidates]),
                self._slot_signals(question, texts),
            ]
        )
        return Scores(signals, signals @ _weights_for(size), around)

    def coverage(
        self, question: Question, texts: Sequence[str], languages: Sequence[str]
    ) -> Coverage:
        """How well each content word of the question is met by each text: as itself, or by the
        nearest token in meaning where the encoder has token vectors."""
        words = question.words
        cosines = met(question, texts, languages)
        weights = np.ones(len(words), dtype=np.float32)
        if isinstance(self.encoder, TokenEncoder) and words:
            bag = self._token_vectors(texts)
            there = bag.lengths > 0
            read = [self.tokens(word) for word in words]
            best = best_cosines(np.concatenate([asked.vectors for asked in read]), bag)
            ends = np.cumsum([len(asked) for asked in read])
            for row, (asked, end) in enumerate(zip(read, ends.tolist(), strict=True)):
                if not len(asked):
                    continue
                weights[row] = asked.weights.sum() + 1e-6
                own = best[:, end - len(asked) : end]
                nearest = np.average(own, axis=1, weights=asked.weights + 1e-6)
                cosines[row, there] = np.maximum(cosines[row], nearest)[there]
        return Coverage(words, cosines, weights)

    def tokens(self, text: str) -> TokenVectors:
        """The tokens of a text; see `tokens_of`."""
        return self.tokens_of([text])[0]

    def tokens_of(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Those of several texts, what is new looked at together, by an encoder with tokens."""
        kept = self._kept
        new = [text for text in dict.fromkeys(texts) if text not in kept]
        if len(kept) + len(new) > _KEPT:  # other threads keep the one that they read
            kept = self._kept = {}
            new = list(dict.fromkeys(texts))
        if new:
            kept.update(zip(new, self.encoder.token_vectors(new), strict=True))  # type: ignore[attr-defined]
        return [kept[text] for text in texts]

    def _vectors(self, texts: Sequence[str]) -> np.ndarray:
        return self.encoder.encode_passages(texts)

    def _late(self, question: Question, texts: Sequence[str]) -> Late | None:
        if not isinstance(self.encoder, TokenEncoder):
            return None
        asked = self.tokens(question.text)
        kept = set(question.words)
        says = [fold(p) in kept or fold(p) not in _FUNCTION_WORDS for p in asked.pieces]
        return Late.of(asked.vectors, asked.weights * says, self._token_vectors(texts))

    def _token_vectors(self, texts: Sequence[str]) -> TokenBag:
        return self._bag(tuple(texts))

    def _bag_of(self, texts: tuple[str, ...]) -> TokenBag:
        return self.encoder.token_bag(texts)  # type: ignore[attr-defined]

    def _slot_signals(self, question: Question, texts: Sequence[str]) -> np.ndarray:
        """(texts × 4): whether each fills the slot of the question, or lacks what would; how well
        it says the noun that is asked about, anywhere and beside a number."""
        found = np.zeros((len(texts), 4), dtype=np.float32)
        slot = question.slot
        if slot is not None:
            found[:, 0] = [fills(slot, text) for text in texts]
            found[:, 1] = 1.0 - found[:, 0]
        if question.noun is None or not isinstance(self.encoder, TokenEncoder):
            return found
        noun = self.tokens(question.noun).vectors
        if not len(noun):
            return found
        found[:, 2] = best_cosines(noun, self._token_vectors(texts)).mean(axis=1)
        if slot in COUNTED:
            places = [
                (row, part) for row, text in enumerate(texts) for part in around_numbers(text)
            ]
            if places:
                beside = best_cosines(noun, self._token_vectors([part for _, part in places])).mean(
                    axis=1
                )
                np.maximum.at(found[:, 3], [row for row, _ in places], beside)
        return found

    def _before(
        self, question: Question, late: Late, candidates: Sequence[Candidate]
    ) -> np.ndarray:
        """(candidates × tokens): how well the words before each meet the question's tokens."""
        names = list(dict.fromkeys(c.section or "" for c in candidates))
        places = {name: place for place, name in enumerate(names)}
        best = best_cosines(self.tokens(question.text).vectors, self._token_vectors(names))
        rows = [places[candidate.section or ""] for candidate in candidates]
        passages = np.array([candidate.passage for candidate in candidates])
        items = np.array([candidate.kind is Kind.ITEM for candidate in candidates])
        return late.before(best[rows], passages, items)

    def _sections(self, query: np.ndarray, candidates: Sequence[Candidate]) -> np.ndarray:
        """(candidates,): the cosine of the question with the heading over each, 0 without one."""
        names = list(dict.fromkeys(c.section for c in candidates if c.section))
        if not names:
            return np.zeros(len(candidates), dtype=np.float32)
        cosines = dict(zip(names, self._vectors(names) @ query, strict=True))
        return np.array([cosines.get(c.section, 0.0) for c in candidates], dtype=np.float32)


def _heads(candidates: Sequence[Candidate]) -> tuple[list[Letterhead], np.ndarray]:
    """The releases of the candidates, and which of them each one is of."""
    places: dict[tuple[str, str], int] = {}
    heads: list[Letterhead] = []
    for candidate in candidates:
        if candidate.head.key not in places:
            places[candidate.head.key] = len(heads)
            heads.append(candidate.head)
    return heads, np.array([places[candidate.head.key] for candidate in candidates])


def _newest(heads: Sequence[Letterhead]) -> int | None:
    return max((head.date.year for head in heads if head.date), default=None)


def setting_signals(asked: Setting, candidates: Sequence[Candidate]) -> np.ndarray:
    """(candidates × 2): how the release of each fits the date and the edition asked for."""
    if not asked:
        return np.zeros((len(candidates), 2), dtype=np.float32)
    return np.array(
        [[dated(asked, c.head, setting_of(c.text)), edition(asked, c.head)] for c in candidates]
    )


def _mean_of(values: np.ndarray, groups: Sequence[int]) -> np.ndarray:
    """(values,): the mean of those in the same group."""
    _, groups = np.unique(np.asarray(groups), return_inverse=True)
    return (np.bincount(groups, weights=values) / np.bincount(groups))[groups]


def shared_words(
    question: Question,
    texts: Sequence[str],
    languages: Sequence[str],
    idf: Callable[[str], float],
) -> np.ndarray:
    """(words × texts): the idf of each content word of the question in the texts that have it.

    In units of the idf of a word that no passage has, so that the size of the library goes out.
    Words that nothing matches weigh nothing, whatever the length of the question.
    """
    if not question.words:
        return np.zeros((0, len(texts)), dtype=np.float32)
    found = met(question, texts, languages)
    weighed = {
        language: np.array([idf(stem(word, language)) for word in question.words])
        for language in set(languages)
    }
    weights = np.stack([weighed[language] for language in languages], axis=1)
    return weights * found / idf("")


def _lacking(shared: np.ndarray, named: np.ndarray, release_of: np.ndarray) -> np.ndarray:
    """(releases,): minus the weight of the words that another release has, in its sentences
    (`shared`, words × sentences) or its head (`named`, words × releases), and this one has not."""
    own = named.copy()
    np.maximum.at(own.T, release_of, shared.T)
    return (own - own.max(axis=1, keepdims=True)).sum(axis=0)


@lru_cache(maxsize=64)
def _weights_for(size: float) -> np.ndarray:
    """(signals,): the weights in a library of this size."""
    small, large = _weights()["small"], _weights()["large"]
    return np.array(
        [(1.0 - size) * small.get(name, 0.0) + size * large.get(name, 0.0) for name in SIGNALS]
    )


def reread() -> None:
    """Rank with the weights that are written now: a calibration has changed them."""
    _weights.cache_clear()
    _weights_for.cache_clear()


@cache
def _weights() -> dict[str, dict[str, float]]:
    return json.loads(WEIGHTS.read_text(encoding="utf-8"))


def size_of(passages: int) -> float:
    """0 for a library of one release (20 passages), 1 from 200 passages, by logarithm between."""
    return min(1.0, max(0.0, math.log10(max(passages, 1) / 20)))


def idf(frequency: int, passages: int) -> float:
    """BM25's inverse document frequency, log(1 + (N − n + ½) / (n + ½)), never negative."""
    return math.log(1.0 + (passages - frequency + 0.5) / (frequency + 0.5))
