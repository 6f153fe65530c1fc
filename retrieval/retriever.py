"""From a question to evidence: candidates from both indexes, fused, then ranked by sentence.

`EvidenceRetriever` is a LangChain retriever; its documents carry the offsets that a citation
needs. Inside the project `evidence()` is called, which returns the domain's own type.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from domain import Evidence, Passage
from embedding.encoder import Encoder
from retrieval.fusion import fuse
from retrieval.question import Question
from retrieval.rank import Candidate, Ranker, idf, size_of
from vectorstore.library import Library


class EvidenceRetriever(BaseRetriever):
    """Ranks the sentences of a library for a question.

    `candidates`: passages taken from each index; `limit`: evidence sentences returned.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, ignored_types=(cached_property,))

    library: Library
    encoder: Encoder
    candidates: int = 60
    limit: int = 12

    @cached_property
    def ranker(self) -> Ranker:
        """Scores sentences; keeps the vectors it has seen."""
        return Ranker(self.encoder)

    @property
    def size(self) -> float:
        """How large the library is, for the weights: see `size_of`."""
        return size_of(self.library.passage_count())

    def evidence(self, question: Question) -> list[Evidence]:
        """The best sentences for the question, best first."""
        return self.ranked(question)[: self.limit]

    def ranked(self, question: Question) -> list[Evidence]:
        """Every sentence of the candidate passages, best first."""
        query = self.encoder.encode_queries([question.text])[0]
        passages = self._passages(question, query)
        found = [self._sentences(number, passage) for number, passage in passages.items()]
        pairs = [pair for group in found for pair in group]
        total = self.library.passage_count()
        signals = self.ranker.score(
            question,
            query,
            [candidate for candidate, _ in pairs],
            lambda stemmed: idf(self.library.frequency(stemmed), total),
            self.size,
        )
        evidence = [_scored(item, parts) for (_, item), parts in zip(pairs, signals, strict=True)]
        evidence.sort(key=lambda item: (-item.score, item.source, item.start))
        return evidence

    def _passages(self, question: Question, query: np.ndarray) -> dict[int, Passage]:
        """The candidate passages by number, those of both indexes fused."""
        dense = self.library.search_vectors(query, self.candidates)
        words = self.library.search_words(question.text, self.candidates)
        order = fuse(
            [(1.0, [hit.passage for hit in dense]), (1.0, [hit.passage for hit in words])],
            self.candidates,
        )
        live = self.library.passages(order)
        return {number: live[number] for number in order if number in live}

    def _sentences(self, number: int, passage: Passage) -> list[tuple[Candidate, Evidence]]:
        release = self.library.release(passage.release_id, passage.version)
        pairs = []
        for sentence in passage.sentences:
            text = release.text[sentence.start : sentence.end]
            candidate = Candidate(text, sentence.kind, release.language, number)
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

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [as_document(item) for item in self.evidence(Question.of(query))]


def _scored(evidence: Evidence, signals: dict[str, float]) -> Evidence:
    parts = {name: round(value, 6) for name, value in signals.items()}
    return replace(evidence, score=parts.pop("score"), signals=parts)


def as_document(evidence: Evidence) -> Document:
    """Evidence as a LangChain document: the words, and all that a citation needs as metadata."""
    metadata: dict[str, Any] = {
        "release_id": evidence.release_id,
        "version": evidence.version,
        "source": evidence.source,
        "start": evidence.start,
        "end": evidence.end,
        "score": evidence.score,
        "kind": evidence.kind.value,
        "section": evidence.section,
        "title": evidence.title,
        "date": evidence.date.isoformat() if evidence.date else None,
        "language": evidence.language,
    }
    return Document(page_content=evidence.text, metadata=metadata)
