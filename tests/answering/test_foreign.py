"""Questions that no release would answer: they are declined, and a cookbook still answers."""

from __future__ import annotations

from itertools import pairwise

import pytest
from places import PROJECT

from answering import foreign
from answering.foreign import foreignness, function_words, names_ours
from answering.unknown import Unknown
from assembly import Depeche
from config import Settings
from domain import AnswerStatus
from retrieval.question import Question

KITCHEN = {
    "tarte.txt": """Tarte aux pommes

Épluchez six pommes Cortland et coupez-les en quartiers. Étalez la pâte dans un moule de 24 \
centimètres et piquez le fond avec une fourchette. Faites cuire au four à 190 degrés pendant 45 \
minutes. Servez la tarte tiède avec une boule de glace à la vanille.
""",
    "soup.txt": """Carrot and ginger soup

Peel a kilogram of carrots and slice them thinly. Pour in the vegetable stock and simmer for 20 \
minutes. Coconut milk makes it creamier. The soup keeps for four days in the fridge.
""",
    "jardin.txt": """Le potager en mai

Plantez les tomates vers le 20 mai. Arrosez le matin, au pied, deux fois par semaine. \
Les coccinelles mangent jusqu'à cinquante pucerons par jour.
""",
}
COOKING = [
    ("À quelle température faut-il cuire la tarte ?", "190 degrés"),
    ("Avec quoi servir la tarte ?", "vanille"),
    ("How long does the soup simmer?", "20 minutes"),
    ("How long does the soup keep?", "four days"),
    ("Que mangent les coccinelles ?", "pucerons"),
    ("Quand planter les tomates ?", "20 mai"),
]
# Each is answered or half answered where nothing is foreign.
ANSWERED_AMISS = [
    "What is nine plus ten?",
    "Combien font huit fois sept ?",
    "Donne-moi un mot de passe",
]


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kitchen")
    for name, text in KITCHEN.items():
        (folder / name).write_text(text, encoding="utf-8")
    with Depeche(Settings(library=folder / "library")) as depeche:
        depeche.ingest([folder])
        yield depeche


@pytest.fixture(scope="module")
def releases(tmp_path_factory):
    with Depeche(Settings(library=tmp_path_factory.mktemp("releases"))) as depeche:
        depeche.ingest([PROJECT / "corpus", PROJECT / "evaluation" / "releases"])
        yield depeche


@pytest.fixture
def nothing_is_foreign(monkeypatch):
    monkeypatch.setattr(foreign, "_model", lambda: None)


def _encoder(depeche):
    return depeche._ready().retriever.encoder


@pytest.mark.parametrize(("question", "words"), COOKING)
def test_a_cookbook_answers_questions_on_cooking(kitchen, question, words):
    answer = kitchen.ask(question)
    assert answer.status is not AnswerStatus.DECLINED
    assert any(words in citation.quote for citation in answer.citations)


def test_such_questions_are_foreign_to_releases_and_not_to_a_cookbook(kitchen, releases):
    encoder = _encoder(kitchen)
    for question, _ in COOKING:
        near = [item.text for item in kitchen.ask(question).evidence]
        assert foreignness(question, near, encoder) == 0.0
    far = [item.text for item in releases.ask("How do I make the soup creamier?").evidence]
    assert foreignness("How do I make the soup creamier?", far, encoder) > 1.0


@pytest.mark.parametrize("question", ANSWERED_AMISS)
def test_what_no_release_would_answer_is_declined(releases, question):
    answer = releases.ask(question)
    assert answer.status is AnswerStatus.DECLINED and answer.reason


@pytest.mark.usefixtures("nothing_is_foreign")
def test_it_is_this_that_declines_them(releases):
    found = [releases.ask(question).status for question in ANSWERED_AMISS]
    assert AnswerStatus.DECLINED not in found


def test_it_can_only_lower_the_trust(releases, monkeypatch):
    questions = [
        "Où s'est tenue la conférence ?",
        "How many evacuees are there?",
        "What is nine plus ten?",
    ]
    found = []
    for lost in (0.0, 1.0, 4.0, 50.0):
        monkeypatch.setattr("answering.assistant.foreignness", lambda *_, lost=lost: lost)
        found.append([releases.ask(question).confidence for question in questions])
    for one in zip(*found, strict=True):
        assert all(before >= after for before, after in pairwise(one))
    assert all(a > b for a, b in zip(found[0], found[-1], strict=True))


def test_it_holds_for_its_encoder_alone(releases):
    class Other:
        fingerprint = "another"

    near = [item.text for item in releases.ask("What is nine plus ten?").evidence]
    assert foreignness("What is nine plus ten?", near, _encoder(releases)) > 0.0
    assert foreignness("What is nine plus ten?", near, Other()) == 0.0
    assert foreignness("What is nine plus ten?", [], _encoder(releases)) == 0.0


def test_the_committed_weights_are_those_of_the_packaged_encoder(releases):
    fingerprint, model = foreign._model()
    encoder = _encoder(releases)
    assert fingerprint == encoder.fingerprint and len(model.vector) == encoder.dimensions


def test_function_words_of_both_languages():
    assert function_words("Combien font l’eau and MY soup ?") == {
        "combien",
        "font",
        "l",
        "and",
        "my",
    }


def test_what_the_library_has_a_name_for_is_not_foreign(releases):
    def ours(text, unknown=()):
        return names_ours(Question.of(text), Unknown(names=unknown))

    assert ours("What is Windrow?") and ours(
        "Who is Taylor Swift and what is Windrow?", ("Taylor",)
    )
    assert not ours("Who is Taylor Swift?", ("Taylor Swift",))
    assert not ours("Who rules Spain?") and not ours("what day is it?")
