"""A new run: the set, what is wrong with it, and how far the run is; sets added and taken away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import streamlit as st

from errors import DepecheError, UsageError
from evaluation.kept import RunStore
from evaluation.questions import load_questions
from evaluation.quotes import is_meant
from evaluation.validation import validate
from ui import components
from ui.evaluation.job import Job, desk
from ui.forms import in_language
from ui.safe import escape
from ui.state import depeche
from ui.texts import ENGLISH, Texts

_LOOK_EVERY = 1.0  # seconds, while a run is under way
_WATCHED = "evaluation-job"  # the run whose end this session is told
_ADDED = "evaluation-added"  # what to say of the set that was just added
_OPENED = "evaluation-opened"
_MOST_MB = 5  # of a set; a thousand questions are about 0.5


def draw(store: RunStore, texts: Texts) -> None:
    """Choose a set and start it, or see how far the run is."""
    words = texts.evaluation
    job = desk().job
    if job is not None and job.running:
        st.session_state[_WATCHED] = id(job)
        _under_way(texts)
        return
    if job is not None and st.session_state.get(_WATCHED) == id(job):
        _outcome(job, texts)
    if _ADDED in st.session_state:
        components.notice(st.session_state.pop(_ADDED))
    sets = {path.name: path for path in store.sets()}
    if job is not None and f"{job.name}.jsonl" in sets:  # the list was away while the run was on
        st.session_state.setdefault("set", f"{job.name}.jsonl")
    name = st.selectbox(
        words.set_label, list(sets), format_func=lambda name: name.removesuffix(".jsonl"), key="set"
    )
    problems = _about(sets[name], texts)
    with st.container(key="start", horizontal=True):
        if st.button(words.start, key="start-run", type="primary", disabled=bool(problems)):
            _start(store, sets[name])
        if sets[name].parent == store.added:
            st.button(words.set_delete, key="delete-set", on_click=store.delete_set, args=(name,))
    with st.expander(words.upload_title, key="add-set"):
        _adding(store, texts)


def _start(store: RunStore, questions: Path) -> None:
    with suppress(UsageError):  # somebody else was quicker; the page shows how far that run is
        st.session_state[_WATCHED] = id(desk().start(depeche(), store, questions))
    st.rerun()


def _about(path: Path, texts: Texts) -> Sequence[str]:
    """Say how many questions a set has and how many cannot pass here; what is wrong with it."""
    words = texts.evaluation
    library = depeche().library
    count, absent, problems = _looked_at(
        path, path.stat().st_mtime_ns, str(library.folder), library.generation
    )
    if problems:
        _list(words.set_problems, problems, texts)
        return problems
    said = words.set_about.format(count=count)
    if absent:
        said += f" · {words.set_missing.format(count=absent)}"
    st.html(f'<p class="dp-meta">{escape(said)}</p>')
    return ()


@st.cache_data(max_entries=100, show_spinner=False)
def _looked_at(
    path: Path, changed: int, library: str, generation: int
) -> tuple[int, int, tuple[str, ...]]:
    """Questions, how many ask about a release that is not in use, and what is wrong with the set.

    Texts are not read for it: whether each quote stands in its release is said by the run. The
    last three only say when to look again.
    """
    checked = validate([path], None)
    if checked.problems:
        return checked.questions, 0, checked.problems
    lines = depeche().library.listing.in_use
    questions = load_questions(path)
    sources = {quote.source for question in questions for quote in question.reference_quotes}
    absent = {
        source
        for source in sources
        if source is not None
        and not any(is_meant((line.release_id, line.source), source) for line in lines)
    }
    missing = sum(
        any(quote.source in absent for quote in question.reference_quotes) for question in questions
    )
    return len(questions), missing, ()


def _adding(store: RunStore, texts: Texts) -> None:
    words = texts.evaluation
    with st.form("add-set-form", clear_on_submit=True, border=False):
        hint = words.upload_hint.format(limit=_MOST_MB)
        st.html(f'<p class="dp-meta">{escape(hint)}</p>')
        given = st.file_uploader(
            words.upload_label, type=["jsonl"], max_upload_size=_MOST_MB, key="added-set"
        )
        if not st.form_submit_button(words.upload_send, key="add-set-go"):
            return
    if given is None:
        components.notice(words.upload_nothing)
    else:
        add(store, given.name, given.getvalue(), texts)


def add(store: RunStore, name: str, content: bytes, texts: Texts) -> None:
    """Keep a set and draw the page anew, with the set in its list; or say what is wrong with it."""
    words = texts.evaluation
    try:
        problems = store.add_set(name, content, lambda file: list(validate([file], None).problems))
    except DepecheError as error:
        problems = [str(error)]
    if problems:
        _list(words.upload_refused, problems, texts)
    else:
        st.session_state[_ADDED] = words.upload_kept.format(name=name.removesuffix(".jsonl"))
        st.rerun()


def _list(title: str, problems: Sequence[str], texts: Texts) -> None:
    """What is wrong with a set, by line, without the path of the file, which is ours."""
    line, words = texts.evaluation.upload_line, texts.evaluation.upload_problems
    items = []
    for problem in problems:
        found = re.match(r".*?\.jsonl(?:, line (\d+))?[:,] ?(.*)", problem, re.DOTALL)
        number, what = found.groups() if found else (None, problem)
        where = f"{line.format(line=number)} · " if number else ""
        said = in_language(what, ENGLISH.evaluation.upload_problems, words)
        lang = "" if said is not None else ' lang="en"'
        items.append(f"<li>{escape(where)}<span{lang}>{escape(said or what)}</span></li>")
    st.html(
        f'<section class="dp-card dp-problem" role="alert"><p>{escape(title)}</p>'
        f"<ul>{''.join(items)}</ul></section>"
    )


def _outcome(job: Job, texts: Texts) -> None:
    words = texts.evaluation
    if job.kept is not None and st.session_state.get(_OPENED) != job.kept.id:
        st.session_state[_OPENED] = job.kept.id
        st.session_state.pop("run", None)  # the newest is on show then
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
