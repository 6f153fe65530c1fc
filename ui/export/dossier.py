"""What is exported: answers, each of their citations compared with the library at this moment.

A quote that is no longer, character for character, the text of its stored release is left out,
together with the sentences that rest on it; an entry counts what it lost, so that every document
can say so. Numbers stay those that the reader saw on the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from domain import Answer, AnswerSentence, Citation, Resolution
from errors import CitationError


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
    sources = []
    for citation in answer.citations:
        try:
            sources.append(library.resolve(citation))
        except CitationError:
            continue  # counted below, and said in the file
    held = {source.citation.marker for source in sources}
    return Entry(
        question,
        answer,
        tuple(s for s in answer.sentences if held.issuperset(s.citations)),
        tuple(sources),
        len(answer.citations) - len(sources),
    )
