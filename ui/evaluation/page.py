"""The page as a whole: a new run, the runs that are kept, and what one of them measured."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import streamlit as st

from errors import DepecheError, LibraryEmpty, QuestionSetError
from evaluation.kept import KeptRun, RunStore
from ui import components
from ui.components import count_words, instant
from ui.evaluation import readers, starting
from ui.evaluation.words import run_line
from ui.safe import escape
from ui.state import depeche
from ui.texts import Texts

_VIEWS = ("figures", "failures", "comparison")


def page(texts: Texts) -> None:
    """Draw the page."""
    words = texts.evaluation
    with st.container(key="evaluated"):
        st.html(
            f'<h2 class="dp-page-title">{escape(words.title)}</h2>'
            f'<p class="dp-lead">{escape(words.lead)}</p>'
        )
        store = RunStore(depeche().settings.data)
        try:
            # One state of it for the whole page; what is wrong with it is said instead of all else.
            with depeche().library.snapshot(), st.container(key="evaluation"):
                with st.container(key="evaluation-side"):
                    _new(store, texts)
                with st.container(key="evaluation-runs"):
                    _section(words.runs_title)
                    _runs(store, texts)
        except LibraryEmpty:
            components.card(texts.empty_title, texts.empty_text, command="python cli.py ingest")
        except DepecheError as error:
            components.problem(error, texts)


def _section(text: str) -> None:
    st.html(f'<h2 class="dp-section">{escape(text)}</h2>')


def _new(store: RunStore, texts: Texts) -> None:
    words = texts.evaluation
    _section(words.new_title)
    if depeche().settings.read_only:
        st.html(f'<p class="dp-note">{escape(words.read_only)}</p>')
        return
    starting.draw(store, texts)
    readers.draw(store, texts)


def _runs(store: RunStore, texts: Texts) -> None:
    words, runs = texts.evaluation, {run.id: run for run in store.list()}
    _unreadable(store, texts)
    if not runs:
        st.html(f'<p class="dp-note">{escape(words.runs_none)}</p>')
        return
    if st.session_state.get("run") not in runs:
        st.session_state.pop("run", None)  # deleted, here or in another window
    chosen = st.selectbox(
        words.run_label,
        list(runs),
        format_func=lambda name: run_line(runs[name], texts) if name in runs else "",
        key="run",
    )
    run = runs[chosen]
    try:
        report = store.report(chosen)
        document = store.document(chosen)
    except QuestionSetError as error:
        _delete(run, store, texts)
        components.problem(error, texts)
        return
    st.html(f'<p class="dp-meta">{escape(_about(run, report, texts))}</p>')
    with st.container(key="run-tools", horizontal=True):
        name = f"{run.set}-{run.id}"
        st.download_button(
            words.document, document, f"{name}.html", "text/html", key="download-document"
        )
        st.download_button(
            words.data,
            lambda: json.dumps(report, ensure_ascii=False, indent=1),
            f"{name}.json",
            "application/json",
            key="download-run",
        )
        _delete(run, store, texts)
    _views(run, runs, report, store, texts)


def _about(run: KeptRun, report: Mapping[str, Any], texts: Texts) -> str:
    return texts.evaluation.run_about.format(
        count=run.questions,
        releases=count_words(run.releases, texts.library_one, texts.library_many),
        at=instant(run.at, texts),
        library=run.library,
        code=(report.get("run") or {}).get("code", "–"),
    )


def _views(
    run: KeptRun,
    runs: Mapping[str, KeptRun],
    report: Mapping[str, Any],
    store: RunStore,
    texts: Texts,
) -> None:
    words = texts.evaluation
    said = (words.view_figures, words.view_failures, words.view_comparison)
    names = dict(zip(_VIEWS, said, strict=True))
    view = st.segmented_control(
        words.view_label,
        _VIEWS,
        default=_VIEWS[0],
        required=True,
        format_func=lambda name: names[name].format(count=run.failed),
        key="view",
        label_visibility="collapsed",
    )
    # Imported when looked at, so that the page is there soon.
    if view == "failures":
        from ui.evaluation import failures

        failures.draw(report, run.id, store, texts)
    elif view == "comparison":
        from ui.evaluation import comparing

        comparing.draw(run, list(runs.values()), store, texts)
    else:
        from ui.evaluation import figures

        figures.draw(report, texts)


def _unreadable(store: RunStore, texts: Texts) -> None:
    """Runs that cannot be opened, each with the reason; never a silent gap in the list."""
    words, found = texts.evaluation, store.unreadable()
    if not found:
        return
    lines = [
        words.unreadable_damaged.format(id=run.id)
        if run.schema is None
        else words.unreadable_schema.format(id=run.id, schema=run.schema)
        for run in found
    ]
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    st.html(
        f'<div class="dp-hint"><p>{escape(words.unreadable_title)}</p><ul>{items}</ul>'
        f"<p>{escape(words.unreadable_mend)}</p></div>"
    )


def _delete(run: KeptRun, store: RunStore, texts: Texts) -> None:
    """The end of a run, asked twice."""
    words = texts.evaluation
    if depeche().settings.read_only:
        return
    with st.popover(words.delete, key="delete-run"):
        day = run_line(run, texts)
        st.html(f"<p>{escape(words.delete_text.format(day=day))}</p>")
        st.button(words.delete_confirm, key="delete-run-now", on_click=store.delete, args=(run.id,))
