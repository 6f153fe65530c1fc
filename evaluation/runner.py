"""Asks every question of a set through the function that the chat uses, and scores the answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from answering.contract import answer_record
from domain import Answer, Release
from errors import CitationError, DepecheError
from evaluation.metrics import Reference, first_relevant_rank, percentile
from evaluation.questions import Question
from evaluation.quotes import QuoteFinder, QuoteProblem
from evaluation.scoring import (
    Scores,
    Why,
    count_relevant,
    explain,
    score,
    score_error,
    span_of,
    texts_of,
)
from evaluation.tokens import Tokens

Ask = Callable[[str, Sequence[str]], Answer]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one question: the `ask` object or the error, the scores, why it failed.

    `rank` is that of the first relevant evidence, None when there is none, and `ranks` those of
    the first evidence for each reference quote. `releases` are the sources that the reference
    quotes stand in and `references` their places, empty when one of them stands nowhere; `tokens`
    what a language model used, None without one.
    """

    question: Question
    record: Mapping[str, Any] | None
    scores: Scores
    why: tuple[Why, ...]
    seconds: float
    rank: int | None = None
    ranks: tuple[int | None, ...] = ()
    releases: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    tokens: Tokens | None = None
    error: str | None = None

    @property
    def answer_record(self) -> dict[str, Any]:
        """The line of `answers.jsonl`: the `ask` object with the question's id before it."""
        if self.record is None:
            asked = {"question": self.question.user_input, "error": self.error}
            return {"id": self.question.id, **asked}
        return {"id": self.question.id, **self.record}


@dataclass(frozen=True, slots=True)
class Run:
    """One row a question, in the set's order, and what is wrong with the set's quotes."""

    rows: tuple[Row, ...]
    problems: tuple[QuoteProblem, ...] = ()

    @property
    def failed(self) -> tuple[Row, ...]:
        """The questions that did not pass."""
        return tuple(row for row in self.rows if row.scores["passed"] == 0.0)

    def values(self, metric: str) -> list[float | None]:
        """A metric's value for each question."""
        return [row.scores[metric] for row in self.rows]

    def latency(self, q: float) -> float | None:
        """The q-th percentile of the seconds that an answer took; errors are left out."""
        return percentile([row.seconds for row in self.rows if row.error is None], q)


def run(
    questions: Sequence[Question],
    ask: Ask,
    releases: Sequence[Release],
    progress: Progress | None = None,
    tokens: Callable[[], Tokens] | None = None,
) -> Run:
    """Ask and score every question; an error of one is kept in its row and stops nothing.

    `tokens` tells what a language model has used so far.
    """
    finder = QuoteFinder(releases)
    rows: list[Row] = []
    texts = texts_of(releases)
    for question in questions:
        before = tokens() if tokens else None
        row = _row(question, ask, releases, finder, texts)
        if tokens and before is not None:
            row = replace(row, tokens=tokens() - before)
        rows.append(row)
        if progress:
            progress(len(rows), len(questions))
    problems = tuple(problem for question in questions for problem in finder.problems(question))
    return Run(tuple(rows), problems)


def _row(
    question: Question,
    ask: Ask,
    releases: Sequence[Release],
    finder: QuoteFinder,
    texts: Mapping[tuple[str, str], str],
) -> Row:
    references = finder.references(question)
    meant = _sources(references or (), releases)
    started = time.perf_counter()
    try:
        answer = ask(question.user_input, question.history)
    except (DepecheError, CitationError) as error:
        return Row(
            question=question,
            record=None,
            scores=score_error(),
            why=(Why.ERROR,),
            seconds=time.perf_counter() - started,
            releases=meant,
            references=references or (),
            error=f"{type(error).__name__}: {error}",
        )
    seconds = time.perf_counter() - started
    scores = score(question, answer, references, texts, count_relevant(references, releases))
    ranking = [span_of(item) for item in answer.evidence]
    return Row(
        question=question,
        record=answer_record(answer),
        scores=scores,
        why=explain(question, answer, scores),
        seconds=seconds,
        rank=first_relevant_rank(ranking, references or ()),
        ranks=tuple(first_relevant_rank(ranking, [quote]) for quote in references or ()),
        releases=meant,
        references=references or (),
    )


def _sources(references: Sequence[Reference], releases: Sequence[Release]) -> tuple[str, ...]:
    """The sources that the quotes stand in; a quote in several of them counts for none."""
    of = {(release.release_id, release.version): release.source for release in releases}
    found = ({of[span.document] for span in reference} for reference in references)
    return tuple(dict.fromkeys(name for names in found if len(names) == 1 for name in names))
