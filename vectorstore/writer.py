"""Writing a library: one process at a time, all of a run or nothing of it.

Order of a commit, so that a kill at any instant leaves the old state or the new one:

1. vectors and words of new passages go into the indexes under numbers that no reader knows;
2. the database commits: from this instant readers see the new passages and not the old ones;
3. numbers of passages that went ("doomed") are deleted from the indexes.

A run killed before 2 leaves numbers that the next writer sweeps (all those above the last one
committed); killed after 2, the doomed list is still in the database and the next writer finishes.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from domain import Passage, Release
from errors import LibraryDamaged, LibraryLocked
from vectorstore.database import FILE, Database
from vectorstore.library import index_folder, read_manifest
from vectorstore.manifest import Manifest
from vectorstore.records import release_from_row, release_to_json, sentences_to_list
from vectorstore.vectors import ChromaVectors
from vectorstore.words import TantivyWords

LOCK = "writing.lock"


class LibraryWriter:
    """A library opened for writing, by `open_for_writing` only."""

    def __init__(self, folder: Path, manifest: Manifest, rebuild: bool) -> None:
        self.folder = folder
        if (folder / FILE).exists():
            self._database = Database(folder)
        else:
            rows = [*manifest.as_rows(), ("epoch", "1"), ("generation", "0")]
            self._database = Database.create(folder, rows)
        try:
            self._open(manifest, rebuild)
        except BaseException:
            self._database.close()
            raise

    def _open(self, manifest: Manifest, rebuild: bool) -> None:
        folder = self.folder
        self._database.check()
        stored, self._epoch, self._generation = read_manifest(self._database)
        self.differences = stored.differences(manifest)
        self.rebuilding = bool(self.differences) or rebuild
        self._manifest = manifest
        if self.rebuilding:
            self._epoch += 1
            shutil.rmtree(index_folder(folder, self._epoch), ignore_errors=True)
        indexes = index_folder(folder, self._epoch)
        self._vectors = ChromaVectors(indexes / "vectors")
        self._words = TantivyWords(indexes / "words")
        if not self.rebuilding:
            self._sweep()
            self._check_counts()
        self._database.connection.execute("BEGIN IMMEDIATE")

    # What is there

    def ledger(self) -> dict[str, tuple[str, str, str]]:
        """origin → (content hash, release id, version) of every live release."""
        rows = self._database.connection.execute(
            "SELECT origin, content_hash, release_id, version FROM ledger"
        )
        return {
            origin: (digest, release_id, version) for origin, digest, release_id, version in rows
        }

    def live_releases(self) -> list[Release]:
        """The current version of every release, in order of arrival."""
        rows = self._database.connection.execute(
            "SELECT release_id, version, source, record, text FROM releases "
            "WHERE live = 1 ORDER BY ordinal"
        )
        return [release_from_row(*row) for row in rows.fetchall()]

    def stored_text(self, release_id: str, version: str) -> str | None:
        """The text of a version as it was stored first; it never changes. None if it was not."""
        sql = "SELECT text FROM releases WHERE release_id = ? AND version = ?"
        return self._database.value(sql, release_id, version)  # type: ignore[return-value]

    def passage_count(self) -> int:
        """How many passages will be live after the commit."""
        return int(self._database.value("SELECT count(*) FROM passages"))  # type: ignore[arg-type]

    # Changes; nothing is visible to readers before `commit`

    def put(self, release: Release, passages: Sequence[Passage], vectors: np.ndarray) -> None:
        """Make this version the live one: n passages and their vectors (n × d, unit length).

        A version that was stored before has to come with the text that was stored, since old
        citations point into it; ValueError otherwise.
        """
        if self.stored_text(release.release_id, release.version) not in (None, release.text):
            raise ValueError(f"version {release.version} is stored with another text")
        connection = self._database.connection
        self._drop_passages(release.release_id)
        connection.execute(
            "UPDATE releases SET live = 0 WHERE release_id = ?", (release.release_id,)
        )
        ordinal = self._database.value("SELECT coalesce(max(ordinal), 0) + 1 FROM releases")
        connection.execute(
            "INSERT INTO releases (release_id, version, source, record, text, live, ordinal) "
            "VALUES (?, ?, ?, ?, ?, 1, ?) ON CONFLICT (release_id, version) DO UPDATE SET "
            "source = excluded.source, record = excluded.record, live = 1",
            (
                release.release_id,
                release.version,
                release.source,
                release_to_json(release),
                release.text,
                ordinal,
            ),
        )
        numbers = [self._insert_passage(passage) for passage in passages]
        self._vectors.add(numbers, vectors)
        for number, passage in zip(numbers, passages, strict=True):
            self._words.add(
                number,
                release.text[passage.start : passage.end],
                f"{release.title or ''} {passage.section or ''}",
                release.language,
            )

    def record(self, origin: str, content_hash: str, release_id: str, version: str) -> None:
        """Remember what the bytes at `origin` were and which release they became."""
        self._database.connection.execute(
            "INSERT OR REPLACE INTO ledger VALUES (?, ?, ?, ?)",
            (origin, content_hash, release_id, version),
        )

    def retire(self, origin: str) -> None:
        """The source is gone: its release answers no new question; its words stay citable."""
        row = self._database.connection.execute(
            "SELECT release_id FROM ledger WHERE origin = ?", (origin,)
        ).fetchone()
        self._database.connection.execute("DELETE FROM ledger WHERE origin = ?", (origin,))
        if row and not self._database.value("SELECT 1 FROM ledger WHERE release_id = ?", row[0]):
            self._drop_passages(row[0])
            self._database.connection.execute(
                "UPDATE releases SET live = 0 WHERE release_id = ?", row
            )

    def commit(self) -> None:
        """Switch readers to the new state, then clean up behind it."""
        self._words.commit()
        connection = self._database.connection
        generation = self._generation + 1
        self._set(
            [
                *self._manifest.as_rows(),
                ("epoch", str(self._epoch)),
                ("generation", str(generation)),
            ]
        )
        connection.execute("COMMIT")
        self._generation = generation
        if self.rebuilding:  # the doomed are all in the indexes that go now
            connection.execute("DELETE FROM doomed")
        else:
            self._delete_doomed()
        self._remove_old_epochs()
        connection.execute("DELETE FROM manifest WHERE key = 'unfinished'")

    def close(self) -> None:
        """Leave without a commit what was not committed, and let go of all files."""
        if self._database.connection.in_transaction:
            self._database.connection.execute("ROLLBACK")
        self._words.rollback()
        self._vectors.close()
        self._database.close()

    def _insert_passage(self, passage: Passage) -> int:
        cursor = self._database.connection.execute(
            "INSERT INTO passages (release_id, version, first, last, section, sentences) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (
                passage.release_id,
                passage.version,
                passage.start,
                passage.end,
                passage.section,
                json.dumps(sentences_to_list(passage.sentences), ensure_ascii=False),
            ),
        )
        return int(cursor.lastrowid or 0)

    def _drop_passages(self, release_id: str) -> None:
        connection = self._database.connection
        connection.execute(
            "INSERT OR IGNORE INTO doomed SELECT number FROM passages WHERE release_id = ?",
            (release_id,),
        )
        connection.execute("DELETE FROM passages WHERE release_id = ?", (release_id,))

    def _set(self, rows: list[tuple[str, str]]) -> None:
        self._database.connection.executemany("INSERT OR REPLACE INTO manifest VALUES (?, ?)", rows)

    def _sweep(self) -> None:
        """Finish or undo what a killed run left in the indexes, and mark this run as begun."""
        if self._database.value("SELECT 1 FROM manifest WHERE key = 'unfinished'"):
            last = self._database.value("SELECT coalesce(max(seq), 0) FROM sqlite_sequence")
            self._vectors.delete_from(int(last) + 1)  # type: ignore[call-overload]
            self._words.delete_from(int(last) + 1)  # type: ignore[call-overload]
            self._delete_doomed()
        self._set([("unfinished", str(os.getpid()))])

    def _delete_doomed(self) -> None:
        connection = self._database.connection
        doomed = [number for (number,) in connection.execute("SELECT number FROM doomed")]
        self._vectors.delete(doomed)
        self._words.delete(doomed)
        self._words.commit()
        connection.execute("DELETE FROM doomed")

    def _check_counts(self) -> None:
        live = self.passage_count()
        for name, count in (("vectors", self._vectors.count()), ("words", self._words.count())):
            if count < live:
                raise LibraryDamaged(
                    f"the library {self.folder} has {live} passages but {count} {name}; "
                    "run `python cli.py ingest --rebuild`"
                )

    def _remove_old_epochs(self) -> None:
        for folder in self.folder.glob("index-*"):
            if folder != index_folder(self.folder, self._epoch):
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def open_for_writing(
    folder: Path, manifest: Manifest, rebuild: bool = False
) -> Iterator[LibraryWriter]:
    """The only way to a LibraryWriter: holds the library's lock while it is open.

    LibraryLocked when another process writes. A library made by another encoder or chunking comes
    back with `rebuilding` true: every live release has to be put again before the commit.
    """
    if folder.exists() and not folder.is_dir():
        raise LibraryDamaged(f"{folder} is a file, not a library folder; choose another one")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryDamaged(
            f"the library folder {folder} cannot be made ({error.strerror}); choose another one"
        ) from error
    # A second of patience: `is_being_written` holds the lock for an instant when it looks.
    lock = FileLock(folder / LOCK, timeout=1.0)
    try:
        lock.acquire()
    except Timeout:
        raise LibraryLocked(
            f"another process is writing to {folder}; wait until it is done and run again"
        ) from None
    try:
        writer = LibraryWriter(folder, manifest, rebuild)
        try:
            yield writer
        finally:
            writer.close()
    finally:
        lock.release()


def is_being_written(folder: Path) -> bool:
    """Whether a process holds the library's lock at this moment."""
    if not (folder / LOCK).exists():
        return False
    lock = FileLock(folder / LOCK, timeout=0)
    try:
        with lock:
            return False
    except Timeout:
        return True
