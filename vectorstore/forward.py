"""The seam to what is worked out of passages and releases when they are stored, for questions.

The store keeps the bytes and looks at nothing in them. They hold for one `stamp`, which names the
code and the encoder that they were made with: under another one they are not read, and the next
ingest makes all of them anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from typing import Protocol

from domain import Passage, Release


class Describer(Protocol):
    """Works out what the ranking wants to know of passages and of the heads of releases."""

    stamp: str
    """Another one when the same passage or release would be described otherwise."""

    def describe(self, passages: Sequence[tuple[Passage, str]]) -> list[bytes]:
        """What is to be stored of each passage, given with its words."""
        ...

    def describe_head(self, release: Release) -> bytes:
        """What is to be stored of a release as a whole."""
        ...

    def apart(self) -> DescriberApart | None:
        """One that describes the same beside this process; None where that would gain nothing."""
        ...


class DescriberApart(Protocol):
    """Describes passages in a process of its own."""

    def describe(self, passages: Sequence[tuple[Passage, str]]) -> Future[list[bytes]]:
        """What `Describer.describe` would give, in time."""
        ...

    def close(self) -> None:
        """Let go at once: what was not waited for is wanted no more."""
        ...
