"""What is stored of a passage says the same as a look at its words."""

from __future__ import annotations

import sqlite3

import numpy as np
import pytest
from places import PROJECT

from assembly import Depeche
from config import Settings, load_settings
from domain import Kind, Passage, Sentence
from embedding.load import load_encoder
from retrieval.analyst import Analyst
from retrieval.forward import Opened, joined
from retrieval.interaction import Products
from retrieval.marks import may
from retrieval.question import Question
from retrieval.runs import ACRONYM, AMOUNT, CAPITAL, FIRST, NUMBER, marks_of
from retrieval.shape import _OFFERS, WANTED
from retrieval.slot import _FILLS, Slot, around_numbers
from vectorstore.analysis import content_words
from vectorstore.database import FILE

TEXTS = (
    "« L’État-major a versé 12,5 millions $ à St. John's. »",
    "- Le FCT (Forum sur la criminalité transfrontalière) compte 1 200 agents en 2024.",
    "Two of the 14 officers, and about 3 per cent of C-70, were at\u00a0Ottawa.",
    "你好 \U0001f642",
    "",
)


@pytest.fixture(scope="module")
def encoder():
    return load_encoder(Settings())


def passage(*texts, section=None):
    sentences, at = [], 0
    for text in texts:
        sentences.append(Sentence(at, at + len(text), Kind.ITEM, section))
        at += len(text) + 1
    return Passage("r", "1", 0, at, tuple(sentences)), "\n".join(texts)


PASSAGES = [
    passage(*TEXTS[:2], section="Faits"),
    passage(),
    passage(*TEXTS[2:]),
    passage("Fin", section="Q"),
]
SENTENCES = [words[s.start : s.end] for each, words in PASSAGES for s in each.sentences]


def stored(encoder):
    analyst = Analyst(encoder)
    stored = Analyst(encoder).describe(PASSAGES)
    return analyst, joined([Opened.of(each, analyst._id) for each in stored], analyst._id)


def test_what_is_stored_is_what_is_worked_out(encoder):
    analyst, read = stored(encoder)
    fresh = analyst.forward(analyst.places(PASSAGES))
    assert read.passage.tolist() == fresh.passage.tolist() == [0, 0, 2, 2, 2, 3]
    for name in ("start", "end", "norm", "marks", "tokens", "words", "numbers", "kind"):
        assert np.array_equal(read.sentences[name], fresh.sentences[name]), name
    assert [read.sections[s] for s in read.sentences["section"]] == ["Faits"] * 2 + [None] * 3 + [
        "Q"
    ]
    for name in ("ids", "written", "numbers"):
        assert np.array_equal(getattr(read, name), getattr(fresh, name)), name


def test_it_says_what_the_text_says(encoder):
    analyst, read = stored(encoder)
    looked = analyst.looked(read, range(len(read)))
    vectors = encoder.encode_passages(SENTENCES)
    bag = encoder.bag_of(read.ids, read.sentences["tokens"].astype(np.int64))
    for axis in (0, 100):
        query = np.eye(encoder.dimensions, dtype=np.float32)[axis]
        norms = np.maximum(read.sentences["norm"], 1e-12)
        sums = Products(query[None], bag).sums(np.ones(1))
        assert sums / norms == pytest.approx(vectors @ query, abs=1e-5)
    ends = np.cumsum(read.sentences["numbers"])
    for text, known, end in zip(SENTENCES, looked, ends, strict=True):
        tokens = encoder.token_vectors([text])[0]
        assert known.tokens.ids.tolist() == tokens.ids.tolist()
        assert list(known.words) == content_words(text)
        around = around_numbers(text)
        spans = read.numbers[end - len(around) : end]
        every = encoder._token_ids([text])[0]
        for part, (first, last) in zip(around, spans, strict=True):
            assert encoder._token_ids([part])[0].tolist() == every[first:last].tolist()


def written(encoder, text):
    """How the tokens of each word that has one are written."""
    tokens = Analyst(encoder).looked_at([text])[0].tokens
    spans = encoder.token_vectors([text])[0].spans
    marks = zip(spans.tolist(), tokens.written.tolist(), strict=True)
    return {text[start:end]: how for (start, end), how in marks}


def test_how_tokens_are_written(encoder):
    marks = written(encoder, "« Le CANADA a versé 12 $ et 30 % à Ottawa en 2024")
    assert marks["«"] == marks["Le"] == FIRST
    assert marks["CANADA"] == CAPITAL | ACRONYM
    assert (marks["12"], marks["30"], marks["2024"]) == (NUMBER | AMOUNT, NUMBER | AMOUNT, NUMBER)
    assert (marks["Ottawa"], marks["et"]) == (CAPITAL, 0)


def corpus_sentences():
    for folder in ("corpus", "evaluation/releases", "evaluation/training"):
        for path in sorted((PROJECT / folder).glob("*.txt")):
            yield from filter(None, path.read_text("utf-8").replace(". ", ".\n").split("\n"))


def test_no_pattern_is_left_out_that_would_be_found():
    found = 0
    for text in [*corpus_sentences(), *TEXTS]:
        marks = np.bitwise_or.reduce([0, *map(marks_of, text.split())], keepdims=True)
        for sought in WANTED:
            if _OFFERS[sought](text, Kind.SENTENCE):
                found += 1
                assert may(sought, marks)[0], (sought, text)
        for slot in Slot:
            if _FILLS[slot].search(text):
                found += 1
                assert may(slot, marks)[0], (slot, text)
            elif slot is Slot.COUNT:
                assert not may(slot, marks)[0], text
    assert found > 1_000


def test_a_library_without_it_answers_the_same(tmp_path):
    """What an older version stored, and what was stored by another analysis, is not read."""
    question = Question.of("Combien d'armes à feu a-t-on saisies ?")
    answers = []
    with Depeche(load_settings(library=tmp_path)) as depeche:
        depeche.ingest([PROJECT / "corpus"])
        answers.append(depeche._ready().retriever.evidence(question))
    for statement in (
        "UPDATE forward SET body = x'00'; UPDATE heads SET body = x'00'; UPDATE manifest SET value = 'x' WHERE key = 'forward'",
        "DELETE FROM manifest WHERE key = 'forward'",
        "DROP TRIGGER passage_gone; DROP TABLE forward; DROP TABLE heads; PRAGMA user_version = 3",
    ):
        with sqlite3.connect(tmp_path / FILE) as connection:
            connection.executescript(statement)
        connection.close()
        with Depeche(load_settings(library=tmp_path)) as depeche:
            answers.append(depeche._ready().retriever.evidence(question))
    with Depeche(load_settings(library=tmp_path)) as depeche:
        depeche.ingest([PROJECT / "corpus"])  # makes it anew
        extracts = depeche.library.extracts(range(1, 99), Analyst(depeche.encoder).stamp)
        assert all(extract.body for extract in extracts.values())
        answers.append(depeche._ready().retriever.evidence(question))
    assert all(answer == answers[0] for answer in answers)
