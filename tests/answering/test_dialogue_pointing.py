"""What follow-ups point at, where the question before does not name it in so many words."""

from __future__ import annotations

import pytest

from answering.dialogue import follow, read, typed
from answering.talk import Talk
from domain import Evidence

MINISTERS = ["Les ministres ont convenu de poursuivre l'échange de données.", "Autre phrase."]


@pytest.mark.parametrize(
    ("earlier", "question", "text"),
    [
        (
            "Combien coûte le portail Hippocampe ?",
            "Y a-t-il un délai pour ça ?",
            "Y a-t-il un délai pour le portail Hippocampe ?",
        ),
        (
            "What is Bill C-70?",
            "Do the Americans have something similar?",
            "Do the Americans have something similar to Bill C-70?",
        ),
        (
            "À quoi sert le portail Hippocampe ?",
            "Y a-t-il quelque chose de semblable ailleurs ?",
            "Y a-t-il quelque chose de semblable au portail Hippocampe ailleurs ?",
        ),
        (
            "Which ship left St. John's?",
            "And which one leaves from Victoria?",
            "Which ship leaves from Victoria?",
        ),
        (
            "Qui a coprésidé la conférence de Halifax ?",
            "Et la suivante, elle est où ?",
            "La conférence suivante est où ?",
        ),
        (
            "Qui a annoncé le fonds Sentinelle ?",
            "Jusqu'à quand peut-on le demander ?",
            "Jusqu'à quand peut-on demander le fonds Sentinelle ?",
        ),
        (
            "Combien d'incendies brûlent dans les Territoires du Nord-Ouest ?",
            "Des morts ?",
            "Qu'en est-il des morts, pour les incendies ?",
        ),
        ("Que disent les ministres du fentanyl ?", "Where does it come from?",
         "Where does fentanyl come from?"),
        ("Les armes à feu sont-elles saisies ?", "Comment comptent-ils les arrêter ?",
         "Comment comptent-ils arrêter les armes à feu ?"),
        ("What are hate crimes doing to communities?", "Only in Canada?",
         "Only in Canada, for hate crimes?"),
        ("Où les données seront-elles gardées ?", "Peut-on refuser d'y participer ?",
         "Peut-on refuser de participer aux données ?"),
    ],
)  # fmt: skip
def test_it_is_put_in(earlier, question, text):
    assert read(question, [earlier]).text == text


@pytest.mark.parametrize("question", ["Qui était présent ?", "Who attended?", "Qui était là ?"])
def test_who_was_there_is_asked_of_a_meeting_or_of_nothing(question):
    assert read(question, ["Que disent les ministres du fentanyl ?"]).text == question
    asked = "Where was the forum?" if question.startswith("Who") else "Où a eu lieu le forum ?"
    assert "forum" in read(question, [asked]).text


def test_what_stands_in_front_is_what_is_asked_of():
    reading = read(
        "Et pour les crimes haineux, que constate-t-on ?", ["Que dit-on de l'intelligence ?"]
    )
    assert reading.text == "Que constate-t-on pour les crimes haineux ?"


def test_those_who_act_in_the_cited_words_are_meant_where_no_question_named_them():
    before = read("Le communiqué parle-t-il de l'intelligence artificielle ?")
    reading = follow("Que recommandent-ils ?", before, lambda: MINISTERS)
    assert reading.text.startswith("Que recommandent les ministres")
    english = read("Is artificial intelligence mentioned?")
    reading = follow("What do they recommend?", english, lambda: MINISTERS)
    assert reading.text.startswith("What do the ministers recommend")


def test_they_is_not_the_one_person_that_was_asked_for():
    before = read("Who is the new ombudsperson?")
    quotes = ["Evander Haddow-Lapointe, Minister of Digital Affairs, today announced the "
              "appointment of Dr. Sunniva Achterberg-Roy as Ombudsperson."]  # fmt: skip
    reading = follow("Can they fine platforms?", before, lambda: quotes)
    assert "Haddow" not in reading.text
    assert "Achterberg" in follow("Which languages does she speak?", before, lambda: quotes).text


def test_a_question_that_names_a_date_is_not_bound_to_the_release_spoken_of():
    """Without the answers at hand, what the last question cites is looked for once."""
    found = [Evidence("r", "v", "a.txt", 0, 3, "Oui", 1.0)]
    talk = Talk(["Qui a coprésidé la conférence de Halifax ?"], lambda question: found)
    assert talk.spoken_of(talk.read("Combien de délégations ?")) == {"r"}
    assert talk.spoken_of(talk.read("Et en 2023 ?")) == frozenset()


def test_what_was_typed_counts_beside_a_reading_that_puts_words_in_and_not_beside_itself():
    talk = Talk(["Que disent les ministres du fentanyl ?"], lambda text: [])
    whole = talk.read("Who represented Canada?")
    assert whole.text == "Who represented Canada?" and typed(whole) is None
    pointing = talk.read("Pourquoi en parlent-ils au Canada ?")
    assert pointing.text != pointing.raw and typed(pointing) is not None
