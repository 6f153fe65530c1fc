"""Asks the library: question and history in, verified Answer out.

`Assistant` is a LangChain `Runnable`, so that it can stand in a chain, be batched and be traced
by its users. The chat, the command line and the evaluation all go through it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from langchain_core.runnables import Runnable, RunnableConfig

import prompts
from answering import coming, persons
from answering.abstention import Judgement, Lack, features, judge
from answering.courtesy import Said, courtesy_of
from answering.delegates import decided, foremost
from answering.dialogue import Reading, typed
from answering.extractive import compose, select
from answering.grounding import Claim, Ground
from answering.manners import asked_in
from answering.overview import Overview, overview_of
from answering.plaintext import Draft
from answering.reasons import reason_of
from answering.sums import is_sum
from answering.talk import Talk, lifted, weighed
from answering.unknown import unknown_of
from domain import Answer, AnswerSentence, AnswerStatus, Citation, Evidence, Release, Turn
from errors import ModelError, ModelFailure, QuestionError
from language import Language
from retrieval.interaction import Coverage
from retrieval.question import Question
from retrieval.retriever import EvidenceRetriever
from shadow import fold

if TYPE_CHECKING:  # most libraries are asked without a model, and its imports take a while
    from answering.writer import ChatWriter

Watch = Callable[[Draft | AnswerSentence], None]
_TOLD = [(task, language) for task in ("answer", "standalone") for language in ("fr", "en")]
_RANK = {AnswerStatus.DECLINED: 0, AnswerStatus.PARTIAL: 1, AnswerStatus.ANSWERED: 2}
_NEAREST = 2  # quotes of an answer in part


@dataclass(frozen=True, slots=True)
class Request:
    """A question with the earlier questions of its conversation, oldest first."""

    question: str
    history: tuple[str | Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """A reading of a question, what was found for it, and what that is worth; `overview` is there
    when no fact is asked for."""

    question: Question
    evidence: list[Evidence]
    verdict: Judgement
    overview: Overview | None = None

    @property
    def reason(self) -> str | None:
        """Why it is not fully answered; None when it is."""
        if self.overview is not None and self.overview.status is not None:
            return self.overview.reason
        return reason_of(self.verdict, self.question)


class Assistant(Runnable[Request, Answer]):
    """Answers questions from one library; safe to share between threads."""

    def __init__(
        self,
        retriever: EvidenceRetriever,
        *,
        max_sentences: int,
        max_question_chars: int,
        writer: ChatWriter | None = None,
        quote_instead: bool = True,
    ) -> None:
        self.retriever = retriever
        self.writer = writer
        self.quote_instead = quote_instead
        self.max_sentences = max_sentences
        self.max_question_chars = max_question_chars

    def without_writer(self) -> Assistant:
        """The same without a language model: what costs nothing and is sent nowhere."""
        return Assistant(
            self.retriever,
            max_sentences=self.max_sentences,
            max_question_chars=self.max_question_chars,
        )

    def invoke(self, input: Request, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:
        """See `ask`."""
        return self.ask(input.question, input.history)

    def ask(
        self,
        question: str,
        history: Sequence[str | Turn] = (),
        watch: Watch | None = None,
    ) -> Answer:
        """The answer; QuestionError when the question is empty or too long.

        `history` are the turns before, oldest first, or their questions alone. `watch` is told
        what a language model writes while it does: drafts, and the sentences that hold.
        """
        started = time.perf_counter()
        self._check(question)
        said = courtesy_of(question, first=not any(map(_asks, history)))
        if said is not None:
            return self._courteous(question, said)
        deadline = self.writer.deadline() if self.writer else 0.0
        found = self._answerable(asked_in(question), history, deadline)
        retrieved = time.perf_counter()
        reason = found.reason
        if found.verdict.status is AnswerStatus.DECLINED:
            sentences, citations = (), ()
        else:
            sentences, citations, failure = self._say(found, deadline, watch)
            reason = " ".join(filter(None, (failure, reason))) or None
        finished = time.perf_counter()
        return Answer(
            question=question,
            language=found.question.language,
            status=found.verdict.status,
            texts=self.retriever.library,
            sentences=sentences,
            citations=citations,
            evidence=tuple(found.evidence),
            reason=reason,
            confidence=found.verdict.confidence,
            standalone_question=found.question.text,
            seconds={
                "retrieve": retrieved - started,
                "answer": finished - retrieved,
                "total": finished - started,
            },
        )

    def _courteous(self, question: str, said: Said) -> Answer:
        """What one answers to who says something to the assistant, and asks nothing."""
        return Answer(
            question=question,
            language=said.language,
            status=AnswerStatus.DECLINED,
            texts=self.retriever.library,
            reason=prompts.render(said.courtesy.value, said.language),
            standalone_question=question,
            seconds={"total": 0.0},
        )

    def _say(
        self, found: _Found, deadline: float, watch: Watch | None
    ) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...], str | None]:
        """Sentences, citations and, when the language model failed, a line that says so.

        An answer in part quotes the nearest and no more: a list of near misses helps nobody.
        """
        failure = None
        if self.writer is not None:
            try:
                return *self._written(self.writer, found, deadline, watch), None
            except ModelError as error:
                why = prompts.render(f"why_{error.failure.value}", found.question.language)
                failure = prompts.render("fallback", found.question.language, why=why)
        if found.overview is not None:
            return *found.overview.composed(), failure
        limit, library = self.max_sentences, self.retriever.library
        chosen = select(found.question, found.evidence, limit, library)
        if found.verdict.status is AnswerStatus.PARTIAL:
            chosen = chosen[:_NEAREST]
        return *compose(chosen), failure

    def _written(
        self, writer: ChatWriter, found: _Found, deadline: float, watch: Watch | None
    ) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
        """What the language model wrote and the stored words bear; ModelError when nothing is."""
        question, evidence, overview = found.question, found.evidence, found.overview
        by_id = {f"E{number}": item for number, item in enumerate(evidence, start=1)}
        ground = Ground(
            by_id,
            urls=self._addresses(evidence),
            prompt=" ".join(map(prompts.fixed, *zip(*_TOLD, strict=True))),
            near=self._nearness,
            quote_instead=self.quote_instead,
        )
        limit = max(self.max_sentences, len(overview.chosen) if overview else 0)
        above = overview.above(by_id) if overview else {}
        for item in writer.write(question.text, question.language, by_id, limit, deadline, above):
            shown = item if isinstance(item, Draft) else None
            if isinstance(item, Claim) and len(ground.sentences) < limit:
                shown = ground.add(item)
            if watch and shown:
                watch(shown)
        if not ground.held:
            raise ModelError(ModelFailure.UNSUPPORTED)
        if overview is not None:
            return overview.labelled(ground.sentences, ground.citations), tuple(ground.citations)
        return tuple(ground.sentences), tuple(ground.citations)

    def _nearness(self, text: str, citations: Sequence[Citation]) -> float:
        """How near the content words of `text` are to those cited, 0 to 1, in either language."""
        coverage = self.retriever.ranker.coverage(
            Question.of(text), [c.quote for c in citations], [c.language for c in citations]
        )
        if not coverage.words:
            return 1.0
        return float(coverage.weights @ coverage.cosines.max(axis=1) / coverage.weights.sum())

    def _addresses(self, evidence: Sequence[Evidence]) -> frozenset[str]:
        """The addresses of the releases that the evidence comes from."""
        keys = {(item.release_id, item.version) for item in evidence}
        releases = [self.retriever.library.release(*key) for key in sorted(keys)]
        return frozenset(release.url for release in releases if release.url)

    def _answerable(self, question: str, history: Sequence[str | Turn], deadline: float) -> _Found:
        """The first reading of the question that is not declined, else the first of all."""
        talk = self._talk(history)
        reading = talk.read(question)
        language = talk.language(question)
        spoken_of, places = talk.spoken_of(reading), talk.new_places(reading)
        own = typed(reading) if spoken_of else None
        as_typed = self.retriever.looked_at(Question.of(own, language)) if own else ()
        found: list[_Found] = []
        for text in self._readings(question, reading, talk, language, deadline):
            asked = Question.of(self.retriever.corrected(text), language)
            found.append(self._found(asked, spoken_of, places, as_typed))
            if found[-1].verdict.status is not AnswerStatus.DECLINED or talk.searches <= len(found):
                break
        return _surest(found)

    def _found(
        self,
        asked: Question,
        spoken_of: frozenset[str] = frozenset(),
        places: frozenset[str] = frozenset(),
        as_typed: Sequence[Evidence] = (),
    ) -> _Found:
        """What the releases have for a question, as an overview or as a fact; evidence of the
        releases spoken of comes first, unless the question is declined then; `places` are
        new ones, which may say that another is meant, `as_typed` what the question finds without
        what a reading has put in."""
        overview = overview_of(asked, self.retriever, spoken_of)
        lifting = spoken_of or places or as_typed  # which may put others among the best
        plain = self.retriever.looked_at(asked, None if lifting else self.retriever.limit)
        if places:
            spoken_of = self._meant(places, spoken_of, plain)
        if as_typed:
            plain = weighed(plain, as_typed, spoken_of)
        found: list[_Found] = []
        for every in [lifted(plain, spoken_of), plain] if spoken_of else [plain]:
            evidence = foremost(asked, every[: self.retriever.limit])
            evidence = persons.foremost(asked, evidence)
            if overview is None or overview.status is None:
                verdict = self._judge(asked, evidence)
            else:
                verdict = Judgement(overview.status, overview.confidence)
            if overview is not None:
                evidence = overview.among(evidence, self.retriever.limit)
            found.append(_Found(asked, evidence, verdict, overview))
            if verdict.status is not AnswerStatus.DECLINED:
                break
        return _surest(found)

    def _meant(
        self, places: frozenset[str], spoken_of: frozenset[str], found: Sequence[Evidence]
    ) -> frozenset[str]:
        """The releases that a question with these new `places` (folded) is about: those that are
        dated from one, beside those `spoken_of` only if they name it too."""
        keys = list(dict.fromkeys((item.release_id, item.version) for item in found))
        heads = self.retriever.library.heads(keys)
        cities = {head.key[0]: fold(head.release.city or "") for head in heads if head.release}
        dated = frozenset(name for name, city in cities.items() if city in places)
        said = fold(" ".join(item.text for item in found if item.release_id in spoken_of))
        known = any(cities[name] in said for name in dated)
        return dated | spoken_of if known or not dated else dated

    def _readings(
        self, question: str, reading: Reading, talk: Talk, language: Language, deadline: float
    ) -> Iterator[str]:
        """The question made standalone: by the model, if there is one, then by the rules."""
        seen: set[str] = set()
        if self.writer is not None and talk.questions:
            text = self.writer.rewrite(question, language, talk.questions, deadline)
            if text:
                seen.add(text)
                yield text
        yield from (text for text in reading.texts if text not in seen)

    def _talk(self, history: Sequence[str | Turn]) -> Talk:
        return Talk(history, self._quoted)

    def read(self, question: str, history: Sequence[str | Turn]) -> Question:
        """The question as the rules read it first, in the language that it is asked in."""
        talk, question = self._talk(history), asked_in(question)
        return Question.of(talk.read(question).text, talk.language(question))

    def _quoted(self, text: str) -> list[Evidence]:
        """What the answer to a question quotes; nothing when it is declined."""
        found = self._found(Question.of(text))
        if found.verdict.status is AnswerStatus.DECLINED:
            return []
        if found.overview is not None:
            return list(found.overview.chosen)
        limit, library = self.max_sentences, self.retriever.library
        return select(found.question, found.evidence, limit, library)

    def _check(self, question: str) -> None:
        if not question.strip():
            raise QuestionError("the question is empty; type one")
        if len(question) > self.max_question_chars:
            raise QuestionError(
                f"the question has {len(question):,} characters, at most "
                f"{self.max_question_chars:,} are read; shorten it"
            )

    def ranked(self, question: str, history: Sequence[str | Turn] = ()) -> list[Evidence]:
        """Every sentence scored for this question, best first; for the ranking's calibration."""
        return self.retriever.ranked(self.read(question, history))

    def features(self, question: Question, evidence: Sequence[Evidence]) -> dict[str, float]:
        """What the refusal looks at when this is found for a question; for its calibration."""
        coverage = self._coverage(question, evidence)
        unknown = unknown_of(question, evidence, coverage, self.retriever.library)
        return features(question, evidence, coverage, unknown, self.retriever.size)

    def covered(self, text: str, release: Release) -> float:
        """How well a release says the words of `text`, 0 to 1: the word that it says least; for
        the calibration."""
        said = [release.text[s.start : s.end] for s in release.sentences]
        languages = [release.language] * len(said)
        coverage = self.retriever.ranker.coverage(Question.of(text), said, languages)
        return min(coverage.best.values(), default=1.0)

    def _judge(self, question: Question, evidence: list[Evidence]) -> Judgement:
        if is_sum(question.text):
            return Judgement(AnswerStatus.DECLINED, 0.0, Lack.TOPIC)
        coverage = self._coverage(question, evidence)
        unknown = unknown_of(question, evidence, coverage, self.retriever.library)
        verdict = judge(question, evidence, coverage, unknown, self.retriever.size)
        verdict = decided(verdict, question, evidence, coverage, unknown)
        verdict = persons.weighed(verdict, question, evidence)
        return coming.weighed(verdict, question, evidence, coverage)

    def _coverage(self, question: Question, evidence: Sequence[Evidence]) -> Coverage:
        return self.retriever.ranker.coverage(
            question, [item.text for item in evidence], [item.language for item in evidence]
        )


def _asks(turn: str | Turn) -> bool:
    """Whether a turn asked something."""
    return courtesy_of(turn if isinstance(turn, str) else turn.question) is None


def _surest(found: Sequence[_Found]) -> _Found:
    """The first that is answered, else the first that is in part, else the first."""
    return max(found, key=lambda each: _RANK[each.verdict.status])
