"""Scores sentences against a question: mean-pooled cosine, late interaction, shared words, type.

Late interaction (after ColBERT) reads the token vectors of a static model: for each token of the
question the best cosine among the tokens of the sentence, averaged by token weight. `focus` is the
same with weights that belong to these candidates: a token that meets all of them ("ministers" in
a release about ministers) or none ("say") tells them apart as little as a function word does.
`dense` is the cosine with the question pooled by those weights, `around` its mean over the
sentences of the passage. Shared words are weighted by idf over the library's passages.

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
from embedding.encoder import Encoder, TokenEncoder, TokenVectors
from language import ENGLISH, FRENCH
from retrieval.question import Asked, Question
from retrieval.shape import offers
from retrieval.words import met
from shadow import fold
from vectorstore.analysis import stem

WEIGHTS = Path(__file__).with_name("weights.json")
_FUNCTION_WORDS = FRENCH | ENGLISH
CLOSE = 0.6  # cosine from which a token of a sentence is close to one of the question
WANTED = (
    Asked.PERSON,
    Asked.TIME,
    Asked.PLACE,
    Asked.NUMBER,
    Asked.CONTACT,
    Asked.REASON,
)
SIGNALS = (
    "dense",
    "late",
    "focus",
    "words",
    "around",
    *(f"wanted_{asked.value}" for asked in WANTED),
    "home",
    "stray",
    "subtitle",
    "heading",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence to score: its words, what it is, and the number of the passage around it."""

    text: str
    kind: Kind
    language: str
    passage: int


@dataclass(frozen=True, slots=True, eq=False)
class _Late:
    """Late interaction with the tokens' own weights and with local ones, (texts,) each, and the
    question's vector (d, unit length) pooled with the local weights."""

    late: np.ndarray
    focus: np.ndarray
    query: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """`cosines` (words × texts): the best cosine of each content word to a token of each text.

    `weights` (words,) is how much each word says.
    """

    words: tuple[str, ...]
    cosines: np.ndarray
    weights: np.ndarray

    @property
    def best(self) -> dict[str, float]:
        """For each word, the best cosine in any of the texts."""
        if not self.cosines.size:
            return {}
        return dict(zip(self.words, self.cosines.max(axis=1).tolist(), strict=True))

    @property
    def share(self) -> np.ndarray:
        """(texts,): the weighted mean over the words, for each text."""
        if not len(self.words):
            return np.zeros(self.cosines.shape[1], dtype=np.float32)
        return self.weights @ self.cosines / self.weights.sum()


