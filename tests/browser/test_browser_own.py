"""In one's own language throughout, and on a much enlarged page."""

from __future__ import annotations

import re

import pytest
from acts import ARGUMENTS, WHO, ask, chip, fits_every_width, free_port, is_sideways, settle

from ui.texts import FRENCH, LANGUAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Words that no French sentence has: what Streamlit says of its own controls is made of them.
ENGLISH_WORDS = re.compile(
    r"\b(the|to|of|and|press|enter|choose|select(ed)?|files?|remove|upload|browse|open|close|clear"
    r"|options?|available|results?|error|year|month|day|empty|please|next|previous|add|allowed"
    r"|yyyy|dd|july|may)\b",
    re.IGNORECASE,
)
# All that is written or said of a page, but for what is ours, the names of files and of icons.
SAID = """() => {
  const ours = '.stHtml, script, style, noscript, [role=option], [data-testid=stIconMaterial], '
    + '[data-testid=stFileChipName], [data-testid=stFileUploaderDropzoneInstructions]';
  const said = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_ALL, (node) =>
    node.matches && node.matches(ours) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  while (walk.nextNode()) {
    const node = walk.currentNode;
    if (node.nodeType === Node.TEXT_NODE) said.push(node.data);
    else if (node.getAttribute)
      for (const name of ['aria-label', 'aria-valuetext', 'placeholder', 'title', 'alt'])
        said.push(node.getAttribute(name) || '');
  }
  return said;
}"""


def test_streamlits_own_controls_speak_french(address, open_page, expect):
    page = open_page(f"{address}/library?lang=FR", locale="de-DE")
    said = FRENCH.library
    expect(page.locator(".dp-table")).to_be_visible()
    page.get_by_text(said.add_title, exact=True).click()
    files = [("a.exe", "application/x"), ("b.txt", "text/plain")]
    page.locator('input[type="file"]').set_input_files(
        [{"name": name, "mimeType": kind, "buffer": b"x" * 3000} for name, kind in files]
    )
    expect(page.get_by_role("button", name="Retirer b.txt")).to_be_visible()
    expect(page.get_by_text("3,0\u00a0Ko").first).to_be_visible()
    heard = page.evaluate(SAID)
    calendar = page.get_by_test_id("stDateInputCalendar")
    page.locator(".st-key-library-from button").first.click()
    expect(calendar).to_be_visible()
    assert any(month in calendar.inner_text() for month in FRENCH.months)
    heard += page.evaluate(SAID)
    page.keyboard.press("Escape")
    page.locator(".st-key-library-from [data-type=year]").click()
    page.keyboard.type("33330712")
    expect(page.get_by_text("cette date est trop lointaine")).to_be_attached()
    heard += page.evaluate(SAID)
    choice = page.get_by_role("combobox", name=said.filter_language)
    choice.fill("zzz")
    expect(page.get_by_text(FRENCH.own.options_none)).to_be_visible()
    heard += page.evaluate(SAID)
    assert {words for words in heard if ENGLISH_WORDS.search(words)} == set()
    choice.press("Escape")
    page.get_by_role("radio", name="EN", exact=True).click()
    expect(page.get_by_role("button", name="Remove b.txt")).to_be_visible()
    expect(page.get_by_text("3.0\u00a0kB").first).to_be_visible()


@pytest.mark.parametrize("texts", LANGUAGES.values(), ids=LANGUAGES)
def test_an_address_without_a_page_is_said_in_the_page_s_language(
    address, open_page, expect, texts
):
    page = open_page(f"{address}/nowhere", locale=f"{texts.language}-CA")
    notice = page.get_by_role("dialog", name=texts.own.missing_title)
    expect(notice).to_contain_text(texts.own.missing_text)
    notice.get_by_role("button", name=texts.own.close).click()
    expect(page.get_by_text(texts.welcome)).to_be_visible()


@pytest.mark.parametrize("texts", LANGUAGES.values(), ids=LANGUAGES)
def test_a_lost_connection_is_said_and_found_again(
    serving, communique_library, playwright, chromium, expect, texts
):
    port = free_port()
    # Not by `open_page`: that the browser complains of a server that is gone is as it should be.
    browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
    page = browser.new_page(locale=f"{texts.language}-CA")
    with serving(communique_library, port=port) as address:
        page.goto(address)
        expect(page.get_by_role("button", name=texts.examples[0])).to_be_visible()
        settle(page)  # what the page is made of has been fetched
    notice = page.get_by_role("dialog", name=texts.own.connection_title)
    expect(notice).to_contain_text(texts.own.connection_text[:40])
    assert fits_every_width(page)
    with serving(communique_library, port=port):
        expect(notice).to_have_count(0, timeout=60_000)
        ask(page, WHO)
        expect(chip(page, 1, 1)).to_be_visible(timeout=60_000)
        browser.close()


def test_a_page_enlarged_four_times_holds(address, open_page, expect):
    page = open_page(address, 320, 256)
    ask(page, WHO)
    expect(chip(page, 1, 1)).to_be_visible()
    assert not is_sideways(page)
    chip(page, 1, 1).click()
    expect(page.locator(".dp-release mark")).to_be_in_viewport()
    assert not is_sideways(page)
    for path in ("library", "library?view=timeline", "evaluation"):
        page.goto(f"{address}/{path}")
        expect(page.locator("h2.dp-page-title")).to_be_visible()
        assert not is_sideways(page), path
    assert page.evaluate("document.getAnimations().every((a) => a.playState !== 'running')")
