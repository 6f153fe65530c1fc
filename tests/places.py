"""Where things are, for the tests."""

from __future__ import annotations

from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
COMMUNIQUE = PROJECT / "corpus" / "2024-07-12-forum-criminalite-transfrontaliere-fr.txt"
