"""From a question to evidence: candidates from both indexes, fused, then ranked by sentence.

`EvidenceRetriever` is a LangChain retriever; its documents carry the offsets that a citation
needs. Inside the project `evidence()` is called, which returns the domain's own type.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, lru_cache

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from domain import Evidence, Passage, Release
from embedding.encoder import Encoder
from retrieval.documents import as_document
from retrieval.fusion import fuse
from retrieval.question import Question
from retrieval.rank import SIGNALS, Candidate, Ranker, Scores, idf, size_of
from retrieval.rerank import READ, Reranker
from retrieval.setting import Letterhead, letterhead_of
from vectorstore.library import Library


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
        found = self.ranked(question, max(READ, self.limit) if self.rerankers else self.limit)
        for reranker in self.rerankers:
            found = reranker.rerank(question, found)
        return found[: self.limit]

    def ranked(self, question: Question, limit: int | None = None) -> list[Evidence]:
        """The sentences of the candidate passages, best first; all of them without a limit."""
        query = self.encoder.encode_queries([question.text])[0]
        passages = self._passages(question, query)
        pairs = [
            pair
            for number, passage in passages.items()
            for pair in self._sentences(number, passage)
        ]
        total = self.library.passage_count()
        scores = self.ranker.score(
            question,
            query,
            [candidate for candidate, _ in pairs],
            lambda stemmed: idf(self.library.frequency(stemmed), total),
            self.size,
        )
        items = [item for _, item in pairs]
        totals = np.round(scores.total, 6).tolist()
        order = sorted(
            range(len(items)), key=lambda i: (-totals[i], items[i].source, items[i].start)
        )
        return [_scored(items[i], scores, i) for i in order[:limit]]

    def _passages(self, question: Question, query: np.ndarray) -> dict[int, Passage]:
        """The candidate passages by number, those of both indexes fused."""
        dense = self.library.search_vectors(query, self.candidates)
        words = self.library.search_words(question.text, self.candidates)
        order = fuse(
            [(1.0, [hit.passage for hit in dense]), (1.0, [hit.passage for hit in words])],
            self.candidates,
        )
        live = self.library.passages(order)
        return {
            number: live[number]
            for number in order
            if number in live and not self._told_better(live[number].release_id, question)
        }

    def _told_better(self, release_id: str, question: Question) -> bool:
        """Whether a release is also there in the language of the question, which it is not in."""
        release = self.library.release(release_id)
        return release.language != question.language and any(
            self._language_of(other) == question.language for other in release.translations
        )

    def _language_of(self, release_id: str) -> str | None:
        try:
            return self.library.release(release_id).language
        except KeyError:  # declared, and never ingested or retired since
            return None

    def _sentences(self, number: int, passage: Passage) -> list[tuple[Candidate, Evidence]]:
        release = self.library.release(passage.release_id, passage.version)
        head = self._letterhead(release)
        pairs = []
        for sentence in passage.sentences:
            text = release.text[sentence.start : sentence.end]
            candidate = Candidate(
                text, sentence.kind, release.language, number, sentence.section, head
            )
            evidence = Evidence(
                release_id=release.release_id,
                version=release.version,
                source=release.source,
                start=sentence.start,
                end=sentence.end,
                text=text,
                score=0.0,
                kind=sentence.kind,
                section=sentence.section,
                title=release.title or release.subtitle,
                date=release.date,
                language=release.language,
            )
            pairs.append((candidate, evidence))
        return pairs

    @cached_property
    def _letterhead(self) -> Callable[[Release], Letterhead]:
        return lru_cache(maxsize=512)(letterhead_of)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [as_document(item) for item in self.evidence(Question.of(query))]


def _scored(evidence: Evidence, scores: Scores, row: int) -> Evidence:
    signals = np.round(scores.signals[row].astype(float), 6).tolist()
    return replace(
        evidence,
        score=round(float(scores.total[row]), 6),
        signals=dict(zip(SIGNALS, signals, strict=True)),
        around=() if scores.around is None else _tuples(scores.around[row]),
    )


def _tuples(rows: np.ndarray) -> tuple[tuple[float, ...], ...]:
    return tuple(map(tuple, np.round(rows.astype(float), 4).tolist()))
