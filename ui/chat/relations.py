"""What the open release is to others: replaced, a copy, retired, translated, in conflict."""

from __future__ import annotations

import streamlit as st

from domain import Release, ReleaseStatus, Standing
from ui.safe import label
from ui.state import Place, conversation, depeche
from ui.texts import Texts

_KINDS = {
    ReleaseStatus.CORRECTION: "kind_correction",
    ReleaseStatus.UPDATE: "kind_update",
    ReleaseStatus.REPRISE: "kind_reprise",
}
_STANDS = {
    Standing.SUPERSEDED: "version_superseded",
    Standing.ALTERED: "version_altered",
    Standing.RETIRED: "version_retired",
}
_LISTED = 5  # translations, and conflicts


def kind(release: Release, texts: Texts) -> str | None:
    """What kind of release it calls itself, when it is not the first of its kind."""
    name = _KINDS.get(release.status)
    return getattr(texts, name) if name else None


def version(release: Release, stands: Standing, texts: Texts) -> str:
    """The version, with what has become of it."""
    name = _STANDS.get(stands)
    return f"{release.version[:8]} ({getattr(texts, name)})" if name else release.version[:8]


def draw(release: Release, stands: Standing, texts: Texts) -> None:
    """A button for every release that this one leads to."""
    library = depeche().library
    ways: list[tuple[str, Release]] = []
    if stands is not Standing.CURRENT:
        successor = library.successor(release.release_id, release.version)
        if successor is not None:
            official = stands is Standing.ALTERED
            ways.append((texts.open_official if official else texts.open_successor, successor))
    for other in _held(release.translations):
        language = texts.language_name(other.language)
        ways.append((texts.also_in.format(language=language, title=other.name), other))
    for other in _held(release.conflicts):
        ways.append((texts.conflict.format(title=other.name), other))
    if not ways:
        return
    with st.container(key="source-relations"):
        for number, (words, other) in enumerate(ways):
            st.button(
                label(words, 140),
                key=f"relation-{number}",
                type="tertiary",
                on_click=conversation().open,
                args=(Place(other.release_id, other.version),),
            )


def _held(names: tuple[str, ...]) -> list[Release]:
    """Those of the releases that are in force."""
    found = []
    for name in names[:_LISTED]:
        try:
            found.append(depeche().library.release(name))
        except KeyError:  # retired, or its words are quoted from another address
            continue
    return found
