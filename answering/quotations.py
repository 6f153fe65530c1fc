"""Words that a release quotes, whole: who said them often stands in the last of their sentences.

A sentence from within « … » taken alone would pass for the release's own, or lose who said it.
"""

from __future__ import annotations

from dataclasses import replace

from domain import Evidence, Kind
from vectorstore.library import Library

_OPENING, _CLOSING, _EITHER = "«“", "»”", '"'
_BETWEEN = " \u00a0\u202f"


def whole(item: Evidence, texts: Library, longest: int) -> Evidence:
    """The sentence with those before and behind it in its paragraph that are within the same
    quotation marks, where all of them are at most `longest` characters; else as it is."""
    text = texts.text(item.release_id, item.version)
    line = text.rfind("\n", 0, item.start) + 1
    if item.kind is not Kind.SENTENCE or not any(_within(text, line, item.start, item.end)):
        return item
    sentences = texts.release(item.release_id, item.version).sentences
    inside = [i for i, s in enumerate(sentences) if item.start <= s.start < item.end]
    if not inside:
        return item
    first, last = inside[0], inside[-1]
    start, end = item.start, item.end
    while end - start <= longest:
        begun, going_on = _within(text, line, start, end)
        if not begun and not going_on:
            return replace(item, start=start, end=end, text=text[start:end])
        first, last = first - begun, last + going_on
        if first < 0 or last == len(sentences):
            break
        ahead, behind = sentences[first], sentences[last]
        between = text[min(ahead.end, start) : start] + text[end : max(behind.start, end)]
        if between.strip(_BETWEEN) or not ahead.kind is behind.kind is Kind.SENTENCE:
            break
        start, end = min(start, ahead.start), max(end, behind.end)
    return item


def _within(text: str, line: int, start: int, end: int) -> tuple[bool, bool]:
    """Whether `start` and `end` stand within quotation marks that were opened after `line`, where
    their paragraph begins."""
    return _opened(text[line:start]), _opened(text[line:end])


def _opened(words: str) -> bool:
    depth = 0
    for char in words:
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING:
            depth = max(0, depth - 1)
    return depth > 0 or words.count(_EITHER) % 2 == 1
