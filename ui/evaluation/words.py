"""How figures, reasons and instants are said on the page of the evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from evaluation.kept import KeptRun
from ui.safe import escape
from ui.texts import MetricTexts, Texts

SHOWN = tuple(field.name.replace("_at_", "@") for field in fields(MetricTexts))
"""The measures that the page shows, in its order."""


def metric_name(metric: str, texts: Texts) -> str:
    """What a measure is called."""
    return getattr(texts.evaluation.metrics, metric.replace("@", "_at_"))


def reason_name(why: str, texts: Texts) -> str:
    """Why a question failed; the name itself when another version wrote it."""
    return getattr(texts.evaluation.why, why, why)


def figure(value: float | None, texts: Texts, digits: int = 2) -> str:
    """A number as this language writes it; a dash for what does not apply."""
    if value is None:
        return "–"
    written = f"{value:.{digits}f}".replace("-", "−")
    return written.replace(".", ",") if texts.language == "fr" else written


def run_line(run: KeptRun, texts: Texts) -> str:
    """A run in one line."""
    at = datetime.fromisoformat(run.at)
    return texts.evaluation.run_line.format(
        day=texts.format_date(at.date()),
        time=f"{at:%H:%M}",
        set=run.set,
        passed=run.passed,
        count=run.questions,
    )


def table_html(name: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table whose first column names its rows; it scrolls by itself where it is too wide."""
    titles = "".join(f'<th scope="col">{escape(title)}</th>' for title in head)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in rows
    )
    return (
        f'<div class="dp-table" role="region" tabindex="0" aria-label="{escape(name)}"><table>'
        f"<thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table></div>"
    )