class Ranker:
    """Scores candidates with one encoder; keeps vectors of sentences that come back often."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self._vector = lru_cache(maxsize=20_000)(self._encode_one)
        self._tokens = lru_cache(maxsize=5_000)(self._tokens_of_one)

    def score(
        self,
        question: Question,
        query: np.ndarray,
        candidates: Sequence[Candidate],
        idf: Callable[[str], float],
        size: float,
    ) -> list[dict[str, float]]:
        """The signals of each candidate; `score` is their weighted sum, higher is better.

        `query` is the question's vector (d, unit length); `idf` weighs a stem; `size` is
        `size_of` the library.
        """
        if not candidates:
            return []
        texts = [candidate.text for candidate in candidates]
        met_by = self._late(question, texts)
        dense = self._vectors(texts) @ (query if met_by is None else met_by.query)
        around = _around(dense, [candidate.passage for candidate in candidates])
        shared = shared_words(question, candidates, idf)
        small, large = _weights()["small"], _weights()["large"]
        weights = {name: small[name] + size * (large[name] - small[name]) for name in SIGNALS}
        signals: list[dict[str, float]] = []
        for index, candidate in enumerate(candidates):
            parts = {
                "dense": float(dense[index]),
                "late": float(dense[index] if met_by is None else met_by.late[index]),
                "focus": float(dense[index] if met_by is None else met_by.focus[index]),
                "words": float(shared[index]),
                "around": float(around[index]),
                **type_signals(question, candidate),
            }
            parts["score"] = sum(weights[name] * parts[name] for name in SIGNALS)
            signals.append(parts)
        return signals

    def coverage(
        self, question: Question, texts: Sequence[str], languages: Sequence[str]
    ) -> Coverage:
        """How well each content word of the question is met by each text: as itself, or by the
        nearest token in meaning where the encoder has token vectors."""
        words = question.words
        cosines = met(question, texts, languages)
        weights = np.ones(len(words), dtype=np.float32)
        if isinstance(self.encoder, TokenEncoder):
            columns = [self._tokens(text).vectors for text in texts]
            for row, word in enumerate(words):
                asked = self._tokens(word)
                if not len(asked):
                    continue
                weights[row] = asked.weights.sum() + 1e-6
                for column, vectors in enumerate(columns):
                    if len(vectors):
                        best = (asked.vectors @ vectors.T).max(axis=1)
                        cosine = np.average(best, weights=asked.weights + 1e-6)
                        cosines[row, column] = max(cosines[row, column], cosine)
        return Coverage(words, cosines, weights)

    def _vectors(self, texts: Sequence[str]) -> np.ndarray:
        return np.stack([self._vector(text) for text in texts])

    def _encode_one(self, text: str) -> np.ndarray:
        return self.encoder.encode_passages([text])[0]

    def _tokens_of_one(self, text: str) -> TokenVectors:
        return self.encoder.token_vectors([text])[0]  # type: ignore[attr-defined]

    def _late(self, question: Question, texts: Sequence[str]) -> _Late | None:
        if not isinstance(self.encoder, TokenEncoder):
            return None
        asked = self._tokens(question.text)
        kept = set(question.words)
        says = [fold(p) in kept or fold(p) not in _FUNCTION_WORDS for p in asked.pieces]
        weights = asked.weights * says
        if not len(asked.vectors) or weights.sum() <= 0:
            nothing = np.zeros(len(texts), dtype=np.float32)
            return _Late(nothing, nothing, np.zeros(self.encoder.dimensions, dtype=np.float32))
        sentences = [self._tokens(text).vectors for text in texts]
        lengths = np.array([len(vectors) for vectors in sentences])
        best = np.zeros((len(texts), len(weights)), dtype=np.float32)
        filled = np.flatnonzero(lengths)
        if len(filled):
            cosines = np.concatenate([sentences[i] for i in filled]) @ asked.vectors.T
            starts = np.concatenate([[0], np.cumsum(lengths[filled])[:-1]])
            best[filled] = np.maximum.reduceat(cosines, starts, axis=0)
        close = (best > CLOSE).sum(axis=0)
        rarity = np.log1p((len(texts) - close + 0.5) / (close + 0.5))
        local = weights * np.maximum(best.max(axis=0), 0.0) ** 2 * rarity
        pooled = local @ asked.vectors
        return _Late(
            late=best @ weights / weights.sum(),
            focus=best @ local / max(float(local.sum()), 1e-9),
            query=pooled / max(float(np.linalg.norm(pooled)), 1e-9),
        )


def _around(dense: np.ndarray, passages: Sequence[int]) -> np.ndarray:
    """(candidates,): the mean of `dense` over the sentences of the same passage."""
    _, groups = np.unique(np.asarray(passages), return_inverse=True)
    return (np.bincount(groups, weights=dense) / np.bincount(groups))[groups]


def shared_words(
    question: Question, candidates: Sequence[Candidate], idf: Callable[[str], float]
) -> np.ndarray:
    """(candidates,): the idf of the question's content words that each one has, added up.

    In units of the idf of a word that no passage has, so that the size of the library goes out.
    Words that nothing matches weigh nothing, whatever the length of the question.
    """
    if not question.words:
        return np.zeros(len(candidates), dtype=np.float32)
    languages = [candidate.language for candidate in candidates]
    found = met(question, [candidate.text for candidate in candidates], languages)
    weighed = {
        language: np.array([idf(stem(word, language)) for word in question.words])
        for language in set(languages)
    }
    weights = np.stack([weighed[language] for language in languages], axis=1)
    return (weights * found).sum(axis=0) / idf("")


# The kinds of sentence where the answer to a type of question is at home.
_HOMES = {
    Asked.CONTACT: frozenset({Kind.CONTACT}),
    Asked.TIME: frozenset({Kind.DATELINE}),
    Asked.PLACE: frozenset({Kind.DATELINE}),
    Asked.SUMMARY: frozenset({Kind.TITLE, Kind.SUBTITLE}),
    Asked.ISSUER: frozenset({Kind.SOURCE}),
}
_FURNITURE = frozenset({Kind.CONTACT, Kind.DATELINE, Kind.SOURCE})


def type_signals(question: Question, candidate: Candidate) -> dict[str, float]:
    """How a sentence fits the types asked for, each 0 or 1.

    `wanted_…`: that type is asked for and the sentence has material for it; `home`: it is of the
    kind where such answers stand; `stray`: it is furniture of a release (contact, dateline,
    source) and the question does not ask for that; `subtitle`: it is the subtitle, which names
    every topic and answers few questions, and no summary is asked for; `heading`: it is a heading.
    """
    asked = question.asked
    offered = asked & offers(candidate.text, candidate.kind)
    home = any(candidate.kind in kinds for sought, kinds in _HOMES.items() if sought in asked)
    return {
        **{f"wanted_{sought.value}": float(sought in offered) for sought in WANTED},
        "home": float(home),
        "stray": float(candidate.kind in _FURNITURE and not home),
        "subtitle": float(candidate.kind is Kind.SUBTITLE and not home),
        "heading": float(candidate.kind is Kind.HEADING),
    }


@cache
def _weights() -> dict[str, dict[str, float]]:
    return json.loads(WEIGHTS.read_text(encoding="utf-8"))


def size_of(passages: int) -> float:
    """0 for a library of one release (20 passages), 1 from 200 passages, by logarithm between."""
    return min(1.0, max(0.0, math.log10(max(passages, 1) / 20)))


def idf(frequency: int, passages: int) -> float:
    """BM25's inverse document frequency, log(1 + (N − n + ½) / (n + ½)), never negative."""
    return math.log(1.0 + (passages - frequency + 0.5) / (frequency + 0.5))
