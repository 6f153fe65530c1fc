from __future__ import annotations

import pytest

from shadow import Shadow, fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("L’ÉTAT‑major", "l'etat-major"),
        ("  deux\u00a0\u202f espaces\n", "deux espaces"),
        ("« œuvre » “x”", '" oeuvre " "x"'),
        ("invi\u200bsible \u202emot", "invisible mot"),
        ("Straße ﬁn", "strasse fin"),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


def test_spans_lead_back_to_the_original():
    text = "À l’œuvre : les États‑Unis,  puis les ETATS-UNIS."
    spans = Shadow.of(text).find_all("états-unis")
    assert [text[start:end] for start, end in spans] == ["États‑Unis", "ETATS-UNIS"]
    (span,) = Shadow.of(text).find_all("l'oeuvre")
    assert text[slice(*span)] == "l’œuvre"


def test_spans_across_folded_spaces():
    text = "le\u00a0 12\n juill. 2024"
    (span,) = Shadow.of(text).find_all("12 juill. 2024")
    assert text[slice(*span)] == "12\n juill. 2024"


def test_nothing_is_found_for_nothing():
    assert Shadow.of("abc").find_all("  ") == []
    assert Shadow.of("").find_all("a") == []
