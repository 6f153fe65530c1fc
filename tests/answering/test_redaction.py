"""Personal data in a question."""

from __future__ import annotations

import re

import pytest
from places import PROJECT

from answering.redaction import _REGIONS, _phones, luhn, redact


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
        "514 - 555 - 0199",
        "514/555-0199",
        "514 555 01 99",
        "613\u2003555\u22120199",
        "613\u200b-555\u200b-0199",
        "613-555-0199x123",
        "_613-555-0199_",
        "+33 (0)6 12 34 56 78",
        "0033 6 12 34 56 78",
        "0612345678",
        "jean.tremblay+x@exemple.gc.ca",
        "jean arobase exemple point ca",
        "jean [at] exemple.ca",
        "jean point tremblay arobase exemple point ca",
        "jean (arobase) exemple (point) ca",
        "jean_at_exemple_dot_ca",
        "jean chez exemple point ca",
        "jean\uff20exemple\uff0eca",
        "jean\u200b@exemple.ca",
        "jean@exemple",
        "046 454 286",
        "046-454-286",
        "046454286",
        "046 - 454 - 286",
        "046/454/286",
        "0 4 6 4 5 4 2 8 6",
        "123-456-789",
        "123456789",
        "123 456 789",
        "078-05-1120",
        "1 85 05 78 006 084 36",
        "4111 1111 1111 1111",
        "613,555,0199",
        "613, 555, 0199",
        "514:555:0199",
        "819 555 0123 poste 45",
        "020 7946 0958",
        "(020) 7946 0958",
        "+44 20 7946 0958",
        "011 44 20 7946 0958",
        "+32 2 555 12 12",
        "0800 123 456",
        "06.12.34.56.78",
        "TREM 6502 1518",
        "TREM65021518",
        "trem 6552 1518",
        "TREM-6502-1518",
        "TREM 650215 18",
        "1234-567-897-AB",
        "9876 543 217",
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
        "123 456 789 personnes",
        "186 000 000",
        "$1 234 567 890",
        "Le projet C-70, de 2020 à 2024, entre 250 et 4 800 $",
        "The editions of 2021 2022 and 2023; le 30-06-2024 à 08:30",
        "Le forum a lieu à Washington point final",
        "12.07.2024, 12/07/2024 et 2024 07 12 08 30",
        "6 135 550 199 dollars, 4,165,551,234 $ et 6.135.550.199",
        "L.R.C. 1985, ch. C-46, art. 83.01; 18 U.S.C. 1956; DORS/2019-234; SOR 2019 234",
        "badge 4512, insigne 78 451, dossier de 2 000 000 000",
        "en 250, 300, 2024 ou dans 2010 2011, avec 2022 2023",
        "PROJ 2022 2023 et dans 1990 2000",
        "en 2023 186 000 trousses",
        "08:30-17:00, 10.5 12.5, 3.14159265",
        "+250 000 emplois, +44 000 000",
    ],
)
def test_other_numbers_stay(text):
    assert redact(text).text == text


def test_the_releases_hold_no_number_that_only_looks_like_one():
    """What phonenumbers finds in releases and questions is written as telephone numbers are."""
    texts = [path.read_text("utf-8") for path in (PROJECT / "evaluation").rglob("*.txt")]
    texts += [path.read_text("utf-8") for path in (PROJECT / "evaluation/sets").glob("*.jsonl")]
    found = [text[start:end] for text in texts for r in _REGIONS for start, end in _phones(text, r)]
    assert len(found) > 20
    assert not [
        f
        for f in found
        if not re.fullmatch(r"(?:1[\s-])?\d{3}[\s\u2011-]\d{3}[-\u2011\u2013]\d{4}", f)
    ]


def test_what_follows_personal_data_stays():
    assert (
        redact("Écris à jean@exemple.ca. Qui était là ?").text
        == "Écris à [EMAIL-1]. Qui était là ?"
    )
    assert redact("Mon NAS : 123 456 789 chez vous").text == "Mon NAS : [SIN-1] chez vous"


def test_one_number_has_one_placeholder():
    hidden = redact("613-991-0657 ou a@b.ca ou 613-991-0657")
    assert hidden.text == "[TEL-2] ou [EMAIL-1] ou [TEL-2]"


def test_luhn():
    assert luhn("046 454 286") and not luhn("046 454 287") and not luhn("000 000 000")
