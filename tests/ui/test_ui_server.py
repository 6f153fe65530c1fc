"""`serve`: addresses that cannot be listened on, and a clean stop of both children."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from config import PROJECT, load_settings
from errors import UsageError
from ui.server import check_address, page_command, serve


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_port_in_use_is_named_with_its_mend(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(UsageError, match=f"port {port} is already in use.*DEPECHE_PORT="):
            serve(load_settings(library=tmp_path, port=port))


def test_an_address_of_another_machine_is_named_with_its_mend():
    with pytest.raises(UsageError, match="DEPECHE_HOST"):
        check_address("192.0.2.1", free_port())


def test_the_page_listens_where_the_settings_say_and_calls_nobody(tmp_path):
    command = page_command(load_settings(library=tmp_path, port=8765))
    assert "--server.address=127.0.0.1" in command
    assert "--server.port=8765" in command
    assert "--browser.gatherUsageStats=false" in command


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_page_answers_the_library_is_built_and_both_stop(tmp_path: Path, number):
    port = free_port()
    library = tmp_path / "library"
    environment = os.environ | {"DEPECHE_PORT": str(port)}
    server = subprocess.Popen(
        [sys.executable, "cli.py", "serve", "--ingest", "--library", str(library)],
        cwd=PROJECT,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert wait_until(lambda: answers(port))
        assert wait_until(lambda: has_release(library))
    finally:
        server.send_signal(number)
        _, errors = server.communicate(timeout=30)
    assert server.returncode == 0, errors
    assert "Traceback" not in errors
    assert not answers(port)


def wait_until(true) -> bool:
    for _ in range(600):
        if true():
            return True
        time.sleep(0.1)
    return False


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as reply:
            return reply.status == 200
    except (urllib.error.URLError, OSError):
        return False


def has_release(folder: Path) -> bool:
    from errors import LibraryError
    from vectorstore.library import Library

    try:
        library = Library(folder)
    except LibraryError:
        return False
    try:
        return bool(library.releases())
    finally:
        library.close()
