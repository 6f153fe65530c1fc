"""Second looks: the reader's order, and any LangChain compressor behind the same seam."""

from __future__ import annotations

import numpy as np
import pytest
from langchain_core.documents.compressor import BaseDocumentCompressor

from config import Settings
from domain import Evidence, Kind
from embedding.load import load_encoder
from errors import EncoderError
from retrieval.question import Question
from retrieval.rank import Ranker
from retrieval.reader import WEIGHTS, Reader, pair
from retrieval.rerank import COMPRESSED, CompressorRerank, CrossEncoderCompressor, ReaderRerank
from retrieval.signals import SIGNALS

TEXTS = (
    "Les ministres se sont réunis.",
    "La réunion a eu lieu à Gander, le 3 mai 2023.",
    "Le programme coûtera 12 millions de dollars.",
)


@pytest.fixture(scope="module")
def encoder():
    return load_encoder(Settings())


def evidence(texts=TEXTS):
    signals = dict.fromkeys(SIGNALS, 0.1)
    return [
        Evidence("r", "1", "r.txt", i, i + 1, t, 5.0 - i, kind=Kind.SENTENCE, signals=signals)
        for i, t in enumerate(texts)
    ]


class Backwards(BaseDocumentCompressor):
    """Gives the documents back in the opposite order, without the last."""

    def compress_documents(self, documents, query, callbacks=None):
        return list(reversed(documents))[:-1]


def test_the_packaged_reader_reads_the_packaged_encoder(encoder):
    reader = Reader.load(WEIGHTS, encoder.fingerprint)
    assert reader is not None
    found = ReaderRerank(reader, Ranker(encoder)).rerank(
        Question.of("Combien coûtera le programme ?"), evidence()
    )
    assert found[0].text == TEXTS[2]
    assert sorted(item.text for item in found) == sorted(TEXTS)
    assert found[0].signals["signals"] == 3.0
    assert found[0].signals["read"] > found[-1].signals["read"]
    assert ReaderRerank(reader, Ranker(encoder)).rerank(Question.of("Qui ?"), []) == []


def test_a_question_of_unknown_words_is_read_all_the_same(encoder):
    reader = Reader.load(WEIGHTS, encoder.fingerprint)
    reading = reader.read(pair(Question.of("\u4f60?"), evidence(), Ranker(encoder).looked_at))
    assert reading.scores.shape == (3,) and np.isfinite(reading.scores).all()


def test_a_sentence_longer_than_the_reader_sees_is_cut(encoder):
    reader = Reader.load(WEIGHTS, encoder.fingerprint)
    long = evidence([" ".join(TEXTS * 40), "", "Rien."])
    found = ReaderRerank(reader, Ranker(encoder)).rerank(Question.of("Où ?"), long)
    assert len(found) == 3 and all(np.isfinite(item.score) for item in found)


def test_any_compressor_can_look_again_and_loses_nothing():
    found = CompressorRerank(Backwards()).rerank(Question.of("Où ?"), evidence())
    assert [item.start for item in found] == [2, 1, 0]
    many = evidence([f"Phrase {i}." for i in range(COMPRESSED + 5)])
    found = CompressorRerank(Backwards()).rerank(Question.of("Où ?"), many)
    assert [item.start for item in found[-5:]] == list(range(COMPRESSED, COMPRESSED + 5))
    assert len(found) == len(many)


def test_a_reranker_that_cannot_be_loaded_is_one_clear_line(tmp_path):
    with pytest.raises(EncoderError, match="DEPECHE_RERANKER"):
        CrossEncoderCompressor(name=str(tmp_path / "none")).model  # noqa: B018
