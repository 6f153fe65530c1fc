"""Which sentences an extractive answer quotes."""

from __future__ import annotations

import pytest

from answering.extractive import compose, select
from domain import Evidence, Kind, Sentence
from retrieval.question import Question


def item(text, score, kind=Kind.SENTENCE, start=0):
    """A sentence as the reader scores it: against "nothing here answers", which stands at 0."""
    signals = {"read": score}
    return Evidence(
        "r", "v", "a.txt", start, start + len(text), text, score, kind, None, signals=signals
    )


BEST = item("La ministre Jane Doe a signé.", 5.0)
FAR = item("La ministre Ann Poe a parlé.", -4.0, start=900)
HEADING = item("Signature", 4.9, Kind.HEADING, start=1200)


def test_a_sure_best_stands_alone():
    assert select(Question.of("Un accord a-t-il été signé ?"), [BEST, FAR], 4) == [BEST]
    assert select(Question.of("Qui a signé l'accord ?"), [BEST, FAR], 4) == [BEST]


def test_doubt_takes_a_second_sentence_and_never_more_than_the_limit():
    doubtful = item("La ministre Jane Doe a signé.", 0.4)
    rival = item("Le ministre John Roe a signé.", 0.3, start=600)
    question = Question.of("Qui a signé l'accord ?")
    assert select(question, [doubtful, rival, FAR], 4) == [doubtful, rival]
    assert select(question, [doubtful, rival, FAR], 1) == [doubtful]


def test_a_heading_adds_nothing():
    assert select(Question.of("Un accord ?"), [BEST, HEADING], 4) == [BEST]
    assert select(Question.of("Un accord ?"), [HEADING, BEST], 4) == [BEST]


def test_the_dateline_says_which_day_today_is():
    today = item("Aujourd'hui, la ministre Jane Doe a signé.", 5.0)
    dateline = item("OTTAWA, le 3 mai 2023", -4.0, Kind.DATELINE, start=700)
    assert select(Question.of("Quand a-t-elle signé ?"), [today, dateline], 4) == [today, dateline]
    assert select(Question.of("Qui a signé ?"), [today, dateline], 4) == [today]


def test_sentences_are_the_quotes_and_markers_count_up():
    sentences, citations = compose([BEST, FAR])
    assert [s.text for s in sentences] == [c.quote for c in citations] == [BEST.text, FAR.text]
    assert [s.citations for s in sentences] == [(1,), (2,)]


class OneRelease:
    """The release that the items stand in, as a library gives it."""

    def __init__(self, *parts, between="\n"):
        self.words = between.join(text for text, _ in parts)
        spans, start = [], 0
        for text, kind in parts:
            spans.append(Sentence(start, start + len(text), kind))
            start += len(text) + len(between)
        self.sentences = tuple(spans)

    def release(self, release_id, version):
        return self

    def text(self, release_id, version):
        return self.words


def test_a_list_is_quoted_whole_and_in_its_order():
    points = [(f"point {n};", Kind.ITEM) for n in range(6)]
    texts = OneRelease(("Ils ont convenu de :", Kind.SENTENCE), *points, ("Fin.", Kind.SENTENCE))
    best = item("point 2;", 5.0, Kind.ITEM, start=texts.words.index("point 2;"))
    whole = select(Question.of("Quels points ont été convenus ?"), [best, FAR], 4, texts)
    assert [found.text for found in whole] == [text for text, _ in points]
    assert all(texts.words[f.start : f.end] == f.text for f in whole)
    one = select(Question.of("Pourquoi le point 2 ?"), [best, FAR], 4, texts)
    assert [found.text for found in one] == ["point 2;"]


def test_a_very_long_list_is_cut_around_what_was_found():
    points = [(f"point {n:02};", Kind.ITEM) for n in range(25)]
    texts = OneRelease(*points)
    best = item("point 20;", 5.0, Kind.ITEM, start=texts.words.index("point 20;"))
    whole = select(Question.of("Quels points ?"), [best], 4, texts)
    assert len(whole) == 10 and "point 20;" in [found.text for found in whole]


