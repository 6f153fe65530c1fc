"""One calibration: what is fitted, on the libraries and questions of a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from answering import abstention, choice
from answering.assistant import Assistant
from domain import Evidence, Release
from evaluation.calibration.choice import Choice, Weighed, choice_on, weighed
from evaluation.calibration.folds import folds_by
from evaluation.calibration.keywords import keyword_questions
from evaluation.calibration.plan import Part
from evaluation.calibration.ranking import Ranking, fit_on, listed
from evaluation.calibration.reader import SEED, FittedReader, Tokens, example_of, fit_reader
from evaluation.calibration.refusal import KIND_OF, Described, Refusal, refusal_on, verdict_of
from evaluation.calibration.swaps import swapped_questions
from evaluation.metrics import covers
from evaluation.questions import Question
from evaluation.quotes import QuoteFinder
from evaluation.scoring import span_of
from retrieval import rank, reader
from retrieval.question import Question as AskedQuestion
from retrieval.reader import Reader
from retrieval.rerank import READ, ReaderRerank

MEMBERS = 3  # networks of the reader, all fitted on all questions
READERS = 3  # those fitted for choice and refusal, each on the questions that it is not asked
PLACES = {  # where the product reads what is fitted
    "ranking": rank.WEIGHTS,
    "reader": reader.WEIGHTS,
    "choice": choice.WEIGHTS,
    "refusal": abstention.WEIGHTS,
}
Fitted = Ranking | FittedReader | Choice | Refusal
Note = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Subject:
    """A library with its assistant, the questions asked of it, how often the reader sees each, and
    the false premises that only the refusal is fitted on."""

    assistant: Assistant
    releases: tuple[Release, ...]
    questions: tuple[Question, ...]
    times: int
    premises: tuple[Question, ...] = ()

    @classmethod
    def of(cls, assistant: Assistant, releases: tuple[Release, ...], part: Part) -> Subject:
        """The library of a part of a plan, with the questions that are made for it."""
        made = keyword_questions(releases, part.keywords) if part.keywords else []
        covered = assistant.covered
        premises = swapped_questions(part.questions, releases, part.swapped, covered)
        questions = (*part.questions, *made)
        return cls(assistant, releases, questions, part.times, tuple(premises))


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """A question as it was read, with the sentences that the reader would look at and, should
    they not be among these, those that answer it (`good` says which); `times`: how often the
    reader is shown it."""

    subject: Subject
    question: Question
    times: int
    asked: AskedQuestion
    evidence: tuple[Evidence, ...]
    good: np.ndarray


def calibrate(what: str, subjects: Sequence[Subject], note: Note) -> Fitted:
    """Fit the "ranking", the "reader", the "choice" or the "refusal"; `note` is told how far it is.

    Each rests on the ones before it, as they are in the product now.
    """
    if what == "ranking":
        return _ranking(subjects, note)
    return next(_fitted((what,), subjects, note))[1]


def calibrate_all(subjects: Sequence[Subject], note: Note) -> Iterator[tuple[str, Fitted]]:
    """Fit all four, each on the ones before it; what is fitted is written where the product reads
    it. The questions are read once for the last three, and the readers of choice and refusal fitted
    once."""
    for what, made in _one_by_one(subjects, note):
        made.save(PLACES[what])
        if what == "ranking":
            rank.reread()
        yield what, made


def _one_by_one(subjects: Sequence[Subject], note: Note) -> Iterator[tuple[str, Fitted]]:
    yield "ranking", _ranking(subjects, note)
    yield from _fitted(("reader", "choice", "refusal"), subjects, note)


def _fitted(
    wanted: Sequence[str], subjects: Sequence[Subject], note: Note
) -> Iterator[tuple[str, Fitted]]:
    """What is wanted of reader, choice and refusal."""
    asks = list(_read(subjects, note))
    retriever = subjects[0].assistant.retriever
    tokens = Tokens(retriever.ranker.looked_at)
    examples = [
        example_of(ask.asked, ask.evidence, ask.good, verdict_of(ask.question), tokens)
        if ask.times
        else None
        for ask in asks
    ]

    def fitted(chosen: Sequence[int], seed: int) -> FittedReader:
        shown = [
            example
            for i in chosen
            if (example := examples[i]) is not None
            for _ in range(asks[i].times)
        ]
        return fit_reader(shown, tokens.vectors, retriever.encoder.fingerprint, seed)

    if "reader" in wanted:
        every = range(len(asks))
        yield "reader", FittedReader.together([fitted(every, SEED + n) for n in range(MEMBERS)])
    looks = {what: look for what, look in _LOOKS.items() if what in wanted}
    rows: dict[str, list] = {what: [] for what in looks}
    texts = [ask.question.user_input for ask in asks]
    for number, (seen, held) in enumerate(folds_by(texts, READERS) if looks else ()):
        made = fitted(seen, SEED)
        note(f"{number + 1} of {READERS}: {made.to_text()}")
        found = [(asks[i], _best(asks[i], made.reader)) for i in held]
        for what, look in looks.items():
            rows[what] += [look(ask, evidence) for ask, evidence in found]
    ranked = [(ask, _best(ask, None)) for ask in asks] if looks else []
    for what, look in looks.items():
        yield what, _FITS[what](rows[what], [look(ask, evidence) for ask, evidence in ranked])


def _ranking(subjects: Sequence[Subject], note: Note) -> Ranking:
    lists = []
    for subject in subjects:
        assistant = subject.assistant
        size = assistant.retriever.size
        lists += listed(subject.questions, assistant.ranked, subject.releases, size)
        note(f"{len(lists)} questions ranked")
    return fit_on(lists)


def _read(subjects: Sequence[Subject], note: Note) -> Iterator[Read]:
    for subject in subjects:
        finder = QuoteFinder(subject.releases)
        seen = [(question, subject.times) for question in subject.questions]
        for question, times in (*seen, *((question, 0) for question in subject.premises)):
            asked = subject.assistant.read(question.user_input, question.history)
            found = subject.assistant.retriever.ranked(asked)
            references = (finder.references(question) or ()) if question.answerable else ()
            good = np.array([covers(span_of(item), references) for item in found], dtype=bool)
            shown = [i for i in range(len(found)) if i < READ or good[i]]
            yield Read(subject, question, times, asked, tuple(found[i] for i in shown), good[shown])
        note(f"{len(seen) + len(subject.premises)} questions with their sentences")


def _described(ask: Read, found: Sequence[Evidence]) -> Described:
    """What the refusal sees of a question with this evidence."""
    row = ask.subject.assistant.features(ask.asked, found)
    return Described(ask.question.user_input, row, KIND_OF[verdict_of(ask.question)])


def _weighed(ask: Read, found: Sequence[Evidence]) -> Weighed | None:
    """The sentences that an answer chooses from with this evidence; None where the question has no
    answer."""
    subject, question = ask.subject, ask.question
    if not question.answerable or not ask.good.any():
        return None
    references = QuoteFinder(subject.releases).references(question) or ()
    return weighed(ask.asked, found, references, subject.assistant.retriever.library)


def _best(ask: Read, reader: Reader | None) -> list[Evidence]:
    """The evidence of a question when this reader reads its sentences."""
    retriever = ask.subject.assistant.retriever
    found = list(ask.evidence[:READ])
    if reader is not None:
        found = ReaderRerank(reader, retriever.ranker).rerank(ask.asked, found)
    return found[: retriever.limit]


_LOOKS = {"choice": _weighed, "refusal": _described}
_FITS = {"choice": choice_on, "refusal": refusal_on}
