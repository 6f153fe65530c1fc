"""What a language model wrote, held to the stored words."""

from __future__ import annotations

import pytest

from answering.grounding import Claim, ground
from domain import Evidence

TEXT = "Le 12 juill. 2024, Merrick B. Garland a accueilli Arif Virani aux États‑Unis « avec joie »."
E1 = Evidence("r", "v", "a.txt", 100, 100 + len(TEXT), TEXT, 1.0)


def held(text, quote=TEXT, key="E1"):
    return ground([Claim(text, ((key, quote),))], {"E1": E1})


def test_the_citation_takes_the_original_words():
    (sentence,), (citation,) = held("Garland a accueilli Virani.", 'etats-unis " avec JOIE "')
    assert citation.quote == "États‑Unis « avec joie »"
    assert TEXT[citation.start - 100 : citation.end - 100] == citation.quote
    assert sentence.citations == (1,)


@pytest.mark.parametrize(
    ("text", "quote", "key"),
    [
        ("Garland a accueilli Virani.", "Garland a refusé Virani", "E1"),  # invented quote
        ("Garland a accueilli Virani.", TEXT, "E7"),  # an id that was never given
        ("La réunion a eu lieu le 13 juillet.", TEXT, "E1"),  # altered number
        ("Il a été accueilli par Mayorkas.", TEXT, "E1"),  # swapped name
        ("Garland n'a pas accueilli Virani.", TEXT, "E1"),  # added negation
        ("Garland a dit « bienvenue ».", TEXT, "E1"),  # words in quotation marks that nobody wrote
        ("", TEXT, "E1"),
        ("Garland a accueilli Virani.", "", "E1"),
    ],
)
def test_a_sentence_that_the_words_do_not_bear_is_dropped(text, quote, key):
    assert held(text, quote, key) == ((), ())


def test_markers_follow_what_survives():
    claims = [
        Claim("Inventé en 1999.", (("E1", TEXT),)),
        Claim("Garland a accueilli Virani.", (("E1", "Merrick B. Garland"), ("E9", "x"))),
        Claim("Le 12, il était là.", (("E1", "Le 12 juill. 2024"), ("E1", "Merrick B. Garland"))),
    ]
    sentences, citations = ground(claims, {"E1": E1})
    assert [s.citations for s in sentences] == [(1,), (2, 1)]
    assert [c.marker for c in citations] == [1, 2]
