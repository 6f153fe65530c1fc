"""What readers said of answers in the chat, made into questions of a set.

The way is that of `questions from-feedback`: drafts, of which some lack the words that answer. On
the page a person looks at them, takes them home as a file, or keeps those that are whole.
"""

from __future__ import annotations

import streamlit as st

from errors import DepecheError
from evaluation.kept import RunStore
from ui import components
from ui.evaluation import starting
from ui.safe import escape, shorten
from ui.state import depeche, history
from ui.texts import Texts

_MADE = "readers-made"


def draw(store: RunStore, texts: Texts) -> None:
    """How much was said in the conversations that one may see, and the questions that it makes.

    Nothing where no conversation is kept.
    """
    words, shared = texts.evaluation, depeche()
    if not shared.settings.keeps_history:
        return
    from answering.opinions import Opinions

    try:
        count = len(Opinions(history()).all())
    except DepecheError as error:
        components.problem(error, texts)
        return
    with st.expander(words.readers_title.format(count=count), key="readers"):
        if not count:
            st.html(f'<p class="dp-note">{escape(words.readers_none)}</p>')
            return
        st.html(f'<p class="dp-meta">{escape(words.readers_text)}</p>')
        if st.button(words.readers_make, key="readers-make"):
            try:
                st.session_state[_MADE] = shared.feedback_questions(history())
            except DepecheError as error:
                components.problem(error, texts)
                return
        if _MADE in st.session_state:
            _made(store, texts)


def _made(store: RunStore, texts: Texts) -> None:
    from evaluation.curation import accepted
    from evaluation.questions import to_lines

    words, made = texts.evaluation, st.session_state[_MADE]
    ready = [q for q in made.questions if q.reference_quotes or not q.answerable]
    lines = [words.readers_made.format(count=len(made.questions))]
    if made.to_do:
        lines.append(words.readers_to_do.format(count=len(made.to_do)))
    st.html("".join(f"<p>{escape(line)}</p>" for line in lines))
    if ready:
        items = "".join(
            f'<li lang="{escape(q.lang)}">{escape(shorten(q.user_input, 140))}</li>' for q in ready
        )
        st.html(
            f'<p class="dp-overline">{escape(words.readers_ready)}</p>'
            f'<ul class="dp-ready">{items}</ul>'
        )
    with st.container(key="readers-tools", horizontal=True):
        st.download_button(
            words.readers_download,
            to_lines(made.questions),
            file_name=f"{words.readers_set}.jsonl",
            mime="application/jsonl",
            key="readers-download",
        )
        keep = bool(ready) and st.button(words.readers_keep, key="readers-keep")
    if keep:
        content = to_lines(map(accepted, ready)).encode()
        starting.add(store, f"{words.readers_set}.jsonl", content, texts)
