"""Addresses in, documents out: what `ingest.sources` hands its addresses to.

A page is one document. A list (feed, sitemap) stands for the pages that it names. Lists are
windows: what a feed names no more has not gone from the world, so a page is taken as gone only
when its own server says so (404, 410) while the list answers and still names something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path

from config import Settings
from errors import SourceUnreachable
from ingest.addresses import canonical_url
from ingest.fetch.client import Answer, Client
from ingest.fetch.kinds import listing_of, suffix_of
from ingest.fetch.lists import Entry
from ingest.fetch.pages import FetchedPage, Pages
from ingest.sources import Discovery, Failure, ListedSource, shown

LIMIT = 1000  # pages read of one list when the source sets no limit
LISTS = 200  # lists that one source may consist of: pages of an archive, parts of a sitemap
Progress = Callable[[int, int, str], None]


class Web:
    """The web as one run of `ingest` sees it; nothing is asked of it before `collect`.

    `store` is the folder that keeps what is fetched: the library, unless nothing may be written
    there.
    """

    def __init__(
        self,
        settings: Settings,
        progress: Progress | None = None,
        store: Path | None = None,
        client: Callable[[Settings], Client] = Client,
    ) -> None:
        self._settings = settings
        self._progress = progress or (lambda done, total, source: None)
        self._client = client
        self._pages = Pages(store or settings.library)

    def collect(self, source: str | ListedSource) -> Discovery:
        """The documents behind an address: the page itself, or those that its list names."""
        wanted = source if isinstance(source, ListedSource) else ListedSource(source)
        visit = _Visit(wanted, self._pages, self._settings, self._progress, self._client)
        return visit.collect()


@dataclass(slots=True)
class _Visit:
    """One source, visited: what it named, what came, what failed."""

    wanted: ListedSource
    pages: Pages
    settings: Settings
    progress: Progress
    opened: Callable[[Settings], Client]
    client: Client = field(init=False)
    entries: dict[str, Entry] = field(default_factory=dict)
    files: list[FetchedPage] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    modified: bool = False  # whether a list said something new

    def collect(self) -> Discovery:
        """Ask for the source and for what it names."""
        address = self.wanted.address
        self.progress(0, 1, address)  # a server may be slow: say who is waited for
        with self.opened(self.settings) as self.client:
            try:
                answer = self._ask(address)
                if self._read_list(answer, address, []):
                    return self._collect_listed()
                if self.pages.listed(address):
                    raise SourceUnreachable(f"{address}: was a list and is one no more; check it")
            except SourceUnreachable as error:
                self._fail(address, str(error))
                # "Not found" may be a mishap of the site; "gone" is said on purpose.
                gone = {key_of(address)} if error.status == 410 else set()
                return self._result(lambda known: gone & set(known))
            self._take(address, answer, Entry(address))
            return self._result()

    def _collect_listed(self) -> Discovery:
        address = self.wanted.address
        answered = self.modified and not self.failed
        before = self.pages.listed(address)
        chosen = self._chosen()
        for done, entry in enumerate(chosen):
            self.progress(done, len(chosen), entry.address)
            self._visit(entry)
        self.pages.note_listed(address, [(key_of(e.address), e.address) for e in chosen])
        if not (answered and self.files):
            return self._result()
        missing = {key: where for key, where in before.items() if key not in self.entries}
        return self._result(lambda known: self._gone(missing, known))

    def _chosen(self) -> list[Entry]:
        """The entries that the source is wanted for, in the order of the list."""
        wanted = self.wanted
        chosen = [
            entry
            for entry in self.entries.values()
            if fnmatchcase(entry.address, wanted.include or "*")
            and not (wanted.since and entry.day and entry.day < wanted.since)
        ]
        if wanted.limit is None and len(chosen) > LIMIT:
            self._fail(
                wanted.address,
                f"{wanted.address}: names {len(chosen)} pages, of which the first {LIMIT} are "
                "read; set `include`, `since` or `limit` in the list of sources",
            )
        return chosen[: wanted.limit or LIMIT]

    def _visit(self, entry: Entry) -> None:
        try:
            answer = self._ask(entry.address)
            if listing_of(answer, self.settings.max_source_mb) is not None:
                raise SourceUnreachable(f"{entry.address}: a list inside a list; give it by itself")
            self._take(entry.address, answer, entry)
        except SourceUnreachable as error:
            self._fail(entry.address, str(error))
        except ValueError as error:
            self._fail(entry.address, f"{entry.address}: {error}")

    def _read_list(self, answer: Answer, address: str, seen: list[str]) -> bool:
        """Note what a list names, the lists that belong to it included; whether it is a list."""
        seen.append(address)
        try:
            listing = listing_of(answer, self.settings.max_source_mb)
        except ValueError as error:
            raise SourceUnreachable(f"{address}: {error}") from None
        if listing is None:
            return False
        self.modified |= answer.fresh
        for entry in listing.entries:
            self.entries.setdefault(key_of(entry.address), entry)
        if listing.nameless:
            self._fail(address, f"{address}: {listing.nameless} entries without an address")
        for part in listing.lists:
            if part in seen:
                continue
            if len(seen) >= LISTS:
                self._fail(part, f"{part}: one list too many; at most {LISTS} belong to a source")
                break
            try:
                if not self._read_list(self._ask(part), part, seen):
                    self._fail(part, f"{part}: named as a list, but it is none")
            except SourceUnreachable as error:
                self._fail(part, str(error))
        return True

    def _ask(self, address: str) -> Answer:
        """The answer of this moment; from the store when it is "not modified"."""
        answer = self.client.get(address, *self.pages.validators(address))
        if answer.body is None:
            stored = self.pages.load(address)
            if stored is None:
                raise SourceUnreachable(f"{address}: the server answers 304 to a first request")
            return replace(stored, fresh=False)
        self.pages.keep(address, answer)
        return answer

    def _gone(self, missing: dict[str, str], known: Iterable[str]) -> set[str]:
        """Those of the pages (key → address) whose server says that they are there no more."""
        gone = set()
        asked = [key for key in known if key in missing]
        if asked:
            with self.opened(self.settings) as client:
                for key in asked:
                    try:
                        client.get(missing[key])
                    except SourceUnreachable as error:
                        if error.gone:
                            gone.add(key)
        return gone

    def _take(self, address: str, answer: Answer, entry: Entry) -> None:
        self.files.append(
            FetchedPage(
                source=shown(address),
                key=key_of(address),
                suffix=suffix_of(answer),
                url=canonical_url(answer.address),
                published=entry.day,
                charset=answer.charset,
                pages=self.pages,
                address=address,
            )
        )

    def _fail(self, address: str, why: str) -> None:
        self.failed.append(Failure(shown(address), shown(why)))

    def _result(self, gone: Callable[[Iterable[str]], set[str]] = lambda known: set()) -> Discovery:
        return Discovery(tuple(self.files), tuple(self.failed), gone)


def key_of(address: str) -> str:
    """What tells a page from all others: one spelling of its address."""
    return canonical_url(address) or address
