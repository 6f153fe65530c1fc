"""One ingest at a time beside the page: what it reads, how far it is, what it did.

Knows no Streamlit: it runs in a thread that no session owns, so that closing the window neither
stops it nor loses its report. Stopping it is asking: it ends where it next says how far it is,
before the commit or not at all, so that the library is the old one or the new one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from errors import DepecheError
from ingest.report import Report
from ingest.uploads import Upload

Ingest = Callable[..., Report]  # `Depeche.ingest`


class _Stopped(Exception):
    """Somebody asked for the end of the run."""


@dataclass(slots=True)
class Run:
    """A run under way or done. `steps` is (done, total, name of the source)."""

    number: int
    steps: tuple[int, int, str] = (0, 0, "")
    report: Report | None = None
    problem: Exception | None = None
    stopping: bool = False
    stopped: bool = False
    over: threading.Event = field(default_factory=threading.Event)


class Intake:
    """The runs of one process; only the latest is remembered."""

    def __init__(self, ingest: Ingest) -> None:
        self._ingest = ingest
        self._guard = threading.Lock()
        self.latest: Run | None = None

    @property
    def busy(self) -> bool:
        """Whether a run is under way."""
        return self.latest is not None and not self.latest.over.is_set()

    def start(self, uploads: Sequence[Upload], addresses: Sequence[str]) -> Run | None:
        """Begin to ingest; None when a run is under way already."""
        with self._guard:
            if self.busy:
                return None
            run = self.latest = Run(self.latest.number + 1 if self.latest else 1)
        thread = threading.Thread(
            target=self._work, args=(run, uploads, addresses), name="intake", daemon=True
        )
        thread.start()
        return run

    def stop(self) -> None:
        """Ask the run under way to end without a trace."""
        if self.latest is not None:
            self.latest.stopping = True

    def _work(self, run: Run, uploads: Sequence[Upload], addresses: Sequence[str]) -> None:
        def progress(done: int, total: int, what: str) -> None:
            run.steps = (done, total, what)
            if run.stopping:
                raise _Stopped

        try:
            sources = [*(upload.path for upload in uploads), *addresses]
            run.report = self._ingest(sources, progress=progress)
        except _Stopped:
            run.stopped = True
        except DepecheError as error:
            run.problem = error
        except Exception as error:  # nobody else would see it: the page says that it failed
            run.problem = error
            raise
        finally:
            _tidy(run.report, uploads)
            run.over.set()


def _tidy(report: Report | None, uploads: Sequence[Upload]) -> None:
    """Files of which nothing came are not kept: a later ingest would refuse them again."""
    refused = {failure.source for failure in report.failed} if report else None
    for upload in uploads:
        if refused is None or upload.path.name in refused:
            upload.undo()
