"""Questions whether something is spoken of: what they are about, and the honest no."""

from __future__ import annotations

import pytest

from answering.spoken import spoken_of
from domain import AnswerStatus
from retrieval.question import Question


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("Est-ce que le communiqué parle de cannabis ?", "cannabis"),
        ("Le communiqué parle de cannabis ?", "cannabis"),
        ("Y est-il question du Mexique ?", "mexique"),
        ("Les femmes autochtones sont-elles mentionnées ?", "femmes autochtones"),
        ("A-t-on discuté des tarifs douaniers ?", "tarifs douaniers"),
        ("Le texte traite-t-il de la fraude ?", "fraude"),
        ("Ont-ils dit quelque chose sur Facebook ?", "facebook"),
        ("Did the ministers discuss hockey?", "hockey"),
        ("Is money laundering mentioned?", "money laundering"),
        ("Did they say anything about bail?", "bail"),
        ("Any mention of climate change?", "climate change"),
    ],
)
def test_what_is_asked_to_be_spoken_of(question, thing):
    assert spoken_of(Question.of(question)) == tuple(thing.split())


@pytest.mark.parametrize(
    "question",
    [
        "Parle-moi de la fraude",
        "De quoi les ministres ont-ils parlé ?",
        "Que disent les ministres de la fraude ?",
        "Quelle langue parle-t-on au Canada ?",
        "Qui a parlé de la fraude ?",
        "Le traité d'extradition est-il en vigueur ?",
        "What did the ministers discuss?",
        "Can you give me the address of the Department of Justice?",
        "Were the talks about fraud held in Washington?",
        "Le forum a-t-il eu lieu à Washington ?",
    ],
)
def test_other_questions_ask_something_else(question):
    assert spoken_of(Question.of(question)) == ()


@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ("Est-ce que le communiqué parle de cannabis ?", "cannabis"),
        ("Le communiqué évoque-t-il les femmes autochtones ?", "« femmes autochtones »"),
        ("Is money laundering discussed?", "“money laundering”"),
        ("Did the ministers discuss hockey?", "hockey"),
    ],
)
def test_what_no_release_speaks_of_is_declined_by_its_name(depeche, question, lacking):
    answer = depeche.ask(question)
    assert answer.status is AnswerStatus.DECLINED
    assert lacking in answer.reason.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Le communiqué parle-t-il d'armes à feu ?", "armes à feu"),
        ("Is artificial intelligence mentioned?", "intelligence artificielle"),  # in other words
        ("Do they mention opioids?", "opioïdes"),
        ("Are romance scams discussed?", "arnaques amoureuses"),  # "scam" is known, "scams" hardly
    ],
)
def test_what_is_spoken_of_is_quoted(depeche, question, said):
    answer = depeche.ask(question)
    assert answer.status is AnswerStatus.ANSWERED
    assert any(said in citation.quote for citation in answer.citations)
