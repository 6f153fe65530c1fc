"""Follow-ups, by rules: what they take from the question before them, and what they do not."""

from __future__ import annotations

import pytest

from answering.dialogue import Leaning, follow, read

CANADA = "Qui représentait le Canada au forum ?"
SAID = "What did the ministers say about fentanyl?"


@pytest.mark.parametrize(
    ("earlier", "question", "standalone"),
    [
        # asking for something else of the same thing
        (["Les ministres sont-ils inquiets ?"], "Pourquoi ?", "Pourquoi … Les ministres sont-ils inquiets ?"),
        (["Quand le forum a-t-il eu lieu ?"], "C'était où ?", "Où … le forum a-t-il eu lieu ?"),
        (["Where did the forum take place?"], "And when?", "When … did the forum take place?"),
        (["Où a eu lieu le forum ?"], "Et jusqu'à quand ?", "Jusqu'à quand … a eu lieu le forum ?"),
        (["Où a eu lieu la fraude ?"], "Combien ?", "Combien … a eu lieu la fraude ?"),
        # putting something in the place of its kind
        ([SAID], "What about firearms?", "What did the ministers say about firearms?"),
        ([SAID], "And hate crimes?", "What did the ministers say about hate crimes?"),
        (["Que disent-ils des armes à feu ?"], "Et du fentanyl ?", "Que disent-ils du fentanyl ?"),
        (["Que disent-ils du fentanyl ?"], "Et les crimes haineux ?", "Que disent-ils des crimes haineux ?"),
        (["Combien de vols en 2022 ?"], "et en 2023 ?", "Combien de vols en 2023 ?"),
        (["How many calls in 2022?", "And in 2023?"], "And 2024?", "How many calls in 2024?"),
        ([CANADA], "Et du côté américain ?", "Qui représentait les États-Unis au forum ?"),
        ([CANADA], "Et les États-Unis ?", "Qui représentait les États-Unis au forum ?"),
        (["Qui étaient les ministres américains ?"], "Et du côté canadien ?", "Qui étaient les ministres canadiens ?"),
        (["Who were the Canadian ministers?"], "And the American side?", "Who were the American ministers?"),
        (["Qui est Arif Virani ?"], "Et Dominic LeBlanc ?", "Qui est Dominic LeBlanc ?"),
        (["Who is Merrick Garland?"], "What about Mayorkas?", "Who is Mayorkas?"),
        (["How many came from Portugal?"], "And New Zealand?", "How many came from New Zealand?"),
        (["Quelle est la position du Canada ?"], "Et des États-Unis ?", "Quelle est la position des États-Unis ?"),
        ([CANADA], "Et LeBlanc ?", "Qui représentait le Canada au forum (LeBlanc) ?"),
        (["Qui joindre pour le fonds ?"], "Et pour la campagne ?", "Qui joindre pour la campagne ?"),
        # pointing at something
        (["How much will Ottawa spend on the Shoreline Strategy?"], "Who announced it?", "Who announced it (the Shoreline Strategy)?"),
        ([SAID], "Why does that matter?", "Why does that matter (fentanyl)?"),
        (["Que disent-ils de la fraude ?"], "Combien ont-ils perdu ?", "Combien ont-ils perdu (la fraude) ?"),
        # the same again
        ([CANADA], "donne-moi la citation exacte", CANADA),
        ([SAID], "Give me the exact quote, please", SAID),
        ([CANADA], "Qui d'autre ?", CANADA),
        ([SAID], "What else?", SAID),
        ([SAID], "And in French?", SAID),
        ([CANADA], "Peux-tu me citer le passage exact ?", CANADA),
        ([CANADA], "Cite-moi le passage.", CANADA),
    ],
)  # fmt: skip
def test_a_follow_up_is_made_standalone(earlier, question, standalone):
    assert read(question, earlier).text == standalone


@pytest.mark.parametrize(
    "question",
    [
        "Quels crimes haineux ont augmenté selon les ministres ?",
        "What did the ministers say about artificial intelligence risks?",
        "Quelle est la capitale de l'Australie ?",
        "Les véhicules sont-ils couverts ?",
        "Jusqu'à quand dure l'amnistie ?",
        "Le forum a-t-il eu lieu à Washington ?",
        "Is there financial help for evacuees?",
        "Merci !",
    ],
)
@pytest.mark.parametrize("before", [CANADA, SAID])
def test_a_change_of_topic_drags_nothing_along(question, before):
    reading = read(question, [before])
    assert (reading.text, reading.leaning) == (question, Leaning.NONE)
    assert read("Et quand ?", [before, question]).text != read("Et quand ?", [before]).text


@pytest.mark.parametrize("question", ["Et LeBlanc ?", "Pourquoi ?", "?", "", "  "])
def test_without_history_nothing_changes(question):
    assert read(question).text == question
    assert follow(question, None).text == question


def test_a_chain_keeps_its_subject():
    chain = [CANADA, "Et du côté américain ?", "Et quand ?"]
    assert read("C'était où ?", chain).text == "Où … représentait les États-Unis au forum ?"


def test_a_person_is_named_by_the_words_that_the_last_answer_cited():
    quotes = [
        "Evander Haddow, Minister of Digital Affairs, announced the appointment of Dr. Sunniva Achterberg-Roy."
    ]
    reading = read("Which languages does she speak?", ["Who is the new ombudsperson?"], quotes)
    assert "Sunniva Achterberg-Roy" in reading.text and "Digital Affairs" not in reading.text
    bill = ["le projet de loi C-70, Loi concernant la lutte contre l'ingérence étrangère"]
    reading = read("Que permettra-t-il ?", ["Quel projet de loi le Canada a-t-il choisi ?"], bill)
    assert "projet de loi C-70" in reading.text


def test_an_answer_takes_the_history_of_its_own_conversation_only(depeche):
    """Two conversations at once, turn by turn, on one assistant."""
    from concurrent.futures import ThreadPoolExecutor

    talks = [
        ["Qui représentait le Canada ?", "Et les États-Unis ?", "Et quand ?"],
        ["What did the ministers say about fentanyl?", "What about firearms?", "Why?"],
    ]

    def hold(talk):
        return [depeche.ask(q, talk[:n]).standalone_question for n, q in enumerate(talk)]

    with ThreadPoolExecutor(8) as pool:
        for talk, said in zip(talks * 4, pool.map(hold, talks * 4), strict=True):
            assert said == [read(q, talk[:n]).text for n, q in enumerate(talk)]
            other = "fentanyl" if "Canada" in talk[0] else "Canada"
            assert not any(other in text for text in said)


def test_a_follow_up_takes_the_turns_themselves_as_well(depeche):
    from domain import Turn

    first = "Who is the press contact for Minister LeBlanc?"
    turns = [Turn(first, depeche.ask(first))]
    by_turns = depeche.ask("What's his phone number?", turns)
    assert (
        by_turns.standalone_question
        == depeche.ask("What's his phone number?", [first]).standalone_question
    )
    assert any("343-574-8116" in citation.quote for citation in by_turns.citations)
