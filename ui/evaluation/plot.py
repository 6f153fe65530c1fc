"""Figures with their intervals, drawn inside the table that says them.

The picture is a line and a dot in a cell of its own; whoever does not see it has the same figures
in the cells beside it. Widths are per cent of the cell, so that it holds on a phone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.metrics import Difference
from ui.evaluation.words import change, figure, spread
from ui.safe import escape
from ui.texts import Texts

Estimate = Mapping[str, Any]  # value, low, high, n
_LEAST = 0.05  # the axis of differences reaches at least so far to both sides


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of a plot under a heading of their own, or under none: (name, estimate)."""

    lines: Sequence[tuple[str, Estimate]]
    title: str | None = None


def plot_html(name: str, groups: Iterable[Group], texts: Texts) -> str:
    """Shares between 0 and 1: a line from the low to the high end of an interval, a dot between."""
    words = texts.evaluation
    axis = "".join(
        f"<i>{figure(at, texts, digits)}</i>" for at, digits in ((0, 0), (0.5, 1), (1, 0))
    )
    head = (
        _head(words.column_measure)
        + _head(words.column_plot, f'<span class="dp-axis" aria-hidden="true">{axis}</span>')
        + "".join(map(_head, (words.column_value, words.column_interval, words.column_count)))
    )
    body = "".join(_body(group, texts) for group in groups)
    return _table(name, head, body)


def changes_html(name: str, lines: Sequence[tuple[str, Difference]], texts: Texts) -> str:
    """Differences about zero, each with its interval; those that are clear stand out."""
    words = texts.evaluation
    most = max([_LEAST, *(abs(end or 0.0) for _, line in lines for end in (line.low, line.high))])
    axis = "".join(f"<i>{change(at, texts)}</i>" for at in (-most, 0.0, most))
    columns = (words.column_before, words.column_now, words.column_change)
    head = (
        _head(words.column_measure)
        + _head(words.column_change, f'<span class="dp-axis" aria-hidden="true">{axis}</span>')
        + "".join(map(_head, (*columns, words.column_interval, words.column_p)))
    )
    body = "".join(_changed(title, line, most, texts) for title, line in lines)
    return _table(name, head, f"<tbody>{body}</tbody>", more=" dp-changes")


def bars_html(name: str, head: Sequence[str], counted: Sequence[tuple[str, int]]) -> str:
    """Counts, each with a bar."""
    most = max((count for _, count in counted), default=1)
    rows = "".join(
        f'<tr role="row"><th scope="row" role="rowheader">{escape(title)}</th>'
        f'<td role="cell" class="dp-track"><span class="dp-bare" aria-hidden="true">'
        f'<b style="left: 0%; width: {100 * count / most:.1f}%"></b></span></td>'
        f'<td role="cell">{count}</td></tr>'
        for title, count in counted
    )
    titles = _head(head[0]) + _head(head[1], "") + _head(head[1])
    return _table(name, titles, f"<tbody>{rows}</tbody>", more=" dp-bars")


def _table(name: str, head: str, body: str, more: str = "") -> str:
    return (
        f'<table class="dp-plot{more}" role="table"><caption>{escape(name)}</caption>'
        f'<thead><tr role="row">{head}</tr></thead>{body}</table>'
    )


def _head(title: str, drawn: str | None = None) -> str:
    """The head of a column; that of a picture is said, and its axis drawn."""
    if drawn is None:
        return f'<th scope="col" role="columnheader">{escape(title)}</th>'
    return (
        f'<th scope="col" role="columnheader" class="dp-track">'
        f'<span class="dp-said">{escape(title)}</span>{drawn}</th>'
    )


def _body(group: Group, texts: Texts) -> str:
    title = ""
    if group.title is not None:
        title = (
            '<tr role="row" class="dp-plot-group"><th scope="rowgroup" role="rowheader" '
            f'colspan="5">{escape(group.title)}</th></tr>'
        )
    return f"<tbody>{title}{''.join(_line(*line, texts) for line in group.lines)}</tbody>"


def _line(name: str, estimate: Estimate, texts: Texts) -> str:
    cells = (
        figure(estimate["value"], texts),
        spread(estimate["low"], estimate["high"], texts),
        str(estimate["n"]),
    )
    return _row(name, _drawn(estimate["low"], estimate["value"], estimate["high"], 0, 1), cells)


def _changed(name: str, line: Difference, most: float, texts: Texts) -> str:
    drawn = _drawn(line.low, line.delta, line.high, -most, most)
    cells = (
        figure(line.baseline, texts),
        figure(line.now, texts),
        change(line.delta, texts),
        spread(line.low, line.high, texts),
        figure(line.p, texts, 3),
    )
    return _row(name, drawn, cells, ' class="dp-clear"' if line.is_clear else "")


def _row(name: str, drawn: str, cells: Sequence[str], more: str = "") -> str:
    said = "".join(f'<td role="cell">{escape(cell)}</td>' for cell in cells)
    return (
        f'<tr role="row"{more}><th scope="row" role="rowheader">{escape(name)}</th>'
        f'<td role="cell" class="dp-track"><span aria-hidden="true">{drawn}</span></td>{said}</tr>'
    )


def _drawn(
    low: float | None, value: float | None, high: float | None, first: float, last: float
) -> str:
    if low is None or value is None or high is None:
        return ""

    def at(place: float) -> float:
        return 100 * (min(max(place, first), last) - first) / (last - first)

    return (
        f'<b style="left: {at(low):.1f}%; width: {at(high) - at(low):.1f}%"></b>'
        f'<u style="left: {at(value):.1f}%"></u>'
    )
