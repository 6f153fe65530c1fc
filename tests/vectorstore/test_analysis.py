from __future__ import annotations

import pytest

from vectorstore.analysis import content_words, holds, stems, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'État‑major d’Ottawa", ["etat", "major", "ottawa"]),
        ("jusqu'à aujourd'hui", ["a", "aujourd", "hui"]),
        ("le projet de loi C‑70", ["le", "projet", "de", "loi", "c70"]),
        ("C70", ["c70"]),
        ("Washington, D.C.", ["washington", "dc"]),
        ("Canada's border", ["canada", "border"]),
        ("613-991-0657", ["613", "991", "0657", "6139910657"]),
        ("", []),
    ],
)
def test_words(text, expected):
    assert words(text) == expected


def test_function_words_go_and_stems_meet():
    assert content_words("Quels sont les crimes haineux ?") == ["crimes", "haineux"]
    assert stems("les ministres", "fr") == stems("du ministre", "fr")
    assert stems("les lois, enjeux", "fr") == stems("la loi, enjeu", "fr")
    assert stems("hate crimes", "en") == ["hate", "crime"]


def test_stemming_from_many_threads_at_once():
    from concurrent.futures import ThreadPoolExecutor

    from vectorstore.analysis import stem

    alphabet = "abcdefghijklmnopqrstuvwxyz"
    forms = [f"{a}{b}nationalisations" for a in alphabet for b in alphabet]
    stem.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda word: stem(word, "fr"), forms * 4))
    stem.cache_clear()
    assert together == [stem(word, "fr") for word in forms] * 4


@pytest.mark.parametrize(
    ("text", "word", "there"),
    [
        ("le projet C-70 à l'Île-du-Prince-Édouard", "c70", True),
        ("le projet C-70 à l'Île-du-Prince-Édouard", "prince", True),
        ("à Washington, D.C., hier", "dc", True),
        ("aujourd'hui", "aujourd", True),
        ("la transparence", "transpar", False),
        ("l'avion", "lavion", False),
        ("dans la ville", "dans", False),  # a function word
        ("", "ville", False),
    ],
)
def test_what_a_text_holds_are_its_content_words(text, word, there):
    assert (word in holds(text, {word})) == there == (word in content_words(text))
