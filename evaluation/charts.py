"""Charts of a report as SVG: drawn by Altair, made into still pictures without a browser.

Nothing in them runs or is fetched, and they are small (about 10 kB each), where an interactive
chart would bring its library of some megabytes along. Sizes are in CSS pixels.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import vl_convert

from evaluation.scoring import Why

Report = Mapping[str, Any]
Points = Sequence[Mapping[str, Any]]

SHOWN = (
    "passed",
    "hit@1",
    "hit@5",
    "mrr",
    "ndcg@10",
    "citation_recall",
    "citation_precision",
    "answer_correctness",
    "abstention_precision",
    "abstention_recall",
    "over_refusal",
    "partial_unanswerable",
    "auroc",
)
_WIDTH, _HEIGHT = 230, 190
_BLUE, _RED, _GREY = "#1f5fa8", "#b3261e", "#8a8f98"
_SHARE = alt.Scale(domain=[0, 1])
_FONT = "Arial, sans-serif"
_MARGIN = {"left": 22, "right": 10, "top": 4, "bottom": 4}  # for fonts wider than was reckoned


def charts(report: Report) -> dict[str, str]:
    """Title to SVG, in the order of reading; what a report has no points for is left out."""
    drawn = {
        "Figures with 95 % intervals": _figures(report),
        "Why questions failed": _reasons(report["rows"]),
        "Rank of the first relevant evidence": _ranks(report["rows"]),
        "Risk at each coverage": _risk(report["confidence"]["risk_coverage"]),
        "Said and true: the confidence": _reliability(report["confidence"]["reliability"]),
        "Change since the baseline": _changes(report["comparison"]),
    }
    return {title: _svg(chart) for title, chart in drawn.items() if chart is not None}


def reliability_plot(points: Points) -> str:
    """An SVG of `confidence` against the share that was `answerable` of `n` questions each."""
    chart = _reliability(points)
    if chart is None:
        raise ValueError("no points to draw")
    return _svg(chart)


def _figures(report: Report) -> alt.TopLevelMixin:
    groups = {"all": report["overall"], **report["by_language"]}
    points = [
        {"metric": metric, "of": name, **measures[metric]}
        for name, measures in groups.items()
        for metric in SHOWN
        if measures[metric]["value"] is not None
    ]
    y = alt.Y("metric:N", sort=list(SHOWN), title=None)
    place = alt.YOffset("of:N", sort=list(groups))
    color = alt.Color(
        "of:N",
        sort=list(groups),
        title=None,
        scale=alt.Scale(domain=list(groups), range=[_BLUE, _RED, "#2e7d32"][: len(groups)]),
        legend=alt.Legend(orient="top"),
    )
    base = alt.Chart(_data(points)).encode(y=y, yOffset=place, color=color)
    spread = base.mark_rule(strokeWidth=2, opacity=0.45).encode(
        x=alt.X("low:Q", scale=_SHARE, title=None), x2="high:Q"
    )
    dots = base.mark_point(filled=True, size=28, opacity=1).encode(
        x=alt.X("value:Q", scale=_SHARE, title=None)
    )
    return (spread + dots).properties(width=_WIDTH - 40, height=26 * len(SHOWN))


def _reasons(rows: Points) -> alt.TopLevelMixin | None:
    counted = Counter(reason for row in rows for reason in row["why"])
    points = [{"why": why.value, "questions": counted[why.value]} for why in Why if counted[why]]
    if not points:
        return None
    bars = (
        alt.Chart(_data(points))
        .mark_bar(color=_RED)
        .encode(
            x=alt.X("questions:Q", title="questions", axis=_whole()),
            y=alt.Y("why:N", sort="-x", title=None),
        )
    )
    return bars.properties(width=_WIDTH - 40, height=26 * len(points))


def _ranks(rows: Points) -> alt.TopLevelMixin | None:
    names = [str(rank) for rank in range(1, 11)] + ["11+", "–"]
    counted = Counter(
        names[min(row["rank"], 11) - 1] if row["rank"] else "–"
        for row in rows
        if row["answerable"] and row["error"] is None
    )
    if not counted:
        return None
    points = [{"rank": name, "questions": counted[name]} for name in names]
    bars = (
        alt.Chart(_data(points))
        .mark_bar(color=_BLUE)
        .encode(
            x=alt.X(
                "rank:N",
                sort=names,
                title="rank (–: not in the evidence)",
                axis=alt.Axis(labelAngle=0),
            ),
            y=alt.Y("questions:Q", title="questions", axis=_whole()),
        )
    )
    return bars.properties(width=_WIDTH + 40, height=_HEIGHT)


def _risk(points: Points) -> alt.TopLevelMixin | None:
    if not points:
        return None
    line = (
        alt.Chart(_data(points))
        .mark_line(point=alt.OverlayMarkDef(size=16), color=_BLUE)
        .encode(
            x=alt.X("coverage:Q", scale=_SHARE, title="coverage: share of questions answered"),
            y=alt.Y("risk:Q", scale=_SHARE, title="risk: first evidence wrong"),
        )
    )
    return line.properties(width=_WIDTH, height=_HEIGHT)


def _reliability(points: Points) -> alt.TopLevelMixin | None:
    if not points:
        return None
    ideal = alt.Chart(_data([{"x": 0, "y": 0}, {"x": 1, "y": 1}])).mark_line(
        color=_GREY, strokeDash=[4, 4]
    )
    dots = alt.Chart(_data(points)).mark_point(filled=True, color=_BLUE, opacity=0.9)
    chart = ideal.encode(x="x:Q", y="y:Q") + dots.encode(
        x=alt.X("confidence:Q", scale=_SHARE, title="confidence"),
        y=alt.Y("answerable:Q", scale=_SHARE, title="share answerable"),
        size=alt.Size("n:Q", title="questions", legend=alt.Legend(orient="top", tickCount=3)),
    )
    return chart.properties(width=_WIDTH, height=_HEIGHT)


def _changes(comparison: Mapping[str, Any] | None) -> alt.TopLevelMixin | None:
    if comparison is None:
        return None
    points = [
        {"metric": metric, **change}
        for metric, change in comparison["differences"].items()
        if metric in SHOWN and change["delta"] is not None
    ]
    if not points:
        return None
    y = alt.Y("metric:N", sort=list(SHOWN), title=None)
    zero = alt.Chart(_data([{"x": 0}])).mark_rule(color=_GREY).encode(x="x:Q")
    base = alt.Chart(_data(points)).encode(y=y)
    spread = base.mark_rule(strokeWidth=2, opacity=0.45, color=_BLUE).encode(
        x=alt.X("low:Q", title="now − before"), x2="high:Q"
    )
    dots = base.mark_point(filled=True, size=28, opacity=1, color=_BLUE).encode(x="delta:Q")
    return (zero + spread + dots).properties(width=_WIDTH - 40, height=18 * len(points))


def _data(points: Points) -> alt.Data:
    return alt.Data(values=[dict(point) for point in points])


def _whole() -> alt.Axis:
    return alt.Axis(tickMinStep=1, format="d")


def _svg(chart: alt.TopLevelMixin) -> str:
    """The picture, scaled down where the page is narrower than it is."""
    text = {"labelFontSize": 11, "titleFontSize": 11, "labelLimit": 150}
    styled = chart.configure(font=_FONT, background="transparent", padding=_MARGIN)
    styled = styled.configure_axis(**text).configure_view(stroke="#d5d8dd")
    svg = vl_convert.vegalite_to_svg(styled.to_dict())
    return re.sub(r"^<svg ", '<svg role="img" ', svg)
