"""What changed from one release to another: two versions, or two editions of one meeting.

Sections are aligned first (by heading, then by what stands in them), sentences inside sections
after that; both keep their order. Every side of a change is a span of its release, to be quoted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby
from typing import TypeVar

from rapidfuzz import fuzz

from domain import Kind, Release, Sentence
from shadow import fold

_SECTIONS = 0.5  # likeness from which two sections are the same one
_SENTENCES = 0.55  # the same for two sentences
_UNNAMED = "(no heading)"
_WORD = re.compile(r"\d+(?:[.,\s]\d+)*|\w+|[^\w\s]")  # "11 400" is one
T = TypeVar("T")


class Change(StrEnum):
    """What happened to a sentence."""

    SAME = "same"
    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Side:
    """The words of one side, `[start, end)` of its release."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence in both releases, or in one of them."""

    change: Change
    a: Side | None
    b: Side | None


@dataclass(frozen=True, slots=True)
class Section:
    """A section in both releases, or in one; headings are None before the first."""

    a: str | None
    b: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """The sections of two releases side by side."""

    a: Release
    b: Release
    sections: tuple[Section, ...]

    def count(self, change: Change) -> int:
        """How many sentences changed in this way."""
        return sum(line.change is change for section in self.sections for line in section.lines)

    def to_dict(self) -> dict:
        """For `--json`."""
        return {
            "a": _named(self.a),
            "b": _named(self.b),
            **{change.value: self.count(change) for change in Change},
            "sections": [asdict(section) for section in self.sections],
        }

    def to_text(self, everything: bool = False) -> str:
        """For people: `-` only in A, `+` only in B; what is the same only when asked for."""
        lines = [f"A  {_shown(self.a)}", f"B  {_shown(self.b)}"]
        for section in self.sections:
            changed = any(line.change is not Change.SAME for line in section.lines)
            if changed or everything:
                lines += ["", _heading(section)]
                lines += [text for line in section.lines for text in _marked(line, everything)]
        counts = ", ".join(f"{self.count(change)} {change.value}" for change in Change)
        return "\n".join([*lines, "", counts])


def compare(a: Release, b: Release) -> Difference:
    """The difference between two releases, sections and sentences aligned."""
    ours, theirs = _sections(a), _sections(b)
    pairs = _align(ours, theirs, _likeness_of_sections, _SECTIONS)
    sections = []
    for left, right in pairs:
        one, other = left or _Part(None, ()), right or _Part(None, ())
        lines = tuple(
            Line(_change(x, y), x, y)
            for x, y in _align(one.sides, other.sides, _likeness, _SENTENCES)
        )
        sections.append(Section(one.heading, other.heading, lines))
    return Difference(a, b, tuple(sections))


def changed_words(a: str, b: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The spans of `a` that are not in `b`, and those of `b` that are not in `a`, word by word.

    Spaces alone are no change; neighbouring words make one span.
    """
    ours, theirs = ([m.span() for m in _WORD.finditer(text)] for text in (a, b))
    matcher = SequenceMatcher(
        None, [a[s:e] for s, e in ours], [b[s:e] for s, e in theirs], autojunk=False
    )
    gone, more = [], []
    for kind, i, k, j, n in matcher.get_opcodes():
        if kind != "equal":
            gone += [(ours[i][0], ours[k - 1][1])] if k > i else []
            more += [(theirs[j][0], theirs[n - 1][1])] if n > j else []
    return gone, more


@dataclass(frozen=True, slots=True)
class _Part:
    heading: str | None
    sides: tuple[Side, ...]


def _sections(release: Release) -> list[_Part]:
    """The sections in order; the heading itself is a name, not a sentence."""
    parts = []
    for heading, run in groupby(release.sentences, key=lambda sentence: sentence.section):
        sides = tuple(_side(release, s) for s in run if not (s.kind is Kind.HEADING and s.section))
        parts.append(_Part(heading, sides))
    return parts


def _side(release: Release, sentence: Sentence) -> Side:
    return Side(sentence.start, sentence.end, release.text[sentence.start : sentence.end])


def _align(
    ours: Sequence[T], theirs: Sequence[T], likeness: Callable[[T, T], float], least: float
) -> list[tuple[T | None, T | None]]:
    """Pairs in the order of both, those that are alike together: the most likeness in all."""
    best = [[0.0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    alike = [[likeness(one, other) for other in theirs] for one in ours]
    for i in range(len(ours) - 1, -1, -1):
        for j in range(len(theirs) - 1, -1, -1):
            paired = best[i + 1][j + 1] + alike[i][j] if alike[i][j] >= least else -1.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    return list(_walk(ours, theirs, best, alike, least))


def _walk(
    ours: Sequence[T],
    theirs: Sequence[T],
    best: list[list[float]],
    alike: list[list[float]],
    least: float,
) -> Iterator[tuple[T | None, T | None]]:
    i = j = 0
    while i < len(ours) or j < len(theirs):
        if i == len(ours):
            yield None, theirs[j]
            j += 1
        elif j == len(theirs) or best[i][j] == best[i + 1][j]:
            yield ours[i], None
            i += 1
        elif best[i][j] == best[i][j + 1]:
            yield None, theirs[j]
            j += 1
        else:
            yield ours[i], theirs[j]
            i, j = i + 1, j + 1


def _likeness(one: Side, other: Side) -> float:
    return fuzz.ratio(fold(one.text), fold(other.text)) / 100


def _likeness_of_sections(one: _Part, other: _Part) -> float:
    """By heading without its figures (an edition's year), else by the words under it."""
    if one.heading is None and other.heading is None:
        return 1.0
    if one.heading and other.heading:
        named = fuzz.ratio(_plain(one.heading), _plain(other.heading)) / 100
        if named >= 0.8:
            return named
    return fuzz.token_set_ratio(_words(one), _words(other)) / 100 - 0.2


def _plain(heading: str) -> str:
    return re.sub(r"[\d\s]+", " ", fold(heading)).strip()


def _words(part: _Part) -> str:
    return fold(" ".join(side.text for side in part.sides))


def _change(a: Side | None, b: Side | None) -> Change:
    if a is None:
        return Change.ADDED
    if b is None:
        return Change.REMOVED
    return Change.SAME if " ".join(a.text.split()) == " ".join(b.text.split()) else Change.CHANGED


def _named(release: Release) -> dict:
    return {
        "release_id": release.release_id,
        "version": release.version,
        "source": release.source,
        "title": release.title or release.subtitle,
        "date": release.date.isoformat() if release.date else None,
    }


def _shown(release: Release) -> str:
    day = f", {release.date}" if release.date else ""
    return f"{release.name}{day}  ({release.release_id}@{release.version[:8]})"


def _heading(section: Section) -> str:
    ours, theirs = section.a or _UNNAMED, section.b or _UNNAMED
    if all(line.b is None for line in section.lines):
        return f"== {ours}  (only in A)"
    if all(line.a is None for line in section.lines):
        return f"== {theirs}  (only in B)"
    return f"== {ours}" if fold(ours) == fold(theirs) else f"== {ours} → {theirs}"


def _marked(line: Line, everything: bool) -> Iterator[str]:
    if line.change is Change.SAME:
        if everything and line.a:
            yield f"  {line.a.text}"
        return
    if line.a:
        yield f"- {line.a.text}"
    if line.b:
        yield f"+ {line.b.text}"
