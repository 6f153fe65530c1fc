"""Starts the chat as a child process and, when asked, an ingest beside it; stops both cleanly.

The page answers while the ingest is still running; the ingest's progress goes to this terminal.
"""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from config import PREFIX, Settings
from errors import UsageError
from ui import signin
from ui.state import INGEST_PROCESS

_LOOK_EVERY = 0.5  # seconds between two looks at the children
_GRACE = 5.0  # seconds that a child has to end before it is killed


class _Stopped(Exception):
    """Someone asked us to stop: Ctrl-C or SIGTERM."""


def serve(settings: Settings, ingest: bool = False) -> int:
    """Serve the chat until stopped; the exit code of the page, 0 after Ctrl-C or SIGTERM.

    UsageError when the address or the port of the settings cannot be listened on, SettingsError
    when nobody could sign in.
    """
    signin.check(settings)
    check_address(settings.host, settings.port)
    environment = os.environ | {f"{PREFIX}LIBRARY": str(settings.library.absolute())}
    children: list[subprocess.Popen[bytes]] = []
    with _stop_signals():
        try:
            if ingest:
                children.append(_start(settings, ["cli.py", "ingest"], environment))
                environment[INGEST_PROCESS] = str(children[0].pid)
            page = _start(settings, page_command(settings), environment)
            children.append(page)
            print(
                f"depeche: http://{_shown(settings.host)}:{settings.port}  (Ctrl-C stops it)",
                file=sys.stderr,
                flush=True,
            )
            return _watch(page, children)
        except _Stopped:
            return 0
        finally:
            _stop(children)


def page_command(settings: Settings) -> list[str]:
    """What Python runs for the page; the rest of Streamlit's settings is in its config.toml."""
    return [
        *("-m", "streamlit", "run", "app.py"),
        f"--server.address={settings.host}",
        f"--server.port={settings.port}",
        "--server.headless=true",
        "--server.fileWatcherType=none",
        "--browser.gatherUsageStats=false",
        f"--server.maxUploadSize={settings.max_source_mb}",
        *([f"--secrets.files={settings.sign_in_file.absolute()}"] if settings.sign_in else []),
    ]


def check_address(host: str, port: int) -> None:
    """Raise UsageError, with the mend, unless one can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UsageError(_refusal(host, port, error)) from None


def _refusal(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {port} is already in use; stop what listens there, or choose another one: "
            f"DEPECHE_PORT={port + 1 if port < 65535 else 8501}"
        )
    if error.errno == errno.EACCES:
        return f"port {port} is not allowed to you; choose one above 1023: DEPECHE_PORT=8501"
    return f"cannot listen on {host} ({error.strerror}); set DEPECHE_HOST=127.0.0.1"


def _shown(host: str) -> str:
    """The host as it stands in a web address."""
    return f"[{host}]" if ":" in host else host


def _start(
    settings: Settings, command: list[str], environment: dict[str, str]
) -> subprocess.Popen[bytes]:
    # In a session of its own, so that Ctrl-C reaches us alone and we decide who stops when.
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=settings.project,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        start_new_session=True,
    )


def _watch(page: subprocess.Popen[bytes], children: list[subprocess.Popen[bytes]]) -> int:
    """Wait for the page to end; looking at the other children lets the system forget them."""
    while True:
        try:
            return page.wait(timeout=_LOOK_EVERY)
        except subprocess.TimeoutExpired:
            for child in children:
                child.poll()


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=_GRACE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


@contextmanager
def _stop_signals() -> Iterator[None]:
    """Within, Ctrl-C and SIGTERM raise _Stopped, once; afterwards they are as they were."""

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        for each in before:
            signal.signal(each, signal.SIG_IGN)  # a second one must not interrupt the stopping
        raise _Stopped

    before = {each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
