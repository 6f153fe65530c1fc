"""What a run measured: charts with 95 % intervals, each with its table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import altair as alt
import streamlit as st

from ui.evaluation.words import SHOWN, figure, metric_name, reason_name, table_html
from ui.safe import escape
from ui.texts import Texts

_HEADLINE = ("passed", "hit@1", "citation_precision", "over_refusal")
_ROW = 34  # pixels a line of a chart
_SHARE = alt.Scale(domain=[0, 1])
Points = list[dict[str, Any]]


def draw(report: Mapping[str, Any], texts: Texts) -> None:
    """The figures of a report."""
    words = texts.evaluation
    st.html(_headline(report, texts))
    by_language = {words.all_questions: report["overall"]}
    by_language |= {texts.language_name(code): of for code, of in report["by_language"].items()}
    points = [
        _point(metric_name(metric, texts), group, of[metric])
        for metric in SHOWN
        for group, of in by_language.items()
    ]
    _title(words.by_language)
    _chart(points, "language", texts)
    _title(words.by_type)
    metric = st.selectbox(
        words.metric_label, SHOWN, format_func=lambda name: metric_name(name, texts), key="metric"
    )
    groups = {words.all_questions: report["overall"], **report["by_type"]}
    _chart([_point(group, "", of[metric]) for group, of in groups.items()], "type", texts)
    _reasons(report, texts)


def _title(text: str) -> None:
    st.html(f'<h3 class="dp-part">{escape(text)}</h3>')


def _point(row: str, group: str, estimate: Mapping[str, Any]) -> dict[str, Any]:
    return {"row": row, "group": group, **estimate}


def _headline(report: Mapping[str, Any], texts: Texts) -> str:
    words, parts = texts.evaluation, []
    for metric in _HEADLINE:
        of = report["overall"][metric]
        low, high = figure(of["low"], texts), figure(of["high"], texts)
        said = words.interval.format(low=low, high=high, count=of["n"])
        parts.append(
            f"<div><dt>{escape(metric_name(metric, texts))}</dt>"
            f"<dd><strong>{escape(figure(of['value'], texts))}</strong> {escape(said)}</dd></div>"
        )
    return f'<dl class="dp-figures">{"".join(parts)}</dl>'


def _chart(points: Points, name: str, texts: Texts) -> None:
    """Points with their intervals; what has no value is in the table alone."""
    words = texts.evaluation
    known = [point for point in points if point["value"] is not None]
    if known:
        st.altair_chart(_intervals(known), width="stretch", key=f"chart-{name}")
        st.html(f'<p class="dp-note">{escape(words.chart_alt)}</p>')
    grouped = any(point["group"] for point in points)
    head = [words.column_measure, words.column_group] if grouped else [words.column_group]
    head += [words.column_value, words.column_low, words.column_high, words.column_count]
    rows = [
        [point["row"], *([point["group"]] if grouped else [])]
        + [figure(point[key], texts) for key in ("value", "low", "high")]
        + [str(point["n"])]
        for point in points
    ]
    with st.expander(words.table, key=f"table-{name}"):
        st.html(table_html(words.table, head, rows))


def _intervals(points: Points) -> alt.LayerChart:
    """Told apart by shape as well as by colour, which Streamlit's theme gives."""
    rows = list(dict.fromkeys(point["row"] for point in points))
    groups = list(dict.fromkeys(point["group"] for point in points))
    base = alt.Chart(alt.Data(values=points)).encode(
        y=alt.Y("row:N", sort=rows, title=None, axis=alt.Axis(labelLimit=170))
    )
    if len(groups) > 1:
        legend = alt.Legend(orient="top", title=None)
        base = base.encode(
            yOffset=alt.YOffset("group:N", sort=groups),
            color=alt.Color("group:N", sort=groups, legend=legend),
            shape=alt.Shape("group:N", sort=groups, legend=legend),
        )
    spread = base.mark_rule(strokeWidth=2, opacity=0.5).encode(
        x=alt.X("low:Q", scale=_SHARE, title=None), x2="high:Q", shape=alt.Undefined
    )
    dots = base.mark_point(filled=True, size=60, opacity=1).encode(
        x=alt.X("value:Q", scale=_SHARE, title=None)
    )
    return (spread + dots).properties(height=_ROW * len(rows))


def _reasons(report: Mapping[str, Any], texts: Texts) -> None:
    counted = Counter(why for row in report["rows"] for why in row["why"])
    if not counted:
        return
    words = texts.evaluation
    _title(words.reasons)
    rows = [[reason_name(why, texts), str(count)] for why, count in counted.most_common()]
    st.html(table_html(words.reasons, [words.reason_label, words.column_count], rows))
