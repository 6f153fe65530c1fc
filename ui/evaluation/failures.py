"""The questions that failed, each one click from what was expected, the answer and the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from evaluation.kept import RunStore
from ui.evaluation import case
from ui.evaluation.words import reason_name
from ui.safe import escape, label
from ui.texts import Texts

_AT_ONCE = 25


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
    for number, row in enumerate(rows[:limit]):
        whys = ", ".join(reason_name(why, texts) for why in row["why"])
        key = f"failed-{run_id}-{chosen}-{number}"
        shown = st.expander(
            f"{label(row['question'], 120)} · {label(whys)}", key=key, on_change="rerun"
        )
        if shown.open:
            with shown:
                case.draw(row, run_id, store, key, texts)
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
