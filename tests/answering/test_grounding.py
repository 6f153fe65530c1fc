"""What a language model wrote, held to the stored words."""

from __future__ import annotations

import pytest

from answering.grounding import Claim, Ground, rare_names
from answering.plaintext import Draft
from domain import Evidence

TEXT = "Le 12 juill. 2024, Merrick B. Garland a accueilli Arif Virani aux États‑Unis « avec joie »."
NO = "Les ministres n'ont toujours pas trouvé de terrain d'entente sur les peines minimales."
E1 = Evidence("r", "v", "a.txt", 100, 100 + len(TEXT), TEXT, 1.0)
E2 = Evidence("r", "v", "a.txt", 300, 300 + len(NO), NO, 0.9)


def ground(*claims, **options):
    held = Ground({"E1": E1, "E2": E2}, **options)
    for claim in claims:
        held.add(claim)
    return tuple(held.sentences), tuple(held.citations)


def held(text, quote=TEXT, key="E1", **options):
    return ground(Claim(text, ((key, quote),)), **options)


def test_the_citation_takes_the_original_words():
    (sentence,), (citation,) = held(
        "Merrick B. Garland a accueilli Arif Virani.",
        "merrick b. garland a accueilli arif virani aux etats-unis",
    )
    assert citation.quote == "Merrick B. Garland a accueilli Arif Virani aux États‑Unis"
    assert TEXT[citation.start - 100 : citation.end - 100] == citation.quote
    assert sentence.citations == (1,)


def test_words_between_quotation_marks_become_the_original_ones():
    (sentence,), _ = held('Il a été accueilli "avec JOIE".')
    assert sentence.text == 'Il a été accueilli "avec joie".'


@pytest.mark.parametrize(
    ("text", "quote", "key"),
    [
        ("Garland a accueilli Virani.", "Garland a refusé Virani", "E1"),  # invented quote
        ("Garland a accueilli Virani.", TEXT, "E7"),  # an id that was never given
        ("La réunion a eu lieu le 13 juillet.", TEXT, "E1"),  # altered number
        ("Il a été accueilli par Mayorkas.", TEXT, "E1"),  # swapped name
        ("Mayorkas a accueilli Virani.", TEXT, "E1"),  # … that opens the sentence
        ("Virani a accueilli Garland.", TEXT, "E1"),  # names in each other's place
        ("Garland n'a pas accueilli Virani.", TEXT, "E1"),  # added negation
        ("Les ministres ont trouvé une entente sur les peines minimales.", NO, "E2"),  # dropped one
        ("Garland a dit « bienvenue ».", TEXT, "E1"),  # words in quotation marks that nobody wrote
        ("Garland a dit ‘bienvenue à tous’.", TEXT, "E1"),  # … of another shape
        ("Garland a dit « avec joie.", TEXT, "E1"),  # a quotation that never ends
        ("Garland a accueilli Virani, voir https://evil.example.", TEXT, "E1"),
        ("Garland a accueilli Virani javascript:alert(1)", TEXT, "E1"),
        ("Garland a accueilli Virani, voir evil.example", TEXT, "E1"),
        ("Garland a accueilli Virani (garland@evil.example)", TEXT, "E1"),
        ("", TEXT, "E1"),
        ("Garland a accueilli Virani.", "", "E1"),
        ("Garland a accueilli Virani.", "cueilli Arif", "E1"),  # from the middle of a word
    ],
)
def test_a_sentence_that_the_words_do_not_bear_is_dropped(text, quote, key):
    assert held(text, quote, key) == ((), ())


def test_or_its_quote_stands_in_its_place_once():
    lie = Claim("La réunion a eu lieu le 13 juillet.", (("E1", TEXT),))
    sentences, citations = ground(lie, lie, quote_instead=True)
    assert [s.text for s in sentences] == [TEXT] == [c.quote for c in citations]
    assert held("Sans citation.", "inventée de toutes pièces", quote_instead=True) == ((), ())


def test_a_quote_that_hides_a_negation_grows_to_its_sentence():
    _, (citation,) = held(
        "Pas d'entente sur les peines minimales.",
        "trouvé de terrain d'entente sur les peines",
        "E2",
    )
    assert citation.quote == NO


def test_a_quote_of_a_word_or_none_is_the_whole_sentence():
    for quote in ("Garland", None):
        _, (citation,) = held("Garland a accueilli Virani.", quote)
        assert citation.quote == TEXT


def test_markup_and_markers_of_the_model_are_taken_off():
    (sentence,), _ = held(
        "- **Garland** a accueilli [Virani](javascript:x) <b>ici</b> ![i](http://x.y/z) [Source 1] [E1]."
    )
    assert sentence.text == "Garland a accueilli Virani ici."


@pytest.mark.parametrize("sign", ["<", "[", "![", "*a ", "'a ", "[1,", "[a](("])
def test_a_hostile_sentence_without_end_is_dropped_and_not_pondered(sign):
    assert held(sign * 20_000) == ((), ())
    assert len(Draft.of(sign * 20_000).text) < 20_000


def test_an_address_of_a_stored_release_may_stay():
    url = "https://www.newswire.ca/fr/x.html"
    text = f"Garland a accueilli Virani : {url}"
    assert held(text) == ((), ())
    assert held(text, urls={url})[0][0].text == text


def test_instructions_are_never_repeated():
    prompt = "Ne réponds que d'après les extraits qui te sont donnés ici"
    assert held("Ne réponds que d'après les extraits.", prompt=prompt) == ((), ())


def test_what_is_far_from_its_quote_is_not_about_it():
    assert held("Garland a accueilli Virani.", near=lambda text, citations: 0.1) == ((), ())
    assert held("Garland a accueilli Virani.", near=lambda text, citations: 0.9)[0]


def test_names_of_other_evidence_may_not_be_borrowed():
    assert "garland" in rare_names([TEXT]) and "ministres" not in rare_names([TEXT, NO])
    assert held("Les ministres et garland n'ont pas trouvé d'entente.", NO, "E2") == ((), ())


def test_markers_follow_what_survives():
    sentences, citations = ground(
        Claim("Inventé en 1999.", (("E1", TEXT),)),
        Claim("Garland a accueilli Virani.", (("E1", TEXT), ("E9", "x"))),
        Claim("Merrick B. Garland était là.", (("E1", "Merrick B. Garland a accueilli"),)),
    )
    assert [s.citations for s in sentences] == [(1,), (2,)]
    assert [c.marker for c in citations] == [1, 2]
