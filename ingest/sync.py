"""Bring a library up to date with its sources: add, replace, leave alone, retire.

What a source was is known by the hash of its bytes, so an unchanged one is neither parsed nor
embedded. One bad input never stops the run: it is reported with its reason, and the version of it
that was stored before stays. The store commits everything at the end, in one step.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from config import Settings
from domain import Passage, Release
from embedding.encoder import Encoder
from errors import SourceError
from ingest.chunk import CHUNKING, cut
from ingest.document import Document
from ingest.fetch.web import Web
from ingest.load import content_hash, load_release
from ingest.parsed import visible
from ingest.sources import Discovery, Failure, ListedSource, discover, source_name
from vectorstore.manifest import Manifest
from vectorstore.writer import LibraryWriter, open_for_writing

Progress = Callable[[int, int, str], None]
_BATCH = 512


@dataclass(frozen=True, slots=True)
class Entry:
    """A release in a report."""

    release_id: str
    version: str
    source: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did; `passages` is the size of the library afterwards, `seconds` the run's."""

    added: tuple[Entry, ...]
    updated: tuple[Entry, ...]
    unchanged: tuple[Entry, ...]
    retired: tuple[Entry, ...]
    failed: tuple[Failure, ...]
    passages: int
    seconds: float
    rebuilt: tuple[str, ...] = ()

    @property
    def succeeded(self) -> int:
        """How many sources are in the library after the run."""
        return len(self.added) + len(self.updated) + len(self.unchanged)


def manifest_of(encoder: Encoder, passage_words: int) -> Manifest:
    """What a library made now would say of itself."""
    return Manifest(
        encoder=encoder.name,
        fingerprint=encoder.fingerprint,
        dimensions=encoder.dimensions,
        chunking=f"{CHUNKING}-{passage_words}",
    )


def sync(
    sources: Sequence[str | Path | ListedSource],
    settings: Settings,
    encoder: Encoder,
    *,
    prune: bool = False,
    rebuild: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Ingest `sources` (files, folders, addresses) into `settings.library`; say what happened.

    `prune` retires what has gone from a source that still answers (see `Discovery.vanished`).
    LibraryLocked when another process writes, LibraryDamaged when the library cannot be used.
    """
    started = time.perf_counter()
    found = discover(sources, settings.project, Web(settings, progress))
    manifest = manifest_of(encoder, settings.passage_words)
    with open_for_writing(settings.library, manifest, rebuild) as writer:
        run = _Run(writer, encoder, settings, progress)
        if writer.rebuilding:
            run.rebuild()
        run.read(found)
        if prune:
            run.prune(found)
        run.flush()
        if run.changed:
            writer.commit()
        return run.report(writer.passage_count(), time.perf_counter() - started)


class _Run:
    """One run in progress: the ledger as it was, and what has been decided so far."""

    def __init__(
        self,
        writer: LibraryWriter,
        encoder: Encoder,
        settings: Settings,
        progress: Progress | None,
    ) -> None:
        self.writer = writer
        self.encoder = encoder
        self.settings = settings
        self.progress = progress or (lambda done, total, source: None)
        self.ledger = writer.ledger()
        self.by_version = {version: release for _, release, version in self.ledger.values()}
        self.origin_of = {release: origin for origin, (_, release, _) in self.ledger.items()}
        self.pending: list[tuple[Release, tuple[Passage, ...]]] = []
        self.pending_passages = 0
        self.added: list[Entry] = []
        self.updated: list[Entry] = []
        self.unchanged: list[Entry] = []
        self.retired: list[Entry] = []
        self.failed: list[Failure] = []
        self.changed = False

    def rebuild(self) -> None:
        """Cut and embed every stored release anew: the encoder or the chunking is another one."""
        self.changed = True
        releases = self.writer.live_releases()
        for done, release in enumerate(releases):
            self.progress(done, len(releases), release.source)
            self.put(release)
        self.flush()

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
        """Decide what one file means for the library."""
        digest = content_hash(file)
        known = self.ledger.get(file.key)
        if known and known[0] == digest:
            self.unchanged.append(Entry(known[1], known[2], file.source))
            return
        release = load_release(file, max_mb=self.settings.max_source_mb)
        entry = Entry(release.release_id, release.version, file.source)
        twin = self.by_version.get(release.version)
        if twin is not None and twin != release.release_id and not known:
            release_id = twin  # the same words under another name: one release, two addresses
            self.remember(file, digest, release_id, release.version)
            self.unchanged.append(Entry(release_id, release.version, file.source))
            return
        if known and known[1:] == (release.release_id, release.version):
            stored = self.writer.stored_text(release.release_id, release.version)
            if stored != release.text:  # other spaces, same words: quotes keep their offsets
                self.remember(file, digest, release.release_id, release.version)
                self.unchanged.append(entry)
                return
        holder = self.origin_of.get(release.release_id)
        if holder is not None and holder != file.key:
            raise SourceError(
                f"{file.source}: is the same release as {holder} but has other words; "
                "keep one of the two files"
            )
        if known and known[1] != release.release_id:
            self.writer.retire(file.key)  # a sidecar gave it an address: same file, new identity
        self.put(release)
        self.remember(file, digest, release.release_id, release.version)
        (self.updated if known else self.added).append(entry)

    def remember(self, file: Document, digest: str, release_id: str, version: str) -> None:
        """Note in the ledger what this file became."""
        self.writer.record(file.key, digest, release_id, version)
        self.by_version[version] = release_id
        self.origin_of.setdefault(release_id, file.key)
        self.changed = True

    def put(self, release: Release) -> None:
        """Queue a release for embedding; batches keep the encoder busy and memory small."""
        passages = cut(release, self.settings.passage_words)
        self.pending.append((release, passages))
        self.pending_passages += len(passages)
        if self.pending_passages >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Embed and store what is queued."""
        if not self.pending:
            return
        texts = [_embedded(release, p) for release, passages in self.pending for p in passages]
        vectors = self.encoder.encode_passages(texts)
        at = 0
        for release, passages in self.pending:
            self.writer.put(release, passages, vectors[at : at + len(passages)])
            at += len(passages)
        self.pending, self.pending_passages = [], 0

    def prune(self, found: Discovery) -> None:
        """Retire releases that have gone from a source that answered."""
        vanished = found.vanished(self.ledger)
        for origin, (_, release_id, version) in self.ledger.items():
            if origin in vanished:
                self.writer.retire(origin)
                self.retired.append(Entry(release_id, version, source_name(origin)))
                self.changed = True

    def report(self, passages: int, seconds: float) -> Report:
        """The run as a value."""
        return Report(
            added=tuple(self.added),
            updated=tuple(self.updated),
            unchanged=tuple(self.unchanged),
            retired=tuple(self.retired),
            failed=tuple(self.failed),
            passages=passages,
            seconds=seconds,
            rebuilt=tuple(self.writer.differences) if self.writer.rebuilding else (),
        )


def _embedded(release: Release, passage: Passage) -> str:
    """What is embedded for a passage: its heading as context, then its words."""
    words = visible(release.text[passage.start : passage.end])
    return f"{passage.section}. {words}" if passage.section else words
