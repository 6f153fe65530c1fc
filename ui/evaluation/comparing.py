"""Two runs beside each other: how the measures changed, and which questions turned."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from errors import QuestionSetError
from evaluation.comparison import Comparison, Turned, compare
from evaluation.kept import KeptRun, RunStore
from ui import components
from ui.evaluation.plot import changes_html
from ui.evaluation.words import SHOWN, apart_name, metric_name, reason_name, run_line
from ui.safe import escape, label
from ui.texts import Texts

_CHOSEN = "baseline"


def draw(run: KeptRun, runs: Sequence[KeptRun], store: RunStore, texts: Texts) -> None:
    """Choose another run, and what differs between the two."""
    words = texts.evaluation
    others = {other.id: run_line(other, texts) for other in runs if other.id != run.id}
    if not others:
        st.html(f'<p class="dp-note">{escape(words.baseline_none)}</p>')
        return
    # Those of the same set first: they are what one compares with.
    same = {other.id for other in runs if other.set == run.set}
    order = sorted(others, key=lambda name: name not in same)
    if st.session_state.get(_CHOSEN) not in order:
        st.session_state.pop(_CHOSEN, None)
    chosen = st.selectbox(
        words.baseline_label, order, format_func=lambda name: others.get(name, ""), key=_CHOSEN
    )
    try:
        found = _compared(store.runs, run.id, chosen)
    except QuestionSetError as error:
        components.problem(error, texts)
        return
    st.html("".join(f"<p>{escape(line)}</p>" for line in _about(found, texts)))
    if found.compared:
        _changes(found, texts)
        _turned("wins", words.wins, found.wins, texts)
        _turned("losses", words.losses, found.losses, texts)


@st.cache_data(max_entries=50, show_spinner=False)
def _compared(folder: Path, run_id: str, baseline_id: str) -> Comparison:
    """Runs never change; the intervals and tests between two take a second."""
    store = RunStore(folder.parent.parent)
    return compare(store.report(run_id), store.report(baseline_id))


def _about(found: Comparison, texts: Texts) -> list[str]:
    """What is compared, and what the two runs were made with that differs."""
    words = texts.evaluation
    lines = [words.compared.format(count=found.compared)]
    # The hash of all settings says no more than those that differ, by name.
    names = [apart_name(name, texts) for name in found.told_apart_by if name != "settings"]
    if names:
        lines.append(words.told_apart.format(names=", ".join(names)))
    else:
        lines.append(words.told_apart_by_nothing)
    left_out = [found.changed, found.only_now, found.only_baseline]
    if any(left_out):
        changed, now, before = map(len, left_out)
        lines.append(words.not_compared.format(changed=changed, now=now, before=before))
    return lines


def _changes(found: Comparison, texts: Texts) -> None:
    words = texts.evaluation
    known = {
        metric: found.differences[metric]
        for metric in SHOWN
        if metric in found.differences and found.differences[metric].low is not None
    }
    moved = {metric: of for metric, of in known.items() if of.delta or of.low or of.high}
    if moved:
        lines = [(metric_name(metric, texts), of) for metric, of in moved.items()]
        st.html(changes_html(words.view_comparison, lines, texts))
        st.html(f'<p class="dp-note">{escape(words.clear_note)}</p>')
    names = ", ".join(metric_name(metric, texts) for metric in known if metric not in moved)
    if names:
        st.html(f'<p class="dp-meta">{escape(words.unchanged.format(names=names))}</p>')


def _turned(name: str, title: str, turned: Sequence[Turned], texts: Texts) -> None:
    words = texts.evaluation
    st.html(f'<h3 class="dp-part">{escape(title.format(count=len(turned)))}</h3>')
    if not turned:
        st.html(f'<p class="dp-note">{escape(words.turned_none)}</p>')
    for number, question in enumerate(turned):
        whys = ", ".join(reason_name(why, texts) for why in question.why)
        shown = f"{label(question.question, 120)} · {label(whys)}"
        with st.expander(shown, key=f"{name}-{number}"):
            both = ((words.before_answer, question.before), (words.now_answer, question.now))
            st.html(
                '<div class="dp-two">'
                + "".join(
                    f'<div><p class="dp-overline">{escape(side)}</p>'
                    f'<p class="dp-given">{escape(text or words.given_none)}</p></div>'
                    for side, text in both
                )
                + "</div>"
            )
