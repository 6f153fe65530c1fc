"""What a run was made with, as hashes, so that two runs can be told apart."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from config import PROJECT, Settings
from domain import Release
from embedding.encoder import Encoder

ROOMS = ("answering", "embedding", "evaluation", "ingest", "prompts", "retrieval", "vectorstore")
"""The packages whose files count as code, with the modules beside them."""

ELSEWHERE = frozenset(
    """library sources sources_file data keep_history host port language fetch_pause fetch_timeout
    fetch_agent private_hosts parse_seconds parse_memory_mb sign_in sign_in_file allowed_users
    questions_per_minute questions_per_minute_address additions_per_hour max_additions
    read_only""".split()
)
"""Settings that say where things are and who may come in, not how questions are answered."""

_SUFFIXES = frozenset({".py", ".json", ".txt", ".yaml", ".j2", ".safetensors"})
_NOT_CODE = frozenset({"__pycache__", "model", "training", "sets", "releases"})
_DIGITS = 16


def identity(settings: Settings, encoder: Encoder, releases: Sequence[Release]) -> dict[str, Any]:
    """Hashes of code, settings, model and library, the settings themselves, and the Python.

    `library` is that of the releases and versions that it holds, in any order; `model` is the
    encoder's fingerprint, and `chat_model` the name of the language model, None without one.
    """
    chosen = settings.model_dump(mode="json", exclude=set(ELSEWHERE))
    if settings.chat_base_url:  # a report is passed on: no login and no token in it
        chosen["chat_base_url"] = _bare(settings.chat_base_url)
    held = sorted(f"{release.release_id} {release.version}" for release in releases)
    return {
        "code": _hash(_code(PROJECT)),
        "settings": _hash([json.dumps(chosen, sort_keys=True).encode()]),
        "model": encoder.fingerprint,
        "chat_model": settings.chat_model,
        "library": _hash(line.encode() for line in held),
        "python": platform.python_version(),
        "chosen": chosen,
    }


def told_apart(now: Mapping[str, Any] | None, before: Mapping[str, Any] | None) -> tuple[str, ...]:
    """The names of what differs between two runs, single settings among them; none if unknown."""
    if not now or not before:
        return ()
    ours, theirs = ({**run, **run.get("chosen", {})} for run in (now, before))
    names = dict.fromkeys([*ours, *theirs])
    return tuple(name for name in names if name != "chosen" and ours.get(name) != theirs.get(name))


def _code(project: Path) -> Iterator[bytes]:
    """Names and bytes of the files that decide what is answered and how it is measured."""
    for file in [*sorted(project.glob("*.py")), *_files(project)]:
        yield file.relative_to(project).as_posix().encode()
        yield file.read_bytes()


def _files(project: Path) -> list[Path]:
    return sorted(
        file
        for room in ROOMS
        for file in (project / room).rglob("*")
        if file.suffix in _SUFFIXES
        and file.name not in ("floors.yaml",)
        and not _NOT_CODE & set(file.relative_to(project).parts)
    )


def _bare(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:  # e.g. an unclosed bracket in the host
        return ""
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _hash(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:_DIGITS]
