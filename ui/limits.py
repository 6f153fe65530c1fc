"""How often one may ask and add: by session, by who signed in, by address.

Kept in memory and for one process, which is all that a chat is served by. An address counts only
for connections from other machines; behind a proxy all people have that of the proxy, so that the
limit of an address is a large one.
"""

from __future__ import annotations

import math
import time
from functools import cache
from typing import TYPE_CHECKING
from uuid import uuid4

import streamlit as st

from config import Settings
from ui.person import person

if TYPE_CHECKING:
    from limits import RateLimitItem
    from limits.strategies import MovingWindowRateLimiter

_SESSION = "rate-session"


def before_asking(settings: Settings) -> int:
    """Seconds that this session has to wait before its next question; 0 counts the question."""
    from limits import RateLimitItemPerMinute as PerMinute

    rules = [(settings.questions_per_minute, f"question {key}") for key in _selves(settings)]
    address = st.context.ip_address
    if address:
        rules.append((settings.questions_per_minute_address, f"question from {address}"))
    return _take([(PerMinute(most), key) for most, key in rules if most])


def before_adding(settings: Settings) -> int:
    """Seconds that one has to wait before adding again; 0 counts the addition."""
    from limits import RateLimitItemPerHour as PerHour

    most = settings.additions_per_hour
    return _take([(PerHour(most), f"addition {key}") for key in _selves(settings) if most])


def _selves(settings: Settings) -> list[str]:
    """Who is limited alone: the session, and who signed in, through all sessions of theirs."""
    selves = [f"session {st.session_state.setdefault(_SESSION, uuid4().hex)}"]
    known = person(settings) if settings.sign_in else None
    return [*selves, f"person {known.owner}"] if known else selves


def _take(rules: list[tuple[RateLimitItem, str]]) -> int:
    """Count one more under every rule, if all of them allow it; else seconds until they do."""
    limiter = _limiter()
    waits = [
        limiter.get_window_stats(item, key).reset_time - time.time()
        for item, key in rules
        if not limiter.test(item, key)
    ]
    if waits:
        return max(1, math.ceil(max(waits)))
    for item, key in rules:
        limiter.hit(item, key)
    return 0


@cache
def _limiter() -> MovingWindowRateLimiter:
    from limits.storage import MemoryStorage
    from limits.strategies import MovingWindowRateLimiter

    return MovingWindowRateLimiter(MemoryStorage())
