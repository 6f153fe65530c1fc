"""One evaluation at a time, in a thread: started, watched and cancelled from any session.

What is measured goes through `Depeche.evaluate`, which is what the command line calls.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from errors import CitationError, DepecheError, UsageError
from evaluation.kept import KeptRun, RunStore

if TYPE_CHECKING:
    from assembly import Depeche

_LOG = logging.getLogger(__name__)


class Cancelled(Exception):
    """Someone asked for the run to stop."""


@dataclass(slots=True)
class Job:
    """A run under way or over: how far it is, and what became of it."""

    name: str
    total: int = 0
    done: int = 0
    kept: KeptRun | None = None
    problem: Exception | None = None
    cancelled: bool = False
    stop: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def running(self) -> bool:
        """Whether it is still under way."""
        return not self.over.is_set()

    def progress(self, done: int, total: int) -> None:
        """How far it is; the place where a cancelled run ends."""
        self.done, self.total = done, total
        if self.stop.is_set():
            raise Cancelled


class Desk:
    """Where runs are asked for; the last one stays here until the next."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self.job: Job | None = None

    def start(self, depeche: Depeche, store: RunStore, questions: Path) -> Job:
        """Start a run; UsageError while another one is under way."""
        with self._guard:
            if self.job is not None and self.job.running:
                raise UsageError("a run is under way already; wait for it or cancel it")
            job = self.job = Job(questions.stem)
        arguments = (job, depeche, store, questions)
        threading.Thread(target=_run, args=arguments, name="evaluation", daemon=True).start()
        return job


@st.cache_resource(show_spinner=False)
def desk() -> Desk:
    """The one of this process."""
    return Desk()


def _run(job: Job, depeche: Depeche, store: RunStore, questions: Path) -> None:
    try:
        job.kept = store.keep(
            questions,
            len(depeche.releases()),
            lambda out: depeche.evaluate(questions, out=out, progress=job.progress),
        )
    except Cancelled:
        job.cancelled = True
    except (DepecheError, CitationError) as error:
        job.problem = error
    except Exception as error:  # a thread has nobody above it: the page says it, the log has it
        _LOG.exception("the evaluation ended in an error")
        job.problem = error
    finally:
        job.over.set()
