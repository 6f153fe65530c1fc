"""Plain text: the text is the file's, unchanged; blocks are found in it.

A blank line always parts two blocks. A single line end parts them too unless the file is wrapped
at a width and the line was broken only because the next word did not fit.
"""

from __future__ import annotations

import re

from ingest.parsed import INVISIBLE, Block, Parsed, Role, trim

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_BULLET = re.compile(
    r"(?:[•●▪■◦‣⁃·\uf0b7\uf0a7*+–—-]|[oO](?=[ \t]{2,})|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)])"
    r"[ \t\u00a0]+(?=\S)"
)
_FINISHED = re.compile(r"[.!?…:;,»”\")\]]\s*\Z")
NARROW, WIDE = 50, 120  # characters: a file whose lines are all shorter, or longer, is not wrapped

# What a crawler put before the text ("date 2024-07"): lower case, a key and a moment, no sentence.
_ARTEFACT = re.compile(
    rf"[\s{INVISIBLE}]*(?:(?:date|crawl(?:ed)?|fetched|timestamp|snapshot|dump)[ \t:=_-]{{1,3}}"
    r"\d{4}-\d{2}(?:-\d{2})?(?:[T ]\d{2}:\d{2}(?::\d{2})?Z?)?(?=\s)[ \t\u00a0]*"
    r"|url[ \t:=]{1,3}https?://\S+[ \t\u00a0]*)+"
)


def parse(text: str) -> Parsed:
    """Blocks of a plain text; `Parsed.text` is `text` itself."""
    artefact = _ARTEFACT.match(text)
    begin = artefact.end() if artefact else 0
    lines = [(*trim(text, *line.span()), line.start()) for line in _LINE.finditer(text, begin)]
    width = _wrap_width([end - start for start, end, _ in lines])
    blocks: list[Block] = []
    group = 0
    previous: tuple[int, int, int] | None = None
    for line in lines:
        start, end, _ = line
        if start >= end:
            continue
        if previous and _blank_between(text, previous[1], start):
            group += 1
            previous = None
        bullet = _bullet(text, start, end, previous and blocks[-1])
        if bullet:
            blocks.append(Block(*trim(text, bullet, end), Role.ITEM, group))
        elif previous and _goes_on(text, previous, line, blocks[-1], width):
            last = blocks[-1]
            blocks[-1] = Block(last.start, end, last.role, group)
        else:
            blocks.append(Block(start, end, Role.PARAGRAPH, group))
        previous = line
    return Parsed(text, tuple(blocks))


def _wrap_width(lengths: list[int]) -> int | None:
    """The width that the lines are wrapped at, in characters; None when they are not."""
    used = [length for length in lengths if length]
    if not used or sum(length > WIDE for length in used) > len(used) // 20:
        return None
    width = max((length for length in used if length <= WIDE), default=0)
    return width if width >= NARROW else None


def _blank_between(text: str, end: int, start: int) -> bool:
    between = text[end:start]
    return len(_BREAK.findall(between)) > 1 or "\f" in between


def _bullet(text: str, start: int, end: int, before: Block | None) -> int | None:
    """Where the words of a list item begin; None when the line is no item.

    Inside a paragraph a dash or number at the start of a line is a list only after a line that
    closed or introduced something, or after another item.
    """
    match = _BULLET.match(text, start, end)
    if match is None:
        return None
    if (
        before
        and before.role is not Role.ITEM
        and not _FINISHED.search(text, before.start, before.end)
    ):
        return None
    return match.end()


def _goes_on(
    text: str,
    previous: tuple[int, int, int],
    line: tuple[int, int, int],
    last: Block,
    width: int | None,
) -> bool:
    """Whether `line` continues the block of the line before it."""
    start, end, begin = line
    before_start, before_end, before_begin = previous
    if (
        last.role is Role.ITEM
        and start - begin >= 2
        and start - begin > before_start - before_begin
    ):
        return True  # indented under its bullet
    if width is None:
        return False
    first_word = re.match(r"\S+", text[start:end])
    needed = before_end - before_begin + 1 + (len(first_word[0]) if first_word else 0)
    if needed > width:
        return True
    return text[start].islower() and not _FINISHED.search(text, before_start, before_end)
