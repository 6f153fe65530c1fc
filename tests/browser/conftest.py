"""A real Chromium on the real server. Without the browser: skipped, with the reason; in CI: failed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from acts import ARGUMENTS, free_port

from config import PROJECT

SCREENSHOTS = PROJECT / "docs" / "screenshots"


def absent(what: str) -> None:
    """Skip where a developer lacks the browser; fail in CI, which has to have it."""
    reason = f"browser tests need {what}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is."""
    known = Path("/usr/bin/chromium")
    found = shutil.which("chromium") or (str(known) if known.exists() else None)
    if found is None:
        absent("chromium (apt-get install chromium)")
    return str(found)


@pytest.fixture(scope="session")
def playwright(chromium: str):
    """Playwright, running for the whole session."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        absent("playwright (pip install -r requirements-dev.txt)")
    with sync_playwright() as running:
        yield running


@contextmanager
def _serving(
    library: Path, *options: str, keep_history: bool = False, port: int = 0
) -> Iterator[str]:
    """The address of a server on `library`, started as a person starts it and stopped after."""
    port = port or free_port()
    server = subprocess.Popen(
        [sys.executable, "cli.py", "serve", "--library", str(library), *options],
        cwd=PROJECT,
        # Tests share a server: what one asks has no place in the pictures of another. What is
        # kept of a server that outlives a test is kept beside its library.
        env={"DEPECHE_DATA": str(library.parent / "data")}
        | os.environ
        | {"DEPECHE_PORT": str(port), "DEPECHE_KEEP_HISTORY": str(keep_history).lower()},
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, server)
        yield address
    finally:
        server.terminate()
        assert server.wait(timeout=30) == 0


def _wait_for(address: str, server: subprocess.Popen) -> None:
    while server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"the server ended with {server.returncode} before it answered")


@pytest.fixture(scope="session")
def address(communique_library: Path) -> Iterator[str]:
    """The address of a server on the library of the communiqué."""
    with _serving(communique_library) as where:
        yield where


@pytest.fixture(scope="session")
def serving() -> Callable:
    """Serves any other library: `with serving(folder) as address`."""
    return _serving


@pytest.fixture
def wait_for() -> Callable:
    """Waits for a server that was just started: `wait_for(address, process)`."""
    return _wait_for


@pytest.fixture
def expect(playwright):
    """Playwright's expect, patient enough for two busy cores."""
    from playwright.sync_api import expect

    expect.set_options(timeout=15_000)
    return expect


class Watch:
    """What a page did that it must not: requests to other hosts, errors in its console."""

    def __init__(self, page) -> None:
        self.foreign: list[str] = []
        self.errors: list[str] = []
        page.on("request", self._request)
        page.on("websocket", self._request)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _said(self, message) -> None:
        # A page below the root first looks for Streamlit's server there, then at the root; of one
        # that does not exist, the reader is told, and the console as well.
        sought = "/_stcore/" in message.location.get("url", "") and "404" in message.text
        sought |= message.text.startswith("The page that you have requested does not seem to exist")
        if message.type == "error" and not sought:
            self.errors.append(message.text)

    def _request(self, request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            self.foreign.append(request.url)


@pytest.fixture
def open_page(playwright, chromium: str, tmp_path: Path) -> Iterator[Callable]:
    """Opens an address in a fresh browser; afterwards, nothing foreign was asked for."""
    contexts, watches = [], []

    def open_(address: str, width: int = 1440, height: int = 900, **options):
        context = playwright.chromium.launch_persistent_context(
            str(tmp_path / f"profile-{len(contexts)}"),
            executable_path=chromium,
            args=ARGUMENTS,
            viewport={"width": width, "height": height},
            **{"locale": "fr-CA", "color_scheme": "light", "reduced_motion": "reduce"} | options,
        )
        contexts.append(context)
        page = context.pages[0]
        watches.append(Watch(page))
        page.goto(address)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert [url for watch in watches for url in watch.foreign] == []
    assert [error for watch in watches for error in watch.errors] == []


@pytest.fixture
def picture() -> Callable:
    """Takes a screenshot for the documentation, written only when it looks different."""

    def take(page, name: str) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        file = SCREENSHOTS / name
        taken, before = page.screenshot(animations="disabled"), b""
        while taken != before:  # until nothing moves any more
            taken, before = page.screenshot(animations="disabled"), taken
        assert len(taken) < 300_000
        if not file.exists() or file.read_bytes() != taken:
            file.write_bytes(taken)

    return take
