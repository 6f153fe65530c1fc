"""An Answer as the JSON object of `ask --json`: the one shape that other programs rely on.

The shape is written down in `ask.schema.json` beside this file, and the tests hold the code to it.
What is printed is left to the command line, what is true to `domain.Answer`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from domain import Answer, Citation, Evidence

SCHEMA = Path(__file__).with_name("ask.schema.json")


def answer_record(answer: Answer) -> dict[str, Any]:
    """The `ask --json` object of an answer: plain JSON types only, dates as ISO 8601.

    `standalone_question` is the question itself when it was not rewritten, and `seconds.total` is
    always there: the sum of the parts when nobody measured the whole.
    """
    return {
        "question": answer.question,
        "standalone_question": answer.standalone_question or answer.question,
        "language": answer.language,
        "status": answer.status.value,
        "text": answer.text,
        "sentences": [
            {"text": sentence.text, "citations": list(sentence.citations)}
            for sentence in answer.sentences
        ],
        "citations": [_citation(citation) for citation in answer.citations],
        "evidence": [_evidence(item) for item in answer.evidence],
        "reason": answer.reason,
        "confidence": float(answer.confidence),
        "seconds": _seconds(answer.seconds),
    }


def ask_schema() -> dict[str, Any]:
    """The JSON Schema of that object."""
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "marker": citation.marker,
        "release_id": citation.release_id,
        "version": citation.version,
        "source": citation.source,
        "title": citation.title,
        "date": citation.date.isoformat() if citation.date else None,
        "section": citation.section,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
    }


def _evidence(item: Evidence) -> dict[str, Any]:
    return {
        "release_id": item.release_id,
        "source": item.source,
        "start": item.start,
        "end": item.end,
        "score": float(item.score),  # a numpy score is not JSON
        "text": item.text,
    }


def _seconds(parts: Mapping[str, float]) -> dict[str, float]:
    seconds = {name: float(value) for name, value in parts.items()}
    seconds.setdefault("total", sum(seconds.values()))
    return seconds
