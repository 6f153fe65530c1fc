"""Vectors in Chroma, lean: a key and a vector, nothing else (texts and metadata are in SQLite).

The seam for another engine is `VectorIndex`. Keys are the passage numbers of the database.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from errors import LibraryDamaged

COLLECTION = "passages"
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found by an index; `score` is higher for better, on the index's own scale."""

    passage: int
    score: float


class VectorIndex(Protocol):
    """Nearest passages by cosine."""

    def add(self, passages: Sequence[int], vectors: np.ndarray) -> None:
        """Store n vectors (n × d, float32, unit length) under n passage numbers."""
        ...

    def search(self, vector: np.ndarray, limit: int) -> list[Hit]:
        """The `limit` nearest passages, best first; score is the cosine."""
        ...

    def delete(self, passages: Sequence[int]) -> None:
        """Forget these passages; unknown ones are ignored."""
        ...

    def count(self) -> int:
        """How many vectors are stored."""
        ...


class ChromaVectors:
    """`VectorIndex` in a local Chroma folder."""

    def __init__(self, folder: Path) -> None:
        import chromadb
        from chromadb.config import Settings
        from chromadb.errors import ChromaError

        self._errors = (ChromaError, ValueError, OSError)
        self.folder = folder
        try:
            self._client = chromadb.PersistentClient(
                str(folder), Settings(anonymized_telemetry=False, allow_reset=False)
            )
            self._collection = self._client.get_or_create_collection(
                COLLECTION,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine", "ef_search": 200}},
            )
        except (*self._errors, AttributeError) as error:
            # AttributeError: what Chroma raises when a start that failed is tried again.
            raise _damaged(folder, error) from error

    def add(self, passages: Sequence[int], vectors: np.ndarray) -> None:
        """See VectorIndex; written in batches that Chroma takes."""
        for at in range(0, len(passages), BATCH):
            self._collection.upsert(
                ids=[str(number) for number in passages[at : at + BATCH]],
                embeddings=vectors[at : at + BATCH],
            )

    def search(self, vector: np.ndarray, limit: int) -> list[Hit]:
        """See VectorIndex."""
        try:
            found = self._collection.query(
                query_embeddings=[vector], n_results=limit, include=["distances"]
            )
        except self._errors as error:
            raise _damaged(self.folder, error) from error
        distances = (found["distances"] or [[]])[0]
        return [Hit(int(i), 1.0 - d) for i, d in zip(found["ids"][0], distances, strict=True)]

    def delete(self, passages: Sequence[int]) -> None:
        """See VectorIndex."""
        for at in range(0, len(passages), BATCH):
            self._collection.delete(ids=[str(number) for number in passages[at : at + BATCH]])

    def delete_from(self, first: int) -> None:
        """Forget every passage whose number is `first` or higher."""
        self.delete([number for number in self._numbers() if number >= first])

    def _numbers(self) -> Iterator[int]:
        return (int(key) for key in self._collection.get(include=[])["ids"])

    def count(self) -> int:
        """See VectorIndex."""
        try:
            return self._collection.count()
        except self._errors as error:
            raise _damaged(self.folder, error) from error

    def close(self) -> None:
        """Let go of the files, so that the next opening sees what others wrote."""
        self._client.close()


def _damaged(folder: Path, error: Exception) -> LibraryDamaged:
    return LibraryDamaged(
        f"the vectors in {folder} cannot be read ({str(error).splitlines()[0][:120]}); "
        "run `python cli.py ingest --rebuild`"
    )
