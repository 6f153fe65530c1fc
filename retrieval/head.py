"""What the ranking and the evidence want to know of a release as a whole, and its stored form."""

from __future__ import annotations

import json
from datetime import date
from typing import NamedTuple

from domain import Release
from retrieval.setting import Letterhead, letterhead_of
from vectorstore.analysis import content_words


class KnownHead(NamedTuple):
    """Of one release: its letterhead with its content words, what to call it, and the languages in
    which it is there too."""

    letterhead: Letterhead
    words: tuple[str, ...]
    source: str
    title: str | None
    date: date | None
    language: str
    languages: frozenset[str] = frozenset()

    @classmethod
    def of(cls, release: Release) -> KnownHead:
        """Of a release of which the sentences of the head are there."""
        letterhead = letterhead_of(release)
        return cls(
            letterhead,
            tuple(content_words(letterhead.text)),
            release.source,
            release.title or release.subtitle,
            release.date,
            release.language,
        )

    @classmethod
    def read(cls, key: tuple[str, str], body: bytes) -> KnownHead:
        """Back from `stored`; `key` is the release's id and version."""
        text, day, editions, words, source, title, own_day, language = json.loads(body)
        letterhead = Letterhead(key, text, language, _day(day), frozenset(editions))
        return cls(letterhead, tuple(words.split()), source, title, _day(own_day), language)

    def stored(self) -> bytes:
        """Its bytes in the library, without its languages: they depend on other releases."""
        head = self.letterhead
        rows = (head.text, _iso(head.date), sorted(head.editions), " ".join(self.words))
        return json.dumps(
            [*rows, self.source, self.title, _iso(self.date), self.language], ensure_ascii=False
        ).encode()

    def told_better(self, language: str) -> bool:
        """Whether it is also there in this language, which it is not in."""
        return self.language != language and language in self.languages


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
