"""The library in a real browser: found, read, compared, added, removed, at three widths."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from acts import VIEWS, at_every_width, fits_every_width, is_sideways

from assembly import Depeche
from config import PROJECT, load_settings
from ui.texts import LANGUAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RELEASES = PROJECT / "evaluation" / "releases"
TEXT = """{title}

OTTAWA, le 3 mai 2023 /CNW/ - La ministre Imelda Castonguay a annoncé {title} aujourd'hui.

Les travaux de {title} commenceront au printemps et dureront deux ans.
"""
TITLES = ("un quai", "un pont", "une gare", "un phare", "un barrage", "une écluse")


class Site(BaseHTTPRequestHandler):
    """A newsroom of this machine: a release under every path, but for those that are refused."""

    awaited = threading.Event()  # set when /slow may answer

    def do_GET(self) -> None:
        if self.path == "/slow":
            self.awaited.wait(60)
        title = self.path.strip("/").replace("-", " ")
        found = not self.path.startswith(("/robots", "/no"))
        words = TEXT.format(title=f"la page {title}").split("\n\n")
        body = "".join(f"<p>{part}</p>" for part in words[1:])
        page = (
            f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{title}</title>'
            f"</head><body><main><h1>{words[0]}</h1>{body}</main></body></html>"
        )
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.encode() if found else b"")

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def desk(serving, site, tmp_path_factory):
    """A server on a library of its own, which these tests write to; it may read `site`."""
    folder = tmp_path_factory.mktemp("desk") / "library"
    with Depeche(load_settings(library=folder)) as opened:
        opened.ingest([PROJECT / "corpus", RELEASES])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEPECHE_PRIVATE_HOSTS", f'["{site}"]')
        patch.setenv("DEPECHE_FETCH_PAUSE", "0")
        with serving(folder) as where:
            yield where


def search(page, words: str, texts) -> None:
    box = page.get_by_label(texts.library.search, exact=True)
    box.fill(words)
    box.press("Enter")


@at_every_width
def test_a_release_is_found_read_compared_and_seen_in_time(
    desk, open_page, expect, picture, width, height, language
):
    texts = LANGUAGES[language]
    said = texts.library
    page = open_page(f"{desk}/library?lang={language.upper()}", width, height)
    rows = page.locator(".dp-table tbody tr")
    expect(rows.first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert not is_sideways(page)
    page.mouse.move(0, 0)
    if language == "fr" and width != 768:
        picture(page, "library-mobile.png" if width == 375 else "library.png")
    search(page, "rachat armes prohibées", texts)
    expect(rows).to_have_count(1)
    assert "q=rachat" in page.url
    name = rows.locator("a").inner_text()
    rows.locator("a").click()
    title = page.locator("h2.dp-page-title")
    expect(title).to_have_text(name)
    expect(title).to_have_attribute("lang", "fr")
    expect(page.locator(".dp-release")).to_contain_text("10\u00a0400 armes à feu")
    assert not is_sideways(page)
    heading = page.locator(".dp-side nav a").nth(1)
    expect(heading).to_be_visible()
    heading.click()
    expect(page.locator(".dp-release .dp-heading").nth(1)).to_be_focused()
    expect(page.locator(".dp-release .dp-heading").nth(1)).to_be_in_viewport()
    page.locator(".dp-side").get_by_text(said.version_diff).click()
    expect(page.locator(".dp-compare del").nth(1)).to_be_visible()
    expect(page.locator(".dp-changed ins").first).to_have_text("7")
    expect(page.locator(".dp-legend")).to_contain_text(said.compare_gone.split("(")[0])
    sides = page.locator(".dp-changed").first.locator("[data-side]")
    left, right = sides.nth(0).bounding_box(), sides.nth(1).bounding_box()
    if width == 375:  # one below the other
        assert left["x"] == right["x"] and left["y"] < right["y"]
    else:
        assert left["x"] < right["x"] and left["y"] == right["y"]
    assert not is_sideways(page)
    if language == "fr" and width == 1440:
        picture(page, "library-difference.png")
    page.go_back()
    expect(page.locator(".dp-release")).to_be_visible()
    page.go_back()
    expect(rows).to_have_count(1)  # the search is still there
    expect(page.get_by_label(said.search, exact=True)).to_have_value("rachat armes prohibées")
    page.get_by_role("link", name=said.clear).click()
    page.get_by_role("link", name=said.to_timeline).click()
    use_timeline(page, texts, expect)
    assert not is_sideways(page)
    if language == "fr" and width == 1440:
        picture(page, "library-timeline.png")
    page.locator(".dp-of-month a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".dp-release")).to_be_visible()
    expect(title).to_be_focused()


def use_timeline(page, texts, expect) -> None:
    """Open the releases of a month from the keyboard."""
    month = page.get_by_role("link", name=f"{texts.months[4]} 2024 ·")
    expect(month).to_be_attached()
    month.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".dp-of-month a").first).to_be_visible()
    expect(page.locator(".dp-of-month h4")).to_be_focused()


@at_every_width
def test_releases_are_added_removed_and_restored(
    desk, site, open_page, expect, width, height, language
):
    texts = LANGUAGES[language]
    said = texts.library
    title = f"{TITLES[VIEWS.index((width, height, language))]} <b>neuf</b>"
    page = open_page(f"{desk}/library?lang={language.upper()}", width, height)
    page.get_by_text(said.add_title, exact=True).click()
    page.locator('input[type="file"]').set_input_files(
        [
            {
                "name": f"{width} {language}.txt",
                "mimeType": "text/plain",
                "buffer": TEXT.format(title=title).encode(),
            },
            {"name": f"vide {width} {language}.txt", "mimeType": "text/plain", "buffer": b"   "},
        ]
    )
    page.get_by_role("button", name=said.add_files_go).click()
    report = page.locator(".dp-report")
    expect(report).to_contain_text(f"{said.report_added} 1")
    expect(report).to_contain_text(f"{said.report_failed} 1")
    expect(report).to_contain_text(said.reasons[25].split(";")[0].strip())  # it is empty
    assert not is_sideways(page)
    report.get_by_role("link", name=f"{width} {language}.txt", exact=True).click()
    expect(page.locator("h2.dp-page-title")).to_have_text(title)  # markup in it stays words
    page.get_by_role("button", name=said.remove).click()
    expect(page.get_by_text(said.remove_ask)).to_be_visible()
    assert not is_sideways(page)
    page.get_by_role("button", name=said.remove_confirm).click()
    expect(page.get_by_text(said.removed_done)).to_be_visible()
    expect(page.locator(".dp-standing")).to_contain_text(said.state_removed)
    page.get_by_role("button", name=said.restore).click()
    page.get_by_role("button", name=said.restore_confirm).click()
    expect(page.get_by_text(said.restored_done)).to_be_visible()
    expect(page.locator(".dp-standing")).to_contain_text(said.state_current)
    page.get_by_role("link", name=said.to_list).click()
    page.get_by_text(said.add_title, exact=True).click()
    name = TITLES[VIEWS.index((width, height, language))].replace(" ", "-").replace("é", "e")
    lines = (f"http://{site}/{name}", f"http://{site}/no-such-page", "http://10.0.0.1/")
    page.get_by_label(said.add_addresses, exact=True).fill("\n".join(lines))
    page.get_by_role("button", name=said.add_addresses_go).click()
    report = page.locator(".dp-report")
    expect(report).to_contain_text(f"{said.report_added} 1")
    expect(report).to_contain_text(f"{said.report_failed} 2")
    expect(report.get_by_text("DEPECHE_PRIVATE_HOSTS")).to_be_visible()
    assert not is_sideways(page)
    report.get_by_role("link", name=lines[0]).click()
    expect(page.locator(".dp-release")).to_contain_text(f"la page {name.replace('-', ' ')}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slow_address_is_waited_for_in_the_open_and_can_be_stopped(
    desk, site, open_page, expect, language
):
    Site.awaited.clear()
    page = open_page(f"{desk}/library?lang={language.upper()}")
    texts = LANGUAGES[language]
    said = texts.library
    page.get_by_text(said.add_title, exact=True).click()
    page.get_by_label(said.add_addresses, exact=True).fill(f"http://{site}/slow")
    page.get_by_role("button", name=said.add_addresses_go).click()
    run = page.locator(".dp-run")
    expect(run).to_contain_text(f"http://{site}/slow")
    assert fits_every_width(page)
    expect(run.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "0")
    search(page, "Rivage opioïdes", texts)  # the library stays usable
    expect(page.locator(".dp-table tbody tr")).to_have_count(1)
    expect(run).to_be_visible()
    page.get_by_role("button", name=said.run_stop).click()
    expect(run).to_contain_text(said.run_stopping)
    Site.awaited.set()
    expect(page.get_by_text(said.run_stopped)).to_be_visible()
    expect(run).to_have_count(0)
    assert fits_every_width(page)
    page.get_by_role("button", name=said.report_close).click()
    expect(page.get_by_text(said.run_stopped)).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_editions_side_by_side_and_on_to_the_chat(desk, open_page, expect, language):
    page = open_page(f"{desk}/library?lang={language.upper()}&q=corridors+Halifax", 1440, 900)
    texts = LANGUAGES[language]
    page.locator(".dp-table a", has_text="à Halifax").click()
    page.get_by_text(texts.library.compare_with).click()
    expect(page.get_by_text(texts.library.compare_choose[:20])).to_be_visible()
    assert fits_every_width(page)
    page.locator(".dp-table a", has_text="CONFÉRENCE ANNUELLE").click()
    expect(page.locator(".dp-compare")).to_be_visible()
    assert fits_every_width(page)
    page.locator(".dp-heads a").first.click()
    page.get_by_role("button", name=texts.library.ask_about).click()
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible()
    expect(page.locator(".dp-release")).to_contain_text("HALIFAX")
