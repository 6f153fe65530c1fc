"""One turn of the conversation: the question, then the answer with its citations.

An answer is whole and checked before its first word is shown; it is then set down word by word,
for the eye. The turn is stored before that, so a click in the middle loses nothing.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from answering.courtesy import is_courteous
from answering.manners import asked_in
from answering.marking import marked, spoken_on
from answering.plaintext import Draft
from domain import Answer, AnswerSentence, AnswerStatus, Citation, Evidence, Standing, Turn
from retrieval.question import Question
from ui.chat import opinion, suggestions, take
from ui.chat.links import question_html
from ui.chat.opinion import Said
from ui.components import confidence_words, count_words, place_label, quote_html
from ui.safe import escape
from ui.state import Place, conversation, depeche
from ui.texts import Texts

Watch = Callable[[Draft | AnswerSentence], None]
_STEPS = 8  # in which a whole answer is set down: an eighth of a second, however long it is
_PAUSE = 0.015  # seconds between two steps
_NEAREST = 5
_LONG_QUESTION = 140


def spot_for(number: int) -> DeltaGenerator:
    """Where a turn of the conversation stands, counted from 1; what fills it may come later."""
    return st.container(key=f"turn-{number}")


def draw(turn: Turn, number: int, spot: DeltaGenerator, known: Said, texts: Texts) -> None:
    """Draw a turn of the conversation as it stands, with what was said of it."""
    with spot:
        draw_question(turn.question)
        _draw_answer(turn.answer, st.empty(), number, known, texts, fresh=False)


def draw_new(question: str, ask: Callable[[Watch], Answer], number: int, texts: Texts) -> None:
    """Draw the question, then `ask`, then set the answer down word by word.

    What a language model writes meanwhile is shown as it comes: without quotation marks and called
    unverified, each sentence marked as soon as it is found to hold.

    While others wait for their answers, it is set down at once.

    Element for element what `draw` makes of it later, so that what the reader unfolded stays so.
    """
    with spot_for(number):
        draw_question(question)
        spot = st.empty()
        spot.html(f'<p class="dp-searching" role="status">{escape(texts.searching)}</p>')
        live = _Live(spot, texts)
        answer = ask(live.take)
        by_steps = not (live.verified or depeche().is_crowded)
        _draw_answer(answer, spot, number, {}, texts, fresh=by_steps)


class _Live:
    """What a language model has written so far, drawn in one place that the answer takes over."""

    def __init__(self, spot: DeltaGenerator, texts: Texts) -> None:
        self.spot, self.texts = spot, texts
        self.verified: list[str] = []

    def take(self, item: Draft | AnswerSentence) -> None:
        """Draw one more piece: the draft under way, or a sentence that holds."""
        draft = ""
        if isinstance(item, Draft):
            draft = f'<p class="dp-draft">{escape(item.text)}</p>'
        else:
            mark = f'<span class="dp-verified">✓ {escape(self.texts.verified)}</span>'
            self.verified.append(f'<p class="dp-prose">{escape(item.text)} {mark}</p>')
        note = f'<p class="dp-searching">{escape(self.texts.writing)}</p>'
        self.spot.html("".join([*self.verified, note, draft]))


def draw_question(question: str) -> None:
    """The question as a heading of the conversation."""
    size = " dp-long" if len(question) > _LONG_QUESTION else ""
    st.html(f'<h2 class="dp-question{size}" tabindex="-1">{escape(question)}</h2>')


def _draw_answer(
    answer: Answer,
    spot: DeltaGenerator,
    number: int,
    known: Said,
    texts: Texts,
    *,
    fresh: bool,
) -> None:
    if is_courteous(answer):  # nothing was asked: there is nothing to judge, copy or link to
        words = escape(answer.reason or "")
        spot.html(f'<p class="dp-prose" lang="{escape(answer.language)}">{words}</p>')
        return
    spot.html(_understood_html(answer, texts) + _status_html(answer, texts))
    at_once = max(1, sum(len(s.text.split()) for s in answer.sentences) // _STEPS)
    for index, sentence in enumerate(answer.sentences):
        steps = _steps(sentence.text, at_once) if fresh else (sentence.text,)
        _draw_sentence(answer, sentence, number, steps, texts)
        opinion.offer(number, index, known, texts)
    if answer.status is not AnswerStatus.ANSWERED:
        _draw_nearest(answer, number, texts)
    if not answer.sentences:
        opinion.offer(number, None, known, texts)
    take.answer(answer, number, texts)
    suggestions.show(number, texts)


def _understood_html(answer: Answer, texts: Texts) -> str:
    """The standalone question of a follow-up, so that a misreading is seen at once."""
    standalone = answer.standalone_question
    if not standalone or standalone in (answer.question, asked_in(answer.question)):
        return ""
    line = escape(texts.understood.format(question=standalone))
    return f'<p class="dp-note dp-understood" lang="{escape(answer.language)}">{line}</p>'


def _status_html(answer: Answer, texts: Texts) -> str:
    """What kind of answer this is, how sure, and the reason when it is not a full one."""
    title = getattr(texts, answer.status.value)
    notes = []
    if answer.status is not AnswerStatus.DECLINED:
        notes.append(count_words(len(answer.citations), texts.extract_one, texts.extract_many))
        notes.append(confidence_words(answer.confidence, texts))
    line = f'<p class="dp-status"><strong>{escape(title)}</strong>'
    line += "".join(f"<span>{escape(note)}</span>" for note in notes)
    line += f"<span>{question_html(answer, texts)}</span></p>"
    if answer.reason:
        line += f'<p class="dp-reason" lang="{escape(answer.language)}">{escape(answer.reason)}</p>'
    return f'<div class="dp-verdict dp-{answer.status.value}">{line}</div>'


def _draw_sentence(
    answer: Answer, sentence: AnswerSentence, number: int, steps: Iterable[str], texts: Texts
) -> None:
    citations = [answer.citation(marker) for marker in sentence.citations]
    trail = tuple(map(Place.of, answer.citations))
    spot = st.empty()
    for words in steps:
        spot.html(_sentence_html(words, sentence, citations, answer))
    row = st.container(key=f"cites-{number}-{sentence.citations[0]}", horizontal=True, gap="small")
    for citation in citations:
        _draw_chip(row, citation, trail, number, texts)
        take.copy(row, citation, texts)
    for note in _notes(citations, answer, texts):
        row.html(f'<p class="dp-note">{escape(note)}</p>', width="content")


def _notes(citations: list[Citation], answer: Answer, texts: Texts) -> Iterator[str]:
    """What a reader has to know before quoting: language, day, and what has become of the words."""
    for language in sorted({c.language for c in citations} - {answer.language}):
        yield texts.quote_language.format(language=texts.language_name(language))
    for day in sorted({day for c in citations if (day := spoken_on(c)) is not None}):
        yield texts.today.format(date=texts.format_date(day))
    library = depeche().library
    keys = {(c.release_id, c.version) for c in citations}
    for stands in sorted({library.standing(*key) for key in keys} - {Standing.CURRENT}):
        yield getattr(texts, f"stands_{stands.value}")
    if any(library.release(*key).conflicts for key in keys):
        yield texts.differs


def _sentence_html(
    words: str, sentence: AnswerSentence, citations: list[Citation], answer: Answer
) -> str:
    """A quotation when the sentence is the words of a release, prose of ours when it is not; above
    it its label, where it is the first of a release."""
    label = ""
    if sentence.label:
        label = (
            f'<h3 class="dp-label" lang="{escape(answer.language)}">{escape(sentence.label)}</h3>'
        )
    if len(citations) == 1 and sentence.text == citations[0].quote:
        asked = Question.of(answer.standalone_question or answer.question, answer.language)
        return label + quote_html(words, citations[0].language, marked(asked, sentence.text))
    prose = f'<p class="dp-prose" lang="{escape(answer.language)}">{escape(words)}</p>'
    return label + prose


def _steps(text: str, at_once: int) -> Iterator[str]:
    """The beginnings of `text`, `at_once` words longer each time, the last one whole."""
    ends = [match.end() for match in re.finditer(r"\S+\s*", text)]
    for end in ends[at_once - 1 :: at_once]:
        if end < len(text):
            yield text[:end]
            time.sleep(_PAUSE)
    yield text


def _draw_chip(
    row: DeltaGenerator, citation: Citation, trail: tuple[Place, ...], number: int, texts: Texts
) -> None:
    talk = conversation()
    place = Place.of(citation)
    row.button(
        texts.cite.format(
            marker=citation.marker, where=place_label(citation.section, citation.date, texts)
        ),
        key=f"cite-{number}-{citation.marker}",
        type="primary" if talk.anchor == place else "secondary",
        on_click=talk.open,
        args=(place, trail),
    )


def _draw_nearest(answer: Answer, number: int, texts: Texts) -> None:
    """The passages nearest to a question that was not fully answered, folded away."""
    cited = {(c.release_id, c.version, c.start) for c in answer.citations}
    nearest = [e for e in answer.evidence if (e.release_id, e.version, e.start) not in cited]
    nearest = nearest[:_NEAREST]
    if not nearest:
        return
    trail = tuple(map(Place.of, nearest))
    with st.expander(texts.nearest.format(count=len(nearest)), key=f"nearest-{number}"):
        for rank, item in enumerate(nearest, start=1):
            _draw_passage(item, trail, f"near-{number}-{rank}", texts)


def _draw_passage(item: Evidence, trail: tuple[Place, ...], key: str, texts: Texts) -> None:
    st.html(quote_html(item.text, item.language))
    talk = conversation()
    place = Place.of(item)
    st.button(
        texts.nearest_open.format(where=place_label(item.section, item.date, texts)),
        key=key,
        type="primary" if talk.anchor == place else "secondary",
        on_click=talk.open,
        args=(place, trail),
    )
