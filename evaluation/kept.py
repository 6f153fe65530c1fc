"""Runs and question sets kept in the data folder: what the evaluation page lists and compares.

```
evaluation/sets/NAME.jsonl          a set that somebody added, checked before it was kept
evaluation/runs/ID/run.json         what a list needs: schema, set, instant, counts, library
evaluation/runs/ID/expected.json    where the reference quotes of each question stood
evaluation/runs/ID/report.json …    what `evaluate --out` writes, and the questions as they were
```
A run is there whole or not at all: it is written beside and renamed when it is done. One that
another version wrote, or that somebody damaged, is named with what is wrong, and not opened.
"""

from __future__ import annotations

import json
import re
import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from config import PROJECT
from errors import QuestionSetError
from evaluation.metrics import Reference, Span
from evaluation.whole import is_answer, is_whole

if TYPE_CHECKING:
    from evaluation.report import Report

SCHEMA = 1
PACKAGED = PROJECT / "evaluation" / "sets"
_TRAINED_ON = "training."  # how the sets are called that parts were fitted on: no measure
_NAME = re.compile(r"[\w][\w. -]{0,79}")
_ID = re.compile(r"[0-9A-Za-z-]{1,64}")
_RUN, _ANSWERS, _QUESTIONS, _EXPECTED = (
    "run.json",
    "answers.jsonl",
    "questions.jsonl",
    "expected.json",
)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A folder among the runs that cannot be opened. `schema` is that of another version, None when
    the run is damaged."""

    id: str
    schema: int | None = None


@dataclass(frozen=True, slots=True)
class KeptRun:
    """A run in a list: `at` is an ISO 8601 instant in UTC, `library` the hash of what was asked.

    `passed` and `failed` count questions; those that nothing can be said of are in neither.
    """

    id: str
    at: str
    set: str
    questions: int
    passed: int
    failed: int
    releases: int
    library: str


class RunStore:
    """The runs and added sets of one data folder."""

    def __init__(self, data: Path) -> None:
        self.runs = data / "evaluation" / "runs"
        self.added = data / "evaluation" / "sets"

    # Sets

    def sets(self) -> list[Path]:
        """The sets that can be run: those of the project, then those that were added.

        Less those that the models were trained on: their figures would mean nothing.
        """
        packaged = sorted(PACKAGED.glob("*.jsonl"))
        measured = [path for path in packaged if not path.name.startswith(_TRAINED_ON)]
        return measured + sorted(self.added.glob("*.jsonl"))

    def add_set(self, name: str, content: bytes, check: Callable[[Path], list[str]]) -> list[str]:
        """Keep a set under its name unless `check` finds something wrong, which is returned.

        A set of the same name is replaced; QuestionSetError when the name or the disk will not do.
        """
        stem = Path(name).name.removesuffix(".jsonl")
        if not _NAME.fullmatch(stem) or (PACKAGED / f"{stem}.jsonl").exists():
            raise QuestionSetError(
                f"a set cannot be called {stem[:80]!r}; use letters, digits, dots and hyphens, "
                "and no name of a set that comes with Dépêche"
            )
        try:
            self.added.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(dir=self.added, prefix=".") as folder:
                file = Path(folder) / f"{stem}.jsonl"
                file.write_bytes(content)
                problems = check(file)
                if not problems:
                    file.replace(self.added / file.name)
        except OSError as error:
            raise QuestionSetError(f"{self.added} cannot be written ({error.strerror})") from None
        return problems

    def delete_set(self, name: str) -> None:
        """Delete an added set; the runs that were made of it stay."""
        if (self.added / name) in self.sets():
            (self.added / name).unlink(missing_ok=True)

    # Runs

    def list(self) -> list[KeptRun]:
        """The runs, newest first; those that cannot be read are left to `unreadable`."""
        found = [run for run in self._folders() if isinstance(run, KeptRun)]
        return sorted(found, key=lambda run: (run.at, run.id), reverse=True)

    def unreadable(self) -> list[Unreadable]:
        """The folders among the runs that are none, or of another version."""
        return [found for found in self._folders() if isinstance(found, Unreadable)]

    def keep(self, questions: Path, releases: int, measure: Callable[[Path], Report]) -> KeptRun:
        """Run `measure`, which writes into the folder it is given, and keep what it wrote.

        When it raises, nothing is kept.
        """
        try:
            self.runs.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(dir=self.runs, prefix=".") as folder:
                out = Path(folder) / "run"
                report = measure(out)
                now = datetime.now(UTC)
                run = _summary(f"{now:%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}", now, releases, report)
                shutil.copyfile(questions, out / _QUESTIONS)
                _write(out / _EXPECTED, _expected(report))
                _write(out / _RUN, {"schema": SCHEMA, **asdict(run)})
                out.rename(self.runs / run.id)
        except OSError as error:
            raise QuestionSetError(f"{self.runs} cannot be written ({error.strerror})") from None
        return run

    def report(self, run_id: str) -> dict[str, Any]:
        """The `report.json` of a run; QuestionSetError when it is none that we can show."""
        from evaluation.report import SCHEMA_VERSION, load_report  # imports much of LangChain

        file = self._folder(run_id) / "report.json"
        report = load_report(file)
        if report.get("schema") != SCHEMA_VERSION:
            raise QuestionSetError(
                f"{file} has schema {report.get('schema')} and this version reads "
                f"{SCHEMA_VERSION}; run the set again"
            )
        if not is_whole(report):
            raise QuestionSetError(f"{file} is damaged; delete this run, and run the set again")
        return report

    def document(self, run_id: str) -> str:
        """The report as a page that needs nothing else (HTML)."""
        file = self._folder(run_id) / "report.html"
        try:
            return file.read_text(encoding="utf-8")
        except (OSError, ValueError):
            raise QuestionSetError(f"{file} cannot be read; run the set again") from None

    def answers(self, run_id: str) -> dict[str, Mapping[str, Any]]:
        """The answer to each question of a run by the question's id, evidence included."""
        file = self._folder(run_id) / _ANSWERS
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
            records = {record["id"]: record for record in map(json.loads, lines)}
        except (OSError, ValueError, KeyError, TypeError):
            records = {None: None}
        if not all(map(is_answer, records.values())):
            raise QuestionSetError(f"{file} is damaged; delete this run, and run the set again")
        return records

    def expected(self, run_id: str) -> dict[str, tuple[Reference, ...]]:
        """Where the reference quotes of each question stood, by the question's id."""
        file = self._folder(run_id) / _EXPECTED
        try:
            record = json.loads(file.read_text(encoding="utf-8"))
            return {
                name: tuple(tuple(Span(**span) for span in quote) for quote in quotes)
                for name, quotes in record.items()
            }
        except (OSError, ValueError, TypeError, AttributeError):
            raise QuestionSetError(
                f"{file} is damaged; delete this run, and run the set again"
            ) from None

    def delete(self, run_id: str) -> None:
        """Delete a run; one that has gone already is no error."""
        folder = self._folder(run_id)
        if folder.is_dir():
            shutil.rmtree(folder)

    def _folder(self, run_id: str) -> Path:
        if not _ID.fullmatch(run_id):
            raise QuestionSetError("there is no such run")
        return self.runs / run_id

    def _folders(self) -> Iterator[KeptRun | Unreadable]:
        for folder in sorted(self.runs.glob("[!.]*")):  # a run being made begins with a dot
            if folder.is_dir():
                yield _read(folder)


def _read(folder: Path) -> KeptRun | Unreadable:
    try:
        record = json.loads((folder / _RUN).read_text(encoding="utf-8"))
        schema = record.pop("schema")
        if schema != SCHEMA:
            return Unreadable(folder.name, schema if type(schema) is int else None)
        run = KeptRun(**record)
        datetime.fromisoformat(run.at)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Unreadable(folder.name)
    return run if run.id == folder.name else Unreadable(folder.name)


def _write(file: Path, record: object) -> None:
    file.write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")


def _expected(report: Report) -> dict[str, list[list[dict[str, Any]]]]:
    return {
        row.question.id: [[asdict(span) for span in quote] for quote in row.references]
        for row in report.run.rows
    }


def _summary(run_id: str, now: datetime, releases: int, report: Report) -> KeptRun:
    passed = [row.scores["passed"] for row in report.run.rows]
    return KeptRun(
        id=run_id,
        at=now.isoformat(timespec="seconds"),
        set=report.name.removesuffix(".jsonl"),
        questions=len(passed),
        passed=passed.count(1.0),
        failed=passed.count(0.0),
        releases=releases,
        library=str((report.made_with or {}).get("library", "")),
    )
