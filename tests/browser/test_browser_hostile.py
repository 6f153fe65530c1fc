"""Hostile releases, file names, questions and links on every page: they are shown, and do nothing."""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode

import pytest
from acts import ask, chip, is_sideways

from assembly import Depeche
from config import load_settings
from ui.texts import FRENCH

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Each would leave a trace that `traces` looks for: an element, a variable, a dialog, a request.
MARKUP = (
    "<script>window.pwned=1</script><img class=pwned src=//evil.example/a.png onerror=alert(1)>"
    "<b class=pwned>gras</b> ![i](http://evil.example/b.png) [lien](javascript:alert(1)) "
    ":material/home: :red[rouge] $x^2$ \u202erotnemirepxe"
)
TITLE = f"Musée de Gatineau {MARKUP}"
SECTION = f"Une section {MARKUP}"
SENTENCE = (
    f"Zoé Hébert-Tremblay, ministre de la Culture, a visité le musée de Gatineau, où {MARKUP} "
    "\u202ca été montré au public."
)
NAME = "![x](evil.example) $x^2$ :material_home: <b class=pwned>n.txt"
QUESTION = "Quel musée la ministre de la Culture a-t-elle visité ?"
TRACES = """
() => {
  const found = [];
  if (window.pwned) found.push('a script of theirs ran');
  for (const where of ['.pwned', '.katex', 'iframe', 'object', 'embed', '[onerror]', '[onload]',
                       '[src*="evil.example"]', '[style*="evil.example"]',
                       '.stMain img, .stSidebar img'])
    for (const element of document.querySelectorAll(where)) found.push(element.outerHTML);
  for (const link of document.links)
    if (link.protocol !== location.protocol || link.hostname !== location.hostname)
      found.push(link.outerHTML);
  return found;
}
"""


