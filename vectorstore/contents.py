"""What a library holds, in numbers: for people who want to know, never for answering."""

from __future__ import annotations

from dataclasses import dataclass

from vectorstore.view import View


@dataclass(frozen=True, slots=True)
class Contents:
    """Counts of one state of a library.

    `releases`, `passages`, `sentences` and `languages` (code, releases; the most first) are those
    that new answers use, `versions` everything that was ever stored. `changed` is when the last
    version came in (ISO 8601, UTC), None when a library of an older schema does not say.
    """

    releases: int
    versions: int
    passages: int
    sentences: int
    languages: tuple[tuple[str, int], ...]
    changed: str | None


def contents(view: View) -> Contents:
    """Count; texts are not read."""
    live, versions, changed = view.rows(
        "SELECT coalesce(sum(live), 0), count(*), max(stored) FROM releases"
    )[0]
    passages, sentences = view.rows(
        "SELECT count(*), coalesce(sum(json_array_length(sentences)), 0) FROM passages"
    )[0]
    languages = view.rows(
        "SELECT coalesce(language, 'und'), count(*) FROM releases WHERE live = 1 "
        "GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    return Contents(live, versions, passages, sentences, tuple(languages), changed or None)
