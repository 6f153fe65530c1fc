"""Sign-in: the settings that it needs, and whom they let in. The way itself: tests/browser."""

from __future__ import annotations

import pytest

import cli
from config import load_settings
from errors import SettingsError
from ui import signin
from ui.person import may_come_in
from ui.server import page_command
from ui.texts import FRENCH

WHOLE = {
    "redirect_uri": "https://press.example/oauth2callback",
    "cookie_secret": "x" * 43,
    "client_id": "depeche",
    "client_secret": "y",
    "server_metadata_url": "https://id.example/.well-known/openid-configuration",
}


@pytest.fixture
def secrets(tmp_path):
    """Writes the secrets file, with some lines changed or, when None, left out."""

    def write(**changed: str | None):
        lines = [f'{k} = "{v}"' for k, v in (WHOLE | changed).items() if v is not None]
        file = tmp_path / "signin.toml"
        file.write_text("\n".join(["[auth]", *lines]))
        return load_settings(sign_in=True, sign_in_file=file, allowed_users=["@press.example"])

    return write


def test_whole_settings_pass_and_reach_streamlit(secrets):
    settings = secrets()
    signin.check(settings)
    assert f"--secrets.files={settings.sign_in_file}" in page_command(settings)
    assert not [each for each in page_command(load_settings()) if "secrets" in each]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"client_id": None}, "lacks client_id below"),
        ({"client_id": "", "client_secret": None}, "lacks client_id, client_secret"),
        ({"cookie_secret": "short"}, "token_urlsafe"),
        ({"redirect_uri": "https://press.example/"}, "end with /oauth2callback"),
        ({"redirect_uri": "http://press.example/oauth2callback"}, "redirect_uri .* https://"),
        ({"server_metadata_url": "http://id.example/x"}, "server_metadata_url .* https://"),
        ({"server_metadata_url": "file:///etc/passwd"}, "https://"),
    ],
)
def test_what_is_incomplete_is_named_with_its_mend(secrets, changed, said):
    with pytest.raises(SettingsError, match=said) as caught:
        signin.check(secrets(**changed))
    assert "\n" not in str(caught.value)
    assert WHOLE["cookie_secret"] not in str(caught.value)


def test_this_machine_needs_no_https(secrets):
    signin.check(
        secrets(
            redirect_uri="http://localhost:8501/oauth2callback",
            server_metadata_url="http://127.0.0.1:9000/.well-known/openid-configuration",
        )
    )


def test_no_file_no_section_no_toml_nobody(tmp_path):
    file = tmp_path / "signin.toml"
    settings = load_settings(sign_in=True, sign_in_file=file, allowed_users=["*"])
    with pytest.raises(SettingsError, match="DEPECHE_SIGN_IN_FILE"):
        signin.check(settings)
    file.write_text("[other]\na = 1")
    with pytest.raises(SettingsError, match=r"no section \[auth\]"):
        signin.check(settings)
    file.write_text("[auth")
    with pytest.raises(SettingsError, match="TOML"):
        signin.check(settings)
    with pytest.raises(SettingsError, match="nobody may come in"):
        signin.check(load_settings(sign_in=True, sign_in_file=file))
    with pytest.raises(SettingsError, match="written @example"):
        signin.check(load_settings(sign_in=True, allowed_users=["example.org"]))


def test_serve_says_it_in_one_line_and_does_not_start(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("DEPECHE_SIGN_IN", "true")
    monkeypatch.setenv("DEPECHE_ALLOWED_USERS", '["@press.example"]')
    monkeypatch.setenv("DEPECHE_SIGN_IN_FILE", str(tmp_path / "none.toml"))
    assert cli.main(["serve"]) == 2
    errors = capsys.readouterr().err
    assert errors.count("\n") == 1 and "none.toml" in errors


@pytest.mark.parametrize(
    ("email", "verified", "allowed", "comes_in"),
    [
        ("ana@press.example", True, ["ana@press.example"], True),
        ("Ana@Press.example", True, ["ana@press.example"], True),
        ("ana@press.example", None, ["@press.example"], True),  # providers that do not say
        ("ana@press.example", False, ["@press.example"], False),
        ("ana@press.example", "false", ["ana@press.example"], False),
        ("ana@evil-press.example", True, ["@press.example"], False),
        ("ana@press.example.evil", True, ["@press.example"], False),
        ("ana@evil@press.example", True, ["@press.example"], False),
        ("@press.example", True, ["ana@press.example"], False),
        ("", True, ["@press.example"], False),
        ("", None, ["*"], True),
        ("ana@press.example", True, [], False),
    ],
)
def test_the_list_lets_in_addresses_and_domains(email, verified, allowed, comes_in):
    settings = load_settings(sign_in=True, allowed_users=allowed)
    assert may_come_in(email, verified, settings) is comes_in


def test_history_is_kept_on_a_network_only_where_one_signs_in():
    assert not load_settings(host="0.0.0.0").keeps_history
    assert load_settings(host="0.0.0.0", sign_in=True).keeps_history
    assert not load_settings(host="0.0.0.0", sign_in=True, keep_history=False).keeps_history


def test_before_signing_in_there_is_nothing_but_the_way_there(
    open_app, communique_library, monkeypatch, secrets
):
    monkeypatch.setenv("DEPECHE_SIGN_IN", "true")
    monkeypatch.setenv("DEPECHE_SIGN_IN_FILE", str(secrets().sign_in_file))
    monkeypatch.setenv("DEPECHE_ALLOWED_USERS", '["@press.example"]')
    app = open_app(communique_library)
    assert not app.exception
    assert [button.key for button in app.button] == ["sign-in"]
    assert not app.chat_input and not app.get("page_link")
    words = "\n".join(item.proto.body for item in app.get("html"))
    assert FRENCH.sign_in_title in words and FRENCH.welcome not in words


def test_incomplete_settings_are_said_on_the_page_too(open_app, communique_library, monkeypatch):
    monkeypatch.setenv("DEPECHE_SIGN_IN", "true")
    app = open_app(communique_library)
    assert not app.exception and not app.button
    words = "\n".join(item.proto.body for item in app.get("html"))
    assert "DEPECHE_ALLOWED_USERS" in words and FRENCH.problem_settings in words
