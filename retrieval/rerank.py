"""Second looks at the best sentences: the packaged reader, and any LangChain compressor.

A `Reranker` takes the sentences that the signals put first and gives them back in a better order.
`ReaderRerank` is the one that is always there. `CompressorRerank` lets any LangChain
`BaseDocumentCompressor` stand behind it, and `CrossEncoderCompressor` is such a one: the
cross-encoder that `DEPECHE_RERANKER` names (sentence-transformers; a folder or a hub's name; a
folder with the model in int8 ONNX is read without torch).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.callbacks import Callbacks
from langchain_core.documents import Document
from langchain_core.documents.compressor import BaseDocumentCompressor
from pydantic import ConfigDict

from domain import Evidence
from embedding.onnx import OnnxReranker, is_onnx_reranker
from errors import EncoderError
from retrieval.documents import as_document
from retrieval.networks import Reading
from retrieval.question import Question
from retrieval.rank import Ranker
from retrieval.ranking import Ranking, Reread
from retrieval.reader import Reader, pair, pair_ranked

READ = 40  # sentences that the reader looks at
COMPRESSED = 10  # sentences that a configured compressor looks at: such models are slow
COMPRESSED_ONNX = 50  # … and that one in int8 ONNX looks at


class Reranker(ABC):
    """Puts the best sentences of one question in a better order; it looks at `depth` of them."""

    depth: int

    @abstractmethod
    def rerank(
        self, question: Question, evidence: Sequence[Evidence], limit: int | None = None
    ) -> list[Evidence]:
        """The same sentences, best first: the first `limit` or all."""

    def look(self, ranking: Ranking, limit: int | None = None) -> list[Evidence]:
        """The sentences of a ranking in the same way."""
        return self.rerank(ranking.question, ranking.evidence(ranking.order), limit)


class ReaderRerank(Reranker):
    """The order of the packaged reader; each sentence keeps its logit against "nothing here
    answers" as the signal `read`, what the question is taken for (`Reading.odds`), both of which
    the refusal looks at, and its former score as `signals`."""

    depth = READ

    def __init__(self, reader: Reader, ranker: Ranker) -> None:
        self.reader = reader
        self.ranker = ranker

    def rerank(
        self, question: Question, evidence: Sequence[Evidence], limit: int | None = None
    ) -> list[Evidence]:
        """See `Reranker`; only the first `READ` are looked at, the others stay behind them."""
        head, tail = list(evidence[:READ]), list(evidence[READ:])
        if not head:
            return []
        reading = self.reader.read(pair(question, head, self.ranker.looked_at))
        read = [_again(head[place], reread) for place, reread in _order(reading, limit)]
        return [*read, *tail][:limit]

    def look(self, ranking: Ranking, limit: int | None = None) -> list[Evidence]:
        """See `Reranker`; evidence is made of the best `limit` alone."""
        table, head, tail = self.ranker.analyst.table, ranking.order[:READ], ranking.order[READ:]
        if table is None or not head:
            return super().look(ranking, limit)
        asked = self.ranker.looked_at([ranking.question.text])[0].tokens
        order = _order(self.reader.read(pair_ranked(ranking, head, asked, table.unknown)), limit)
        rows = [head[place] for place, _ in order]
        found = ranking.evidence(rows, [reread for _, reread in order])
        self.ranker.remember(ranking, rows)
        return [*found, *(ranking.evidence(tail) if tail else ())][:limit]


class CompressorRerank(Reranker):
    """The order that a LangChain compressor gives the first `depth` sentences; what it leaves out
    goes behind them, so that nothing is lost."""

    def __init__(self, compressor: BaseDocumentCompressor, depth: int = COMPRESSED) -> None:
        self.compressor = compressor
        self.depth = depth

    def rerank(
        self, question: Question, evidence: Sequence[Evidence], limit: int | None = None
    ) -> list[Evidence]:
        """See `Reranker`."""
        head = list(evidence[: self.depth])
        documents = [
            as_document(item).model_copy(update={"id": str(place)})
            for place, item in enumerate(head)
        ]
        kept = self.compressor.compress_documents(documents, question.text)
        places = [int(document.id) for document in kept if document.id is not None]
        places += [place for place in range(len(head)) if place not in places]
        return [*(head[place] for place in places), *evidence[self.depth :]][:limit]


class CrossEncoderCompressor(BaseDocumentCompressor):
    """A cross-encoder of sentence-transformers as a LangChain compressor; `name`: its folder or
    its name on a hub. EncoderError when it cannot be loaded."""

    model_config = ConfigDict(arbitrary_types_allowed=True, ignored_types=(cached_property,))

    name: str

    @property
    def depth(self) -> int:
        """How many sentences it should look at: more where the model is quick."""
        return COMPRESSED_ONNX if is_onnx_reranker(self._folder) else COMPRESSED

    @property
    def _folder(self) -> Path:
        return Path(self.name).expanduser()

    @cached_property
    def model(self) -> Any:
        """The loaded model; torch is imported here, if it is needed, and nowhere before."""
        if is_onnx_reranker(self._folder):
            return OnnxReranker(self._folder)
        from sentence_transformers import CrossEncoder

        try:
            return CrossEncoder(self.name)
        except Exception as error:  # whatever a hub, a folder or a config can raise
            line = (str(error).strip().splitlines() or [type(error).__name__])[0][:160]
            raise EncoderError(
                f"the reranker {self.name} cannot be loaded ({line}); give DEPECHE_RERANKER a "
                "folder with a cross-encoder, or leave it out"
            ) from None

    def compress_documents(
        self, documents: Sequence[Document], query: str, callbacks: Callbacks | None = None
    ) -> list[Document]:
        """The documents by descending score of the model, all of them."""
        if not documents:
            return []
        scores = self.model.predict([(query, document.page_content) for document in documents])
        order = sorted(range(len(documents)), key=lambda i: (-float(scores[i]), i))
        return [documents[i] for i in order]


def _order(reading: Reading, limit: int | None) -> list[tuple[int, Reread]]:
    """The best sentences of a reading, their places and what it gave them; `limit` or all."""
    scores, nothing, odds = reading.scores.astype(float), reading.nothing, reading.odds
    rounded = np.round(scores, 6).tolist()
    order = sorted(range(len(rounded)), key=lambda i: (-rounded[i], i))[:limit]
    read = np.round(scores - nothing, 6).tolist()
    return [(i, Reread(rounded[i], {"read": read[i], **odds})) for i in order]


def _again(evidence: Evidence, reread: Reread) -> Evidence:
    signals = dict(evidence.signals, signals=evidence.score, **reread.signals)
    return replace(evidence, score=reread.score, signals=signals)
