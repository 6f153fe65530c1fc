from __future__ import annotations

import pytest

from language import detect, detect_document


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Qui représentait les États-Unis ?", "fr"),
        ("Et LeBlanc ?", "fr"),
        ("ou a eu lieu la rencontre", "fr"),
        ("Quels crimes haineux sont en hausse?", "fr"),
        ("Pourquoi ?", "fr"),
        ("Who represented the United States?", "en"),
        ("What about firearms?", "en"),
        ("when was the forum held", "en"),
        ("Is Bill C-70 mentioned?", "en"),
    ],
)
def test_questions(text, language):
    assert detect(text) == language


def test_a_name_alone_takes_the_language_of_the_conversation():
    assert detect("Garland") == "fr"
    assert detect("Garland", default="en") == "en"


def test_documents():
    assert detect_document("Les ministres ont discuté de la sécurité à la frontière. " * 9) == "fr"
    assert detect_document("The ministers met and they discussed the border. " * 9) == "en"
    assert detect_document("Los ministros hablaron sobre seguridad fronteriza hoy. " * 9) == "und"
