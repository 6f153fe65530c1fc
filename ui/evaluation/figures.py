"""What a run measured: all measures at a glance, one of them close up, and why questions failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from ui.evaluation.plot import Estimate, Group, bars_html, plot_html
from ui.evaluation.words import SHOWN, figure, metric_name, reason_name, type_name
from ui.safe import escape, shorten
from ui.texts import Texts

_HEADLINE = ("passed", "hit@1", "citation_precision", "over_refusal")
_IN_SIGHT = 3  # groups of the measure that is close up: all, by language, by type
Report = Mapping[str, Any]


def draw(report: Report, texts: Texts) -> None:
    """The figures of a report."""
    words, overall = texts.evaluation, report["overall"]
    measured = [metric for metric in SHOWN if metric in overall]
    st.html(_headline(overall, texts))
    _title(words.glance)
    lines = [(metric_name(metric, texts), overall[metric]) for metric in measured]
    st.html(plot_html(words.glance, [Group(lines)], texts))
    _title(words.close_up)
    metric = st.selectbox(
        words.metric_label,
        measured,
        format_func=lambda name: metric_name(name, texts),
        key="metric",
    )
    name, groups = metric_name(metric, texts), _groups(report, metric, texts)
    st.html(plot_html(name, groups[:_IN_SIGHT], texts))
    if groups[_IN_SIGHT:]:
        with st.expander(words.more_groups, key="more-groups"):
            st.html(plot_html(name, groups[_IN_SIGHT:], texts))
    _reasons(report, texts)


def _title(text: str) -> None:
    st.html(f'<h3 class="dp-part">{escape(text)}</h3>')


def _headline(overall: Mapping[str, Estimate], texts: Texts) -> str:
    words, parts = texts.evaluation, []
    for metric in _HEADLINE:
        if metric not in overall:
            continue
        of = overall[metric]
        low, high = figure(of["low"], texts), figure(of["high"], texts)
        said = words.interval.format(low=low, high=high, count=of["n"])
        parts.append(
            f"<div><dt>{escape(metric_name(metric, texts))}</dt>"
            f"<dd><strong>{escape(figure(of['value'], texts))}</strong> {escape(said)}</dd></div>"
        )
    return f'<dl class="dp-figures">{"".join(parts)}</dl>'


def _groups(report: Report, metric: str, texts: Texts) -> list[Group]:
    """One measure over all questions, then by what tells questions apart, where it does."""
    words = texts.evaluation
    named: tuple[tuple[str, str, Callable[[str], str]], ...] = (
        ("by_language", words.group_language, texts.language_name),
        ("by_type", words.group_type, lambda kind: type_name(kind, texts)),
        ("by_turn", words.group_turn, lambda number: words.turn.format(number=number)),
        ("by_release", words.group_release, lambda source: shorten(source, 60)),
    )
    groups = [Group([(words.all_questions, report["overall"][metric])])]
    for key, title, name in named:
        parts = (report.get(key) or {}).items()
        lines = [(name(part), of[metric]) for part, of in parts if metric in of]
        groups.append(Group(lines, title))
    seen = groups[:_IN_SIGHT]
    return seen + [group for group in groups[_IN_SIGHT:] if len(group.lines) > 1]


def _reasons(report: Report, texts: Texts) -> None:
    counted = Counter(why for row in report["rows"] for why in row["why"])
    if not counted:
        return
    words = texts.evaluation
    _title(words.reasons)
    lines = [(reason_name(why, texts), count) for why, count in counted.most_common()]
    st.html(bars_html(words.reasons, [words.reason_label, words.column_count], lines))
