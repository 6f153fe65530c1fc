"""A turn as the history stores it, and back: its answer is built anew, and so checked anew.

Quotes are stored with their spans and compared with the release when they are read; everything
else that is shown of a release (title, date, section, evidence) is taken from the library.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from answering.bearing import missing
from answering.contract import answer_record
from domain import (
    Answer,
    AnswerSentence,
    AnswerStatus,
    Citation,
    Evidence,
    Kind,
    Release,
    Turn,
)
from errors import CitationError


class Releases(Protocol):
    """Where the texts of stored releases are read from: the library."""

    def text(self, release_id: str, version: str) -> str:
        """The whole text of a version; KeyError if it was never stored."""
        ...

    def release(self, release_id: str, version: str) -> Release:
        """The version with what is known of it; KeyError if it was never stored."""
        ...


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """A turn as it was stored; `answer` is None when it no longer holds, for `problem`.

    `record` is then what was stored of it, for whoever has to know what was said: never to be
    shown as an answer. It has no evidence.
    """

    question: str
    asked: str
    answer: Answer | None
    problem: str | None = None
    record: Mapping[str, Any] = field(default_factory=dict)

    @property
    def turn(self) -> Turn | None:
        """The turn, when its answer still holds."""
        return Turn(self.question, self.answer) if self.answer else None


def dump(turn: Turn) -> str:
    """The turn as JSON: the `ask` record, the labels of its sentences, and the versions of the
    evidence, without its texts."""
    record = answer_record(turn.answer)
    record["evidence"] = [
        [e.release_id, e.version, e.start, e.end, float(e.score), e.kind.value, e.section]
        for e in turn.answer.evidence
    ]
    record["labels"] = [sentence.label for sentence in turn.answer.sentences]
    return json.dumps({"question": turn.question, "answer": record}, ensure_ascii=False)


def restore(asked: str, text: str, releases: Releases) -> StoredTurn:
    """The turn of a stored record; without its answer when that no longer holds."""
    question, record = "", {}
    try:
        stored = json.loads(text)
        question = str(stored["question"])
        record = dict(stored["answer"]) | {"evidence": []}
        return StoredTurn(question, asked, _answer(stored["answer"], releases))
    except (CitationError, KeyError):
        problem = "its citations are no longer the text of a stored release"
    except (ValueError, TypeError, AttributeError, IndexError):
        problem = "its record cannot be read"
    return StoredTurn(question, asked, None, problem, record)


def _answer(record: dict[str, Any], releases: Releases) -> Answer:
    """The Answer of a stored record, built and so checked anew."""
    citations = tuple(_citation(item, releases) for item in record["citations"])
    # Older records have no labels.
    labels = record.get("labels") or [None] * len(record["sentences"])
    sentences = tuple(
        AnswerSentence(item["text"], tuple(item["citations"]), label)
        for item, label in zip(record["sentences"], labels, strict=True)
    )
    quotes = {citation.marker: citation.quote for citation in citations}
    for sentence in sentences:
        cited = [quotes[marker] for marker in sentence.citations]
        if sentence.text not in cited and missing(sentence.text, cited) is not None:
            raise CitationError("a sentence is not borne by its quotes")
    return Answer(
        question=record["question"],
        language=record["language"],
        status=AnswerStatus(record["status"]),
        texts=releases,
        sentences=sentences,
        citations=citations,
        evidence=tuple(e for item in record["evidence"] if (e := _evidence(item, releases))),
        reason=record["reason"],
        confidence=record["confidence"],
        standalone_question=record["standalone_question"],
        seconds=record["seconds"],
    )


def _citation(item: dict[str, Any], releases: Releases) -> Citation:
    """A citation with its words as stored with the turn, and the rest as the library knows it."""
    release = releases.release(item["release_id"], item["version"])
    start = int(item["start"])
    within = (s.section for s in release.sentences if s.start <= start < s.end)
    return Citation(
        marker=item["marker"],
        release_id=release.release_id,
        version=release.version,
        source=release.source,
        start=start,
        end=int(item["end"]),
        quote=item["quote"],
        title=release.title or release.subtitle,
        date=release.date,
        section=next(within, None),
        language=release.language,
    )


def _evidence(item: list[Any], releases: Releases) -> Evidence | None:
    """Evidence with its words from the library; None when its release is no longer there."""
    release_id, version, start, end, score, kind, section = item
    try:
        release = releases.release(release_id, version)
    except KeyError:
        return None
    return Evidence(
        release_id=release_id,
        version=version,
        source=release.source,
        start=start,
        end=end,
        text=release.text[start:end],
        score=score,
        kind=Kind(kind),
        section=section,
        title=release.title or release.subtitle,
        date=release.date,
        language=release.language,
    )
