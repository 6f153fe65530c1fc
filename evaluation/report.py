"""What a run measured, as data: the object of `evaluate --json`, and the files of `--out`.

Two runs of the same set over the same library and code give equal bytes but for what stands under
a key `seconds`. How it looks to people is left to `evaluation.rendering`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from errors import QuestionSetError, UsageError
from evaluation import rendering
from evaluation.comparison import Comparison
from evaluation.floors import BrokenFloor
from evaluation.metrics import bootstrap_interval
from evaluation.runner import Row, Run
from evaluation.scoring import METRICS

_DIGITS = 6  # enough to tell runs apart, few enough not to depend on the order of additions


@dataclass(frozen=True, slots=True)
class Report:
    """The measures of one run; `broken` and `comparison` are None when nobody asked for them."""

    run: Run
    name: str
    sha256: str
    broken: tuple[BrokenFloor, ...] | None = None
    comparison: Comparison | None = None

    @property
    def exit_code(self) -> int:
        """0 when all is well; 1 when a floor broke, a question errored or a quote is nowhere."""
        errors = any(row.error is not None for row in self.run.rows)
        return int(bool(self.broken) or errors or any(p.fatal for p in self.run.problems))

    def to_dict(self) -> dict[str, Any]:
        """The object of `evaluate --json` and of `report.json`."""
        rows = self.run.rows
        return {
            "questions": {"file": self.name, "sha256": self.sha256, "count": len(rows)},
            "overall": _measures(rows),
            "by_language": _grouped(rows, lambda row: row.question.lang),
            "by_type": _grouped(rows, lambda row: row.question.type),
            "seconds": {
                "p50": self.run.latency(50),
                "p95": self.run.latency(95),
                "total": sum(row.seconds for row in rows),
            },
            "problems": [asdict(problem) for problem in self.run.problems],
            "floors": None
            if self.broken is None
            else {"broken": _rounded(map(asdict, self.broken))},
            "comparison": None if self.comparison is None else _rounded(asdict(self.comparison)),
            "rows": [_row(row) for row in rows],
        }

    def to_text(self) -> str:
        """The report for a terminal."""
        return rendering.text(self.to_dict())

    def to_markdown(self) -> str:
        """The report as a document, failing questions first."""
        return rendering.markdown(self.to_dict())

    def judged(
        self, *, broken: tuple[BrokenFloor, ...] | None, comparison: Comparison | None
    ) -> Report:
        """The same report with what the floors and the baseline say of it."""
        return replace(self, broken=broken, comparison=comparison)


def prepare(out: Path) -> None:
    """Make the folder of `--out`, before a long run rather than after it."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"--out {out} cannot be made a folder ({error.strerror})") from None


def write(report: Report, out: Path) -> None:
    """Write `answers.jsonl`, `report.json` and `report.md` into the folder `out`."""
    prepare(out)
    answers = "".join(
        json.dumps(row.answer_record, ensure_ascii=False, allow_nan=False) + "\n"
        for row in report.run.rows
    )
    data = json.dumps(report.to_dict(), ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    files = {"answers.jsonl": answers, "report.json": data, "report.md": report.to_markdown()}
    for name, content in files.items():
        try:
            (out / name).write_text(content, encoding="utf-8", newline="\n")
        except OSError as error:
            raise UsageError(f"{out / name} cannot be written ({error.strerror})") from None


def load_report(path: Path) -> dict[str, Any]:
    """A `report.json`, or that of a folder given to `--out`; QuestionSetError when it is none."""
    file = path / "report.json" if path.is_dir() else path
    try:
        report = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise QuestionSetError(
            f"{file}: no report can be read ({error.strerror}); name a report.json of --out"
        ) from None
    except UnicodeDecodeError:
        raise QuestionSetError(f"{file}: not UTF-8; name a report.json of --out") from None
    except json.JSONDecodeError as error:
        raise QuestionSetError(
            f"{file}, line {error.lineno}: not JSON ({error.msg}); name a report.json of --out"
        ) from None
    if not _is_report(report):
        raise QuestionSetError(f"{file}: not a report of evaluate; name a report.json of --out")
    return report


def _is_report(value: Any) -> bool:
    if not isinstance(value, dict) or not {"questions", "overall", "rows"} <= value.keys():
        return False
    needed = {"id", "question", "scores", "text"}
    rows = value["rows"]
    return isinstance(rows, list) and all(
        isinstance(row, dict) and needed <= row.keys() and isinstance(row["scores"], dict)
        for row in rows
    )


def _measures(rows: Sequence[Row]) -> dict[str, Any]:
    return {
        metric: _rounded(asdict(bootstrap_interval([row.scores[metric] for row in rows])))
        for metric in METRICS
    }


def _grouped(rows: Sequence[Row], key: Callable[[Row], str]) -> dict[str, Any]:
    return {
        name: _measures([row for row in rows if key(row) == name])
        for name in sorted({key(row) for row in rows})
    }


def _row(row: Row) -> dict[str, Any]:
    record: Mapping[str, Any] = row.record or {}
    question = row.question
    return {
        "id": question.id,
        "question": question.user_input,
        "history": list(question.history),
        "lang": question.lang,
        "type": question.type,
        "answerable": question.answerable,
        "expected": [quote.text for quote in question.reference_quotes],
        "must_mention": [list(words) for words in question.must_mention],
        "status": record.get("status"),
        "confidence": record.get("confidence"),
        "text": record.get("text"),
        "error": row.error,
        "rank": row.rank,
        "scores": _rounded(row.scores),
        "why": [reason.value for reason in row.why],
        "seconds": row.seconds,
    }


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, _DIGITS)
    if isinstance(value, Mapping):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, map)):
        return [_rounded(item) for item in value]
    return value
