"""Adding releases: files and addresses, how far the run is, and its report."""

from __future__ import annotations

import streamlit as st

from errors import DepecheError
from ingest.sources import SUFFIXES, is_address, shown
from ingest.uploads import Upload, keep
from ui import limits
from ui.components import notice, problem_words
from ui.library.intake import Intake, Run
from ui.library.removal import may_write
from ui.library.report import report_html
from ui.safe import escape, label, shorten
from ui.state import depeche
from ui.texts import Texts

_LOOK_EVERY = 0.7  # seconds, while a run is under way
_MINE = "library-run"  # the number of the run whose report this session is shown


def section(texts: Texts, *, opened: bool) -> None:
    """The forms, or the run under way in their place, then the report of this session's run."""
    said = texts.library
    if not may_write():
        st.html(f'<p class="dp-note">{escape(said.read_only)}</p>')
        return
    runs = _intake()
    if runs.busy:
        _under_way(texts)
    else:
        with st.expander(said.add_title, expanded=opened, key="add"):
            _files(runs, texts)
            _addresses(runs, texts)
    _report(runs.latest, texts)


def _intake() -> Intake:
    return _shared(str(depeche().settings.library))


@st.cache_resource(show_spinner=False)
def _shared(library: str) -> Intake:
    return Intake(depeche().ingest)


def _files(runs: Intake, texts: Texts) -> None:
    said = texts.library
    limit = depeche().settings.max_source_mb
    most = depeche().settings.max_additions
    hint = said.add_files_hint.format(limit=limit, count=most)
    with st.form("add-files", clear_on_submit=True, enter_to_submit=False, border=False):
        st.html(f'<p class="dp-note">{escape(hint)}</p>')
        files = st.file_uploader(
            said.add_files,
            type=[suffix[1:] for suffix in SUFFIXES],
            accept_multiple_files=True,
            max_upload_size=limit,
            key="files",
        )
        replace = st.checkbox(said.add_replace, key="replace")
        if not st.form_submit_button(said.add_files_go, key="add-files-go", type="primary"):
            return
    if not 1 <= len(files) <= most:
        words = said.add_too_many.format(count=most, given=len(files))
        notice(words if files else said.add_nothing)
        return
    if not _may_start(runs, texts):
        return
    library = depeche().settings.library
    uploads: list[Upload] = []
    try:
        for file in files:
            uploads.append(keep(library, file.name, file.getvalue(), replace))
    except OSError:
        for upload in uploads:
            upload.undo()
        notice(said.run_failed)
        return
    _start(runs, uploads, [], texts)


def _addresses(runs: Intake, texts: Texts) -> None:
    said = texts.library
    with st.form("add-addresses", clear_on_submit=True, enter_to_submit=False, border=False):
        typed = st.text_area(
            said.add_addresses,
            key="addresses",
            help=None,
            placeholder="https://www.canada.ca/…",
            max_chars=100_000,
        )
        st.html(f'<p class="dp-note">{escape(said.add_addresses_hint)}</p>')
        if not st.form_submit_button(said.add_addresses_go, key="add-addresses-go", type="primary"):
            return
    lines = list(dict.fromkeys(line.strip() for line in typed.splitlines() if line.strip()))
    most = depeche().settings.max_additions
    wrong = [line for line in lines if not is_address(line)]
    if not lines:
        notice(said.add_nothing)
    elif len(lines) > most:
        notice(said.add_too_many.format(count=most, given=len(lines)))
    elif wrong:  # a path of this machine, most likely: never read for whoever reaches the page
        notice(said.add_not_address.format(line=shorten(shown(wrong[0]), 100)))
    elif _may_start(runs, texts):
        _start(runs, [], lines, texts)


def _may_start(runs: Intake, texts: Texts) -> bool:
    """Whether nothing else is being added and it is not too soon; says so where it is not."""
    said, settings = texts.library, depeche().settings
    if runs.busy:
        notice(said.add_busy)
        return False
    wait = limits.before_adding(settings)
    if wait:
        minutes = -(-wait // 60)
        notice(said.add_too_often.format(limit=settings.additions_per_hour, minutes=minutes))
    return not wait


def _start(runs: Intake, uploads: list[Upload], addresses: list[str], texts: Texts) -> None:
    run = runs.start(uploads, addresses)
    if run is None:
        for upload in uploads:
            upload.undo()
        notice(texts.library.add_busy)
        return
    st.session_state[_MINE] = run.number
    st.rerun()


@st.fragment(run_every=_LOOK_EVERY)
def _under_way(texts: Texts) -> None:
    """How far the run is, for everybody who looks; at its end the page is drawn anew."""
    runs = _intake()
    run = runs.latest
    if run is None or run.over.is_set():
        st.rerun()
    with st.container(key="run"):
        st.html(_progress_html(run, texts))
        st.button(texts.library.run_stop, key="stop-run", on_click=runs.stop, disabled=run.stopping)


def _progress_html(run: Run, texts: Texts) -> str:
    said = texts.library
    done, total, what = run.steps
    if run.stopping:
        words = said.run_stopping
    elif not total:
        words = said.run_waiting
    elif done >= total:
        words = said.run_writing
    else:
        words = said.run_step.format(done=done + 1, total=total, what=shorten(what, 120))
    share = round(100 * done / total) if total else 0
    return (
        f'<section class="dp-run" role="status"><h3>{escape(said.run_title)}</h3>'
        f'<p id="dp-run-words">{escape(words)}</p>'
        f'<div class="dp-gauge" role="progressbar" aria-valuemin="0" aria-valuemax="100" '
        f'aria-valuenow="{share}" aria-labelledby="dp-run-words">'
        f'<span style="width: {share}%"></span></div></section>'
    )


def _report(run: Run | None, texts: Texts) -> None:
    """What became of the run that this session began, until it puts the report away."""
    if run is None or not run.over.is_set() or st.session_state.get(_MINE) != run.number:
        return
    said = texts.library
    with st.container(key="report"):
        if run.stopped:
            notice(said.run_stopped)
        elif run.report is not None:
            st.html(report_html(run.report, texts))
        else:
            known = isinstance(run.problem, DepecheError)
            why = problem_words(run.problem, texts) if known and run.problem else ""
            notice(f"{said.run_failed} {why}".strip())
            if known:
                st.html(f'<p class="dp-note" lang="en">{escape(str(run.problem))}</p>')
        st.button(
            label(said.report_close),
            key="close-report",
            type="tertiary",
            on_click=st.session_state.pop,
            args=(_MINE, None),
        )
