"""The configured list of sources: one YAML file that says what `ingest` reads and how often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import yaml

from errors import SettingsError
from ingest.dates import as_date
from ingest.parsed import one_line
from ingest.sources import ListedSource, is_address

EVERY = 30  # minutes between two looks when nothing is said
LARGEST = 1_000_000  # bytes
NEWS = "https://api.io.canada.ca/io-server/gc/news"  # canada.ca's news interface
_FILE_KEYS = ("sources", "every")
_SOURCE_KEYS = ("path", "url", "canada.ca", "include", "since", "limit", "every")
_NEWS_KEYS = ("department", "type", "language", "since", "until", "days", "format", "server")
_FORMATS = ("atom", "json")
_LANGUAGES = ("fr", "en")
_MOST = 1000  # entries that the news interface is asked for at once


@dataclass(frozen=True, slots=True)
class SourceList:
    """What the file says: sources in order, and minutes between two looks."""

    sources: tuple[ListedSource, ...]
    every: int = EVERY


def read_source_list(path: Path, today: date | None = None) -> SourceList:
    """The list in `path`; SettingsError names the file, the source and the mend.

    Paths in it are relative to its folder. `today` is the Eastern day that `days` counts from.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise SettingsError(f"{path}: larger than {LARGEST // 1000} kB; shorten it")
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        why = f"cannot be read ({error.strerror}); check DEPECHE_SOURCES_FILE"
        raise SettingsError(f"{path}: {why}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path}: is not UTF-8; save it as UTF-8 text") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise SettingsError(f"{path}: no valid YAML: {one_line(str(error))[:200]}") from None
    reader = _Reader(path, today or datetime.now(ZoneInfo("America/Toronto")).date())
    return reader.read(content)


class _Reader:
    """Turns what YAML gives into sources; `where` names the place in messages."""

    def __init__(self, path: Path, today: date) -> None:
        self.path = path
        self.today = today
        self.where = str(path)

    def read(self, content: Any) -> SourceList:
        if not isinstance(content, dict) or not isinstance(content.get("sources"), list):
            raise self._wrong("must hold `sources:` with a list under it")
        self._known(content, _FILE_KEYS)
        sources = []
        for number, item in enumerate(content["sources"], 1):
            self.where = f"{self.path}: source {number}"
            sources.append(self._source(item))
        self.where = str(self.path)
        return SourceList(tuple(sources), self._minutes(content) or EVERY)

    def _source(self, item: Any) -> ListedSource:
        if isinstance(item, str) and item.strip():
            return ListedSource(self._place(item.strip()))
        if not isinstance(item, dict):
            raise self._wrong("must be a path, an address, or `url:`, `path:` or `canada.ca:`")
        self._known(item, _SOURCE_KEYS)
        if sum(key in item for key in ("path", "url", "canada.ca")) != 1:
            raise self._wrong("needs one of `url`, `path` and `canada.ca`")
        chooses = next((key for key in ("include", "since", "limit") if key in item), None)
        if "path" in item and chooses:
            raise self._wrong(f"{chooses} chooses among the pages of a feed or sitemap, not files")
        limit = self._number(item, "limit")
        news = item.get("canada.ca")
        return ListedSource(
            address=self._news(news, limit)
            if "canada.ca" in item
            else self._place(self._text(item, "url") or self._text(item, "path") or ""),
            include=self._text(item, "include"),
            since=self._day(item, "since"),
            limit=limit,
            every=self._minutes(item),
        )

    def _place(self, place: str) -> str:
        return place if is_address(place) else str(self.path.parent / Path(place).expanduser())

    def _news(self, item: Any, limit: int | None) -> str:
        """The address of a query to canada.ca's news interface."""
        if not isinstance(item, dict):
            raise self._wrong(f"`canada.ca:` takes {', '.join(_NEWS_KEYS)}")
        self._known(item, _NEWS_KEYS)
        since, days = self._day(item, "since"), self._number(item, "days")
        if days is not None:
            since = self.today - timedelta(days=days)
        until = self._day(item, "until")
        query = {
            "dept": self._text(item, "department"),
            "type": self._text(item, "type"),
            "sort": "publishedDate",
            "orderBy": "desc",
            "publishedDate>": since and since.isoformat(),
            "publishedDate<": until and until.isoformat(),
            "pick": str(min(limit or 100, _MOST)),
            "format": self._choice(item, "format", _FORMATS),
        }
        language = self._choice(item, "language", _LANGUAGES)
        server = (self._text(item, "server") or NEWS).rstrip("/")
        return f"{server}/{language}/v2?" + urlencode({k: v for k, v in query.items() if v})

    # Values

    def _text(self, item: dict, key: str) -> str | None:
        value = item.get(key)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise self._wrong(f"{key} must be text; put it between quotation marks")
        return value.strip() if value is not None else None

    def _choice(self, item: dict, key: str, choices: tuple[str, ...]) -> str:
        value = self._text(item, key) or choices[0]
        if value not in choices:
            raise self._wrong(f"{key} {value[:40]!r} is not one of {', '.join(choices)}")
        return value

    def _day(self, item: dict, key: str) -> date | None:
        day = as_date(item.get(key))
        if item.get(key) is not None and day is None:
            raise self._wrong(f"{key} is no date; write 2024-07-12")
        return day

    def _number(self, item: dict, key: str) -> int | None:
        value = item.get(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 1_000_000:
            raise self._wrong(f"{key} must be a whole number above 0")
        return value

    def _minutes(self, item: dict) -> int | None:
        return self._number(item, "every")

    def _known(self, item: dict, keys: tuple[str, ...]) -> None:
        unknown = next((key for key in item if key not in keys), None)
        if unknown is not None:
            raise self._wrong(f"unknown key {str(unknown)[:40]!r}; known are {', '.join(keys)}")

    def _wrong(self, why: str) -> SettingsError:
        return SettingsError(f"{self.where}: {why}")
