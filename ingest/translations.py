"""Which stored release says the same in the other language, when no page declares it.

A strict test: the same day, the same figures, the same names, about as many sentences, and no
second candidate that comes close. Issuers are spelled differently in each language and are not
compared. A pair that is missed costs little; a wrong one would hide a release behind another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain import Kind, Release
from shadow import fold

CANDIDATES = 40  # releases of one day that are compared
_FIGURE = re.compile(r"\d+(?:[ \u00a0\u202f.,\u2011-]\d+)*")
_NAME = re.compile(r"(?<=[^\W\d_] )[A-ZÀÂÇÉÈÊËÎÏÔÛÙÜŸŒ][^\W\d_]{2,}")
_LANGUAGES = {"fr", "en"}
_SAID = frozenset({Kind.SENTENCE, Kind.ITEM, Kind.SUBTITLE})
_FIGURES, _COMMON_FIGURES = 0.6, 3  # share of the figures that both have, and how many at least
_NAMES, _COMMON_NAMES = 0.3, 2
_LENGTHS = 0.6  # share of sentences that the shorter one has
_AHEAD = 0.15  # by how much the best candidate is better than the second


def translation_of(release: Release, candidates: Sequence[Release]) -> Release | None:
    """The one candidate that is `release` in the other language; None when no one plainly is."""
    others = [other for other in candidates if {other.language, release.language} == _LANGUAGES]
    if release.date is None or not others:
        return None
    scored = sorted((_likeness(release, other), other.release_id) for other in others)
    best, name = scored[-1]
    runner_up = scored[-2][0] if len(scored) > 1 else 0.0
    if not best or best - runner_up < _AHEAD:
        return None
    return next(other for other in others if other.release_id == name)


def _likeness(one: Release, other: Release) -> float:
    """0 when a part of the test fails, else between 0 and 2."""
    if one.date != other.date:
        return 0.0
    figures, common = _shared(_figures(one), _figures(other))
    if common < _COMMON_FIGURES or figures < _FIGURES:
        return 0.0
    names, common = _shared(_names(one), _names(other))
    if common < _COMMON_NAMES or names < _NAMES:
        return 0.0
    lengths = sorted((len(one.sentences), len(other.sentences)))
    return figures + names if lengths[0] >= _LENGTHS * lengths[1] else 0.0


def _shared(one: set[str], other: set[str]) -> tuple[float, int]:
    common = len(one & other)
    return common / max(1, len(one | other)), common


def _figures(release: Release) -> set[str]:
    return {re.sub(r"\D", "", figure) for figure in _FIGURE.findall(_said(release))}


def _names(release: Release) -> set[str]:
    return {fold(name) for name in _NAME.findall(_said(release))}


def _said(release: Release) -> str:
    return "\n".join(release.text[s.start : s.end] for s in release.sentences if s.kind in _SAID)
