"""Personal data in a question."""

from __future__ import annotations

import pytest

from answering.redaction import luhn, redact


@pytest.mark.parametrize(
    "personal",
    [
        "613-991-0657",
        "(613) 991-0657",
        "613.991.0657",
        "613\u00a0991\u20110657",
        "+1 613 991 0657",
        "1-800-555-0142",
        "6139910657",
        "+33 1 23 45 67 89",
        "01 23 45 67 89",
        "555-0199",
        "jean.tremblay+x@exemple.gc.ca",
        "jean arobase exemple point ca",
        "jean [at] exemple.ca",
        "046 454 286",
        "046-454-286",
        "046454286",
    ],
)
def test_personal_data_is_taken_out_and_put_back(personal):
    question = f"Mon dossier ({personal}) est-il cité en 2024 ?"
    hidden = redact(question)
    assert personal not in hidden.text and "2024" in hidden.text
    assert not set(personal.split()) & set(hidden.text.split())
    assert hidden.restore(hidden.text) == question


@pytest.mark.parametrize(
    "text",
    [
        "Combien en 2022-2023, le 2024-07-12, à 14 h 30 ?",
        "What is 186 000 000 $ or 450,000 kits?",
        "Le projet C-70 et l'article 046 454 287",  # no check digit
        "123 456 789 personnes",
    ],
)
def test_other_numbers_stay(text):
    assert redact(text).text == text


def test_one_number_has_one_placeholder():
    hidden = redact("613-991-0657 ou a@b.ca ou 613-991-0657")
    assert hidden.text == "[TEL-2] ou [EMAIL-1] ou [TEL-2]"


def test_luhn():
    assert luhn("046 454 286") and not luhn("046 454 287") and not luhn("000 000 000")
