"""From a question to evidence: candidates from both indexes, fused, then ranked by sentence.

`EvidenceRetriever` is a LangChain retriever; its documents carry the offsets that a citation
needs. Inside the project `evidence()` is called, which returns the domain's own type.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, PrivateAttr

from domain import Evidence
from embedding.encoder import Encoder
from retrieval import beside
from retrieval.documents import as_document
from retrieval.fusion import fuse
from retrieval.head import KnownHead
from retrieval.marks import ASKS
from retrieval.question import Question
from retrieval.rank import Ranker, idf, size_of
from retrieval.ranking import Ranking, Read
from retrieval.rerank import READ, Reranker
from retrieval.signals import Candidates
from retrieval.spelling import corrected
from retrieval.texts import Texts
from retrieval.words import Spoken
from vectorstore.library import Library

_HEADS = 20_000  # releases whose head is kept: some 30 MB


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

    def corrected(self, text: str) -> str:
        """A question with its slips of spelling as the releases write these words."""
        return corrected(text, self.library, self.ranker.analyst.exists)

    def evidence(self, question: Question) -> list[Evidence]:
        """The best sentences for the question, best first, after every second look at them."""
        return self.looked_at(question, self.limit)

    def looked_at(
        self, question: Question, limit: int | None = None, within: Collection[str] = ()
    ) -> list[Evidence]:
        """The same, the best `limit` or all that were looked at; the best of the releases `within`
        are among these, as many as an answer lists."""
        with self.library.snapshot():
            if not self.rerankers:
                return self.ranked(question, self.limit, within)[:limit]
            first, *others = self.rerankers
            depth = max(READ, self.limit, *(each.depth for each in self.rerankers))
            ranking = self.ranking(question, depth, within)
            found = first.look(ranking, None if others else limit)
            for reranker in others:
                found = reranker.rerank(question, found)
        return found[:limit]

    def ranked(
        self, question: Question, limit: int | None = None, within: Collection[str] = ()
    ) -> list[Evidence]:
        """The sentences of the candidate passages that are no questions, best first; all of them
        without a limit."""
        with self.library.snapshot():
            ranking = self.ranking(question, limit, within)
            found = ranking.evidence(ranking.order)
            self.ranker.remember(ranking, ranking.order[: max(READ, self.limit)])
        return found

    def ranking(
        self, question: Question, limit: int | None = None, within: Collection[str] = ()
    ) -> Ranking:
        """The same sentences, not yet made to evidence."""
        query = self.encoder.encode_queries([question.text])[0]
        with self.library.snapshot():
            found, sources = self._candidates(question, query, within)
            total = self.library.passage_count()
            scores = self.ranker.score(
                question,
                query,
                found,
                lambda stemmed: idf(self.library.frequency(stemmed), total),
                self.size,
            )
        if not len(found.forward):
            return Ranking(question, found, sources, scores, [])
        names = [read.head.source for read in sources]
        places = np.unique(names, return_inverse=True)[1][found.forward.passage]
        best = np.lexsort((found.starts, places, -np.round(scores.total, 6)))
        telling = best[found.forward.sentences["marks"][best] & ASKS == 0]  # no question answers
        order = telling if len(telling) else best
        if within and limit is not None:
            of = np.array([read.extract.key[0] in within for read in sources])
            order = _with_some(order, of[found.forward.passage], limit, self.limit)
        return Ranking(question, found, sources, scores, order[:limit].tolist())

    def _candidates(
        self, question: Question, query: np.ndarray, within: Collection[str] = ()
    ) -> tuple[Candidates, list[Read]]:
        """The sentences of the candidate passages, those of both indexes, fused, and those of the
        releases `within`; and the passages that they are of."""
        dense = beside.start(lambda: self.library.search_vectors(query, self.candidates))
        words = self.library.search_words(question.text, self.candidates)
        self.ranker.prepare(question, self.library.frequency)
        # Half of each list is nearly always among the best of both: those can be read meanwhile.
        live = self._read([hit.passage for hit in words[: self.candidates // 2]])
        order = fuse(
            [(1.0, [hit.passage for hit in dense()]), (1.0, [hit.passage for hit in words])],
            self.candidates,
        )
        if within:
            order = [*dict.fromkeys((*order, *self.library.passages_of(within, self.candidates)))]
        live |= self._read([number for number in order if number not in live])
        passages = [live[number] for number in order if number in live]
        passages = [each for each in passages if not each.head.told_better(question.language)]
        return self._of_passages(passages), passages

    def _read(self, numbers: Sequence[int]) -> dict[int, Read]:
        """These passages, each with the head of its release; those that are not live are left
        out."""
        if not numbers:
            return {}
        live = self.library.extracts(numbers, self.ranker.analyst.stamp)
        heads = self._heads([extract.key for extract in live.values()])
        opened = self.ranker.analyst.opened(list(live.values()), self.library.worded)
        return {
            number: Read(extract, each, heads[extract.key])
            for (number, extract), each in zip(live.items(), opened, strict=True)
        }

    def _of_passages(self, passages: Sequence[Read]) -> Candidates:
        forward = self.ranker.analyst.joined([read.opened for read in passages])
        of = forward.passage
        heads: dict[tuple[str, str], int] = {}
        releases = [heads.setdefault(read.extract.key, len(heads)) for read in passages]
        known = {read.extract.key: read.head for read in passages}
        starts = np.array([read.extract.start for read in passages], dtype=np.int64)
        spoken = Spoken.by([read.head.language for read in passages])
        return Candidates(
            forward,
            Texts([read.extract.number for read in passages], forward, self.library.words_of),
            spoken._replace(of=spoken.of[of]),
            starts[of] + forward.sentences["start"],
            [known[key] for key in heads],
            np.array(releases, dtype=np.int64)[of],
        )

    def _heads(self, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], KnownHead]:
        """The heads of these releases; those that were read before are kept."""
        generation = self.library.generation
        kept = self._kept
        if kept.generation != generation or len(kept.heads) > _HEADS:
            kept = self._kept = _Kept(generation, {})
        missing = [key for key in dict.fromkeys(keys) if key not in kept.heads]
        for head in self.library.heads(missing, self.ranker.analyst.stamp):
            if head.body is not None:
                known = KnownHead.read(head.key, head.body)
            elif head.release is not None:
                known = KnownHead.of(head.release)
            else:  # passages have a release
                continue
            kept.heads[head.key] = known._replace(languages=head.languages)
        return kept.heads

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [as_document(item) for item in self.evidence(Question.of(query))]


def _with_some(order: np.ndarray, kept: np.ndarray, limit: int, least: int) -> np.ndarray:
    """The first `limit` of `order`, `least` of those `kept` (by row) among them if there are as
    many: they take the places of the last."""
    head, tail = order[:limit], order[limit:]
    more = tail[kept[tail]][: max(0, least - int(kept[head].sum()))]
    return np.concatenate([head[: limit - len(more)], more])
