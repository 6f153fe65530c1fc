"""The seam behind which every embedding model stands.

`Encoder` turns passages and questions into vectors and says who it is; `TokenEncoder` is for the
models that also give a vector for each token, which late interaction reads.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from langchain_core.embeddings import Embeddings


class Encoder(Embeddings, ABC):
    """A LangChain `Embeddings` that works in arrays and has a name, a size and a fingerprint."""

    @property
    @abstractmethod
    def name(self) -> str:
        """What to call the model in a message or a report."""

    @property
    @abstractmethod
    def dimensions(self) -> int:
        """The length of a vector."""

    @property
    @abstractmethod
    def fingerprint(self) -> str:
        """A short hash of the model's files and prefixes; another one means other vectors."""

    @abstractmethod
    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        """n × d float32 vectors of stored texts, L2-normalised; a text without a word gives 0."""

    @abstractmethod
    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        """n × d float32 vectors of questions, L2-normalised; a text without a word gives 0."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain's name for `encode_passages`."""
        return self.encode_passages(texts).tolist()

    def embed_query(self, text: str) -> list[float]:
        """LangChain's name for `encode_queries` of one question."""
        return self.encode_queries([text])[0].tolist()


Rows = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]
"""From the ids of t tokens to their vectors (t × d, unit length) and their weights (t,)."""


@dataclass(frozen=True, eq=False)
class TokenVectors:
    """The tokens of one text, in order; all empty for a text without a known token.

    `spans` (n × 2) is where each token stands in the text, `[start, end)`. Vectors and weights are
    looked up when they are first wanted: many texts are kept for their ids and spans alone.
    """

    pieces: tuple[str, ...]
    ids: np.ndarray
    spans: np.ndarray
    rows: Rows

    def __len__(self) -> int:
        return len(self.pieces)

    @cached_property
    def vectors(self) -> np.ndarray:
        """n × d float32, L2-normalised."""
        return self.rows(self.ids)[0]

    @cached_property
    def weights(self) -> np.ndarray:
        """(n,) float32 ≥ 0, how much each token says: the norm of its vector × the square of its
        inverse document frequency in the training texts (measured: better than the first power,
        than either factor alone, and than norm²)."""
        return self.rows(self.ids)[1]


@dataclass(frozen=True, slots=True, eq=False)
class TokenBag:
    """The tokens of n texts with every vector once, for what reads the tokens of many texts.

    `vectors` (u × d float32, L2-normalised) are those that occur, `places` (t,) says which of them
    each token has, in the order of the texts, and `lengths` (n,) how many tokens each text has.
    """

    vectors: np.ndarray
    places: np.ndarray
    lengths: np.ndarray

    @classmethod
    def of(cls, texts: Sequence[np.ndarray]) -> TokenBag:
        """From the token vectors (tokens × d) of each text."""
        lengths = np.array([len(vectors) for vectors in texts], dtype=np.int64)
        filled = [vectors for vectors in texts if len(vectors)]
        vectors = np.concatenate(filled) if filled else np.zeros((0, 0), dtype=np.float32)
        return cls(vectors, np.arange(len(vectors)), lengths)


class TokenEncoder(ABC):
    """An encoder that also gives token vectors, for late interaction."""

    @abstractmethod
    def token_vectors(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The tokens of each text; no prefix is put before them."""

    def token_bag(self, texts: Sequence[str]) -> TokenBag:
        """The vectors of the same tokens, for many texts at once."""
        return TokenBag.of([found.vectors for found in self.token_vectors(texts)])
