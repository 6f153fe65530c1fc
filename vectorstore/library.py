"""Reading a library: releases, passages by number, and the two indexes behind them.

The database is the truth; the indexes answer with passage numbers, and numbers that the database
does not know (left by a run that was killed, or by one that is under way) are dropped. A reader
notices by itself that another process has committed and opens the indexes anew.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from domain import Passage, Release
from errors import LibraryDamaged, LibraryEmpty, LibraryMismatch
from vectorstore.database import FILE, Database
from vectorstore.manifest import Manifest
from vectorstore.records import passage_from_row, release_from_row
from vectorstore.vectors import ChromaVectors, Hit
from vectorstore.words import TantivyWords

_RELEASES = 512


def index_folder(folder: Path, epoch: int) -> Path:
    """Where the indexes of one build live; a rebuild makes a new folder and then switches."""
    return folder / f"index-{epoch}"


def read_manifest(database: Database) -> tuple[Manifest, int, int]:
    """The manifest, the epoch of the indexes and the generation of the content."""
    try:
        rows = dict(database.connection.execute("SELECT key, value FROM manifest"))
        return Manifest.from_rows(rows), int(rows["epoch"]), int(rows["generation"])
    except sqlite3.DatabaseError as error:
        raise database.damaged(error) from error
    except (KeyError, ValueError) as error:
        raise LibraryDamaged(
            f"the manifest in {database.path} is incomplete ({error}); delete the folder "
            f"{database.path.parent} and run `python cli.py ingest` again"
        ) from error


class Library:
    """A library opened for reading; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        """Open `folder`; LibraryEmpty, LibraryDamaged or LibraryMismatch say what is wrong."""
        self.folder = folder
        if folder.exists() and not folder.is_dir():
            raise LibraryDamaged(f"{folder} is a file, not a library folder; choose another one")
        if not (folder / FILE).exists():
            raise LibraryEmpty(f"there is no library in {folder} yet; run `python cli.py ingest`")
        self._database = Database(folder)
        self._guard = threading.RLock()
        self._vectors: ChromaVectors | None = None
        self._words: TantivyWords | None = None
        self._count: int | None = None
        self._release = lru_cache(maxsize=_RELEASES)(self._read_release)
        try:
            self._database.check()
            self.manifest, self._epoch, self.generation = read_manifest(self._database)
        except (LibraryDamaged, LibraryMismatch):
            self._database.close()
            raise

    # What is stored

    def releases(self) -> list[Release]:
        """The current version of every release, in order of arrival."""
        rows = self._rows(
            "SELECT release_id, version FROM releases WHERE live = 1 ORDER BY ordinal"
        )
        return [self._release(release_id, version) for release_id, version in rows]

    def release(self, release_id: str, version: str | None = None) -> Release:
        """One release, its current version unless told; KeyError when it was never stored."""
        if version is None:
            rows = self._rows(
                "SELECT version FROM releases WHERE release_id = ? AND live = 1", release_id
            )
            if not rows:
                raise KeyError(release_id)
            version = rows[0][0]
        return self._release(release_id, version)

    def text(self, release_id: str, version: str) -> str:
        """The text that quotes are taken from; KeyError when it was never stored."""
        return self._release(release_id, version).text

    def is_current(self, release_id: str, version: str) -> bool:
        """Whether new answers use this version."""
        sql = "SELECT 1 FROM releases WHERE release_id = ? AND version = ? AND live = 1"
        return bool(self._rows(sql, release_id, version))

    def passages(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """The passages with these numbers; numbers that are not live are left out."""
        marks = ",".join("?" * len(numbers))
        rows = self._rows(
            "SELECT number, release_id, version, first, last, section, sentences "
            f"FROM passages WHERE number IN ({marks})",
            *numbers,
        )
        return {number: passage_from_row(*rest) for number, *rest in rows}

    def passage_count(self) -> int:
        """How many passages are live; counted once a generation, since every question asks."""
        if self._count is None:
            self._count = int(self._rows("SELECT count(*) FROM passages")[0][0])
        return self._count

    # Search

    def search_vectors(self, vector: np.ndarray, limit: int) -> list[Hit]:
        """Nearest passages by cosine, best first; some may no longer be live."""
        with self._guard:
            return self._indexes()[0].search(vector, limit)

    def search_words(self, question: str, limit: int) -> list[Hit]:
        """Passages that share words with the question, best first by BM25."""
        with self._guard:
            return self._indexes()[1].search(question, limit)

    def frequency(self, stemmed: str) -> int:
        """How many passages hold this stem."""
        with self._guard:
            return self._indexes()[1].frequency(stemmed)

    def expect(self, manifest: Manifest) -> None:
        """Raise LibraryMismatch unless the library was made as `manifest` says."""
        differences = self.manifest.differences(manifest)
        if differences:
            raise LibraryMismatch(
                f"the library {self.folder} was made with {' and '.join(differences)}; "
                "run `python cli.py ingest` to rebuild it, or set DEPECHE_ENCODER back"
            )

    def refresh(self) -> bool:
        """Follow what other processes committed; True when something changed."""
        with self._guard:
            manifest, epoch, generation = read_manifest(self._database)
            if (epoch, generation) == (self._epoch, self.generation):
                return False
            self._close_indexes()
            self._release.cache_clear()
            self._count = None
            self.manifest, self._epoch, self.generation = manifest, epoch, generation
            return True

    def check(self) -> None:
        """Raise LibraryEmpty or LibraryDamaged unless every live passage is in both indexes."""
        live = self.passage_count()
        if not live:
            raise LibraryEmpty(f"the library {self.folder} is empty; run `python cli.py ingest`")
        with self._guard:
            vectors, words = self._indexes()
            for name, count in (("vectors", vectors.count()), ("words", words.count())):
                if count < live:
                    raise LibraryDamaged(
                        f"the library {self.folder} has {live} passages but {count} {name}; "
                        "run `python cli.py ingest --rebuild`"
                    )

    def close(self) -> None:
        """Let go of all files."""
        with self._guard:
            self._close_indexes()
            self._database.close()

    def _indexes(self) -> tuple[ChromaVectors, TantivyWords]:
        if self._vectors is None or self._words is None:
            folder = index_folder(self.folder, self._epoch)
            self._vectors = ChromaVectors(folder / "vectors")
            self._words = TantivyWords(folder / "words")
        return self._vectors, self._words

    def _close_indexes(self) -> None:
        if self._vectors is not None:
            self._vectors.close()
        self._vectors = self._words = None

    def _read_release(self, release_id: str, version: str) -> Release:
        rows = self._rows(
            "SELECT release_id, version, source, record, text FROM releases "
            "WHERE release_id = ? AND version = ?",
            release_id,
            version,
        )
        if not rows:
            raise KeyError((release_id, version))
        return release_from_row(*rows[0])

    def _rows(self, sql: str, *arguments: object) -> list[tuple]:
        try:
            return self._database.connection.execute(sql, arguments).fetchall()
        except sqlite3.DatabaseError as error:
            raise self._database.damaged(error) from error
