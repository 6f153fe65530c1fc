"""A new run: the set, what is wrong with it, and how far the run is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from errors import DepecheError
from evaluation.kept import RunStore
from evaluation.questions import load_questions
from evaluation.quotes import QuoteFinder
from evaluation.validation import validate
from ui import components
from ui.evaluation.job import Job, desk
from ui.safe import escape
from ui.state import depeche
from ui.texts import Texts

_LOOK_EVERY = 1.0  # seconds, while a run is under way


def draw(store: RunStore, texts: Texts) -> None:
    """Choose a set and start it, or see how far the run is."""
    words = texts.evaluation
    if depeche().settings.read_only:
        components.notice(words.read_only)
        return
    job = desk().job
    if job is not None and job.running:
        _under_way(texts)
        return
    if job is not None:
        _outcome(job, texts)
    sets = {path.name: path for path in store.sets()}
    name = st.selectbox(
        words.set_label, list(sets), format_func=lambda name: name.removesuffix(".jsonl"), key="set"
    )
    problems = _about(sets[name], texts)
    buttons = st.container(key="start", horizontal=True)
    if buttons.button(words.start, key="start-run", type="primary", disabled=bool(problems)):
        desk().start(depeche(), store, sets[name])
        st.rerun()
    if sets[name].parent == store.added:
        buttons.button(
            words.set_delete, key="delete-set", on_click=store.delete_set, args=(name,),
            help=words.set_no_other,
        )  # fmt: skip
    with st.form("add-set", clear_on_submit=True, border=False):
        given = st.file_uploader(words.upload, type=["jsonl"], key="added-set")
        if st.form_submit_button(words.upload_send) and given is not None:
            _add(store, given.name, given.getvalue(), texts)


def _about(path: Path, texts: Texts) -> Sequence[str]:
    """Say how many questions a set has and how many cannot pass here; what is wrong with it."""
    words = texts.evaluation
    problems = validate([path], None).problems
    if problems:
        _list(words.set_problems, problems, texts)
        return problems
    questions, finder = load_questions(path), QuoteFinder(depeche().releases())
    absent = sum(finder.references(question) is None for question in questions)
    said = words.set_about.format(count=len(questions))
    if absent:
        said += f" · {words.set_missing.format(count=absent)}"
    st.html(f'<p class="dp-note">{escape(said)}</p>')
    return ()


def _add(store: RunStore, name: str, content: bytes, texts: Texts) -> None:
    words = texts.evaluation
    try:
        problems = store.add_set(name, content, lambda file: list(validate([file], None).problems))
    except DepecheError as error:
        problems = [str(error)]
    if problems:
        _list(words.upload_refused, problems, texts)
    else:
        components.notice(words.upload_kept.format(name=name.removesuffix(".jsonl")))


def _list(title: str, problems: Sequence[str], texts: Texts) -> None:
    """What is wrong with a set, by line; the path of the file says nothing to its reader."""
    line = texts.evaluation.upload_line
    items = []
    for problem in problems:
        found = re.match(r".*?\.jsonl(?:, line (\d+))?: ?(.*)", problem, re.DOTALL)
        number, what = found.groups() if found else (None, problem)
        where = f"{line.format(line=number)} · " if number else ""
        items.append(f'<li>{escape(where)}<span lang="en">{escape(what)}</span></li>')
    st.html(
        f'<section class="dp-card dp-problem" role="alert"><p>{escape(title)}</p>'
        f"<ul>{''.join(items)}</ul></section>"
    )


def _outcome(job: Job, texts: Texts) -> None:
    words = texts.evaluation
    said = words.cancelled if job.cancelled else words.failed if job.problem else words.finished
    components.notice(said.format(name=job.name))
    if isinstance(job.problem, DepecheError):
        components.problem(job.problem, texts)


@st.fragment(run_every=_LOOK_EVERY)
def _under_way(texts: Texts) -> None:
    job, words = desk().job, texts.evaluation
    if job is None or not job.running:
        st.rerun()
    said = words.progress if job.total else words.starting
    st.progress(
        job.done / job.total if job.total else 0.0,
        said.format(name=job.name, done=job.done, total=job.total),
    )
    st.button(words.cancel, key="cancel-run", on_click=job.stop.set)
