"""Fixtures of the ingest tests: the communiqué, and files written on the spot."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from ingest_helpers import COMMUNIQUE, PROJECT, Load, load_path
from newsroom import Newsroom, open_newsroom

from domain import Release
from ingest.load import load_release
from ingest.sources import discover


@pytest.fixture(scope="session")
def communique() -> Release:
    (file,) = discover([COMMUNIQUE], PROJECT).files
    return load_release(file, max_mb=50)


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """`load(content, name="release.txt", meta=…)`: write a file, with its sidecar, and read it."""

    def write_and_load(
        content: str | bytes, name: str = "release.txt", meta: str | None = None, max_mb: int = 50
    ) -> Release:
        path = tmp_path / name
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        if meta is not None:
            (tmp_path / (path.stem + ".meta.yaml")).write_text(meta, encoding="utf-8")
        return load_path(path, max_mb)

    return write_and_load


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    """A web server of this machine, empty."""
    with open_newsroom() as opened:
        yield opened
