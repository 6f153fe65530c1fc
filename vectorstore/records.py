"""Releases and passages as rows of the database, and back."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date

from domain import Contact, Kind, Passage, Release, ReleaseStatus, Sentence

_DATES = ("date", "published")


def release_to_json(release: Release) -> str:
    """Everything but the text and what the row holds in columns of its own."""
    record = asdict(release)
    for name in ("release_id", "version", "source", "text", "sentences"):
        del record[name]
    for name in _DATES:
        record[name] = record[name].isoformat() if record[name] else None
    record["sentences"] = sentences_to_list(release.sentences)
    return json.dumps(record, ensure_ascii=False)


def release_from_row(release_id: str, version: str, source: str, record: str, text: str) -> Release:
    """The Release of a row of the table `releases`."""
    fields = json.loads(record)
    for name in _DATES:
        fields[name] = date.fromisoformat(fields[name]) if fields[name] else None
    fields["sentences"] = sentences_from_list(fields["sentences"])
    fields["contacts"] = tuple(Contact(**contact) for contact in fields["contacts"])
    fields["translations"] = tuple(fields["translations"])
    fields["status"] = ReleaseStatus(fields["status"])
    return Release(release_id=release_id, version=version, source=source, text=text, **fields)


def sentences_to_list(sentences: tuple[Sentence, ...]) -> list[list[object]]:
    """`[[start, end, kind, section], …]`."""
    return [[s.start, s.end, s.kind.value, s.section] for s in sentences]


def sentences_from_list(rows: list[list]) -> tuple[Sentence, ...]:
    """Back from `sentences_to_list`."""
    return tuple(Sentence(start, end, Kind(kind), section) for start, end, kind, section in rows)


def passage_from_row(
    release_id: str, version: str, first: int, last: int, section: str | None, sentences: str
) -> Passage:
    """The Passage of a row of the table `passages`."""
    return Passage(
        release_id, version, first, last, sentences_from_list(json.loads(sentences)), section
    )
