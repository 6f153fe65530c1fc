"""Putting releases on the shelf: cut, embed in batches, store; or, in a dry run, only note them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager

import numpy as np

from config import Settings
from domain import Passage, Release
from embedding.encoder import Encoder
from ingest.chunk import cut
from ingest.parsed import visible
from vectorstore import writer as writing
from vectorstore.catalogue import Catalogue
from vectorstore.forward import Describer, DescriberApart
from vectorstore.manifest import Manifest
from vectorstore.resume import Resume
from vectorstore.writer import LibraryWriter, open_for_writing

_BATCH = 512  # passages embedded at a time: keeps the encoder busy and memory small
_AHEAD = 8  # such batches that may wait for the process that describes them


class DryShelf:
    """Decides and counts; stores nothing that outlives the run."""

    rebuilding = False
    differences: tuple[str, ...] = ()

    def __init__(self, catalogue: Catalogue, passage_words: int) -> None:
        self.catalogue = catalogue
        self.passage_words = passage_words
        self.changed = False

    def put(self, release: Release) -> None:
        """Make this version of a release the one that answers use."""
        self.catalogue.enter(release, cut(release, self.passage_words))

    def describe_older(self) -> None:
        """Work out of every passage anew what was worked out by other code."""

    def finish(self) -> None:
        """Commit what was put, if anything changed."""


class Shelf(DryShelf):
    """The real one: what is put is visible at once to this run, to readers after `finish`."""

    def __init__(
        self,
        writer: LibraryWriter,
        encoder: Encoder,
        resume: Resume,
        passage_words: int,
        describer: Describer | None = None,
    ) -> None:
        super().__init__(writer, passage_words)
        self.describer = describer
        self.describing = describer is not None and writer.stamp == describer.stamp
        self.writer = writer
        self.encoder = encoder
        self.resume = resume
        self.rebuilding = writer.rebuilding
        self.differences = tuple(writer.differences)
        self.changed = writer.rebuilding
        self.waiting: list[tuple[int, str]] = []
        self.noted: list[tuple[int, Passage, str]] = []  # that are to be described
        self.descriptions = _Descriptions(writer, describer) if describer else None

    def put(self, release: Release) -> None:
        """See DryShelf; the passages are embedded later, with others."""
        passages = cut(release, self.passage_words)
        numbers = self.writer.put(release, passages)
        texts = [embedded(release, passage) for passage in passages]
        self.waiting += zip(numbers, texts, strict=True)
        if self.describing:
            self._note(release, numbers, passages)
        if len(self.waiting) >= _BATCH:
            self._embed()

    def describe_older(self) -> None:
        """Work out of every passage anew what was worked out by other code, or not at all."""
        if self.describer is None or self.describing:
            return
        self.describing = True
        self.writer.describe_for(self.describer.stamp)
        self.changed |= self.catalogue.passage_count() > 0
        for release in self.catalogue.live_releases():
            numbered = self.catalogue.numbered(release.release_id)
            self._note(release, [number for number, _ in numbered], [p for _, p in numbered])
            if len(self.noted) >= _BATCH:
                self._describe()

    def finish(self) -> None:
        """See DryShelf."""
        self._embed()
        if self.descriptions:
            self.descriptions.finish()
        if self.changed:
            self.writer.commit()
        self.resume.forget()

    def close(self) -> None:
        """Let go of what still runs."""
        if self.descriptions:
            self.descriptions.close()

    def _note(self, release: Release, numbers: Sequence[int], passages: Sequence[Passage]) -> None:
        """These passages are to be described; the head of their release is at once."""
        if self.describer:
            self.writer.describe_head(release, self.describer.describe_head(release))
        for number, passage in zip(numbers, passages, strict=True):
            words = release.text[passage.start : passage.end]
            self.noted.append((number, passage, words))

    def _describe(self) -> None:
        if self.descriptions and self.noted:
            self.descriptions.add(self.noted)
        self.noted = []

    def _embed(self) -> None:
        self._describe()
        if not self.waiting:
            return
        texts = [text for _, text in self.waiting]
        vectors = self.resume.get(texts)
        missing = [text for text in dict.fromkeys(texts) if text not in vectors]
        if missing:
            made = self.encoder.encode_passages(missing)
            self.resume.keep(missing, made)
            vectors.update(zip(missing, made, strict=True))
        self.writer.add_vectors(
            [number for number, _ in self.waiting], np.stack([vectors[text] for text in texts])
        )
        self.waiting = []


class _Descriptions:
    """Has passages described and stores what comes of it, as the writer stores vectors: here as
    long as there are few, and then in a process of its own."""

    def __init__(self, writer: LibraryWriter, describer: Describer) -> None:
        self._writer = writer
        self._describer = describer
        self._described = 0  # that were described here
        self._apart: DescriberApart | None = None
        self._coming: deque[tuple[list[int], Future[list[bytes]]]] = deque()

    def add(self, noted: Sequence[tuple[int, Passage, str]]) -> None:
        """These are stored by `finish` at the latest."""
        numbers = [number for number, _, _ in noted]
        passages = [(passage, words) for _, passage, words in noted]
        if self._described >= writing.APART and self._apart is None:
            self._apart = self._describer.apart()
        if self._apart is None:
            self._described += len(noted)
            self._writer.add_descriptions(numbers, self._describer.describe(passages))
            return
        self._coming.append((numbers, self._apart.describe(passages)))
        while self._coming and (len(self._coming) > _AHEAD or self._coming[0][1].done()):
            self._store()

    def finish(self) -> None:
        """Wait for all of them."""
        while self._coming:
            self._store()

    def close(self) -> None:
        """Let go of the process."""
        if self._apart is not None:
            self._apart.close()

    def _store(self) -> None:
        numbers, bodies = self._coming.popleft()
        self._writer.add_descriptions(numbers, bodies.result())


@contextmanager
def open_shelf(
    settings: Settings,
    manifest: Manifest,
    encoder: Encoder,
    rebuild: bool = False,
    wait: float = 0.0,
    describer: Describer | None = None,
) -> Iterator[Shelf]:
    """The library of the settings, opened for writing; see `open_for_writing` for the errors."""
    with (
        open_for_writing(settings.library, manifest, rebuild, wait) as writer,
        Resume.open(settings.library, manifest.fingerprint) as resume,
    ):
        shelf = Shelf(writer, encoder, resume, settings.passage_words, describer)
        try:
            yield shelf
        finally:
            shelf.close()


def embedded(release: Release, passage: Passage) -> str:
    """What is embedded for a passage: its heading as context, then its words."""
    words = visible(release.text[passage.start : passage.end])
    return f"{passage.section}. {words}" if passage.section else words
