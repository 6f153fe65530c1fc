"""What stored releases are to each other: near-duplicates, translations, conflicts, moves."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date

from domain import Release
from vectorstore.records import RELEASE, release_from_row

TRANSLATION, CONFLICT, MOVED = "translation", "conflict", "moved"


class Relations:
    """The tables `bands`, `declared` and `links`, through the connection of a run."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def sign(self, release_id: str, bands: Iterable[int]) -> None:
        """Store what near-duplicates of a live release share with it."""
        self._connection.execute("DELETE FROM bands WHERE release_id = ?", (release_id,))
        self._connection.executemany(
            "INSERT OR IGNORE INTO bands VALUES (?, ?)", ((band, release_id) for band in bands)
        )
        self._connection.execute(
            "UPDATE releases SET signed = 1 WHERE release_id = ? AND live = 1", (release_id,)
        )

    def unsigned(self) -> list[Release]:
        """Live releases that were never signed: those of an older schema."""
        rows = self._connection.execute(
            f"SELECT {RELEASE} FROM releases WHERE live = 1 AND signed = 0 ORDER BY ordinal"
        )
        return [release_from_row(*row) for row in rows.fetchall()]

    def alike(self, bands: Sequence[int], limit: int) -> list[str]:
        """Live releases that share bands, those that share most first, then by their ids."""
        marks = ",".join("?" * len(bands))
        rows = self._connection.execute(
            f"SELECT release_id FROM bands WHERE band IN ({marks}) "
            "GROUP BY release_id ORDER BY count(*) DESC, release_id LIMIT ?",
            (*bands, limit),
        )
        return [release_id for (release_id,) in rows]

    def same_day(self, day: date, language: str, limit: int) -> list[Release]:
        """Live releases of that day in another language than `language`."""
        rows = self._connection.execute(
            f"SELECT {RELEASE} FROM releases WHERE day = ? AND language != ? AND live = 1 "
            "ORDER BY ordinal LIMIT ?",
            (day.isoformat(), language, limit),
        )
        return [release_from_row(*row) for row in rows.fetchall()]

    def declare(self, release_id: str, addresses: Sequence[str], url: str | None) -> list[str]:
        """Note the addresses that a release names as its translations; the releases that are meant.

        These are the ones found at the addresses, and those that name `url` as theirs.
        """
        self._connection.execute("DELETE FROM declared WHERE release_id = ?", (release_id,))
        self._connection.executemany(
            "INSERT OR IGNORE INTO declared VALUES (?, ?)",
            ((address, release_id) for address in addresses),
        )
        marks = ",".join("?" * len(addresses))
        rows = self._connection.execute(
            f"SELECT release_id FROM ledger WHERE url IN ({marks}) "
            "UNION SELECT release_id FROM declared WHERE address = ?",
            (*addresses, url or ""),
        )
        return sorted({other for (other,) in rows} - {release_id})

    def link(self, release_id: str, kind: str, other: str) -> None:
        """Note what one release is to another; both ways, unless it moved there."""
        pairs = [(release_id, kind, other)]
        if kind != MOVED:
            pairs.append((other, kind, release_id))
        self._connection.executemany("INSERT OR IGNORE INTO links VALUES (?, ?, ?)", pairs)

    def linked(self, release_id: str, kind: str) -> list[str]:
        """The releases that this one is linked to."""
        rows = self._connection.execute(
            "SELECT other FROM links WHERE release_id = ? AND kind = ? ORDER BY other",
            (release_id, kind),
        )
        return [other for (other,) in rows]

    def unlink(self, release_id: str, kind: str) -> None:
        """Forget the links of this kind, before they are found anew."""
        self._connection.execute(
            "DELETE FROM links WHERE kind = ? AND (release_id = ? OR other = ?)",
            (kind, release_id, release_id),
        )
