"""Scores sentences against a question: mean-pooled cosine, late interaction, shared words, type.

Late interaction (after ColBERT) reads the token vectors of a static model: for each token of the
question the best cosine among the tokens of the sentence, averaged by token weight. Shared words
are weighted by idf over the library's passages. The weights of the signals are in `weights.json`,
fitted by `python cli.py calibrate` on the training questions.
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
from retrieval.question import Asked, Question
from retrieval.shape import offers
from retrieval.words import met
from vectorstore.analysis import stem

WEIGHTS = Path(__file__).with_name("weights.json")
SIGNALS = ("dense", "late", "words", "context", "wanted", "home", "stray", "heading")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence to score: its words, its heading, and the cosine of the passage around it."""

    text: str
    kind: Kind
    section: str | None
    language: str
    passage_score: float


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
    ) -> list[dict[str, float]]:
        """The signals of each candidate; `score` is their weighted sum, higher is better.

        `query` is the question's vector (d, unit length); `idf` weighs a stem.
        """
        if not candidates:
            return []
        texts = [candidate.text for candidate in candidates]
        dense = self._vectors(texts) @ query
        late = self._late(question.text, texts)
        shared = shared_words(question, candidates, idf)
        weights = _weights()
        signals: list[dict[str, float]] = []
        for index, candidate in enumerate(candidates):
            parts = {
                "dense": float(dense[index]),
                "late": float(late[index]) if late is not None else float(dense[index]),
                "words": float(shared[index]),
                "context": candidate.passage_score,
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

    def _late(self, question: str, texts: Sequence[str]) -> np.ndarray | None:
        if not isinstance(self.encoder, TokenEncoder):
            return None
        asked = self._tokens(question)
        weights = asked.weights
        if not len(asked.vectors) or weights.sum() <= 0:
            return np.zeros(len(texts), dtype=np.float32)
        sentences = [self._tokens(text).vectors for text in texts]
        lengths = np.array([len(vectors) for vectors in sentences])
        best = np.zeros((len(texts), len(weights)), dtype=np.float32)
        filled = np.flatnonzero(lengths)
        if len(filled):
            cosines = np.concatenate([sentences[i] for i in filled]) @ asked.vectors.T
            starts = np.concatenate([[0], np.cumsum(lengths[filled])[:-1]])
            best[filled] = np.maximum.reduceat(cosines, starts, axis=0)
        return best @ weights / weights.sum()


def shared_words(
    question: Question, candidates: Sequence[Candidate], idf: Callable[[str], float]
) -> np.ndarray:
    """(candidates,): the share, by idf, of the question's content words that each one has."""
    if not question.words:
        return np.zeros(len(candidates), dtype=np.float32)
    languages = [candidate.language for candidate in candidates]
    found = met(question, [candidate.text for candidate in candidates], languages)
    weights = np.array([idf(stem(word, languages[0])) for word in question.words])
    return weights @ found / max(float(weights.sum()), 1e-9)


# The kinds of sentence where the answer to a type of question is at home.
_HOMES = {
    Asked.CONTACT: frozenset({Kind.CONTACT}),
    Asked.TIME: frozenset({Kind.DATELINE}),
    Asked.PLACE: frozenset({Kind.DATELINE}),
    Asked.SUMMARY: frozenset({Kind.TITLE, Kind.SUBTITLE}),
    Asked.ISSUER: frozenset({Kind.SOURCE}),
}
_FURNITURE = frozenset({Kind.CONTACT, Kind.DATELINE, Kind.SOURCE})
_SOUGHT = frozenset({*_HOMES, Asked.PERSON, Asked.NUMBER, Asked.REASON})


def type_signals(question: Question, candidate: Candidate) -> dict[str, float]:
    """How a sentence fits the types asked for.

    `wanted`: the share of the types that it has material for; `home`: it is of the kind where
    such answers stand; `stray`: it is furniture of a release (contact, dateline, source) and the
    question does not ask for that; `heading`: it is a heading.
    """
    sought = question.asked & _SOUGHT
    offered = offers(candidate.text, candidate.kind)
    home = any(candidate.kind in _HOMES.get(asked, ()) for asked in sought)
    return {
        "wanted": len(sought & offered) / len(sought) if sought else 0.0,
        "home": float(home),
        "stray": float(candidate.kind in _FURNITURE and not home),
        "heading": float(candidate.kind is Kind.HEADING),
    }


@cache
def _weights() -> dict[str, float]:
    return json.loads(WEIGHTS.read_text(encoding="utf-8"))


def idf(frequency: int, passages: int) -> float:
    """BM25's inverse document frequency, log(1 + (N − n + ½) / (n + ½)), never negative."""
    return math.log(1.0 + (passages - frequency + 0.5) / (frequency + 0.5))
