"""A reader's word on a sentence of an answer: right or not, with a comment, taken back by a click.

Kept with the conversation, and offered only where that is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from answering.opinions import MAX_COMMENT, Opinion, Opinions, Verdict
from errors import HistoryError
from ui.safe import escape
from ui.state import conversation, depeche, history
from ui.texts import Texts

Said = dict[tuple[int, int | None], Opinion]


def said() -> Said:
    """What was said of the conversation on the page, by turn of the history and sentence."""
    talk = conversation()
    if talk.id is None or not depeche().settings.keeps_history:
        return {}
    try:
        return Opinions(history()).of(talk.id)
    except HistoryError:  # said where the conversations are listed
        return {}


def offer(number: int, sentence: int | None, known: Said, texts: Texts) -> None:
    """Ask for an opinion on a sentence of a turn (from 0; None: the whole answer), if it is kept.

    `number` is the place of the turn on the page, from 1.
    """
    talk = conversation()
    kept = talk.numbers[number - 1] if number <= len(talk.numbers) else None
    if talk.id is None or kept is None or not depeche().settings.keeps_history:
        return
    _ask(talk.id, kept, sentence, known.get((kept, sentence)), texts)


@st.fragment
def _ask(
    talk_id: str, turn: int, sentence: int | None, known: Opinion | None, texts: Texts
) -> None:
    widgets = _Widgets(talk_id, turn, sentence)
    widgets.begin(known)
    question = (
        texts.opinion_answer
        if sentence is None
        else texts.opinion_sentence.format(number=sentence + 1)
    )
    words = {Verdict.RIGHT: texts.opinion_right, Verdict.WRONG: texts.opinion_wrong}
    with st.container(key=f"opinion-{widgets.name}", horizontal=True, gap="small"):
        verdict = st.pills(
            question,
            list(Verdict),
            format_func=words.__getitem__,
            key=widgets.verdict,
            on_change=widgets.keep,
        )
        if verdict is None:
            return
        told = texts.opinion_lost if widgets.lost in st.session_state else texts.opinion_thanks
        st.html(f'<p class="dp-note" role="status">{escape(told)}</p>', width="content")
        st.text_input(
            texts.opinion_comment,
            max_chars=MAX_COMMENT,
            placeholder=texts.opinion_comment,
            key=widgets.comment,
            on_change=widgets.keep,
            label_visibility="collapsed",
        )


@dataclass(frozen=True, slots=True)
class _Widgets:
    """The keys of the widgets of one opinion, and what is done when they change."""

    talk_id: str
    turn: int
    sentence: int | None

    @property
    def name(self) -> str:
        return f"{self.talk_id}-{self.turn}-{'all' if self.sentence is None else self.sentence}"

    @property
    def verdict(self) -> str:
        return f"verdict-{self.name}"

    @property
    def comment(self) -> str:
        return f"comment-{self.name}"

    @property
    def lost(self) -> str:
        """Set when it could not be kept."""
        return f"lost-{self.name}"

    def begin(self, known: Opinion | None) -> None:
        """Show what was said before."""
        if known is not None and self.verdict not in st.session_state:
            st.session_state[self.verdict] = known.verdict
            st.session_state[self.comment] = known.comment or ""

    def keep(self) -> None:
        """Store what the widgets say; without a verdict, nothing is left of it."""
        st.session_state.pop(self.lost, None)
        verdict = st.session_state.get(self.verdict)
        opinions = Opinions(history())
        try:
            if verdict is None:
                opinions.take_back(self.talk_id, self.turn, self.sentence)
                st.session_state[self.comment] = ""
            else:
                comment = st.session_state.get(self.comment)
                opinions.put(Opinion(self.talk_id, self.turn, verdict, self.sentence, comment))
        except HistoryError:
            st.session_state[self.lost] = True
