"""Which files an `ingest` reads: arguments in, readable files and what cannot be read out.

Only names and kinds of files are looked at here; what is inside them is `load`'s matter.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.sidecar import SUFFIX

SUFFIXES = (".txt", ".text", ".md", ".html", ".htm", ".pdf", ".docx")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read. `source` is its name, for people; `key` tells it from all other files and
    does not depend on its content: the path inside the project, else the absolute path."""

    path: Path
    source: str
    key: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that cannot become a release, and why, in one line."""

    source: str
    error: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found, in a stable order and without doubles."""

    files: tuple[SourceFile, ...]
    failed: tuple[Failure, ...]


def discover(paths: Sequence[Path], project: Path) -> Discovery:
    """The files under `paths`, folders walked in sorted order.

    Inside a folder, hidden files, sidecars, README.md and files of other types are passed over,
    and links to folders are not followed, so that a loop ends. What is named explicitly and
    cannot be read is a Failure: a path that does not exist, an address, a file of another type,
    a folder without a single file to read.
    """
    files: dict[str, SourceFile] = {}
    failed: list[Failure] = []
    for path in paths:
        wanted = _under(path, failed)
        for candidate in wanted:
            problem = _problem(candidate)
            if problem:
                failed.append(Failure(_shown(candidate.name), problem))
            else:
                file = _source_file(candidate, project)
                files.setdefault(file.key, file)
    return Discovery(tuple(files.values()), tuple(failed))


def _under(path: Path, failed: list[Failure]) -> list[Path]:
    """The files that an argument stands for; why there are none goes to `failed`."""
    name = _shown(str(path))
    if _ADDRESS.match(str(path)):
        problem = "web addresses are not read yet; save the page and give the file"
    elif not os.path.lexists(path):
        problem = "no such file or folder; check the path"
    elif not path.is_dir():
        return [path]
    else:
        before = len(failed)
        found = list(_walk(path, failed))
        if found or len(failed) > before:
            return found
        problem = f"no file to read in this folder; it takes {', '.join(SUFFIXES)}"
    failed.append(Failure(name, f"{name}: {problem}"))
    return []


def _walk(folder: Path, failed: list[Failure]) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        name = _shown(Path(str(error.filename)).name)
        failed.append(Failure(name, f"{name}: folder cannot be read; check its permissions"))

    for parent, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
        for name in sorted(names):
            if _is_wanted(name):
                yield Path(parent, name)


def _is_wanted(name: str) -> bool:
    lower = name.lower()
    return (
        not lower.startswith((".", "~$"))
        and lower != "readme.md"
        and not lower.endswith(SUFFIX)
        and lower.endswith(SUFFIXES)
    )


def _problem(path: Path) -> str | None:
    name = _shown(path.name)
    if path.is_symlink() and not path.exists():
        return f"{name}: a link that leads nowhere; mend or remove it"
    if not path.is_file():
        return f"{name}: not a regular file; give a file or folder"
    if path.suffix.lower() not in SUFFIXES:
        return f"{name}: files of this type are not read; give one of {', '.join(SUFFIXES)}"
    return None


def _source_file(path: Path, project: Path) -> SourceFile:
    place = Path(os.path.realpath(path.parent), path.name)
    root = Path(os.path.realpath(project))
    inside = place.is_relative_to(root)
    key = place.relative_to(root).as_posix() if inside else place.as_posix()
    return SourceFile(path, _shown(path.name), key.encode("utf-8", "backslashreplace").decode())


def _shown(name: str) -> str:
    """A name that can be printed and put in JSON, whatever bytes the file system holds."""
    printable = "".join(char if char.isprintable() else "?" for char in name)
    return printable.encode("utf-8", "replace").decode()
