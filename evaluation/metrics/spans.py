"""Spans of stored texts, and when one answers to another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `[start, end)` of one version of one release."""

    release_id: str
    version: str
    start: int
    end: int

    @property
    def document(self) -> tuple[str, str]:
        """The text that the span lies in."""
        return self.release_id, self.version


Reference = tuple[Span, ...]
"""Where one reference quote stands: once as a rule, and any occurrence will do if more often."""


def overlaps(a: Span, b: Span) -> bool:
    """Whether two spans share at least one character; spans that only touch do not.

    >>> overlaps(Span("r", "1", 0, 5), Span("r", "1", 4, 9))
    True
    >>> overlaps(Span("r", "1", 0, 5), Span("r", "1", 5, 9))
    False
    >>> overlaps(Span("r", "1", 0, 5), Span("r", "2", 0, 5))
    False
    """
    return a.document == b.document and max(a.start, b.start) < min(a.end, b.end)


def covers(item: Span, references: Iterable[Reference]) -> bool:
    """Whether an item is relevant: it overlaps an occurrence of at least one reference quote."""
    return any(overlaps(item, span) for reference in references for span in reference)
