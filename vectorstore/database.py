"""The SQLite file of a library: texts, metadata, passages and the ledger; the source of truth.

Its commit is the instant at which a library changes: it names the folder of the indexes that
belong to it (`epoch`), so that texts, vectors and words change together.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from errors import LibraryDamaged, LibraryMismatch, LibraryUnwritable
from vectorstore.manifest import Manifest
from vectorstore.schema import FORWARD, INDEXES, NAMES, RELATIONS, REMOVALS, SCHEMA, STEPS, TABLES

FILE = "library.sqlite3"
_APPLICATION = 0x44455045  # "DEPE"


class Database:
    """One library's SQLite file through one connection; calls from several threads take turns."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self.connection = sqlite3.connect(
            self.path, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        try:
            self.connection.execute("PRAGMA busy_timeout = 10000")
            self.connection.execute("PRAGMA synchronous = FULL")
        except sqlite3.DatabaseError as error:
            self.connection.close()
            raise self.damaged(error) from error

    @classmethod
    def create(cls, folder: Path, manifest: list[tuple[str, str]]) -> Database:
        """A new, empty database with these manifest rows; it appears whole or not at all."""
        final, draft = folder / FILE, folder / f"{FILE}.new"
        for leftover in (draft, Path(f"{draft}-wal"), Path(f"{draft}-shm")):
            leftover.unlink(missing_ok=True)
        connection = sqlite3.connect(draft, isolation_level=None)
        try:
            connection.executescript(
                f"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                f"PRAGMA application_id = {_APPLICATION}; PRAGMA user_version = {SCHEMA};"
                f"BEGIN; {TABLES} {INDEXES} {RELATIONS} {REMOVALS} {FORWARD} COMMIT;"
            )
            connection.executemany("INSERT INTO manifest VALUES (?, ?)", manifest)
        finally:
            connection.close()
        make_durable(draft)
        draft.replace(final)
        make_durable(folder)
        return cls(folder)

    def check(self) -> int:
        """The schema; LibraryDamaged or LibraryMismatch unless this is a library that we can read.

        A schema older than `SCHEMA` is one that `migrate` brings up to date.
        """
        try:
            application = self.value("PRAGMA application_id")
            schema = self.value("PRAGMA user_version")
            rows = self.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            tables = {name for (name,) in rows}
        except sqlite3.DatabaseError as error:
            raise self.damaged(error) from error
        if application != _APPLICATION:
            raise LibraryDamaged(
                f"{self.path} is not a Dépêche library; choose another folder with --library"
            )
        if schema != SCHEMA and schema not in STEPS:
            raise LibraryMismatch(
                f"the library {self.path.parent} has schema {schema} and this version reads "
                f"{SCHEMA}; update Dépêche, or choose another folder with --library"
            )
        if schema == SCHEMA and not tables >= NAMES:
            raise LibraryDamaged(
                f"{self.path} lacks the table {min(NAMES - tables)}; delete the folder "
                f"{self.path.parent} and run `python cli.py ingest` again"
            )
        return int(schema)  # type: ignore[call-overload]

    def migrate(self) -> None:
        """Bring an older schema up to this one, in one transaction; the writing lock is held."""
        schema = self.check()
        steps = "".join(STEPS[step] for step in range(schema, SCHEMA))
        if not steps:
            return
        try:
            self.connection.executescript(
                f"BEGIN IMMEDIATE; {steps} "
                f"INSERT OR REPLACE INTO manifest VALUES ('schema', '{SCHEMA}'); "
                f"PRAGMA user_version = {SCHEMA}; COMMIT;"
            )
        except sqlite3.DatabaseError as error:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.OperationalError) and "no such" not in str(error):
                raise LibraryUnwritable(
                    f"the library {self.path.parent} is of schema {schema} and cannot be brought "
                    f"to {SCHEMA} ({error}); make the folder writable"
                ) from error
            raise self.damaged(error) from error

    def manifest(self) -> tuple[Manifest, int, int]:
        """The manifest, the epoch of the indexes and the generation of the content."""
        try:
            rows = dict(self.connection.execute("SELECT key, value FROM manifest"))
            return Manifest.from_rows(rows), int(rows["epoch"]), int(rows["generation"])
        except sqlite3.DatabaseError as error:
            raise self.damaged(error) from error
        except (KeyError, ValueError) as error:
            raise LibraryDamaged(
                f"the manifest in {self.path} is incomplete ({error}); delete the folder "
                f"{self.path.parent} and run `python cli.py ingest` again"
            ) from error

    def damaged(self, error: sqlite3.Error) -> LibraryDamaged:
        """The error to raise for what SQLite found wrong."""
        return LibraryDamaged(
            f"{self.path} cannot be read ({error}); delete the folder {self.path.parent} "
            "and run `python cli.py ingest` again"
        )

    def rows(self, sql: str, *arguments: object) -> list[tuple]:
        """All rows; LibraryDamaged when the file cannot be read."""
        try:
            return self.connection.execute(sql, arguments).fetchall()
        except sqlite3.DatabaseError as error:
            raise self.damaged(error) from error

    def value(self, sql: str, *arguments: object) -> object:
        """The first column of the first row; None when there is none."""
        row = self.connection.execute(sql, arguments).fetchone()
        return row[0] if row else None

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()


def make_durable(path: Path) -> None:
    """Have what was written to `path`, and under it when it is a folder, survive a power cut."""
    if path.is_dir():
        for parent, _, names in os.walk(path):
            for name in names:
                _sync(Path(parent, name))
            _sync(Path(parent))
    else:
        _sync(path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
