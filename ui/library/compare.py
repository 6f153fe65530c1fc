"""Two releases or versions side by side, aligned by section and sentence; below each other on a
phone. What differs is told by words and signs, never by colour alone."""

from __future__ import annotations

import streamlit as st

from difference import Change, Difference, Line, Section, Side, changed_words, compare
from domain import Release
from errors import UsageError
from shadow import fold
from ui.components import notice
from ui.library.address import query, way
from ui.library.heading import back, heading
from ui.safe import escape, shorten
from ui.state import depeche
from ui.texts import Texts

_MOST = 250_000  # pairs of sentences that are compared while somebody waits
_SIGNS = {Change.SAME: "", Change.CHANGED: "≠", Change.REMOVED: "−", Change.ADDED: "+"}


def show(a: str, b: str, texts: Texts) -> None:
    """Draw the difference of the two releases that the address names."""
    said = texts.library
    back(texts)
    try:
        before, after = depeche().compared(a, b)
    except UsageError:
        heading(said.compare_title)
        notice(said.compare_missing)
        return
    same = before.release_id == after.release_id
    heading(said.compare_versions if same else said.compare_title)
    if len(before.sentences) * len(after.sentences) > _MOST:
        notice(said.compare_long)
        return
    only = st.toggle(said.compare_only, key="compare-only")
    difference = compare(before, after)
    st.html(
        f'<div class="dp-compare">{_heads(difference, texts)}{_legend(difference, texts)}'
        f"{''.join(_section(section, difference, only, texts) for section in difference.sections)}"
        "</div>"
    )


def _heads(difference: Difference, texts: Texts) -> str:
    swap = {"a": query().get("b", ""), "b": query().get("a", "")}
    heads = "".join(
        f"<div><strong>{letter}</strong> {_head(release, texts)}</div>"
        for letter, release in (("A", difference.a), ("B", difference.b))
    )
    return (
        f'<div class="dp-pair dp-heads">{heads}</div><p>{way(swap, texts.library.compare_swap)}</p>'
    )


def _head(release: Release, texts: Texts) -> str:
    day = texts.format_date(release.date) if release.date else texts.library.no_date
    link = way(
        {"release": release.release_id, "version": release.version},
        shorten(release.name, 160),
        lang=release.language,
    )
    version = texts.library.version_of.format(version=release.version[:8])
    return f"{link}<br><span>{escape(day)} · {escape(version)}</span>"


def _legend(difference: Difference, texts: Texts) -> str:
    said = texts.library
    counts = said.compare_counts.format(**{c.value: difference.count(c) for c in Change})
    signs = "".join(
        f"<li><b>{_SIGNS[change]}</b> {escape(getattr(said, f'mark_{change}'))}</li>"
        for change in (Change.CHANGED, Change.REMOVED, Change.ADDED)
    )
    return (
        f'<section class="dp-legend" aria-label="{escape(said.compare_legend)}">'
        f"<p>{escape(counts)}</p><ul>{signs}<li><del>{escape(said.compare_gone)}</del></li>"
        f"<li><ins>{escape(said.compare_more)}</ins></li></ul></section>"
    )


def _section(section: Section, difference: Difference, only: bool, texts: Texts) -> str:
    lines = [line for line in section.lines if not only or line.change is not Change.SAME]
    renamed = section.a is not None and section.b is not None and fold(section.a) != fold(section.b)
    if not lines and (only and not renamed):
        return ""
    rows = "".join(_line(line, difference, texts) for line in lines)
    return f"<section>{_section_head(section, difference, texts)}{rows}</section>"


def _section_head(section: Section, difference: Difference, texts: Texts) -> str:
    sides = ((section.a, difference.a, "a"), (section.b, difference.b, "b"))
    one_sided = all(line.a is None for line in section.lines) or all(
        line.b is None for line in section.lines
    )
    cells = ""
    for words, release, letter in sides:
        lacks = one_sided and all(getattr(line, letter) is None for line in section.lines)
        if lacks and section.lines:
            inner = escape(texts.library.absent)
        elif words is None:
            inner = escape(texts.library.no_heading)
        else:
            inner = f'<span lang="{escape(release.language)}">{escape(words)}</span>'
        cells += f"<div>{inner}</div>"
    alike = section.a is section.b is None or fold(section.a or "") == fold(section.b or "")
    once = " dp-once" if alike else ""
    return f'<h3 class="dp-pair{once}">{cells}</h3>'


def _line(line: Line, difference: Difference, texts: Texts) -> str:
    """A sentence in A and in B; the row says in words what happened to it."""
    gone, more = [], []
    if line.change is Change.CHANGED and line.a and line.b:
        gone, more = changed_words(line.a.text, line.b.text)
    elif line.change is Change.REMOVED and line.a:
        gone = [(0, len(line.a.text))]
    elif line.change is Change.ADDED and line.b:
        more = [(0, len(line.b.text))]
    left = _side(line.a, gone, "del", difference.a, texts)
    right = _side(line.b, more, "ins", difference.b, texts)
    name = escape(getattr(texts.library, f"mark_{line.change}"))
    sign = f'<b class="dp-sign" role="img" aria-label="{name}">{_SIGNS[line.change]}</b>'
    if line.change is Change.SAME:
        sign = '<b class="dp-sign"></b>'
    return (
        f'<div class="dp-line dp-{line.change}">{sign}'
        f'<div class="dp-pair">{left}{right}</div></div>'
    )


def _side(
    side: Side | None, spans: list[tuple[int, int]], tag: str, release: Release, texts: Texts
) -> str:
    if side is None:
        return f'<p class="dp-absent">{escape(texts.library.absent)}</p>'
    words, at = "", 0
    for start, end in spans:
        words += escape(side.text[at:start]) + f"<{tag}>{escape(side.text[start:end])}</{tag}>"
        at = end
    letter = "A" if tag == "del" else "B"
    return (
        f'<p lang="{escape(release.language)}" data-side="{letter}">'
        f"{words}{escape(side.text[at:])}</p>"
    )
