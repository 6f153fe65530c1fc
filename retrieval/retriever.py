"""From a question to evidence: candidates from both indexes, fused, then ranked by sentence.

`EvidenceRetriever` is a LangChain retriever; its documents carry the offsets that a citation
needs. Inside the project `evidence()` is called, which returns the domain's own type.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, PrivateAttr

from domain import Evidence, Passage, Sentence
from embedding.encoder import Encoder
from retrieval.documents import as_document
from retrieval.fusion import fuse
from retrieval.question import Question
from retrieval.rank import SIGNALS, Candidate, Ranker, Scores, idf, size_of
from retrieval.rerank import READ, Reranker
from retrieval.setting import Letterhead, letterhead_of
from vectorstore.library import Library

_HEADS = 20_000  # releases whose head is kept: some 30 MB


class KnownHead(NamedTuple):
    """What the ranking and the evidence want to know of a release as a whole."""

    letterhead: Letterhead
    source: str
    title: str | None
    date: date | None
    language: str
    languages: frozenset[str]

    def told_better(self, language: str) -> bool:
        """Whether it is also there in this language, which it is not in."""
        return self.language != language and language in self.languages


class Found(NamedTuple):
    """A sentence to score, and where it stands."""

    candidate: Candidate
    sentence: Sentence
    passage: Passage
    head: KnownHead


class _Kept(NamedTuple):
    """The heads that were read, of one state of the library."""

    generation: int
    heads: dict[tuple[str, str], KnownHead]


class EvidenceRetriever(BaseRetriever):
    """Ranks the sentences of a library for a question.

    `candidates`: passages taken from each index; `limit`: evidence sentences returned;
    `rerankers`: second looks at the best of them, one after the other.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, ignored_types=(cached_property,))

    library: Library
    encoder: Encoder
    candidates: int = 60
    limit: int = 12
    rerankers: tuple[Reranker, ...] = ()
    _kept: _Kept = PrivateAttr(default=_Kept(-1, {}))

    @cached_property
    def ranker(self) -> Ranker:
        """Scores sentences; keeps the vectors it has seen."""
        return Ranker(self.encoder)

    @property
    def size(self) -> float:
        """How large the library is, for the weights: see `size_of`."""
        return size_of(self.library.passage_count())

    def evidence(self, question: Question) -> list[Evidence]:
        """The best sentences for the question, best first, after every second look at them."""
        return self.looked_at(question)[: self.limit]

    def looked_at(self, question: Question) -> list[Evidence]:
        """The same, with those that were looked at and are not among the best."""
        found = self.ranked(question, max(READ, self.limit) if self.rerankers else self.limit)
        for reranker in self.rerankers:
            found = reranker.rerank(question, found)
        return found

    def ranked(self, question: Question, limit: int | None = None) -> list[Evidence]:
        """The sentences of the candidate passages, best first; all of them without a limit."""
        query = self.encoder.encode_queries([question.text])[0]
        with self.library.snapshot():
            found = self._candidates(question, query)
            total = self.library.passage_count()
            frequency = lru_cache(maxsize=None)(self.library.frequency)
            scores = self.ranker.score(
                question,
                query,
                [each.candidate for each in found],
                lambda stemmed: idf(frequency(stemmed), total),
                self.size,
            )
        totals = np.round(scores.total, 6).tolist()
        order = sorted(
            range(len(found)),
            key=lambda i: (-totals[i], found[i].head.source, found[i].sentence.start),
        )
        return _scored([found[i] for i in order[:limit]], scores, order[:limit])

    def _candidates(self, question: Question, query: np.ndarray) -> list[Found]:
        """The sentences of the candidate passages: those of both indexes, fused."""
        dense = self.library.search_vectors(query, self.candidates)
        words = self.library.search_words(question.text, self.candidates)
        order = fuse(
            [(1.0, [hit.passage for hit in dense]), (1.0, [hit.passage for hit in words])],
            self.candidates,
        )
        live = self.library.extracts(order)
        heads = self._heads([(e.passage.release_id, e.passage.version) for e in live.values()])
        found: list[Found] = []
        for number in order:
            if number in live:
                passage, words_of_it = live[number]
                head = heads[passage.release_id, passage.version]
                if not head.told_better(question.language):
                    found += _sentences(number, passage, words_of_it, head)
        return found

    def _heads(self, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], KnownHead]:
        """The heads of these releases; those that were read before are kept."""
        generation = self.library.generation
        kept = self._kept
        if kept.generation != generation or len(kept.heads) > _HEADS:
            kept = self._kept = _Kept(generation, {})
        missing = [key for key in dict.fromkeys(keys) if key not in kept.heads]
        for release, languages in self.library.heads(missing):
            kept.heads[release.release_id, release.version] = KnownHead(
                letterhead_of(release),
                release.source,
                release.title or release.subtitle,
                release.date,
                release.language,
                languages,
            )
        return kept.heads

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [as_document(item) for item in self.evidence(Question.of(query))]


def _sentences(number: int, passage: Passage, words: str, head: KnownHead) -> list[Found]:
    """The sentences of a passage; `words` are those of the passage."""
    found = []
    for sentence in passage.sentences:
        text = words[sentence.start - passage.start : sentence.end - passage.start]
        candidate = Candidate(
            text,
            sentence.kind,
            head.language,
            number,
            sentence.section,
            head.letterhead,
            sentence.start,
        )
        found.append(Found(candidate, sentence, passage, head))
    return found


def _scored(found: Sequence[Found], scores: Scores, rows: Sequence[int]) -> list[Evidence]:
    """What was found as evidence; `rows` are their rows among the scores."""
    signals = np.round(scores.signals[rows].astype(float), 6).tolist()
    totals = np.round(scores.total[rows].astype(float), 6).tolist()
    around = [()] * len(rows) if scores.around is None else _tuples(scores.around[rows])
    return [
        Evidence(
            release_id=passage.release_id,
            version=passage.version,
            source=head.source,
            start=sentence.start,
            end=sentence.end,
            text=candidate.text,
            score=total,
            kind=sentence.kind,
            section=sentence.section,
            title=head.title,
            date=head.date,
            language=head.language,
            signals=dict(zip(SIGNALS, of_it, strict=True)),
            around=near,
        )
        for (candidate, sentence, passage, head), of_it, total, near in zip(
            found, signals, totals, around, strict=True
        )
    ]


def _tuples(rows: np.ndarray) -> list[tuple[tuple[float, ...], ...]]:
    return [tuple(map(tuple, row)) for row in np.round(rows.astype(float), 4).tolist()]
