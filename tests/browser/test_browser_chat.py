"""The chat in a real browser: from the question to the highlighted words, at three widths."""

from __future__ import annotations

import pytest

from assembly import Depeche
from config import PROJECT, load_settings
from ui.texts import ENGLISH, FRENCH

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WHO = "Qui représentait les États-Unis ?"
CUP = "Qui a gagné la Coupe Stanley en 1987 ?"
WIDTHS = [(375, 812), (768, 1024), (1440, 900)]


@pytest.fixture
def citation(depeche):
    """What the first citation of the answer to WHO has to show."""
    return depeche.ask(WHO).citations[0]


def ask(page, question: str) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")


def chip(page, turn: int, marker: int):
    return page.locator(f".st-key-cite-{turn}-{marker} button")


def is_sideways(page) -> bool:
    """Whether the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_a_citation_leads_to_the_exact_words(
    address, open_page, expect, depeche, citation, picture, width, height
):
    page = open_page(address, width, height)
    ask(page, WHO)
    first = chip(page, 1, 1)
    expect(first).to_be_visible()
    expect(page.locator(".dp-quote").first).to_have_text(citation.quote)
    first.click()
    mark = page.locator(".dp-release mark")
    expect(mark).to_be_in_viewport(ratio=0.6)
    expect(first).to_have_attribute("kind", "primary")  # the answer is drawn to its end
    assert mark.evaluate("element => element.textContent") == citation.quote
    assert "Merrick B. Garland" in citation.quote
    stored = depeche.library.text(citation.release_id, citation.version)
    body = page.locator(".dp-release")
    assert body.evaluate("element => element.textContent") == stored
    expect(body).to_have_attribute("lang", "fr")
    assert not is_sideways(page)
    expect(page.get_by_role("link", name=FRENCH.link)).to_have_attribute(
        "href", depeche.releases()[0].url
    )
    page.mouse.move(0, 0)
    if width == 1440:
        picture(page, "chat.png")
    if width == 375:
        picture(page, "chat-mobile.png")
    page.get_by_role("button", name=FRENCH.source_close).click()
    expect(page.locator(".dp-release")).to_have_count(0)


def test_another_click_on_a_citation_goes_back_to_its_words(address, open_page, expect):
    page = open_page(address)
    ask(page, WHO)
    chip(page, 1, 1).click()
    mark = page.locator(".dp-release mark")
    expect(mark).to_be_in_viewport(ratio=0.6)
    page.locator(".dp-release").evaluate("element => { element.scrollTop = 99999 }")
    expect(mark).not_to_be_in_viewport()
    chip(page, 1, 1).click()
    expect(mark).to_be_in_viewport(ratio=0.6)


def test_everything_works_from_the_keyboard(address, open_page, expect):
    page = open_page(address)
    page.get_by_test_id("stChatInputTextArea").focus()
    page.keyboard.type(WHO)
    page.keyboard.press("Enter")
    expect(chip(page, 1, 1)).to_be_visible()
    chip(page, 1, 1).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".dp-release mark")).to_be_focused()


def test_english_at_one_click(address, open_page, expect, picture):
    page = open_page(address)
    expect(page.get_by_text(FRENCH.welcome)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    picture(page, "welcome.png")
    page.get_by_role("radio", name="EN", exact=True).click()
    expect(page.get_by_text(ENGLISH.welcome)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name=ENGLISH.examples[0]).click()
    expect(page.locator(".dp-verdict")).to_contain_text("extract")
    expect(page.get_by_text("Quoted in French").first).to_be_visible()
    expect(page.locator(".dp-quote").first).to_have_attribute("lang", "fr")


def test_the_browsers_language_is_the_first_one(address, open_page, expect):
    page = open_page(address, locale="en-CA")
    expect(page.get_by_text(ENGLISH.welcome)).to_be_visible()


@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_a_declined_question_offers_the_nearest_passages(
    address, open_page, expect, picture, width, height
):
    page = open_page(address, width, height)
    ask(page, CUP)
    verdict = page.locator(".dp-declined")
    expect(verdict).to_contain_text(FRENCH.declined)
    expect(verdict).to_contain_text("Coupe Stanley")
    expect(page.locator(".dp-quote").first).not_to_be_visible()
    page.mouse.move(0, 0)
    if width == 1440:
        picture(page, "declined.png")
    page.locator("summary", has_text="Passages les plus proches").click()
    expect(page.locator(".dp-quote").first).to_be_visible()
    words = page.locator(".dp-quote").first.evaluate("element => element.textContent")
    page.locator(".st-key-near-1-1 button").click()
    mark = page.locator(".dp-release mark")
    expect(mark).to_be_in_viewport(ratio=0.6)
    assert mark.evaluate("element => element.textContent") == words
    expect(page.locator(".st-key-near-1-1 button")).to_be_in_viewport()  # unfolded, where it was
    assert not is_sideways(page)


def test_hostile_words_stay_words(address, open_page, expect):
    question = (
        "<img src=//evil.example/a.png onerror=alert(1)> ![](http://evil.example/b.png) "
        ":red[rouge] :material/home: $x^2$ Coupe Stanley 1987"
    )
    page = open_page(address)
    ask(page, question)
    heading = page.locator(".dp-question")
    expect(heading).to_have_text(question)
    expect(page.locator(".dp-verdict")).to_be_visible()
    assert page.locator(".dp-question img, .dp-question .katex").count() == 0


def test_a_library_built_while_one_looks_opens_by_itself(serving, tmp_path, open_page, expect):
    folder = tmp_path / "library"
    with serving(folder) as where:
        page = open_page(where)
        expect(page.get_by_text(FRENCH.empty_title)).to_be_visible()
        library = Depeche(load_settings(library=folder))
        library.ingest([PROJECT / "corpus"])
        library.close()
        expect(page.get_by_text(FRENCH.welcome)).to_be_visible()
        page.close()  # before its server goes


def test_two_sessions_do_not_see_each_other(address, open_page, expect):
    one, other = open_page(address), open_page(address)
    ask(one, WHO)
    expect(chip(one, 1, 1)).to_be_visible()
    expect(other.get_by_text(FRENCH.welcome)).to_be_visible()
    other.reload()
    expect(other.get_by_text(FRENCH.welcome)).to_be_visible()
