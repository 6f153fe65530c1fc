"""Finds the reference quotes of a question set in the releases, and says which are not there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import unquote

from domain import Release
from evaluation.metrics import Reference, Span
from evaluation.questions import Question, ReferenceQuote
from shadow import Shadow


class Fault(StrEnum):
    """What can be wrong with a reference quote."""

    NO_SOURCE = "no_source"
    NOT_FOUND = "not_found"
    NOT_EXACT = "not_exact"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class QuoteProblem:
    """A reference quote that is not what it should be; `message` names line and mend.

    A quote that is `fatal` cannot be measured against: the metrics that need it are null.
    """

    question_id: str
    line: int
    fault: Fault
    message: str

    @property
    def fatal(self) -> bool:
        """Whether the quote was found nowhere."""
        return self.fault in (Fault.NO_SOURCE, Fault.NOT_FOUND)


class QuoteFinder:
    """Looks reference quotes up in a library; each text is folded once, when first needed."""

    def __init__(self, releases: Sequence[Release]) -> None:
        self.releases = tuple(releases)
        self._shadows: dict[int, Shadow] = {}

    def references(self, question: Question) -> tuple[Reference, ...] | None:
        """Where each quote stands, in order; None when one of them stands nowhere.

        A quote that occurs more than once is covered by any of its occurrences.
        """
        found = [self._find(quote)[0] for quote in question.reference_quotes]
        return tuple(found) if all(found) else None

    def problems(self, question: Question) -> list[QuoteProblem]:
        """What is wrong with the quotes of a question."""
        problems = []
        for quote in question.reference_quotes:
            fault = self._find(quote)[1]
            if fault:
                message = f'line {question.line}, "{question.id}": {self._explain(quote, fault)}'
                problems.append(QuoteProblem(question.id, question.line, fault, message))
        return problems

    def mended(self, question: Question) -> Question:
        """The question with the words of the releases where its quotes stand there only folded."""
        quotes = []
        for quote in question.reference_quotes:
            spans, fault = self._find(quote)
            text = self._words(spans[0]) if fault is Fault.NOT_EXACT else quote.text
            quotes.append(replace(quote, text=text))
        return replace(question, reference_quotes=tuple(quotes))

    def _words(self, span: Span) -> str:
        text = next(r.text for r in self.releases if (r.release_id, r.version) == span.document)
        return text[span.start : span.end]

    def _find(self, quote: ReferenceQuote) -> tuple[Reference, Fault | None]:
        meant = [
            i
            for i, release in enumerate(self.releases)
            if is_meant((release.release_id, release.source, release.url), quote.source)
        ]
        if not meant:
            return (), Fault.NO_SOURCE
        exact = {i: _occurrences(self.releases[i].text, quote.text) for i in meant}
        found, fault = {i: spans for i, spans in exact.items() if spans}, None
        if not found:
            folded = {i: self._shadow(i).find_all(quote.text) for i in meant}
            found, fault = {i: spans for i, spans in folded.items() if spans}, Fault.NOT_EXACT
        if not found:
            return (), Fault.NOT_FOUND
        if len(found) > 1:
            fault = Fault.AMBIGUOUS
        return tuple(
            Span(self.releases[i].release_id, self.releases[i].version, start, end)
            for i, spans in found.items()
            for start, end in spans
        ), fault

    def _shadow(self, index: int) -> Shadow:
        if index not in self._shadows:
            self._shadows[index] = Shadow.of(self.releases[index].text)
        return self._shadows[index]

    def _explain(self, quote: ReferenceQuote, fault: Fault) -> str:
        shown = f"« {quote.text[:80]} »"
        if fault is Fault.NO_SOURCE:
            return f'no release has the source "{quote.source}"; ingest it or correct the name'
        if fault is Fault.NOT_FOUND:
            where = f"in {quote.source}" if quote.source else "in any release"
            return f"{shown} does not stand {where}; copy the words from the release"
        if fault is Fault.AMBIGUOUS:
            return f'{shown} stands in several releases; name the one that is meant in "source"'
        words = self._words(self._find(quote)[0][0])
        return f"{shown} is not verbatim; the release has « {words} »"


def check_quotes(
    questions: Sequence[Question], releases: Sequence[Release]
) -> tuple[QuoteProblem, ...]:
    """Every reference quote that is not verbatim in the one release that it is meant from."""
    finder = QuoteFinder(releases)
    return tuple(problem for question in questions for problem in finder.problems(question))


def _occurrences(text: str, wanted: str) -> list[tuple[int, int]]:
    spans, at = [], text.find(wanted)
    while at >= 0:
        spans.append((at, at + len(wanted)))
        at = text.find(wanted, at + len(wanted))
    return spans


def is_meant(names: Iterable[str | None], source: str | None) -> bool:
    """Whether `source` names the release that has these names: its id, address or path, or the end
    of a path."""
    if source is None:
        return True
    wanted = _parts(source)
    return any(
        _ends_with(name, wanted) or _ends_with(wanted, name)
        for name in map(_parts, filter(None, names))
    )


def _parts(name: str) -> tuple[str, ...]:
    """A file name or address cut at its slashes, without what does not tell two apart."""
    plain = unquote(name).replace("\\", "/").removeprefix("https://").removeprefix("http://")
    return tuple(part for part in plain.split("/") if part not in ("", "."))


def _ends_with(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    return bool(shorter) and longer[-len(shorter) :] == shorter