@pytest.fixture(scope="module")
def hostile(serving, tmp_path_factory):
    """The address of a chat on one hostile release, its id and its version."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "releases").mkdir()
    text = f"OTTAWA, le 12 juillet 2024\n\n{SECTION}\n\n{SENTENCE}\n\nRenseignements\n\n{MARKUP}\n"
    (folder / "releases" / NAME).write_text(text, encoding="utf-8")
    (folder / "releases" / f"{NAME.removesuffix('.txt')}.meta.yaml").write_text(
        "".join(f"{key}: {quoted(value)}\n" for key, value in (("title", TITLE),)),
        encoding="utf-8",
    )
    with Depeche(load_settings(library=folder / "library")) as opened:
        report = opened.ingest([folder / "releases"])
        assert not report.failed
        (release,) = opened.releases()
        assert MARKUP.partition("\u202e")[0].strip() in release.title
    with serving(folder / "library", keep_history=False) as address:
        yield address, release


def quoted(value: str) -> str:
    """A YAML string."""
    return "'" + value.replace("'", "''") + "'"


@pytest.fixture
def watched(open_page):
    """Opens a page whose dialogs are counted; afterwards there was none, and no trace."""
    opened = []

    def open_(address: str, **options):
        dialogs = []
        page = open_page(address, **options)
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        opened.append((page, dialogs))
        return page

    yield open_
    for page, dialogs in opened:
        assert page.evaluate(TRACES) == [] and dialogs == []
        assert not is_sideways(page)
        page.close()


def text_of(locator) -> str:
    """The text of an element, without the joiners that keep Markdown from reading it."""
    return locator.evaluate("element => element.textContent").replace("\u2060", "")


def test_the_chat_and_its_reader(hostile, watched, expect):
    address, release = hostile
    page = watched(address, width=1440, height=900)
    expect(page.locator(".st-key-open-0 button")).to_contain_text("Musée de Gatineau")
    assert "<script>window.pwned=1</script>" in text_of(page.locator(".st-key-open-0 button"))
    asked = f"{QUESTION} {MARKUP}"
    ask(page, asked)
    assert text_of(page.locator(".dp-question")) == asked
    expect(page.locator(".dp-verdict")).to_be_visible(timeout=60_000)  # the server is just started
    ask(page, QUESTION)
    expect(chip(page, 2, 1)).to_be_visible()
    chip(page, 2, 1).click()
    expect(page.locator(".dp-release mark")).to_be_visible()
    assert text_of(page.locator(".dp-release")) == release.text
    assert text_of(page.locator(".dp-title")) == release.title
    assert page.evaluate(TRACES) == []


def test_the_list_the_reader_the_timeline_and_the_comparison(hostile, watched, expect):
    address, release = hostile
    page = watched(f"{address}/library?lang=FR", width=375, height=812)
    expect(page.locator(".dp-table a").first).to_contain_text("<b class=pwned>")
    assert page.evaluate(TRACES) == []
    page.locator(".dp-table a").first.click()
    expect(page.locator("h2.dp-page-title")).to_have_text(release.title)
    assert text_of(page.locator(".dp-release")) == release.text
    assert page.evaluate(TRACES) == []
    same = urlencode({"a": release.release_id, "b": release.release_id})
    for parts in ("view=timeline&month=2024-07", f"with={quote(release.release_id)}", same):
        page.goto(f"{address}/library?lang=FR&{parts}")
        expect(page.locator(".st-key-library")).to_contain_text("Musée de Gatineau")
        assert page.evaluate(TRACES) == []


def test_the_evaluation_and_the_status(hostile, watched, expect):
    address, release = hostile
    asked = f"{QUESTION} {MARKUP}"
    line = {"id": MARKUP, "user_input": asked, "lang": "fr", "type": MARKUP, "answerable": True}
    line |= {"must_mention": [[f"licorne {MARKUP}"]]}  # so that the question fails
    line |= {"reference_quotes": [{"source": release.source, "text": "le musée de Gatineau"}]}
    said = FRENCH.evaluation
    page = watched(f"{address}/evaluation?lang=FR", width=1440, height=900)
    page.locator("summary", has_text=said.upload_title).click()
    for name in ("<b class=pwned>n.jsonl", "pwned.jsonl"):
        page.locator("input[type=file]").set_input_files(
            {"name": name, "mimeType": "application/jsonl", "buffer": json.dumps(line).encode()}
        )
        page.get_by_role("button", name=said.upload_send).click()
        expect(page.locator(".dp-problem, .dp-notice").first).to_contain_text("pwned")
        assert page.evaluate(TRACES) == []
    page.locator(".st-key-set input").fill("pwned")
    page.locator(".st-key-set input").press("Enter")
    expect(page.get_by_text(said.set_about.format(count=1))).to_be_visible()
    page.get_by_role("button", name=said.start).click()
    expect(page.locator(".dp-figures")).to_be_visible(timeout=60_000)
    page.get_by_role("radio", name=said.view_failures[:6]).click()
    page.locator("summary", has_text=QUESTION[:20]).click()
    expect(page.locator(".dp-evidence").first).to_be_visible()
    assert "<script>window.pwned=1</script>" in text_of(page.locator(".stMain"))
    assert page.evaluate(TRACES) == []
    page.goto(f"{address}/status?lang=FR")
    expect(page.locator(".dp-sizes li").first).to_be_visible()


@pytest.mark.parametrize(
    "path",
    [
        f"/?{urlencode({'q': MARKUP})}",
        f"/?{urlencode(dict.fromkeys(('release', 'version', 'start', 'end'), MARKUP))}",
        f"/library?{urlencode(dict.fromkeys(('q', 'from', 'issuer', 'state', 'sort', 'page'), MARKUP))}",
        f"/library?{urlencode({'release': MARKUP, 'version': MARKUP})}",
        f"/library?{urlencode({'a': MARKUP, 'b': MARKUP, 'with': MARKUP, 'view': MARKUP})}",
        f"/?{urlencode({'lang': MARKUP})}",
    ],
    ids=["question", "place", "filters", "reader", "comparison", "language"],
)
def test_links_that_somebody_made_up(hostile, watched, expect, path):
    page = watched(hostile[0] + path, width=768, height=1024)
    expect(page.locator(".dp-wordmark")).to_be_visible()
    expect(
        page.locator(".dp-question, .dp-notice, .st-key-library, .dp-welcome").first
    ).to_be_visible()
    page.wait_for_timeout(300)  # what a script of theirs would need


def test_an_export_that_is_opened(hostile, watched, expect, tmp_path):
    page = watched(hostile[0], width=1440, height=900, accept_downloads=True)
    ask(page, QUESTION)
    expect(chip(page, 1, 1)).to_be_visible()
    page.locator(".st-key-export-1 button").click()
    with page.expect_download() as begun:
        page.get_by_role("button", name=FRENCH.export.as_html).click()
    file = tmp_path / "export.html"
    begun.value.save_as(file)
    shown = page.context.new_page()
    foreign, dialogs = [], []
    shown.on("request", lambda request: foreign.append(request.url))
    shown.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    shown.goto(file.as_uri())
    assert "<b class=pwned>gras</b>" in shown.inner_text("body")
    assert shown.evaluate(TRACES) == [] and dialogs == []
    assert [url for url in foreign if not url.startswith("file:")] == []
    shown.close()
