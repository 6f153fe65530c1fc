"""What is kept of the questions that people ask: how much, why not, and the way to delete it."""

from __future__ import annotations

import streamlit as st

from errors import DepecheError, HistoryError
from evaluation.kept import RunStore
from ui import components
from ui.safe import escape
from ui.state import depeche, forget, history
from ui.status import facts
from ui.status.rows import Row, number, section, size_words
from ui.texts import Texts

_GONE = "status-deleted"


def draw(texts: Texts) -> None:
    """Conversations, what readers said of answers, and runs of the evaluation."""
    said, shared = texts.status, depeche()
    settings = shared.settings
    try:
        rows, count = _conversations(texts)
    except HistoryError as error:
        st.html(section(said.kept_title))
        components.problem(error, texts)
        return
    runs = RunStore(settings.data)
    rows.append(Row(said.runs, _with_size(len(runs.list()), facts.size(runs.runs.parent), texts)))
    st.html(section(said.kept_title, rows))
    if st.session_state.pop(_GONE, False):
        components.notice(said.deleted)
    if count and settings.keeps_history and not settings.read_only:
        with st.popover(said.delete, key="delete-conversations"):
            st.html(f"<p>{escape(said.delete_text)}</p>")
            st.button(said.delete_confirm, key="delete-conversations-now", on_click=_delete)


def _conversations(texts: Texts) -> tuple[list[Row], int]:
    """The rows, and how many conversations there are."""
    from answering.opinions import Opinions, Verdict

    said, settings, mine = texts.status, depeche().settings, history()
    kept, opinions = mine.list(), Opinions(mine).all()
    why = ""
    if not settings.keep_history:
        why = said.kept_not_wanted
    elif not settings.keeps_history:
        why = said.kept_not_here
    right = sum(opinion.verdict is Verdict.RIGHT for opinion in opinions)
    about = said.opinions_about.format(
        right=number(right, texts), wrong=number(len(opinions) - right, texts)
    )
    questions = sum(summary.turns for summary in kept)
    # The file is that of all who sign in; only where nobody has to does its size say anything.
    size = None if settings.sign_in else facts.size(mine.path)
    value = _with_size(len(kept), size, texts)
    if questions:
        value += f" · {said.questions.format(count=number(questions, texts))}"
    rows = [Row(said.conversations, value, why)]
    rows.append(Row(said.opinions, about if opinions else said.nothing))
    return rows, len(kept)


def _with_size(count: int, size: int | None, texts: Texts) -> str:
    if not count:
        return texts.status.nothing
    if size is None:
        return number(count, texts)
    return f"{number(count, texts)} · {size_words(size, texts)}"


def _delete() -> None:
    try:
        forget()
    except DepecheError:  # said where they are counted
        return
    st.session_state[_GONE] = True
