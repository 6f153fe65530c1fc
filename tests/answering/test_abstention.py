"""What the refusal looks at, and what it says is missing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from answering.abstention import (
    ONE_RELEASE,
    PRESENCE,
    TOPIC,
    Lack,
    features,
    judge,
    probability,
    unsaid,
)
from answering.unknown import Unknown, unknown_of
from domain import AnswerStatus, Evidence, Kind
from retrieval.interaction import Coverage
from retrieval.question import Question
from shadow import fold


def evidence(*texts, kind=Kind.SENTENCE, late=0.5):
    return [
        Evidence("r", "v", "a.txt", i, i + 1, text, 1.0 - i / 10, kind, signals={"late": late})
        for i, text in enumerate(texts)
    ]


def covered(question, *rows):
    cosines = np.array(rows, dtype=np.float32)
    return Coverage(question.words, cosines, np.ones(len(question.words), dtype=np.float32))


def test_every_feature_is_there():
    question = Question.of("Combien d'armes saisies ?")
    row = features(
        question,
        evidence("Des armes ont été saisies.", "Il y a 40 postes."),
        covered(question, [0.9, 0.1], [0.8, 0.2]),
        Unknown(words=("saisies",)),
        0.0,
    )
    assert set(row) >= {*TOPIC, *PRESENCE}
    assert row["asked_how_many"] == 1.0
    assert row["not_first_how_many"] == 1.0  # the best sentence holds no number
    assert row["far_how_many"] == pytest.approx(0.85 - 0.15)  # and the one that does is far away
    assert row["least_covered"] == pytest.approx(0.8)
    assert row["unknown_words"] == 0.5


def test_a_type_that_is_not_asked_for_says_nothing():
    question = Question.of("Quelles armes ?")
    row = features(question, evidence("Des armes."), covered(question, [0.9]), Unknown(), 0.0)
    assert row["far_how_many"] == row["not_first_how_many"] == row["asked_how_many"] == 0.0


def test_probability_by_hand():
    assert probability({"a": 2.0, "bias": -1.0}, {"a": 0.5}) == 0.5
    assert probability({"bias": 1000.0}, {}) == pytest.approx(1.0)
    assert probability({"bias": -1000.0}, {}) == pytest.approx(0.0)


def test_nothing_to_go_by_is_declined():
    question = Question.of("et ?")
    empty = covered(question, *[])
    assert judge(question, [], empty, Unknown(), 0.0).status is AnswerStatus.DECLINED
    assert judge(question, evidence("x"), empty, Unknown(), 0.0).status is AnswerStatus.DECLINED


def test_what_is_missing_is_said_as_the_reader_wrote_it():
    question = Question.of("Quelle recette de pâté chinois à l'érable ?")
    verdict = judge(
        question,
        evidence("Les ministres ont parlé.", late=0.0),
        covered(question, *[[0.1]] * len(question.words)),
        Unknown(words=question.words),
        0.0,
    )
    assert verdict.status is AnswerStatus.DECLINED
    assert verdict.lack is Lack.TOPIC
    assert verdict.missing == ("recette", "pâté", "chinois", "érable")


def test_of_what_is_missing_the_words_that_weigh_are_named():
    words = ("gala", "lieu", "gens", "homard", "frontiere")
    cosines = np.array([[0.1], [0.2], [0.3], [0.1], [0.9]], dtype=np.float32)
    weights = np.array([800.0, 150.0, 200.0, 900.0, 700.0], dtype=np.float32)
    assert unsaid(Coverage(words, cosines, weights)) == ("gala", "homard")
    heavy = np.array([800.0, 900.0, 500.0, 600.0, 700.0], dtype=np.float32)
    none_said = Coverage(words, np.zeros((5, 1), dtype=np.float32), heavy)
    assert unsaid(none_said) == ("gala", "lieu", "homard", "frontiere")
    assert unsaid(Coverage((), np.zeros((0, 1), dtype=np.float32), np.zeros(0))) == ()


class Texts:
    """A library of one text for each release."""

    def __init__(self, **texts):
        self.texts = texts

    def text(self, release_id, version):
        return self.texts[release_id]

    def frequency(self, stemmed):
        return sum(stemmed in fold(text) for text in self.texts.values())


def test_what_stands_in_another_release_is_known_and_yet_not_there():
    question = Question.of("Combien Zurich a-t-elle versé à Oslo en 2021 pour Lima ?")
    library = Texts(r="Oslo a reçu le prix.", s="Zurich verse 4 millions en 2021.")
    found = evidence("Oslo a reçu le prix.")
    unknown = unknown_of(question, found, covered(question, *[[0.1]] * 5), library)
    assert (unknown.names, unknown.numbers) == (("Lima",), ())
    assert (unknown.names_elsewhere, unknown.numbers_elsewhere) == (("Zurich",), ("2021",))
    assert unknown_of(question, [], covered(question, *[[]] * 5), library).names_elsewhere == ()


def test_a_release_that_lacks_what_another_says_is_told_apart():
    question = Question.of("Des armes à Oslo ?")
    here, there = evidence("Des armes.", "Oslo.")
    here = replace(here, around=((0.0, 0.0), (0.9, 0.2)), signals={"lacking": -0.7})
    there = replace(there, around=((0.0, 0.0), (0.5, 1.0)), signals={"lacking": -0.2})
    row = features(question, [here, there], covered(question, [0.9, 0.1], [0.1, 0.9]), Unknown(), 1)
    assert [row[name] for name in ONE_RELEASE] == pytest.approx([0.8, 0.4, 0.0, 0.0, -0.2])
