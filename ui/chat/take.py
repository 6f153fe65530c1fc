"""What a reader takes along: a quotation with its source, an answer or a conversation as a file.

A copy is made by the page itself, without the server. The words reach the script as data only:
JSON in an attribute, every sign of markup in it written as an escape.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from domain import Answer, Citation
from errors import CitationError
from ui.components import run_script
from ui.export.dossier import dossier
from ui.export.formats import FORMATS, Format
from ui.export.words import copied, file_name
from ui.safe import escape
from ui.state import Conversation, conversation, depeche, history
from ui.texts import Texts

if TYPE_CHECKING:
    from answering.history import History
    from vectorstore.library import Library

Asked = Sequence[tuple[str, Answer | None]]

# One listener for all controls of the page, since they come and go. What is said of a copy goes
# to a live region; where the clipboard is refused, the words are shown selected in a box.
# No foreign text in here, ever.
_COPY = """
(() => {
  if (window.dpCopies) return;
  window.dpCopies = true;
  const region = document.createElement('div');
  region.className = 'dp-copied';
  region.setAttribute('role', 'status');
  document.body.append(region);
  const done = (button) => {
    region.textContent = '';
    requestAnimationFrame(() => { region.textContent = button.dataset.copied; });
    button.classList.add('dp-done');
    setTimeout(() => button.classList.remove('dp-done'), 2000);
  };
  const offer = (button, words) => {
    const box = document.createElement('dialog');
    box.className = 'dp-offer';
    const told = document.createElement('p');
    told.id = 'dp-offer-told';
    told.textContent = button.dataset.refused;
    const area = document.createElement('textarea');
    area.readOnly = true;
    area.rows = 8;
    area.value = words;
    area.setAttribute('aria-labelledby', told.id);
    const close = document.createElement('button');
    close.type = 'button';
    close.textContent = button.dataset.close;
    close.addEventListener('click', () => box.close());
    box.addEventListener('close', () => { box.remove(); button.focus(); });
    box.setAttribute('aria-labelledby', told.id);
    box.append(told, area, close);
    document.querySelector('.stApp').append(box);
    box.showModal();
    area.focus();
    area.select();
    area.scrollTop = 0;
  };
  document.addEventListener('click', (event) => {
    const button = event.target.closest('button.dp-copy');
    if (!button) return;
    const words = JSON.parse(button.dataset.copy);
    const clipboard = navigator.clipboard;
    (clipboard ? clipboard.writeText(words) : Promise.reject())
      .then(() => done(button), () => offer(button, words));
  });
})();
"""


def listen() -> None:
    """Have the page answer to its copy controls; once a page."""
    run_script("copy", _COPY)


def copy(row: DeltaGenerator, citation: Citation, texts: Texts) -> None:
    """A control that copies a citation with its source; none when it no longer holds."""
    try:
        source = depeche().library.resolve(citation)
    except CitationError:
        return
    row.html(copy_html(copied(source, texts), citation.marker, texts), width="content")


def copy_html(words: str, marker: int, texts: Texts) -> str:
    """The control: a button of the page itself that carries what it copies."""
    said = texts.export
    # The sanitiser of st.html takes away attributes that look like the end of an element.
    data = json.dumps(words).replace("<", "\\u003c").replace(">", "\\u003e")
    attributes = {
        "data-copy": data,
        "data-copied": said.copied,
        "data-refused": said.copy_refused,
        "data-close": texts.source_close,
        "aria-label": said.copy_name.format(marker=marker),
    }
    written = " ".join(f'{name}="{escape(value)}"' for name, value in attributes.items())
    return f'<button type="button" class="dp-copy" {written}>{escape(said.copy)}</button>'


@st.fragment  # opened without the rest of the page being drawn again
def answer(given: Answer, number: int, texts: Texts) -> None:
    """The files that one answer can be taken along as."""
    box = st.popover(
        texts.export.export, type="tertiary", key=f"export-{number}", on_change="rerun"
    )
    if box.open:
        with box:
            _downloads([given], lambda: [(given.question, given)], f"take-{number}", texts)


def whole(texts: Texts) -> None:
    """The files that the open conversation can be taken along as, kept or not."""
    talk = conversation()
    if talk.turns or talk.lost:
        _whole(talk, texts)


@st.fragment
def _whole(talk: Conversation, texts: Texts) -> None:
    box = st.popover(texts.history_export, key="export", width="stretch", on_change="rerun")
    if box.open:
        with box:
            answers, library, kept = (
                [turn.answer for turn in talk.turns],
                depeche().library,
                history(),
            )
            _downloads(answers, lambda: asked(talk, kept, library), "take", texts)
            if talk.id is not None:
                _json(talk.id, texts)


def asked(talk: Conversation, kept: History, library: Library) -> Asked:
    """Every question of a conversation, also those whose answers could not be read back."""
    if talk.id is None or not talk.lost:
        return [(turn.question, turn.answer) for turn in talk.turns]
    stored = kept.load(talk.id, library)
    return [(turn.question, turn.answer) for turn in stored]


def _downloads(
    answers: Sequence[Answer], collect: Callable[[], Asked], key: str, texts: Texts
) -> None:
    """One button a format; lists of references only where something is cited."""
    cited = any(given.citations for given in answers)
    for format_ in FORMATS.values():
        if cited or not format_.references:
            _button(
                getattr(texts.export, format_.module),
                _maker(format_, collect, texts),
                file_name(answers[0].question if answers else "", date.today(), format_.extension),
                format_.mime,
                f"{key}-{format_.name}",
            )


def _maker(format_: Format, collect: Callable[[], Asked], texts: Texts) -> Callable[[], bytes]:
    library = depeche().library

    def make() -> bytes:
        """The file, its quotes compared with the library now and not when the button was drawn."""
        return format_.render(dossier(collect(), library, date.today()), texts)

    return make


def _json(conversation_id: str, texts: Texts) -> None:
    """The stored conversation as `conversations export` writes it."""
    shared, kept = depeche(), history()

    def exported() -> str:
        record = kept.export(conversation_id, shared.library)
        return json.dumps(record, ensure_ascii=False, indent=1)

    name = f"conversation-{conversation_id[:8]}.json"
    _button(texts.export.as_json, exported, name, "application/json", "take-json")


def _button(label: str, make: Callable[[], bytes | str], name: str, mime: str, key: str) -> None:
    st.download_button(
        label,
        make,
        file_name=name,
        mime=mime,
        key=key,
        type="tertiary",
        on_click="ignore",
        width="stretch",
    )
