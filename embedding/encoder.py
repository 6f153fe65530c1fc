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


@dataclass(eq=False)  # frozen ones take longer to make, and there are many
class TokenVectors:
    """The tokens of one text, in order; all empty for a text without a known token.

    `spans` (n × 2) is where each token stands in the text, `[start, end)`. Vectors and weights are
    looked up when they are first wanted. Tokens that were read back from a library have `written`
    (n,), how each is written, instead of pieces and spans.
    """

    pieces: tuple[str, ...]
    ids: np.ndarray
    spans: np.ndarray
    rows: Rows
    written: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.ids)

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

    `vectors` (u × d float32) are those that occur, `norms` (u,) their lengths, None where they are
    L2-normalised. `places` (t,) says which of them each token has, in the order of the texts, and
    `lengths` (n,) how many tokens each text has. `unknown` is the row of the token that stands for
    what is none: it counts in sums alone.
    """

    vectors: np.ndarray
    places: np.ndarray
    lengths: np.ndarray
    norms: np.ndarray | None = None
    unknown: int | None = None

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


Tokens = tuple[list[int], list[tuple[int, int]]]
"""The ids of tokens, and where each stands, `[start, end)`."""


class TableEncoder(TokenEncoder):
    """A `TokenEncoder` whose token vectors are rows of one table, by id, and whose vector of a text
    is their sum, L2-normalised: what is asked of a text can be worked out from its ids."""

    table: np.ndarray
    """(vocabulary × d) float32; a token's vector is its row, L2-normalised."""
    unknown: int | None
    """The id of what is no known token."""
    before: np.ndarray
    """(d,) float32: what is added to the sum of every passage."""
    tabled: bool
    """Whether that is so: not with a prefix that grows together with the text."""

    @abstractmethod
    def cut(self, runs: Sequence[str]) -> list[Tokens]:
        """The tokens of runs of characters between spaces, unknown ones among them."""

    @abstractmethod
    def ids(self, runs: Sequence[str]) -> list[list[int]]:
        """Their ids alone, which takes less time."""

    @abstractmethod
    def rows(self, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """See `Rows`."""

    @abstractmethod
    def bag_of(self, ids: np.ndarray, lengths: np.ndarray) -> TokenBag:
        """The vectors of n texts with these ids (t,), one text after the other."""

    @abstractmethod
    def sums(self, ids: np.ndarray, lengths: np.ndarray) -> np.ndarray:
        """(n × d) float32: the sums of the rows of n texts, `before` among them."""


def table_of(encoder: Encoder) -> TableEncoder | None:
    """The encoder where it has a table, else None."""
    return encoder if isinstance(encoder, TableEncoder) and encoder.tabled else None
