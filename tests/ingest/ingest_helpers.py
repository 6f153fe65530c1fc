"""What the ingest tests share besides fixtures."""

from collections.abc import Callable
from pathlib import Path

from domain import Kind, Release
from ingest.load import load_release
from ingest.sources import discover

PROJECT = Path(__file__).resolve().parents[2]
COMMUNIQUE = PROJECT / "corpus" / "2024-07-12-forum-criminalite-transfrontaliere-fr.txt"

Load = Callable[..., Release]


def load_path(path: Path, max_mb: int = 50) -> Release:
    (file,) = discover([path], path.parent).files
    return load_release(file, max_mb=max_mb)


def words(release: Release, *kinds: Kind) -> list[str]:
    """The texts of the sentences of these kinds (all when none is given), in order."""
    return [
        release.text[s.start : s.end] for s in release.sentences if not kinds or s.kind in kinds
    ]
