"""Vectors in Chroma, lean: a key and a vector, nothing else (texts and metadata are in SQLite).

The seam for another engine is `VectorIndex`. Keys are the passage numbers of the database.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from errors import LibraryDamaged, LibraryUnwritable

COLLECTION = "passages"
BATCH = 1_000


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

    def get(self, passages: Sequence[int]) -> dict[int, np.ndarray]:
        """The vectors of these passages, as they were stored; unknown ones are left out."""
        ...

    def delete(self, passages: Sequence[int]) -> None:
        """Forget these passages; unknown ones are ignored."""
        ...

    def count(self) -> int:
        """How many vectors are stored."""
        ...


class ChromaVectors:
    """`VectorIndex` in a local Chroma folder."""

    def __init__(self, folder: Path, *, write: bool = False) -> None:
        """Open the collection in `folder`; LibraryDamaged when there is none and not `write`."""
        import chromadb
        from chromadb.config import Settings
        from chromadb.errors import ChromaError

        self._errors = (ChromaError, ValueError, OSError)
        self.folder = folder
        if not write and not (folder / "chroma.sqlite3").exists():
            raise _damaged(folder, FileNotFoundError("they are not there"))
        try:
            self._client = chromadb.PersistentClient(
                str(folder), Settings(anonymized_telemetry=False, allow_reset=False)
            )
            if write:
                self._collection = self._client.get_or_create_collection(
                    COLLECTION,
                    embedding_function=None,
                    configuration={"hnsw": {"space": "cosine", "ef_search": 200}},
                )
            else:
                self._collection = self._client.get_collection(COLLECTION, embedding_function=None)
        except (*self._errors, AttributeError) as error:
            # AttributeError: what Chroma raises when a start that failed is tried again.
            raise (_unwritable if write else _damaged)(folder, error) from error

    def add(self, passages: Sequence[int], vectors: np.ndarray) -> None:
        """See VectorIndex; written in batches that Chroma takes."""
        with self._writing():
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

    def get(self, passages: Sequence[int]) -> dict[int, np.ndarray]:
        """See VectorIndex."""
        found: dict[int, np.ndarray] = {}
        try:
            for at in range(0, len(passages), BATCH):
                ids = [str(number) for number in passages[at : at + BATCH]]
                part = self._collection.get(ids=ids, include=["embeddings"])
                found.update(zip(map(int, part["ids"]), part["embeddings"], strict=True))
        except self._errors as error:
            raise _damaged(self.folder, error) from error
        return found

    def delete(self, passages: Sequence[int]) -> None:
        """See VectorIndex."""
        with self._writing():
            for at in range(0, len(passages), BATCH):
                self._collection.delete(ids=[str(number) for number in passages[at : at + BATCH]])

    def count(self) -> int:
        """See VectorIndex."""
        try:
            return self._collection.count()
        except self._errors as error:
            raise _damaged(self.folder, error) from error

    def close(self) -> None:
        """Let go of the files."""
        self._client.close()

    abandon = close  # what is wanted no more has no shorter end here

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except self._errors as error:
            raise _unwritable(self.folder, error) from error


def _damaged(folder: Path, error: Exception) -> LibraryDamaged:
    return LibraryDamaged(
        f"the vectors in {folder} cannot be read ({_brief(error)}); "
        "run `python cli.py ingest --rebuild`"
    )


def _unwritable(folder: Path, error: Exception) -> LibraryUnwritable:
    return LibraryUnwritable(
        f"the vectors in {folder} cannot be written ({_brief(error)}); the library is as it was: "
        "free some space, check the permissions and run again"
    )


def _brief(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120]
