"""Wires settings to objects; the only place that does. The command line and the chat start here.

`Depeche` is one process's view of one library: opened on first use, followed when another process
commits, shared between threads.
"""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from answering.turnstile import Turnstile
from config import Settings, one_thread_each, stay_offline
from domain import Answer, Release, Turn
from errors import DepecheError, ReadOnly, SettingsError, UsageError
from retrieval.beside import meanwhile

if TYPE_CHECKING:
    from concurrent.futures import Future

    from answering.assistant import Assistant, Watch
    from answering.history import History
    from answering.writer import ChatWriter
    from embedding.encoder import Encoder
    from evaluation.calibration.run import Fitted
    from evaluation.evaluate import Report as EvaluationReport
    from evaluation.feedback import Converted, Feedback
    from evaluation.judge import Opinions
    from evaluation.suggester import Suggester
    from ingest.report import Entry, Report
    from ingest.source_list import SourceList
    from ingest.sources import ListedSource
    from ingest.sync import Progress, Rebuilding
    from retrieval.rerank import Reranker
    from retrieval.retriever import EvidenceRetriever
    from vectorstore.forward import Describer
    from vectorstore.library import Library
    from vectorstore.manifest import Manifest

_GARBAGE = 50_000  # new objects that still stand, from which on cycles among them are looked for


