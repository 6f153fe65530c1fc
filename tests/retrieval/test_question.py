"""What the form of a question says."""

from __future__ import annotations

import pytest

from retrieval.question import Asked, Question
from retrieval.slot import Slot

P, T, L, N, C = Asked.PERSON, Asked.TIME, Asked.PLACE, Asked.NUMBER, Asked.CONTACT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Qui a signé l'entente ?", {P}),
        ("Avec qui le ministre s'est-il entretenu ?", {P}),
        ("Who signed the agreement, and when?", {P, T}),
        ("Quand et où la réunion a-t-elle eu lieu ?", {T, L}),
        ("En quelle année le programme a-t-il commencé ?", {T}),
        ("Where did the officials meet?", {L}),
        ("Dans quelle ville se tient la conférence ?", {L}),
        ("Combien de personnes ont été arrêtées ?", {N}),
        ("How much money was announced?", {N}),
        ("Comment joindre les relations avec les médias ?", {C}),
        ("What is the phone number of the press office?", {C}),
        ("Pourquoi la loi a-t-elle changé ?", {Asked.REASON}),
        ("Résume le communiqué", {Asked.SUMMARY}),
        ("Quels sujets ont été abordés ?", {Asked.LIST}),
        ("Que signifie le sigle ABC ?", {Asked.DEFINITION}),
    ],
)
def test_the_type_that_is_asked_for(text, expected):
    assert expected <= Question.of(text).asked
    typed = {P, T, L, N, C}
    assert Question.of(text).asked & typed == expected & typed


def test_a_relative_pronoun_does_not_ask_for_a_person():
    assert P not in Question.of("Les crimes qui touchent les aînés augmentent-ils ?").asked
    assert P not in Question.of("What about officials who travel?").asked


def test_a_conjunction_does_not_ask_for_a_time():
    assert T not in Question.of("Pourquoi prévenir la police quand un suspect voyage ?").asked
    assert T in Question.of("Qui est venu, et quand ?").asked


def test_a_number_to_call_is_no_count():
    asked = Question.of("What number can reporters call?").asked
    assert C in asked and N not in asked
    assert C not in Question.of("What did the ministers call for?").asked


@pytest.mark.parametrize(
    "text",
    [
        "Is there a hotline for victims of the flood?",
        "Y a-t-il une ligne d'urgence pour les évacués ?",
        "Existe-t-il un numéro sans frais ?",
        "Which toll-free number takes complaints?",
        "ligne d'aide pour les aînés",
    ],
)
def test_a_line_that_is_asked_for_is_a_telephone(text):
    question = Question.of(text)
    assert C in question.asked and question.slot is Slot.PHONE


@pytest.mark.parametrize(
    "text",
    [
        "What were the results of the hotline?",
        "Results of Australia's Tripwire hotline?",
        "How did the tip line help?",
        "Quelles sont les grandes lignes du plan ?",
    ],
)
def test_what_came_of_a_line_is_no_telephone(text):
    assert C not in Question.of(text).asked


def test_ou_without_accent_between_nouns_is_no_place():
    assert L not in Question.of("Quelles armes ou drogues ont été saisies ?").asked
    assert L in Question.of("ou est ce que la réunion a eu lieu").asked


def test_names_and_numbers():
    question = Question.of("Est-ce que Jane Doe du FBI a parlé du projet C‑70 en 2023 ?")
    assert question.names == ("Jane Doe", "FBI")
    assert question.numbers == ("C‑70", "2023")
    assert Question.of("Combien ont coûté les 10\u00a0000 armes ?").numbers == ("10000",)


def test_the_first_word_is_no_name_unless_it_can_be_nothing_else():
    assert Question.of("Quels crimes ?").names == ()
    assert Question.of("Trudeau a-t-il signé ?").names == ()
    assert Question.of("FCT : quelle édition ?").names == ("FCT",)


def test_language_and_words():
    question = Question.of("What about hate crimes?")
    assert question.language == "en"
    assert question.words == ("hate", "crimes")


def test_an_acronym_is_a_word_even_where_a_function_word_is_spelled_so():
    assert Question.of("What about AI?").words == ("ai",)
    assert Question.of("J'ai une question").words == ("question",)
    assert Question.of("WHAT ABOUT IT?").words == ()
