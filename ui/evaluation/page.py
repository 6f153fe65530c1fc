"""The page as a whole: a new run, the runs that are kept, and what one of them measured."""

from __future__ import annotations

import json

import streamlit as st

from errors import DepecheError, LibraryEmpty
from evaluation.kept import KeptRun, RunStore
from ui import components
from ui.evaluation import starting
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
            _section(words.new_title)
            starting.draw(store, texts)
            _section(words.runs_title)
            _runs(store, texts)
        except LibraryEmpty:
            components.card(texts.empty_title, texts.empty_text, command="python cli.py ingest")
        except DepecheError as error:
            components.problem(error, texts)


def _section(text: str) -> None:
    st.html(f'<h2 class="dp-section">{escape(text)}</h2>')


def _runs(store: RunStore, texts: Texts) -> None:
    words, runs = texts.evaluation, {run.id: run for run in store.list()}
    if not runs:
        st.html(f'<p class="dp-note">{escape(words.runs_none)}</p>')
        return
    chosen = st.selectbox(
        words.run_label,
        list(runs),
        format_func=lambda name: run_line(runs[name], texts) if name in runs else "",
        key="run",
    )
    run, report = runs[chosen], store.report(chosen)
    made = report.get("run") or {}
    about = words.run_about.format(
        set=run.set,
        count=run.questions,
        releases=run.releases,
        library=run.library,
        code=made.get("code", "–"),
    )
    st.html(f'<p class="dp-note">{escape(about)}</p>')
    _tools(run, report, store, texts)
    said = (words.view_figures, words.view_failures, words.view_comparison)
    names = dict(zip(_VIEWS, said, strict=True))
    view = st.segmented_control(
        words.view_label,
        _VIEWS,
        default=_VIEWS[0],
        required=True,
        format_func=lambda name: names[name].format(count=run.failed),
        key="view",
    )
    # Imported when looked at: Altair takes a second.
    if view == "failures":
        from ui.evaluation import failures

        failures.draw(report, run.id, store, texts)
    elif view == "comparison":
        from ui.evaluation import comparing

        comparing.draw(report, run, list(runs.values()), store, texts)
    else:
        from ui.evaluation import figures

        figures.draw(report, texts)


def _tools(run: KeptRun, report: dict, store: RunStore, texts: Texts) -> None:
    """The report as a file, and the end of a run, asked twice."""
    words = texts.evaluation
    with st.container(key="run-tools", horizontal=True):
        st.download_button(
            words.download,
            json.dumps(report, ensure_ascii=False, indent=1),
            file_name=f"{run.set}-{run.id}.json",
            mime="application/json",
            key="download-run",
        )
        if depeche().settings.read_only:
            return
        with st.popover(words.delete, key="delete-run"):
            day = run_line(run, texts)
            st.html(f"<p>{escape(words.delete_text.format(day=day))}</p>")
            st.button(
                words.delete_confirm, key="delete-run-now", on_click=store.delete, args=(run.id,)
            )
