"""Questions that a release asks itself, over its answers or within its text, answer nothing."""

from __future__ import annotations

import pytest

from assembly import Depeche
from config import load_settings
from domain import AnswerStatus, Kind

RELEASES = {
    "fr": """Foire aux questions : prestation pour le transport adapté

GATINEAU, le 4 février 2025 /CNW/ - Le ministère des Affaires sociales publie aujourd'hui les réponses
aux questions les plus fréquentes sur la prestation pour le transport adapté.

Qui peut demander la prestation ?

Toute personne de 18 ans ou plus qui ne peut pas utiliser le transport en commun.

Quel est le montant de la prestation ?

Les bénéficiaires reçoivent 140 dollars par mois, versés le premier jour ouvrable.

Faut-il un certificat médical ? Oui, un certificat de moins de six mois est exigé.
""",
    "en": """Questions and answers: the harbour ferry

HALIFAX, February 4, 2025 - The Department of Transportation answers the most frequent questions.

Q1. Who may use the ferry?

Anyone with a transit pass may board the ferry, bicycles included.

Q2. How much is the fare?

The fare is three dollars for adults and one dollar for children.
""",
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("questions")
    for language, text in RELEASES.items():
        (folder / f"{language}.txt").write_text(text, "utf-8")
    with Depeche(load_settings(library=folder / "library")) as depeche:
        depeche.ingest([folder / "fr.txt", folder / "en.txt"])
        yield depeche


def test_a_question_over_its_answer_is_a_heading(asked):
    for release in asked.library.releases():
        kinds = {release.text[s.start : s.end]: s for s in release.sentences}
        over = [text for text in kinds if text.endswith("?") and "certificat" not in text]
        assert len(over) == 2 and all(kinds[text].kind is Kind.HEADING for text in over)
        answer = next(s for text, s in kinds.items() if text.startswith(("Toute", "Anyone")))
        assert answer.section == next(text for text in over if "Qui" in text or "Who" in text)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Qui peut demander la prestation ?", "Toute personne de 18 ans ou plus"),
        ("Quel est le montant de la prestation ?", "140 dollars par mois"),
        ("Faut-il un certificat médical ?", "de moins de six mois est exigé"),
        ("Who may use the ferry?", "Anyone with a transit pass"),
        ("How much is the fare?", "three dollars for adults"),
    ],
)
def test_what_stands_under_it_is_quoted(asked, question, answer):
    found = asked.ask(question)
    assert found.status is not AnswerStatus.DECLINED
    assert any(answer in sentence.text for sentence in found.sentences)
    assert not any(sentence.text.rstrip().endswith("?") for sentence in found.sentences)
    assert not any(item.text.endswith("?") for item in found.evidence)
