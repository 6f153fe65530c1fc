"""What a run did, and why, release by release."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.sources import Failure

SAME_BYTES = "the same bytes"  # the reason of most entries, of which people need not be told

REMOVED = "removed by hand: it stays out until it is restored"


@dataclass(frozen=True, slots=True)
class Entry:
    """A release in a report, and why it stands where it stands."""

    release_id: str
    version: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A release that differs from another one which it should repeat; official ones first."""

    releases: tuple[str, ...]
    sources: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did; `passages` is the size of the library afterwards, `seconds` the run's."""

    added: tuple[Entry, ...]
    updated: tuple[Entry, ...]
    unchanged: tuple[Entry, ...]
    retired: tuple[Entry, ...]
    failed: tuple[Failure, ...]
    passages: int
    seconds: float
    conflicts: tuple[Conflict, ...] = ()
    dry_run: bool = False

    @property
    def succeeded(self) -> int:
        """How many sources are in the library after the run."""
        return len(self.added) + len(self.updated) + len(self.unchanged)
