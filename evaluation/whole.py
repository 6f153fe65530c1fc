"""Whether records read back from a file have the shape that is relied on.

A file of a run can be cut off, edited or written by another version; what reads it further on may
then take its keys for granted. The shapes are those of `evaluation.report` and of
`answering.contract`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_NUMBER = (int, float)
_TEXT_OR_NONE = (str, type(None))
_ROW = {
    "id": str,
    "question": str,
    "history": list,
    "answerable": bool,
    "expected": list,
    "must_mention": list,
    "status": _TEXT_OR_NONE,
    "text": _TEXT_OR_NONE,
    "error": _TEXT_OR_NONE,
    "scores": dict,
    "why": list,
}
_ESTIMATE = {
    "value": (*_NUMBER, type(None)),
    "low": (*_NUMBER, type(None)),
    "high": (*_NUMBER, type(None)),
    "n": int,
}
_EVIDENCE = {"release_id": str, "start": int, "end": int, "score": _NUMBER, "text": str}
_CITATION = {"marker": int, "release_id": str, "version": str, "quote": str}
_SENTENCE = {"text": str, "citations": list}


def is_whole(report: Mapping[str, Any]) -> bool:
    """Whether a `report.json` has the measures and the rows that a page shows."""
    groups = [report.get(f"by_{what}") for what in ("language", "type", "turn", "release")]
    return (
        isinstance(report.get("run"), dict | None)
        and _is_measured(report.get("overall"))
        and all(isinstance(of, dict) and all(map(_is_measured, of.values())) for of in groups)
        and all(_fits(row, _ROW) and "passed" in row["scores"] for row in report["rows"])
    )


def is_answer(record: Any) -> bool:
    """Whether a line of `answers.jsonl` is an answer with its evidence, or an error."""
    if not isinstance(record, dict):
        return False
    if "error" in record:
        return isinstance(record["error"], str)
    lists = (("evidence", _EVIDENCE), ("citations", _CITATION), ("sentences", _SENTENCE))
    return isinstance(record.get("language"), str) and all(
        isinstance(record.get(name), list) and all(_fits(item, shape) for item in record[name])
        for name, shape in lists
    )


def _is_measured(of: Any) -> bool:
    return isinstance(of, dict) and all(_fits(estimate, _ESTIMATE) for estimate in of.values())


def _fits(record: Any, shape: Mapping[str, Any]) -> bool:
    return isinstance(record, dict) and all(
        name in record and isinstance(record[name], kind) for name, kind in shape.items()
    )
