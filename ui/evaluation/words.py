"""How figures, reasons and instants are said on the page of the evaluation."""

from __future__ import annotations

from dataclasses import fields

from evaluation.kept import KeptRun
from ui.components import instant
from ui.texts import MetricTexts, Texts

SHOWN = tuple(field.name.replace("_at_", "@") for field in fields(MetricTexts))
"""The measures that the page shows, in its order."""


def metric_name(metric: str, texts: Texts) -> str:
    """What a measure is called."""
    return getattr(texts.evaluation.metrics, metric.replace("@", "_at_"))


def reason_name(why: str, texts: Texts) -> str:
    """Why a question failed; the name itself when another version wrote it."""
    return getattr(texts.evaluation.why, why, why)


def type_name(kind: str, texts: Texts) -> str:
    """What a type of question is called; sets may have types of their own."""
    return getattr(texts.evaluation.types, kind, kind.replace("_", " "))


def apart_name(name: str, texts: Texts) -> str:
    """What tells two runs apart; a single setting by the name of its variable."""
    return getattr(texts.evaluation.apart, name, f"DEPECHE_{name.upper()}")


def figure(value: float | None, texts: Texts, digits: int = 2) -> str:
    """A number as this language writes it; a dash for what does not apply."""
    if value is None:
        return "–"
    return f"{value:.{digits}f}".replace("-", "−").replace(".", texts.own.decimal)


def change(value: float | None, texts: Texts) -> str:
    """A difference with its sign."""
    written = figure(value, texts)
    return f"+{written}" if value and value > 0 and written.strip("0,.") else written


def spread(low: float | None, high: float | None, texts: Texts) -> str:
    """An interval, from where to where."""
    return "–" if low is None else f"{figure(low, texts)} – {figure(high, texts)}"


def run_line(run: KeptRun, texts: Texts) -> str:
    """A run in one line."""
    return texts.evaluation.run_line.format(
        at=instant(run.at, texts), set=run.set, passed=run.passed, count=run.questions
    )
