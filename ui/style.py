"""Puts the stylesheet on the page; its colours follow the theme through `light-dark()`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

_SHEET = Path(__file__).with_name("style.css")


def apply() -> None:
    """Send the stylesheet; Streamlit keeps it out of the flow of the page."""
    st.html(f"<style>{_sheet()}</style>")


@cache
def _sheet() -> str:
    return _SHEET.read_text(encoding="utf-8")
