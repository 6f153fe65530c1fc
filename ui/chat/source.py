"""The reader: a stored release, character for character, with the cited words highlighted.

The text content of the reader's body is exactly `Release.text`, and that of its <mark> exactly
the cited span: browser tests compare both.
"""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from domain import Kind, Release, Sentence
from ui.components import run_script
from ui.safe import escape, safe_url
from ui.state import Place, conversation, depeche
from ui.texts import Texts

_ROLES = {Kind.HEADING: ' role="heading" aria-level="3"'}

# Brings the highlighted words into view inside whatever scrolls around them, and moves the focus
# there. They may not be on the page yet when this runs, hence the frames; what is above them may
# still be taking its place, hence the second look. No foreign text in here, ever.
_SCROLL = """
(() => {
  const scrolls = (box) => /auto|scroll/.test(getComputedStyle(box).overflowY)
    && box.scrollHeight > box.clientHeight + 1;
  const settle = (target) => {
    let box = target.parentElement;
    while (box && !scrolls(box)) box = box.parentElement;
    if (!box) return;
    const room = Math.max(48, (box.clientHeight - target.offsetHeight) / 3);
    box.scrollTop += target.getBoundingClientRect().top - box.getBoundingClientRect().top - room;
  };
  const show = (mark) => {
    const pressed = document.querySelector('.st-key-talk button[kind="primary"]');
    if (pressed) pressed.scrollIntoView({block: 'nearest'});
    settle(mark);
  };
  const seek = (frames) => {
    const body = document.querySelector('.dp-release[data-visit="%d"]');
    if (!body) { if (frames) requestAnimationFrame(() => seek(frames - 1)); return; }
    const mark = body.querySelector('mark');
    (mark || body).focus({preventScroll: true});
    if (!mark) { body.scrollTop = 0; return; }
    show(mark);
    setTimeout(() => show(mark), 250);
  };
  seek(300);
})();
"""


def show(place: Place, texts: Texts) -> None:
    """Draw the release that `place` is in, opened at its words."""
    talk = conversation()
    library = depeche().library
    try:
        release = library.release(place.release_id, place.version)
    except KeyError:
        release = None
    head = st.container(key="source-head", horizontal=True, vertical_alignment="center")
    name = f"<span> · {escape(release.name)}</span>" if release else ""
    head.html(f'<p class="dp-overline dp-running">{escape(texts.source_title)}{name}</p>')
    head.button(texts.source_close, key="close-source", type="tertiary", on_click=talk.close)
    if release is None:
        st.html(f'<p class="dp-note">{escape(texts.problem_release_gone)}</p>')
        return
    current = library.is_current(place.release_id, place.version)
    st.html(head_html(release, place, texts, current=current))
    st.html(body_html(release, place.start, place.end, texts.source_text, talk.visits))
    run_script("scroll", _SCROLL % talk.visits)


def head_html(release: Release, place: Place, texts: Texts, *, current: bool) -> str:
    """Title and particulars of a release."""
    language = escape(release.language)
    version = release.version[:8]
    if not current:
        version += f" ({texts.version_superseded})"
    particulars = (
        (texts.meta_section, place.section, language),
        (texts.meta_date, texts.format_date(release.date) if release.date else None, None),
        (texts.meta_city, release.city, language),
        (texts.meta_issuer, release.issuer, language),
        (texts.meta_version, version, None),
    )
    rows = "".join(
        f"<div><dt>{escape(name)}</dt><dd{_lang(lang)}>{escape(value)}</dd></div>"
        for name, value, lang in particulars
        if value
    )
    url = safe_url(release.url)
    link = (
        f'<p class="dp-link"><a href="{escape(url)}" target="_blank" rel="noopener noreferrer">'
        f"{escape(texts.link)}</a></p>"
        if url
        else ""
    )
    title = f'<h2 class="dp-title" lang="{language}">{escape(release.name)}</h2>'
    return f'{title}<dl class="dp-meta">{rows}</dl>{link}'


def body_html(release: Release, start: int, end: int, name: str, visit: int) -> str:
    """The whole text with [start, end) in a <mark>; an empty span marks nothing."""
    parts = [_spans(release, 0, start)]
    if start < end:
        parts.append(f'<mark tabindex="-1">{_spans(release, start, end)}</mark>')
    parts.append(_spans(release, max(start, end), len(release.text)))
    return (
        f'<div class="dp-release" role="region" tabindex="0" aria-label="{escape(name)}" '
        f'lang="{escape(release.language)}" data-visit="{visit}">{"".join(parts)}</div>'
    )


def _spans(release: Release, start: int, end: int) -> str:
    """[start, end) of the text, each sentence in a span that says what it is."""
    return "".join(
        f'<span class="dp-{kind}"{_ROLES.get(kind, "")}>{words}</span>' if kind else words
        for kind, words in _pieces(release, start, end)
    )


def _pieces(release: Release, start: int, end: int) -> Iterator[tuple[Kind | None, str]]:
    """The text between two offsets, cut where sentences begin and end; kind None in between."""
    at = start
    for sentence in _within(release.sentences, start, end):
        first, last = max(sentence.start, start), min(sentence.end, end)
        yield None, escape(release.text[at:first])
        yield sentence.kind, escape(release.text[first:last])
        at = last
    yield None, escape(release.text[at:end])


def _within(sentences: tuple[Sentence, ...], start: int, end: int) -> Iterator[Sentence]:
    return (sentence for sentence in sentences if sentence.start < end and sentence.end > start)


def _lang(language: str | None) -> str:
    return f' lang="{language}"' if language else ""
