"""Runs and question sets kept in the data folder: what the evaluation page lists and compares.

```
evaluation/sets/NAME.jsonl          a set that somebody added, checked before it was kept
evaluation/runs/ID/run.json         what a list needs: schema, set, instant, counts, library
evaluation/runs/ID/report.json …    what `evaluate --out` writes, and the questions as they were
```
A run is there whole or not at all: it is written beside and renamed when it is done.
"""

from __future__ import annotations

import json
import re
import shutil
import uuid
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from config import PROJECT
from errors import QuestionSetError
from evaluation.report import Report, load_report

SCHEMA = 1
PACKAGED = PROJECT / "evaluation" / "sets"
_NAME = re.compile(r"[\w][\w. -]{0,79}")
_RUN, _ANSWERS, _QUESTIONS = "run.json", "answers.jsonl", "questions.jsonl"


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
        """The sets that can be run: those of the project, then those that were added."""
        return sorted(PACKAGED.glob("*.jsonl")) + sorted(self.added.glob("*.jsonl"))

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
        """The runs, newest first; a folder that is none of ours is passed over."""
        found = (self._read(path.parent) for path in self.runs.glob(f"*/{_RUN}"))
        return sorted((run for run in found if run), key=lambda run: (run.at, run.id), reverse=True)

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
                record = json.dumps({"schema": SCHEMA, **asdict(run)}, ensure_ascii=False)
                (out / _RUN).write_text(record + "\n", encoding="utf-8")
                out.rename(self.runs / run.id)
        except OSError as error:
            raise QuestionSetError(f"{self.runs} cannot be written ({error.strerror})") from None
        return run

    def report(self, run_id: str) -> dict[str, Any]:
        """The `report.json` of a run; QuestionSetError when there is no such run."""
        return load_report(self._folder(run_id) / "report.json")

    def answers(self, run_id: str) -> dict[str, Mapping[str, Any]]:
        """The answer to each question of a run by the question's id, evidence included."""
        file = self._folder(run_id) / _ANSWERS
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
            return {record["id"]: record for record in map(json.loads, lines)}
        except (OSError, ValueError, KeyError, TypeError):
            raise QuestionSetError(f"{file}: the answers of this run cannot be read") from None

    def questions(self, run_id: str) -> Path:
        """The questions as they were when the run was made."""
        return self._folder(run_id) / _QUESTIONS

    def delete(self, run_id: str) -> None:
        """Delete a run; one that has gone already is no error."""
        folder = self._folder(run_id)
        if folder.is_dir():
            shutil.rmtree(folder)

    def _folder(self, run_id: str) -> Path:
        if not re.fullmatch(r"[0-9A-Za-z-]{1,64}", run_id):
            raise QuestionSetError("there is no such run")
        return self.runs / run_id

    def _read(self, folder: Path) -> KeptRun | None:
        try:
            record = json.loads((folder / _RUN).read_text(encoding="utf-8"))
            if record.pop("schema") != SCHEMA or record["id"] != folder.name:
                return None
            return KeptRun(**record)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None


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
