"""The questions that failed, each one click from what was expected, the answer and the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from evaluation.kept import RunStore
from evaluation.metrics import Span, overlaps
from evaluation.questions import load_questions
from evaluation.quotes import QuoteFinder
from ui.chat.source import body_html
from ui.components import quote_html
from ui.evaluation.words import figure, reason_name
from ui.safe import escape, label
from ui.state import depeche
from ui.texts import Texts

_AT_ONCE = 25
Row = Mapping[str, Any]

# Brings the marked words into view inside the reader that has just been opened.
_TO_MARK = """
requestAnimationFrame(() => requestAnimationFrame(() => {
  for (const body of document.querySelectorAll('.st-key-evaluated .dp-release')) {
    const mark = body.querySelector('mark');
    if (mark) body.scrollTop += mark.getBoundingClientRect().top
      - body.getBoundingClientRect().top - body.clientHeight / 3;
  }
}));  // %s
"""


def draw(report: Mapping[str, Any], run_id: str, store: RunStore, texts: Texts) -> None:
    """The failed questions of a run, a reason of failure to choose among them."""
    words = texts.evaluation
    failed = [row for row in report["rows"] if row["scores"]["passed"] == 0.0]
    if not failed:
        st.html(f'<p class="dp-note">{escape(words.failures_none)}</p>')
        return
    st.html(f'<p class="dp-lead">{escape(words.failures_count.format(count=len(failed)))}</p>')
    reasons = list(dict.fromkeys(why for row in failed for why in row["why"]))
    chosen = st.selectbox(
        words.reason_label,
        ["", *reasons],
        format_func=lambda why: reason_name(why, texts) if why else words.reason_all,
        key="reason",
    )
    rows = [row for row in failed if not chosen or chosen in row["why"]]
    limit = st.session_state.setdefault("failures-shown", _AT_ONCE)
    answers = store.answers(run_id)
    for number, row in enumerate(rows[:limit]):
        whys = ", ".join(reason_name(why, texts) for why in row["why"])
        key = f"failed-{run_id}-{chosen}-{number}"
        shown = st.expander(
            f"{label(row['question'], 120)} · {label(whys)}", key=key, on_change="rerun"
        )
        if shown.open:
            with shown:
                _evidence(row, answers.get(row["id"], {}), run_id, store, key, texts)
    if len(rows) > limit:
        more = min(_AT_ONCE, len(rows) - limit)
        st.button(
            words.failures_more.format(count=more),
            key="more-failures",
            on_click=_more,
            args=(more,),
        )


def _more(count: int) -> None:
    st.session_state["failures-shown"] += count


def _evidence(row: Row, answer: Row, run_id: str, store: RunStore, key: str, texts: Texts) -> None:
    """What was expected, what was answered, and the evidence; the release open at its words."""
    words = texts.evaluation
    wanted = _expected(row["id"], run_id, store)
    places = {f"expected-{number}": span for number, span in enumerate(wanted, start=1)}
    found = [_place(item) for item in answer.get("evidence", ())]
    places |= {f"found-{rank}": span for rank, span in enumerate(found, start=1) if span}
    state = f"{key}-place"

    def open_(name: str, said: str) -> None:
        if name in places:
            args = {"on_click": _open, "args": (state, name)}
            st.button(said, key=f"{key}-{name}", type="tertiary", **args)

    if row["history"]:
        earlier = " · ".join(row["history"])
        st.html(f'<p class="dp-note">{escape(words.asked_after)} {escape(earlier)}</p>')
    _part(words.expected)
    if not row["answerable"]:
        st.html(f"<p>{escape(words.expected_none)}</p>")
    for number, text in enumerate(row["expected"], start=1):
        st.html(quote_html(text, "und"))
        open_(f"expected-{number}", words.expected_open.format(number=number))
    if row["must_mention"]:
        either = " · ".join(" / ".join(any_of) for any_of in row["must_mention"])
        st.html(f"<p>{escape(words.expected_words.format(words=either))}</p>")
    _part(words.given)
    given = row["text"] if row["status"] != "declined" else words.given_none
    st.html(f'<p class="dp-given">{escape(row["error"] or given or words.given_none)}</p>')
    _part(words.evidence)
    if not answer.get("evidence"):
        st.html(f'<p class="dp-note">{escape(words.evidence_none)}</p>')
    for rank, item in enumerate(answer.get("evidence", ()), start=1):
        span = found[rank - 1]
        line = words.evidence_line.format(rank=rank, score=figure(item["score"], texts, 3))
        if span and any(overlaps(span, other) for other in wanted):
            line += f" · {words.is_expected}"
        st.html(f'<p class="dp-overline">{escape(line)}</p>{quote_html(item["text"], "und")}')
        open_(f"found-{rank}", words.evidence_open.format(rank=rank))
    _reader(places, st.session_state.get(state), texts)


def _part(text: str) -> None:
    st.html(f'<h3 class="dp-part">{escape(text)}</h3>')


def _open(state: str, name: str) -> None:
    st.session_state[state] = name


def _reader(places: Mapping[str, Span], chosen: str | None, texts: Texts) -> None:
    """The release at the chosen words, else at the first that were expected or found."""
    if not places:
        st.html(f'<p class="dp-note">{escape(texts.evaluation.place_gone)}</p>')
        return
    name = chosen if chosen in places else next(iter(places))
    span = places[name]
    release = depeche().library.release(span.release_id, span.version)
    title = f'<h3 class="dp-title" lang="{escape(release.language)}">{escape(release.name)}</h3>'
    st.html(title + body_html(release, span.start, span.end, texts.source_text, 0))
    st.html(f"<script>{_TO_MARK % name}</script>", unsafe_allow_javascript=True)


def _expected(question_id: str, run_id: str, store: RunStore) -> list[Span]:
    """Where the reference quotes of a question stand in the library as it is now."""
    questions = {question.id: question for question in load_questions(store.questions(run_id))}
    references = QuoteFinder(depeche().releases()).references(questions[question_id])
    return [reference[0] for reference in references or ()]


def _place(item: Row) -> Span | None:
    """Where the words of a piece of evidence stand now; None when they do so no longer."""
    library = depeche().library
    try:
        release = library.release(item["release_id"])
    except KeyError:
        return None
    start, end = item["start"], item["end"]
    if release.text[start:end] != item["text"]:
        return None
    return Span(release.release_id, release.version, start, end)
