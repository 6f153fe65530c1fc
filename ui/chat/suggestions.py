"""Questions to go on with, under the last answer, once they are found; a click asks one.

They are looked for on another thread, so that no answer waits for them. While they are, this part
of the page alone looks again; when they are there, the page is drawn once more and looks no more.
"""

from __future__ import annotations

import streamlit as st

from domain import AnswerStatus
from errors import DepecheError
from ui.safe import escape, label
from ui.state import conversation, depeche
from ui.texts import Texts

_LOOK_EVERY = 1.0  # seconds; each look costs the server a run, for every reader who waits


def show(number: int, texts: Texts) -> None:
    """The suggestions after a turn, if it is the last one, now or as soon as they are found."""
    talk = conversation()
    is_last = number == len(talk.turns) and talk.pending is None
    if not is_last or not depeche().settings.suggestions:
        return
    found = _found()
    if found is None:
        _waiting()
    elif found:
        _draw(found, texts)


def _found() -> list[str] | None:
    """What was found; None while it is being looked for. What goes wrong costs no answer."""
    try:
        looked = depeche().suggestions(conversation().turns)
        return looked.result() if looked.done() else None
    except DepecheError:
        return []


@st.fragment(run_every=_LOOK_EVERY)
def _waiting() -> None:
    if not conversation().turns or _found() is not None:
        st.rerun()


def _draw(found: list[str], texts: Texts) -> None:
    talk = conversation()
    declined = talk.turns[-1].answer.status is AnswerStatus.DECLINED
    title = texts.suggested_instead if declined else texts.suggested
    number = len(talk.turns)
    with st.container(key=f"suggested-{number}"):
        st.html(f'<p class="dp-overline">{escape(title)}</p>')
        for place, question in enumerate(found[: depeche().settings.suggestions]):
            st.button(
                label(question, 120),
                key=f"suggest-{number}-{place}",
                on_click=talk.ask,
                args=(question,),
            )
