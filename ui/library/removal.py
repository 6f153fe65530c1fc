"""Taking a release out of use and bringing it back, each after a question."""

from __future__ import annotations

from collections.abc import Callable, Collection

import streamlit as st

from domain import Standing
from errors import DepecheError, UsageError
from ui.components import notice, problem_words
from ui.safe import escape
from ui.state import depeche
from ui.texts import Texts

_SAID = "library-said"


def may_write() -> bool:
    """Whether the pages may change the library; everything here that writes asks this."""
    return not depeche().settings.read_only


def controls(release_id: str, standings: Collection[Standing], texts: Texts) -> None:
    """A button that asks, and then does: remove what is in use, restore what was removed."""
    said = texts.library
    if not may_write():
        return
    if Standing.REMOVED in standings:
        asked, question, confirm = said.restore, said.restore_ask, said.restore_confirm
        act, done, key = depeche().restore, said.restored_done, "restore"
    elif Standing.CURRENT in standings:
        asked, question, confirm = said.remove, said.remove_ask, said.remove_confirm
        act, done, key = depeche().remove, said.removed_done, "remove"
    else:
        return
    with st.popover(asked, key=key):  # another one each time: what was answered is closed
        st.html(f'<p class="dp-ask">{escape(question)}</p>')
        st.button(
            confirm,
            key="confirm",
            type="primary",
            on_click=_do,
            args=(act, release_id, done, texts),
        )


def _do(act: Callable[[str], object], release_id: str, done: str, texts: Texts) -> None:
    if not may_write():
        return
    try:
        act(release_id)
    except UsageError:  # it was done in another window meanwhile, or its place is taken
        done = texts.library.not_done.format(why=texts.library.restore_blocked)
    except DepecheError as error:
        done = texts.library.not_done.format(why=problem_words(error, texts))
    st.session_state[_SAID] = done


def said() -> None:
    """One line about what was done by the last click."""
    words = st.session_state.pop(_SAID, None)
    if words:
        notice(words)
