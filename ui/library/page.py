"""The page of the library: what the address asks for, and the way to add releases."""

from __future__ import annotations

import streamlit as st

from errors import DepecheError, LibraryEmpty
from ui import components
from ui.library import adding, compare, reader, removal, table, timeline
from ui.library.address import filters, follow_ways, query, way
from ui.library.heading import arrive, heading
from ui.safe import escape, shorten
from ui.state import depeche
from ui.texts import Texts


def page(texts: Texts) -> None:
    """Draw the page. Inside, the library is seen as it is now, whatever is committed meanwhile."""
    follow_ways()
    arrive()
    asked = query()
    over_time = asked.get("view") == "timeline"
    try:
        library = depeche().library
    except LibraryEmpty:
        heading(texts.library.title)
        _empty(texts)
        return
    except DepecheError as error:
        heading(texts.library.title)
        components.problem(error, texts)
        return
    with library.snapshot(), st.container(key="library"):
        removal.said()
        if asked.get("release"):
            reader.show(asked["release"], asked.get("version"), texts)
        elif asked.get("a") and asked.get("b"):
            compare.show(asked["a"], asked["b"], texts)
        elif over_time:
            heading(texts.library.timeline_title)
            _switch(texts, over_time)
            timeline.show(texts)
        else:
            heading(texts.library.title)
            _list(asked.get("with"), texts)


def _list(compared: str | None, texts: Texts) -> None:
    """The table, with the forms above it unless a release is being chosen for a comparison."""
    if compared:
        _choosing(compared, texts)
    elif not depeche().library.listing.lines:
        _empty(texts)
        return
    else:
        _switch(texts, False)
        adding.section(texts, opened=False)
    table.show(texts)


def _empty(texts: Texts) -> None:
    st.html(f'<p class="dp-lead">{escape(texts.library.empty)}</p>')
    adding.section(texts, opened=True)


def _switch(texts: Texts, over_time: bool) -> None:
    """The list and the timeline are two views of the same releases."""
    views = (
        (texts.library.to_table, {}, not over_time),
        (texts.library.to_timeline, {"view": "timeline"}, over_time),
    )
    ways = "".join(
        way(parts, words, more=' aria-current="page"' if here else "")
        for words, parts, here in views
    )
    st.html(f'<nav class="dp-views">{ways}</nav>')


def _choosing(compared: str, texts: Texts) -> None:
    stored = depeche().library.history(compared)
    name = shorten(stored[-1].release.name, 120) if stored else compared
    said = texts.library
    st.html(
        f'<p class="dp-hint">{escape(said.compare_choose.format(name=name))} '
        f"{way(filters(), said.compare_cancel)}</p>"
    )
