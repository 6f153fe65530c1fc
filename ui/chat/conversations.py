"""The stored conversations in the side bar: open one, delete one or all."""

from __future__ import annotations

import streamlit as st

from errors import HistoryError
from ui.components import problem
from ui.safe import escape, label
from ui.state import conversation, forget, history, resume
from ui.texts import Texts

_LISTED = 20


def listed(texts: Texts) -> None:
    """The conversations that were kept, the latest first; nothing while there are none."""
    try:
        summaries = history().list()
    except HistoryError as error:
        problem(error, texts)
        return
    if not summaries:
        return
    st.html(f'<h2 class="dp-side-title">{escape(texts.history_title)}</h2>')
    for number, summary in enumerate(summaries[:_LISTED]):
        with st.container(key=f"talk-{number}", horizontal=True, gap="small"):
            st.button(
                label(summary.title, 60),
                key=f"resume-{number}",
                type="tertiary",
                on_click=resume,
                args=(summary.id,),
                disabled=summary.id == conversation().id,
            )
            st.button(  # a cross, for those who see it
                texts.history_delete.format(title=label(summary.title, 60)),
                key=f"forget-{number}",
                type="tertiary",
                on_click=forget,
                args=(summary.id,),
            )
    with st.popover(texts.history_delete_all, width="stretch"):
        st.button(texts.history_delete_confirm, key="forget-all", on_click=forget)
