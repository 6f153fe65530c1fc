"""What one browser session remembers, and the library that all sessions of the process share."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

import streamlit as st

from config import load_settings
from domain import Citation, Evidence, Release, Turn
from errors import DepecheError, HistoryError, HistoryUnknown, LibraryEmpty
from ui.person import owner

if TYPE_CHECKING:
    from answering.history import History
    from assembly import Depeche
    from vectorstore.listing import Listed

INGEST_PROCESS = "INGEST_PROCESS"  # set by ui.server: the ingest that it started alongside
_CONVERSATION = "conversation"


@dataclass(frozen=True, slots=True)
class Place:
    """A release version opened in the reader, at a span of it or at its beginning."""

    release_id: str
    version: str
    start: int = 0
    end: int = 0
    section: str | None = None

    @classmethod
    def of(cls, item: Citation | Evidence) -> Place:
        """Where the words of a citation or of a piece of evidence stand."""
        return cls(item.release_id, item.version, item.start, item.end, item.section)

    @classmethod
    def at(cls, release: Release, start: int, end: int) -> Place:
        """A span of a release, with the section that it begins in."""
        within = (s.section for s in release.sentences if s.start <= start < s.end)
        section = next(within, None) if start < end else None
        return cls(release.release_id, release.version, start, end, section)


@dataclass(slots=True)
class Conversation:
    """The turns so far, the question being answered, and the release open beside them.

    `id` is its name in the history, once it is kept, and `numbers` those of its turns there, None
    for one that is not kept; `lost` counts the turns of a stored conversation whose answers could
    not be verified again. `place` is what the reader shows, `anchor` the place that it was opened
    at and `trail` the places that this one is among: the citations of an answer, or the passages
    nearest to a question. `notice` names the line that says why a link could not be followed.
    """

    turns: list[Turn] = field(default_factory=list)
    numbers: list[int | None] = field(default_factory=list)
    id: str | None = None
    lost: int = 0
    pending: str | None = None
    problem: Exception | None = None
    place: Place | None = None
    anchor: Place | None = None
    trail: tuple[Place, ...] = ()
    visits: int = 0  # grows with every click on a place, so that the page scrolls there again
    notice: str | None = None

    @property
    def history(self) -> list[str]:
        """The questions answered so far, oldest first."""
        return [turn.question for turn in self.turns]

    @property
    def begun(self) -> bool:
        """Whether there is anything to see of it yet."""
        asked = self.pending is not None or self.problem is not None
        return bool(self.turns) or asked or self.lost > 0 or self.notice is not None

    def ask(self, question: str) -> None:
        """Have `question` answered in this run; it stays pending until it is."""
        self.pending, self.problem, self.notice = question, None, None

    def settle(self, turn: Turn | None = None, problem: Exception | None = None) -> None:
        """The pending question has its answer, or could not be answered."""
        if turn is not None:
            self.turns.append(turn)
            self.numbers.append(None)
        self.pending, self.problem = None, problem

    def open(self, place: Place, trail: tuple[Place, ...] = ()) -> None:
        """Show the release beside the conversation, at one of the places of a trail."""
        self.anchor, self.trail, self.notice = place, trail, None
        self.step(place)

    def step(self, place: Place) -> None:
        """Go on to a neighbouring place, from where the anchor can be come back to."""
        self.place = place
        self.visits += 1

    def close(self) -> None:
        """Put the release away."""
        self.place = self.anchor = None
        self.trail = ()


class Condition(Enum):
    """What can be done with the library at this moment."""

    EMPTY = auto()
    BUILDING = auto()
    READY = auto()
    UPDATING = auto()


def conversation() -> Conversation:
    """This session's conversation."""
    if _CONVERSATION not in st.session_state:
        st.session_state[_CONVERSATION] = Conversation()
    return st.session_state[_CONVERSATION]


def start_anew() -> None:
    """Forget the conversation and close the release."""
    st.session_state[_CONVERSATION] = Conversation()


def keep(talk: Conversation, turn: Turn) -> None:
    """Store a turn, where a history is kept; what is wrong with that never costs an answer."""
    if depeche().settings.keeps_history:
        with suppress(HistoryError):  # said where the conversations are listed
            talk.id, talk.numbers[-1] = history().store(talk.id, turn)


def resume(conversation_id: str) -> None:
    """Go on with a stored conversation, every answer of it verified again."""
    try:
        stored = history().load(conversation_id, depeche().library)
    except DepecheError as error:
        st.session_state[_CONVERSATION] = Conversation(problem=error)
        return
    held = {number: turn for number, item in enumerate(stored, start=1) if (turn := item.turn)}
    st.session_state[_CONVERSATION] = Conversation(
        turns=list(held.values()),
        numbers=list(held),
        id=conversation_id,
        lost=len(stored) - len(held),
    )


def forget(conversation_id: str | None = None) -> None:
    """Delete a stored conversation, or all of them; the one on the page goes with it."""
    with suppress(HistoryUnknown):  # deleted meanwhile, in another window
        if conversation_id is None:
            history().delete_all()
        else:
            history().delete(conversation_id)
    if conversation_id in (None, conversation().id):
        start_anew()


@st.cache_resource(show_spinner=False)
def depeche() -> Depeche:
    """The library and its assistant, one for all sessions of this process.

    Settings are read here, once: a page asks for them a hundred times while it is drawn.
    """
    # Imported here so that the page is painted before anything heavy is.
    from assembly import Depeche

    settings = load_settings()
    return Depeche(settings, read_only=settings.read_only)


def history() -> History:
    """The conversations of whoever signed in; of whoever reaches the page, where nobody has to."""
    shared = depeche()
    return shared.history.of(owner(shared.settings))


def look() -> tuple[Condition, Sequence[Listed]]:
    """The condition of the library and its releases in use, newest first; no text is read."""
    shared = depeche()
    try:
        releases = shared.library.listing.in_use
    except LibraryEmpty:
        releases = ()
    busy = shared.is_being_written() or _ingest_is_running()
    if releases:
        return (Condition.UPDATING if busy else Condition.READY), releases
    return (Condition.BUILDING if busy else Condition.EMPTY), releases


def warm_up(question: str) -> threading.Thread:
    """Load what answering needs once the page is painted, so that the first answer is quick.

    Whoever asks meanwhile joins the thread instead of loading the same things beside it.
    """
    return _warmed(question)


@st.cache_resource(show_spinner=False)
def _warmed(_question: str) -> threading.Thread:
    shared = depeche()

    def load() -> None:
        with suppress(DepecheError):  # whoever asks is told what is wrong
            shared.ask(_question)

    thread = threading.Thread(target=load, name="warm-up", daemon=True)
    thread.start()
    return thread


def _ingest_is_running() -> bool:
    """Whether the ingest that the server started alongside this page has yet to end."""
    process = os.environ.get(INGEST_PROCESS, "")
    if not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True
