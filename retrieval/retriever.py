"""From a question to evidence: candidates from both indexes, fused, then ranked by sentence.

`EvidenceRetriever` is a LangChain retriever; its documents carry the offsets that a citation
needs. Inside the project `evidence()` is called, which returns the domain's own type.
"""

from __future__ import annotations

from collections.abc import Sequence
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
from retrieval.forward import Forward, Opened
from retrieval.fusion import fuse
from retrieval.head import KnownHead
from retrieval.marks import ASKS
from retrieval.question import Question
from retrieval.rank import SIGNALS, Candidates, Ranker, Scores, idf, size_of
from retrieval.rerank import READ, Reranker
from retrieval.shape import KINDS
from retrieval.spelling import corrected
from retrieval.words import Spoken
from vectorstore.library import Library
from vectorstore.view import Extract

_HEADS = 20_000  # releases whose head is kept: some 30 MB


class _Texts(Sequence[str]):
    """The words of sentences, taken from those of their passages when they are wanted."""

    def __init__(self, passages: Sequence[str], forward: Forward) -> None:
        self._passages = passages
        self._of = forward.passage.tolist()
        self._starts, self._ends = (forward.sentences[n].tolist() for n in ("start", "end"))

    def __len__(self) -> int:
        return len(self._of)

    def __getitem__(self, row: int) -> str:  # type: ignore[override]
        return self._passages[self._of[row]][self._starts[row] : self._ends[row]]


class _Read(NamedTuple):
    """A passage as it was read: its words, what is known of its sentences, and of its release."""

    extract: Extract
    opened: Opened
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

    def corrected(self, text: str) -> str:
        """A question with its slips of spelling as the releases write these words."""
        return corrected(text, self.library, self.ranker.analyst.exists)

    def evidence(self, question: Question) -> list[Evidence]:
        """The best sentences for the question, best first, after every second look at them."""
        return self.looked_at(question, self.limit)

    def looked_at(self, question: Question, limit: int | None = None) -> list[Evidence]:
        """The same, the best `limit` or all that were looked at."""
        depths = (reranker.depth for reranker in self.rerankers)
        found = self.ranked(question, max((self.limit, *depths)))
        *first, last = self.rerankers or (None,)
        for reranker in first:
            found = reranker.rerank(question, found)
        return last.rerank(question, found, limit) if last else found[:limit]

    def ranked(self, question: Question, limit: int | None = None) -> list[Evidence]:
        """The sentences of the candidate passages that are no questions, best first; all of them
        without a limit."""
        query = self.encoder.encode_queries([question.text])[0]
        with self.library.snapshot():
            found, sources = self._candidates(question, query)
            total = self.library.passage_count()
            scores = self.ranker.score(
                question,
                query,
                found,
                lambda stemmed: idf(self.library.frequency(stemmed), total),
                self.size,
            )
        if not len(found.forward):
            return []
        names = [read.head.source for read in sources]
        places = np.unique(names, return_inverse=True)[1][found.forward.passage]
        best = np.lexsort((found.starts, places, -np.round(scores.total, 6)))
        telling = best[found.forward.sentences["marks"][best] & ASKS == 0]  # no question answers
        order = (telling if len(telling) else best)[:limit].tolist()
        self.ranker.remember(found, order[: max(READ, self.limit)])
        return _scored(found, sources, scores, order)

    def _candidates(self, question: Question, query: np.ndarray) -> tuple[Candidates, list[_Read]]:
        """The sentences of the candidate passages, those of both indexes, fused; and the passages
        that they are of."""
        dense = beside.start(lambda: self.library.search_vectors(query, self.candidates))
        words = self.library.search_words(question.text, self.candidates)
        self.ranker.prepare(question, self.library.frequency)
        # Half of each list is nearly always among the best of both: those can be read meanwhile.
        live = self._read([hit.passage for hit in words[: self.candidates // 2]])
        order = fuse(
            [(1.0, [hit.passage for hit in dense()]), (1.0, [hit.passage for hit in words])],
            self.candidates,
        )
        live |= self._read([number for number in order if number not in live])
        passages = [live[number] for number in order if number in live]
        passages = [each for each in passages if not each.head.told_better(question.language)]
        return self._of_passages(passages), passages

    def _read(self, numbers: Sequence[int]) -> dict[int, _Read]:
        """These passages, each with the head of its release; those that are not live are left
        out."""
        if not numbers:
            return {}
        live = self.library.extracts(numbers, self.ranker.analyst.stamp)
        heads = self._heads([extract.key for extract in live.values()])
        opened = self.ranker.analyst.opened(list(live.values()))
        return {
            number: _Read(extract, each, heads[extract.key])
            for (number, extract), each in zip(live.items(), opened, strict=True)
        }

    def _of_passages(self, passages: Sequence[_Read]) -> Candidates:
        forward = self.ranker.analyst.joined([read.opened for read in passages])
        of = forward.passage
        heads: dict[tuple[str, str], int] = {}
        releases = [heads.setdefault(read.extract.key, len(heads)) for read in passages]
        known = {read.extract.key: read.head for read in passages}
        starts = np.array([read.extract.start for read in passages], dtype=np.int64)
        spoken = Spoken.by([read.head.language for read in passages])
        return Candidates(
            forward,
            _Texts([read.extract.text for read in passages], forward),
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


def _scored(
    found: Candidates,
    passages: Sequence[_Read],
    scores: Scores,
    rows: Sequence[int],
) -> list[Evidence]:
    """Some of the candidates as evidence: those in `rows`."""
    signals = np.round(scores.signals[rows].astype(float), 6).tolist()
    totals = np.round(scores.total[rows].astype(float), 6).tolist()
    around = [()] * len(rows) if scores.around is None else _tuples(scores.around[rows])
    forward, evidence = found.forward, []
    picked = forward.sentences[rows]
    known = zip(
        forward.passage[rows].tolist(),
        found.starts[rows].tolist(),
        picked["kind"].tolist(),
        picked["section"].tolist(),
        strict=True,
    )
    for row, (passage, start, kind, section), of_it, total, near in zip(
        rows, known, signals, totals, around, strict=True
    ):
        extract, _, head = passages[passage]
        text = found.texts[row]
        evidence.append(
            Evidence(
                release_id=extract.key[0],
                version=extract.key[1],
                source=head.source,
                start=start,
                end=start + len(text),
                text=text,
                score=total,
                kind=KINDS[kind],
                section=forward.sections[section],
                title=head.title,
                date=head.date,
                language=head.language,
                signals=dict(zip(SIGNALS, of_it, strict=True)),
                around=near,
            )
        )
    return evidence


def _tuples(rows: np.ndarray) -> list[tuple[tuple[float, ...], ...]]:
    return [tuple(map(tuple, row)) for row in np.round(rows.astype(float), 4).tolist()]
