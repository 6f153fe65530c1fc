"""The reader: a stored release, character for character, with the cited words highlighted.

The text content of the reader's body is exactly `Release.text`, and that of its <mark> exactly
the cited span: browser tests compare both.
"""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from domain import Kind, Release, Sentence, Standing
from ui.chat import relations, steps
from ui.chat.links import place_html
from ui.components import particulars_html, run_script, source_link_html
from ui.safe import escape
from ui.state import Place, conversation, depeche
from ui.texts import Texts

_ROLES = {Kind.HEADING: ' role="heading" aria-level="3"'}

# Brings the highlighted words into view inside whatever scrolls around them, and moves the focus
# there, unless it is on a button that leads on. Within one release the text stays where it was as
# long as the words are in sight. They may not be on the page yet when this runs, hence the frames;
# what is above them may still be taking its place, hence the second look. The keys are those that
# `Texts.reader_keys` names. No foreign text in here, ever.
_SCROLL = """
(() => {
  const reader = window.dpReader = window.dpReader || {name: null, top: 0, opener: null};
  const press = (key) => {
    const button = document.querySelector('.st-key-' + key + ' button');
    if (button && !button.disabled) button.click();
  };
  if (!reader.listens) {
    reader.listens = true;
    document.addEventListener('scroll', (event) => {
      const box = event.target;
      if (box.classList && box.classList.contains('dp-release')) reader.top = box.scrollTop;
    }, true);
    document.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (!event.target.closest || !event.target.closest('.st-key-source')) return;
      const kind = event.shiftKey ? 'extract' : 'passage';
      if (event.key === 'ArrowLeft') press('step-' + kind + '-before');
      else if (event.key === 'ArrowRight') press('step-' + kind + '-after');
      else if (event.key === 'Escape') press('close-source');
      else return;
      event.preventDefault();
    });
  }
  const scrolls = (box) => /auto|scroll/.test(getComputedStyle(box).overflowY)
    && box.scrollHeight > box.clientHeight + 1;
  const settle = (target, near) => {
    let box = target.parentElement;
    while (box && !scrolls(box)) box = box.parentElement;
    if (!box) return;
    const frame = box.getBoundingClientRect(), words = target.getBoundingClientRect();
    // What stays at the top of a narrow reader: its name and the buttons that lead on.
    const bars = [...box.querySelectorAll('.st-key-source-head, .st-key-source-steps')];
    const head = 16 + bars.reduce((height, bar) => height + bar.offsetHeight + 8, 0);
    if (near && words.top >= frame.top + head && words.bottom <= frame.bottom - 16) return;
    const room = Math.max(head, 48, (box.clientHeight - target.offsetHeight) / 3);
    box.scrollTop += words.top - frame.top - room;
    const at = target.getBoundingClientRect();  // on a page enlarged so far that nothing is docked
    if (at.bottom < 0 || at.top > innerHeight) target.scrollIntoView({block: 'center'});
  };
  const show = (mark, near) => {
    const pressed = document.querySelector('.st-key-talk button[kind="primary"]');
    if (pressed) {
      pressed.scrollIntoView({block: 'nearest'});
      const key = pressed.closest('[class*="st-key-cite-"], [class*="st-key-near-"]');
      if (key) reader.opener = [...key.classList].find((name) => /^st-key-(cite|near)-/.test(name));
    }
    settle(mark, near);
  };
  const seek = (frames) => {
    const body = document.querySelector('.dp-release[data-visit="%d"]');
    if (!body) { if (frames) requestAnimationFrame(() => seek(frames - 1)); return; }
    const near = reader.name === body.dataset.release;
    const top = near ? reader.top : 0;
    reader.name = body.dataset.release;
    const mark = body.querySelector('mark');
    const held = document.activeElement && document.activeElement.closest('.st-key-source-steps');
    if (!held) (mark || body).focus({preventScroll: true});
    body.scrollTop = top;
    if (!mark) return;
    show(mark, near);
    setTimeout(() => show(mark, near), 250);
  };
  seek(300);
})();
"""

# When the reader is put away, the focus goes back to what opened it.
_BACK = """
(() => {
  const reader = window.dpReader, visit = %d;
  const back = () => {
    if (!reader || !reader.opener || document.querySelector('.dp-release')) return;
    const opener = document.querySelector('.' + reader.opener + ' button');
    if (opener && document.activeElement === document.body) opener.focus({preventScroll: true});
  };
  setTimeout(back, 100);
  setTimeout(back, 500);
})();
"""


def put_away(visits: int) -> None:
    """The reader was closed: the focus goes back to where it was opened."""
    run_script("scroll", _BACK % visits if visits else "")


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
    stands = library.standing(place.release_id, place.version)
    st.html(head_html(release, place, texts, stands))
    relations.draw(release, stands, texts)
    steps.draw(release, place, talk, texts)
    st.html(body_html(release, place.start, place.end, texts.source_text, talk.visits))
    st.html(f'<p class="dp-keys">{escape(texts.reader_keys)}</p>')
    run_script("scroll", _SCROLL % talk.visits)


def head_html(release: Release, place: Place, texts: Texts, stands: Standing) -> str:
    """Title and particulars of a release, with its address and the link to this place."""
    language = release.language
    particulars = (
        (texts.meta_section, place.section, language),
        (texts.meta_date, texts.format_date(release.date) if release.date else None, None),
        (texts.meta_city, release.city, language),
        (texts.meta_issuer, release.issuer, language),
        (texts.meta_kind, relations.kind(release, texts), None),
        (texts.meta_version, relations.version(release, stands, texts), None),
    )
    title = f'<h2 class="dp-title" lang="{escape(language)}">{escape(release.name)}</h2>'
    links = f"{source_link_html(release.url, texts)} {place_html(place, texts)}"
    rows = particulars_html(particulars)
    return f'{title}<dl class="dp-meta">{rows}</dl><p class="dp-link">{links}</p>'


def body_html(release: Release, start: int, end: int, name: str, visit: int) -> str:
    """The whole text with [start, end) in a <mark>; an empty span marks nothing."""
    parts = [_spans(release, 0, start)]
    if start < end:
        parts.append(f'<mark tabindex="-1">{_spans(release, start, end)}</mark>')
    parts.append(_spans(release, max(start, end), len(release.text)))
    return (
        f'<div class="dp-release" role="region" tabindex="0" aria-label="{escape(name)}" '
        f'lang="{escape(release.language)}" data-visit="{visit}" '
        f'data-release="{escape(f"{release.release_id}@{release.version}")}">'
        f"{''.join(parts)}</div>"
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
