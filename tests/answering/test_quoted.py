"""Questions what a person said: whose words they ask for, and the honest no."""

from __future__ import annotations

import pytest

from answering.quoted import speakers
from assembly import Depeche
from config import load_settings
from domain import AnswerStatus
from retrieval.question import Question

QUOTES = """Un pont neuf

LÉVIS, QC, le 3 mai 2024 /CNW/ - La ministre Berthe Lavoie a ouvert le pont.

« Ce pont nous unira pour cent ans, a déclaré la ministre Lavoie. Il le fallait. »

Le chef des pompiers, Igor Blais, était opposé au projet. « Nos camions n'y passeront pas »,
a-t-il prévenu.

Il pleuvait. Le maire Anselme Roy a coupé le ruban. Le comité « Bon vent » y était.
"""
LATER = "\nIl neigeait. Le maire a ajouté que la rue serait refaite.\n"


@pytest.fixture(params=["", LATER], ids=["silent", "by office"])
def bridge(tmp_path, request):
    """A library of one release that quotes two of three persons by name, and the third not at all,
    or by his office."""
    folder = tmp_path
    (folder / "pont.txt").write_text(QUOTES + request.param, encoding="utf-8")
    with Depeche(load_settings(library=folder / "library")) as opened:
        opened.ingest([folder / "pont.txt"])
        yield opened, bool(request.param)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Que dit Garland des armes à feu ?", ("Garland",)),
        ("Qu'a déclaré le ministre LeBlanc ?", ("LeBlanc",)),
        ("Arif Virani a-t-il dit quelque chose ?", ("Arif Virani",)),
        ("Selon le président Biden, à quoi sert le Forum ?", ("Biden",)),
        ("What did Trudeau say after the meeting?", ("Trudeau",)),
        ("Quelle est la réaction de Mayorkas ?", ("Mayorkas",)),
        ("Qui est Merrick Garland ?", ()),
        ("When did Garland welcome Virani?", ()),
        ("Que dit le communiqué de la rencontre de Washington ?", ()),
    ],
)
def test_whose_words_are_asked_for(question, names):
    assert speakers(Question.of(question)) == names


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("Qu'a dit Dominic LeBlanc du fentanyl ?", "ce qu’aurait dit Dominic LeBlanc."),
        ("What did Garland say about elections?", "quotes Garland."),
    ],
)
def test_what_ministers_said_together_is_no_ones_own(depeche, question, reason):
    answer = depeche.ask(question)
    assert answer.status is AnswerStatus.DECLINED
    assert reason in answer.reason.replace("\u00a0", " ")


def test_several_may_have_spoken_together(depeche):
    asked = "Qu'ont dit Merrick Garland et Arif Virani de l'intelligence artificielle ?"
    assert "aurait dit" not in (depeche.ask(asked).reason or "")


def test_what_a_country_said_is_not_declined_for_that(depeche):
    assert "quotes" not in (depeche.ask("What did Canada say about its bill?").reason or "")


def test_who_is_quoted_is_asked_for_words(bridge):
    library, speaks = bridge

    def declined(name):
        reason = library.ask(f"Qu'a dit {name} du pont ?").reason or ""
        return f"ce qu’aurait dit {name}." in reason

    assert not declined("Berthe Lavoie")  # with a verb of saying
    assert not declined("Igor Blais")  # the sentence before the marks
    assert declined("Anselme Roy") is not speaks  # « Bon vent » is a name
