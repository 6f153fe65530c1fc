"""Two runs of the same questions: what changed, question by question, and how sure that is.

Works on the objects of `report.json`, so that a run can be compared with one of last month.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evaluation.identity import told_apart
from evaluation.metrics import Difference
from evaluation.summary import differences


@dataclass(frozen=True, slots=True)
class Turned:
    """A question that passed in one run and failed in the other, with both answers."""

    id: str
    question: str
    before: str | None
    now: str | None
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between a run and its baseline on the `compared` questions they share.

    `why` of a win is why it failed before, that of a loss why it fails now. Questions under the
    same id that were worded differently count as `changed` and are not compared. `told_apart_by`
    names what the runs were made with that differs: code, settings, model, library …
    """

    compared: int
    differences: Mapping[str, Difference]
    wins: tuple[Turned, ...]
    losses: tuple[Turned, ...]
    changed: tuple[str, ...]
    only_now: tuple[str, ...]
    only_baseline: tuple[str, ...]
    told_apart_by: tuple[str, ...]


def compare(now: Mapping[str, Any], baseline: Mapping[str, Any]) -> Comparison:
    """Compare two reports, each as read from its `report.json`.

    Differences come with a paired bootstrap interval and the p of a paired permutation test.
    """
    ours = {row["id"]: row for row in now["rows"]}
    theirs = {row["id"]: row for row in baseline["rows"]}
    shared = [name for name in ours if name in theirs]
    same = [name for name in shared if _asked(ours[name]) == _asked(theirs[name])]
    pairs = [(theirs[name], ours[name]) for name in same]
    return Comparison(
        compared=len(same),
        differences=differences([before for before, _ in pairs], [after for _, after in pairs]),
        wins=tuple(
            _turned(before, after, before)
            for before, after in pairs
            if _passes(after) and _fails(before)
        ),
        losses=tuple(
            _turned(before, after, after)
            for before, after in pairs
            if _passes(before) and _fails(after)
        ),
        changed=tuple(name for name in shared if name not in set(same)),
        only_now=tuple(name for name in ours if name not in theirs),
        only_baseline=tuple(name for name in theirs if name not in ours),
        told_apart_by=told_apart(now.get("run"), baseline.get("run")),
    )


def _asked(row: Mapping[str, Any]) -> tuple[str, list[str]]:
    return row["question"], row.get("history", [])


def _passes(row: Mapping[str, Any]) -> bool:
    return row["scores"].get("passed") == 1.0


def _fails(row: Mapping[str, Any]) -> bool:
    return row["scores"].get("passed") == 0.0


def _turned(
    before: Mapping[str, Any], after: Mapping[str, Any], failed: Mapping[str, Any]
) -> Turned:
    return Turned(
        id=after["id"],
        question=after["question"],
        before=before["text"] or before.get("error"),
        now=after["text"] or after.get("error"),
        why=tuple(failed.get("why", ())),
    )
