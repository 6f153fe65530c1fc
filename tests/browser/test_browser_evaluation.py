"""The page of the evaluation in a real browser: from a run to the words that it should have found."""

from __future__ import annotations

import json

import pytest
from acts import WIDTHS, is_sideways
from small_set import QUOTE, WHO, a_set

from evaluation.kept import RunStore
from ui.texts import LANGUAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def keep_still(store: RunStore) -> None:
    """The run as if made on a certain day with certain code, so that its picture stays the same."""
    folder = store.runs / store.list()[0].id
    for name, key, value in (("run", "at", "2024-07-12T18:30:00+00:00"), ("report", "run", {})):
        file = folder / f"{name}.json"
        record = json.loads(file.read_text(encoding="utf-8"))
        file.write_text(json.dumps({**record, key: value}), encoding="utf-8")


def is_in_sight(mark) -> bool:
    """Whether the reader has been scrolled to the words."""
    mark.page.wait_for_timeout(200)
    return mark.evaluate(
        """(mark) => {
          const words = mark.getBoundingClientRect();
          const box = mark.closest('.dp-release').getBoundingClientRect();
          return words.top >= box.top && words.bottom <= box.bottom;
        }"""
    )


@pytest.mark.parametrize("language", ["fr", "en"])
def test_from_a_set_to_the_words_it_should_have_found(
    serving, communique_library, tmp_path, open_page, expect, picture, language
):
    texts = LANGUAGES[language].evaluation
    given = tmp_path / "essai.jsonl"
    given.write_bytes(a_set())
    with serving(communique_library) as where:
        page = open_page(f"{where}/evaluation", locale=f"{language}-CA")
        page.locator("summary", has_text=texts.upload_title).click()
        expect(page.get_by_text(texts.upload_hint.format(limit=5))).to_be_visible()
        page.locator("input[type=file]").set_input_files(given)
        page.get_by_role("button", name=texts.upload_send).click()
        expect(page.get_by_text(texts.upload_kept.format(name="essai"))).to_be_visible()
        page.locator(".st-key-set input").fill("essai")
        page.locator(".st-key-set input").press("Enter")
        expect(page.get_by_text(texts.set_about.format(count=17))).to_be_visible()
        page.get_by_role("button", name=texts.start).click()
        expect(page.get_by_text(texts.finished.format(name="essai"))).to_be_visible(timeout=180_000)
        expect(page.locator(".dp-figures")).to_be_visible()
        dots = page.locator(".dp-plot .dp-track u")
        expect(dots.first).to_be_visible()
        for width, height in WIDTHS:
            page.set_viewport_size({"width": width, "height": height})
            expect(dots.first).to_be_visible()
            assert not is_sideways(page)
        if language == "fr":
            keep_still(RunStore(tmp_path / "data"))
            page.reload()
            expect(dots.first).to_be_visible()
            picture(page, "evaluation.png")
        page.get_by_role("radio", name=texts.view_failures[:6]).click()
        page.locator("summary", has_text=WHO[:20]).click()
        mark = page.locator(".dp-release mark")
        expect(mark).to_have_text(QUOTE)
        assert is_in_sight(mark)
        assert page.locator("b", has_text="licorne").count() == 0
        page.get_by_role("radio", name="2", exact=True).click()
        expect(mark).not_to_have_text(QUOTE)
        shown = page.locator(".dp-evidence li").nth(1).locator(".dp-quote")
        assert mark.inner_text() == shown.inner_text()
        for width, height in WIDTHS:
            page.set_viewport_size({"width": width, "height": height})
            expect(mark).to_be_attached()
            assert not is_sideways(page)
        page.close()  # before its server goes


def test_two_runs_are_compared_on_a_phone_in_the_dark(
    serving, communique_library, tmp_path, open_page, expect
):
    store = RunStore(tmp_path / "data")
    assert store.add_set("essai.jsonl", a_set(), lambda file: []) == []
    texts = LANGUAGES["fr"].evaluation
    with serving(communique_library) as where:
        page = open_page(f"{where}/evaluation", 375, 812, color_scheme="dark")
        for runs in (1, 2):
            page.locator(".st-key-set input").fill("essai")
            page.locator(".st-key-set input").press("Enter")
            page.get_by_role("button", name=texts.start).click()
            for _ in range(900):
                if len(store.list()) == runs:
                    break
                page.wait_for_timeout(200)
            expect(page.get_by_text(texts.finished.format(name="essai"))).to_be_visible()
            expect(page.get_by_role("button", name=texts.start)).to_be_enabled()
        page.get_by_role("radio", name=texts.view_comparison).click()
        expect(page.get_by_text(texts.compared.format(count=17))).to_be_visible()
        expect(page.get_by_text(texts.told_apart_by_nothing)).to_be_visible()
        assert not is_sideways(page)
        page.close()
