"""One state of a library, as a reader holds it: a snapshot of the database and its indexes."""

from __future__ import annotations

import sqlite3
import threading
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from domain import Passage, Release
from errors import LibraryDamaged, LibraryMismatch
from vectorstore.database import Database
from vectorstore.holding import Hold
from vectorstore.lock import writing_lock
from vectorstore.records import PASSAGE, RELEASE, passage_from_row, release_from_row
from vectorstore.relations import CONFLICT, TRANSLATION
from vectorstore.schema import SCHEMA
from vectorstore.vectors import ChromaVectors, Hit
from vectorstore.words import TantivyWords

if TYPE_CHECKING:
    from vectorstore.listing import Listing

_RELEASES, _STEMS = 512, 4_096  # that are kept
_NEAR = 30  # passages in which a word that is written alike is looked for
_ATTEMPTS = 3  # at a snapshot whose indexes no writer is removing at this instant
_MAPPED = 2**31  # bytes of the database that are read as memory, where pages are shared
_WORDS = "substr(r.text, p.first + 1, p.last - p.first)"  # of a passage in its release
_WORDED = "FROM passages p JOIN releases r USING (release_id, version) WHERE number IN"


class Extract(NamedTuple):
    """A passage without its words: its number, its release (id and version), where in that it
    begins, and what was worked out of it, None where nothing is that holds."""

    number: int
    key: tuple[str, str]
    start: int
    body: bytes | None


class Head(NamedTuple):
    """What was worked out of a release as a whole, or, where nothing is that holds, the release
    with the sentences of its head alone (see `release_from_row`); and the languages in which it is
    there too."""

    key: tuple[str, str]
    body: bytes | None
    release: Release | None
    languages: frozenset[str]


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def index_folder(folder: Path, epoch: int) -> Path:
    """Where the indexes of one state live; each state that is committed has a folder of its own."""
    return folder / f"index-{epoch}"


