"""From a question to a release by the keyboard alone, the focus in sight all the way."""

from __future__ import annotations

import pytest
from acts import WHO, chip, settle

from ui.texts import ENGLISH, FRENCH

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Whether what has the focus shows it: by an outline, or by the frame of what is typed into.
IS_SEEN = """() => {
  const style = getComputedStyle(document.activeElement);
  const own = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  const typed = document.activeElement.matches('input, textarea, [contenteditable]');
  return own || style.boxShadow !== 'none' || typed;
}"""


def go_to(page, place, key: str = "Tab") -> None:
    """Press a key until `place` has the focus; wherever the focus is meanwhile, one sees it."""
    for _ in range(80):
        page.keyboard.press(key)
        assert page.evaluate(IS_SEEN), page.evaluate("document.activeElement.outerHTML")[:300]
        if place.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"80 times {key} do not lead to {place}")


def test_from_a_question_to_a_release_without_a_mouse(address, open_page, expect):
    page = open_page(address)
    expect(page.get_by_text(FRENCH.welcome)).to_be_visible()
    skip = page.locator('a[href="#stMain"]')
    expect(skip).to_have_text(FRENCH.own.skip)
    settle(page)  # the first drawing is followed by one in the browser's language
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    go_to(page, page.get_by_test_id("stChatInputTextArea"))
    page.keyboard.type(WHO)
    page.keyboard.press("Enter")
    expect(chip(page, 1, 1)).to_be_visible()
    go_to(page, chip(page, 1, 1), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".dp-release mark")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".dp-release")).to_have_count(0)
    expect(chip(page, 1, 1)).to_be_focused()
    export = page.locator(".st-key-export-1 button")
    go_to(page, export)
    page.keyboard.press("Enter")
    word = page.get_by_role("button", name=FRENCH.export.as_docx)
    expect(word).to_be_visible()
    go_to(page, word)
    with page.expect_download() as begun:
        page.keyboard.press("Enter")
    assert begun.value.suggested_filename.endswith(".docx")
    page.keyboard.press("Escape")
    expect(word).to_have_count(0)
    expect(export).to_be_focused()
    go_to(page, page.get_by_role("radio", name="FR", exact=True), "Shift+Tab")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="EN", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    way = page.get_by_role("navigation", name=ENGLISH.pages_label).get_by_role(
        "link", name=ENGLISH.page_library
    )
    go_to(page, way, "Shift+Tab")
    page.keyboard.press("Enter")
    release = page.locator(".dp-table tbody a").first
    expect(release).to_be_visible()
    expect(way).to_have_attribute("aria-current", "page")
    expect(page.locator("[aria-current=page]", has_text=ENGLISH.page_chat)).to_have_count(0)
    expect(page).to_have_title(f"{ENGLISH.page_library} · Dépêche")
    go_to(page, release)
    page.keyboard.press("Enter")
    expect(page.locator("h2.dp-page-title")).to_be_focused()
    expect(page.locator(".dp-release")).to_be_visible()
