"""What was fetched, as received: bodies with their validators, and which list named which page.

One SQLite file in the library's folder. A page that its server calls "not modified" is read from
here, so that a run that was killed, a library that was rebuilt and a parser that was improved need
no second download. It is a cache: a file of another schema is begun anew.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from errors import LibraryDamaged
from ingest.fetch.client import Answer
from ingest.sidecar import Sidecar

FILE = "pages.sqlite3"
SCHEMA = 1
_TABLES = f"""
PRAGMA user_version = {SCHEMA};
CREATE TABLE IF NOT EXISTS pages (
    address TEXT PRIMARY KEY,          -- as asked for
    final TEXT NOT NULL,               -- as it answered, after redirects
    etag TEXT,
    modified TEXT,                     -- Last-Modified, as sent
    content_type TEXT NOT NULL,
    charset TEXT,
    digest TEXT NOT NULL,              -- SHA-256 of the body
    body BLOB NOT NULL                 -- zlib
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS listed (                  -- what each feed or sitemap has ever named
    list TEXT NOT NULL,
    key TEXT NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (list, key)
) WITHOUT ROWID;
"""


class Pages:
    """The store of one library; made when the first page is kept."""

    def __init__(self, library: Path) -> None:
        self._path = library / FILE

    def load(self, address: str) -> Answer | None:
        """What this address answered last; None when it never did."""
        row = self._row(
            "SELECT final, body, content_type, charset, etag, modified FROM pages "
            "WHERE address = ?",
            address,
        )
        return Answer(row[0], zlib.decompress(row[1]), *row[2:]) if row else None

    def validators(self, address: str) -> tuple[str | None, str | None]:
        """ETag and Last-Modified of what is kept of this address."""
        row = self._row("SELECT etag, modified FROM pages WHERE address = ?", address)
        return (row[0], row[1]) if row else (None, None)

    def digest(self, address: str) -> str | None:
        """The SHA-256 of the body that is kept; None when there is none."""
        row = self._row("SELECT digest FROM pages WHERE address = ?", address)
        return row[0] if row else None

    def keep(self, address: str, answer: Answer) -> None:
        """Keep an answer in place of the one before."""
        body = answer.body or b""
        row = (
            address,
            answer.address,
            answer.etag,
            answer.modified,
            answer.content_type,
            answer.charset,
            hashlib.sha256(body).hexdigest(),
            zlib.compress(body),
        )
        with self._open() as connection, connection:
            connection.execute("INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def listed(self, source: str) -> dict[str, str]:
        """key → address of every page that this list has ever named."""
        if not self._path.exists():
            return {}
        with self._open() as connection:
            rows = connection.execute("SELECT key, address FROM listed WHERE list = ?", (source,))
            return dict(rows.fetchall())

    def note_listed(self, source: str, pages: Iterable[tuple[str, str]]) -> None:
        """Remember that a list names these pages, (key, address) each."""
        with self._open() as connection, connection:
            connection.executemany(
                "INSERT OR REPLACE INTO listed VALUES (?, ?, ?)",
                [(source, key, address) for key, address in pages],
            )

    def _row(self, sql: str, *arguments: object) -> tuple | None:
        if not self._path.exists():
            return None
        with self._open() as connection:
            return connection.execute(sql, arguments).fetchone()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection for one use, so that no file stays open while releases are read."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=30)) as connection:
                _prepare(connection)
                yield connection
        except OSError as error:
            raise LibraryDamaged(
                f"the library folder {self._path.parent} cannot be used ({error.strerror}); "
                "choose another one"
            ) from None
        except sqlite3.Error as error:
            raise LibraryDamaged(
                f"{self._path} cannot be used ({error}); it only saves downloads: "
                "delete it and run ingest again"
            ) from None


def _prepare(connection: sqlite3.Connection) -> None:
    """Make the tables of a new file; begin a file of another schema anew."""
    schema = connection.execute("PRAGMA user_version").fetchone()[0]
    if schema == SCHEMA:
        return
    drop = "DROP TABLE IF EXISTS pages; DROP TABLE IF EXISTS listed;" if schema else ""
    connection.executescript(f"BEGIN IMMEDIATE; {drop} {_TABLES} COMMIT;")


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page that was fetched, as a document of `ingest`."""

    source: str
    key: str
    suffix: str
    url: str | None
    published: date | None
    charset: str | None
    pages: Pages
    address: str

    def read(self, max_mb: int) -> bytes:
        """The body as received; what is too large was refused when it was fetched."""
        answer = self.pages.load(self.address)
        if answer is None or answer.body is None:
            raise OSError(0, "what was fetched has gone; run ingest again")
        return answer.body

    def blocks(self) -> Iterator[bytes]:
        """What identifies the body, and what was known of it from outside."""
        digest = self.pages.digest(self.address)
        if digest is None:
            raise FileNotFoundError(self.address)
        yield f"{digest} {self.suffix} {self.url} {self.published} {self.charset}".encode()

    def sidecar(self) -> Sidecar:
        """Nobody wrote anything beside a page."""
        return Sidecar()
