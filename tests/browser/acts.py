"""What the browser tests do again and again: ask, open a source, look whether a page fits."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from ui.texts import LANGUAGES

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WHO = "Qui représentait les États-Unis ?"
CUP = "Qui a gagné la Coupe Stanley en 1987 ?"
WIDTHS = [(375, 812), (768, 1024), (1440, 900)]
VIEWS = [(*size, language) for size in WIDTHS for language in LANGUAGES]
at_every_width = pytest.mark.parametrize(("width", "height", "language"), VIEWS)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(page, question: str) -> None:
    """Type a question and send it."""
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")


def chip(page, turn: int, marker: int):
    """The button that opens the source of a citation."""
    return page.locator(f".st-key-cite-{turn}-{marker} button")


# The app at rest: its script has ended, nothing drawn before is greyed, and no movement goes on.
AT_REST = """() => document.querySelector('[data-test-script-state="notRunning"]')
  && !document.querySelector('[data-stale="true"]')
  && document.getAnimations().every(({playState, effect}) =>
    playState !== 'running' || effect.getComputedTiming().iterations === Infinity)"""


def settle(page) -> None:
    """Wait until the app is at rest, for what looks at a page rather than at one element."""
    page.wait_for_function(AT_REST)


def is_sideways(page) -> bool:
    """Whether the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def widths(page) -> Iterator[int]:
    """The page at each width in turn, as wide as it was at last; it is never wider than its window."""
    before = page.viewport_size
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        yield width
        assert not is_sideways(page), width
    page.set_viewport_size(before)


def fits_every_width(page) -> bool:
    """Whether the page as it stands is nowhere wider than its window; an assertion says where."""
    return all(widths(page))
