"""Sign-in by OpenID Connect, where the settings ask for it: who is there, and who may come in.

Streamlit's own `st.login` does the protocol; the secrets that it needs are in a file that the
settings name. Everything else of the pages comes after `gate`, so that nobody sees a word of the
library or of a conversation before.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from config import LOOPBACK, Settings
from errors import SettingsError
from ui import components
from ui.person import EVERYBODY, person
from ui.safe import escape, label, shorten
from ui.state import depeche
from ui.texts import Texts

_NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
_CALLBACK = "/oauth2callback"
_SHORTEST_SECRET = 32  # characters; it signs the cookie that says who one is


def check(settings: Settings) -> None:
    """Raise SettingsError, with the mend, unless one can sign in by these settings."""
    if not settings.sign_in:
        return
    if not settings.allowed_users:
        raise SettingsError(
            "DEPECHE_SIGN_IN is on and nobody may come in; name e-mail addresses or domains in "
            'DEPECHE_ALLOWED_USERS, e.g. ["ana@example.org", "@example.org"]'
        )
    for allowed in settings.allowed_users:
        if allowed != EVERYBODY and "@" not in allowed:
            raise SettingsError(
                f"DEPECHE_ALLOWED_USERS names {allowed!r}, which is no e-mail address; "
                "a domain is written @example.org"
            )
    if find_spec("authlib") is None:
        raise SettingsError(
            "DEPECHE_SIGN_IN needs Authlib, which is not installed; run "
            "`.venv/bin/pip install -r requirements.txt`"
        )
    _check_secrets(settings.sign_in_file)


def _check_secrets(file: Path) -> None:
    known = _auth_section(file)
    missing = [name for name in _NEEDED if not str(known.get(name) or "").strip()]
    if missing:
        raise SettingsError(f"{file} lacks {', '.join(missing)} below [auth]; see docs/security.md")
    if len(str(known["cookie_secret"])) < _SHORTEST_SECRET:
        raise SettingsError(
            f"the cookie_secret in {file} is too short; `python -c 'import secrets; "
            "print(secrets.token_urlsafe(32))'` makes one"
        )
    if urlsplit(str(known["redirect_uri"])).path.rpartition("/")[1:] != ("/", _CALLBACK[1:]):
        raise SettingsError(f"the redirect_uri in {file} has to end with {_CALLBACK}")
    for name in ("redirect_uri", "server_metadata_url"):
        address = urlsplit(str(known[name]))
        safe = address.scheme == "https" or address.hostname in LOOPBACK
        if address.scheme not in ("http", "https") or not safe:
            raise SettingsError(f"the {name} in {file} has to begin with https://")


def _auth_section(file: Path) -> Mapping[str, Any]:
    try:
        known = tomllib.loads(file.read_text(encoding="utf-8")).get("auth")
    except FileNotFoundError:
        raise SettingsError(
            f"DEPECHE_SIGN_IN needs the file {file}, which is not there; see docs/security.md, or "
            "name another one in DEPECHE_SIGN_IN_FILE"
        ) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{file} cannot be read as TOML ({error})") from None
    if not isinstance(known, dict):
        raise SettingsError(f"{file} has no section [auth]; see docs/security.md")
    return known


@st.cache_resource(show_spinner=False)
def _checked() -> None:
    check(depeche().settings)


def gate(bar: DeltaGenerator, texts: Texts) -> bool:
    """Whether the page may be drawn; if not, the way to sign in stands in its place."""
    if not depeche().settings.sign_in:
        return True
    try:
        _checked()
    except SettingsError as error:
        components.problem(error, texts)
        return False
    known = person(depeche().settings)
    if known is not None:
        with bar.container(key="person", horizontal=True, gap="small", width="content"):
            st.html(
                f'<p class="dp-note dp-person">{escape(shorten(known.name, 60))}</p>',
                width="content",
            )
            _sign_out(texts)
        return True
    with st.container(key="doorstep"):
        if st.user.get("is_logged_in"):
            name = shorten(str(st.user.get("email") or st.user.get("sub") or ""), 120)
            components.card(texts.not_allowed_title, texts.not_allowed_text.format(name=name))
            _sign_out(texts)
        else:
            components.card(texts.sign_in_title, texts.sign_in_text)
            st.button(label(texts.sign_in), key="sign-in", type="primary", on_click=st.login)
    return False


def _sign_out(texts: Texts) -> None:
    st.button(label(texts.sign_out), key="sign-out", type="tertiary", on_click=st.logout)
