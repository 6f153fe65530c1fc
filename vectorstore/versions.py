"""Versions of releases as people ask for them: which is meant, where it was found, what stands."""

from __future__ import annotations

from dataclasses import dataclass

from domain import Release, ReleaseStatus, Standing
from errors import UsageError
from vectorstore.relations import CONFLICT, MOVED
from vectorstore.view import View

_SHOWN = 5  # candidates named when a name could be several releases


@dataclass(frozen=True, slots=True)
class Stored:
    """A version in a listing. `stored` is when it came in (UTC, empty before schema 2)."""

    release: Release
    standing: Standing
    stored: str
    addresses: tuple[str, ...]


def standing(view: View, release_id: str, version: str) -> tuple[Standing, Release | None]:
    """What a stored version is to new answers, and the release that they use in its place."""
    current = _live(view, release_id)
    if current is not None:
        stands = Standing.CURRENT if current.version == version else Standing.SUPERSEDED
        return stands, current
    removed = view.rows("SELECT version FROM removed WHERE release_id = ?", release_id)
    if removed:
        stands = Standing.REMOVED if removed[0][0] == version else Standing.SUPERSEDED
        return stands, None
    moved = view.linked(release_id, MOVED)
    if moved:
        return Standing.SUPERSEDED, _live(view, moved[0])
    if addresses(view, release_id):
        others = [_live(view, other) for other in view.linked(release_id, CONFLICT)]
        return Standing.ALTERED, next((other for other in others if other), None)
    return Standing.RETIRED, None


def _live(view: View, release_id: str) -> Release | None:
    version = view.version_in_force(release_id)
    return view.release(release_id, version) if version else None


def history(view: View, release_id: str | None = None) -> list[Stored]:
    """Every version of every release, or of one, in order of arrival."""
    sql = "SELECT release_id, version, stored FROM releases {} ORDER BY ordinal"
    if release_id is None:
        rows = view.rows(sql.format(""))
    else:
        rows = view.rows(sql.format("WHERE release_id = ?"), release_id)
    return [
        Stored(
            view.release(release_id, version),
            standing(view, release_id, version)[0],
            stored,
            addresses(view, release_id),
        )
        for release_id, version, stored in rows
    ]


def version_before(view: View, release: Release) -> Release | None:
    """The version of a release that is older than this one; None for the first.

    Older by date, where dates tell versions apart, else by arrival: a correction may be read
    before what it corrects.
    """
    rows = view.rows(
        "SELECT version FROM releases WHERE release_id = ? "
        "ORDER BY live, coalesce(day, ''), ordinal",
        release.release_id,
    )
    versions = [version for (version,) in rows]
    at = versions.index(release.version)
    return view.release(release.release_id, versions[at - 1]) if at else None


def addresses(view: View, release_id: str) -> tuple[str, ...]:
    """Where a release was found: its web addresses, official ones first, and its files."""
    rows = view.rows(
        "SELECT coalesce(url, source) FROM ledger WHERE release_id = ? "
        "ORDER BY official DESC, url IS NULL, origin",
        release_id,
    )
    return tuple(dict.fromkeys(address for (address,) in rows))


def find(view: View, name: str) -> Release:
    """The release that a person means by `name`: UsageError when it is none or could be several.

    A file name or an address means the version that was read there, an id the current one.
    """
    found = _by_origin(view, name)
    if not found:
        found = _by_id(view, *(name.split("@", 1) if "@" in name else (name, "")))
    if not found:
        raise UsageError(f"no release is called {name!r}; `python cli.py releases` lists them")
    if len(found) > 1:
        shown = ", ".join(f"{each}@{version[:8]}" for each, version in found[:_SHOWN])
        more = " …" if len(found) > _SHOWN else ""
        raise UsageError(f"{name!r} could be {shown}{more}; write more of it")
    return view.release(*found[0])


def _by_origin(view: View, name: str) -> list[tuple[str, str]]:
    """By file name or address, whole or its beginning."""
    exact = "? IN (origin, source, url)"
    for where in (exact, "substr(source, 1, length(?)) = ?"):
        rows = view.rows(
            f"SELECT DISTINCT release_id, version FROM ledger WHERE {where}",
            *([name] if where == exact else [name, name]),
        )
        if rows:
            return rows
    return []


def _by_id(view: View, name: str, version: str) -> list[tuple[str, str]]:
    """By id, whole, its beginning or a part of it, and the beginning of a version."""
    ids = [row[0] for row in view.rows("SELECT DISTINCT release_id FROM releases")]
    for fits in (str.__eq__, str.startswith, str.__contains__):
        names = [each for each in ids if fits(each, name)]
        if names:
            break
    found = []
    for each in names:
        rows = view.rows(
            "SELECT release_id, version FROM releases WHERE release_id = ? "
            "ORDER BY live DESC, ordinal DESC",
            each,
        )
        fitting = [row for row in rows if row[1].startswith(version)]
        found += fitting if version else fitting[:1]
    return found


def stored_record(stored: Stored) -> dict:
    """A line of the listing for `--json`."""
    release = stored.release
    return {
        "release_id": release.release_id,
        "version": release.version,
        "date": release.date.isoformat() if release.date else None,
        "title": release.title or release.subtitle,
        "language": release.language,
        "standing": stored.standing.value,
        "status": release.status.value,
        "official": release.official,
        "source": release.source,
        "addresses": list(stored.addresses),
        "translations": list(release.translations),
        "conflicts": list(release.conflicts),
        "stored": stored.stored or None,
    }


def stored_text(stored: Stored) -> str:
    """A line of the listing for people."""
    release = stored.release
    notes = [] if stored.standing is Standing.CURRENT else [stored.standing.value]
    notes += [] if release.status is ReleaseStatus.ORIGINAL else [release.status.value]
    notes += [f"conflict with {name}" for name in release.conflicts]
    notes += [f"translation {name}" for name in release.translations]
    extra = f"  [{'; '.join(notes)}]" if notes else ""
    day = release.date.isoformat() if release.date else "no date   "
    where = ", ".join(stored.addresses) or release.source
    return f"{day}  {release.release_id}@{release.version[:8]}  {release.name}  ({where}){extra}"
