"""The releases over time: a bar for each month, a click or Enter on it lists its releases."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import streamlit as st

from ui.components import count_words
from ui.library.address import query, way
from ui.library.heading import here
from ui.library.table import state_html
from ui.safe import escape, shorten
from ui.state import depeche
from ui.texts import Texts
from vectorstore.listing import IN_USE, Listed

_LISTED = 60  # of one month; all of them are in the table


def show(texts: Texts) -> None:
    """Draw a row of months for every year, the latest year first."""
    months: dict[tuple[int, int], list[Listed]] = defaultdict(list)
    undated = 0
    for line in depeche().library.listing.lines:
        if line.day:
            months[line.day.year, line.day.month].append(line)
        else:
            undated += 1
    most = max(map(len, months.values()), default=1)
    years = sorted({year for year, _ in months}, reverse=True)
    parts = [_year(year, months, most, texts) for year in years]
    if undated:
        note = texts.library.timeline_undated.format(count=undated)
        parts.append(f'<p class="dp-note">{escape(note)}</p>')
    st.html(f'<div class="dp-timeline">{"".join(parts)}</div>')


def _year(year: int, months: dict, most: int, texts: Texts) -> str:
    counted = sum(len(months.get((year, month), ())) for month in range(1, 13))
    said = texts.library
    words = count_words(counted, said.found_one, said.found_many, said.found_none)
    chosen = query().get("month", "")
    bars = "".join(_bar(year, month, months, most, chosen, texts) for month in range(1, 13))
    opened = ""
    if chosen[:5] == f"{year}-" and chosen[5:].isdigit():
        opened = _month(year, int(chosen[5:]), months.get((year, int(chosen[5:])), []), texts)
    return (
        f'<section><h3>{year} <span>{escape(words)}</span></h3><ol class="dp-months">{bars}</ol>'
        f"{opened}</section>"
    )


def _bar(year: int, month: int, months: dict, most: int, chosen: str, texts: Texts) -> str:
    count = len(months.get((year, month), ()))
    name, short_name = texts.months[month - 1], texts.library.months_short[month - 1]
    short = f'<span class="dp-month" aria-hidden="true">{escape(short_name)}</span>'
    if not count:
        return f'<li class="dp-none">{short}</li>'
    said = texts.library
    words = count_words(count, said.found_one, said.found_many)
    here = f"{year}-{month:02}"
    current = ' aria-current="true"' if chosen == here else ""
    link = way({"view": "timeline", "month": here}, f"{name} {year} · {words}", more=current)
    return (
        f'<li style="--share: {count / most:.3f}"><span class="dp-bar" aria-hidden="true"></span>'
        f'<span class="dp-number" aria-hidden="true">{count}</span>{short}{link}</li>'
    )


def _month(year: int, month: int, lines: list[Listed], texts: Texts) -> str:
    """The releases of a month, by day."""
    if not lines:
        return ""
    first = date(year, month, 1)
    last = date.fromordinal(date(year + month // 12, month % 12 + 1, 1).toordinal() - 1)
    rows = "".join(
        f"<li><time>{escape(texts.format_date(line.day))}</time> "
        f"{way({'release': line.release_id}, shorten(line.name, 160), lang=line.language)}"
        f"{'' if line.state in IN_USE else ' ' + state_html(line.state, texts)}</li>"
        for line in sorted(lines, key=lambda line: line.day)[:_LISTED]
        if line.day
    )
    span = {"from": first.isoformat(), "to": last.isoformat()}
    return (
        f'<div class="dp-of-month"><h4{here()}>{escape(texts.months[month - 1])} {year}</h4>'
        f"<ul>{rows}</ul><p>{way(span, texts.library.timeline_all)}</p></div>"
    )
