"""The releases that answers cite, as entries of a bibliography: one a version, with its passages.

What BibTeX, RIS and CSL-JSON have in common; each of them escapes these plain strings.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain import Release, Resolution
from ui.export import words
from ui.export.dossier import Dossier
from ui.texts import Texts

_KEY_LENGTH = 24  # characters of the issuer in a key


@dataclass(frozen=True, slots=True)
class Reference:
    """One release version; `passages` are the quotations taken from it, a line each."""

    key: str
    title: str
    author: str | None
    date: date | None
    city: str | None
    wire: str | None
    url: str | None
    language: str
    version: str
    passages: tuple[str, ...]
    accessed: date


def references(dossier: Dossier, texts: Texts) -> list[Reference]:
    """The releases in the order in which they are first cited, their keys all different."""
    several = len(dossier.entries) > 1
    cited: dict[tuple[str, str], list[tuple[int, Resolution]]] = {}
    for number, source in dossier.cited:
        release = (source.release.release_id, source.release.version)
        cited.setdefault(release, []).append((number, source))
    made: dict[str, Reference] = {}
    for found in cited.values():
        release = found[0][1].release
        key = _key(release, made)
        passages = tuple(_passage(number, s, several, texts) for number, s in found)
        made[key] = Reference(
            key=key,
            title=words.title(release),
            author=words.line(release.issuer) if release.issuer else None,
            date=words.dated(release),
            city=words.line(release.city) if release.city else None,
            wire=words.line(release.wire) if release.wire else None,
            url=words.address(release),
            language=words.slug(release.language) or "und",
            version=words.line(release.version),
            passages=passages,
            accessed=dossier.made,
        )
    return list(made.values())


def _key(release: Release, taken: dict[str, Reference]) -> str:
    """A name of letters, digits and hyphens, such as `securite-publique-2024-661a9a3f`."""
    day = words.dated(release)
    who = words.slug(release.issuer or words.title(release))[:_KEY_LENGTH].strip("-")
    parts = (who, str(day.year) if day else "", words.slug(release.version)[:8])
    stem = key = "-".join(part for part in parts if part)
    while key in taken:
        key = f"{stem}-{len(taken)}"
    return key


def _passage(number: int, source: Resolution, several: bool, texts: Texts) -> str:
    """One quotation on one line: its number on the page, its words, where they stand."""
    marker = f"{number}.{source.citation.marker}" if several else str(source.citation.marker)
    quote = texts.export.quoted.format(words=words.line(source.citation.quote))
    section = source.citation.section
    where = (
        section and texts.export.section.format(section=words.quoted(words.line(section), texts)),
        words.whereabouts(source, texts),
        *words.remarks(source, texts.language, texts),
    )
    return f"[{marker}] {quote} ({', '.join(part for part in where if part)})"
