"""A report as one HTML page that needs nothing else: no script, no font, no network.

It shows what `report.json` holds. Texts of questions, answers and releases are escaped by the
template engine, and the page's own policy forbids scripts and requests besides.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evaluation import charts, rendering

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def html(report: Mapping[str, Any]) -> str:
    """The page."""
    rows = report["rows"]
    return _TEMPLATES.get_template("report.html.j2").render(
        report=report,
        headline=rendering.headline(report),
        latency=rendering.latency(report),
        notices={
            "Floors": rendering.floor_lines(report),
            "Reference quotes that cannot be found as they are": rendering.problem_lines(report),
        },
        comparison=report["comparison"],
        changes=rendering.comparison_lines(report),
        failing=[(row, rendering.facts(row)) for row in rows if row["why"]],
        passing=[row for row in rows if not row["why"]],
        charts=charts.charts(report),
        tables=rendering.tables(report),
        dialogues=rendering.dialogue_lines(report),
        made_with=rendering.made_with_lines(report),
    )
