"""What is compared by `evaluate`: each turns queries and documents into a matrix of scores."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

import numpy as np
import snowballstemmer

from embedding.encoder import TokenEncoder
from embedding.training.measures import scaled
from language import ENGLISH, FRENCH
from shadow import fold

_STOP = {"fr": FRENCH, "en": ENGLISH}
_STEMMER = {"fr": "french", "en": "english"}
_K1, _B = 1.2, 0.75


def words(text: str, language: str) -> list[str]:
    """Folded, stemmed words of a text without function words."""
    stem = snowballstemmer.stemmer(_STEMMER[language]).stemWord
    cut = "".join(char if char.isalnum() else " " for char in fold(text)).split()
    return [stem(word) for word in cut if word not in _STOP[language]]


def bm25(queries: Sequence[str], documents: Sequence[str], language: str) -> np.ndarray:
    """Okapi BM25 (k1 = 1.2, b = 0.75) with French or English stems: queries × documents."""
    bags = [Counter(words(text, language)) for text in documents]
    lengths = np.array([sum(bag.values()) for bag in bags], float)
    norm = _K1 * (1 - _B + _B * lengths / max(lengths.mean(), 1.0))
    postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, bag in enumerate(bags):
        for word, count in bag.items():
            postings[word].append((number, count))
    scores = np.zeros((len(queries), len(documents)), np.float32)
    for row, query in zip(scores, queries, strict=True):
        for word in set(words(query, language)):
            found = postings.get(word, [])
            idf = math.log(1 + (len(documents) - len(found) + 0.5) / (len(found) + 0.5))
            for number, count in found:
                row[number] += idf * count * (_K1 + 1) / (count + norm[number])
    return scores


def late_interaction(
    encoder: TokenEncoder, queries: Sequence[str], documents: Sequence[str]
) -> np.ndarray:
    """For each token of a query the best cosine in the document, averaged by the token weights."""
    tokens = encoder.token_vectors(documents)
    lengths = np.array([len(document) for document in tokens])
    filled = np.flatnonzero(lengths)
    starts = np.concatenate([[0], np.cumsum(lengths[filled])[:-1]])
    ids = np.concatenate([tokens[number].ids for number in filled])
    _, first, inverse = np.unique(ids, return_index=True, return_inverse=True)
    table = np.concatenate([tokens[number].vectors for number in filled])[first]
    scores = np.zeros((len(queries), len(documents)), np.float32)
    for row, query in zip(scores, encoder.token_vectors(queries), strict=True):
        if len(query):
            cosines = query.vectors @ table.T
            best = np.maximum.reduceat(cosines[:, inverse], starts, axis=1)
            row[filled] = query.weights @ best / max(float(query.weights.sum()), 1e-9)
    return scores


def reranked(
    scores: np.ndarray,
    queries: Sequence[str],
    documents: Sequence[str],
    predict: Callable[[list[tuple[str, str]]], np.ndarray],
    depth: int = 50,
) -> np.ndarray:
    """The first `depth` documents of each query by the probability that they answer it, the others
    behind them by `scores`: queries × documents."""
    found = scaled(scores)
    for row, query in zip(found, queries, strict=True):
        best = np.argsort(-row, kind="stable")[:depth]
        row[best] = 1 + predict([(query, documents[number]) for number in best])
    return found
