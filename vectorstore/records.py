"""Releases and passages as rows of the database, and back."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import date

from domain import Contact, Kind, Passage, Release, ReleaseStatus, Sentence

RELEASE = "release_id, version, source, record, text"  # the columns of `release_from_row`
PASSAGE = "release_id, version, first, last, section, sentences"  # those of `passage_from_row`
_DATES = ("date", "published")
_KINDS = {kind.value: kind for kind in Kind}
_HEAD = frozenset(k.value for k in (Kind.TITLE, Kind.SUBTITLE, Kind.DATELINE, Kind.SOURCE))
_DUMPS = json.JSONEncoder(ensure_ascii=False).encode
_ELSEWHERE = ("release_id", "version", "source", "text", "sentences", "conflicts")


def release_to_json(release: Release) -> str:
    """Everything but the text, what the row holds in columns of its own, and the links."""
    record = {
        each.name: getattr(release, each.name)
        for each in fields(Release)
        if each.name not in _ELSEWHERE
    }
    record["contacts"] = [asdict(contact) for contact in release.contacts]
    for name in _DATES:
        record[name] = record[name].isoformat() if record[name] else None
    record["sentences"] = sentences_to_list(release.sentences)
    return _DUMPS(record)


def release_from_row(
    release_id: str, version: str, source: str, record: str, text: str, *, head: bool = False
) -> Release:
    """The Release of a row of the table `releases`; `translations` are the declared addresses.

    A `head` has of its sentences only those that say which release it is.
    """
    known = json.loads(record)
    if head:
        known["sentences"] = _of_head(known["sentences"])
    for name in _DATES:
        known[name] = date.fromisoformat(known[name]) if known[name] else None
    known["sentences"] = sentences_from_list(known["sentences"])
    known["contacts"] = tuple(Contact(**contact) for contact in known["contacts"])
    known["translations"] = tuple(known["translations"])
    known["status"] = ReleaseStatus(known["status"])
    return Release(release_id=release_id, version=version, source=source, text=text, **known)


def sentences_to_list(sentences: tuple[Sentence, ...]) -> list[list[object]]:
    """`[[start, end, kind, section], …]`."""
    return [[s.start, s.end, s.kind.value, s.section] for s in sentences]


def passage_to_row(passage: Passage) -> tuple[object, ...]:
    """The columns of `PASSAGE`; the way back is `passage_from_row`."""
    sentences = _DUMPS(sentences_to_list(passage.sentences))
    return (
        passage.release_id,
        passage.version,
        passage.start,
        passage.end,
        passage.section,
        sentences,
    )


def sentences_from_list(rows: list[list]) -> tuple[Sentence, ...]:
    """Back from `sentences_to_list`."""
    return tuple(Sentence(start, end, _KINDS[kind], section) for start, end, kind, section in rows)


def _of_head(rows: list[list]) -> list[list]:
    """What is no plain sentence, item or contact, and the first two sentences."""
    plain = [row for row in rows if row[2] == Kind.SENTENCE.value][:2]
    return plain + [row for row in rows if row[2] in _HEAD]


def passage_from_row(
    release_id: str, version: str, first: int, last: int, section: str | None, sentences: str
) -> Passage:
    """The Passage of a row of the table `passages`."""
    return Passage(
        release_id, version, first, last, sentences_from_list(json.loads(sentences)), section
    )
