"""Who signed in, and whether the settings let them in; see `ui/signin.py` for the way there."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from config import Settings
from domain import NOBODY

EVERYBODY = "*"


@dataclass(frozen=True, slots=True)
class Person:
    """Who signed in: `owner` stays the same when the address changes, `name` is what is shown."""

    owner: str
    name: str


def may_come_in(email: str, verified: object, settings: Settings) -> bool:
    """Whether the list of the settings lets in who has this address.

    An address that the provider says is not verified is nobody's.
    """
    if EVERYBODY in settings.allowed_users:
        return True
    if verified is False or str(verified).lower() == "false" or email.count("@") != 1:
        return False
    known = email.casefold()
    return any(
        known.endswith(allowed) if allowed.startswith("@") else known == allowed
        for allowed in map(str.casefold, settings.allowed_users)
    )


def person(settings: Settings) -> Person | None:
    """Who signed in and may come in; None while nobody has."""
    if not st.user.get("is_logged_in"):
        return None
    subject, email = str(st.user.get("sub") or ""), str(st.user.get("email") or "")
    if not subject or not may_come_in(email, st.user.get("email_verified"), settings):
        return None
    return Person(f"{st.user.get('iss') or ''} {subject}", email or subject)


def owner(settings: Settings) -> str:
    """Whose conversations this session sees; PermissionError where nobody is signed in yet."""
    if not settings.sign_in:
        return NOBODY
    known = person(settings)
    if known is None:
        raise PermissionError("nobody is signed in")
    return known.owner