class Depeche:
    """Everything that the command line and the chat can do, on one library."""

    def __init__(self, settings: Settings, *, read_only: bool = False) -> None:
        """With `read_only`, whatever would change the library raises ReadOnly instead."""
        stay_offline()
        one_thread_each()
        self.settings = settings
        self._read_only = read_only
        self._guard = threading.Lock()
        self._encoder: Encoder | None = None
        self._library: Library | None = None
        self._assistant: Assistant | None = None
        self._history: History | None = None
        self._suggester: Suggester | None = None
        # Extracts are arithmetic: more at a time than there are cores slows down all of them.
        self._turnstile = Turnstile((os.cpu_count() or 1) if settings.chat_model is None else None)

    def ask(
        self, question: str, history: Sequence[str | Turn] = (), watch: Watch | None = None
    ) -> Answer:
        """Answer from the library as it is now; errors of `errors.py` say what is wrong."""
        with self._turnstile.passing():
            assistant = self._ready()
            with self.library.snapshot():
                return assistant.ask(question, history, watch)

    def attending(self) -> AbstractContextManager[None]:
        """Within, somebody waits to see an answer: what has time steps aside."""
        return self._turnstile.attending()

    @property
    def is_crowded(self) -> bool:
        """Whether more than one waits for an answer, made here and not by a language model."""
        return self._turnstile.places is not None and self._turnstile.present > 1

    def step_aside(self, patience: float) -> None:
        """Let those who wait for an answer go first, for `patience` seconds at most."""
        if self._turnstile.places is not None:
            self._turnstile.wait_until_idle(patience)

    def suggestions(self, turns: Sequence[Turn]) -> Future[list[str]]:
        """Questions to go on with after the last of `turns`, being looked for on another thread.

        The releases answer them; see `evaluation/suggestions.py`. Nothing is sent to a language
        model for them, and they are looked for while nobody waits for an answer.
        """
        from evaluation.suggester import Suggester

        with self._guard:
            if self._suggester is None:
                self._suggester = Suggester(self._suggested, lambda: not self._turnstile.is_idle)
            suggester = self._suggester
        return suggester.find(self.library.generation, turns)

    def _suggested(self, turns: Sequence[Turn], patience: Callable[[], None]) -> list[str]:
        from evaluation.suggestions import suggest

        extracts = self._ready().without_writer()
        with self.library.snapshot():

            def ask(question: str, before: Sequence[Turn]) -> Answer:
                patience()
                return extracts.ask(question, before)

            return suggest(turns, self.library.release, ask)

    def feedback(self, history: History | None = None) -> list[Feedback]:
        """What readers said of answers in the chat, oldest first; of a history as one sees it, or
        of all conversations."""
        from evaluation.feedback import said_in_chat

        with self.library.snapshot():
            return said_in_chat(history or self.history, self.library)

    def feedback_questions(self, history: History | None = None) -> Converted:
        """The same as evaluation questions: drafts for a person, and what is to do on them."""
        from evaluation.feedback import to_questions

        return to_questions(self.feedback(history), self.releases())

    @property
    def history(self) -> History:
        """The conversations of the chat, in the settings' data folder."""
        from answering.history import History

        with self._guard:
            if self._history is None:
                self._history = History(self.settings.data)
            return self._history

    def releases(self) -> list[Release]:
        """The current version of every release."""
        return self.library.releases()

    def compared(self, a: str, b: str | None) -> tuple[Release, Release]:
        """The two releases that a person names; with one name, its current version and the one
        before, older first. UsageError says what cannot be found."""
        library = self.library
        with library.snapshot():
            if b is not None:
                return library.find(a), library.find(b)
            after = library.find(a)
            before = library.version_before(after)
            if before is None:
                raise UsageError(f"{after.release_id} has no earlier version; name a second one")
            return before, after

    def ingest(
        self,
        sources: Sequence[str | Path | ListedSource] = (),
        *,
        prune: bool = False,
        rebuild: bool = False,
        dry_run: bool = False,
        wait: float = 0.0,
        progress: Progress | None = None,
        rebuilding: Rebuilding | None = None,
    ) -> Report:
        """Bring the library up to date with `sources`, or with the settings' sources.

        See `ingest.sync.sync` for the rest.
        """
        from ingest.sync import sync

        self._may_write()
        return sync(
            sources or self.source_list().sources,
            self.settings,
            self.encoder,
            prune=prune,
            rebuild=rebuild,
            dry_run=dry_run,
            wait=wait,
            progress=progress,
            rebuilding=rebuilding,
            describer=self._describer,
        )

    def remove(self, name: str, *, wait: float = 0.0) -> Entry:
        """Take the release that a person names out of use; see `ingest.removal.remove`."""
        from ingest.removal import remove

        self._may_write()
        release = self.library.find(name)
        return remove(release.release_id, self.settings, self._manifest(), self.encoder, wait)

    def restore(self, name: str, *, wait: float = 0.0) -> Entry:
        """Bring back a release that was removed; see `ingest.removal.restore`."""
        from ingest.removal import restore

        self._may_write()
        release = self.library.find(name)
        return restore(
            release.release_id,
            self.settings,
            self._manifest(),
            self.encoder,
            wait,
            self._describer,
        )

    def _may_write(self) -> None:
        if self._read_only:
            raise ReadOnly(
                f"the library {self.settings.library} is only read from here; use the command "
                "line, or set DEPECHE_READ_ONLY=false"
            )

    def source_list(self, sources: Sequence[str] = (), every: int | None = None) -> SourceList:
        """What to read: `sources`, else the settings' list or sources, and what was uploaded.

        `every` is minutes between two looks and outranks what the list says.
        """
        from ingest.source_list import EVERY, SourceList, read_source_list
        from ingest.sources import ListedSource
        from ingest.uploads import folder, holds_any

        if sources:
            return SourceList(tuple(map(ListedSource, sources)), every or EVERY)
        if self.settings.sources_file:
            listed = read_source_list(self.settings.sources_file)
        else:
            listed = SourceList(tuple(map(ListedSource, self.settings.sources)), EVERY)
        found = listed.sources
        if holds_any(self.settings.library):
            found += (ListedSource(str(folder(self.settings.library))),)
        if every is not None:
            found = tuple(replace(source, every=every) for source in found)
        return SourceList(found, every or listed.every)

    def evaluate(
        self,
        questions: Path,
        *,
        out: Path | None = None,
        baseline: Path | None = None,
        floors: Path | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> EvaluationReport:
        """Run a question set through `ask` and measure the answers."""
        from evaluation.evaluate import evaluate
        from evaluation.identity import identity
        from evaluation.tokens import TokenMeter

        writer = self._ready().writer
        meter = TokenMeter()
        releases = self.releases()
        with meter.reading(writer.model) if writer else nullcontext():
            return evaluate(
                questions,
                self.ask,
                releases,
                out=out,
                baseline=baseline,
                floors=floors,
                progress=progress,
                made_with=identity(self.settings, self.encoder, releases),
                tokens=(lambda: meter.total) if writer else None,
            )

    def judge(self, report: EvaluationReport) -> Opinions:
        """The chat model's opinion on a run's answers, advisory; SettingsError without a model."""
        from evaluation.judge import judge

        writer = self._writer()
        if writer is None:
            raise SettingsError("--judge needs a language model; set DEPECHE_CHAT_MODEL")
        return judge(report.run.rows, writer)

    def calibrate(
        self, what: str, plan: Path, note: Callable[[str], None]
    ) -> Iterator[tuple[str, Fitted]]:
        """Fit the "ranking", the "reader", the "choice" or the "refusal" on what `plan` names;
        "all" fits them one after the other, and writes each where the product reads it.

        The libraries are built anew in temporary folders; the library of the settings is not
        touched. `note` is told how far it is.
        """
        from evaluation.calibration.plan import read_plan
        from evaluation.calibration.run import Subject, calibrate, calibrate_all

        subjects = []
        with ExitStack() as stack:
            for part in read_plan(plan, self.settings.project):
                folder = Path(stack.enter_context(TemporaryDirectory()))
                settings = self.settings.model_copy(update={"library": folder})
                trained = stack.enter_context(Depeche(settings))
                trained.ingest(part.sources)
                releases = tuple(trained.releases())
                subjects.append(Subject.of(trained._ready(), releases, part))
            if what == "all":
                yield from calibrate_all(subjects, note)
            else:
                yield what, calibrate(what, subjects, note)

    def is_being_written(self) -> bool:
        """Whether an ingest is under way."""
        from vectorstore.lock import is_being_written

        return is_being_written(self.settings.library)

    @property
    def encoder(self) -> Encoder:
        """The embedding model that the settings name, loaded once."""
        if self._encoder is None:
            from embedding.load import load_encoder

            self._encoder = load_encoder(self.settings)
        return self._encoder

    @property
    def _describer(self) -> Describer:
        """What works out of passages, when they are stored, what the ranking reads."""
        from retrieval.analyst import Analyst

        return Analyst(self.encoder)

    @property
    def library(self) -> Library:
        """The library, opened once and followed afterwards."""
        from vectorstore.library import Library

        with self._guard:
            if self._library is None:
                self._library = Library(self.settings.library)
            else:
                self._library.refresh()
            return self._library

    def __enter__(self) -> Depeche:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the library's files."""
        if self._suggester is not None:
            self._suggester.close()
        with self._guard:
            if self._library is not None:
                self._library.close()
            if self._history is not None:
                self._history.close()
            self._library = self._assistant = self._history = self._suggester = None

    def _ready(self) -> Assistant:
        """The assistant on a library that is whole and was made by the encoder of the settings."""
        library = self.library
        with self._guard:
            if self._assistant is None:
                with meanwhile(_opened(library)) as checked:
                    library.expect(self._manifest())
                    assistant = self._assemble(library)
                    checked()
                self._assistant = assistant
                _settle()
                return assistant
        library.expect(self._manifest())
        return self._assistant

    def _manifest(self) -> Manifest:
        """What a library made by these settings would say of itself."""
        from ingest.manifest import manifest_of

        return manifest_of(self.encoder, self.settings.passage_words)

    def _assemble(self, library: Library) -> Assistant:
        from answering.assistant import Assistant
        from retrieval.retriever import EvidenceRetriever

        retriever = EvidenceRetriever(
            library=library,
            encoder=self.encoder,
            candidates=self.settings.candidates,
            limit=self.settings.evidence,
        )
        retriever.rerankers = self._rerankers(retriever)
        return Assistant(
            retriever,
            max_sentences=self.settings.answer_sentences,
            max_question_chars=self.settings.max_question_chars,
            writer=self._writer(),
            quote_instead=self.settings.chat_unsupported == "quote",
        )

    def _rerankers(self, retriever: EvidenceRetriever) -> tuple[Reranker, ...]:
        """The packaged reader, where it knows the encoder, then the reranker of the settings."""
        from retrieval.reader import WEIGHTS, Reader
        from retrieval.rerank import CompressorRerank, CrossEncoderCompressor, ReaderRerank

        rerankers: list[Reranker] = []
        reader = Reader.load(WEIGHTS, self.encoder.fingerprint)
        if reader is not None:
            rerankers.append(ReaderRerank(reader, retriever.ranker))
        if self.settings.reranker:
            compressor = CrossEncoderCompressor(name=self.settings.reranker)
            compressor.model  # noqa: B018 - a model that is not there is said now, not at a question
            rerankers.append(CompressorRerank(compressor, compressor.depth))
        return tuple(rerankers)

    def _writer(self) -> ChatWriter | None:
        """The chat model of the settings; None, the default, when there is none."""
        if self.settings.chat_model is None:
            return None
        from answering.models import chat_writer

        return chat_writer(
            self.settings.chat_model,
            timeout=self.settings.chat_timeout,
            base_url=self.settings.chat_base_url,
        )


def _opened(library: Library) -> Callable[[], None]:
    """The check of a library whose indexes are open: the vectors are read into memory in it, which
    takes no interpreter. What cannot be opened is said by the check, in its turn."""
    with suppress(DepecheError):
        library.open()
    return library.check


@cache
def _settle() -> None:
    """Take what is there now out of garbage collection, which stops everybody while it looks at it
    all, and collect seldom: an answer makes thousands of objects and hardly a cycle. Once a
    process, or what one assembly leaves behind would stay when the next is made."""
    gc.freeze()
    gc.set_threshold(_GARBAGE, *gc.get_threshold()[1:])
