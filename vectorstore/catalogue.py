"""The part of a library that is SQLite: releases with all their versions, ledger, relations.

Everything happens inside the one transaction of a run, and nothing here touches an index: a dry
run works on a copy of the database alone and decides exactly as a real one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from domain import Passage, Release
from vectorstore.database import FILE, Database
from vectorstore.manifest import Manifest
from vectorstore.records import (
    PASSAGE,
    RELEASE,
    passage_from_row,
    passage_to_row,
    release_from_row,
    release_to_json,
)
from vectorstore.relations import MOVED, Relations


class Known(NamedTuple):
    """What the ledger knows of an origin: the hash of its bytes, the release it became, and the
    canonical address that it had."""

    content_hash: str
    release_id: str
    version: str
    url: str | None


class Catalogue(Relations):
    """Releases, versions and their relations, as a run reads and changes them."""

    def __init__(self, database: Database) -> None:
        super().__init__(database.connection)
        self._database = database
        self._dropped: list[int] = []  # numbers of passages that went in this run
        self._now = datetime.now(UTC).isoformat(timespec="seconds")

    # What is there

    def ledger(self) -> dict[str, Known]:
        """What is known of every origin."""
        rows = self._connection.execute(
            "SELECT origin, content_hash, release_id, version, url FROM ledger"
        )
        return {origin: Known(*rest) for origin, *rest in rows}

    def origins(self, release_id: str) -> int:
        """How many origins hold a release, in any version."""
        sql = "SELECT count(*) FROM ledger WHERE release_id = ?"
        return int(self._database.value(sql, release_id))  # type: ignore[call-overload]

    def live(self, release_id: str) -> Release | None:
        """The version of a release that new answers use."""
        row = self._connection.execute(
            f"SELECT {RELEASE} FROM releases WHERE release_id = ? AND live = 1", (release_id,)
        ).fetchone()
        return release_from_row(*row) if row else None

    def knows(self, release_id: str) -> bool:
        """Whether any version of a release was ever stored."""
        sql = "SELECT 1 FROM releases WHERE release_id = ?"
        return self._database.value(sql, release_id) is not None

    def removed(self) -> dict[str, str]:
        """The releases that a person took out: id → the version that new answers used."""
        rows = self._connection.execute("SELECT release_id, version FROM removed")
        return dict(rows.fetchall())

    def live_id(self, version: str) -> str | None:
        """A live release with exactly these words."""
        sql = "SELECT release_id FROM releases WHERE version = ? AND live = 1 ORDER BY ordinal"
        return self._database.value(sql, version)  # type: ignore[return-value]

    def stored(self, release_id: str, version: str) -> Release | None:
        """One version as it is stored; its translations are addresses, as they were declared."""
        row = self._connection.execute(
            f"SELECT {RELEASE} FROM releases WHERE release_id = ? AND version = ?",
            (release_id, version),
        ).fetchone()
        return release_from_row(*row) if row else None

    def live_ids(self) -> list[str]:
        """The ids of all live releases, in order of arrival."""
        rows = self._connection.execute(
            "SELECT release_id FROM releases WHERE live = 1 ORDER BY ordinal"
        )
        return [release_id for (release_id,) in rows.fetchall()]

    def live_releases(self) -> Iterator[Release]:
        """The current version of every release, in order of arrival, one at a time: they need not
        fit into memory together."""
        return filter(None, map(self.live, self.live_ids()))

    def numbered(self, release_id: str) -> list[tuple[int, Passage]]:
        """The live passages of a release with their numbers, in order."""
        rows = self._connection.execute(
            f"SELECT number, {PASSAGE} FROM passages WHERE release_id = ? ORDER BY number",
            (release_id,),
        )
        return [(number, passage_from_row(*rest)) for number, *rest in rows.fetchall()]

    def passage_count(self) -> int:
        """How many passages will be live after the commit."""
        return int(self._database.value("SELECT count(*) FROM passages"))  # type: ignore[arg-type]

    # Changes; nothing is visible to readers before the commit

    def enter(self, release: Release, passages: Sequence[Passage]) -> list[int]:
        """Make this version the live one of its release; the numbers of its passages.

        A version that was stored before has to come with the text that was stored, since old
        citations point into it; ValueError otherwise.
        """
        record = release_to_json(release)
        self._keep(release, record)
        self.demote(release.release_id)
        self._connection.execute(
            "UPDATE releases SET live = 1, record = ?, source = ? "
            "WHERE release_id = ? AND version = ?",
            (record, release.source, release.release_id, release.version),
        )
        return self._insert_passages(passages)

    def keep(self, release: Release) -> None:
        """Store a version without making it the live one: citable, never quoted anew."""
        self._keep(release, release_to_json(release))

    def _keep(self, release: Release, record: str) -> None:
        text = self._database.value(
            "SELECT text FROM releases WHERE release_id = ? AND version = ?",
            release.release_id,
            release.version,
        )
        if text not in (None, release.text):
            raise ValueError(f"version {release.version} is stored with another text")
        ordinal = self._database.value("SELECT coalesce(max(ordinal), 0) + 1 FROM releases")
        self._connection.execute(
            "INSERT OR IGNORE INTO releases (release_id, version, source, record, text, live, "
            "ordinal, stored, day, language) VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?)",
            (
                release.release_id,
                release.version,
                release.source,
                record,
                release.text,
                ordinal,
                self._now,
                release.date.isoformat() if release.date else None,
                release.language,
            ),
        )

    def demote(self, release_id: str) -> None:
        """New answers use no version of this release any more; its words stay citable."""
        rows = self._connection.execute(
            "DELETE FROM passages WHERE release_id = ? RETURNING number", (release_id,)
        )
        self._dropped += [number for (number,) in rows.fetchall()]
        self._connection.execute("UPDATE releases SET live = 0 WHERE release_id = ?", (release_id,))
        self._connection.execute("DELETE FROM bands WHERE release_id = ?", (release_id,))

    def remove(self, release_id: str, version: str) -> None:
        """Take a live release out, and keep it out: ledger and relations stay for `readmit`."""
        self.demote(release_id)
        self._connection.execute(
            "INSERT INTO removed VALUES (?, ?, ?)", (release_id, version, self._now)
        )

    def readmit(self, release_id: str) -> None:
        """A removed release may be entered again."""
        self._connection.execute("DELETE FROM removed WHERE release_id = ?", (release_id,))

    def record(
        self,
        origin: str,
        content_hash: str,
        release_id: str,
        version: str,
        *,
        source: str = "",
        url: str | None = None,
        official: bool = False,
    ) -> None:
        """Remember what the bytes at `origin` were and which release they became.

        A release that loses its last origin by this is retired.
        """
        before = self._database.value("SELECT release_id FROM ledger WHERE origin = ?", origin)
        self._connection.execute(
            "INSERT OR REPLACE INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?)",
            (origin, content_hash, release_id, version, source or origin, url, official),
        )
        if before not in (None, release_id) and not self.origins(str(before)):
            self._retire(str(before))
            self.link(str(before), MOVED, release_id)

    def move(self, release_id: str, to: str) -> None:
        """The same words are found at a better address: `to` takes the place of `release_id`."""
        self._connection.execute(
            "UPDATE ledger SET release_id = ? WHERE release_id = ?", (to, release_id)
        )
        self._retire(release_id)
        self.link(release_id, MOVED, to)

    def retire(self, origin: str) -> bool:
        """The origin is gone. True when its release answers no new question from now on, False
        when it is still found elsewhere. Its words stay citable either way."""
        release_id = self._database.value("SELECT release_id FROM ledger WHERE origin = ?", origin)
        self._connection.execute("DELETE FROM ledger WHERE origin = ?", (origin,))
        if release_id is None or self.origins(str(release_id)):
            return False
        self._retire(str(release_id))
        return True

    def _retire(self, release_id: str) -> None:
        self.demote(release_id)
        self._connection.execute(
            "DELETE FROM links WHERE release_id = ? OR other = ?", (release_id, release_id)
        )
        self._connection.execute("DELETE FROM declared WHERE release_id = ?", (release_id,))

    def _insert_passages(self, passages: Sequence[Passage]) -> list[int]:
        """Store them under the next numbers, which no passage ever had."""
        last = self._database.value("SELECT seq FROM sqlite_sequence WHERE name = 'passages'")
        first = int(last or 0) + 1  # type: ignore[call-overload]
        numbers = list(range(first, first + len(passages)))
        self._connection.executemany(
            f"INSERT INTO passages (number, {PASSAGE}) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (number, *passage_to_row(passage))
                for number, passage in zip(numbers, passages, strict=True)
            ),
        )
        return numbers


def copy_of(folder: Path, to: Path, manifest: Manifest) -> Database:
    """A copy of a library's database in the folder `to`; an empty one when there is no library."""
    if not (folder / FILE).exists():
        return Database.create(to, [*manifest.as_rows(), ("epoch", "1"), ("generation", "0")])
    source = Database(folder)
    try:
        source.check()
        with sqlite3.connect(to / FILE) as target:
            source.connection.backup(target)
        target.close()
    finally:
        source.close()
    copy = Database(to)
    copy.migrate()
    return copy
