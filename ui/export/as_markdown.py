"""Markdown (CommonMark) in which foreign text is nothing but text.

Every sign that could begin markup is written with a backslash, wherever it stands; the line breaks
of a quotation stay breaks. Only stored web addresses become links.
"""

from __future__ import annotations

import re

from domain import Resolution
from ui.export import words
from ui.export.dossier import Dossier, Entry
from ui.texts import Texts

_SIGNS = re.compile(r"([\\`*_{}\[\]<>|~$^=#&@])")
# Numbered and bulleted lists, rules and headings at the beginning of a line; bare addresses.
_BULLET = re.compile(r"^([-+])", re.MULTILINE)
_NUMBER = re.compile(r"^(\d{1,9})([.)])", re.MULTILINE)
_ADDRESS = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


def render(dossier: Dossier, texts: Texts) -> bytes:
    """The document."""
    made = texts.export.made.format(date=texts.format_date(dossier.made))
    blocks = [
        f"# {_escape(texts.export.title)}",
        f"*{_escape(made)}*",
        _escape(texts.export.legend),
    ]
    for entry in dossier.entries:
        blocks += _entry(entry, texts)
    return ("\n\n".join(blocks) + "\n").encode()


def _entry(entry: Entry, texts: Texts) -> list[str]:
    blocks = [f"## {_escape(words.line(entry.question))}"]
    blocks.append(f"**{_escape(words.status(entry, texts))}**")
    answer = entry.answer
    if answer is None:
        return blocks
    if answer.standalone_question and answer.standalone_question != answer.question:
        understood = texts.understood.format(question=answer.standalone_question)
        blocks.append(f"*{_escape(words.line(understood))}*")
    if answer.reason:
        blocks.append(_escape(words.line(answer.reason)))
    if loss := words.losses(entry, texts):
        blocks.append(f"**{_escape(loss)}**")
    for sentence in entry.sentences:
        if sentence.label:
            blocks.append(f"### {_escape(words.line(sentence.label))}")
        marks = " ".join(f"\\[{marker}\\]" for marker in sentence.citations)
        if source := entry.extract(sentence):
            blocks.append(_quote(source, f" {marks}", texts))
        else:
            said = _escape(words.line(sentence.text))
            blocks.append(f"{_escape(texts.export.prose)} {said} {marks}")
    if entry.sources:
        blocks.append(f"### {_escape(texts.export.sources)}")
    for source in entry.sources:
        marker = source.citation.marker
        blocks.append(f"\\[{marker}\\] {_source(source, answer.language, texts)}")
        if marker in entry.unquoted:
            blocks.append(_quote(source, "", texts))
    if entry.nearest:
        blocks.append(f"### {_escape(texts.nearest.format(count=len(entry.nearest)))}")
    for source in entry.nearest:
        blocks += [_quote(source, "", texts), _source(source, answer.language, texts)]
    return blocks


def _quote(source: Resolution, after: str, texts: Texts) -> str:
    """The words as a block quotation; a backslash keeps a line break, an entity an indent."""
    said = re.split(r"\r\n|\r|\n", words.quoted(source.citation.quote, texts))
    lines = [_escape(part) if part.strip() else "" for part in said]
    lines[-1] += after
    kept = [
        f"{line}\\" if line and following else line
        for line, following in zip(lines, [*lines[1:], ""], strict=True)
    ]
    return "\n".join(f"> {line}".rstrip(" ") for line in kept)


def _source(source: Resolution, language: str, texts: Texts) -> str:
    said = _escape(words.source_line(source, language, texts))
    if url := words.address(source.release):
        said += f" · [{_escape(url)}](<{_destination(url)}>)"
    return said


def _escape(text: str) -> str:
    """`text` as Markdown that shows exactly it."""
    text = _ADDRESS.sub(r"\\\g<0>", _SIGNS.sub(r"\\\1", text))
    text = _NUMBER.sub(r"\1\\\2", _BULLET.sub(r"\\\1", text))
    return _INDENT.sub(lambda match: "".join(f"&#{ord(sign)};" for sign in match.group()), text)


def _destination(url: str) -> str:
    """`url` between angle brackets, where only these signs have a meaning."""
    coded = re.sub(r"[<>\\]", lambda match: f"%{ord(match.group()):02X}", url)
    return coded.replace("&", "&amp;")
