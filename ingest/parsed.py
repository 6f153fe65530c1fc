"""What every parser hands on: one exact text and the blocks that it is made of.

A parser knows its format (what is a heading, a list item, a page header) and nothing about
communiqués; `layout` then tells datelines, contacts and sections apart, for all formats alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

# Invisible characters: soft hyphen, zero-width, bidirectional marks, joiners, BOM, tag characters.
INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f"
)
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_EDGE = f"[\\s{INVISIBLE}]"
_LEADING = re.compile(f"{_EDGE}+")
_NO_WORD = re.compile(_EDGE)
_CLOSING = frozenset('.!?…:;,)»”"')  # how nearly every span ends; a short way past the pattern
_SPACES = re.compile(f"{_EDGE}+")
# Spaces that a browser collapses; the no-break ones are content and stay as they are.
_COLLAPSIBLE = re.compile(r"[ \t\n\r\f\v]+")


class Role(StrEnum):
    """What a block is by its format alone."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or table row: `[start, end)` of the text, trimmed.

    Blocks with the same `group` stood together in the file, without a blank line between them.
    """

    start: int
    end: int
    role: Role = Role.PARAGRAPH
    group: int = 0


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file as read: text, blocks in order, and the metadata that the format itself declares."""

    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    language: str | None = None
    url: str | None = None
    published: date | None = None
    translations: tuple[str, ...] = ()


@dataclass(slots=True)
class TextBuilder:
    """Puts blocks together into one text, with their offsets; for formats that are not plain text.

    Blocks are parted by an empty line. Invisible characters are left out, runs of ordinary spaces
    become one; no-break spaces and hyphens stay, because they are part of the words as published.
    """

    parts: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    length: int = 0

    def add(self, words: str, role: Role = Role.PARAGRAPH, group: int | None = None) -> None:
        """Append one block; nothing happens when it holds no visible character."""
        clean = _COLLAPSIBLE.sub(" ", visible(words)).strip()
        if not clean:
            return
        if self.parts:
            self.parts.append("\n\n")
            self.length += 2
        start = self.length
        self.parts.append(clean)
        self.length += len(clean)
        self.blocks.append(
            Block(start, self.length, role, len(self.blocks) if group is None else group)
        )

    @property
    def text(self) -> str:
        """Everything added so far."""
        return "".join(self.parts)


def visible(text: str) -> str:
    """The text without its invisible characters."""
    return _INVISIBLE.sub("", text)


def one_line(text: str) -> str:
    """The text on one line, for metadata and messages: runs of any space become one."""
    return _SPACES.sub(" ", text).strip()


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """`[start, end)` without spaces and invisible characters at its edges; empty spans collapse."""
    if start < end and not text[start].isalnum():  # nearly every span begins with a word
        match = _LEADING.match(text, start, end)
        if match:
            start = match.end()
    while end > start and text[end - 1] not in _CLOSING and _NO_WORD.match(text[end - 1]):
        end -= 1
    return start, end
