"""The page of the library, as Streamlit runs it: list, reader, comparison, timeline, changes."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import streamlit as st
from filelock import FileLock
from streamlit.testing.v1 import AppTest

from assembly import Depeche
from config import PROJECT, load_settings
from ui.texts import ENGLISH, FRENCH
from vectorstore.lock import LOCK

RELEASES = PROJECT / "evaluation" / "releases"
SAID = FRENCH.library


def draw(language: str = "fr") -> None:
    from ui.library.page import page
    from ui.texts import LANGUAGES

    page(LANGUAGES[language])


@pytest.fixture(scope="module")
def shelf(tmp_path_factory) -> Path:
    """A library of the fictional releases; copied before a test writes to it."""
    folder = tmp_path_factory.mktemp("shelf") / "library"
    with Depeche(load_settings(library=folder)) as opened:
        opened.ingest([RELEASES])
    return folder


@pytest.fixture
def open_page(monkeypatch):
    def open_(folder: Path, language: str = "fr", **asked: str) -> AppTest:
        monkeypatch.setenv("DEPECHE_LIBRARY", str(folder))
        st.cache_resource.clear()
        app = AppTest.from_function(draw, default_timeout=60, kwargs={"language": language})
        for name, value in asked.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception
        return app

    yield open_
    st.cache_resource.clear()


@pytest.fixture
def own(shelf, tmp_path):
    """A library that the test may change."""
    return Path(shutil.copytree(shelf, tmp_path / "own"))


def markup(app: AppTest) -> str:
    return "\n".join(item.proto.body for item in app.get("html"))


def shown(app: AppTest) -> str:
    plain = re.sub(r"(?s)<style>.*?</style>|<script>.*?</script>|<[^>]+>", " ", markup(app))
    return " ".join(html.unescape(plain).split())


def says(app: AppTest, words: str) -> bool:
    """Whether `words` are on the page, whatever kinds of space are between them."""
    return " ".join(words.split()) in shown(app)


def asked(app: AppTest, name: str) -> str:
    """What the address says; AppTest has a list or a string, by who set it."""
    value = app.query_params[name]
    return value if isinstance(value, str) else value[0]


def titles(app: AppTest) -> list[str]:
    found = re.findall(r'<th role="rowheader"[^>]*><a [^>]*>(.*?)</a>', markup(app))
    return [html.unescape(words) for words in found]


def ways(app: AppTest, words: str) -> list[dict[str, str]]:
    """Where the links that say `words` lead."""
    found = re.findall(r'<a class="dp-way" href="\?([^"]*)"[^>]*>(.*?)</a>', markup(app))
    return [
        {name: values[0] for name, values in parse_qs(html.unescape(query)).items()}
        for query, said in found
        if html.unescape(said) == words
    ]


def follow(app: AppTest, words: str) -> AppTest:
    """What a plain click on a link does."""
    (leads, *_) = ways(app, words)
    for name in list(app.query_params):
        del app.query_params[name]
    for name, value in leads.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def one(app: AppTest, key: str):
    for kind in (app.text_input, app.selectbox, app.date_input, app.text_area):
        for widget in kind:
            if widget.key == f"library-{key}":
                return widget
    raise AssertionError(key)


def test_the_list_is_a_table_with_a_link_for_every_release(open_page, shelf):
    app = open_page(shelf)
    page = markup(app)
    assert page.count("<tr") == 16 and "<caption>" in page and 'scope="col"' in page
    assert len(titles(app)) == 15
    assert "15 communiqués" in shown(app)
    assert titles(app)[0].startswith("AVIS AUX MÉDIAS")
    assert re.search(r'lang="en"[^>]*>Canada launches Shoreline', page)
    assert says(app, SAID.state_corrected)


def test_filters_narrow_the_list_and_stand_in_the_address(open_page, shelf):
    app = open_page(shelf)
    one(app, "q").set_value("opioïdes décès").run()
    assert titles(app) == [
        "Le Canada lance la stratégie Rivage pour réduire les décès liés aux opioïdes"
    ]
    assert asked(app, "q") == "opioïdes décès"
    one(app, "q").set_value("").run()
    assert "q" not in app.query_params
    one(app, "language").set_value("en").run()
    assert len(titles(app)) == 7 and asked(app, "language") == "en"
    one(app, "sort").set_value("oldest").run()
    assert titles(app)[0].startswith("Ministers sign Winnipeg")
    one(app, "from").set_value("2024-01-01").run()
    one(app, "to").set_value("2024-05-31").run()
    assert titles(app) == [
        "Government announces appointment of Ombudsperson for Online Safety",
        "Minister Thorne-Duval opens first SwiftGate lanes at Windsor crossing",
        "Canada launches Shoreline Strategy to reduce opioid deaths",
    ]
    one(app, "issuer").set_value("Mental Health and Addictions Canada").run()
    assert len(titles(app)) == 1
    follow(app, SAID.clear)
    assert len(titles(app)) == 15 and one(app, "language").value == ""


def test_an_address_opens_a_narrowed_list_and_nonsense_in_it_is_passed_over(open_page, shelf):
    app = open_page(shelf, state="corrected")
    assert len(titles(app)) == 1 and one(app, "state").value == "corrected"
    nonsense = {"from": "hier", "to": "9999-99-99", "state": "x", "sort": "y", "page": "²"}
    app = open_page(shelf, issuer="<b>", **nonsense)
    assert titles(app) == [] and says(app, SAID.found_none)
    app = open_page(shelf, page="999999", **{"from": "2024-13-01"})
    assert len(titles(app)) == 15


def test_pages_of_the_list(open_page, shelf, monkeypatch):
    import ui.library.table

    monkeypatch.setattr(ui.library.table, "PER_PAGE", 6)
    app = open_page(shelf, sort="title")
    first = titles(app)
    assert len(first) == 6 and "1 / 3" in shown(app) and "1 à 6" in shown(app)
    follow(app, SAID.page_after)
    assert len(titles(app)) == 6 and not set(titles(app)) & set(first)
    follow(app, SAID.page_after)
    assert len(titles(app)) == 3 and not ways(app, SAID.page_after)
    one(app, "language").set_value("en").run()
    assert "1 / 2" in shown(app)


def test_a_release_is_read_whole_with_all_that_is_known_of_it(open_page, shelf):
    app = open_page(shelf, state="corrected")
    (name,) = titles(app)
    follow(app, name)
    page = markup(app)
    body = re.search(r'(?s)<div class="dp-release".*?>(.*)</div>', page).group(1)
    with Depeche(load_settings(library=shelf)) as opened:
        release = opened.library.release(asked(app, "release"))
    assert html.unescape(re.sub(r"<[^>]+>", "", body)) == release.text
    assert page.count("data-heading=") == len(release.headings) > 2
    assert f'lang="fr">{html.escape(release.name)}</h2>' in page
    assert says(app, SAID.state_corrected) and says(app, SAID.state_superseded)
    assert "2024-03-07-correction-rachat-armes-a-feu-fr.txt" in shown(app)
    follow(app, SAID.version_open)
    assert "ont remis 11 400 armes" in shown(app)
    assert says(app, SAID.hint_superseded)
    back = ways(app, SAID.to_list)
    assert back == [{"state": "corrected"}]  # the list as it was narrowed


def test_asking_about_a_release_opens_it_in_the_chat(open_page, shelf, monkeypatch):
    went = []
    monkeypatch.setattr(st, "switch_page", went.append)
    app = open_page(shelf, q="Rivage")
    follow(app, titles(app)[0])
    app.button(key="ask-about").click().run()
    assert app.session_state["conversation"].place.release_id == asked(app, "release")
    assert [page.title for page in went] == ["Questions · Dépêche"]


def test_an_unknown_release_is_said_to_be_gone(open_page, shelf):
    assert says(open_page(shelf, release="<b>x"), FRENCH.problem_release_gone)
    app = open_page(shelf)
    name = ways(app, titles(app)[0])[0]["release"]
    assert says(open_page(shelf, release=name, version="zz"), FRENCH.problem_release_gone)
    assert says(open_page(shelf, a=name, b="zz<b>"), SAID.compare_missing)


def test_what_changed_from_one_version_to_the_next(open_page, shelf):
    app = open_page(shelf, state="corrected")
    follow(app, titles(app)[0])
    follow(app, SAID.version_diff)
    page = markup(app)
    assert says(app, SAID.compare_versions)
    assert "<del>11" in page and "<ins>10" in page
    assert says(app, SAID.compare_gone) and f'aria-label="{SAID.mark_changed}"' in page
    lines = page.count('class="dp-line')
    app.toggle(key="compare-only").set_value(True).run()
    assert 0 < markup(app).count('class="dp-line') < lines
    assert "dp-line dp-same" not in markup(app)
    follow(app, SAID.compare_swap)
    assert "<del>10" in markup(app) and "<ins>11" in markup(app)


def test_two_editions_are_chosen_from_the_list_and_stand_side_by_side(open_page, shelf):
    app = open_page(shelf, q="corridors Halifax")
    first = titles(app)[0]
    follow(app, first)
    follow(app, SAID.compare_with)
    assert says(app, first) and not [e for e in app.expander if e.label == SAID.add_title]
    other = next(title for title in titles(app) if "DE 2023" in title)
    follow(app, other)
    assert says(app, SAID.compare_title)
    assert says(app, first) and says(app, other)


def test_texts_that_are_too_long_are_not_compared(open_page, shelf, monkeypatch):
    import ui.library.compare

    monkeypatch.setattr(ui.library.compare, "_MOST", 10)
    app = open_page(shelf, state="corrected")
    follow(app, titles(app)[0])
    follow(app, SAID.version_diff)
    assert says(app, SAID.compare_long)


def test_the_timeline_counts_and_leads_to_the_releases(open_page, shelf):
    app = open_page(shelf, view="timeline")
    assert "2024 9 communiqués" in shown(app)
    follow(app, "mai 2024 · 2 communiqués")
    assert "Canada launches Shoreline Strategy" in shown(app)
    follow(app, SAID.timeline_all)
    assert len(titles(app)) == 2 and one(app, "from").value.isoformat() == "2024-05-01"
    app = open_page(shelf, view="timeline", month="2024-99")
    assert "2024 9 communiqués" in shown(app)


@pytest.mark.parametrize("texts", [FRENCH, ENGLISH], ids=lambda texts: texts.language)
def test_a_release_is_removed_and_restored_after_a_question(open_page, own, texts):
    app = open_page(own, texts.language, q="Rivage")
    (name,) = titles(app)
    follow(app, name)
    assert says(app, texts.library.remove_ask)
    app.button(key="confirm").click().run()
    assert not app.exception
    assert says(app, texts.library.removed_done) and says(app, texts.library.hint_removed)
    assert [button.key for button in app.button] == ["confirm"]  # nothing to ask of it
    removed = open_page(own, texts.language, state="removed")
    assert titles(removed) == [name]
    follow(removed, name)
    assert says(removed, texts.library.restore_ask)
    removed.button(key="confirm").click().run()
    assert says(removed, texts.library.restored_done)
    assert not says(removed, texts.library.hint_removed)
    assert len(titles(open_page(own, texts.language, state="current"))) == 14


def test_a_library_that_is_being_written_is_not_changed_and_it_is_said(open_page, own):
    app = open_page(own, q="Rivage")
    follow(app, titles(app)[0])
    with FileLock(own / LOCK):
        app.button(key="confirm").click().run()
    assert says(app, FRENCH.problem_locked) and not says(app, SAID.removed_done)


def test_a_read_only_page_offers_no_change(open_page, shelf, monkeypatch):
    monkeypatch.setenv("DEPECHE_READ_ONLY", "true")
    app = open_page(shelf)
    assert says(app, SAID.read_only) and not app.get("file_uploader")
    follow(app, titles(app)[0])
    assert [button.key for button in app.button] == ["ask-about"]


def wait_until_done(app: AppTest) -> AppTest:
    """Let the run beside the page end, then draw the page as it is at its next look."""
    from ui.library.adding import _intake

    runs = _intake()
    assert runs.latest.over.wait(120)
    return app.run()


def test_files_are_added_and_the_report_says_what_came_of_each(open_page, own):
    app = open_page(own)
    (box,) = app.get("file_uploader")
    text = (
        PROJECT / "corpus" / "2024-07-12-forum-criminalite-transfrontaliere-fr.txt"
    ).read_bytes()
    copy = (RELEASES / "2024-05-16-strategie-rivage-opioides-fr.txt").read_bytes()
    box.set_value([("forum.txt", text, "text/plain"), ("copie.txt", copy, ""), ("v.txt", b" ", "")])
    app.button(key="add-files-go").click().run()
    assert not app.exception
    wait_until_done(app)
    words = shown(app)
    assert f"{SAID.report_added} 1" in words and "forum.txt : nouveau" in words
    assert (
        f"{SAID.report_unchanged} 1" in words and "un seul communiqué, une adresse de plus" in words
    )
    assert f"{SAID.report_failed} 1" in words and "v.txt : vide" in words
    assert "16 communiqués" in words
    assert sorted(path.name for path in (own / "uploads").iterdir()) == ["copie.txt", "forum.txt"]
    app.button(key="close-report").click().run()
    assert not says(app, SAID.report_title)
    assert not says(open_page(own), SAID.report_title)


def test_addresses_that_are_refused_have_a_line_each(open_page, own):
    app = open_page(own)
    app.text_area(key="addresses").set_value("http://127.0.0.1/\nhttp://10.0.0.1/x")
    app.button(key="add-addresses-go").click().run()
    wait_until_done(app)
    assert f"{SAID.report_failed} 2" in shown(app)
    assert shown(app).count("un réseau privé") == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", SAID.add_nothing),
        ("/etc/passwd", "/etc/passwd"),
        ("\n".join(f"https://a.example/{n}" for n in range(51)), "51"),
    ],
)
def test_what_is_no_address_is_never_read(open_page, own, typed, said):
    app = open_page(own)
    app.text_area(key="addresses").set_value(typed)
    app.button(key="add-addresses-go").click().run()
    assert not app.exception and says(app, said)
    from ui.library.adding import _intake

    assert _intake().latest is None


def test_no_file_is_said(open_page, own):
    app = open_page(own)
    app.button(key="add-files-go").click().run()
    assert says(app, SAID.add_nothing)


def test_an_empty_library_offers_to_add_the_first_release(open_page, tmp_path):
    app = open_page(tmp_path / "nothing")
    assert says(app, SAID.empty) and app.get("file_uploader")
    text = (RELEASES / "2024-05-16-strategie-rivage-opioides-fr.txt").read_bytes()
    app.get("file_uploader")[0].set_value([("rivage.txt", text, "text/plain")])
    app.button(key="add-files-go").click().run()
    wait_until_done(app)
    assert "1 communiqué" in shown(app) and len(titles(app)) == 1
