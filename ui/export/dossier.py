"""What is exported: answers, each of their citations compared with the library at this moment.

A quote that is no longer, character for character, the text of its stored release is left out,
together with the sentences that rest on it; an entry counts what it lost, so that every document
can say so. Numbers stay those that the reader saw on the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from domain import Answer, AnswerSentence, AnswerStatus, Citation, Resolution
from errors import CitationError

_NEAREST = 5  # passages beside an answer that is not a full one, as on the page


class Library(Protocol):
    """Where citations are compared with what is stored."""

    def resolve(self, citation: Citation) -> Resolution:
        """The citation with its release; CitationError when the quote is not the stored span."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """A question and what its answer may still say; `answer` is None when none of it holds."""

    question: str
    answer: Answer | None
    sentences: tuple[AnswerSentence, ...] = ()
    sources: tuple[Resolution, ...] = ()
    left_out: int = 0  # citations that no longer hold
    nearest: tuple[Resolution, ...] = ()  # not cited: what comes closest to an answer

    def extract(self, sentence: AnswerSentence) -> Resolution | None:
        """The source whose very words `sentence` is; None when it is prose of ours."""
        cited = [s for s in self.sources if s.citation.marker in sentence.citations]
        alone = len(cited) == 1 and sentence.text == cited[0].citation.quote
        return cited[0] if alone else None

    @property
    def unquoted(self) -> frozenset[int]:
        """Markers of the sources whose words no sentence shows: prose rests on them."""
        shown = {s.citation.marker for sentence in self.sentences if (s := self.extract(sentence))}
        return frozenset(s.citation.marker for s in self.sources) - shown


@dataclass(frozen=True, slots=True)
class Dossier:
    """The entries of one file, in the order in which they were asked."""

    entries: tuple[Entry, ...]
    made: date

    @property
    def left_out(self) -> int:
        """How many citations no longer hold."""
        return sum(entry.left_out for entry in self.entries)

    @property
    def cited(self) -> tuple[tuple[int, Resolution], ...]:
        """Every source with the number of its question, from 1."""
        return tuple((n, s) for n, entry in enumerate(self.entries, 1) for s in entry.sources)


def dossier(asked: Iterable[tuple[str, Answer | None]], library: Library, made: date) -> Dossier:
    """The questions with what of their answers still holds; None: it could not be read back."""
    return Dossier(tuple(_entry(question, answer, library) for question, answer in asked), made)


def _entry(question: str, answer: Answer | None, library: Library) -> Entry:
    if answer is None:
        return Entry(question, None)
    sources = _held(answer.citations, library)
    markers = {source.citation.marker for source in sources}
    return Entry(
        question,
        answer,
        _kept(answer.sentences, markers),
        sources,
        len(answer.citations) - len(sources),
        _nearest(answer, library),
    )


def _kept(sentences: Iterable[AnswerSentence], markers: set[int]) -> tuple[AnswerSentence, ...]:
    """The sentences whose sources all hold; the label of one that is lost goes to the next."""
    kept: list[AnswerSentence] = []
    label: str | None = None
    for sentence in sentences:
        label = sentence.label or label
        if markers.issuperset(sentence.citations):
            kept.append(replace(sentence, label=label))
            label = None
    return tuple(kept)


def _nearest(answer: Answer, library: Library) -> tuple[Resolution, ...]:
    if answer.status is AnswerStatus.ANSWERED:
        return ()
    cited = {(c.release_id, c.version, c.start) for c in answer.citations}
    near = [e for e in answer.evidence if (e.release_id, e.version, e.start) not in cited]
    passages = [Citation.of(item, rank) for rank, item in enumerate(near[:_NEAREST], 1)]
    return _held(passages, library)


def _held(citations: Iterable[Citation], library: Library) -> tuple[Resolution, ...]:
    """The citations whose quotes are the stored text at this moment."""
    found = []
    for citation in citations:
        try:
            found.append(library.resolve(citation))
        except CitationError:
            continue  # the entry counts it, and every document says so
    return tuple(found)
