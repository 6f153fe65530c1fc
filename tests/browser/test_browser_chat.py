"""The chat in a real browser: from the question to the highlighted words, at three widths."""

from __future__ import annotations

import pytest
from acts import CUP, WHO, WIDTHS, ask, at_every_width, chip, fits_every_width, is_sideways

from assembly import Depeche
from config import PROJECT, load_settings
from ui.texts import ENGLISH, FRENCH, LANGUAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MEDIA = "Comment joindre les relations avec les médias ?"
CUPS = {"fr": CUP, "en": "Who won the Stanley Cup in 1987?"}


@pytest.fixture
def citation(depeche):
    """What the first citation of the answer to WHO has to show."""
    return depeche.ask(WHO).citations[0]


@at_every_width
def test_a_citation_leads_to_the_exact_words(
    address, open_page, expect, depeche, citation, picture, width, height, language
):
    texts = LANGUAGES[language]
    page = open_page(address, width, height, locale=f"{language}-CA")
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
    expect(page.get_by_role("link", name=texts.link)).to_have_attribute(
        "href", depeche.releases()[0].url
    )
    page.mouse.move(0, 0)
    if language == "fr" and width != 768:
        picture(page, "chat-mobile.png" if width == 375 else "chat.png")
    page.get_by_role("button", name=texts.source_close).click()
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


@at_every_width
def test_a_declined_question_offers_the_nearest_passages(
    address, open_page, expect, picture, width, height, language
):
    texts = LANGUAGES[language]
    page = open_page(address, width, height, locale=f"{language}-CA")
    ask(page, CUPS[language])
    verdict = page.locator(".dp-declined")
    expect(verdict).to_contain_text(texts.declined)
    expect(verdict).to_contain_text("Stanley")
    expect(page.locator(".dp-quote").first).not_to_be_visible()
    page.mouse.move(0, 0)
    if language == "fr" and width == 1440:
        picture(page, "declined.png")
    page.locator("summary", has_text=texts.nearest.partition(" (")[0]).click()
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


@at_every_width
def test_the_reader_leads_on_by_button_and_by_key(
    address, open_page, expect, depeche, picture, width, height, language
):
    texts = LANGUAGES[language]
    quotes = [citation.quote for citation in depeche.ask(MEDIA).citations]
    assert len(quotes) > 1
    page = open_page(address, width, height, locale=f"{language}-CA")
    ask(page, MEDIA)
    chip(page, 1, 1).click()
    mark = page.locator(".dp-release mark")
    expect(mark).to_have_text(quotes[0])
    page.get_by_role("button", name=texts.extract_after).click()
    expect(mark).to_have_text(quotes[1])
    expect(chip(page, 1, 2)).to_have_attribute("kind", "primary")
    page.get_by_role("button", name=texts.passage_before).click()
    expect(mark).not_to_have_text(quotes[1])
    expect(mark).to_be_in_viewport(ratio=0.6)
    expect(
        page.get_by_role("button", name=texts.passage_before)
    ).to_be_focused()  # the focus stays on the button that leads on
    mark.focus()
    page.keyboard.press("ArrowRight")
    expect(mark).to_have_text(quotes[1])
    expect(mark).to_be_focused()
    page.keyboard.press("Shift+ArrowLeft")
    expect(mark).to_have_text(quotes[0])
    expect(page.get_by_role("button", name=texts.passage_after)).to_be_in_viewport()
    assert not is_sideways(page)
    if language == "fr" and width == 768:
        page.mouse.move(0, 0)
        picture(page, "reader.png")
    mark.focus()
    page.keyboard.press("Escape")
    expect(page.locator(".dp-release")).to_have_count(0)
    expect(chip(page, 1, 1)).to_be_focused()


@pytest.mark.parametrize("texts", [FRENCH, ENGLISH], ids=["fr", "en"])
def test_what_the_releases_answer_is_suggested(address, open_page, expect, texts):
    page = open_page(address, locale=f"{texts.language}-CA")
    ask(page, CUPS[texts.language])
    expect(page.get_by_text(texts.suggested_instead)).to_be_visible()
    assert fits_every_width(page)
    first = page.locator(".st-key-suggest-1-0 button")
    question = first.inner_text()
    first.click()
    expect(chip(page, 2, 1)).to_be_visible()
    expect(page.locator(".dp-question").nth(1)).to_have_text(question)
    expect(page.locator(".st-key-suggest-1-0")).to_have_count(0)
    expect(page.locator(".dp-question").nth(1)).to_be_focused()  # the button asked is gone
    assert fits_every_width(page)


