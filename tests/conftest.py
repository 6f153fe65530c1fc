"""Shared by all tests: one ingested library of the communiqué, made once."""

from __future__ import annotations

from pathlib import Path

import pytest
from places import COMMUNIQUE

from assembly import Depeche
from config import load_settings


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch, tmp_path):
    """Tests see no DEPECHE_ variable of the person who runs them, and never their library."""
    import os

    for name in [name for name in os.environ if name.upper().startswith("DEPECHE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DEPECHE_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("DEPECHE_DATA", str(tmp_path / "data"))


@pytest.fixture(scope="session")
def communique_library(tmp_path_factory) -> Path:
    """The folder of a library that holds the communiqué; read it, do not write to it."""
    folder = tmp_path_factory.mktemp("communique") / "library"
    depeche = Depeche(load_settings(library=folder))
    report = depeche.ingest([COMMUNIQUE])
    depeche.close()
    assert len(report.added) == 1
    return folder


@pytest.fixture(scope="session")
def depeche(communique_library):
    """The application on the library of the communiqué."""
    opened = Depeche(load_settings(library=communique_library))
    yield opened
    opened.close()
