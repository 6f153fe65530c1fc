"""The title of what the page shows, where the focus goes after a way was followed."""

from __future__ import annotations

import streamlit as st

from ui.library.address import filters, way
from ui.safe import escape
from ui.texts import Texts


def heading(words: str, *, lang: str | None = None) -> None:
    """The one heading of the second rank."""
    language = f' lang="{escape(lang)}"' if lang else ""
    st.html(f'<h2 class="dp-page-title" tabindex="-1"{language}>{escape(words)}</h2>')


def back(texts: Texts) -> None:
    """The way back to the list, as it was narrowed."""
    st.html(f'<p class="dp-back">{way(filters(), texts.library.to_list)}</p>')
