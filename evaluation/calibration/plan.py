"""Reads the plan of a calibration: libraries, and the training questions on each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from errors import QuestionSetError
from evaluation.questions import Question, load_questions


@dataclass(frozen=True, slots=True)
class Part:
    """One library of a plan: what is ingested, what is asked of it, how many questions are made
    besides from its words and by exchanging names, and how often the reader sees each question."""

    sources: tuple[Path, ...]
    questions: tuple[Question, ...]
    keywords: int
    swapped: int
    times: int


def read_plan(path: Path, base: Path) -> tuple[Part, ...]:
    """The parts of the plan at `path`; its paths are relative to `base`."""
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
        return tuple(
            Part(
                tuple(base / source for source in row["sources"]),
                _every(
                    int(row.get("every", 1)),
                    [q for name in row["questions"] for q in load_questions(base / name)],
                ),
                int(row["keywords"]),
                int(row.get("swapped", 0)),
                int(row.get("times", 1)),
            )
            for row in rows
        )
    except OSError as error:
        raise QuestionSetError(f"{path} cannot be read ({error.strerror})") from None
    except (yaml.YAMLError, KeyError, TypeError, ValueError):
        raise QuestionSetError(
            f"{path} is not a plan; give a list of parts with `sources`, `questions` and `keywords`"
        ) from None


def _every(step: int, questions: list[Question]) -> tuple[Question, ...]:
    """One question in `step`."""
    return tuple(questions[::step])
