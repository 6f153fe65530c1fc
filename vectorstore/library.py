"""Reading a library: releases in all their versions, passages by number, search in both indexes.

A reader holds one state of the library, whole, and moves on to the newest one between questions:
what is asked inside `snapshot()` sees nothing of a commit that happens meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

import numpy as np

from domain import Citation, Passage, Release, Resolution, Standing, check_citation
from errors import LibraryDamaged, LibraryEmpty, LibraryMismatch
from vectorstore.contents import Contents, contents
from vectorstore.database import FILE, Database
from vectorstore.listing import Listed, Listing, Wanted
from vectorstore.manifest import Manifest
from vectorstore.vectors import Hit
from vectorstore.versions import Stored, addresses, find, history, standing, version_before
from vectorstore.view import Extract, Head, View
from vectorstore.words import check_counts

_HELD: ContextVar[tuple[object, View] | None] = ContextVar("held", default=None)


class Library:
    """A library opened for reading; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        """Open `folder`; LibraryEmpty, LibraryDamaged or LibraryMismatch say what is wrong."""
        self.folder = folder
        if folder.exists() and not folder.is_dir():
            raise LibraryDamaged(f"{folder} is a file, not a library folder; choose another one")
        if not (folder / FILE).exists():
            raise LibraryEmpty(f"there is no library in {folder} yet; run `python cli.py ingest`")
        self._guard = threading.RLock()
        self._turn = threading.Lock()
        self._view = View(folder)
        self._probe = Database(folder)  # sees what is committed after the view

    # One state at a time

    @contextmanager
    def snapshot(self) -> Iterator[View]:
        """Within, this thread sees the library as it is now, whatever is committed meanwhile."""
        held = _HELD.get()
        if held is not None and held[0] is self:
            yield held[1]
            return
        with self._guard:
            view = self._view
            view.users += 1
        token = _HELD.set((self, view))
        try:
            yield view
        finally:
            _HELD.reset(token)
            self._leave(view)

    def _leave(self, view: View) -> None:
        with self._guard:
            view.users -= 1
            over = view is not self._view and not view.users
        if over:
            view.close()

    def refresh(self) -> bool:
        """Move on to what other processes committed; True when something changed.

        The new state is opened and read before it takes the place of the old one, so that other
        threads go on answering meanwhile. Within `snapshot()` there is nothing to move on to.
        """
        held = _HELD.get()
        if held is not None and held[0] is self:
            return False
        with self._turn:
            latest = self._probe.manifest()[1:]
            if latest == (self._view.epoch, self._view.generation):
                return False
            view = View(self.folder)
            try:
                if self._view.warm:
                    view.warm_up()
            except BaseException:
                view.close()
                raise
            with self._guard:
                old, self._view = self._view, view
                old.users += 1
            self._leave(old)
            return True

    @property
    def manifest(self) -> Manifest:
        """How the library was made."""
        return self._view.manifest

    @property
    def generation(self) -> int:
        """The number of the commit that is seen."""
        return self._view.generation

    # What is stored

    def releases(self) -> list[Release]:
        """The current version of every release, in order of arrival."""
        with self.snapshot() as view:
            rows = view.rows(
                "SELECT release_id, version FROM releases WHERE live = 1 ORDER BY ordinal"
            )
            return [view.release(release_id, version) for release_id, version in rows]

    def release(self, release_id: str, version: str | None = None) -> Release:
        """One release, its current version unless told; KeyError when it was never stored."""
        with self.snapshot() as view:
            if version is None:
                version = view.live_version(release_id)
            return view.release(release_id, version)

    def text(self, release_id: str, version: str) -> str:
        """The text that quotes are taken from; KeyError when it was never stored."""
        with self.snapshot() as view:
            return view.release(release_id, version).text

    def is_current(self, release_id: str, version: str) -> bool:
        """Whether new answers use this version."""
        sql = "SELECT 1 FROM releases WHERE release_id = ? AND version = ? AND live = 1"
        with self.snapshot() as view:
            return bool(view.rows(sql, release_id, version))

    def resolve(self, citation: Citation) -> Resolution:
        """The words that a citation quoted, and whether new answers still use them.

        Works for every version that was ever stored. CitationError when the quote is not the
        stored span or the version was never stored.
        """
        with self.snapshot() as view:
            check_citation(citation, self)
            release = view.release(citation.release_id, citation.version)
            stands, current = standing(view, citation.release_id, citation.version)
            return Resolution(citation, release, stands, current)

    def standing(self, release_id: str, version: str) -> Standing:
        """What a stored version is to new answers."""
        with self.snapshot() as view:
            return standing(view, release_id, version)[0]

    def successor(self, release_id: str, version: str) -> Release | None:
        """The release that new answers use in place of a stored version; itself while it stands."""
        with self.snapshot() as view:
            return standing(view, release_id, version)[1]

    def history(self, release_id: str | None = None) -> list[Stored]:
        """Every version of every release, or of one, in order of arrival."""
        with self.snapshot() as view:
            return history(view, release_id)

    def select(self, wanted: Wanted) -> list[Listed]:
        """The lines of the table of releases that are wanted, without their texts."""
        with self.snapshot() as view:
            return view.listing.select(wanted)

    @property
    def listing(self) -> Listing:
        """The table of releases, as it is now."""
        with self.snapshot() as view:
            return view.listing

    def addresses(self, release_id: str) -> tuple[str, ...]:
        """Where a release was found: its web addresses, official ones first, and its files."""
        with self.snapshot() as view:
            return addresses(view, release_id)

    def find(self, name: str) -> Release:
        """The release that a person means: an id, the beginning of one, a file name, an address,
        each with `@VERSION` for an older one. UsageError when it is none or could be several."""
        with self.snapshot() as view:
            return find(view, name)

    def version_before(self, release: Release) -> Release | None:
        """The version of a release that came in before this one; None for the first."""
        with self.snapshot() as view:
            return version_before(view, release)

    def passages(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """The passages with these numbers; numbers that are not live are left out."""
        with self.snapshot() as view:
            return view.passages(numbers)

    def extracts(self, numbers: Sequence[int], stamp: str = "") -> dict[int, Extract]:
        """The same passages without their words, with what was worked out of them for `stamp`."""
        with self.snapshot() as view:
            return view.extracts(numbers, stamp)

    def passages_of(self, release_ids: Collection[str], limit: int) -> list[int]:
        """The numbers of the first `limit` passages of these releases."""
        with self.snapshot() as view:
            return view.passages_of(release_ids, limit)

    def words_of(self, numbers: Sequence[int]) -> dict[int, str]:
        """The words of these passages."""
        with self.snapshot() as view:
            return view.words_of(numbers)

    def worded(self, numbers: Sequence[int]) -> dict[int, tuple[Passage, str]]:
        """These passages with their words."""
        with self.snapshot() as view:
            return view.worded(numbers)

    def heads(self, keys: Sequence[tuple[str, str]], stamp: str = "") -> list[Head]:
        """What is said of these releases (id and version) as a whole, worked out for `stamp`."""
        with self.snapshot() as view:
            return view.heads(keys, stamp)

    def passage_count(self) -> int:
        """How many passages are live."""
        with self.snapshot() as view:
            return view.passage_count()

    def contents(self) -> Contents:
        """What the library holds, in numbers."""
        with self.snapshot() as view:
            return contents(view)

    # Search

    def search_vectors(self, vector: np.ndarray, limit: int) -> list[Hit]:
        """Nearest passages by cosine, best first."""
        with self.snapshot() as view:
            return view.search_vectors(vector, limit)

    def search_words(self, question: str, limit: int) -> list[Hit]:
        """Passages that share words with the question, best first by BM25."""
        with self.snapshot() as view:
            return view.search_words(question, limit)

    def frequency(self, stemmed: str) -> int:
        """How many passages hold this stem."""
        with self.snapshot() as view:
            return view.frequency(stemmed)

    def near(self, word: str, changes: int) -> list[int]:
        """The numbers of some passages with a word that is written nearly like a folded one."""
        with self.snapshot() as view:
            return view.near(word, changes)

    def expect(self, manifest: Manifest) -> None:
        """Raise LibraryMismatch unless the library was made as `manifest` says."""
        differences = self.manifest.differences(manifest)
        if differences:
            raise LibraryMismatch(
                f"the library {self.folder} was made with {' and '.join(differences)}; "
                "run `python cli.py ingest` to rebuild it, or set DEPECHE_ENCODER back"
            )

    def open(self) -> None:
        """Open the indexes, which are opened by the first question otherwise."""
        with self.snapshot() as view:
            view.indexes()

    def check(self) -> None:
        """Raise LibraryEmpty or LibraryDamaged unless every live passage is in both indexes."""
        with self.snapshot() as view:
            live = view.passage_count()
            if not live:
                raise LibraryEmpty(
                    f"the library {self.folder} is empty; run `python cli.py ingest`"
                )
            view.warm_up()  # reads the vectors, and lets others go on; a count would not
            check_counts(self.folder, live, *view.indexes())

    def close(self) -> None:
        """Let go of all files."""
        with self._guard:
            self._view.close()
            self._probe.close()
