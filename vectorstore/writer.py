"""Writing a library: one process at a time, all of a run or nothing of it.

The indexes of a committed library are never written again. A run that changes something works on
a copy of them in a folder of its own, so that a kill at any instant leaves the old state or the
new one, and a reader that is in the middle of a question keeps what it began with:

1. the folder `index-N` is copied to `index-N+1`, which no reader knows; words and vectors of new
   passages are added there, those of passages that went are deleted there;
2. what was written there is forced to the disk;
3. the database commits, and with it names `index-N+1`: from this instant readers see the new state.

A run killed before 3 leaves a folder that the next writer removes. `index-N` stays as long as a
reader holds it (`holding`).
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from domain import Passage, Release
from errors import LibraryDamaged, LibraryUnwritable
from vectorstore import holding
from vectorstore.apart import VectorsApart
from vectorstore.catalogue import Catalogue
from vectorstore.database import FILE, Database, make_durable
from vectorstore.lock import writing_lock
from vectorstore.manifest import Manifest
from vectorstore.vectors import BATCH, ChromaVectors
from vectorstore.view import index_folder
from vectorstore.words import TantivyWords, check_counts

_CACHE = 65_536  # KiB; a run is one transaction, and pages that do not fit are written twice
APART = 2_000  # vectors: a run that adds more leaves them to a process of their own
_DEAD = 1_000  # deleted vectors that Chroma may always carry along


class LibraryWriter(Catalogue):
    """A library opened for writing, by `open_for_writing` only."""

    def __init__(self, folder: Path, manifest: Manifest, rebuild: bool) -> None:
        self.folder = folder
        if (folder / FILE).exists():
            database = Database(folder)
        else:
            rows = [*manifest.as_rows(), ("epoch", "0"), ("generation", "0")]
            database = Database.create(folder, rows)
        self._vectors: ChromaVectors | VectorsApart | None = None
        self._words: TantivyWords | None = None
        self._new: set[int] = set()  # numbers of passages that this run put
        self._added = 0  # vectors that this run added
        try:
            super().__init__(database)
            self._open(manifest, rebuild)
        except BaseException:
            self.close()
            raise

    def _open(self, manifest: Manifest, rebuild: bool) -> None:
        self._connection.execute(f"PRAGMA cache_size = -{_CACHE}")
        self._database.check()
        self._database.migrate()
        stored, self._epoch, self._generation = self._database.manifest()
        self.differences = stored.differences(manifest)
        self.rebuilding = bool(self.differences) or rebuild
        self._manifest = manifest
        self._remove_folders()
        if not self.rebuilding and self._generation:
            self._check_counts()
        self._connection.execute("BEGIN IMMEDIATE")
        if self.rebuilding:  # every live release is put again, into empty indexes
            self._connection.execute("DELETE FROM passages")

    # Changes; nothing is visible to readers before `commit`

    def put(self, release: Release, passages: Sequence[Passage]) -> list[int]:
        """Make this version the live one; the numbers of its passages, which want their vectors.

        See `enter` for the text of a version that was stored before.
        """
        numbers = self.enter(release, passages)
        self._new.update(numbers)
        for number, passage in zip(numbers, passages, strict=True):
            self._add_words(number, release, passage)
        return numbers

    def add_vectors(self, numbers: Sequence[int], vectors: np.ndarray) -> None:
        """Store the vectors (n × d, unit length) of n passages that were put."""
        self._indexes()[0].add(numbers, vectors)
        self._added += len(numbers)
        if self._added >= APART and isinstance(self._vectors, ChromaVectors) and holding.TOLD:
            self._vectors.close()
            self._vectors = VectorsApart(self._vectors.folder)

    @property
    def stamp(self) -> str | None:
        """What the stored descriptions hold for."""
        return self._database.value("SELECT value FROM manifest WHERE key = 'forward'")  # type: ignore[return-value]

    def describe_for(self, stamp: str) -> None:
        """Forget the descriptions that do not hold for `stamp`: all of them are to be put anew."""
        self._connection.execute("DELETE FROM forward")
        self._connection.execute("DELETE FROM heads")
        self._set("forward", stamp)

    def describe_head(self, release: Release, body: bytes) -> None:
        """Store what was worked out of a live release as a whole."""
        self._connection.execute(
            "INSERT OR REPLACE INTO heads VALUES (?, ?, ?)",
            (release.release_id, release.version, body),
        )

    def add_descriptions(self, numbers: Sequence[int], bodies: Sequence[bytes]) -> None:
        """Store what was worked out of n passages; those that went meanwhile are left out."""
        self._connection.executemany(
            "INSERT OR REPLACE INTO forward SELECT number, ?2 FROM passages WHERE number = ?1",
            zip(numbers, bodies, strict=True),
        )

    def commit(self) -> None:
        """Switch readers to the new state, then clean up behind it."""
        vectors, words = self._indexes()
        vectors.delete(self._dropped)
        words.delete(self._dropped)
        words.commit()
        vectors.close()
        self._vectors = self._words = None
        make_durable(index_folder(self.folder, self._next))
        make_durable(self.folder)
        self._set("dead", str(self._dead() + len(self._dropped)))
        for key, value in self._manifest.as_rows():
            self._set(key, value)
        self._set("epoch", str(self._next))
        self._set("generation", str(self._generation + 1))
        self._connection.execute("COMMIT")
        self._epoch, self._generation = self._next, self._generation + 1
        self._dropped = []
        self._remove_folders()

    def close(self) -> None:
        """Leave without a commit what was not committed, and let go of all files."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
        if self._words is not None:
            self._words.rollback()
        if self._vectors is not None:
            self._vectors.abandon()
        self._vectors = self._words = None
        self._database.close()

    # The indexes of the next generation

    def _indexes(self) -> tuple[ChromaVectors | VectorsApart, TantivyWords]:
        if self._vectors is None or self._words is None:
            current = index_folder(self.folder, self._epoch)
            following = self._free_folder()
            compact = self._dead() > max(_DEAD, self.passage_count()) or self._left_over()
            copied = self._generation and not self.rebuilding and not compact
            if copied:
                shutil.copytree(current, following)
            self._vectors = ChromaVectors(following / "vectors", write=True)
            self._words = TantivyWords(following / "words")
            if not copied:
                self._forget("dead", "compact")
            if compact and not self.rebuilding:
                self._carry_over(current)
        return self._vectors, self._words

    def _free_folder(self) -> Path:
        """The folder of the next state: the child of a killed run may still be at the first one."""
        self._next = self._epoch
        while True:
            self._next += 1
            folder = index_folder(self.folder, self._next)
            holding.remove(folder, untold=True)
            if not folder.exists():
                return folder

    def _carry_over(self, current: Path) -> None:
        """Fill the empty indexes with what is live, from the stored texts and the old vectors."""
        old = ChromaVectors(current / "vectors")
        try:
            for release in self.live_releases():
                for number, passage in self.numbered(release.release_id):
                    if number not in self._new:
                        self._add_words(number, release, passage)
            rows = self._connection.execute("SELECT number FROM passages ORDER BY number")
            numbers = [number for (number,) in rows if number not in self._new]
            for at in range(0, len(numbers), BATCH):
                part = numbers[at : at + BATCH]
                found = old.get(part)
                if len(found) < len(part):
                    raise LibraryDamaged(
                        f"vectors of {len(part) - len(found)} passages are missing in "
                        f"{self.folder}; run `python cli.py ingest --rebuild`"
                    )
                self.add_vectors(part, np.stack([found[number] for number in part]))
        finally:
            old.close()

    def _add_words(self, number: int, release: Release, passage: Passage) -> None:
        self._indexes()[1].add(
            number,
            release.text[passage.start : passage.end],
            f"{release.title or ''} {passage.section or ''}",
            release.language,
        )

    def _dead(self) -> int:
        return int(self._database.value("SELECT value FROM manifest WHERE key = 'dead'") or 0)  # type: ignore[call-overload]

    def _left_over(self) -> bool:
        """Whether the indexes come from an older schema and may hold passages that went."""
        return bool(self._database.value("SELECT 1 FROM manifest WHERE key = 'compact'"))

    def _set(self, key: str, value: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO manifest VALUES (?, ?)", (key, value))

    def _forget(self, *keys: str) -> None:
        self._connection.executemany("DELETE FROM manifest WHERE key = ?", [(k,) for k in keys])

    def _check_counts(self) -> None:
        folder = index_folder(self.folder, self._epoch)
        vectors = ChromaVectors(folder / "vectors")
        try:
            check_counts(self.folder, self.passage_count(), vectors, TantivyWords(folder / "words"))
        finally:
            vectors.close()

    def _remove_folders(self) -> None:
        """Remove what no reader holds. Where the system does not tell, the state before stays."""
        current, before = (index_folder(self.folder, self._epoch - back) for back in (0, 1))
        for folder in self.folder.glob("index-*"):
            if folder != current:
                holding.remove(folder, untold=folder != before)


@contextmanager
def open_for_writing(
    folder: Path, manifest: Manifest, rebuild: bool = False, wait: float = 0.0
) -> Iterator[LibraryWriter]:
    """The only way to a LibraryWriter: holds the library's lock while it is open.

    LibraryLocked when another process still writes after `wait` seconds; LibraryUnwritable when
    the disk is full or the folder may not be written: what was committed before is still there.
    A library made by another encoder or chunking comes back with `rebuilding` true: every live
    release has to be put again before the commit.
    """
    if folder.exists() and not folder.is_dir():
        raise LibraryDamaged(f"{folder} is a file, not a library folder; choose another one")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryDamaged(
            f"the library folder {folder} cannot be made ({error.strerror}); choose another one"
        ) from error
    try:
        with writing_lock(folder, wait):
            writer = LibraryWriter(folder, manifest, rebuild)
            try:
                yield writer
            finally:
                writer.close()
    except (OSError, sqlite3.OperationalError) as error:
        raise LibraryUnwritable(
            f"the library {folder} cannot be written ({getattr(error, 'strerror', None) or error});"
            " it is as it was: free some space, check the permissions and run again"
        ) from error
