"""What can become a release, wherever it lies: a file on disk or a page that was fetched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from ingest.sidecar import Sidecar


class Document(Protocol):
    """One input. Reading it reaches no network: what has to be fetched was fetched before.

    `key` does not depend on the content: the path inside the project, the absolute path, or the
    canonical address.
    """

    @property
    def source(self) -> str:
        """Its name for people: the file's name, or the address."""
        ...

    @property
    def key(self) -> str:
        """What tells it from all other inputs, the same from run to run."""
        ...

    @property
    def suffix(self) -> str:
        """Which parser reads it, as a file name's ending in lower case: ".html", ".pdf" …"""
        ...

    @property
    def url(self) -> str | None:
        """The canonical address that it was fetched from; None for a file."""
        ...

    @property
    def published(self) -> date | None:
        """The day that the list which named it gives; None when there is none."""
        ...

    @property
    def charset(self) -> str | None:
        """The encoding that came with it (Content-Type); None when nothing was said."""
        ...

    def read(self, max_mb: int) -> bytes:
        """Its bytes. ValueError when there are more than `max_mb` megabytes, OSError as usual."""
        ...

    def blocks(self) -> Iterator[bytes]:
        """All that its release depends on, in pieces, for hashing; OSError when it has gone."""
        ...

    def sidecar(self) -> Sidecar:
        """What a person wrote beside it; SourceUnreadable when that cannot be used."""
        ...
