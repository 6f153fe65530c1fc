"""What two releases are to each other: a copy, a correction, an altered copy, or nothing.

Candidates are found by shared runs of words (MinHash, banded); what they are is then decided on
their sentences. Nothing is called a copy while a word of it differs: a figure that was changed,
a name, a negation make another release of it, never an address of the first one.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from zlib import crc32

import numpy as np
from rapidfuzz import fuzz

from domain import Kind, Release, ReleaseStatus
from shadow import fold

_RUN = 5  # words of a shingle
_BANDS, _ROWS = 16, 4  # a pair that shares half of its shingles meets in a band two times in three
_MARKED = (ReleaseStatus.CORRECTION, ReleaseStatus.UPDATE)
_WORDS = re.compile(r"[^\W_]+")
_BODY = frozenset({Kind.TITLE, Kind.SUBTITLE, Kind.HEADING, Kind.SENTENCE, Kind.ITEM})
_PARTIAL = 0.8  # share of the words of a release that a shortened copy still has
_CORRECTED = 0.6  # share of the words that a correction has in common with what it corrects
_ALTERED = 0.7  # the same for an altered copy
_TITLES = 85  # likeness of titles, per cent
_YEAR = timedelta(days=366)
_FURNITURE_WORDS, _FURNITURE = 8, 3  # words of a line, lines: of the page around a copy


class Relation(StrEnum):
    """What a release that comes in is to one that is stored."""

    COPY = "copy"
    CORRECTION = "correction"  # of the stored one
    EARLIER = "earlier"  # the stored one is the correction
    ALTERED = "altered"
    NONE = "none"


def bands(release: Release) -> tuple[int, ...]:
    """Hashes of which near-duplicates share some; the same for the same words, everywhere."""
    text = " ".join(_body(release))
    words = _WORDS.findall(text if text.isascii() else fold(text))
    found = [crc32(f"title {_title(release)}".encode())] if len(_title(release).split()) > 3 else []
    hashes = np.fromiter(map(crc32, map(str.encode, words)), np.uint64, len(words)) * _ODD
    if len(hashes) < _RUN:
        return tuple(found)
    runs = np.lib.stride_tricks.sliding_window_view(hashes, _RUN) @ _ODD ** np.arange(
        _RUN, dtype=np.uint64
    )
    factors, offsets = _permutations()
    least = (runs[:, None] * factors + offsets).min(axis=0)
    for band in range(_BANDS):
        rows = least[band * _ROWS : (band + 1) * _ROWS]
        found.append((band << 32) + crc32(rows.tobytes()))
    return tuple(found)


_ODD = np.uint64(0x9E3779B97F4A7C15)  # products wrap around at 2**64


@lru_cache(maxsize=1)
def _permutations() -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.Generator(np.random.PCG64(0))
    size = _BANDS * _ROWS
    odd = draw.integers(0, 2**63, size, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    return odd, draw.integers(0, 2**63, size, dtype=np.uint64)


def relation(stored: Release, new: Release) -> Relation:
    """What `new` is to `stored`; both in the same language, else nothing."""
    if stored.language != new.language:
        return Relation.NONE
    before, after = Counter(_body(stored)), Counter(_body(new))
    common = _weight(before & after)
    share = common / max(1, min(_weight(before), _weight(after)))
    if share < _CORRECTED or not _one_place(stored, new):
        return Relation.NONE
    if _marked_later(stored, new):
        return Relation.CORRECTION
    if _marked_later(new, stored):
        return Relation.EARLIER
    if not _one_day(stored, new):
        return Relation.NONE
    gone, more = before - after, after - before
    _forget_title(gone, stored, new)
    _forget_title(more, new, stored)
    if _says_nothing_else(gone, more, common / max(1, _weight(before))):
        return Relation.COPY
    return Relation.ALTERED if share >= _ALTERED and _one_title(stored, new) else Relation.NONE


def _forget_title(sentences: Counter[str], one: Release, other: Release) -> None:
    """A title that the other file lacks, or that it has from elsewhere, is no difference."""
    for name in ("title", "subtitle"):
        mine, theirs = fold(getattr(one, name) or ""), fold(getattr(other, name) or "")
        if mine and theirs in ("", mine):
            sentences.pop(mine, None)


def _says_nothing_else(gone: Counter[str], more: Counter[str], kept: float) -> bool:
    """Whether the second text is the first one: whole or shortened, in other paragraphs, or with
    the furniture of another page around it."""
    if gone and more:
        return _joined(gone) == _joined(more)
    if more:
        return more.total() <= _FURNITURE and all(map(_is_furniture, more))
    return kept >= _PARTIAL


def _joined(sentences: Counter[str]) -> str:
    return "".join(sentences.elements()).replace(" ", "")


def _is_furniture(line: str) -> bool:
    """A short line that is no sentence and holds no figure: "partagez cet article"."""
    plain = not any(char.isdigit() for char in line) and line[-1] not in '.!?»"'
    return plain and len(line.split()) <= _FURNITURE_WORDS


def _marked_later(stored: Release, new: Release) -> bool:
    """Whether `new` says of itself that it corrects, `stored` does not, and it is not older."""
    if new.status not in _MARKED or stored.status in _MARKED or not _one_title(stored, new):
        return False
    if stored.date is None or new.date is None:
        return True
    return stored.date <= new.date <= stored.date + _YEAR


def _one_day(one: Release, other: Release) -> bool:
    """The same date, or one that is not known; a reprise says again what was said before."""
    if ReleaseStatus.REPRISE in (one.status, other.status):
        return True
    return one.date == other.date or one.date is None or other.date is None


def _one_place(one: Release, other: Release) -> bool:
    return not one.city or not other.city or fold(one.city) == fold(other.city)


def _one_title(one: Release, other: Release) -> bool:
    """Titles that differ in figures or spelling only; the names in them are the same."""
    first, second = _title(one), _title(other)
    if not first or not second:
        return True
    return _names(one) == _names(other) and fuzz.ratio(first, second) >= _TITLES


def _title(release: Release) -> str:
    return re.sub(r"[\d\s]+", " ", fold(release.title or release.subtitle or "")).strip()


def _names(release: Release) -> set[str]:
    words = _WORDS.findall(release.title or release.subtitle or "")
    return {fold(word) for word in words[1:] if word[0].isupper()}


def _body(release: Release) -> list[str]:
    """The folded sentences that make the release what it is: no dateline, no contacts, no marks."""
    found = (fold(release.text[s.start : s.end]) for s in release.sentences if s.kind in _BODY)
    return [sentence for sentence in found if sentence and not _MARK.fullmatch(sentence)]


_MARK = re.compile(
    r"/?\W*(?:reprise|repeat|correction|rectificatif|corrige|corrected|mise a jour|updated?)\b"
    r".{0,30}"
)


def _weight(sentences: Counter[str]) -> int:
    return sum(len(sentence.split()) * count for sentence, count in sentences.items())
