"""The page of the chat: library, conversation, and the release beside it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from domain import Answer, Turn
from errors import CitationError, DepecheError
from ui import components, limits
from ui.chat import answer, conversations, links, opinion, source, take
from ui.chat.answer import Watch
from ui.safe import escape, label
from ui.state import (
    Condition,
    Conversation,
    Place,
    conversation,
    depeche,
    keep,
    look,
    start_anew,
    warm_up,
)
from ui.texts import Texts
from vectorstore.listing import Listed

_LISTED = 30
_PATIENCE = 2.0  # seconds that the rest of a page waits for the answers of others
_LOOK_EVERY = 1.5  # seconds, while the library is empty or being written
# Puts a new question at the top of the page, so that its answer is read from its first word.
_TO_TURN = """
(() => {
  const seek = (frames) => {
    const turn = document.querySelector('.st-key-turn-%d');
    if (turn) turn.scrollIntoView({block: 'start'});
    else if (frames) requestAnimationFrame(() => seek(frames - 1));
  };
  seek(300);
})();
"""
# Says a new answer, once and whole, to those who hear the page: through one live region that stays,
# each piece in its own language. Whoever asked by a button that is gone is led to the question.
_SAY = """
(() => {
  let region = document.getElementById('dp-said');
  if (!region) {
    region = document.createElement('div');
    region.id = 'dp-said';
    region.className = 'dp-said';
    region.setAttribute('role', 'status');
    document.body.append(region);
  }
  setTimeout(() => {
    // Looked for now: what stood here before may have been drawn anew since.
    const turn = document.querySelector('.st-key-turn-%d');
    if (!turn) return;
    const pieces = turn.querySelectorAll('.dp-status strong, .dp-reason, .dp-quote, .dp-prose');
    region.replaceChildren(...[...pieces].filter((p) => !p.closest('details')).map((piece) => {
      const said = document.createElement('p');
      said.lang = piece.closest('[lang]').lang;
      said.textContent = piece.textContent;
      return said;
    }));
    const heading = turn.querySelector('.dp-question');
    if (heading && document.activeElement === document.body) heading.focus({preventScroll: true});
  }, 150);
})();
"""


def page(texts: Texts) -> None:
    """Draw the page as the session stands, and answer the question that is pending, if any."""
    try:
        condition, releases = look()
    except DepecheError as error:
        components.problem(error, texts)
        return
    if condition in (Condition.EMPTY, Condition.BUILDING):
        _sidebar(condition, releases, texts)
        _waiting(condition, texts)
        return
    with depeche().library.snapshot():  # one state of the library for the whole page
        _asking(condition, releases, texts)
    warm_up(texts.examples[0])


def _asking(condition: Condition, releases: Sequence[Listed], texts: Texts) -> None:
    """The page of a library that can be asked."""
    room, box = st.container(key="room"), st.container(key="ask")
    # In a container of ours, since Streamlit would pin it itself and then scroll to the end of
    # the conversation whenever anything grows.
    typed = box.chat_input(
        texts.ask_placeholder,
        key="question",
        max_chars=depeche().settings.max_question_chars,
    )
    talk = conversation()
    if typed is not None:
        talk.ask(typed)
    links.follow(talk)
    coming = len(talk.turns) + 1 if talk.pending is not None else 0
    components.run_script("turn", _TO_TURN % coming if coming else "")
    with room:
        _room(talk, texts)
    components.run_script("said", _SAY % coming if coming == len(talk.turns) > 0 else "")
    links.listen()
    _sidebar(condition, releases, texts)  # after the answer, which does not wait for it
    with st.sidebar:
        take.whole(texts)
        if depeche().settings.keeps_history:
            conversations.listed(texts)
    take.listen()


def _room(talk: Conversation, texts: Texts) -> None:
    """The conversation, with the open release beside it where there is room, else below.

    What is waited for comes first: the new answer, then the release; the turns before, which the
    reader has on the page already, are filled in last, so that a long conversation is not slower.
    """
    desk = st.container(key="desk")
    with desk.container(key="talk"):
        if not talk.begun:
            _welcome(talk, texts)
        if talk.lost:
            components.notice(texts.history_lost.format(count=talk.lost))
        earlier = [(turn, answer.spot_for(n)) for n, turn in enumerate(talk.turns, start=1)]
        if talk.pending is not None:
            _answer_pending(talk, talk.pending, texts)
        if talk.problem is not None:
            components.problem(talk.problem, texts)
        if talk.notice is not None:
            components.notice(getattr(texts, talk.notice))
    with desk:
        if talk.place is not None:
            with st.container(key="source"):
                source.show(talk.place, texts)
        else:
            source.put_away(talk.visits)
    depeche().step_aside(_PATIENCE)
    known = opinion.said()
    for number, (turn, spot) in enumerate(earlier, start=1):
        answer.draw(turn, number, spot, known, texts)


def _welcome(talk: Conversation, texts: Texts) -> None:
    st.html(
        f'<p class="dp-welcome">{escape(texts.welcome)}</p>'
        f'<p class="dp-lead">{escape(texts.welcome_more)}</p>'
        f'<p class="dp-overline">{escape(texts.examples_label)}</p>'
    )
    with st.container(key="examples"):
        for number, question in enumerate((*texts.examples, texts.example_other_language)):
            st.button(label(question), key=f"example-{number}", on_click=talk.ask, args=(question,))


def _answer_pending(talk: Conversation, question: str, texts: Texts) -> None:
    """Answer and draw; if a click stops this run before the answer is there, the next one asks."""
    limit = depeche().settings.max_question_chars
    if not question.strip():
        talk.settle()
        components.notice(texts.question_empty)
        return
    if len(question) > limit:
        talk.settle()
        components.notice(texts.question_too_long.format(length=len(question), limit=limit))
        return
    wait = limits.before_asking(depeche().settings)
    if wait:
        talk.settle()
        components.notice(texts.question_too_often.format(seconds=wait, question=question))
        return

    def ask(watch: Watch) -> Answer:
        warm_up(texts.examples[0]).join()
        turn = Turn(question, depeche().ask(question, talk.turns, watch))
        talk.settle(turn)  # before it is drawn: a click while it is loses nothing
        keep(talk, turn)
        return turn.answer

    try:
        with depeche().attending():
            answer.draw_new(question, ask, len(talk.turns) + 1, texts)
    except (DepecheError, CitationError) as error:
        talk.settle(problem=error)
        st.rerun()


def _sidebar(condition: Condition, releases: Sequence[Listed], texts: Texts) -> None:
    talk = conversation()
    with st.sidebar:
        if releases:
            st.button(
                texts.new_conversation,
                key="new-conversation",
                on_click=start_anew,
                disabled=not (talk.begun or talk.place),
                width="stretch",
            )
        count = components.count_words(
            len(releases), texts.library_one, texts.library_many, texts.library_none
        )
        st.html(
            f'<h2 class="dp-side-title">{escape(texts.library_title)}'
            f"<span>{escape(count)}</span></h2>"
        )
        for number, release in enumerate(releases[:_LISTED]):
            _listed(release, number, texts)
        if len(releases) > _LISTED:
            more = texts.library_more.format(count=len(releases) - _LISTED)
            st.html(f'<p class="dp-note">{escape(more)}</p>')
        if condition is Condition.UPDATING:
            _updating(texts)


def _listed(release: Listed, number: int, texts: Texts) -> None:
    """A release of the library: its date and, to open it, its name."""
    with st.container(key=f"listed-{number}"):
        if release.day:
            st.html(f'<p class="dp-overline">{escape(texts.format_date(release.day))}</p>')
        st.button(
            label(release.name, 110),
            key=f"open-{number}",
            type="tertiary",
            on_click=conversation().open,
            args=(Place(release.release_id, release.version),),
        )


@st.fragment(run_every=_LOOK_EVERY)
def _updating(texts: Texts) -> None:
    if look()[0] is not Condition.UPDATING:
        st.rerun()
    st.html(f'<p class="dp-note" role="status">{escape(texts.updating)}</p>')


@st.fragment(run_every=_LOOK_EVERY)
def _waiting(seen: Condition, texts: Texts) -> None:
    """Say that there is nothing to ask yet, and look again until there is."""
    try:
        now = look()[0]
    except DepecheError:
        st.rerun()  # the page says what is wrong
    if now is not seen:
        st.rerun()
    if seen is Condition.BUILDING:
        components.card(texts.building_title, texts.building_text, busy=True)
    else:
        components.card(texts.empty_title, texts.empty_text, command="python cli.py ingest")
