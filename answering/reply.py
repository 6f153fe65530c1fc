"""Reads a language model's reply, while it comes and when it is whole; tolerant of its form.

Asked for is `{"sentences": [{"text", "citations": [{"id", "quote"}]}]}`. Understood as well: the
same in a code fence or after a preamble, a bare list, other names for the keys, ids alone, and
prose whose sentences end in `[E1]`. What a model thinks aloud first (`<think> … </think>`) is
passed over. A reading takes time in proportion to the reply, whatever that holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from answering.grounding import Claim
from errors import ModelError, ModelFailure

SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["sentences"],
    "properties": {
        "sentences": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["text", "citations"],
                "properties": {
                    "text": {"type": "string"},
                    "citations": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "additionalProperties": False,
                            "required": ["id", "quote"],
                            "properties": {"id": {"type": "string"}, "quote": {"type": "string"}},
                        },
                    },
                },
            },
        }
    },
}
_LIST = re.compile(r'"(?:sentences|phrases|answer|claims)"\s*:\s*\[|^\s*(?:```\w*\s*)?\[\s*(?=\{)')
_DRAFT = re.compile(r'"(?:text|sentence|phrase)"\s*:\s*"((?:[^"\\]|\\.)*)\\?$')
_IDS = re.compile(r"(?:\[E\d+\][\s,;]*)+\.?")
_FEWEST = 12  # characters of a sentence of prose
_REFUSAL = re.compile(
    r"\b(?:I(?:['’]m| am) sorry|I can(?:not|['’]t)|I(?:['’]m| am) unable|as an AI|je suis désolée?|"
    r"je ne peux pas|désolée?,|je refuse)\b",
    re.IGNORECASE,
)
_DECODER = json.JSONDecoder()
_LONGEST = 12  # claims read of one reply
_MOST_CITED = 8  # citations read of one claim
_TOO_DEEP = (ValueError, RecursionError)  # what JSON raises that is none, or is nested too deeply


def progress(reply: str) -> tuple[list[Claim], str]:
    """The claims that are whole in the beginning of a reply, and the words of the one under way."""
    reply = _said(reply)
    opening = _LIST.search(reply)
    if opening is None:
        return [], ""
    claims, at = [], opening.end()
    while True:
        start = re.compile(r"[\s,]*(?=\{)").match(reply, at)
        if start is None:
            return claims, ""
        try:
            row, at = _DECODER.raw_decode(reply, start.end())
        except _TOO_DEEP:
            draft = _DRAFT.search(reply, start.end())
            return claims, _unescaped(draft.group(1)) if draft else ""
        claim = _claim(row)
        if claim:
            claims.append(claim)


def parse(reply: str) -> list[Claim]:
    """The claims of a whole reply; ModelError says what is wrong when there are none."""
    reply = _said(reply)
    rows = _rows(reply)
    if rows is None:
        return _otherwise(reply)
    claims = [claim for row in rows[:_LONGEST] if (claim := _claim(row))]
    if not claims:
        raise ModelError(ModelFailure.MALFORMED if rows else ModelFailure.EMPTY)
    return claims


def is_whole(reply: str) -> bool:
    """Whether a reply can be read although what followed it failed: JSON, or a refusal."""
    reply = _said(reply)
    return _rows(reply) is not None or bool(_REFUSAL.search(reply))


def _said(reply: str) -> str:
    """A reply without what was thought before it; nothing while that goes on."""
    if "</think>" in reply:
        return reply.rpartition("</think>")[2]
    return "" if reply.lstrip().startswith("<think") else reply


def _rows(reply: str) -> list[Any] | None:
    """The list of sentences of a reply that is JSON; None when it is not."""
    opening = re.search(r"\[\s*\{", reply)
    for text in (
        reply[reply.find("{") : reply.rfind("}") + 1],
        reply[opening.start() : reply.rfind("]") + 1] if opening else "",
    ):
        for form in (text, re.sub(r",(\s*[}\]])", r"\1", text)):
            try:
                value = json.loads(form, strict=False)
            except _TOO_DEEP:
                continue
            rows = _list_in(value)
            if rows is not None:
                return rows
    return None


def _list_in(value: Any) -> list[Any] | None:
    """The list that a JSON value is or holds; one sentence alone is a list of one."""
    if isinstance(value, list):
        return value
    if not isinstance(value, Mapping):
        return None
    if _claim(value):
        return [value]
    lists = [v for v in value.values() if isinstance(v, list)]
    inner = (_list_in(v) for v in value.values() if isinstance(v, Mapping))
    return lists[0] if lists else next((rows for rows in inner if rows is not None), None)


def _otherwise(reply: str) -> list[Claim]:
    """Claims of prose with markers; ModelError with the kind of failure when there are none."""
    if not reply.strip():
        raise ModelError(ModelFailure.EMPTY)
    if "{" in reply:
        cut = reply.count("{") > reply.count("}")
        raise ModelError(ModelFailure.CUT if cut else ModelFailure.MALFORMED)
    if _REFUSAL.search(reply):
        raise ModelError(ModelFailure.REFUSED)
    claims, at = [], 0
    for match in _IDS.finditer(reply):
        text = re.split(r"[\[\]]", reply[at : match.start()])[-1].strip()
        if len(text) >= _FEWEST:
            claims.append(Claim(text, tuple((k, None) for k in re.findall(r"E\d+", match.group()))))
        at = match.end()
    if not claims:
        raise ModelError(ModelFailure.MALFORMED)
    return claims[:_LONGEST]


def _claim(row: Any) -> Claim | None:
    if not isinstance(row, Mapping):
        return None
    text = next((row[key] for key in ("text", "sentence", "phrase") if key in row), None)
    cited = next((row[key] for key in ("citations", "sources", "evidence") if key in row), None)
    if not isinstance(text, str) or not isinstance(cited, list):
        return None
    return Claim(text, tuple(pair for item in cited[:_MOST_CITED] if (pair := _citation(item))))


def _citation(item: Any) -> tuple[str, str | None] | None:
    if isinstance(item, (str, int)):
        return _key(item), None
    if not isinstance(item, Mapping) or "id" not in item:
        return None
    quote = item.get("quote", item.get("text"))
    return (_key(item["id"]), quote) if isinstance(quote, str) else (_key(item["id"]), None)


def _key(value: Any) -> str:
    key = str(value).strip("[]() ").upper()
    return f"E{key}" if key.isdigit() else key


def _unescaped(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text
