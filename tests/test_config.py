from __future__ import annotations

from pathlib import Path

import pytest

from config import PREFIX, PROJECT, Settings, load_settings
from errors import SettingsError


def test_settings_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("DEPECHE_PORT", "9000")
    monkeypatch.setenv("DEPECHE_SOURCES", '["a", "https://news.example/feed"]')
    settings = load_settings(library="x")
    assert settings.port == 9000
    assert settings.sources == ["a", "https://news.example/feed"]
    assert settings.library == Path("x")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DEPECHE_PROT", "1", "did you mean DEPECHE_PORT"),
        ("DEPECHE_PORT", "many", "DEPECHE_PORT cannot be used"),
        ("DEPECHE_LANGUAGE", "de", "DEPECHE_LANGUAGE cannot be used"),
        ("DEPECHE_SOURCES", "[not json", "cannot be read"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch, name, value, said):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=said):
        load_settings()


def test_every_setting_is_documented_in_both_languages():
    page = (PROJECT / "docs" / "configuration.md").read_text(encoding="utf-8")
    for name in Settings.model_fields:
        assert page.count(f"`{PREFIX}{name.upper()}`") >= 2, f"{name} is missing in one language"
