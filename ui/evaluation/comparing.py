"""Two runs beside each other: how the measures changed, and which questions turned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from evaluation.comparison import Turned, compare
from evaluation.kept import KeptRun, RunStore
from ui.evaluation.words import SHOWN, figure, metric_name, reason_name, run_line, table_html
from ui.safe import escape, label
from ui.texts import Texts


def draw(
    report: Mapping[str, Any], run: KeptRun, runs: Sequence[KeptRun], store: RunStore, texts: Texts
) -> None:
    """Choose another run, and what differs between the two."""
    words = texts.evaluation
    others = {other.id: run_line(other, texts) for other in runs if other.id != run.id}
    if not others:
        st.html(f'<p class="dp-note">{escape(words.baseline_none)}</p>')
        return
    # Those of the same set first: they are what one compares with.
    same = {other.id for other in runs if other.set == run.set}
    order = sorted(others, key=lambda name: name not in same)
    chosen = st.selectbox(
        words.baseline_label, order, format_func=lambda name: others.get(name, ""), key="baseline"
    )
    found = compare(report, store.report(chosen))
    lines = [words.compared.format(count=found.compared)]
    if found.told_apart_by:
        lines.append(words.apart.format(names=", ".join(found.told_apart_by)))
    left_out = [found.changed, found.only_now, found.only_baseline]
    if any(left_out):
        changed, now, before = map(len, left_out)
        lines.append(words.not_compared.format(changed=changed, now=now, before=before))
    st.html("".join(f"<p>{escape(line)}</p>" for line in lines))
    head = [words.column_measure, words.column_before, words.column_now, words.column_change]
    head += [words.column_low, words.column_high, words.column_p]
    rows = [
        [metric_name(metric, texts)]
        + [figure(value, texts) for value in (of.baseline, of.now, of.delta, of.low, of.high)]
        + [figure(of.p, texts, 3)]
        for metric in SHOWN
        if (of := found.differences[metric]).delta is not None
    ]
    st.html(table_html(words.view_comparison, head, rows))
    st.html(f'<p class="dp-note">{escape(words.clear_note)}</p>')
    for name, title, turned in (
        ("wins", words.wins, found.wins),
        ("losses", words.losses, found.losses),
    ):
        st.html(f'<h3 class="dp-part">{escape(title.format(count=len(turned)))}</h3>')
        _turned(name, turned, texts)


def _turned(name: str, turned: Sequence[Turned], texts: Texts) -> None:
    words = texts.evaluation
    if not turned:
        st.html(f'<p class="dp-note">{escape(words.turned_none)}</p>')
    for number, question in enumerate(turned):
        whys = ", ".join(reason_name(why, texts) for why in question.why)
        shown = f"{label(question.question, 120)} · {label(whys)}"
        with st.expander(shown, key=f"{name}-{number}"):
            for title, text in (
                (words.before_answer, question.before),
                (words.now_answer, question.now),
            ):
                st.html(
                    f'<p class="dp-overline">{escape(title)}</p>'
                    f'<p class="dp-given">{escape(text or words.given_none)}</p>'
                )
