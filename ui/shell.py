"""What stands around every page: the stylesheet, the masthead, the way from page to page.

The masthead is drawn by the entry script rather than by the pages, so that the language and the
state of its widgets stay when one goes from one page to another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui import components, names, signin, style
from ui.state import depeche
from ui.texts import LANGUAGES, Texts

# Streamlit writes <html lang="en"> whatever the page says, and its calendar speaks the browser's
# language: here both get the page's own, in the form that the reader's country has of it.
_SPEAK = """
(() => {
  const form = navigator.languages.find((one) => one.startsWith('%(language)s'));
  const spoken = form || '%(language)s-CA';
  document.documentElement.lang = '%(language)s';
  Object.defineProperty(navigator, 'language', {configurable: true, get: () => spoken});
})();
"""


@dataclass(frozen=True, slots=True)
class Room:
    """One page: its path in the address, the name of its title in `Texts`, and what draws it."""

    path: str
    name: str
    draw: Callable[[Texts], None]


def _chat(texts: Texts) -> None:
    from ui.chat.page import page

    page(texts)


def _library(texts: Texts) -> None:
    from ui.library.page import page

    page(texts)


def _evaluation(texts: Texts) -> None:
    from ui.evaluation.page import page

    page(texts)


def _status(texts: Texts) -> None:
    from ui.status.page import page

    page(texts)


# Each imports its page when it is opened, so that the first one is painted soon.
ROOMS = (
    Room("chat", "page_chat", _chat),
    Room("library", "page_library", _library),
    Room("evaluation", "page_evaluation", _evaluation),
    Room("status", "page_status", _status),
)


def run() -> None:
    """Draw the masthead and the page that the address names."""
    style.apply()
    bar = st.container(key="masthead", horizontal=True, vertical_alignment="center")
    bar.html('<h1 class="dp-wordmark" lang="fr">Dépêche</h1>')
    ways = bar.container(key="pages", horizontal=True, gap="small")
    texts = _chosen_language(bar)
    pages = [_as_page(room, texts) for room in ROOMS]
    chosen = st.navigation(pages, position="hidden")
    if not signin.gate(bar, texts):
        return
    for room, page in zip(ROOMS, pages, strict=True):
        here = "here" if page.url_path == chosen.url_path else "there"
        way = ways.container(key=f"{here}-{room.path}")
        way.page_link(page, label=getattr(texts, room.name))
    chosen.run()


def _chosen_language(bar: DeltaGenerator) -> Texts:
    """The language switch, and the texts of what it stands on."""
    first = _first_language()
    chosen = bar.segmented_control(
        "Langue · Language",
        options=list(LANGUAGES),
        default=first,
        required=True,
        format_func=str.upper,
        key="lang",
        bind="query-params",
        label_visibility="collapsed",
    )
    texts = LANGUAGES[chosen or first]
    components.run_script("language", _SPEAK % {"language": texts.language})
    names.apply(texts)
    return texts


def _first_language() -> str:
    """The browser's language when it is one of ours, else that of the settings."""
    asked = (st.context.locale or "")[:2].lower()
    return asked if asked in LANGUAGES else depeche().settings.language


def _as_page(room: Room, texts: Texts) -> st.Page:
    def draw() -> None:
        room.draw(texts)

    title = f"{getattr(texts, room.name)} · Dépêche"
    return st.Page(draw, title=title, url_path=room.path, default=room is ROOMS[0])


def page_of(path: str, texts: Texts) -> st.Page:
    """The page with that path, for `st.switch_page`."""
    return next(_as_page(room, texts) for room in ROOMS if room.path == path)
