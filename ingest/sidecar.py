"""`NAME.meta.yaml` beside `NAME.txt`: what a person knows about a release that its file lacks.

It gives metadata only. Nothing of it enters the text, so no quote and no offset comes from it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

import yaml

from errors import SourceUnreadable
from ingest.addresses import canonical_url
from ingest.dates import as_date
from ingest.parsed import one_line

SUFFIX = ".meta.yaml"
LARGEST = 100_000  # bytes
_LANGUAGES = ("fr", "en", "und")


@dataclass(frozen=True, slots=True)
class Sidecar:
    """The fields of a sidecar; None or empty where it says nothing."""

    title: str | None = None
    subtitle: str | None = None
    url: str | None = None
    date: date | None = None
    city: str | None = None
    issuer: str | None = None
    wire: str | None = None
    language: str | None = None
    translations: tuple[str, ...] = ()
    published: date | None = None


KEYS = tuple(item.name for item in fields(Sidecar))


def sidecar_path(path: Path) -> Path:
    """Where the sidecar of `path` would lie: `a/b.txt` → `a/b.meta.yaml`."""
    return path.with_name(path.stem + SUFFIX)


def read_sidecar(path: Path) -> Sidecar:
    """The sidecar of the file at `path`, an empty one when there is none.

    SourceUnreadable names the sidecar and the key that cannot be used.
    """
    beside = sidecar_path(path)
    if not beside.is_file():
        return Sidecar()
    try:
        if beside.stat().st_size > LARGEST:
            raise SourceUnreadable(f"{beside.name}: larger than {LARGEST // 1000} kB; shorten it")
        content = yaml.safe_load(beside.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise SourceUnreadable(f"{beside.name}: cannot be read as UTF-8 ({error})") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise SourceUnreadable(
            f"{beside.name}: no valid YAML: {one_line(str(error))[:200]}"
        ) from None
    if content is None:
        return Sidecar()
    if not isinstance(content, dict):
        raise SourceUnreadable(f"{beside.name}: must be lines of `key: value`")
    return Sidecar(**{str(k): _value(beside.name, str(k), v) for k, v in content.items()})


def _value(name: str, key: str, value: object) -> object:
    if key not in KEYS:
        raise SourceUnreadable(f"{name}: unknown key {_brief(key)}; known are {', '.join(KEYS)}")
    if key == "translations":
        addresses = [value] if isinstance(value, str) else value or []
        if not isinstance(addresses, list) or not all(isinstance(item, str) for item in addresses):
            raise SourceUnreadable(f"{name}: {key} must be a list of addresses")
        return tuple(_address(name, key, item) for item in addresses)
    if value is None:
        return None
    if key in ("date", "published"):
        day = as_date(value)
        if day is None:
            raise SourceUnreadable(f"{name}: {key} {_brief(value)} is no date; write 2024-07-12")
        return day
    if not isinstance(value, str) or not one_line(value):
        raise SourceUnreadable(f"{name}: {key} must be text; put it between quotation marks")
    if key == "language" and value not in _LANGUAGES:
        raise SourceUnreadable(
            f"{name}: language {_brief(value)} is not one of {', '.join(_LANGUAGES)}"
        )
    return _address(name, key, value) if key == "url" else one_line(value)


def _brief(value: object) -> str:
    """A value for a message; lists and the like by their kind, since aliases can make them huge."""
    return repr(value[:60]) if isinstance(value, str) else type(value).__name__


def _address(name: str, key: str, value: str) -> str:
    address = canonical_url(value)
    if address is None:
        raise SourceUnreadable(f"{name}: {key} {_brief(value)} is no web address")
    return address
