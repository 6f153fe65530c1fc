"""When a word of a question counts as standing in a sentence."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.question import Question
from retrieval.words import Spoken, Words, met
from vectorstore.analysis import content_words


def met_in(asked, texts, languages):
    return met(asked, Words.of([content_words(text) for text in texts]), Spoken.by(languages))


def meets(question, text, language="fr"):
    asked = Question.of(question)
    return dict(zip(asked.words, met_in(asked, [text], [language])[:, 0].tolist(), strict=True))


@pytest.mark.parametrize(
    ("question", "text", "word"),
    [
        ("les lois ?", "la loi", "lois"),  # plural
        ("des menaces ?", "menacent", "menaces"),  # stem
        ("What about antisemitism?", "la hausse de l'antisémitisme", "antisemitism"),  # cognate
        ("les antisemitsme ?", "l'antisémitisme", "antisemitsme"),  # mistake
        ("Que dit le FCT ?", "le Forum sur la criminalité transfrontalière", "fct"),  # initials
        ("What about AI?", "l'intelligence artificielle", "ai"),  # the other way round
        ("l'IA ?", "l'intelligence artificielle", "ia"),
    ],
)
def test_met(question, text, word):
    assert meets(question, text)[word] >= 0.7


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("le transport ?", "la transparence"),
        ("le port ?", "le sport"),
        ("le mot de passe ?", "le passage"),
        ("en 2023 ?", "en 2024"),
        ("le fct ?", "le forum sur la chasse"),
        ("l'AI dit ?", "l'intelligence artificielle"),  # in its own language the order counts
        ("des fusils ?", ""),
    ],
)
def test_not_met(question, text):
    assert max(meets(question, text).values()) == 0.0


def test_shapes():
    asked = Question.of("armes et drogues")
    assert met_in(asked, [], []).shape == (2, 0)
    assert met_in(Question.of("et ?"), ["a"], ["fr"]).shape == (0, 1)
    both = met_in(asked, ["des armes", "des drogues"], ["fr", "fr"])
    assert np.array_equal(both, [[1, 0], [0, 1]])
