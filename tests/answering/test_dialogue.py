"""Follow-ups, by rules: what they take from the question before them, and what they do not."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from places import PROJECT

from answering.dialogue import Leaning, alone, follow, read
from answering.talk import TYPED, weighed
from domain import Turn
from evaluation.questions import load_questions
from retrieval.retriever import EvidenceRetriever

SETS = [PROJECT / "evaluation" / "sets" / f"dialogues.{name}.jsonl" for name in ("dev", "more")]

CANADA = "Qui représentait le Canada au forum ?"
SAID = "What did the ministers say about fentanyl?"


@pytest.mark.parametrize(
    ("earlier", "question", "standalone"),
    [
        # asking for something else of the same thing
        (["Les ministres sont-ils inquiets ?"], "Pourquoi ?", "Pourquoi les ministres sont-ils inquiets ?"),
        (["Quand le forum a-t-il eu lieu ?"], "C'était où ?", "Où le forum a-t-il eu lieu ?"),
        (["Where did the forum take place?"], "And when?", "When did the forum take place?"),
        (["Où a eu lieu le forum ?"], "Et jusqu'à quand ?", "Jusqu'à quand a eu lieu le forum ?"),
        (["Où a eu lieu la fraude ?"], "Combien ?", "Combien a eu lieu la fraude ?"),
        (["Qui a annoncé le fonds Ancrage ?"], "Et où ?", "Où a-t-on annoncé le fonds Ancrage ?"),
        (["Who announced the Shoreline Strategy?"], "And where?", "Where was the Shoreline Strategy announced?"),
        (["Que disent les ministres du fentanyl ?"], "Pourquoi ?", "Pourquoi les ministres disent-ils cela du fentanyl ?"),
        ([SAID], "Why?", "Why did the ministers say that about fentanyl?"),
        (["Quel projet de loi le Canada a-t-il déposé ?"], "Quand ?", "Quand le Canada a-t-il déposé ce projet de loi ?"),
        (["Qui a signé l'entente avec le Pérou ?"], "Pour combien de temps ?", "Pour combien de temps a-t-on signé l'entente avec le Pérou ?"),
        (["Combien d'argent prévoit l'entente ?"], "Et combien d'agents ?", "Combien d'agents prévoit l'entente ?"),
        (["Quelles menaces pèsent sur les élections ?"], "Pourquoi ?", "Pourquoi ces menaces pèsent-elles sur les élections ?"),
        ([CANADA], "C'était quand ?", "Quand le forum a-t-il eu lieu ?"),
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
        ([CANADA], "Et LeBlanc ?", "Est-ce que LeBlanc représentait le Canada au forum ?"),
        (["Qui joindre pour le fonds ?"], "Et pour la campagne ?", "Qui joindre pour la campagne ?"),
        (["Quels gouvernements ont signé l'accord ?"], "Et le Québec ?", "Le Québec a-t-il signé l'accord ?"),
        (["Who is paying for the bridge?"], "What about the city?", "Is the city paying for the bridge?"),
        (["Combien d'armes ont été saisies à Granby ?"], "Et de cocaïne ?", "Combien de cocaïne ont été saisies à Granby ?"),
        (["How many firefighters did Portugal send to Canada?"], "And New Zealand?", "How many firefighters did New Zealand send to Canada?"),
        (["Qui présidait la conférence des ministres à Halifax ?"], "Et celle de Kamloops ?", "Qui présidait la conférence des ministres à Kamloops ?"),
        (["Combien de vols en 2022 ?"], "Et l'année suivante ?", "Combien de vols en 2023 ?"),
        (["Who led Canada's team at the talks?"], "And Norway's?", "Who led Norway's team at the talks?"),
        (["Qui joindre au cabinet de la ministre ?"], "Et au cabinet du maire ?", "Qui joindre au cabinet du maire ?"),
        # pointing at something
        (["How much will Ottawa spend on the Shoreline Strategy?"], "Who announced it?", "Who announced the Shoreline Strategy?"),
        ([SAID], "Why does that matter?", "Why does fentanyl matter?"),
        (["Que disent-ils de la fraude ?"], "Combien ont-ils perdu ?", "Combien ont-ils perdu, pour la fraude ?"),
        (["What is the new quota?"], "What was it before?", "What was the new quota before?"),
        (["Where is the laboratory?"], "Why?", "Why is the laboratory there?"),
        (["Who runs the Canadian Smile Plan?"], "What does it cover?", "What does the Canadian Smile Plan cover?"),
        (["Who is the mayor of Oslo?"], "What is her title?", "What is the title of the mayor of Oslo?"),
        (["Who co-chaired the second Prairie Roundtable?"], "Where is the next one?", "Where is the next second Prairie Roundtable?"),
        (["Combien coûte le portail Hippocampe ?"], "Quels gouvernements y ont adhéré ?", "Quels gouvernements ont adhéré au portail Hippocampe ?"),
        (["Combien coûte le portail Hippocampe ?"], "Qui en fait partie ?", "Qui fait partie du portail Hippocampe ?"),
        (["C'est quoi le fonds Ancrage ?"], "Quel est son budget ?", "Quel est le budget du fonds Ancrage ?"),
        (["C'est quoi le fonds Ancrage ?"], "Qui l'a annoncé ?", "Qui a annoncé le fonds Ancrage ?"),
        (["C'est quoi le fonds Ancrage ?"], "Qu'en pensent les maires ?", "Que pensent les maires du fonds Ancrage ?"),
        (["C'est quoi le fonds Ancrage ?"], "Combien ça coûte ?", "Combien le fonds Ancrage coûte ?"),
        (["C'est quoi le fonds Ancrage ?"], "Que permettra-t-il ?", "Que permettra le fonds Ancrage ?"),
        (["C'est quoi le fonds Ancrage ?"], "C'est obligatoire ?", "Le fonds Ancrage est obligatoire ?"),
        (["C'est quoi le fonds Ancrage ?"], "Pourquoi est-ce important ?", "Pourquoi le fonds Ancrage est-il important ?"),
        (["C'est quoi le fonds Ancrage ?"], "Qui finance ce programme ?", "Qui finance le fonds Ancrage ?"),
        (["Que disent les ministres de l'intelligence artificielle ?"], "Quels domaines touche-t-elle ?", "Quels domaines l'intelligence artificielle touche-t-elle ?"),
        (["Combien de vols en 2022 ?", "et en 2023 ?"], "Qui présidait la conférence cette année-là ?", "Qui présidait la conférence en 2023 ?"),
        (["When did the SwiftGate lanes open?"], "How does it work?", "How do the SwiftGate lanes work?"),
        # others, more, a rate, a weather, thanks; a reason is asked of one thing alone
        (["When was the Forum held?", "Where?"], "Who else was there?", "Who was there at the Forum?"),
        (["When was the Forum held?", "Where?"], "What about firearms?", "What about firearms at the Forum?"),
        (["C'est quoi la stratégie Rivage ?"], "plus de détails", "Peux-tu donner plus de détails sur la stratégie Rivage ?"),
        (["What is the Winnipeg Accord?"], "More details please", "Can you say more about the Winnipeg Accord?"),
        (["How many people died in 2023?"], "How many a day?", "How many people died in 2023 a day?"),
        (["Quand ouvre le portail Hippocampe ?"], "Et s'il est en retard ?", "Si le portail Hippocampe est en retard ?"),
        (["Combien coûte la campagne ?"], "C'est qui la ministre ?", "C'est qui la ministre, pour la campagne ?"),
        (["Que disent les ministres du fentanyl ?", "Pourquoi ?"], "Et la fraude ?", "Que disent les ministres de la fraude ?"),
        (["Le communiqué mentionne-t-il la Chine ?", "À propos de quoi ?"], "Et la Russie ?", "Le communiqué mentionne-t-il la Russie ?"),
        (["Combien de vols en 2020 ?", "et en 2023 ?"], "en hausse ?", "Combien de vols en 2023 en hausse ?"),
        # what is named apart, returned to or corrected
        (["Qui était à Washington ?"], "Et LeBlanc, il occupe quel poste ?", "LeBlanc occupe quel poste ?"),
        ([CANADA], "Elle vise quoi, cette déclaration ?", "La déclaration vise quoi ?"),
        ([CANADA], "Et le portail, qui l'a annoncé ?", "Qui a annoncé le portail ?"),
        ([SAID], "And the new rescue station, where is it?", "Where is the new rescue station?"),
        ([SAID], "And the stations, where are they?", "Where are the stations?"),
        (["Que disent-ils du fentanyl ?"], "Revenons aux aînés : que vont-ils perdre ?", "Que vont perdre les aînés ?"),
        ([CANADA], "Pour revenir au fonds Ancrage, quand a-t-il été créé ?", "Quand le fonds Ancrage a-t-il été créé ?"),
        ([CANADA], "Back to the fund: how much does it cost?", "How much does the fund cost?"),
        ([SAID], "Back to firearms.", "What about firearms?"),
        ([SAID], "Regarding firearms, what will the ministers do?", "What will the ministers do, for firearms?"),
        (["Who can I call at the US Department of Justice?"], "On the Canadian side?", "Who can I call at the Canadian Department of Justice?"),
        (["Qui représentait les États-Unis ?"], "Non, je voulais dire le Canada", "Qui représentait le Canada ?"),
        (["Qui représentait les États-Unis ?"], "Pas les États-Unis, le Canada.", "Qui représentait le Canada ?"),
        ([SAID], "No, I meant firearms", "What did the ministers say about firearms?"),
        ([SAID], "Sorry, not fentanyl, firearms", "What did the ministers say about firearms?"),
        ([SAID], "Same question for hate crimes.", "What did the ministers say about hate crimes?"),
        (["Que disent-ils du fentanyl ?"], "Même question pour la fraude", "Que disent-ils de la fraude ?"),
        (["Qui présidait la conférence ?"], "Et en 2023, qui la présidait ?", "Qui présidait la conférence en 2023 ?"),
        ([CANADA], "Cite-moi la phrase exacte", CANADA),
        # where a noun phrase ends
        (["La collaboration entre les bureaux vise quoi ?"], "Dans quel but ?", "Dans quel but, pour la collaboration entre les bureaux ?"),
        (["Combien de victimes ont dû partir ?"], "Et les entreprises ?", "Qu'en est-il des entreprises, pour les victimes ?"),
        (["C'est quoi le programme Retour sûr ?"], "Qui peut y participer ?", "Qui peut participer au programme Retour sûr ?"),
        (["In which direction does smuggling across the border happen?"], "Why is it dangerous?", "Why is smuggling across the border dangerous?"),
        (["Qui coprésidait le rapport présenté à Halifax ?"], "Combien coûte-t-il ?", "Combien le rapport présenté à Halifax coûte-t-il ?"),
        (["Quand arrivent les premiers locataires ?"], "Et la fin des travaux ?", "Quand arrive la fin des travaux ?"),
        (["What threats did the ministers recognize?"], "What about trade secrets?", "What do the ministers say about trade secrets?"),
        (["Combien coûte la loi C-70 ?"], "Combien cela va-t-il durer ?", "Combien la loi C-70 va-t-elle durer ?"),
        (["Que prévoit le Protocole ?"], "Combien Ottawa va-t-il y mettre ?", "Combien Ottawa va-t-il mettre au Protocole ?"),
        (["Où vont les précurseurs ?", "Et le fentanyl ?"], "Combien coûte-t-il ?", "Combien le fentanyl coûte-t-il ?"),
        (["Where do the precursors come from?", "What about guns?"], "How are they traced?", "How are guns traced?"),
        (["Que pensent les ministres de l'accès aux messages ?"], "Et la fraude, qu'en disent-ils ?", "Que disent les ministres de la fraude ?"),
        (["Que pensent les ministres de l'accès aux messages ?"], "Pour enquêter sur quoi ?", "Pour enquêter sur quoi, pour l'accès aux messages ?"),
        (["How much money is in the Shoreline Strategy?"], "Over how long?", "Over how long is money in the Shoreline Strategy?"),
        (["How much money is in the Shoreline Strategy?"], "What's its target?", "What is the target of the Shoreline Strategy?"),
        (["Who is the contact at the Canadian Department of Justice?"], "And for the Minister of Public Safety's office?", "Who is the contact for the Minister of Public Safety's office?"),
        ([SAID], "Who published the release?", "Who published the release?"),
        (["Toutes les provinces ont signé le Protocole ?"], "Et l'Accord ?", "Toutes les provinces ont signé l'Accord ?"),
        (["Les crimes haineux sont-ils en hausse ?"], "Lesquels ?", "Quels crimes haineux sont en hausse ?"),
        (["Are hate crimes rising?"], "Which ones?", "Which hate crimes are rising?"),
        (["Qui est Merrick Garland ?"], "Qui a-t-il accueilli ?", "Qui Merrick Garland a-t-il accueilli ?"),
        (["Combien d'ateliers prévoit la campagne ?"], "Qui va les animer ?", "Qui va animer les ateliers ?"),
        (["Combien coûte la campagne contre la fraude ?"], "Qui l'a lancée ?", "Qui a lancé la campagne contre la fraude ?"),
        (["How long are pictures kept?"], "Will anyone lose their job?", "Will anyone lose their job?"),
        # half of a name, some of several
        (["Quand ouvre le projet de loi C-70 ?"], "Quand le projet entrera-t-il en vigueur ?", "Quand le projet de loi C-70 entrera-t-il en vigueur ?"),
        (["How many crossings will get the new lanes?"], "Which ones are next?", "Which crossings are next, for the new lanes?"),
        (["How much did the new rescue station cost?"], "Where are the others?", "Where are the other rescue stations?"),
        (["Que disent les ministres de la fraude ?", "Et des opioïdes ?"], "Qu'ont-ils demandé à leurs représentants là-dessus ?", "Qu'ont demandé les ministres à leurs représentants sur les opioïdes ?"),
        (["Combien d'armes ont été saisies ?"], "Combien en a-t-on détruit ?", "Combien d'armes a-t-on détruit ?"),
        (["What did the ministers say about hate crimes?"], "Is it only in Canada?", "Are hate crimes only in Canada?"),
        (["What did the ministers say about hate crimes?"], "What did they commit to?", "What did the ministers commit to, for hate crimes?"),
        (["How does the union feel about the lanes?"], "And the Minister?", "How does the Minister feel about the lanes?"),
        (["What did they say about AI-generated child abuse material?"], "And AI in general?", "What did they say about AI?"),
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
    ("earlier", "question", "standalone"),
    [
        ("Quels accords visent la pêche au saumon ?", "What did they say about whales?", "What did they say about whales?"),
        (SAID, "Qu'ont-ils dit des armes à feu ?", "Qu'ont-ils dit des armes à feu ?"),
        ("Quel est le rôle du FCT ?", "When was it created?", "When was FCT created?"),
    ],
)  # fmt: skip
def test_words_of_one_language_are_not_put_into_a_question_of_another(
    earlier, question, standalone
):
    assert read(question, [earlier]).text == standalone


@pytest.mark.parametrize("before", [CANADA, SAID])
def test_a_change_of_topic_that_is_announced_is_answered_alone(before):
    reading = read("Autre sujet : combien coûte le portail ?", [before])
    assert (reading.text, reading.leaning) == ("Combien coûte le portail ?", Leaning.NONE)


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
        "Et combien coûte la rencontre amoureuse ?",
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
    assert read("C'était où ?", chain).text == "Où le forum a-t-il eu lieu ?"


@pytest.mark.parametrize(
    ("before", "question", "quotes", "standalone"),
    [
        (
            "Who is the new ombudsperson?",
            "Which languages does she speak?",
            [
                "Evander Haddow, Minister of Digital Affairs, announced the appointment of "
                "Dr. Sunniva Achterberg-Roy as Federal Ombudsperson for Online Safety."
            ],
            "Which languages does Sunniva Achterberg-Roy speak?",
        ),
        (
            "Who is the contact at the Canadian Department of Health?",
            "What is her job there?",
            ["Lise Roy, Health Canada, 1; Ann Lee, Department of Health of the United States, 2"],
            "What is the job of Lise Roy there?",
        ),
        (
            "Quel projet de loi le Canada a-t-il choisi ?",
            "Que permettra-t-il ?",
            ["le projet de loi C-70, Loi concernant la lutte contre l'ingérence étrangère"],
            "Que permettra le projet de loi C-70 ?",
        ),
        (
            "Sur quelle loi comptent-ils ?",
            "Quand a-t-il été adopté ?",
            ["le Canada a mis l'accent sur la loi C-70"],
            "Quand la loi C-70 a-t-elle été adoptée ?",
        ),
        (
            "Qui représentait le Canada ?",
            "Que pensent-ils du fentanyl ?",
            [
                "Ils ont accueilli Arif Virani, ministre de la Justice, et Dominic LeBlanc à Washington"
            ],
            "Que pensent Arif Virani et Dominic LeBlanc du fentanyl ?",
        ),
        (
            "Combien coûte le fonds Ancrage ?",
            "Qui l'a annoncé ?",
            ["Le fonds Ancrage, a dit Noëlle Abitbol, coûtera 3 millions."],
            "Qui a annoncé le fonds Ancrage ?",
        ),
    ],
)
def test_who_is_pointed_at_is_named_by_the_words_that_the_last_answer_cited(
    before, question, quotes, standalone
):
    assert follow(question, alone(before), lambda: quotes).text == standalone


def test_a_thing_is_pointed_at_and_not_one_of_the_persons_that_a_pronoun_meant():
    quotes = [
        "Merrick B. Garland, procureur général, et Alejandro N. Mayorkas ont accueilli la délégation"
    ]
    reading = alone("Who represented the United States?")
    for question, standalone in (
        (
            "What did they say about fentanyl?",
            "What did Merrick B. Garland and Alejandro N. Mayorkas say about fentanyl?",
        ),
        ("Where does it come from?", "Where does fentanyl come from?"),
    ):
        reading = follow(question, reading, lambda: quotes)
        assert reading.text == standalone


THREE = [
    "Les stratagèmes les plus répandus :",
    "le faux petit-fils, dans lequel un appelant demande de l'argent;",
    "le faux enquêteur bancaire, qui demande la carte;",
    "la rencontre amoureuse en ligne, qui coûte 24 300 $.",
]


@pytest.mark.parametrize(
    ("question", "standalone"),
    [
        ("Le deuxième, il fonctionne comment ?", "Le faux enquêteur bancaire fonctionne comment ?"),
        ("Et combien coûte le dernier ?", "Combien coûte la rencontre amoureuse en ligne ?"),
        ("Le quatrième fonctionne comment ?", "Le quatrième fonctionne comment ?"),
        ("La deuxième phase commence quand ?", "La deuxième phase commence quand ?"),
    ],
)
def test_what_is_counted_out_of_a_list_is_named(question, standalone):
    asked = alone("Quels sont les stratagèmes de fraude ?")
    assert follow(question, asked, lambda: THREE).text == standalone


def test_a_reading_that_is_less_sure_comes_after_the_sure_one():
    reading = read("What about housing?", ["How much will Ottawa spend on the Shoreline Strategy?"])
    assert reading.texts == (
        "How much will Ottawa spend on housing?",
        "What about housing, for the Shoreline Strategy?",
    )
    assert len(read("Et en 2023 ?", ["Combien de vols en 2022 ?"]).texts) == 2
    assert read("Pourquoi ?", [CANADA]).texts == (read("Pourquoi ?", [CANADA]).text,)


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.name)
def test_every_follow_up_of_the_sets_reads_as_one_question(path):
    """No dots, no parentheses, one mark; and what was asked for is still there."""
    for row in load_questions(path):
        if row.type != "follow_up":
            continue
        reading = read(row.user_input, row.history)
        for text in reading.texts:
            assert "…" not in text and "(" not in text and text.count("?") <= 1, text
            assert text[0].isupper() and "  " not in text, text
            assert not re.search(r"\b(?:de le|de les|à le|à les|du la|que il)\b", text), text


class Searches:
    """Counts the searches of an assistant."""

    def __init__(self, depeche, monkeypatch):
        self.texts = []
        found = EvidenceRetriever.looked_at

        def looked_at(retriever, question, limit=None):
            self.texts.append(question.text)
            return found(retriever, question, limit)

        monkeypatch.setattr(EvidenceRetriever, "looked_at", looked_at)


@pytest.mark.parametrize("path", SETS[:1], ids=lambda path: path.name)
def test_a_follow_up_costs_at_most_four_searches(path, depeche, monkeypatch):
    searches = Searches(depeche, monkeypatch)
    for row in load_questions(path):
        if not row.history:
            continue
        searches.texts.clear()
        depeche.ask(row.user_input, row.history)
        assert 1 <= len(searches.texts) <= 4, (row.id, searches.texts)


def test_with_the_answers_at_hand_nothing_is_searched_for_twice(depeche, monkeypatch):
    first = depeche.ask("Qui représentait le Canada au forum ?")
    searches = Searches(depeche, monkeypatch)
    answer = depeche.ask("Et du côté américain ?", [Turn(first.question, first)])
    assert searches.texts == ["du côté américain ?", answer.standalone_question]


def test_what_was_typed_counts_a_little_and_only_in_the_releases_spoken_of(depeche):
    found = depeche.ask("Que disent les ministres du fentanyl ?").evidence[:3]
    here = {found[0].release_id}
    assert weighed(found, found, ()) == list(found)
    typed = [replace(found[0], score=1.0), replace(found[2], score=5.0)]
    scores = {e.start: e.score for e in weighed(found, typed, here)}
    assert scores[found[2].start] == pytest.approx(found[2].score + TYPED * 4.0)
    assert scores[found[0].start] == found[0].score


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
            assert said[0] == talk[0]
            readings = [read(q, talk[:n]).texts for n, q in enumerate(talk)]
            assert all(text in texts for text, texts in zip(said, readings, strict=True))
            other = "fentanyl" if "Canada" in talk[0] else "Canada"
            assert not any(other in text for text in said)


def test_a_follow_up_takes_the_turns_themselves_as_well(depeche):
    first = "Who is the press contact for Minister LeBlanc?"
    turns = [Turn(first, depeche.ask(first))]
    by_turns = depeche.ask("What's his phone number?", turns)
    assert (
        by_turns.standalone_question
        == depeche.ask("What's his phone number?", [first]).standalone_question
    )
    assert any("343-574-8116" in citation.quote for citation in by_turns.citations)
