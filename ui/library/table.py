"""The list of releases: search, filters, a page of lines. A real table; cards on a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from ui.components import count_words
from ui.library.address import FILTERS, filters, page_number, query, wanted, way
from ui.safe import escape, shorten
from ui.state import depeche
from ui.texts import Texts
from vectorstore.listing import Listed, Order, State

PER_PAGE = 25
_DATES = ("from", "to")


def show(texts: Texts) -> None:
    """Draw filters and list, as the address says."""
    asked = query()
    library = depeche().library
    found = library.select(wanted(asked))
    _filters(texts)
    last = max(1, -(-len(found) // PER_PAGE))
    number = min(page_number(asked), last)
    first = (number - 1) * PER_PAGE
    lines = found[first : first + PER_PAGE]
    said = texts.library
    st.html(
        f'<p class="dp-count" role="status">{_count(len(found), first, len(lines), texts)}</p>'
        + (_table(lines, asked.get("with"), texts) if lines else "")
        + (_pager(number, last, said.pages_label, texts) if last > 1 else "")
    )


def _count(total: int, first: int, shown: int, texts: Texts) -> str:
    said = texts.library
    words = count_words(total, said.found_one, said.found_many, said.found_none)
    if total > shown:
        words += " · " + said.shown_range.format(first=first + 1, last=first + shown)
    clear = way({}, said.clear) if filters() else ""
    return f"{escape(words)} {clear}"


# Filters: the address is what counts; the widgets follow it and change it.


def _filters(texts: Texts) -> None:
    said, listing = texts.library, depeche().library.listing
    asked = wanted(query())
    options = {
        "issuer": ("", *listing.issuers),
        "language": ("", *listing.languages),
        "state": ("", *(state for state in State if listing.states[state])),
        "sort": tuple(Order),
    }
    values = {
        "q": asked.words,
        "from": asked.first,
        "to": asked.last,
        "issuer": asked.issuer or "",
        "language": asked.language or "",
        "state": asked.state or "",
        "sort": asked.order,
    }
    for name, value in values.items():
        known = name not in options or value in options[name]
        st.session_state[_key(name)] = value if known else ""
    names = {
        "issuer": (said.filter_issuer, lambda value: shorten(value, 60)),
        "language": (said.filter_language, texts.language_name),
        "state": (said.filter_state, lambda value: state_name(value, texts)),
        "sort": (said.sort, lambda value: getattr(said, f"sort_{value}")),
    }
    alls = {"language": said.filter_all_languages}
    with st.container(key="filters"):
        st.text_input(
            said.search,
            key=_key("q"),
            placeholder=said.search_hint,
            max_chars=200,
            on_change=_narrow,
            args=("q",),
        )
        st.toggle(said.more_filters, key="more-filters")  # on a phone; elsewhere there is room
        for name, label in zip(_DATES, (said.date_from, said.date_to), strict=True):
            st.date_input(
                label,
                key=_key(name),
                format="YYYY-MM-DD",
                min_value=date(1800, 1, 1),
                max_value=date(2200, 1, 1),
                on_change=_narrow,
                args=(name,),
            )
        for name, (label, named) in names.items():
            st.selectbox(
                label,
                options[name],
                key=_key(name),
                format_func=_named(named, alls.get(name, said.filter_all)),
                on_change=_narrow,
                args=(name,),
            )


def _named(name: Callable[[str], str], for_all: str) -> Callable[[str], str]:
    return lambda value: name(value) if value else for_all


def _key(name: str) -> str:
    return f"library-{name}"


def _narrow(name: str) -> None:
    """A filter was changed: so is the address, and the list begins at its first page."""
    value = st.session_state[_key(name)]
    st.query_params.pop("page", None)
    if value and value is not Order.NEWEST and value != Order.NEWEST:
        st.query_params[name] = value.isoformat() if isinstance(value, date) else str(value).strip()
    else:
        st.query_params.pop(name, None)


def state_name(state: str, texts: Texts) -> str:
    """What a state of a release is called."""
    return getattr(texts.library, f"state_{state}")


def state_html(state: str, texts: Texts) -> str:
    """A state in words, with a sign before it that is not only a colour."""
    return f'<span class="dp-state dp-state-{state}">{escape(state_name(state, texts))}</span>'


# The table: roles are said, since a phone's stylesheet takes cells out of their rows.


def _table(lines: list[Listed], compared: str | None, texts: Texts) -> str:
    said = texts.library
    columns = (
        said.column_date,
        said.column_title,
        said.column_issuer,
        said.column_language,
        said.column_state,
        said.column_versions,
    )
    head = "".join(f'<th role="columnheader" scope="col">{escape(name)}</th>' for name in columns)
    rows = "".join(_row(line, compared, columns, texts) for line in lines)
    return (
        f'<table class="dp-table" role="table"><caption>{escape(said.table_caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>'
    )


def _row(line: Listed, compared: str | None, columns: tuple[str, ...], texts: Texts) -> str:
    leads = {"a": compared, "b": line.release_id} if compared else {"release": line.release_id}
    title = way(filters() | leads, shorten(line.name, 200), lang=line.language)
    place = " · ".join(escape(shorten(part, 80)) for part in (line.issuer, line.city) if part)
    day = escape(texts.format_date(line.day) if line.day else texts.library.no_date)
    if line.day:
        day = f'<time datetime="{line.day.isoformat()}">{day}</time>'
    cells = (
        place and f'<span lang="{escape(line.language)}">{place}</span>',
        escape(texts.language_name(line.language)),
        state_html(line.state, texts),
        str(line.versions),
    )
    names = ("issuer", "language", "state", "versions")
    rest = "".join(
        f'<td role="cell" class="dp-{kind}" data-name="{escape(column)}">{cell}</td>'
        for kind, column, cell in zip(names, columns[2:], cells, strict=True)
    )
    return (
        f'<tr role="row"><td role="cell" class="dp-day">{day}</td>'
        f'<th role="rowheader" scope="row">{title}</th>{rest}</tr>'
    )


def _pager(number: int, last: int, name: str, texts: Texts) -> str:
    asked = {key: query()[key] for key in (*FILTERS, "with") if query().get(key)}

    def to(page: int, words: str, rel: str) -> str:
        return way(asked | {"page": str(page)}, words, more=f' rel="{rel}"')

    before = to(number - 1, texts.library.page_before, "prev") if number > 1 else ""
    after = to(number + 1, texts.library.page_after, "next") if number < last else ""
    here = f"<span>{number} / {last}</span>"
    return f'<nav class="dp-pager" aria-label="{escape(name)}">{before}{here}{after}</nav>'
