"""What several tests of this folder use."""

from __future__ import annotations

import pytest

from answering.history import History


@pytest.fixture
def history(tmp_path):
    """A history in a folder of its own."""
    opened = History(tmp_path / "data")
    yield opened
    opened.close()
