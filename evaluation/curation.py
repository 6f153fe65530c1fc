"""What the `questions` commands do: convert, draft and accept questions.

Each function is one command: paths in, a plain object out; files that are there already are never
written over. The releases that quotes are looked up in come from the library, or are read from
files, so that a set can be checked where no library is.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from config import Settings
from domain import Release
from errors import QuestionSetError, SourceError, UsageError
from evaluation.drafting import draft
from evaluation.exchange import read_foreign, to_csv, to_ragas
from evaluation.feedback import Feedback, to_questions
from evaluation.questions import Question, load_questions, scan, to_lines
from evaluation.quotes import QuoteFinder
from evaluation.validation import DRAFT, is_draft
from ingest.load import load_release
from ingest.sources import discover

Result = dict[str, Any]


def read_releases(sources: Sequence[Path], settings: Settings) -> list[Release]:
    """The releases in files and folders, without a library; SourceError when one is none."""
    found = discover(sources, settings.project)
    if found.failed:
        raise SourceError(found.failed[0].error)
    return [load_release(file, max_mb=settings.max_source_mb) for file in found.files]


def export_set(path: Path, to: Path, answers: Path | None = None) -> Result:
    """Write a set as CSV or, under any other name, with ragas field names."""
    questions = load_questions(path)
    if to.suffix.lower() == ".csv":
        if answers:
            raise UsageError("--answers goes with ragas field names; export to a .jsonl file")
        _write_new(to, "\ufeff" + to_csv(questions))
    else:
        _write_new(to, to_ragas(questions, _answers(answers) if answers else None))
    return _written(to, questions)


def import_set(path: Path, to: Path, releases: Sequence[Release] | None) -> Result:
    """Write a CSV, or a file with ragas field names, as a question set."""
    questions = read_foreign(path, QuoteFinder(releases) if releases is not None else None)
    _write_new(to, to_lines(questions))
    return _written(to, questions)


def draft_set(name: str, to: Path, releases: Sequence[Release]) -> Result:
    """Write proposed questions about the release that `name` is the source, id or title of."""
    meant = [r for r in releases if name in (r.source, r.release_id, r.title, Path(r.source).name)]
    if not meant:
        known = ", ".join(release.source for release in releases[:5])
        raise UsageError(f'no release is called "{name}"; there are {known} …')
    questions = draft(meant[0])
    _write_new(to, to_lines(questions))
    return _written(to, questions)


def feedback_set(said: Sequence[Feedback], to: Path, releases: Sequence[Release]) -> Result:
    """Write what readers said as drafts, and tell what is still to do on them."""
    converted = to_questions(said, releases)
    _write_new(to, to_lines(converted.questions))
    return {**_written(to, converted.questions), "to_do": list(converted.to_do)}


def accept(drafts: Path, to: Path, only: Collection[str] = ()) -> Result:
    """Move drafts, all or those with the ids `only`, to the end of a set; they are drafts no more.

    The other lines stay where they are, as they are; a file without any left is removed. The set
    is written first, so that a crash between the two leaves a question twice and never lost.
    """
    items = list(scan(drafts))
    wrong = [item for item in items if isinstance(item, QuestionSetError)]
    if wrong and not only:
        raise wrong[0]
    questions = [item for item in items if isinstance(item, Question)]
    unknown = set(only) - {question.id for question in questions}
    if unknown:
        told = f": {wrong[0]}" if wrong else ""
        raise UsageError(f'{drafts} has no valid question "{min(unknown)}"{told}')
    held = load_questions(to) if to.exists() else ()
    taken = [question for question in questions if not only or question.id in only]
    doubles = {question.id for question in held} & {question.id for question in taken}
    if doubles:
        raise UsageError(f'{to} has a question "{min(doubles)}" already; give the draft another id')
    before = to.read_text(encoding="utf-8") if to.exists() else ""
    end = "" if not before or before.endswith("\n") else "\n"
    _write(to, before + end + to_lines(map(accepted, taken)))
    gone = {question.line for question in taken}
    lines = enumerate(drafts.read_text(encoding="utf-8").split("\n"), start=1)
    left = [line for number, line in lines if number not in gone and line.strip()]
    if left:
        _write(drafts, "".join(line + "\n" for line in left))
    else:
        drafts.unlink()
    return {**_written(to, taken), "left": len(left)}


def accepted(question: Question) -> Question:
    """The question as one that a person answers for: a draft no more."""
    if not is_draft(question):
        return question
    return replace(question, notes=(question.notes or "").removeprefix(DRAFT).lstrip(": ") or None)


def _answers(path: Path) -> dict[str, dict[str, Any]]:
    file = path / "answers.jsonl" if path.is_dir() else path
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        return {row["id"]: row for row in map(json.loads, lines)}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise QuestionSetError(f"{file}: no answers of evaluate can be read ({error})") from None


def _written(to: Path, questions: Sequence[Question]) -> Result:
    return {"file": str(to), "questions": len(questions)}


def _write_new(path: Path, text: str) -> None:
    if path.exists():
        raise UsageError(f"{path} is there already; name a new file")
    _write(path, text)


def _write(path: Path, text: str) -> None:
    beside = path.with_name(path.name + ".part")
    try:
        beside.write_text(text, encoding="utf-8", newline="")
        beside.replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror})") from None
