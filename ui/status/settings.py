"""Which settings differ from their defaults, and what of them may be shown on a page.

A closed list says which texts are shown; whatever is not on it is named without its value, so that
a setting that comes later is hidden until somebody decides otherwise. Of what is shown, addresses
lose what can hold a secret, and visitors from other machines see no path and no host.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin
from urllib.parse import urlsplit, urlunsplit

from config import PREFIX, PROJECT, Settings

# Texts that say nothing of this machine, and those that do.
_TOLD = frozenset(
    "encoder query_prefix passage_prefix reranker fetch_agent official chat_model".split()
)
_TOLD_HERE = frozenset({"sources", "host", "private_hosts", "chat_base_url"})
_ADDRESS = re.compile(r"[A-Za-z][\w+.-]*://[^\s\"']+")
_LOGIN = re.compile(r"[^\s/@]+:[^\s/@]+@")
# How keys of well-known services begin.
_KEY = re.compile(r"\b(?:sk|pk|rk|ghp|gho|github_pat|hf|xox[a-z]|AKIA|AIza|eyJ)[-_\w.]{8,}")
_HIDDEN = "…"


@dataclass(frozen=True, slots=True)
class Changed:
    """A setting that differs from its default; `value` None when it is not for showing."""

    variable: str
    value: str | None


def changed(settings: Settings, *, here: bool) -> list[Changed]:
    """What differs, in the order of `Settings`; `here` when nobody but its owner sees the page."""
    return [
        Changed(f"{PREFIX}{name.upper()}", _shown(settings, name, value, here))
        for name, value in _differing(settings)
    ]


def _differing(settings: Settings) -> Iterator[tuple[str, Any]]:
    for name, field in type(settings).model_fields.items():
        value = getattr(settings, name)
        if value != field.get_default(call_default_factory=True):
            yield name, value


def _shown(settings: Settings, name: str, value: Any, here: bool) -> str | None:
    kind = type(settings).model_fields[name].annotation
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)) or _is_choice(kind):
        return str(value)
    if isinstance(value, Path):
        return place(value, here=here)
    if name in _TOLD or (here and name in _TOLD_HERE):
        values = value if isinstance(value, list) else [value]
        return ", ".join(_text(str(item), here) for item in values)
    return None


def _is_choice(kind: Any) -> bool:
    return any(get_origin(part) is Literal for part in (kind, *get_args(kind)))


def _text(text: str, here: bool) -> str:
    path = Path(text).expanduser()
    if path.is_absolute():
        return place(path, here=here)
    return harmless(text)


def place(path: Path, *, here: bool) -> str:
    """A path as its owner knows it: from the project or from the home; to others its last part."""
    if not here:
        return path.name
    absolute = path.expanduser().absolute()
    if absolute.is_relative_to(PROJECT):
        return absolute.relative_to(PROJECT).as_posix()
    if absolute.is_relative_to(Path.home()):
        return f"~/{absolute.relative_to(Path.home()).as_posix()}"
    return str(absolute)


def harmless(text: str) -> str:
    """`text` without what can be secret: logins, queries and fragments of addresses, keys."""
    bare = _ADDRESS.sub(lambda found: _bare(found.group()), text)
    return _KEY.sub(_HIDDEN, _LOGIN.sub(f"{_HIDDEN}@", bare))


def _bare(address: str) -> str:
    try:
        parts = urlsplit(address)
        host = parts.netloc.rpartition("@")[2]
    except ValueError:  # e.g. an unclosed bracket in the host
        return _HIDDEN
    cut = _HIDDEN if parts.query else ""
    return urlunsplit((parts.scheme, host, parts.path, cut, ""))
