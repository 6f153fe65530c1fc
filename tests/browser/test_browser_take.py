"""Taking words along in a real browser: quotations by the clipboard, answers as files."""

from __future__ import annotations

import io
import json

import docx
import pytest
from acts import WHO, ask, is_sideways, widths

from assembly import Depeche
from config import load_settings
from ui.export.words import copied
from ui.texts import ENGLISH, FRENCH

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLIPBOARD = ["clipboard-read", "clipboard-write"]


@pytest.fixture
def source(depeche):
    """What the first citation of the answer to WHO rests on."""
    return depeche.library.resolve(depeche.ask(WHO).citations[0])


def control(page, texts, marker: int = 1):
    return page.get_by_role("button", name=texts.export.copy_name.format(marker=marker))


def clipboard(page) -> str:
    return page.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize(("texts", "locale"), [(FRENCH, "fr-CA"), (ENGLISH, "en-CA")])
def test_a_quotation_is_copied_with_its_source(address, open_page, expect, source, texts, locale):
    page = open_page(address, locale=locale, permissions=CLIPBOARD)
    ask(page, WHO)
    button = control(page, texts)
    expect(button).to_have_text(texts.export.copy)
    for _ in widths(page):
        page.evaluate("navigator.clipboard.writeText('')")
        button.click()
        expect(page.locator(".dp-copied")).to_have_text(texts.export.copied)
        assert clipboard(page) == copied(source, texts)
    assert source.citation.quote in clipboard(page)
    expect(page.locator(".dp-offer")).to_have_count(0)


def test_it_works_from_the_keyboard(address, open_page, expect, source):
    page = open_page(address, permissions=CLIPBOARD)
    ask(page, WHO)
    expect(control(page, FRENCH)).to_be_visible()
    page.locator(".st-key-cite-1-1 button").focus()
    page.keyboard.press("Tab")
    expect(control(page, FRENCH)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".dp-copied")).to_have_text(FRENCH.export.copied)
    assert clipboard(page) == copied(source, FRENCH)


def test_where_the_clipboard_is_refused_the_words_are_shown_selected(
    address, open_page, expect, source
):
    page = open_page(address, 375, 812)
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText: () => Promise.reject()}})"
    )
    ask(page, WHO)
    control(page, FRENCH).click()
    area = page.get_by_role("textbox", name=FRENCH.export.copy_refused)
    expect(area).to_be_focused()
    assert area.input_value() == copied(source, FRENCH)
    selected = area.evaluate("e => e.value.slice(e.selectionStart, e.selectionEnd)")
    assert selected == copied(source, FRENCH)
    assert not is_sideways(page)
    page.keyboard.press("Escape")
    expect(area).to_have_count(0)
    expect(control(page, FRENCH)).to_be_focused()


@pytest.mark.parametrize(("texts", "locale"), [(FRENCH, "fr-CA"), (ENGLISH, "en-CA")])
def test_an_answer_and_a_conversation_are_downloaded(
    address, open_page, expect, source, picture, texts, locale
):
    page = open_page(address, locale=locale)
    ask(page, WHO)
    page.locator(".st-key-export-1 button").click()
    word = page.get_by_role("button", name=texts.export.as_docx)
    expect(word).to_be_visible()
    if texts is FRENCH:
        page.mouse.move(0, 0)
        picture(page, "export.png")
    with page.expect_download() as begun:
        word.click()
    name = begun.value.suggested_filename
    assert name.startswith("depeche-20") and name.endswith("-qui-representait-les-etats-unis.docx")
    document = docx.Document(io.BytesIO(begun.value.path().read_bytes()))
    assert any(source.citation.quote in p.text for p in document.paragraphs)
    page.keyboard.press("Escape")
    page.locator(".st-key-export button").click()
    with page.expect_download() as begun:
        page.get_by_role("button", name=texts.export.as_csl).click()
    (item,) = json.loads(begun.value.path().read_text(encoding="utf-8"))
    assert item["title"] == source.release.title
    assert source.citation.quote in item["note"]


def test_hostile_words_are_copied_as_words(serving, tmp_path, open_page, expect):
    folder, library = tmp_path / "releases", tmp_path / "library"
    folder.mkdir()
    words = "--> </style> </textarea> ]]> <img src=x onerror=alert(1)> \\u003c &lt; ${x}"
    (folder / "a.txt").write_text(
        "OTTAWA, le 12 juillet 2024\n\n"
        f"Zoé Hébert-Tremblay, ministre de la Culture, a visité le musée de Gatineau {words}.\n",
        encoding="utf-8",
    )
    (folder / "a.meta.yaml").write_text(
        "title: '</script><script>alert(1)</script> \" onclick=\"alert(1)'\n", encoding="utf-8"
    )
    question = "Quel musée la ministre de la Culture a-t-elle visité ?"
    with Depeche(load_settings(library=library)) as opened:
        opened.ingest([folder])
        resolved = opened.library.resolve(opened.ask(question).citations[0])
    assert words in resolved.citation.quote
    with serving(library) as where:
        page = open_page(where, permissions=CLIPBOARD)
        ask(page, question)
        control(page, FRENCH).click()
        expect(page.locator(".dp-copied")).to_have_text(FRENCH.export.copied)
        assert clipboard(page) == copied(resolved, FRENCH)
        page.close()  # before its server goes
