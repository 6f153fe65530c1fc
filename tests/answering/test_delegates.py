"""Who acted for a party: read from the question, told by offices, answered and not invented."""

from __future__ import annotations

import pytest

from answering.delegates import acts_for, party_of
from assembly import Depeche
from config import Settings
from domain import AnswerStatus
from retrieval.question import Question

RELEASE = """Signature d'un accord sur la morue

LISBONNE, le 3 mars 2025 /CNW/ - Le Portugal et la Norvège ont signé aujourd'hui un accord sur les \
quotas de morue. Ana Ferreira-Lobo, ministre de la Mer, des Pêches et des Côtes du Portugal, et \
Einar Solbakken, secrétaire d'État aux Pêches de la Norvège, ont tenu une réunion de deux heures. \
L'Islande a suivi les travaux à titre d'observatrice.

L'accord porte sur 12 000 tonnes par an. Les ministres se reverront à Bergen.
"""
PORTUGAL, NORWAY = "Ana Ferreira-Lobo", "Einar Solbakken"


@pytest.fixture(scope="module")
def talks(tmp_path_factory):
    folder = tmp_path_factory.mktemp("talks")
    (folder / "accord.txt").write_text(RELEASE, encoding="utf-8")
    with Depeche(Settings(library=folder / "library")) as depeche:
        depeche.ingest([folder / "accord.txt"])
        yield depeche


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who represented Canada?", "canadien"),
        ("And who represented the Americans?", "etats-unis"),
        ("Which ministers represented the United States in Washington?", "etats-unis"),
        ("Who spoke on behalf of the US?", "americain"),
        ("Who was there for Norway?", "norvege"),
        ("Who led the Canadian delegation?", "canada"),
        ("Who attended on the Canadian side?", "canada"),
        ("Qui représentait le Canada ?", "canada"),
        ("Qui a représenté les États-Unis à la rencontre ?", "united states"),
        ("Qui parlait au nom du Québec ?", "quebec"),
        ("Qui a participé pour la Norvège ?", "norway"),
        ("Quels ministres étaient présents pour l'Ontario ?", "ontario"),
        ("Qui dirigeait la délégation américaine ?", "united states"),
        ("Qui a assisté à la rencontre du côté canadien ?", "canada"),
        ("Who spoke for the grain growers?", "grain growers"),
    ],
)
def test_the_party_of_a_question_in_either_language(question, name):
    assert party_of(Question.of(question)).pattern.search(name)


@pytest.mark.parametrize(
    "question",
    [
        "Who was arrested for fraud?",
        "Qui a payé pour le pont ?",
        "Who is responsible for Canada's borders?",
        "Who should I call for help?",
        "What did Canada represent?",
        "Combien de ministres représentaient le Canada ?",
        "Who will be hired for the project?",
        "Qui a voté pour la loi ?",
    ],
)
def test_other_questions_have_none(question):
    assert party_of(Question.of(question)) is None


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("Arif Virani, ministre de la Justice et procureur général du Canada, y était.", True),
        ("Dominic LeBlanc, ministre de la Sécurité publique, des Institutions et des Affaires "
         "intergouvernementales du Canada, à Washington", True),
        ("Augustin Fairbairn, Canada's Minister of International Justice, signed.", True),
        ("Canada's team was led by Chief Negotiator Gwendolyn Tarkowski.", True),
        ("La ministre de la Santé du Canada, Julie Bellemare, a parlé.", True),
        ("Le Canada était représenté par un sous-ministre.", True),
        ("Calliope Strand, Minister of Trade, today concluded a mission to Canada.", False),
        ("Wannes Verstrepen, ministre de la Justice de la Belgique, a visité le Canada.", False),
        ("Le Canada et les États-Unis ont signé.", False),
        ("Le ministre a parlé du Canada avec Wannes Verstrepen.", False),
    ],
)  # fmt: skip
def test_an_office_ties_a_person_to_a_party(text, tells):
    assert acts_for(text, party_of(Question.of("Who represented Canada?"))) is tells


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who represented Portugal?", PORTUGAL),
        ("Who spoke for Norway?", NORWAY),
        ("Who was at the table for Norway?", NORWAY),
        ("Which minister signed for Portugal?", PORTUGAL),
        ("Who led the Norwegian delegation?", NORWAY),
        ("Who came for the Portuguese?", PORTUGAL),
        ("Qui représentait le Portugal ?", PORTUGAL),
        ("Qui a représenté la Norvège ?", NORWAY),
        ("Qui parlait au nom du Portugal ?", PORTUGAL),
        ("Qui était là pour la Norvège ?", NORWAY),
        ("Qui a signé pour la Norvège ?", NORWAY),
        ("Qui dirigeait la délégation portugaise ?", PORTUGAL),
    ],
)
def test_who_acted_for_a_party_is_answered(talks, question, name):
    answer = talks.ask(question)
    assert answer.status is AnswerStatus.ANSWERED
    assert name in answer.citations[0].quote


@pytest.mark.parametrize(
    "question",
    [
        "Who represented Iceland?",
        "Qui représentait l'Islande ?",
        "Who represented Spain?",
        "Qui parlait au nom de la France ?",
        "Qui représentait le Portugal à la conférence d'Oslo de 2019 ?",
    ],
)
def test_whom_nobody_acted_for_has_no_full_answer(talks, question):
    assert talks.ask(question).status is not AnswerStatus.ANSWERED


@pytest.mark.parametrize("question", ["Who represented Canada?", "Qui représentait le Canada ?"])
def test_the_plainest_question_of_all(depeche, question):
    answer = depeche.ask(question)
    assert answer.status is AnswerStatus.ANSWERED and "Virani" in answer.citations[0].quote
