"""A quotation is quoted whole, with who said it."""

from __future__ import annotations

import pytest
from test_extractive import OneRelease, placed

from answering.quotations import whole
from domain import Kind

LONGEST = 400


def paragraph(*sentences, kind=Kind.SENTENCE):
    return OneRelease(*((sentence, kind) for sentence in sentences), between=" ")


FRENCH = (
    "Les travaux commencent demain.",
    "« La sécurité passe avant tout.",
    "Nous n'avions plus le choix.",
    "Il fallait agir », a déclaré la ministre.",
    "Le maire s'est dit déçu.",
)
ENGLISH = (
    "The bridge closes.",
    '"Safety comes first.',
    'We had no choice," said the minister.',
    "The mayor was there.",
)
CURLY = ("It closes.", "“Safety comes first.", "We had no choice,” said the minister.")


@pytest.mark.parametrize("at", [1, 2, 3])
def test_any_part_of_it_brings_the_rest(at):
    texts = paragraph(*FRENCH)
    found = whole(placed(texts, FRENCH[at], 0.5), texts, LONGEST)
    assert found.text == " ".join(FRENCH[1:4])
    assert texts.words[found.start : found.end] == found.text


@pytest.mark.parametrize("sentences", [ENGLISH, CURLY])
@pytest.mark.parametrize("at", [1, 2])
def test_with_the_marks_of_english(sentences, at):
    texts = paragraph(*sentences)
    found = whole(placed(texts, sentences[at], 0.5), texts, LONGEST)
    assert found.text == " ".join(sentences[1:3])


@pytest.mark.parametrize("at", [0, 4])
def test_what_stands_outside_stays_alone(at):
    texts = paragraph(*FRENCH)
    item = placed(texts, FRENCH[at], 0.5)
    assert whole(item, texts, LONGEST) is item


def test_a_sentence_with_its_own_marks_stays_alone():
    texts = paragraph("« Oui », a dit la ministre.", "Le « pont » ferme.")
    for text in ("« Oui », a dit la ministre.", "Le « pont » ferme."):
        item = placed(texts, text, 0.5)
        assert whole(item, texts, LONGEST) is item


def test_what_is_too_long_or_never_closed_stays_as_it_is():
    texts = paragraph(*FRENCH)
    item = placed(texts, FRENCH[2], 0.5)
    assert whole(item, texts, 50) is item
    texts = paragraph("« La sécurité passe avant tout.", "Nous n'avions plus le choix.")
    item = placed(texts, "Nous n'avions plus le choix.", 0.5)
    assert whole(item, texts, LONGEST) is item
