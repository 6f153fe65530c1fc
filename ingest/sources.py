"""What an `ingest` reads: arguments in, documents and what cannot be read out.

Files are looked at by name and kind only; what is inside them is `load`'s matter. Addresses are
handed to the `Web` that the caller gives; without one nothing is fetched.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from ingest.document import Document
from ingest.sidecar import SUFFIX, Sidecar, read_sidecar, sidecar_path

SUFFIXES = (".txt", ".text", ".md", ".html", ".htm", ".pdf", ".docx", ".eml")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:/", re.IGNORECASE)
_BLOCK = 1 << 20  # bytes read at a time when hashing


@dataclass(frozen=True, slots=True)
class ListedSource:
    """A source of the configured list: where it is, and what of it is wanted."""

    address: str
    include: str | None = None  # a pattern (`*/news-releases/*`) that a listed address must match
    since: date | None = None  # older entries are passed over
    limit: int | None = None  # entries taken, newest first as listed
    every: int | None = None  # minutes between two looks when watching

    def __str__(self) -> str:
        return self.address


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read. `source` is its name, for people; `key` tells it from all other files and
    does not depend on its content: the path inside the project, else the absolute path."""

    path: Path
    source: str
    key: str

    @property
    def suffix(self) -> str:
        """The file name's ending, in lower case."""
        return self.path.suffix.lower()

    @property
    def url(self) -> None:
        """A file was not fetched from anywhere."""

    @property
    def published(self) -> date | None:
        """A file was named by no list."""
        return None

    @property
    def charset(self) -> str | None:
        """Nothing but the bytes themselves says how they are encoded."""
        return None

    def read(self, max_mb: int) -> bytes:
        """The file's bytes; ValueError when there are too many, before they are read."""
        size = self.path.stat().st_size
        if size > max_mb * 1_000_000:
            raise ValueError(
                f"{size / 1_000_000:.0f} MB, more than the {max_mb} MB that are read; "
                "split it or raise DEPECHE_MAX_SOURCE_MB"
            )
        return self.path.read_bytes()

    def blocks(self) -> Iterator[bytes]:
        """The bytes of the file and of its sidecar."""
        yield from _blocks(self.path)
        yield b"\x00"
        beside = sidecar_path(self.path)
        if beside.exists():
            yield from _blocks(beside)

    def sidecar(self) -> Sidecar:
        """What `NAME.meta.yaml` says."""
        return read_sidecar(self.path)


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that cannot become a release, and why, in one line."""

    source: str
    error: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found, in a stable order and without doubles."""

    files: tuple[Document, ...]
    failed: tuple[Failure, ...]
    gone: Callable[[Iterable[str]], set[str]] = lambda known: set()

    def vanished(self, known: Iterable[str]) -> set[str]:
        """Which of these keys have gone from a source that answered; prune retires them.

        A source that failed, was empty or said "not modified" loses nothing.
        """
        return self.gone(known) - {file.key for file in self.files}


class Web(Protocol):
    """Where addresses are handed to; `ingest.fetch.web.Web` is the real one."""

    def collect(self, source: str | ListedSource) -> Discovery:
        """The documents behind an address, or behind a source of the configured list."""
        ...


def discover(
    sources: Sequence[str | Path | ListedSource], project: Path, web: Web | None = None
) -> Discovery:
    """The documents that `sources` stand for: files, folders walked in sorted order, addresses.

    Inside a folder, hidden files, sidecars, README.md and files of other types are passed over,
    and links to folders are not followed, so that a loop ends. What is named explicitly and
    cannot be read is a Failure: a path that does not exist, a file of another type, a folder
    without a single file to read, an address when there is no `web`.
    """
    files: dict[str, Document] = {}
    failed: list[Failure] = []
    gone: list[Callable[[Iterable[str]], set[str]]] = []
    for source in sources:
        if is_address(str(source)):
            part = _from_web(source, web)
        else:
            part = _from_disk(Path(str(source)), project)
        for file in part.files:
            files.setdefault(file.key, file)
        failed.extend(part.failed)
        gone.append(part.gone)
    return Discovery(
        tuple(files.values()),
        tuple(failed),
        lambda known: set().union(*(ask(known) for ask in gone)) if gone else set(),
    )


def is_address(source: str) -> bool:
    """Whether a source is a web address (or another scheme, to be refused) and not a path."""
    return bool(_ADDRESS.match(source))


def source_name(key: str) -> str:
    """What people call the document with this key: the file's name, or the address."""
    return key if is_address(key) else Path(key).name


def _from_web(source: str | Path | ListedSource, web: Web | None) -> Discovery:
    if web is None:
        name = shown(str(source))
        return Discovery((), (Failure(name, f"{name}: addresses are not read here; give a file"),))
    return web.collect(str(source) if isinstance(source, Path) else source)


def _from_disk(path: Path, project: Path) -> Discovery:
    files: dict[str, SourceFile] = {}
    failed: list[Failure] = []
    for candidate in _under(path, failed):
        problem = _problem(candidate) or _leads_out(candidate, path)
        if problem:
            failed.append(Failure(shown(candidate.name), problem))
        else:
            file = _source_file(candidate, project)
            files.setdefault(file.key, file)
    # A folder that gave no file may be a disk that is not there: nothing has gone from it.
    root = path.resolve() if files and path.is_dir() else None
    return Discovery(
        tuple(files.values()), tuple(failed), lambda known: _gone_from(root, project, known)
    )


def _gone_from(root: Path | None, project: Path, known: Iterable[str]) -> set[str]:
    """Those keys of files under `root` that are there no more."""
    if root is None:
        return set()
    paths = {key: (project / key).resolve() for key in known if not is_address(key)}
    return {key for key, path in paths.items() if root in path.parents and not path.exists()}


def _under(path: Path, failed: list[Failure]) -> list[Path]:
    """The files that an argument stands for; why there are none goes to `failed`."""
    name = shown(str(path))
    if not os.path.lexists(path):
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
        name = shown(Path(str(error.filename)).name)
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
    name = shown(path.name)
    if path.is_symlink() and not path.exists():
        return f"{name}: a link that leads nowhere; mend or remove it"
    if not path.is_file():
        return f"{name}: not a regular file; give a file or folder"
    if path.suffix.lower() not in SUFFIXES:
        return f"{name}: files of this type are not read; give one of {', '.join(SUFFIXES)}"
    return None


def _leads_out(path: Path, given: Path) -> str | None:
    """Why a link inside the folder `given` is not followed: it leads to a file outside of it."""
    if path == given or not path.is_symlink() or path.resolve().is_relative_to(given.resolve()):
        return None
    return f"{shown(path.name)}: a link that leads out of the folder; copy the file there"


def _source_file(path: Path, project: Path) -> SourceFile:
    place = Path(os.path.realpath(path.parent), path.name)
    root = Path(os.path.realpath(project))
    inside = place.is_relative_to(root)
    key = place.relative_to(root).as_posix() if inside else place.as_posix()
    return SourceFile(path, shown(path.name), key.encode("utf-8", "backslashreplace").decode())


def shown(name: str) -> str:
    """A name that can be printed and put in JSON, whatever bytes the file system holds."""
    printable = "".join(char if char.isprintable() else "?" for char in name)
    return printable.encode("utf-8", "replace").decode()


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            yield block
