"""The page of settings and status in a real browser: read, made dark, put into the other language."""

from __future__ import annotations

import pytest
from acts import WIDTHS, is_sideways

from ui.texts import LANGUAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DARK, LIGHT = "rgb(23, 22, 20)", "rgb(251, 250, 247)"


def paper(page) -> str:
    return page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_holds_at_every_width_and_its_choices_stay(address, open_page, expect, language):
    texts = LANGUAGES[language]
    said = texts.status
    page = open_page(f"{address}/status", locale=f"{language}-CA")
    expect(page.get_by_role("heading", name=said.title)).to_be_visible()
    expect(page.get_by_text(said.encoder_packaged).first).to_be_visible()
    expect(page.locator(".dp-sizes li").first).to_be_visible()
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        expect(page.get_by_role("link", name=texts.page_status)).to_be_in_viewport(ratio=0.7)
        assert not is_sideways(page)
    device = page.get_by_role("button", name=said.theme_system)
    expect(device).to_have_attribute("aria-pressed", "true")
    assert paper(page) == LIGHT
    page.get_by_role("button", name=said.theme_dark).click()
    expect(page.get_by_role("button", name=said.theme_dark)).to_have_attribute(
        "aria-pressed", "true"
    )
    assert paper(page) == DARK
    page.goto(f"{address}/library?lang={language.upper()}")
    expect(page.locator(".dp-page-title")).to_be_visible()
    assert paper(page) == DARK
    page.goto(f"{address}/status?lang={language.upper()}")
    device.click()
    expect(device).to_have_attribute("aria-pressed", "true")
    assert paper(page) == LIGHT
    other = LANGUAGES["en" if language == "fr" else "fr"]
    names = dict(zip(("fr", "en"), texts.language_names, strict=True))
    page.get_by_role("radio", name=names[other.language].capitalize()).click()
    expect(page.get_by_role("heading", name=other.status.title)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", other.language)
    expect(page.get_by_role("radio", name=other.language.upper(), exact=True)).to_be_checked()
    page.get_by_role("link", name=other.page_library).click()
    expect(page.get_by_role("heading", name=other.library.title)).to_be_visible()


def test_its_picture(address, open_page, expect, picture):
    page = open_page(f"{address}/status", 375, 812)
    expect(page.locator(".dp-sizes li").first).to_be_visible()
    page.mouse.move(0, 0)
    picture(page, "status.png")
