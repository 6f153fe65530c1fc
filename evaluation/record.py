"""What the questions of a set scored when its floors were written, kept beside the floors.

JSON Lines: a line with the schema version, then for each set one line with the hash of its file
and its floors, and one line a question. Written with the floors by one command, so that a broken
floor can say which questions turned, and a floor that was lowered by hand is noticed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from errors import QuestionSetError

SCHEMA_VERSION = 1

Scores = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Recorded:
    """One set as it was: the hash of its file, its floors, the scores of its questions by id."""

    sha256: str
    floors: Mapping[str, float]
    scores: Mapping[str, Scores] = field(default_factory=dict)


def record_path(floors: Path) -> Path:
    """Where the record of a floors file is: `floors.yaml` has `floors.record.jsonl`."""
    return floors.with_name(f"{floors.stem}.record.jsonl")


def load_record(floors: Path) -> dict[str, Recorded]:
    """The sets recorded beside a floors file, by name; empty when there is no record yet."""
    path = record_path(floors)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionSetError(f"{path}: cannot be read ({error}); write it anew") from None
    try:
        head, *lines = [json.loads(line) for line in text.splitlines()]
        if head["schema"] != SCHEMA_VERSION:
            raise QuestionSetError(
                f"{path}: schema {head['schema']}, this program reads {SCHEMA_VERSION}; "
                "use the program that wrote it, or delete it and write the floors again"
            )
        return _sets(lines)
    except (ValueError, KeyError, TypeError) as error:
        raise QuestionSetError(
            f"{path}: not a record of floors ({error}); delete it and write the floors again"
        ) from None


def save_record(floors: Path, sets: Mapping[str, Recorded]) -> None:
    """Write the record beside a floors file."""
    rows: list[dict[str, Any]] = [{"schema": SCHEMA_VERSION}]
    for name, recorded in sets.items():
        rows.append({"set": name, "sha256": recorded.sha256, "floors": dict(recorded.floors)})
        rows += [
            {"set": name, "id": key, "scores": scores} for key, scores in recorded.scores.items()
        ]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    try:
        record_path(floors).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise QuestionSetError(
            f"{record_path(floors)}: cannot be written ({error.strerror})"
        ) from None


def _sets(lines: list[dict[str, Any]]) -> dict[str, Recorded]:
    sets: dict[str, Recorded] = {}
    scores: dict[str, dict[str, Scores]] = {}
    for line in lines:
        if "id" in line:
            scores[line["set"]][line["id"]] = line["scores"]
        else:
            held = scores[line["set"]] = {}
            sets[line["set"]] = Recorded(line["sha256"], line["floors"], held)
    return sets
