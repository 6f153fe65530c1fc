"""Checks question sets as a whole: every line that is wrong, with file, line and mend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain import Release
from errors import QuestionSetError
from evaluation.questions import Question, scan
from evaluation.quotes import QuoteFinder

DRAFT = "draft"
"""How the `notes` of a question begin that no person has accepted yet."""


@dataclass(frozen=True, slots=True)
class Validation:
    """What was read and what is wrong with it; `quotes` says whether quotes were looked up."""

    questions: int
    problems: tuple[str, ...]
    quotes: bool


def validate(paths: Sequence[Path], releases: Sequence[Release] | None) -> Validation:
    """Every problem of these sets, in order; without releases the quotes are not looked up."""
    finder = QuoteFinder(releases) if releases is not None else None
    count, problems = 0, []
    for path in paths:
        for item in scan(path):
            if isinstance(item, QuestionSetError):
                problems.append(str(item))
            else:
                count += 1
                problems += _problems(item, path, finder)
    return Validation(count, tuple(problems), finder is not None)


def is_draft(question: Question) -> bool:
    """Whether a person still has to accept it."""
    return (question.notes or "").startswith(DRAFT)


def _problems(question: Question, path: Path, finder: QuoteFinder | None) -> Iterable[str]:
    if is_draft(question):
        yield (
            f'{path}, line {question.line}, "{question.id}": still a draft; read it, then take it '
            "over with `cli.py questions accept`, or delete the line"
        )
    if finder:
        yield from (f"{path}, {problem.message}" for problem in finder.problems(question))
