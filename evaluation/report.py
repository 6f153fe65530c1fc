"""What a run measured, as data: the object of `evaluate --json`, and the files of `--out`.

Two runs of the same set over the same library and code give equal bytes but for what stands under
a key `seconds`. How it looks to people is left to `evaluation.rendering`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, is_dataclass, replace
from pathlib import Path
from typing import Any

from errors import QuestionSetError, UsageError
from evaluation import rendering
from evaluation.comparison import Comparison
from evaluation.floors import BrokenFloor
from evaluation.metrics import percentile
from evaluation.runner import Row, Run
from evaluation.summary import confidence, dialogues, grouped, measures, turn_of

SCHEMA_VERSION = 2
"""Of `report.json`; 1 had no version, no groups by release and turn, and no run."""

_DIGITS = 6  # enough to tell runs apart, few enough not to depend on the order of additions


@dataclass(frozen=True, slots=True)
class Report:
    """The measures of one run; `broken` and `comparison` are None when nobody asked for them.

    `made_with` is `identity.identity`, None when the asker is not known.
    """

    run: Run
    name: str
    sha256: str
    made_with: Mapping[str, Any] | None = None
    broken: tuple[BrokenFloor, ...] | None = None
    comparison: Comparison | None = None
    figures: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if not self.figures:  # bootstrapping takes a while: once a run, however often it is shown
            object.__setattr__(self, "figures", _figures(self.run))

    @property
    def exit_code(self) -> int:
        """0 when all is well; 1 when a floor broke, a question errored or a quote is nowhere."""
        errors = any(row.error is not None for row in self.run.rows)
        return int(bool(self.broken) or errors or any(p.fatal for p in self.run.problems))

    def to_dict(self) -> dict[str, Any]:
        """The object of `evaluate --json` and of `report.json`."""
        return {
            "schema": SCHEMA_VERSION,
            "questions": {
                "file": self.name,
                "sha256": self.sha256,
                "count": len(self.run.rows),
            },
            "run": self.made_with,
            **self.figures,
            "floors": None if self.broken is None else {"broken": _plain(self.broken)},
            "comparison": None if self.comparison is None else _plain(self.comparison),
            "rows": [_row(row) for row in self.run.rows],
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


def _figures(run: Run) -> dict[str, Any]:
    rows = [_row(row) for row in run.rows]
    return {
        "overall": _plain(measures(rows)),
        "by_language": _plain(grouped(rows, lambda row: [row["lang"]])),
        "by_type": _plain(grouped(rows, lambda row: [row["type"]])),
        "by_release": _plain(grouped(rows, lambda row: row["releases"])),
        "by_turn": _plain(grouped(rows, lambda row: [turn_of(row)])),
        "dialogues": dialogues(rows),
        "confidence": _plain(confidence(rows)),
        "seconds": {
            "p50": run.latency(50),
            "p95": run.latency(95),
            "total": sum(row.seconds for row in run.rows),
        },
        "tokens": _tokens(run),
        "problems": [asdict(problem) for problem in run.problems],
    }


def prepare(out: Path) -> None:
    """Make the folder of `--out`, before a long run rather than after it."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"--out {out} cannot be made a folder ({error.strerror})") from None


def write(report: Report, out: Path) -> None:
    """Write `answers.jsonl`, `report.json`, `report.md`, `report.html` into the folder `out`."""
    from evaluation import page  # Altair takes a second to import: only where a page is made

    prepare(out)
    answers = "".join(
        json.dumps(row.answer_record, ensure_ascii=False, allow_nan=False) + "\n"
        for row in report.run.rows
    )
    record = report.to_dict()
    files = {
        "answers.jsonl": answers,
        "report.json": json.dumps(record, ensure_ascii=False, allow_nan=False, indent=1) + "\n",
        "report.md": rendering.markdown(record),
        "report.html": page.html(record),
    }
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


def _tokens(run: Run) -> dict[str, Any] | None:
    """What a language model used for the set and for a question; None without one."""
    used = [row.tokens for row in run.rows if row.tokens is not None]
    if not used:
        return None
    each = [tokens.input + tokens.output for tokens in used]
    return {
        "input": sum(tokens.input for tokens in used),
        "output": sum(tokens.output for tokens in used),
        "p50": percentile(each, 50),
        "p95": percentile(each, 95),
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
        "citations": [
            {key: citation[key] for key in ("marker", "source", "start", "end", "quote")}
            for citation in record.get("citations", ())
        ],
        "rank": row.rank,
        "ranks": list(row.ranks),
        "releases": list(row.releases),
        "scores": _plain(row.scores),
        "why": [reason.value for reason in row.why],
        "tokens": None if row.tokens is None else asdict(row.tokens),
        "seconds": row.seconds,
    }


def _plain(value: Any) -> Any:
    """Dataclasses and numbers as plain JSON, rounded."""
    if isinstance(value, float):
        return round(value, _DIGITS)
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value
