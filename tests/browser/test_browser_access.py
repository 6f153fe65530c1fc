"""Every page and state in both languages: it fits three widths, and axe-core finds nothing on a
phone or a desktop, in the light or in the dark."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from acts import ask, chip, is_sideways, settle

from assembly import Depeche
from config import PROJECT, load_settings
from evaluation.kept import PACKAGED, RunStore
from ui.texts import LANGUAGES, Texts

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ASKED = {
    "fr": (
        "Qui représentait les États-Unis au forum ?",
        "Pourquoi la campagne contre la fraude vise-t-elle les aînés ?",
        "Qui a gagné la Coupe Stanley en 1987 ?",
    ),
    "en": (
        "Who represented the United States at the forum?",
        "Who will pay for the Arctic season?",
        "Who won the Stanley Cup in 1987?",
    ),
}
FAILS = "Qui représentait les États-Unis, et pourquoi ?"
NO_CLIPBOARD = (
    "Object.defineProperty(navigator, 'clipboard', {value: {writeText: () => Promise.reject()}})"
)
DARK = "rgb(23, 22, 20)"
VIOLATIONS = {"resultTypes": ["violations"]}
CONTRAST = VIOLATIONS | {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


@pytest.fixture(scope="module")
def desk(serving, tmp_path_factory):
    """A server on a library of many releases, which keeps its conversations."""
    folder, data = tmp_path_factory.mktemp("desk") / "library", tmp_path_factory.mktemp("data")
    with Depeche(load_settings(library=folder)) as opened:
        opened.ingest([PROJECT / "corpus", PROJECT / "evaluation" / "releases"])
        keep_two_runs(opened, RunStore(data))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEPECHE_DATA", str(data))
        with serving(folder, keep_history=True) as where:
            yield where


def keep_two_runs(depeche: Depeche, store: RunStore) -> None:
    """Two runs of few questions, one of which fails: what it should mention is in no release."""
    lines = (PACKAGED / "communique.dev.jsonl").read_text(encoding="utf-8").splitlines()[:6]
    wrong = json.loads(lines[0]) | {"id": "impossible", "user_input": FAILS}
    wrong["must_mention"] = [["licorne"]]
    given = store.runs.parent / "few.jsonl"
    given.parent.mkdir(parents=True, exist_ok=True)
    given.write_text("\n".join([json.dumps(wrong), *lines]), encoding="utf-8")
    for _ in range(2):
        store.keep(given, 1, lambda out: depeche.evaluate(given, out=out))


@pytest.fixture
def findings() -> Callable:
    """What axe-core finds on a page as it stands, in the light and, for its colours, in the dark.

    Every rule counts, the moderate and minor ones too; none is switched off.
    """
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()

    def found(page, expect, state: str, dark: bool) -> list[str]:
        settle(page)
        lines = _lines(axe.run(page, options=VIOLATIONS), f"{state}, light")
        if not dark:
            return lines
        page.emulate_media(color_scheme="dark")
        expect(page.locator(".stApp")).to_have_css("background-color", DARK)
        settle(page)
        lines += _lines(axe.run(page, options=CONTRAST), f"{state}, dark")
        page.emulate_media(color_scheme="light")
        return lines

    return found


def _lines(results, state: str) -> list[str]:
    return [
        f"{state}: {violation['impact']} {violation['id']}: {node['html'][:160]}"
        for violation in results.response["violations"]
        for node in violation["nodes"]
    ]


def chat(page, texts: Texts, expect) -> Iterator[str]:
    """Goes through the states of the chat, and stops in each."""
    answered, partial, declined = ASKED[texts.language]
    expect(page.get_by_text(texts.welcome)).to_be_visible()
    yield "welcome"
    ask(page, answered)
    expect(chip(page, 1, 1)).to_be_visible()
    yield "answered"
    page.get_by_role("radio", name=texts.opinion_right).first.click()
    expect(page.get_by_text(texts.opinion_thanks)).to_be_visible()
    chip(page, 1, 1).click()
    expect(page.locator(".dp-release mark")).to_be_in_viewport()
    yield "source and opinion"
    page.get_by_role("button", name=texts.source_close).click()
    expect(page.locator(".dp-release")).to_have_count(0)
    page.evaluate(NO_CLIPBOARD)
    page.get_by_role("button", name=texts.export.copy_name.format(marker=1)).click()
    expect(page.get_by_role("textbox", name=texts.export.copy_refused)).to_be_focused()
    yield "a copy by hand"
    page.keyboard.press("Escape")
    page.locator(".st-key-export-1 button").click()
    expect(page.get_by_role("button", name=texts.export.as_docx)).to_be_visible()
    yield "export"
    page.keyboard.press("Escape")
    ask(page, partial)
    expect(page.locator(".st-key-turn-2 .dp-verdict")).to_be_visible()
    ask(page, declined)
    expect(page.locator(".dp-declined")).to_be_visible()
    page.locator(".st-key-turn-3 summary").click()
    expect(page.locator(".st-key-near-3-1")).to_be_visible()
    yield "a conversation, declined at last"
    page.get_by_test_id("stChatInputTextArea").fill("?" * 1950)
    folded = page.get_by_test_id("stExpandSidebarButton")
    if folded.is_visible():
        folded.click()
    page.get_by_role("button", name=texts.history_delete_all).click()
    expect(page.get_by_role("button", name=texts.history_delete_confirm)).to_be_visible()
    yield "a long question and the conversations"


def library(page, texts: Texts, expect) -> Iterator[str]:
    """Goes through the states of the library, and stops in each."""
    said = texts.library
    expect(page.locator(".dp-table tbody tr").first).to_be_visible()
    if page.viewport_size["width"] < 640:
        page.get_by_text(said.more_filters).click()
    page.get_by_role("combobox", name=said.filter_language).click()
    expect(page.get_by_role("option").first).to_be_visible()
    yield "table and a choice"
    page.keyboard.press("Escape")
    page.locator(".st-key-library-from button").click()
    expect(page.get_by_test_id("stDateInputCalendar")).to_be_visible()
    yield "calendar"
    page.keyboard.press("Escape")
    page.get_by_text(said.add_title, exact=True).click()
    wrong = {"name": "a.exe", "mimeType": "application/x", "buffer": b"x"}
    empty = {"name": "vide.txt", "mimeType": "text/plain", "buffer": b" "}
    page.locator('input[type="file"]').set_input_files([wrong, empty])
    expect(page.get_by_text(texts.own.file_kind)).to_be_attached()
    yield "adding"
    page.get_by_role("button", name=said.add_files_go).click()
    expect(page.locator(".dp-report")).to_be_visible()
    yield "report"
    search = page.get_by_label(said.search, exact=True)
    search.fill("rachat armes prohibées")
    search.press("Enter")
    expect(page.locator(".dp-table tbody tr")).to_have_count(1)
    page.locator(".dp-table tbody a").click()
    page.get_by_role("button", name=said.remove).click()
    expect(page.get_by_text(said.remove_ask)).to_be_visible()
    yield "reader and removal"
    page.keyboard.press("Escape")
    page.locator(".dp-side").get_by_text(said.version_diff).click()
    expect(page.locator(".dp-compare del").first).to_be_visible()
    yield "difference"
    page.goto(
        page.url.split("?")[0] + f"?lang={texts.language.upper()}&view=timeline&month=2024-05"
    )
    expect(page.locator(".dp-of-month a").first).to_be_visible()
    yield "timeline"


def evaluation(page, texts: Texts, expect) -> Iterator[str]:
    """Goes through what is seen of a run, and stops at each."""
    said = texts.evaluation
    expect(page.locator(".dp-plot .dp-track u").first).to_be_visible()
    yield "figures"
    page.get_by_role("radio", name=said.view_failures[:6]).click()
    page.locator("summary", has_text=FAILS[:20]).click()
    expect(page.locator(".dp-evidence").first).to_be_visible()
    yield "a failure"
    page.get_by_role("radio", name=said.view_comparison).click()
    expect(page.get_by_text(said.told_apart_by_nothing)).to_be_visible()
    yield "comparison"


def status(page, texts: Texts, expect) -> Iterator[str]:
    """The page of settings and status."""
    expect(page.locator(".dp-sizes li").first).to_be_visible()
    yield "status"


PAGES = {"": chat, "library": library, "evaluation": evaluation, "status": status}


@pytest.mark.parametrize("width", [375, 768, 1440])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_fits_and_axe_finds_nothing(desk, open_page, expect, findings, language, width):
    texts = LANGUAGES[language]
    page = open_page(f"{desk}/?lang={language.upper()}", width, 900)
    found = []
    for path, states in PAGES.items():
        if path:
            page.goto(f"{desk}/{path}?lang={language.upper()}")
        for state in states(page, texts, expect):
            found += [f"{state}: wider than its window"] if is_sideways(page) else []
            if width != 768:  # a desktop's page, with less room
                # What is written changes no colour: the dark is looked at in one language.
                found += findings(page, expect, state, dark=language == "fr")
    assert found == []
