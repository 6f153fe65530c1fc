"""What there is to know of the disk and of the models, as plain numbers and yes or no."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from config import PACKAGED, Settings


class Part(StrEnum):
    """What the files of a library are for."""

    TEXTS = "texts"
    VECTORS = "vectors"
    WORDS = "words"
    PAGES = "pages"
    UPLOADS = "uploads"
    OTHER = "other"


_FILES = {"library.sqlite3": Part.TEXTS, "pages.sqlite3": Part.PAGES}
_FOLDERS = {"vectors": Part.VECTORS, "words": Part.WORDS, "uploads": Part.UPLOADS}


@dataclass(frozen=True, slots=True)
class ChatModel:
    """The language model of the settings, as far as one can tell without asking it.

    `key` is the name of the variable that its provider reads, None where none is needed; whether
    it is `set` is all that is ever said of it. `package` is what is missing to use the model.
    """

    name: str
    key: str | None
    is_set: bool
    package: str | None


def chat_model(settings: Settings) -> ChatModel | None:
    """None when answers are extracts."""
    if settings.chat_model is None:
        return None
    from answering.models import KEYS, PACKAGES

    provider = settings.chat_model.partition(":")[0]
    key = None if settings.chat_base_url else KEYS.get(provider)
    package = PACKAGES.get(provider)
    there = package is None or importlib.util.find_spec(package.replace("-", "_")) is not None
    return ChatModel(
        name=settings.chat_model,
        key=key,
        is_set=bool(key and os.environ.get(key)),
        package=None if there else package,
    )


def encoder_folder(settings: Settings) -> Path | None:
    """Where the embedding model is, None when it is known by a name only."""
    if settings.encoder == PACKAGED:
        from embedding.load import MODEL_FOLDER

        return MODEL_FOLDER
    folder = Path(settings.encoder).expanduser()
    return folder if folder.is_dir() else None


def library_sizes(folder: Path) -> dict[Part, int]:
    """Bytes on the disk by part, those without any left out."""
    sizes = dict.fromkeys(Part, 0)
    for path, size in _files(folder):
        sizes[_part(path.relative_to(folder).parts)] += size
    return {part: size for part, size in sizes.items() if size}


def size(place: Path) -> int:
    """Bytes of a file with what SQLite keeps beside it, or of a folder with all that is in it."""
    if place.is_dir():
        return sum(size for _, size in _files(place))
    beside = (Path(f"{place}{ending}") for ending in ("", "-wal", "-shm"))
    return sum(path.stat().st_size for path in beside if path.is_file())


def _part(parts: tuple[str, ...]) -> Part:
    name = parts[0]
    for start, part in _FILES.items():
        if name.startswith(start):  # with its -wal and -shm
            return part
    inner = parts[1] if name.startswith("index-") and len(parts) > 1 else name
    return _FOLDERS.get(inner, Part.OTHER)


def _files(folder: Path) -> Iterator[tuple[Path, int]]:
    """Regular files with their sizes; one that goes meanwhile is passed over."""
    for path in folder.rglob("*"):
        with suppress(OSError):
            if path.is_file() and not path.is_symlink():
                yield path, path.stat().st_size