def test_a_question_in_two_parts_gets_both():
    day = item("La signature a eu lieu le 3 mai 2023.", -3.0, start=500)
    far = item("La ministre Ann Poe a parlé.", -2.9, start=900)
    assert select(Question.of("Qui a signé, et quand ?"), [BEST, far, day], 4) == [BEST, day]
    assert select(Question.of("Qui a signé, et quand ?"), [BEST, far, day], 1) == [BEST]


def placed(texts, text, score, kind=Kind.SENTENCE):
    return item(text, score, kind, start=texts.words.index(text))


def test_neighbours_of_one_paragraph_are_one_quote():
    first, second = "Ann Poe a proposé un accord.", "Jane Doe a signé un accord."
    texts = OneRelease((first, Kind.SENTENCE), (second, Kind.SENTENCE), between=" ")
    evidence = [placed(texts, second, 0.4), placed(texts, first, 0.3)]
    (quote,) = select(Question.of("Qui a signé l'accord ?"), evidence, 4, texts)
    assert quote.text == f"{first} {second}" == texts.words[quote.start : quote.end]
    apart = OneRelease((first, Kind.SENTENCE), (second, Kind.SENTENCE), between="\n\n")
    evidence = [placed(apart, second, 0.4), placed(apart, first, 0.3)]
    assert len(select(Question.of("Qui a signé l'accord ?"), evidence, 4, apart)) == 2


@pytest.mark.parametrize(
    ("before", "leaning", "question"),
    [
        ("A new station opens at Gjoa Haven.", "It cost $3.7 million.", "How much did it cost?"),
        ("Il manque des marins.", "Pour cette raison, le navire reste.", "Pourquoi reste-t-il ?"),
    ],
)
def test_a_sentence_that_leans_is_quoted_with_the_one_before_it(before, leaning, question):
    texts = OneRelease((before, Kind.SENTENCE), (leaning, Kind.SENTENCE), between=" ")
    (quote,) = select(Question.of(question), [placed(texts, leaning, 5.0)], 4, texts)
    assert quote.text == f"{before} {leaning}"
    (alone,) = select(Question.of(question), [placed(texts, before, 5.0)], 4, texts)
    assert alone.text == before


def test_a_sentence_that_announces_a_list_is_quoted_with_it():
    lead = "La campagne montre trois stratagèmes :"
    points = [(f"stratagème {n};", Kind.ITEM) for n in range(3)]
    texts = OneRelease((lead, Kind.SENTENCE), *points, ("Fin.", Kind.SENTENCE))
    found = select(Question.of("Quels stratagèmes ?"), [placed(texts, lead, 5.0)], 4, texts)
    assert [quote.text for quote in found] == [lead, *(text for text, _ in points)]


def test_headings_that_a_sentence_announces_are_the_list():
    lead = "Ils ont parlé des domaines suivants :"
    parts = [("Armes", Kind.HEADING), ("Texte.", Kind.SENTENCE), ("Fraude", Kind.HEADING)]
    texts = OneRelease((lead, Kind.SENTENCE), *parts, ("Conclusion", Kind.HEADING))
    found = select(Question.of("Quels sont les domaines ?"), [placed(texts, lead, 5.0)], 4, texts)
    assert [quote.text for quote in found] == [lead, "Armes", "Fraude"]


def test_whoever_asks_for_the_contacts_gets_them_all():
    people = [(f"Personne {n}, 613-555-010{n}", Kind.CONTACT) for n in range(3)]
    texts = OneRelease(("Fin.", Kind.SENTENCE), *people)
    best = placed(texts, people[1][0], 5.0, Kind.CONTACT)
    found = select(Question.of("Qui sont les personnes-ressources ?"), [best], 4, texts)
    assert [quote.text for quote in found] == [text for text, _ in people]
    assert select(Question.of("Quel est le téléphone de Personne 1 ?"), [best], 4, texts) == [best]
