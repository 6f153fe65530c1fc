"""The SQLite file of a library: texts, metadata, passages and the ledger; the source of truth.

A passage exists when it has a row here: what the vector and word indexes hold beyond that is
left over from a run that did not finish, and is ignored by readers and swept by the next writer.
"""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

from errors import LibraryDamaged, LibraryMismatch
from vectorstore.manifest import SCHEMA

FILE = "library.sqlite3"
_APPLICATION = 0x44455045  # "DEPE"

_TABLES = """
CREATE TABLE manifest (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Every version of every release that was ever stored: old citations resolve to old words.
CREATE TABLE releases (
    release_id TEXT NOT NULL,
    version TEXT NOT NULL,
    source TEXT NOT NULL,
    record TEXT NOT NULL,              -- the Release as JSON, less its text
    text TEXT NOT NULL,
    live INTEGER NOT NULL,             -- 1 for the version that new answers use
    ordinal INTEGER NOT NULL,          -- order of arrival
    PRIMARY KEY (release_id, version)
);
CREATE INDEX releases_live ON releases (live, ordinal);

-- Where each live release came from, and what its bytes were: unchanged sources are skipped.
CREATE TABLE ledger (
    origin TEXT PRIMARY KEY,
    content_hash TEXT NOT NULL,
    release_id TEXT NOT NULL,
    version TEXT NOT NULL
);

-- Passages of live versions only; the number is the key in both indexes and is never reused.
CREATE TABLE passages (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    release_id TEXT NOT NULL,
    version TEXT NOT NULL,
    first INTEGER NOT NULL,            -- offsets into the text
    last INTEGER NOT NULL,
    section TEXT,
    sentences TEXT NOT NULL            -- JSON: [[start, end, kind, section], …]
);
CREATE INDEX passages_release ON passages (release_id, version);

-- Numbers whose vectors and words are still to be deleted from the indexes.
CREATE TABLE doomed (number INTEGER PRIMARY KEY);
"""
_NAMES = frozenset({"manifest", "releases", "ledger", "passages", "doomed"})


class Database:
    """One library's SQLite file; a connection for each thread that asks."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._guard = threading.Lock()

    @classmethod
    def create(cls, folder: Path, manifest: list[tuple[str, str]]) -> Database:
        """A new, empty database with these manifest rows; it appears whole or not at all."""
        final, draft = folder / FILE, folder / f"{FILE}.new"
        draft.unlink(missing_ok=True)
        connection = sqlite3.connect(draft, isolation_level=None)
        connection.executescript(
            f"PRAGMA journal_mode = WAL; PRAGMA application_id = {_APPLICATION};"
            f"PRAGMA user_version = {SCHEMA}; {_TABLES}"
        )
        connection.executemany("INSERT INTO manifest VALUES (?, ?)", manifest)
        connection.close()
        draft.replace(final)
        return cls(folder)

    def check(self) -> None:
        """Raise LibraryDamaged or LibraryMismatch unless this is a library of this schema."""
        try:
            application = self.value("PRAGMA application_id")
            schema = self.value("PRAGMA user_version")
            tables = {
                name
                for (name,) in self.connection.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table'"
                )
            }
        except sqlite3.DatabaseError as error:
            raise self.damaged(error) from error
        if application != _APPLICATION:
            raise LibraryDamaged(
                f"{self.path} is not a Dépêche library; choose another folder with --library"
            )
        if schema != SCHEMA:
            raise LibraryMismatch(
                f"the library {self.path.parent} has schema {schema} and this version reads "
                f"{SCHEMA}; update Dépêche, or choose another folder with --library"
            )
        if not tables >= _NAMES:
            raise LibraryDamaged(
                f"{self.path} lacks the table {min(_NAMES - tables)}; delete the folder "
                f"{self.path.parent} and run `python cli.py ingest` again"
            )

    def damaged(self, error: sqlite3.Error) -> LibraryDamaged:
        """The error to raise for what SQLite found wrong."""
        return LibraryDamaged(
            f"{self.path} cannot be read ({error}); delete the folder {self.path.parent} "
            "and run `python cli.py ingest` again"
        )

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection, opened on first use."""
        if getattr(self._local, "connection", None) is None:
            connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            connection.execute("PRAGMA busy_timeout = 10000")
            connection.execute("PRAGMA synchronous = FULL")
            self._local.connection = connection
            with self._guard:
                self._opened.append(connection)
        return self._local.connection

    def value(self, sql: str, *arguments: object) -> object:
        """The first column of the first row; None when there is none."""
        row = self.connection.execute(sql, arguments).fetchone()
        return row[0] if row else None

    def close(self) -> None:
        """Close every connection of every thread."""
        with self._guard:
            for connection in self._opened:
                connection.close()
            self._opened.clear()
        self._local = threading.local()
