"""Suggested questions: each one is answered with other words than those shown, or not suggested."""

from __future__ import annotations

import threading

import pytest

from domain import AnswerStatus, Turn
from errors import LibraryEmpty
from evaluation.suggester import Suggester
from evaluation.suggestions import MOST, TRIED, candidates, suggest

WHO = "Qui représentait les États-Unis ?"
CUP = "Qui a gagné la Coupe Stanley en 1987 ?"
ARMS = "What did the ministers say about firearms?"


def is_within(citation, shown):
    return any(read.start <= citation.start and citation.end <= read.end for read in shown)


@pytest.mark.parametrize("question", [WHO, CUP, ARMS])
def test_every_suggestion_is_answered_with_words_not_yet_shown(depeche, question):
    turns = [Turn(question, depeche.ask(question))]
    shown = turns[0].answer.citations
    suggested = suggest(turns, depeche.library.release, depeche.ask)
    assert 0 < len(suggested) <= MOST and len(set(suggested)) == len(suggested)
    for text in suggested:
        answer = depeche.ask(text, turns)
        assert answer.status is AnswerStatus.ANSWERED
        assert any(not is_within(citation, shown) for citation in answer.citations)
        assert answer.language == turns[0].answer.language


def test_who_a_person_is_is_not_suggested_under_the_words_that_say_it(depeche):
    turns = [Turn(WHO, depeche.ask(WHO))]
    assert "Merrick B. Garland, procureur" in turns[0].answer.text
    assert not any(
        "Garland" in text for text in suggest(turns, depeche.library.release, depeche.ask)
    )


def test_nothing_that_was_asked_is_suggested_again(depeche):
    turns = [Turn(WHO, depeche.ask(WHO))]
    for _ in range(4):
        suggested = suggest(turns, depeche.library.release, depeche.ask)
        assert not {turn.question for turn in turns} & set(suggested)
        turns += [Turn(text, depeche.ask(text, turns)) for text in suggested[:1]]


def test_what_the_assistant_declines_is_not_suggested_and_trying_ends(depeche):
    turns = [Turn(WHO, depeche.ask(WHO))]
    tried = []

    def declines(question, before):
        tried.append(question)
        return depeche.ask(CUP)

    assert suggest(turns, depeche.library.release, declines) == []
    assert 0 < len(tried) <= TRIED


def test_an_answer_from_elsewhere_does_not_make_a_suggestion(depeche):
    turns = [Turn(CUP, depeche.ask(CUP))]
    answered = depeche.ask(WHO)
    assert suggest(turns, depeche.library.release, lambda question, before: answered) == []


def test_bare_headings_are_not_asked_about(depeche):
    answer = depeche.ask(WHO)
    asked = [item.question for item in candidates(answer, depeche.releases())]
    assert not any("Conclusion" in text for text in asked)
    assert any("Crimes en ligne" in text for text in asked)


def test_suggestions_are_found_once_and_forgotten_when_it_failed(depeche):
    turns = [Turn(WHO, depeche.ask(WHO))]
    calls = []

    def find(turns, patience):
        calls.append(len(turns))
        patience()
        if len(calls) == 1:
            raise LibraryEmpty("nothing yet")
        return ["?"]

    suggester = Suggester(find, lambda: False)
    assert isinstance(suggester.find(1, turns).exception(timeout=10), LibraryEmpty)
    assert suggester.find(1, turns).result(timeout=10) == ["?"]
    assert suggester.find(1, turns).result(timeout=10) == ["?"]
    assert len(calls) == 2
    suggester.find(2, turns).result(timeout=10)  # another state of the library
    assert len(calls) == 3
    suggester.close()


def test_suggestions_wait_for_answers(depeche):
    turns = [Turn(WHO, depeche.ask(WHO))]
    answering, looked = threading.Event(), threading.Event()
    answering.set()

    def is_busy():
        looked.set()
        return answering.is_set()

    suggester = Suggester(lambda turns, patience: [patience() or "?"], is_busy)
    found = suggester.find(1, turns)
    assert looked.wait(10) and not found.done()
    answering.clear()
    assert found.result(timeout=10) == ["?"]
    suggester.close()