@pytest.mark.parametrize("texts", [FRENCH, ENGLISH], ids=["fr", "en"])
def test_a_link_opens_the_same_view_in_the_same_language(address, open_page, expect, texts):
    page = open_page(address, locale=f"{texts.language}-CA")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, WHO)
    chip(page, 1, 1).click()
    words = page.locator(".dp-release mark").inner_text()
    links = []
    for name in (texts.link_question, texts.link_place):
        link = page.get_by_title(name)
        link.click()
        expect(link).to_have_text(texts.link_copied)
        links.append(page.evaluate("navigator.clipboard.readText()"))
    assert all(link.startswith(address) for link in links)
    other = open_page(links[0], locale="de-DE")
    expect(chip(other, 1, 1)).to_be_visible()
    expect(other.locator(".dp-question")).to_have_text(WHO)
    expect(other.locator("html")).to_have_attribute("lang", texts.language)
    other.get_by_role("button", name=texts.new_conversation).click()
    expect(other.get_by_text(texts.welcome)).to_be_visible()  # and it is not asked again
    for width, height in WIDTHS:
        other = open_page(links[1], width, height, locale="de-DE")
        mark = other.locator(".dp-release mark")
        expect(mark).to_be_in_viewport(ratio=0.6)
        assert mark.inner_text() == words
        assert not is_sideways(other)
    lang = texts.language.upper()
    other = open_page(f"{address}/?release=%3Cimg%20src=x%3E&start=1&end=-2&lang={lang}")
    expect(other.get_by_text(texts.link_gone)).to_be_visible()


def test_an_answer_is_said_once_in_its_language_and_controls_have_names(
    address, open_page, expect, citation
):
    page = open_page(address, locale="en-CA")
    ask(page, "Who represented the United States?")
    said = page.locator("#dp-said[role=status]")
    expect(said).to_contain_text("Merrick B. Garland")
    expect(said.locator("p[lang=fr]").first).to_contain_text("Merrick B. Garland")
    assert page.locator(".dp-verdict[role], [aria-live] .dp-quote").count() == 0
    said.evaluate("element => { element.dataset.same = 'yes'; element.textContent = ''; }")
    chip(page, 1, 1).click()
    expect(page.locator(".dp-release mark")).to_be_visible()
    expect(said).to_have_text("")  # another step says nothing again
    expect(page.get_by_role("button", name=ENGLISH.own.send, exact=True)).to_be_visible()
    expect(page.locator('a[href="#stMain"]')).to_have_text(ENGLISH.own.skip)
    page.get_by_role("radio", name="FR", exact=True).click()
    expect(page.locator('a[href="#stMain"]')).to_have_text(FRENCH.own.skip)
    expect(page.get_by_role("button", name=FRENCH.own.send, exact=True)).to_be_visible()


@pytest.mark.parametrize("texts", [FRENCH, ENGLISH], ids=["fr", "en"])
def test_an_opinion_is_noted_and_taken_back(
    serving, communique_library, open_page, expect, picture, texts
):
    with serving(communique_library, keep_history=True) as where:
        page = open_page(where, locale=f"{texts.language}-CA")
        ask(page, WHO)
        right = page.get_by_role("radio", name=texts.opinion_right, exact=True)
        right.click()
        expect(page.get_by_text(texts.opinion_thanks)).to_be_visible()
        comment = page.get_by_role("textbox", name=texts.opinion_comment)
        comment.fill("exact")
        comment.press("Enter")
        expect(page.get_by_text(texts.suggested)).to_be_visible()
        comment.blur()  # its count of characters is there or not, as it happens
        page.mouse.move(0, 0)
        if texts is FRENCH:
            picture(page, "opinion.png")
        assert fits_every_width(page)
        right.click()
        expect(comment).to_have_count(0)
        page.close()  # before its server goes
