"""The title of what the page shows; the focus goes to it when another view is opened."""

from __future__ import annotations

import streamlit as st

from ui.components import run_script
from ui.library.address import filters, query, way
from ui.safe import escape
from ui.texts import Texts

_VIEW = ("release", "version", "a", "b", "view", "month", "with", "page")
_SEEN = "library-view"  # the view that was drawn last, and how many there were before it
# What is arrived at may not be on the page yet when this runs, hence the frames.
_ARRIVE = """
(() => {
  const seek = (frames) => {
    const place = document.querySelector('[data-arrival="%d"]');
    if (place) { place.scrollIntoView({block: 'center'}); place.focus({preventScroll: true}); }
    else if (frames) requestAnimationFrame(() => seek(frames - 1));
  };
  seek(300);
})();
"""


def arrive() -> None:
    """Note which view is drawn, and have the focus go there when it is another one than before."""
    asked = query()
    view = tuple(asked.get(name) for name in _VIEW)
    before, visits = st.session_state.get(_SEEN, (view, 0))
    visits += view != before
    st.session_state[_SEEN] = (view, visits)
    run_script("arrive", _ARRIVE % visits if visits else "")


def here(at: bool = True) -> str:
    """The attributes of the element that the focus goes to; of none of them unless `at`."""
    return f' tabindex="-1" data-arrival="{st.session_state[_SEEN][1]}"' if at else ""


def heading(words: str, *, lang: str | None = None) -> None:
    """The one heading of the second rank; the focus goes to it unless a month was opened."""
    language = f' lang="{escape(lang)}"' if lang else ""
    place = here(not query().get("month"))
    st.html(f'<h2 class="dp-page-title"{place}{language}>{escape(words)}</h2>')


def back(texts: Texts) -> None:
    """The way back to the list, as it was narrowed."""
    st.html(f'<p class="dp-back">{way(filters(), texts.library.to_list)}</p>')
