"""What of a quote is marked as the answer, and which day "today" was."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from answering.marking import marked, spoken_on
from domain import Citation
from retrieval.question import Question


def shown(question, quote):
    return [quote[start:end] for start, end in marked(Question.of(question), quote)]


@pytest.mark.parametrize(
    ("question", "quote", "expected"),
    [
        ("Quand a lieu la réunion ?", "La réunion aura lieu le 12 mars 2025.", ["12 mars 2025"]),
        ("When is the deadline?", "Apply before June 3, 2024.", ["June 3, 2024"]),
        ("Qui a parlé ?", "La ministre Jane Doe et Merrick B. Garland ont parlé.", ["Jane Doe", "Merrick B. Garland"]),
        ("Où la rencontre a-t-elle eu lieu ?", "Réunis à Halifax, ils ont conclu.", ["Halifax"]),
        ("Dans quelle ville ?", "SAINT-JEAN, le 3 mai 2024 /CNW/", ["SAINT-JEAN"]),
        ("Quel est le budget ?", "Un budget de 186,5 millions de dollars.", ["186,5 millions de dollars"]),
        ("How much will it cost?", "It costs $1,500 a year.", ["$1,500"]),
        ("Combien de projets ?", "En 2024, 212 projets dans 9 provinces.", ["212"]),
        ("Quel pourcentage ?", "Une hausse de 18 % en un an.", ["18 %"]),
        ("Numéro de téléphone ?", "Bureau de presse, 613-555-0199", ["613-555-0199"]),
        ("Quel est le courriel ?", "Écrire à presse@example.ca.", ["presse@example.ca"]),
        ("Pourquoi ?", "Parce que 12 ministres l'ont dit.", []),
    ],
)  # fmt: skip
def test_what_answers_is_marked(question, quote, expected):
    assert shown(question, quote) == expected


def test_of_several_persons_those_that_the_question_means_are_marked():
    quote = "Jane Doe, ministre du Canada, et John Roe, juge du Mexique, ont accueilli Ann Poe."
    assert shown("Qui représentait le Mexique ?", quote) == ["John Roe"]
    assert shown("Qui était là ?", quote) == ["Jane Doe", "John Roe", "Ann Poe"]
    assert shown("Qui représentait le Mexique ?", "Personne n'est venu.") == []


def test_what_the_question_says_already_is_not_marked():
    assert shown("Qui a rencontré Jane Doe ?", "Jane Doe a vu John Roe.") == ["John Roe"]


def test_marks_are_in_order_and_apart():
    quote = "Le 3 mai 2024 et le 5 juin 2025, à Gander."
    spans = marked(Question.of("Quand et où ?"), quote)
    assert all(a[1] <= b[0] for a, b in pairwise(spans)) and len(spans) == 3


def test_today_is_the_day_of_the_release():
    def citation(quote, day=date(2024, 7, 12)):
        return Citation(1, "r", "1", "r.txt", 0, len(quote), quote, date=day)

    assert spoken_on(citation("Aujourd’hui, ils ont conclu.")) == date(2024, 7, 12)
    assert spoken_on(citation("They met today.")) == date(2024, 7, 12)
    assert spoken_on(citation("Hier, rien.")) is None
    assert spoken_on(citation("Aujourd'hui, rien.", None)) is None
