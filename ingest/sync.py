"""Bring a library up to date with its sources: add, replace, leave alone, retire.

What a source was is known by the hash of its bytes, so an unchanged one is neither parsed nor
embedded. One bad input never stops the run: it is reported with its reason, and the version of it
that was stored before stays. The store commits everything at the end, in one step.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from config import Settings
from domain import Release
from embedding.encoder import Encoder
from errors import SourceError
from ingest.addresses import is_official
from ingest.arrivals import Decision, Fate, decide
from ingest.copies import bands
from ingest.document import Document
from ingest.fetch.pages import FILE as PAGES
from ingest.fetch.web import Web
from ingest.load import content_hash, load_release
from ingest.manifest import manifest_of
from ingest.parsers.confined import Limits
from ingest.report import REMOVED, SAME_BYTES, Conflict, Entry, Report
from ingest.shelving import DryShelf, open_shelf
from ingest.sources import Discovery, Failure, ListedSource, discover, source_name
from ingest.translations import CANDIDATES, translation_of
from vectorstore.catalogue import Catalogue, copy_of
from vectorstore.forward import Describer
from vectorstore.manifest import Manifest
from vectorstore.relations import CONFLICT, TRANSLATION

Progress = Callable[[int, int, str], None]
Rebuilding = Callable[[Sequence[str]], None]  # hears in words what the library was made with
_OUTCOME = {Fate.ADD: "added", Fate.UPDATE: "updated", Fate.KEEP: "added"}


def sync(
    sources: Sequence[str | Path | ListedSource],
    settings: Settings,
    encoder: Encoder,
    *,
    prune: bool = False,
    rebuild: bool = False,
    dry_run: bool = False,
    wait: float = 0.0,
    progress: Progress | None = None,
    rebuilding: Rebuilding | None = None,
    describer: Describer | None = None,
) -> Report:
    """Ingest `sources` (files, folders, addresses) into `settings.library`; say what happened.

    `prune` retires what has gone from a source that still answers (see `Discovery.vanished`).
    `dry_run` decides the same and changes nothing: no file is written, no lock is taken.
    `describer` works out of passages what questions read again; without one that is left to them.
    `rebuilding` is told before the first release is embedded anew, since that may take long.
    LibraryLocked when another process still writes after `wait` seconds, LibraryDamaged when the
    library cannot be used, LibraryUnwritable when it cannot be written; it is then as it was.
    """
    started = time.perf_counter()
    manifest = manifest_of(encoder, settings.passage_words)
    opened = (
        _dry(settings, manifest)
        if dry_run
        else open_shelf(settings, manifest, encoder, rebuild, wait, describer)
    )
    with ExitStack() as stack:
        web = stack.enter_context(_web(settings, progress, dry_run))
        found = discover(sources, settings.project, web)  # before the lock: servers may be slow
        shelf = stack.enter_context(opened)
        run = _Run(shelf, settings, progress)
        shelf.describe_older()
        if shelf.rebuilding:
            if rebuilding and shelf.differences:
                rebuilding(shelf.differences)
            run.rebuild()
        run.sign_older()
        run.read(found)
        if prune:
            run.prune(found)
        shelf.finish()
        return Report(
            **{name: tuple(entries) for name, entries in run.outcomes.items()},
            failed=tuple(run.failed),
            conflicts=tuple(run.conflicts),
            passages=shelf.catalogue.passage_count(),
            seconds=time.perf_counter() - started,
            dry_run=dry_run,
        )


@contextmanager
def _web(settings: Settings, progress: Progress | None, dry_run: bool) -> Iterator[Web]:
    """The web; a dry run keeps what it fetches in a folder that goes when it is done."""
    if not dry_run:
        yield Web(settings, progress)
        return
    with TemporaryDirectory() as folder:
        kept = settings.library / PAGES
        if kept.is_file():
            shutil.copy(kept, folder)
        yield Web(settings, progress, Path(folder))


@contextmanager
def _dry(settings: Settings, manifest: Manifest) -> Iterator[DryShelf]:
    with TemporaryDirectory() as folder:
        database = copy_of(settings.library, Path(folder), manifest)
        try:
            yield DryShelf(Catalogue(database), settings.passage_words)
        finally:
            database.close()


class _Run:
    """One run in progress: the ledger as it was, and what has been decided so far."""

    def __init__(self, shelf: DryShelf, settings: Settings, progress: Progress | None) -> None:
        self.shelf = shelf
        self.catalogue = shelf.catalogue
        self.settings = settings
        self.progress = progress or (lambda done, total, source: None)
        self.ledger = self.catalogue.ledger()
        self.removed = self.catalogue.removed()
        self.outcomes: dict[str, list[Entry]] = {
            name: [] for name in ("added", "updated", "unchanged", "retired")
        }
        self.failed: list[Failure] = []
        self.conflicts: list[Conflict] = []

    def rebuild(self) -> None:
        """Cut and embed every stored release anew: the encoder or the chunking is another one."""
        count = len(self.catalogue.live_ids())
        for done, release in enumerate(self.catalogue.live_releases()):
            self.progress(done, count, release.source)
            self.shelf.put(release)
            self.catalogue.sign(release.release_id, bands(release))

    def sign_older(self) -> None:
        """Make the releases of a library of an older schema comparable."""
        for release in self.catalogue.unsigned():
            self.catalogue.sign(release.release_id, bands(release))
            self.shelf.changed = True

    def read(self, found: Discovery) -> None:
        """Parse what is new or changed; put it into the store."""
        self.failed.extend(found.failed)
        for done, file in enumerate(found.files):
            self.progress(done, len(found.files), file.source)
            try:
                self.take(file)
            except SourceError as error:
                self.failed.append(Failure(file.source, str(error)))
        self.progress(len(found.files), len(found.files), "")

    def take(self, file: Document) -> None:
        """Decide what one file means for the library, and do it."""
        known = self.ledger.get(file.key)
        if known and known.release_id in self.removed:
            self.leave_out(known.release_id, file)
            return
        digest = content_hash(file)
        if known and known.content_hash == digest:
            entry = Entry(known.release_id, known.version, file.source, SAME_BYTES)
            self.outcomes["unchanged"].append(entry)
            return
        settings = self.settings
        limits = Limits(settings.parse_seconds, settings.parse_memory_mb)
        release = load_release(file, max_mb=settings.max_source_mb, limits=limits)
        if release.release_id in self.removed or release.version in self.removed.values():
            self.leave_out(release.release_id, file)
            return
        release = replace(release, official=is_official(release.url, self.settings.official))
        signature = bands(release)
        decision = decide(self.catalogue, file, release, known, signature)
        self.apply(decision, signature)
        kept = decision.release
        self.catalogue.record(
            file.key,
            digest,
            kept.release_id,
            kept.version,
            source=file.source,
            url=release.url,
            official=release.official,
        )
        self.shelf.changed = True
        outcome = _OUTCOME.get(decision.fate, "unchanged")
        entry = Entry(kept.release_id, kept.version, file.source, decision.reason)
        self.outcomes[outcome].append(entry)

    def leave_out(self, release_id: str, file: Document) -> None:
        """A person took this release out: the ledger stays as it was, for the day it comes back."""
        version = self.removed.get(release_id, "")
        self.outcomes["unchanged"].append(Entry(release_id, version, file.source, REMOVED))

    def apply(self, decision: Decision, signature: Sequence[int]) -> None:
        """Store what was decided, with its links."""
        release = decision.release
        if decision.fate is Fate.NOTHING:
            return
        self.catalogue.unlink(release.release_id, CONFLICT)
        if decision.fate is Fate.KEEP:
            self.catalogue.keep(release)
            if decision.conflict:  # nothing of an altered copy is quoted, nor what it said before
                self.catalogue.demote(release.release_id)
        else:
            self.shelf.put(release)
            self.catalogue.sign(release.release_id, signature)
            self.link_translations(release)
        if decision.moves:
            self.catalogue.move(decision.moves, release.release_id)
        if decision.conflict:
            self.note_conflict(decision)

    def note_conflict(self, decision: Decision) -> None:
        """Link two releases that contradict each other, and report them, official first."""
        release, other = decision.release, self.catalogue.live(decision.conflict or "")
        if other is None:
            return
        if decision.demotes:
            self.catalogue.demote(other.release_id)
        self.catalogue.link(release.release_id, CONFLICT, other.release_id)
        pair = (release, other) if decision.demotes else (other, release)
        self.conflicts.append(
            Conflict(
                tuple(each.release_id for each in pair),
                tuple(each.url or each.source for each in pair),
                f"{release.source} {decision.reason}",
            )
        )

    def link_translations(self, release: Release) -> None:
        """Link a release to those that say the same in another language."""
        name = release.release_id
        self.catalogue.unlink(name, TRANSLATION)
        meant = self.catalogue.declare(name, release.translations, release.url)
        if not meant and release.date:
            candidates = self.catalogue.same_day(release.date, release.language, CANDIDATES)
            free = [c for c in candidates if not self.catalogue.linked(c.release_id, TRANSLATION)]
            other = translation_of(release, free)
            meant = [other.release_id] if other else []
        for each in meant:
            self.catalogue.link(name, TRANSLATION, each)

    def prune(self, found: Discovery) -> None:
        """Retire releases that have gone from a source that answered."""
        vanished = found.vanished(self.ledger)
        for origin, known in self.ledger.items():
            if origin not in vanished or known.release_id in self.removed:
                continue
            gone = self.catalogue.retire(origin)
            self.shelf.changed = True
            reason = "gone from its source" if gone else "gone, but still found elsewhere"
            self.outcomes["retired" if gone else "unchanged"].append(
                Entry(known.release_id, known.version, source_name(origin), reason)
            )
