"""Links to a question or to words of a release: made for a reader to pass on, and followed.

A link holds what anybody could type, so that nothing in it is believed: a question goes the way of
every question, and a place is opened only where the library has it. A link is followed once in a
session; later runs of the page, and going back and forth, do not ask again.
"""

from __future__ import annotations

import re
from urllib.parse import urlencode

import streamlit as st

from domain import Answer, Release
from ui.components import run_script
from ui.safe import escape
from ui.state import Conversation, Place, depeche
from ui.texts import Texts

_QUESTION, _RELEASE, _VERSION, _START, _END = _NAMES = ("q", "release", "version", "start", "end")
_FOLLOWED = "followed"
_OFFSET = re.compile(r"[0-9]{1,9}")

# A click copies the address; where the clipboard is refused, the link opens as any link does.
# One listener for all links of the page, since they come and go. No foreign text in here, ever.
_COPY = """
(() => {
  if (window.dpLinks) return;
  window.dpLinks = true;
  document.addEventListener('click', (event) => {
    const link = event.target.closest && event.target.closest('a.dp-permalink');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !navigator.clipboard) return;
    event.preventDefault();
    const words = link.textContent;
    navigator.clipboard.writeText(link.href).then(
      () => {
        link.textContent = link.dataset.copied;
        setTimeout(() => { link.textContent = words; }, 2000);
      },
      () => { window.open(link.href, '_blank', 'noopener'); },
    );
  });
})();
"""


def listen() -> None:
    """Have the page answer to its links; once a page."""
    run_script("links", _COPY)


def question_html(answer: Answer, texts: Texts) -> str:
    """The link that asks a question again, as it stands on its own."""
    asked = answer.standalone_question or answer.question
    return _link({_QUESTION: asked}, texts.link_question, texts)


def place_html(place: Place, texts: Texts) -> str:
    """The link that opens a release version at a place."""
    named = {_RELEASE: place.release_id, _VERSION: place.version}
    if place.start < place.end:
        named |= {_START: str(place.start), _END: str(place.end)}
    return _link(named, texts.link_place, texts)


def _link(named: dict[str, str], name: str, texts: Texts) -> str:
    # As the language switch of ui/shell.py writes its choice into the address.
    address = escape("?" + urlencode({**named, "lang": texts.language.upper()}))
    return (
        f'<a class="dp-permalink" href="{address}" target="_blank" rel="noopener" '
        f'aria-live="polite" title="{escape(name)}" data-copied="{escape(texts.link_copied)}">'
        f"{escape(texts.link_copy)}</a>"
    )


def follow(talk: Conversation) -> None:
    """Do what the address asks for, the first time that this session sees it."""
    asked = tuple((name, st.query_params[name]) for name in _NAMES if name in st.query_params)
    followed = st.session_state.setdefault(_FOLLOWED, set())
    if not asked or asked in followed:
        return
    followed.add(asked)
    named = dict(asked)
    if _QUESTION in named:
        talk.ask(named[_QUESTION])
    if set(named) - {_QUESTION}:
        _open(talk, named)


def _open(talk: Conversation, named: dict[str, str]) -> None:
    release, notice = _release(named.get(_RELEASE, ""), named.get(_VERSION))
    if release is not None:
        start, end = 0, 0
        if notice is None and (_START in named or _END in named):
            start, end = _span(release, named.get(_START, ""), named.get(_END, ""))
            notice = None if start < end else "link_nowhere"
        talk.open(Place.at(release, start, end))
    talk.notice = notice


def _release(release_id: str, version: str | None) -> tuple[Release | None, str | None]:
    """The release that a link names, and the line that says why it is not just that one."""
    library = depeche().library
    for wanted, notice in ((version, None), (None, "link_version_gone")):
        try:
            return library.release(release_id, wanted), notice
        except KeyError:
            continue
    return None, "link_gone"


def _span(release: Release, start: str, end: str) -> tuple[int, int]:
    """The offsets that a link gives; an empty span when they are none of this text."""
    if not (_OFFSET.fullmatch(start) and _OFFSET.fullmatch(end)):
        return 0, 0
    first, last = int(start), int(end)
    return (first, last) if first < last <= len(release.text) else (0, 0)
