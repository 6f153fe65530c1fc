"""The releases of a library as a table shows them: one line each, found by word and by filter.

Texts are never loaded for it. The lines of one state of a library are read once and kept with its
view; filters, order and pages are then a matter of milliseconds for ten thousand releases.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from domain import ReleaseStatus
from shadow import fold
from vectorstore.analysis import content_words, words
from vectorstore.relations import CONFLICT, MOVED
from vectorstore.view import View

_COLUMNS = (
    "release_id, version, live, source, language, day, record ->> 'published', "
    "record ->> 'title', record ->> 'subtitle', record ->> 'city', record ->> 'issuer', "
    "record ->> 'status'"
)
_MARKED = (ReleaseStatus.CORRECTION, ReleaseStatus.UPDATE)


class State(StrEnum):
    """What a release is to new answers, and what a person should know of it."""

    CURRENT = "current"
    CORRECTED = "corrected"  # in use, in a later version than its first
    CONFLICT = "conflict"  # in use, and another release says nearly the same with other words
    ALTERED = "altered"  # a copy that differs from an official release: not in use
    SUPERSEDED = "superseded"  # found at a better address
    RETIRED = "retired"
    REMOVED = "removed"


IN_USE = frozenset({State.CURRENT, State.CORRECTED, State.CONFLICT})


class Order(StrEnum):
    """How a table is sorted; releases without a date come last."""

    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"
    ARRIVAL = "arrival"  # the latest first


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the table: the version in use, else the last one that was. `versions` counts all;
    `beside` is what a search for words looks at besides name and text."""

    release_id: str
    version: str
    name: str
    source: str
    language: str
    day: date | None
    city: str | None
    issuer: str | None
    state: State
    versions: int
    beside: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the table is wanted; every part narrows it. `words` have to be in the text, title,
    issuer, city or file name, all of them; days are inclusive."""

    words: str = ""
    first: date | None = None
    last: date | None = None
    issuer: str | None = None
    language: str | None = None
    state: State | None = None
    order: Order = Order.NEWEST


class Listing:
    """The table of one state of a library."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.lines = _lines(view)

    def select(self, wanted: Wanted) -> list[Listed]:
        """The lines that are wanted, in order."""
        found = [line for line in self.lines if _fits(line, wanted)]
        asked = content_words(wanted.words) or words(wanted.words)
        for word in dict.fromkeys(asked):
            holding = {self._release_of[number] for number in self._view.holding(word)}
            found = [
                line
                for line in found
                if f" {word}" in self._folded[line.release_id] or line.release_id in holding
            ]
        return _sorted(found, wanted.order)

    @cached_property
    def in_use(self) -> tuple[Listed, ...]:
        """The lines of what new answers use, newest first."""
        return tuple(_sorted([line for line in self.lines if line.state in IN_USE], Order.NEWEST))

    @cached_property
    def issuers(self) -> tuple[str, ...]:
        """Who issues releases, in the order of the alphabet."""
        return tuple(sorted({line.issuer for line in self.lines if line.issuer}, key=fold))

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that releases are in."""
        return tuple(sorted({line.language for line in self.lines}))

    @cached_property
    def states(self) -> Counter[State]:
        """How many releases are in each state."""
        return Counter(line.state for line in self.lines)

    @cached_property
    def _folded(self) -> dict[str, str]:
        """By release: its words, but for those of its text, each behind a space."""
        found = {}
        for line in self.lines:
            parts = line.name, line.beside, line.city, line.issuer, line.source, line.release_id
            found[line.release_id] = " " + " ".join(words(" ".join(filter(None, parts))))
        return found

    @cached_property
    def _release_of(self) -> dict[int, str]:
        return dict(self._view.rows("SELECT number, release_id FROM passages"))


def _lines(view: View) -> tuple[Listed, ...]:
    """One line for each release, in order of arrival."""
    removed = dict(view.rows("SELECT release_id, version FROM removed"))
    moved = _ids(view, "SELECT release_id FROM links WHERE kind = ?", MOVED)
    held = _ids(view, "SELECT release_id FROM ledger")
    conflicts = _ids(
        view,
        "SELECT release_id FROM links WHERE kind = ? "
        "AND other NOT IN (SELECT release_id FROM removed)",
        CONFLICT,
    )

    def weight(row: tuple) -> tuple[bool, bool]:
        return bool(row[2]), removed.get(row[0]) == row[1]

    versions: Counter[str] = Counter()
    chosen: dict[str, tuple] = {}
    for row in view.rows(f"SELECT {_COLUMNS} FROM releases ORDER BY ordinal"):
        name = row[0]
        versions[name] += 1
        if name not in chosen or weight(row) >= weight(chosen[name]):
            chosen[name] = row

    def state(name: str, live: int, status: str) -> State:
        if live:
            if name in conflicts:
                return State.CONFLICT
            corrected = versions[name] > 1 or status in _MARKED
            return State.CORRECTED if corrected else State.CURRENT
        if name in removed:
            return State.REMOVED
        if name in moved:
            return State.SUPERSEDED
        return State.ALTERED if name in held else State.RETIRED

    return tuple(
        _listed(row, state(name, row[2], row[-1]), versions[name]) for name, row in chosen.items()
    )


def _listed(row: tuple, state: State, versions: int) -> Listed:
    name, version, _, source, language, day, published, title, subtitle, city, issuer, _ = row
    day = day or published
    return Listed(
        release_id=name,
        version=version,
        name=title or subtitle or source,
        source=source,
        language=language,
        day=date.fromisoformat(day) if day else None,
        city=city,
        issuer=issuer,
        state=state,
        versions=versions,
        beside=subtitle,
    )


def _ids(view: View, sql: str, *arguments: object) -> set[str]:
    return {name for (name,) in view.rows(sql, *arguments)}


def _fits(line: Listed, wanted: Wanted) -> bool:
    if wanted.state and line.state is not wanted.state:
        return False
    if wanted.language and line.language != wanted.language:
        return False
    if wanted.issuer and line.issuer != wanted.issuer:
        return False
    if wanted.first and (line.day is None or line.day < wanted.first):
        return False
    return not (wanted.last and (line.day is None or line.day > wanted.last))


def _sorted(found: list[Listed], order: Order) -> list[Listed]:
    if order is Order.ARRIVAL:
        return found[::-1]
    if order is Order.TITLE:
        return sorted(found, key=lambda line: fold(line.name))
    dated = [line for line in found if line.day]
    dated.sort(key=lambda line: line.day or date.min, reverse=order is Order.NEWEST)
    return dated + [line for line in found if not line.day]
