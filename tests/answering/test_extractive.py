"""Which sentences an extractive answer quotes."""

from __future__ import annotations

from answering.extractive import compose, select
from domain import Evidence, Kind
from retrieval.question import Question


def item(text, score, kind=Kind.SENTENCE, start=0):
    return Evidence("r", "v", "a.txt", start, start + len(text), text, score, kind)


BEST = item("La ministre Jane Doe a signé.", 10.0)
NEAR = item("Le ministre John Roe était là.", 9.5)
NEAR_WITHOUT = item("Un accord a été conclu.", 9.6)
FAR = item("La ministre Ann Poe a parlé.", 5.0)
HEADING = item("Signature", 9.9, Kind.HEADING)


def test_the_best_always_and_what_is_nearly_as_good():
    question = Question.of("Un accord a-t-il été signé ?")
    assert select(question, [BEST, NEAR_WITHOUT, NEAR, FAR], 4) == [BEST, NEAR_WITHOUT]
    assert select(question, [BEST, FAR], 4) == [BEST]
    assert select(question, [BEST, NEAR], 1) == [BEST]


def test_a_further_sentence_has_what_is_asked_for():
    question = Question.of("Qui a signé l'accord ?")
    assert select(question, [BEST, NEAR_WITHOUT, NEAR], 4) == [BEST, NEAR]


def test_a_heading_adds_nothing():
    assert select(Question.of("Un accord ?"), [BEST, HEADING], 4) == [BEST]
    assert select(Question.of("Un accord ?"), [HEADING, BEST], 4) == [BEST]


def test_the_dateline_says_which_day_today_is():
    today = item("Aujourd'hui, la ministre Jane Doe a signé.", 10.0)
    dateline = item("OTTAWA, le 3 mai 2023", 1.0, Kind.DATELINE)
    assert select(Question.of("Quand a-t-elle signé ?"), [today, dateline], 4) == [today, dateline]
    assert select(Question.of("Qui a signé ?"), [today, dateline], 4) == [today]


def test_a_list_takes_more_but_never_more_than_the_limit():
    question = Question.of("Quels accords ont été signés ?")
    many = [item(f"Accord {n}.", 10.0 - n / 10) for n in range(9)]
    assert select(question, many, 4) == many[:4]


def test_sentences_are_the_quotes_and_markers_count_up():
    sentences, citations = compose([BEST, NEAR])
    assert [s.text for s in sentences] == [c.quote for c in citations] == [BEST.text, NEAR.text]
    assert [s.citations for s in sentences] == [(1,), (2,)]
