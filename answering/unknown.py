"""What of a question stands in no release, or in another one than the sentence that fits best.

A name that nobody mentions cannot be answered about, nor what somebody said who is never quoted;
and words of a question that stand in different releases take for granted what none of them says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from answering.quoted import speakers, unquoted
from domain import Evidence
from retrieval.interaction import Coverage
from retrieval.question import Question
from vectorstore.analysis import content_words, holds, stem
from vectorstore.library import Library

_NAMED_IN = 30  # passages with the name of somebody whose words are asked for
SAME_WORD = 0.7  # coverage from which a word counts as said, in either language or spelling


@dataclass(frozen=True, slots=True)
class Unknown:
    """What of a question stands in no release: its names, its numbers, its content words; and which
    names and numbers do, but not in the release of the best sentence; and who of those that are
    asked about what they said is quoted in no release."""

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    names_elsewhere: tuple[str, ...] = ()
    numbers_elsewhere: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()


def unknown_of(
    question: Question, evidence: Sequence[Evidence], coverage: Coverage, library: Library
) -> Unknown:
    """What the releases, and that of the first evidence, do not say in either language or in other
    words; `coverage` is that of the texts of the evidence."""
    best = coverage.best
    there, best_there = _said_beside(question, evidence, coverage, library)

    def said(word: str) -> bool:
        known = any(library.frequency(stem(word, language)) for language in ("fr", "en"))
        return known or best.get(word, 0.0) > SAME_WORD

    def said_there(word: str) -> bool:
        return word in there or best_there.get(word, 0.0) > SAME_WORD

    def nowhere(name: str) -> bool:
        return not any(map(said, _words_of(name)))

    def elsewhere(name: str) -> bool:
        return not nowhere(name) and not all(map(said_there, _words_of(name)))

    return Unknown(
        names=tuple(filter(nowhere, question.names)),
        numbers=tuple(filter(nowhere, question.numbers)),
        words=tuple(word for word in question.words if not said(word)),
        names_elsewhere=tuple(filter(elsewhere, question.names)) if evidence else (),
        numbers_elsewhere=tuple(filter(elsewhere, question.numbers)) if evidence else (),
        silent=_silent(question, evidence, library),
    )


def _words_of(name: str) -> list[str]:
    return content_words(name) or [name.casefold()]


def _said_beside(
    question: Question, evidence: Sequence[Evidence], coverage: Coverage, library: Library
) -> tuple[frozenset[str], dict[str, float]]:
    """Which words of the names and numbers of the question the release of the best sentence has,
    and how well its evidence covers those of the question."""
    if not evidence:
        return frozenset(), {}
    where = evidence[0].release_id, evidence[0].version
    beside = [i for i, item in enumerate(evidence) if (item.release_id, item.version) == where]
    covered = coverage.cosines[:, beside].max(axis=1).tolist() if coverage.words else []
    wanted = {word for name in (*question.names, *question.numbers) for word in _words_of(name)}
    there = holds(f"{evidence[0].title or ''} {library.text(*where)}", wanted) if wanted else ()
    return frozenset(there), dict(zip(coverage.words, covered, strict=True))


def _silent(question: Question, evidence: Sequence[Evidence], library: Library) -> tuple[str, ...]:
    names = speakers(question)
    if not names:
        return ()
    keys = dict.fromkeys((item.release_id, item.version) for item in evidence)
    said = [hit.passage for name in names for hit in library.search_words(name, _NAMED_IN)]
    keys |= {(each.release_id, each.version): None for each in library.passages(said).values()}
    return unquoted(question, [library.release(*key) for key in keys])
