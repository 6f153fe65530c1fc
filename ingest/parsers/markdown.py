"""Markdown, the light way: headings, lists, tables and paragraphs as a reader sees them.

The text is what the page shows, without the marks (`**`, `[…](…)`, `#`), so that a quote reads as
words. Front matter, comments, images and link targets are not shown and not kept.
"""

from __future__ import annotations

import re

from ingest.parsed import Parsed, Role, TextBuilder
from ingest.parsers.page_hidden import hides

_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)  # an open one runs to the end
_ELEMENT = re.compile(r"<([a-zA-Z][a-zA-Z0-9]{0,20})((?:\s[^<>]{0,1000})?)>")
_STYLE = re.compile(r"style\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_HIDDEN = re.compile(r"\shidden(?:\s|=|\Z)|aria-hidden\s*=\s*[\"']?true", re.IGNORECASE)
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(?=\S)(.*)\Z")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*\Z")
_DEFINITION = re.compile(
    r" {0,3}\[[^\[\]^][^\[\]]{0,200}\]:[ \t]*\S"
)  # of a link, or a hidden remark
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})\Z")
_ITEM = re.compile(r"[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(.*)\Z")
_ROW = re.compile(r"[ \t]*\|(.*)\|[ \t]*\Z")
_ROW_RULE = frozenset(" \t:|-")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_INLINE = (
    (re.compile(r"\[\^[^\[\]\s]{1,40}\]:?"), ""),  # the mark of a footnote
    (re.compile(r"!\[[^\[\]]{0,500}\](?:\([^()]{0,500}\)|\[[^\[\]]{0,99}\])"), ""),
    (
        re.compile(
            r"\[([^\[\]]{1,500})\](?:\((?:[^()]|\([^()]{0,99}\)){0,500}\)|\[[^\[\]]{0,99}\])"
        ),
        r"\1",
    ),
    (re.compile(r"<((?:https?|mailto):[^<>\s]+|[^<>\s@]+@[^<>\s@]+)>"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>\n]{0,500}>"), ""),
    (re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*]{1,500}?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)_(?=\S)([^_]{1,500}?)(?<=\S)_(?!\w)"), r"\1"),
    (re.compile(r"`([^`]{1,500})`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>|~-])"), r"\1"),
)


def parse(text: str) -> Parsed:
    """The shown words of a Markdown file; the first level-one heading is its title."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _without_hidden(_COMMENT.sub("", _FRONT_MATTER.sub("", text, count=1)))
    reader = _Reader()
    for line in text.split("\n"):
        reader.take(line)
    reader.flush()
    return Parsed(reader.out.text, tuple(reader.out.blocks))


def _without_hidden(text: str) -> str:
    """The text without the HTML elements that a reader of the page would not see."""
    out, begin = [], 0
    while tag := _ELEMENT.search(text, begin):
        name, attributes = tag[1].lower(), tag[2]
        style = _STYLE.search(attributes)
        unseen = (
            name in ("script", "style", "template")
            or _HIDDEN.search(attributes)
            or (style is not None and hides(style[1] or style[2] or ""))
        )
        out.append(text[begin : tag.start() if unseen else tag.end()])
        begin = tag.end()
        if unseen:
            close = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(text, begin)
            begin = close.end() if close else len(text)
    return "".join(out) + text[begin:]


class _Reader:
    """Lines in, blocks out; a block is open until something else begins."""

    def __init__(self) -> None:
        self.out = TextBuilder()
        self.open: list[str] = []
        self.role = Role.PARAGRAPH
        self.titled = False
        self.fenced = False

    def take(self, line: str) -> None:
        if _FENCE.match(line):
            self.flush()
            self.fenced = not self.fenced
            return
        if not self.fenced:
            line = re.sub(r"\A {0,3}(?:>[ \t]?)+", "", line)
        if self.fenced or not line.strip():
            self.flush()
            self.open = [line] if self.fenced else []
        elif heading := _HEADING.match(line):
            self._heading(heading[2], len(heading[1]))
        elif self.open and self.role is Role.PARAGRAPH and (under := _UNDERLINE.match(line)):
            words, self.open = " ".join(self.open), []
            self._heading(words, 1 if under[1].startswith("=") else 2)
        elif _RULE.match(line) or _DEFINITION.match(line):
            self.flush()
        elif item := _ITEM.match(line):
            self.flush()
            self.open, self.role = [item[1]], Role.ITEM
        elif "|" in line and "-" in line and _ROW_RULE.issuperset(line):
            self.flush()
        elif row := _ROW.match(line):
            self.flush()
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", row[1])]
            self.open, self.role = [" | ".join(cell for cell in cells if cell)], Role.ITEM
            self.flush()
        else:
            self.open.append(line)
            if line.endswith(("  ", "\\")):  # a hard line break
                self.open[-1] = line.rstrip(" \\")
                self.flush()

    def flush(self) -> None:
        self.out.add(_shown(" ".join(self.open)), self.role)
        self.open, self.role = [], Role.PARAGRAPH

    def _heading(self, words: str, level: int) -> None:
        self.flush()
        words = words.strip()
        if words.rstrip("#")[-1:] in ("", " ", "\t"):  # "## Titre ##"
            words = words.rstrip("#").rstrip()
        role = Role.TITLE if level == 1 and not self.titled else Role.HEADING
        self.titled = self.titled or role is Role.TITLE
        self.out.add(_shown(words), role)


def _shown(words: str) -> str:
    for pattern, replacement in _INLINE:
        words = pattern.sub(replacement, words)
    return words