class View:
    """A library as it was at one commit, whatever is committed meanwhile.

    The read transaction that is opened here keeps the texts and passages of that commit visible;
    the folder of its indexes is never written again, and stays while it is held. Calls from
    several threads take turns; vectors are searched beside the rest.
    """

    def __init__(self, folder: Path) -> None:
        """LibraryDamaged or LibraryMismatch say what is wrong."""
        self.folder = folder
        self.users = 0
        self._guard = threading.RLock()
        self._searching = threading.Lock()  # vectors, beside whatever else is read
        self._vectors: ChromaVectors | None = None
        self._words: TantivyWords | None = None
        self._read = False  # the vectors, into memory
        self._count: int | None = None
        self.release = lru_cache(maxsize=_RELEASES)(self._release)
        self.frequency = lru_cache(maxsize=_STEMS)(self._frequency)
        self.version_in_force = lru_cache(maxsize=_RELEASES)(self._version_in_force)
        self._database = Database(folder)
        try:
            if self._database.check() != SCHEMA:
                with writing_lock(folder):
                    self._database.migrate()
            self._database.connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
            self._hold = self._begin()
        except (LibraryDamaged, LibraryMismatch):
            self._database.close()
            raise
        except sqlite3.DatabaseError as error:
            self._database.close()
            raise self._database.damaged(error) from error

    def _begin(self) -> Hold:
        """Begin the snapshot, and hold the folder of its indexes so that no writer removes it."""
        for _ in range(_ATTEMPTS):
            self._database.connection.execute("BEGIN")  # the snapshot begins with the next read
            self.manifest, self.epoch, self.generation = self._database.manifest()
            hold = Hold(index_folder(self.folder, self.epoch))
            if hold.found or not self.generation:
                break
            hold.release()  # a commit came between, or the folder was lost: `indexes` says so
            self._database.connection.execute("ROLLBACK")
        else:
            self._database.connection.execute("BEGIN")
            self.manifest, self.epoch, self.generation = self._database.manifest()
        return hold

    @cached_property
    def forward(self) -> str | None:
        """The stamp that what was worked out of the passages holds for."""
        rows = self.rows("SELECT value FROM manifest WHERE key = 'forward'")
        return str(rows[0][0]) if rows else None

    def live_version(self, release_id: str) -> str:
        """The version that new answers use; KeyError when there is none."""
        version = self.version_in_force(release_id)
        if version is None:
            raise KeyError(release_id)
        return version

    def _version_in_force(self, release_id: str) -> str | None:
        rows = self.rows(
            "SELECT version FROM releases WHERE release_id = ? AND live = 1", release_id
        )
        return str(rows[0][0]) if rows else None

    def rows(self, sql: str, *arguments: object) -> list[tuple]:
        """Rows of the snapshot."""
        with self._guard:
            return self._database.rows(sql, *arguments)

    def _release(self, release_id: str, version: str) -> Release:
        rows = self.rows(
            f"SELECT {RELEASE} FROM releases WHERE release_id = ? AND version = ?",
            release_id,
            version,
        )
        if not rows:
            raise KeyError((release_id, version))
        links = self._links(release_id)
        return replace(
            release_from_row(*rows[0]),
            translations=tuple(links[TRANSLATION]),
            conflicts=tuple(links[CONFLICT]),
        )

    def linked(self, release_id: str, kind: str) -> tuple[str, ...]:
        """The releases that this one is linked to, official ones first; none that was removed."""
        return tuple(self._links(release_id)[kind])

    def _links(self, release_id: str) -> dict[str, list[str]]:
        """What a release is linked to, by kind; see `linked`."""
        rows = self.rows(
            "SELECT kind, other FROM links WHERE release_id = ? "
            "AND (kind = 'moved' OR other NOT IN (SELECT release_id FROM removed)) ORDER BY "
            "(SELECT max(official) FROM ledger WHERE release_id = other) DESC, other",
            release_id,
        )
        links: dict[str, list[str]] = defaultdict(list)
        for kind, other in rows:
            links[kind].append(other)
        return links

    def passages(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """The passages with these numbers; numbers that are not live are left out."""
        rows = self.rows(
            f"SELECT number, {PASSAGE} FROM passages WHERE number IN ({_marks(numbers)})", *numbers
        )
        return {number: passage_from_row(*rest) for number, *rest in rows}

    def extracts(self, numbers: Sequence[int], stamp: str = "") -> dict[int, Extract]:
        """The passages with these numbers, in one query; what was worked out of them where it was
        made for `stamp`. Their words are left where they are: most are never looked at."""
        body, join = ("f.body", "LEFT JOIN forward f USING (number)")
        if stamp != self.forward:
            body, join = ("NULL", "")
        rows = self.rows(
            f"SELECT number, release_id, version, first, {body} FROM passages {join} "
            f"WHERE number IN ({_marks(numbers)})",
            *numbers,
        )
        return {row[0]: Extract(row[0], (row[1], row[2]), row[3], row[4]) for row in rows}

    def passages_of(self, release_ids: Collection[str], limit: int) -> list[int]:
        """The numbers of the first `limit` passages of these releases, in their order."""
        names = sorted(release_ids)
        found = self.rows(
            f"SELECT number FROM passages WHERE release_id IN ({_marks(names)}) "
            "ORDER BY number LIMIT ?",
            *names,
            limit,
        )
        return [number for (number,) in found]

    def words_of(self, numbers: Sequence[int]) -> dict[int, str]:
        """The words of the passages with these numbers."""
        sql = f"SELECT number, {_WORDS} {_WORDED} ({_marks(numbers)})"
        return dict(self.rows(sql, *numbers))

    def worded(self, numbers: Sequence[int]) -> dict[int, tuple[Passage, str]]:
        """The passages with these numbers and their words."""
        passages, words = self.passages(numbers), self.words_of(numbers)
        return {number: (passage, words[number]) for number, passage in passages.items()}

    def heads(self, keys: Sequence[tuple[str, str]], stamp: str = "") -> list[Head]:
        """What is said of these release versions as a whole; what was worked out of them where it
        was made for `stamp`."""
        if not keys:
            return []
        told: dict[str, set[str]] = {}
        names = [release_id for release_id, _ in keys]
        for release_id, language in self.rows(
            "SELECT l.release_id, language FROM links l JOIN releases r ON r.release_id = other "
            f"WHERE r.live = 1 AND l.kind = ? AND l.release_id IN ({_marks(names)})",
            TRANSLATION,
            *names,
        ):
            told.setdefault(release_id, set()).add(language)
        bodies: dict[tuple[str, str], bytes] = {}
        if stamp == self.forward:
            rows = self._of(keys, "release_id, version, body", "heads")
            bodies = {(release_id, version): body for release_id, version, body in rows}
        missing = [key for key in keys if key not in bodies]
        rows = self._of(missing, RELEASE, "releases") if missing else []
        releases = {(row[0], row[1]): release_from_row(*row, head=True) for row in rows}
        return [
            Head(key, bodies.get(key), releases.get(key), frozenset(told.get(key[0], ())))
            for key in keys
        ]

    def _of(self, keys: Sequence[tuple[str, str]], columns: str, table: str) -> list[tuple]:
        """The rows of a table for these releases (id and version)."""
        pairs = ",".join(["(?, ?)"] * len(keys))
        return self.rows(  # a join, since SQLite reads the whole table for a pair in a list
            f"WITH wanted (release_id, version) AS (VALUES {pairs}) "
            f"SELECT {columns} FROM wanted CROSS JOIN {table} USING (release_id, version)",
            *(part for key in keys for part in key),
        )

    def passage_count(self) -> int:
        """How many passages are live; counted once, since every question asks."""
        if self._count is None:
            self._count = int(self.rows("SELECT count(*) FROM passages")[0][0])
        return self._count

    def search_vectors(self, vector: np.ndarray, limit: int) -> list[Hit]:
        """Nearest passages by cosine, best first."""
        vectors = self.indexes()[0]
        with self._searching:
            return vectors.search(vector, limit)

    def search_words(self, question: str, limit: int) -> list[Hit]:
        """Passages that share words with the question, best first by BM25."""
        with self._guard:
            return self.indexes()[1].search(question, limit)

    def holding(self, word: str) -> list[int]:
        """The numbers of the live passages that hold a folded word."""
        with self._guard:
            return self.indexes()[1].holding(word)

    def near(self, word: str, changes: int) -> list[int]:
        """The numbers of some passages with a word that is written nearly like a folded one."""
        with self._guard:
            return self.indexes()[1].near(word, changes, _NEAR)

    @cached_property
    def listing(self) -> Listing:
        """The table of releases, made when it is first asked for."""
        from vectorstore.listing import Listing

        return Listing(self)

    def _frequency(self, stemmed: str) -> int:
        """How many passages hold this stem."""
        with self._guard:
            return self.indexes()[1].frequency(stemmed)

    def indexes(self) -> tuple[ChromaVectors, TantivyWords]:
        """Vectors and words, opened on first use."""
        with self._guard:
            if self._vectors is None or self._words is None:
                folder = index_folder(self.folder, self.epoch)
                self._vectors = ChromaVectors(folder / "vectors")
                self._words = TantivyWords(folder / "words")
            return self._vectors, self._words

    @property
    def warm(self) -> bool:
        """Whether the indexes are open."""
        return self._vectors is not None

    def warm_up(self) -> None:
        """Open the indexes and read the vectors into memory, before anybody waits for them."""
        if not self._read:
            self.search_vectors(np.zeros(self.manifest.dimensions, dtype=np.float32), 1)
            self._read = True

    def close(self) -> None:
        """Let go of all files."""
        with self._searching, self._guard:
            if self._vectors is not None:
                self._vectors.close()
            self._vectors = self._words = None
            self._hold.release()
            self._database.close()
