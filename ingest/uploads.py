"""Where files that come in through the page are kept: the folder `uploads` of the library.

They are sources like any other: what is there is read again by an `ingest` without sources, and
goes with the library when its folder is copied. See decision 10.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from ingest.sources import SUFFIXES, shown

FOLDER = "uploads"
_LONGEST = 100  # characters of a name, its ending left out: file systems allow 255 bytes
_ODD = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was put into the folder, and what stood there before, if it took its place."""

    path: Path
    before: bytes | None = None
    new: bool = True  # False when the very same file was there already

    def undo(self) -> None:
        """Nothing became of it: the folder is as it was."""
        if self.before is not None:
            _write(self.path, self.before)
        elif self.new:
            self.path.unlink(missing_ok=True)


def folder(library: Path) -> Path:
    """Where a library keeps its uploads."""
    return library / FOLDER


def holds_any(library: Path) -> bool:
    """Whether there is anything to read in it."""
    place = folder(library)
    return place.is_dir() and any(path.suffix.lower() in SUFFIXES for path in place.iterdir())


def keep(library: Path, name: str, data: bytes, replace: bool = False) -> Upload:
    """Put a file into the folder under a harmless form of `name`; OSError when that fails.

    Another file of that name stays, and the new one gets a number, unless it is to `replace` it:
    two releases called communique.pdf must not become two versions of one.
    """
    place = folder(library)
    place.mkdir(parents=True, exist_ok=True)
    safe = safe_name(name)
    path, number = place / safe, 1
    while path.exists():
        stored = path.read_bytes()
        if stored == data:
            return Upload(path, new=False)
        if replace:
            _write(path, data)
            return Upload(path, stored)
        number += 1
        path = place / f"{Path(safe).stem} ({number}){Path(safe).suffix}"
    _write(path, data)
    return Upload(path)


def safe_name(name: str) -> str:
    """The last part of a path that somebody sent, as a name that is a visible file everywhere."""
    last = shown(unicodedata.normalize("NFC", name)).replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    whole = Path(_ODD.sub("-", plain).strip(" .~$_"))
    stem, suffix = whole.stem, whole.suffix
    stem = stem.encode()[:_LONGEST].decode("utf-8", "ignore").strip(" .")
    if stem.lower().endswith(".meta"):  # a sidecar is written by hand, beside its file
        stem = stem[:-5]
    if stem.lower() == "readme":  # which ingest passes over
        stem = "communique-readme"
    return f"{stem or 'communique'}{suffix.lower()}"


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: a hidden draft takes the name when it is complete."""
    draft = path.with_name(f".{path.name}.new")
    draft.write_bytes(data)
    draft.replace(path)
