"""Which sentences an extractive answer quotes."""

from __future__ import annotations

from answering.extractive import compose, select
from domain import Evidence, Kind, Sentence
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


class OneRelease:
    """The release that the items stand in, as a library gives it."""

    def __init__(self, *parts):
        self.words = "\n".join(text for text, _ in parts)
        spans, start = [], 0
        for text, kind in parts:
            spans.append(Sentence(start, start + len(text), kind))
            start += len(text) + 1
        self.sentences = tuple(spans)

    def release(self, release_id, version):
        return self

    def text(self, release_id, version):
        return self.words


def test_a_list_is_quoted_whole_and_in_its_order():
    points = [(f"point {n};", Kind.ITEM) for n in range(6)]
    texts = OneRelease(("Ils ont convenu de :", Kind.SENTENCE), *points, ("Fin.", Kind.SENTENCE))
    best = item("point 2;", 10.0, Kind.ITEM, start=texts.words.index("point 2;"))
    whole = select(Question.of("Quels points ont été convenus ?"), [best, FAR], 4, texts)
    assert [found.text for found in whole] == [text for text, _ in points]
    assert all(texts.words[f.start : f.end] == f.text for f in whole)
    one = select(Question.of("Pourquoi le point 2 ?"), [best, FAR], 4, texts)
    assert [found.text for found in one] == ["point 2;"]


def test_a_very_long_list_is_cut_around_what_was_found():
    points = [(f"point {n:02};", Kind.ITEM) for n in range(25)]
    texts = OneRelease(*points)
    best = item("point 20;", 10.0, Kind.ITEM, start=texts.words.index("point 20;"))
    whole = select(Question.of("Quels points ?"), [best], 4, texts)
    assert len(whole) == 10 and "point 20;" in [found.text for found in whole]


def test_a_question_in_two_parts_gets_both():
    day = item("La signature a eu lieu le 3 mai 2023.", 2.0)
    assert select(Question.of("Qui a signé, et quand ?"), [BEST, FAR, day], 4) == [BEST, day]
    assert select(Question.of("Qui a signé, et quand ?"), [BEST, FAR, day], 1) == [BEST]
