"""Signals of a sentence, on an encoder whose vectors can be worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from domain import Kind, Passage, Sentence
from embedding.encoder import Encoder, TokenEncoder, TokenVectors
from retrieval.fusion import fuse
from retrieval.head import KnownHead
from retrieval.marks import asked_in
from retrieval.question import Asked, Question
from retrieval.rank import Ranker, _weights, idf, size_of
from retrieval.runs import marks_of
from retrieval.setting import Letterhead
from retrieval.shape import KINDS, TYPE_SIGNALS, offered, offers, type_signals
from retrieval.signals import SIGNALS, Candidates, lacking, shared_words
from retrieval.words import Spoken, Words, met

AXES = {"chat": 0, "cat": 0, "chien": 1, "dog": 1, "loi": 2}


class Axes(Encoder, TokenEncoder):
    """Every known word is an axis of a space of three dimensions."""

    name, dimensions, fingerprint = "axes", 3, "a"

    def token_vectors(self, texts):
        found = []
        for text in texts:
            known = [w for w in text.lower().strip(" ?.").split() if w in AXES]
            ids = np.array([AXES[w] for w in known], dtype=np.int64)
            spans = np.zeros((len(known), 2), dtype=np.int64)
            found.append(TokenVectors(tuple(known), ids, spans, self.rows))
        return found

    def rows(self, ids):
        return np.eye(3, dtype=np.float32)[ids], np.ones(len(ids), dtype=np.float32)

    def encode_passages(self, texts):
        sums = np.stack([t.vectors.sum(axis=0) for t in self.token_vectors(texts)])
        return sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)

    encode_queries = encode_passages


class Pooled(Encoder):
    """The same without token vectors."""

    name, dimensions, fingerprint = "pooled", 3, "p"
    encode_passages = encode_queries = lambda self, texts: Axes().encode_passages(texts)


def passage(*texts, sections=None):
    """A passage of plain sentences, and its words."""
    sentences, at = [], 0
    for text, section in zip(texts, sections or [None] * len(texts), strict=True):
        sentences.append(Sentence(at, at + len(text), Kind.SENTENCE, section))
        at += len(text) + 1
    return Passage("r", "1", 0, at, tuple(sentences)), " ".join(texts)


def candidates(ranker, *passages):
    """All sentences of passages of one French release."""
    forward = ranker.analyst.forward(ranker.analyst.places(passages))
    texts = [words[s.start : s.end] for each, words in passages for s in each.sentences]
    letterhead = Letterhead(("r", "1"), "", "fr", None, frozenset())
    head = KnownHead(letterhead, (), "r.txt", None, None, "fr")
    nowhere = np.zeros(len(texts), dtype=np.int64)
    return Candidates(forward, texts, Spoken(("fr",), nowhere), nowhere, [head], nowhere)


def scored(encoder, question, *passages):
    ranker = Ranker(encoder)
    query = encoder.encode_queries([question.text])[0]
    return ranker.score(question, query, candidates(ranker, *passages), lambda word: 1.0, 0.0)


def score(encoder, question, *texts):
    scores = scored(encoder, Question.of(question), passage(*texts))
    return [
        dict(zip((*SIGNALS, "score"), (*row, total), strict=True))
        for row, total in zip(scores.signals, scores.total, strict=True)
    ]


def typed(question, text, kind):
    marks = np.bitwise_or.reduce([marks_of(run) for run in text.split()], keepdims=True)
    kinds = np.array([KINDS.index(kind)])
    row = type_signals(question, [text], kinds, offered([text], kinds, marks))[0]
    return dict(zip(TYPE_SIGNALS, row, strict=True))


def test_late_interaction_by_hand():
    both, one, none = score(Axes(), "cat dog", "le chat et le chien", "le chat", "rien")
    assert both["late"] == pytest.approx(1.0)
    assert one["late"] == pytest.approx(0.5)
    assert none["late"] == 0.0
    assert both["dense"] > one["dense"] > none["dense"]
    assert both["score"] > one["score"] > none["score"]


def test_an_encoder_without_tokens_ranks_by_its_vectors():
    good, bad = score(Pooled(), "cat", "le chat", "le chien")
    assert good["late"] == good["dense"] == pytest.approx(1.0)
    assert good["score"] > bad["score"]
    assert Ranker(Pooled()).coverage(Question.of("cat"), ["le chat"], ["fr"]).best == {"cat": 0.0}
    assert Ranker(Pooled()).coverage(Question.of("chat"), ["le chat"], ["fr"]).best == {"chat": 1.0}


def test_coverage_says_which_words_are_met():
    covered = Ranker(Axes()).coverage(Question.of("cat loi"), ["le chat", "le chien"], ["fr", "fr"])
    assert covered.best == pytest.approx({"cat": 1.0, "loi": 0.0}, abs=1e-4)
    assert covered.share.tolist() == pytest.approx([0.5, 0.0], abs=1e-4)
    assert Ranker(Axes()).coverage(Question.of("et ?"), ["le chat"], ["fr"]).best == {}


def test_no_candidates():
    assert score(Axes(), "cat") == []


def test_shared_words_are_weighted_by_rarity():
    question = Question.of("les lois rares")
    weight = {"loi": 1.0, "rar": 3.0, "": 4.0}.get
    spoken = Spoken.by(["fr", "fr"])
    found = met(question, Words.of([["loi"], ["rare", "loi"]]), spoken)
    shared = shared_words(question, found, spoken, weight)
    assert shared.sum(axis=0).tolist() == pytest.approx([0.25, 1.0])
    nothing = Question.of("et la")
    found = met(nothing, Words.of([["loi"]]), Spoken.by(["fr"]))
    assert shared_words(nothing, found, Spoken.by(["fr"]), weight).shape == (0, 1)


def test_what_a_release_lacks_is_what_another_has():
    shared = np.array([[1.0, 0.0, 0.0], [0.0, 0.5, 1.0]])  # words × sentences
    named = np.array([[0.0, 0.0], [0.8, 0.0]])  # words × releases
    assert lacking(shared, named, np.array([0, 0, 1])).tolist() == pytest.approx([-0.2, -1.0])
    assert lacking(shared[:0], named[:0], np.array([0, 0, 1])).tolist() == [0.0, 0.0]


def test_size_by_hand():
    assert [size_of(n) for n in (0, 20, 200, 10**6)] == [0.0, 0.0, 1.0, 1.0]
    assert size_of(63) == pytest.approx(0.5, abs=0.01)


def test_idf_by_hand():
    assert idf(0, 9) == pytest.approx(math.log(1 + 9.5 / 0.5))
    assert idf(9, 9) == pytest.approx(math.log(1 + 0.5 / 9.5))


def test_fusion_by_hand():
    assert fuse([(1.0, [7, 8]), (1.0, [8, 9])], 3) == [8, 7, 9]
    assert fuse([(0.1, [7]), (1.0, [8])], 1) == [8]
    assert fuse([], 5) == []


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("OTTAWA, le 3 mai 2023", Kind.DATELINE, {Asked.TIME, Asked.PLACE}),
        ("La ministre Jane Doe a parlé.", Kind.SENTENCE, {Asked.PERSON}),
        ("La réunion a eu lieu le 3 mai.", Kind.SENTENCE, {Asked.TIME}),
        ("Il a été saisi 300 armes.", Kind.SENTENCE, {Asked.NUMBER}),
        ("Bureau de presse, 613-555-0199", Kind.CONTACT, {Asked.CONTACT}),
        ("Rien de tel.", Kind.SENTENCE, set()),
    ],
)
def test_what_a_sentence_offers(text, kind, expected):
    assert offers(text, kind) == expected
    marks = np.bitwise_or.reduce([marks_of(run) for run in text.split()], keepdims=True)
    assert asked_in(int(offered([text], np.array([KINDS.index(kind)]), marks)[0])) == expected


def test_kinds_that_cannot_be_the_answer_are_told_apart():
    why = Question.of("Pourquoi la loi ?")
    reach = Question.of("Quel numéro de téléphone ?")
    contact = ("Jane Doe, 613-555-0199", Kind.CONTACT)
    assert typed(why, "Crimes", Kind.HEADING)["heading"] == 1.0
    stray, home = typed(why, *contact), typed(reach, *contact)
    assert (stray["stray"], stray["home_contact"], stray["wanted_contact"]) == (1.0, 0.0, 0.0)
    assert (home["stray"], home["home_contact"], home["wanted_contact"]) == (0.0, 1.0, 1.0)
    assert typed(why, "Un plan", Kind.SUBTITLE)["subtitle"] == 1.0
    issuer = Question.of("Qui a publié ce communiqué ?")
    assert typed(issuer, "SOURCE Bureau", Kind.SOURCE)["home_issuer"] == 1.0


def test_an_acronym_is_set_beside_what_it_stands_for():
    question = Question.of("Que signifie ABC ?")
    assert typed(question, "l'Agence des bons comptes (ABC)", Kind.SENTENCE)["expands"] == 1.0
    assert typed(question, "l'ABC (Agence des bons comptes)", Kind.SENTENCE)["expands"] == 1.0
    assert typed(question, "le directeur de l'ABC", Kind.SENTENCE)["expands"] == 0.0


def test_every_signal_has_a_weight():
    assert set(_weights()["small"]) == set(_weights()["large"]) == set(SIGNALS)


def test_how_well_the_words_around_a_sentence_meet_the_question():
    opening = passage("chat", "chien", "x")
    other = passage("loi", "x", sections=[None, "chien"])
    around = scored(Axes(), Question.of("chat chien loi", "fr"), opening, other).around
    before, release = around[:, 0].tolist(), around[:, 1].tolist()
    assert before[0] == [0, 0, 0] and before[1] == [1, 0, 0]
    assert before[2] == [1, 1, 0]  # the two sentences before it
    assert before[3] == [0, 0, 0]  # what stands in another passage is not before it
    assert before[4] == [0, 1, 1]  # its heading, and the sentence before it
    assert release == [[1, 1, 1]] * 5  # all of one release


def test_an_encoder_without_token_vectors_knows_nothing_of_what_is_around():
    assert scored(Pooled(), Question.of("chat", "fr"), passage("chat")).around is None
