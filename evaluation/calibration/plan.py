"""Reads the plan of a calibration: libraries, and the training questions on each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from errors import QuestionSetError
from evaluation.questions import Question, load_questions


@dataclass(frozen=True, slots=True)
class Part:
    """One library of a plan: what is ingested, what is asked of it, how many questions are made
    besides from its words and by exchanging names, how often the reader sees each question, and
    those that are only looked at by themselves (`foreign.py`)."""

    sources: tuple[Path, ...]
    questions: tuple[Question, ...]
    keywords: int
    swapped: int
    times: int
    alone: tuple[Question, ...] = ()


def read_plan(path: Path, base: Path) -> tuple[Part, ...]:
    """The parts of the plan at `path`; its paths are relative to `base`."""
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
        return tuple(
            Part(
                tuple(base / source for source in row["sources"]),
                tuple(_all(row["questions"], base)[:: int(row.get("every", 1))]),
                int(row["keywords"]),
                int(row.get("swapped", 0)),
                int(row.get("times", 1)),
                tuple(_all(row.get("alone", ()), base)),
            )
            for row in rows
        )
    except OSError as error:
        raise QuestionSetError(f"{path} cannot be read ({error.strerror})") from None
    except (yaml.YAMLError, KeyError, TypeError, ValueError):
        raise QuestionSetError(
            f"{path} is not a plan; give a list of parts with `sources`, `questions` and `keywords`"
        ) from None


def _all(names: Sequence[str], base: Path) -> list[Question]:
    """The questions of these sets, one set after the other."""
    return [question for name in names for question in load_questions(base / name)]
