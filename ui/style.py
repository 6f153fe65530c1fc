"""Puts the stylesheets on the page; their colours follow the theme through `light-dark()`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

_SHEETS = Path(__file__).with_name("styles")
_FIRST = "base.css"  # what all pages share; the others, one for each page, follow it


def apply() -> None:
    """Send the stylesheets; Streamlit keeps them out of the flow of the page."""
    st.html(f"<style>{_sheets()}</style>")


@cache
def _sheets() -> str:
    sheets = sorted(_SHEETS.glob("*.css"), key=lambda sheet: (sheet.name != _FIRST, sheet.name))
    return "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
