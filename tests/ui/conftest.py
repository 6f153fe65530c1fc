"""The real app on a real library, driven without a browser."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from config import PROJECT


@pytest.fixture
def open_app(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], AppTest]:
    """Opens the app on the library in a folder."""

    def open_(folder: Path) -> AppTest:
        monkeypatch.setenv("DEPECHE_LIBRARY", str(folder))
        # Costs several answers; the tests of suggestions ask for them.
        if "DEPECHE_SUGGESTIONS" not in os.environ:
            monkeypatch.setenv("DEPECHE_SUGGESTIONS", "0")
        st.cache_resource.clear()
        return AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60).run()

    return open_


@pytest.fixture
def app(open_app: Callable[[Path], AppTest], communique_library: Path) -> AppTest:
    """The app on the library of the communiqué."""
    return open_app(communique_library)
