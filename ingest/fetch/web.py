"""Addresses in, documents out; what `ingest.sources` hands its addresses to."""

from __future__ import annotations

from config import Settings
from ingest.sources import Discovery, Failure, ListedSource, shown


class Web:
    """The web as one run of `ingest` sees it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def collect(self, source: str | ListedSource) -> Discovery:
        """The documents behind an address: the page itself, or those that a list names."""
        name = shown(str(source))
        return Discovery((), (Failure(name, f"{name}: web addresses are not read yet"),))
