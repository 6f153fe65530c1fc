"""What becomes of a release that comes in, given what the library holds.

A new release, a new version of one, an older version, another address of one, an altered copy:
the decision is made on the catalogue alone, so that a dry run decides as a real one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from domain import Release, ReleaseStatus
from errors import SourceError
from ingest.copies import Relation, relation
from ingest.document import Document
from vectorstore.catalogue import Catalogue, Known

COMPARED = 20  # stored releases that one is compared with
ALTERED = 3  # altered copies of one release that are quoted; more are kept, but answer nothing
_CHANGED = "its words changed; the version before stays citable"
_MARKED = (ReleaseStatus.CORRECTION, ReleaseStatus.UPDATE)


class Fate(StrEnum):
    """What is done with a release."""

    ADD = "add"
    UPDATE = "update"
    KEEP = "keep"  # stored and citable, not used for answers
    NOTHING = "nothing"  # the words are there already


@dataclass(frozen=True, slots=True)
class Decision:
    """`release` under the id that it gets; `moves` is the id whose place it takes, `conflict` the
    id of the release that it differs from, `demotes` whether that one is no longer quoted."""

    fate: Fate
    release: Release
    reason: str
    moves: str | None = None
    conflict: str | None = None
    demotes: bool = False


def decide(
    catalogue: Catalogue,
    file: Document,
    release: Release,
    known: Known | None,
    bands: Sequence[int],
) -> Decision:
    """What becomes of `release`, read from `file`; SourceError when it contradicts what is stored.

    `known` is what the ledger says of the file, `bands` are the hashes of `copies.bands`.
    """
    adopted = _adopted(catalogue, release, known)
    if adopted is not None:
        return Decision(Fate.UPDATE, adopted, _CHANGED)
    live = catalogue.live(release.release_id)
    if live is not None:
        return _same_release(catalogue, file, release, known, live)
    return _other_release(catalogue, release, known, bands)


def returned(catalogue: Catalogue, release: Release, bands: Sequence[int]) -> Decision:
    """What becomes of a release that a person took out and wants back: ADD, unless what came in
    since says the same or outranks it."""
    return _other_release(catalogue, release, None, bands)


def _adopted(catalogue: Catalogue, release: Release, known: Known | None) -> Release | None:
    """`release` under the id of the one that its file corrected before, when it still does."""
    if known is None or known.release_id == release.release_id or known.url != release.url:
        return None
    live = catalogue.live(known.release_id)
    marked = live and live.status in _MARKED and release.status in _MARKED
    if not marked or live.version != known.version or live.version == release.version:
        return None
    return replace(release, release_id=live.release_id)


def _same_release(
    catalogue: Catalogue, file: Document, release: Release, known: Known | None, live: Release
) -> Decision:
    """The same address or the same file as a release that is live."""
    if release.version == live.version:
        if live.text != release.text:  # other spaces, same words: quotes keep their offsets
            return Decision(Fate.NOTHING, live, "the same words, other spaces")
        if replace(live, source=release.source, conflicts=()) == release:
            return Decision(Fate.NOTHING, live, "the same words")
        return Decision(Fate.UPDATE, release, "the same words, read with other details")
    ours = known is not None and known.release_id == release.release_id
    if ours and known.version == release.version:
        return Decision(Fate.NOTHING, release, "an earlier version; a later one is current")
    if ours and catalogue.origins(release.release_id) == 1:
        return Decision(Fate.UPDATE, release, _CHANGED)
    kind = relation(live, release)
    if kind is Relation.COPY and not ours:
        return Decision(Fate.NOTHING, live, f"the same words as {live.source}, same address")
    if _supersedes(release, live) or (ours and not _supersedes(live, release)):
        return Decision(Fate.UPDATE, release, f"supersedes the words of {live.source}")
    if _supersedes(live, release):
        return Decision(Fate.KEEP, release, f"an earlier version of {live.source}")
    raise SourceError(
        f"{file.source}: is the same release as {live.source} but has other words; "
        "keep one of the two files"
    )


def _supersedes(later: Release, earlier: Release) -> bool:
    """Whether one of two texts found at one address plainly came after the other."""
    marks = (later.status in _MARKED, earlier.status in _MARKED)
    if marks[0] != marks[1]:
        return marks[0]
    days = (later.published or later.date, earlier.published or earlier.date)
    return bool(days[0] and days[1] and days[0] > days[1])


def _other_release(
    catalogue: Catalogue, release: Release, known: Known | None, bands: Sequence[int]
) -> Decision:
    """An address or file that no live release has."""
    if known is None:
        before = catalogue.knows(release.release_id)
        decision = Decision(Fate.ADD, release, "found again" if before else "new")
    elif known.release_id == release.release_id:
        decision = Decision(Fate.UPDATE, release, _CHANGED)
    else:
        decision = Decision(Fate.UPDATE, release, "the same source is another release now")
    altered = []
    twin = catalogue.live_id(release.version)
    names = catalogue.alike(bands, COMPARED)
    for name in dict.fromkeys([twin, *names] if twin else names):
        stored = catalogue.live(name)
        if stored is None or (known and name == known.release_id and catalogue.origins(name) == 1):
            continue  # gone, or this very source under the name that it had
        kind = Relation.COPY if name == twin else relation(stored, release)
        if kind is Relation.COPY:
            return _copy(release, stored)
        if kind is Relation.CORRECTION and _rank(release) >= _rank(stored):
            corrected = replace(release, release_id=name)
            return Decision(Fate.UPDATE, corrected, f"corrects {stored.source}")
        if kind is Relation.EARLIER and _rank(stored) >= _rank(release):
            earlier = replace(release, release_id=name)
            return Decision(Fate.KEEP, earlier, f"an earlier version of {stored.source}")
        if kind is not Relation.NONE:
            altered.append(stored)
    return _altered(release, altered, decision) if altered else decision


def _copy(release: Release, stored: Release) -> Decision:
    if _rank(release) > _rank(stored) and release.official:
        return Decision(
            Fate.UPDATE,
            release,
            f"the official address of {stored.source}",
            moves=stored.release_id,
        )
    return Decision(
        Fate.NOTHING, stored, f"a copy of {stored.source}: one release, one address more"
    )


def _altered(release: Release, stored: list[Release], decision: Decision) -> Decision:
    """Nearly the words of `stored`, not marked as a correction: a conflict, official first."""
    first = max(stored, key=_rank)
    reason = f"differs from {first.source} without being marked as a correction"
    kept = Decision(Fate.KEEP, release, reason, conflict=first.release_id)
    if _rank(first) > _rank(release):
        return replace(kept, reason=f"{reason}, which is {_name_of(first)}: kept, not quoted")
    if _rank(release) > _rank(first):
        reason += f", which is not {_name_of(release)} and is no longer quoted"
        return replace(decision, reason=reason, conflict=first.release_id, demotes=True)
    if len(stored) > ALTERED:
        return replace(kept, reason=f"{reason}, as {ALTERED} others do: kept, not quoted")
    return replace(decision, reason=reason, conflict=first.release_id)


def _rank(release: Release) -> int:
    """Official addresses come before files that somebody chose, those before other addresses."""
    return 2 if release.official else 0 if release.url else 1


def _name_of(release: Release) -> str:
    return "official" if release.official else "a file of yours"
