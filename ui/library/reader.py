"""One release: its whole text as released, and all that is known about it beside it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import streamlit as st

from domain import Kind, Release, ReleaseStatus, Standing
from ui.chat.source import body_html
from ui.components import notice, particulars_html, source_link_html
from ui.library import removal
from ui.library.address import filters, way
from ui.library.heading import back, heading
from ui.library.table import state_html
from ui.safe import escape, safe_url, shorten
from ui.state import Place, conversation, depeche
from ui.texts import Texts
from vectorstore.listing import State
from vectorstore.versions import Stored

_STATES = {
    Standing.CURRENT: State.CURRENT,
    Standing.SUPERSEDED: State.SUPERSEDED,
    Standing.ALTERED: State.ALTERED,
    Standing.RETIRED: State.RETIRED,
    Standing.REMOVED: State.REMOVED,
}


def show(release_id: str, version: str | None, texts: Texts) -> None:
    """Draw a release, in the version that is asked for, else in the one in use, else the last."""
    stored = depeche().library.history(release_id)
    shown = _chosen(stored, version)
    back(texts)
    if shown is None:
        heading(texts.library.title)
        notice(texts.problem_release_gone)
        return
    heading(shown.release.name, lang=shown.release.language)
    st.html(_head(shown, stored, texts))
    _actions(shown, stored, texts)
    with st.container(key="reader"):
        with st.container(key="reader-side"):
            st.html(_side(shown, stored, texts))
        with st.container(key="reader-text"):
            st.html(body_html(shown.release, 0, 0, texts.source_text, 0))


def _chosen(stored: list[Stored], version: str | None) -> Stored | None:
    asked = [each for each in stored if version and each.release.version == version]
    if version and not asked:
        return None
    current = [each for each in stored if each.standing in (Standing.CURRENT, Standing.REMOVED)]
    return next(iter(asked or current or stored[-1:]), None)


def _state(shown: Stored, versions: int) -> State:
    """As the list says it, for the version that is shown."""
    release = shown.release
    if shown.standing is not Standing.CURRENT:
        return _STATES[shown.standing]
    if release.conflicts:
        return State.CONFLICT
    marked = release.status in (ReleaseStatus.CORRECTION, ReleaseStatus.UPDATE)
    return State.CORRECTED if marked or versions > 1 else State.CURRENT


def _head(shown: Stored, stored: list[Stored], texts: Texts) -> str:
    release, said = shown.release, texts.library
    state = _state(shown, len(stored))
    hint = getattr(said, f"hint_{state}", "") if state is not State.CURRENT else ""
    language = release.language
    rows = (
        (texts.meta_date, release.date and texts.format_date(release.date), texts.language),
        (texts.meta_city, release.city, language),
        (texts.meta_issuer, release.issuer, language),
        (said.column_language, texts.language_name(release.language), texts.language),
        (texts.meta_version, release.version[:8], texts.language),
    )
    read = source_link_html(release.url, texts)
    link = f'<p class="dp-link">{read}</p>' if read else ""
    note = f'<p class="dp-hint dp-hint-{state}">{escape(hint)}</p>' if hint else ""
    known = particulars_html(rows)
    return (
        f'<p class="dp-standing">{state_html(state, texts)}</p>{note}'
        f'<dl class="dp-meta" aria-label="{escape(said.particulars)}">{known}</dl>{link}'
    )


def _actions(shown: Stored, stored: list[Stored], texts: Texts) -> None:
    """What can be done with a release: ask about it, compare it, take it out or bring it back."""
    release = shown.release
    with st.container(key="reader-actions", horizontal=True, gap="small"):
        place = Place(release.release_id, release.version)
        asks = shown.standing is Standing.CURRENT  # of other versions no answer speaks
        if asks and st.button(texts.library.ask_about, key="ask-about", type="primary"):
            from ui.shell import page_of

            conversation().open(place)
            st.switch_page(page_of("chat", texts))
        removal.controls(release.release_id, {each.standing for each in stored}, texts)
    st.html(f"<p>{way({'with': release.release_id}, texts.library.compare_with)}</p>")


def _side(shown: Stored, stored: list[Stored], texts: Texts) -> str:
    """Contents, versions, relations, addresses: each part only when there is something in it."""
    release, said = shown.release, texts.library
    parts = (
        (said.contents, _contents(release), "nav"),
        (said.versions_title, _versions(shown, stored, texts), "section"),
        (said.conflicts_title, _others(release, release.conflicts, texts, compare=True), "section"),
        (said.translations_title, _others(release, release.translations, texts), "section"),
        (said.addresses_title, map(_address, shown.addresses), "section"),
    )
    found = ""
    for name, items, tag in parts:
        rows = "".join(f"<li>{item}</li>" for item in items)
        if rows:
            label = f' aria-label="{escape(name)}"'
            found += f"<{tag}{label}><h3>{escape(name)}</h3><ul>{rows}</ul></{tag}>"
    return f'<div class="dp-side">{found}</div>'


def _contents(release: Release) -> Iterable[str]:
    headings = [s for s in release.sentences if s.kind is Kind.HEADING]
    for number, each in enumerate(headings):
        words = shorten(release.text[each.start : each.end], 90)
        yield (
            f'<a href="#" data-heading="{number}" lang="{escape(release.language)}">'
            f"{escape(words)}</a>"
        )


def _versions(shown: Stored, stored: list[Stored], texts: Texts) -> Iterable[str]:
    """The latest first; each with its state, its days, and what changed in it."""
    said = texts.library
    for each in reversed(stored):
        release = each.release
        days = [texts.format_date(release.date)] if release.date else []
        if each.stored:
            came = texts.format_date(date.fromisoformat(each.stored[:10]))
            days.append(said.version_stored.format(date=came))
        name = said.version_of.format(version=release.version[:8])
        if release.version == shown.release.version:
            ways = [f"<em>{escape(said.version_shown)}</em>"]
        else:
            to = filters() | {"release": release.release_id, "version": release.version}
            ways = [way(to, said.version_open)]
        before = depeche().library.version_before(release)
        if before is not None:
            ways.append(way({"a": named(before), "b": named(release)}, said.version_diff))
        yield (
            f"<strong>{escape(name)}</strong> {state_html(_STATES[each.standing], texts)}<br>"
            f"{escape(' · '.join(days))}<br>{' · '.join(ways)}"
        )


def _others(
    release: Release, names: tuple[str, ...], texts: Texts, *, compare: bool = False
) -> Iterable[str]:
    """Releases that this one is linked to, by their titles."""
    library = depeche().library
    for name in names:
        versions = library.history(name)
        if not versions:
            continue
        other = versions[-1].release
        link = way({"release": name}, shorten(other.name, 120), lang=other.language)
        if compare:
            pair = {"a": named(release), "b": named(other)}
            link += f" · {way(pair, texts.library.compare)}"
        yield link


def _address(address: str) -> str:
    url = safe_url(address)
    if url is None:
        return escape(shorten(address, 120))
    return (
        f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">'
        f"{escape(shorten(url, 120))}</a>"
    )


def named(release: Release) -> str:
    """A version of a release, as an address names it."""
    return f"{release.release_id}@{release.version}"
