"""One calibration: what is fitted, on the libraries and questions of a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from answering.assistant import Assistant
from domain import Release
from evaluation.calibration.folds import folds
from evaluation.calibration.ranking import Ranking, fit_on, listed
from evaluation.calibration.reader import Example, FittedReader, Tokens, example_of, fit_reader
from evaluation.calibration.refusal import Described, Refusal, described, refusal_on, verdict_of
from evaluation.metrics import covers
from evaluation.questions import Question
from evaluation.quotes import QuoteFinder
from evaluation.scoring import span_of
from retrieval.reader import Reader
from retrieval.rerank import READ, ReaderRerank

READERS = 3  # readers fitted for the refusal, each on the questions that it is not asked
Note = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Subject:
    """A library with its assistant, the questions asked of it, and how often each is read."""

    assistant: Assistant
    releases: tuple[Release, ...]
    questions: tuple[Question, ...]
    times: int


def calibrate(
    what: str, subjects: Sequence[Subject], note: Note
) -> Ranking | FittedReader | Refusal:
    """Fit the "ranking", the "reader" or the "refusal"; `note` is told how far it is.

    Each rests on the ones before it, as they are in the product now.
    """
    if what == "ranking":
        return _ranking(subjects, note)
    asks = [(subject, question) for subject in subjects for question in subject.questions]
    retriever = subjects[0].assistant.retriever
    tokens = Tokens(retriever.ranker.tokens)
    examples = list(_examples(subjects, tokens))
    note(f"{len(examples)} questions with their sentences")

    def fitted(chosen: Sequence[int]) -> FittedReader:
        shown = [
            example
            for i in chosen
            if (example := examples[i]) is not None
            for _ in range(asks[i][0].times)
        ]
        return fit_reader(shown, tokens.vectors, retriever.encoder.fingerprint)

    if what == "reader":
        return fitted(range(len(asks)))
    rows: list[Described] = []
    for number, (seen, held) in enumerate(folds(len(asks), READERS), start=1):
        made = fitted(seen.tolist())
        note(f"{number} of {READERS}: {made.to_text()}")
        rows += _described([asks[i] for i in held], made.reader)
    return refusal_on(rows, _described(asks, None))


def _ranking(subjects: Sequence[Subject], note: Note) -> Ranking:
    lists = []
    for subject in subjects:
        assistant = subject.assistant
        size = assistant.retriever.size
        lists += listed(subject.questions, assistant.ranked, subject.releases, size)
        note(f"{len(lists)} questions ranked")
    return fit_on(lists)


def _examples(subjects: Sequence[Subject], tokens: Tokens) -> Iterator[Example | None]:
    """The questions in order, each with the sentences that the reader would look at and, should
    they not be among these, those that answer it."""
    for subject in subjects:
        finder = QuoteFinder(subject.releases)
        for question in subject.questions:
            history = question.history
            asked = subject.assistant.read(question.user_input, history)
            found = subject.assistant.ranked(question.user_input, history)
            references = (finder.references(question) or ()) if question.answerable else ()
            good = np.array([covers(span_of(item), references) for item in found], dtype=bool)
            shown = [i for i in range(len(found)) if i < READ or good[i]]
            evidence = [found[i] for i in shown]
            yield example_of(asked, evidence, good[shown], verdict_of(question), tokens)


def _described(asks: Sequence[tuple[Subject, Question]], reader: Reader | None) -> list[Described]:
    """What the refusal sees of these questions when this reader ranks the sentences."""
    rows: list[Described] = []
    for subject, question in asks:
        with _reading(subject.assistant, reader):
            rows += described([question], subject.assistant.features)
    return rows


@contextmanager
def _reading(assistant: Assistant, reader: Reader | None) -> Iterator[None]:
    """The assistant with another reader, or without one."""
    retriever = assistant.retriever
    before = retriever.rerankers
    retriever.rerankers = () if reader is None else (ReaderRerank(reader, retriever.ranker),)
    try:
        yield
    finally:
        retriever.rerankers = before
