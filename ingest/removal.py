"""Taking a release out by hand, and bringing it back: one commit each, as every other run.

A removed release answers nothing, its words stay citable, and no ingest brings it back (see
`sync`) until it is restored. Restoring enters the very version that was taken out.
"""

from __future__ import annotations

from config import Settings
from domain import Release
from embedding.encoder import Encoder
from errors import LibraryMismatch, UsageError
from ingest.arrivals import Decision, Fate, returned
from ingest.copies import bands
from ingest.report import Entry
from ingest.shelving import Shelf, open_shelf
from vectorstore.forward import Describer
from vectorstore.manifest import Manifest
from vectorstore.relations import CONFLICT


def remove(
    release_id: str, settings: Settings, manifest: Manifest, encoder: Encoder, wait: float = 0.0
) -> Entry:
    """Take a release out of use. UsageError when new answers do not use it anyway."""
    with open_shelf(settings, manifest, encoder, wait=wait) as shelf:
        _expect_usable(shelf, settings)
        release = shelf.catalogue.live(release_id)
        if release is None:
            raise UsageError(
                f"{release_id} is not in use: there is nothing to remove; "
                "`python cli.py releases --all` says what became of it"
            )
        shelf.catalogue.remove(release_id, release.version)
        return _done(shelf, release, "answers nothing any more; its words stay citable")


def restore(
    release_id: str,
    settings: Settings,
    manifest: Manifest,
    encoder: Encoder,
    wait: float = 0.0,
    describer: Describer | None = None,
) -> Entry:
    """Bring a removed release back as it was. UsageError when it was not removed, or when a
    release that came in since takes its place."""
    with open_shelf(settings, manifest, encoder, wait=wait, describer=describer) as shelf:
        _expect_usable(shelf, settings)
        catalogue = shelf.catalogue
        version = catalogue.removed().get(release_id)
        release = catalogue.stored(release_id, version) if version else None
        if release is None:
            raise UsageError(
                f"{release_id} was not removed; `python cli.py releases --all` says what was"
            )
        signature = bands(release)
        decision = returned(catalogue, release, signature)
        if decision.fate is not Fate.ADD:
            raise UsageError(
                f"{release_id} cannot be restored: it is now {decision.reason}; "
                "remove that one first"
            )
        catalogue.readmit(release_id)
        shelf.put(release)
        catalogue.sign(release_id, signature)
        _note_conflict(shelf, decision)
        return _done(shelf, release, "in use again, as it was")


def _expect_usable(shelf: Shelf, settings: Settings) -> None:
    if shelf.rebuilding:
        raise LibraryMismatch(
            f"the library {settings.library} was made with {' and '.join(shelf.differences)}; "
            "run `python cli.py ingest` to rebuild it first"
        )


def _note_conflict(shelf: Shelf, decision: Decision) -> None:
    """An altered copy that came in meanwhile is treated as if it had come after the release."""
    if decision.conflict:
        if decision.demotes:
            shelf.catalogue.demote(decision.conflict)
        shelf.catalogue.link(decision.release.release_id, CONFLICT, decision.conflict)


def _done(shelf: Shelf, release: Release, reason: str) -> Entry:
    shelf.changed = True
    shelf.finish()
    return Entry(release.release_id, release.version, release.source, reason)
