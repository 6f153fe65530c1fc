"""The page of the evaluation in a real browser: from a run to the words that it should have found."""

from __future__ import annotations

import json

import pytest

from evaluation.kept import RunStore
from ui.texts import LANGUAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDTHS = [(375, 812), (768, 1024), (1440, 900)]
WHO, QUOTE = "Qui représentait les États-Unis ?", "fentanyl"
# The first can never pass: what it has to mention is in no release.
QUESTIONS = [
    {
        "id": "a",
        "user_input": WHO,
        "lang": "fr",
        "type": "who",
        "answerable": True,
        "reference_quotes": [{"source": None, "text": QUOTE}],
        "must_mention": [["<b>licorne</b>"]],
    },
    {
        "id": "b",
        "user_input": "Qui a gagné la Coupe Stanley en 1987 ?",
        "lang": "fr",
        "type": "who",
        "answerable": False,
    },
]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_from_a_run_to_the_words_it_should_have_found(
    serving, communique_library, tmp_path, open_page, expect, language
):
    texts = LANGUAGES[language].evaluation
    lines = "".join(json.dumps(question) + "\n" for question in QUESTIONS)
    RunStore(tmp_path / "data").add_set("essai.jsonl", lines.encode(), lambda file: [])
    with serving(communique_library) as where:
        page = open_page(f"{where}/evaluation", locale=f"{language}-CA")
        page.locator(".st-key-set input").fill("essai")
        page.locator(".st-key-set input").press("Enter")
        expect(page.get_by_text(texts.set_about.format(count=2))).to_be_visible()
        page.get_by_role("button", name=texts.start).click()
        expect(page.get_by_text(texts.finished.format(name="essai"))).to_be_visible()
        expect(page.locator(".dp-figures")).to_be_visible()
        expect(page.locator(".stVegaLiteChart canvas, .stVegaLiteChart svg").first).to_be_visible()
        page.get_by_role("radio", name=texts.view_failures.format(count=1)).click()
        page.locator("summary", has_text=WHO[:20]).click()
        mark = page.locator(".dp-release mark")
        expect(mark).to_have_text(QUOTE)
        assert page.locator("b", has_text="licorne").count() == 0
        for width, height in WIDTHS:
            page.set_viewport_size({"width": width, "height": height})
            expect(mark).to_be_attached()
            assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        page.close()  # before its server goes
