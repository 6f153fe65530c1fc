"""The evaluation as one call: question set in, report out, with baseline and floors on demand."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from domain import Release
from evaluation.comparison import compare
from evaluation.floors import check, floors_for
from evaluation.questions import load_questions
from evaluation.record import load_record
from evaluation.report import Report, load_report, prepare, write
from evaluation.runner import Ask, Progress, run
from evaluation.tokens import Tokens

__all__ = ["Report", "evaluate"]


def evaluate(
    questions_path: Path,
    ask: Ask,
    releases: Sequence[Release],
    out: Path | None = None,
    baseline: Path | None = None,
    floors: Path | None = None,
    progress: Progress | None = None,
    made_with: Mapping[str, Any] | None = None,
    tokens: Callable[[], Tokens] | None = None,
) -> Report:
    """Run a question set through `ask` and measure the answers against `releases`.

    Every file that is named is read, and `out` made, before the first question is asked, so that
    a slip costs seconds and not the run. `made_with` says what the asker was (see `identity`),
    `tokens` what its language model has used so far. QuestionSetError or UsageError says what
    cannot be used.
    """
    questions = load_questions(questions_path)
    before = load_report(baseline) if baseline else None
    bounds = floors_for(questions_path.name, floors) if floors else None
    recorded = load_record(floors).get(questions_path.name) if floors else None
    if out:
        prepare(out)
    report = Report(
        run=run(questions, ask, releases, progress, tokens),
        name=questions_path.name,
        sha256=hashlib.sha256(questions_path.read_bytes()).hexdigest(),
        made_with=made_with,
    )
    measured = report.to_dict()
    report = report.judged(
        broken=check(measured, bounds, recorded) if bounds is not None else None,
        comparison=compare(measured, before) if before is not None else None,
    )
    if out:
        write(report, out)
    return report
