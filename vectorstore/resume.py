"""Vectors of a run that is under way, so that the run after a kill need not make them again.

A file beside the library that is part of no state of it: it is thrown away at the commit, and when
anything about it is wrong. What it holds is keyed by encoder and text, so that it cannot be stale.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

_FILE = "unfinished.sqlite3"
_AT_ONCE = 500


class Resume:
    """Vectors by text; every trouble with the file means that it holds nothing."""

    def __init__(self, connection: sqlite3.Connection, fingerprint: str) -> None:
        self._connection = connection
        self._fingerprint = fingerprint.encode()
        self._finished = False
        self.reused = 0
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)"
            " WITHOUT ROWID"
        )
        self._empty = connection.execute("SELECT 1 FROM vectors").fetchone() is None

    @classmethod
    @contextmanager
    def open(cls, folder: Path, fingerprint: str) -> Iterator[Resume]:
        """What an earlier run left in `folder`; removed at the end, unless the run was cut off."""
        path = folder / _FILE
        try:
            connection = sqlite3.connect(path, isolation_level=None)
            resume = cls(connection, fingerprint)
        except sqlite3.DatabaseError:
            connection.close()
            _remove(path)
            connection = sqlite3.connect(path, isolation_level=None)
            resume = cls(connection, fingerprint)
        try:
            yield resume
        finally:
            connection.close()
            if resume._finished:
                _remove(path)

    def get(self, texts: Sequence[str]) -> dict[str, np.ndarray]:
        """The vectors that are there, by text."""
        if self._empty:
            return {}
        keys = {self._key(text): text for text in texts}
        found: dict[str, np.ndarray] = {}
        for at in range(0, len(keys), _AT_ONCE):
            part = list(keys)[at : at + _AT_ONCE]
            marks = ",".join("?" * len(part))
            rows = self._connection.execute(f"SELECT * FROM vectors WHERE key IN ({marks})", part)
            found.update(
                (keys[key], np.frombuffer(vector, dtype=np.float32)) for key, vector in rows
            )
        self.reused += len(found)
        return found

    def keep(self, texts: Sequence[str], vectors: np.ndarray) -> None:
        """Note the vectors (n × d, float32) of n texts."""
        rows = [
            (self._key(t), v.astype(np.float32).tobytes())
            for t, v in zip(texts, vectors, strict=True)
        ]
        self._connection.execute("BEGIN")
        self._connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
        self._connection.execute("COMMIT")

    def forget(self) -> None:
        """The run came to its end: nothing is unfinished any more."""
        self._finished = True

    def _key(self, text: str) -> bytes:
        digest = hashlib.blake2b(self._fingerprint, digest_size=16)
        digest.update(text.encode("utf-8", "surrogatepass"))
        return digest.digest()


def _remove(path: Path) -> None:
    for name in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        with contextlib.suppress(OSError):
            name.unlink(missing_ok=True)
