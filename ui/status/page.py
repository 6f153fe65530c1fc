"""The page as a whole."""

from __future__ import annotations

import streamlit as st

from ui.safe import escape
from ui.texts import Texts


def page(texts: Texts) -> None:
    """Draw the page."""
    st.html(f'<h2 class="dp-page-title">{escape(texts.status.title)}</h2>')
