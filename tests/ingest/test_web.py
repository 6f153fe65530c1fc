"""Sources behind addresses: pages, feeds and sitemaps; what is asked again, what has gone."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from fpdf import FPDF
from ingest_helpers import words
from newsroom import Newsroom, Page, reachable, simple_page

from config import Settings
from domain import Kind
from errors import LibraryDamaged
from ingest.fetch.pages import FILE
from ingest.fetch.web import Web
from ingest.load import content_hash, load_release
from ingest.sources import Discovery, ListedSource, discover


@pytest.fixture
def settings(newsroom: Newsroom, tmp_path: Path) -> Settings:
    return reachable(newsroom, tmp_path / "library")


def look(settings: Settings, *sources: str | ListedSource) -> Discovery:
    return discover(sources, settings.project, Web(settings))


def feed(*paths: str, more: str = "") -> Page:
    entries = "".join(
        f'<entry><link href="{path}"/><published>2024-07-13T01:00:00Z</published></entry>'
        for path in paths
    )
    xml = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>{more}{entries}</feed>'
    return Page(xml, kind="application/atom+xml", etag=f'"{hash((paths, more))}"')


def sources(found: Discovery) -> list[str]:
    return [file.source for file in found.files]


def test_a_page_by_its_address(newsroom: Newsroom, settings: Settings) -> None:
    newsroom.pages["/a.html"] = Page(simple_page("Un plan.", "Le plan"))
    found = look(settings, newsroom.at("/a.html?utm_source=x#top"))
    (file,) = found.files
    assert found.failed == ()
    assert file.source == newsroom.at("/a.html?utm_source=x#top")
    assert file.key == f"https://{newsroom.host}/a.html"
    release = load_release(file, max_mb=1)
    assert (release.title, release.url) == ("Le plan", f"https://{newsroom.host}/a.html")
    assert words(release, Kind.SENTENCE)[0] == "Un plan."


def test_other_kinds_of_documents(newsroom: Newsroom, settings: Settings) -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica")
    pdf.multi_cell(0, 6, "OTTAWA, May 5, 2023 /CNW/ - The minister spoke. It rained.")
    newsroom.pages |= {
        "/a": Page(bytes(pdf.output()), kind="application/pdf"),
        "/b.txt": Page("Le ministre a parlé.".encode("cp1252"), kind="text/plain; charset=latin1"),
        "/c.md": Page("# Titre\n\nLe ministre a parlé.", kind="text/plain"),
    }
    found = look(settings, *(newsroom.at(path) for path in ("/a", "/b.txt", "/c.md")))
    releases = [load_release(file, max_mb=1) for file in found.files]
    assert [release.sentences != () for release in releases] == [True] * 3
    assert releases[1].text == "Le ministre a parlé."
    assert releases[2].title == "Titre"


def test_a_feed_stands_for_its_pages(newsroom: Newsroom, settings: Settings) -> None:
    newsroom.pages |= {
        "/feed": feed("/a.html", "/b.html"),
        "/a.html": Page(simple_page("Un plan.")),
        "/b.html": Page(simple_page("Deux plans.")),
    }
    found = look(settings, newsroom.at("/feed"))
    assert sources(found) == [newsroom.at("/a.html"), newsroom.at("/b.html")]
    assert load_release(found.files[0], max_mb=1).published == date(2024, 7, 12)


def test_a_second_look_asks_whether_anything_changed(
    newsroom: Newsroom, settings: Settings
) -> None:
    newsroom.pages |= {
        "/feed": feed("/a.html"),
        "/a.html": Page(simple_page("Un plan."), etag='"a"'),
    }
    (file,) = look(settings, newsroom.at("/feed")).files
    first = content_hash(file)
    newsroom.requests.clear()
    (again,) = look(settings, newsroom.at("/feed")).files
    assert [headers.get("If-None-Match") is not None for _, headers in newsroom.requests[1:]] == [
        True,
        True,
    ]
    assert content_hash(again) == first
    newsroom.pages["/a.html"] = Page(simple_page("Un autre plan."), etag='"b"')
    (changed,) = look(settings, newsroom.at("/feed")).files
    assert content_hash(changed) != first


def test_a_feed_of_several_pages_and_an_archive(newsroom: Newsroom, settings: Settings) -> None:
    newsroom.pages |= {
        "/feed": feed("/1", more='<link rel="next" href="/feed2"/>'),
        "/feed2": feed("/2", more='<link rel="next" href="/feed"/>'),  # in a circle
        "/1": Page(simple_page("Un.")),
        "/2": Page(simple_page("Deux.")),
    }
    assert sources(look(settings, newsroom.at("/feed"))) == [newsroom.at("/1"), newsroom.at("/2")]


def test_a_sitemap_index_with_a_packed_part(newsroom: Newsroom, settings: Settings) -> None:
    part = f"<urlset><url><loc>{newsroom.at('/news/a')}</loc></url><url><loc>/about</loc></url></urlset>"
    newsroom.pages |= {
        "/sitemap.xml": Page(
            "<sitemapindex><sitemap><loc>/part.xml.gz</loc></sitemap></sitemapindex>",
            kind="text/xml",
        ),
        "/part.xml.gz": Page(gzip.compress(part.encode()), kind="application/gzip"),
        "/news/a": Page(simple_page("Un.")),
        "/about": Page(simple_page("Rien.")),
    }
    wanted = ListedSource(newsroom.at("/sitemap.xml"), include="*/news/*")
    assert sources(look(settings, wanted)) == [newsroom.at("/news/a")]
    assert "/about" not in newsroom.asked()


def test_what_is_wanted_of_a_list(newsroom: Newsroom, settings: Settings) -> None:
    entries = [
        {"link": f"/{day}", "publishedDate": f"2024-07-{day}T12:00:00Z"} for day in (14, 13, 12, 11)
    ]
    newsroom.pages["/api"] = Page(json.dumps({"feed": {"entry": entries}}), kind="application/json")
    newsroom.pages |= {f"/{day}": Page(simple_page(f"Jour {day}.")) for day in (14, 13, 12, 11)}
    since = ListedSource(newsroom.at("/api"), since=date(2024, 7, 12))
    assert [name[-2:] for name in sources(look(settings, since))] == ["14", "13", "12"]
    two = ListedSource(newsroom.at("/api"), limit=2)
    assert [name[-2:] for name in sources(look(settings, two))] == ["14", "13"]


def test_an_empty_feed_is_an_answer(newsroom: Newsroom, settings: Settings) -> None:
    newsroom.pages |= {
        "/atom": feed(),
        "/json": Page('{"feed": {"entry": []}}', kind="application/json"),
    }
    found = look(settings, newsroom.at("/atom"), newsroom.at("/json"))
    assert (found.files, found.failed) == ((), ())
    assert found.vanished(["https://x.example/a"]) == set()


def test_one_bad_page_does_not_stop_the_others(newsroom: Newsroom, settings: Settings) -> None:
    newsroom.pages |= {
        "/feed": feed("/a", "/gone", "file:///etc/passwd", "/feed", "/b"),
        "/a": Page(simple_page("Un.")),
        "/b": Page(simple_page("Deux.")),
    }
    found = look(settings, newsroom.at("/feed"))
    assert sources(found) == [newsroom.at("/a"), newsroom.at("/b")]
    assert [failure.source for failure in found.failed] == [
        newsroom.at("/gone"),
        "file:///etc/passwd",
        newsroom.at("/feed"),
    ]
    assert "there is no such page" in found.failed[0].error
    assert "file: is not fetched" in found.failed[1].error
    assert "a list inside a list" in found.failed[2].error


# What has gone


def vanished(settings: Settings, newsroom: Newsroom, *sources: str | ListedSource) -> list[str]:
    """Paths that a prune would retire of /a, /b and /c, all known to the ledger."""
    found = look(settings, *(sources or (newsroom.at("/feed"),)))
    root = f"https://{newsroom.host}"
    known = [f"{root}/{name}" for name in "abc"] + ["corpus/a.txt"]
    return sorted(key.removeprefix(root) for key in found.vanished(known))


@pytest.fixture
def archive(newsroom: Newsroom, settings: Settings) -> Newsroom:
    """A feed that named /a, /b and /c once."""
    newsroom.pages |= {f"/{name}": Page(simple_page(f"Plan {name}.")) for name in "abc"}
    newsroom.pages["/feed"] = feed("/a", "/b", "/c")
    assert len(look(settings, newsroom.at("/feed")).files) == 3
    return newsroom


def test_gone_is_what_list_and_server_agree_on(archive: Newsroom, settings: Settings) -> None:
    archive.pages["/feed"] = feed("/a")
    del archive.pages["/b"]
    assert vanished(settings, archive) == ["/b"]  # /c fell out of the window, its page is there


def test_nothing_is_gone_without_prune_being_asked(archive: Newsroom, settings: Settings) -> None:
    archive.pages["/feed"] = feed("/a")
    archive.requests.clear()
    look(settings, archive.at("/feed"))
    assert archive.asked() == ["/feed", "/a"]


@pytest.mark.parametrize(
    "answer",
    [
        Page("", 500),
        Page("", 404),
        Page("", 410),
        feed(),
        Page("<feed><entry>", kind="application/atom+xml"),
        Page("<html><body><p>We are down for maintenance.</p></body></html>"),
        Page("", kind="application/atom+xml"),
    ],
    ids=["500", "404", "410", "empty", "cut", "page", "nothing"],
)
def test_a_list_that_fails_or_is_empty_loses_nothing(
    archive: Newsroom, settings: Settings, answer: Page
) -> None:
    archive.pages = {"/feed": answer}
    assert vanished(settings, archive) == []


def test_a_list_that_is_not_modified_loses_nothing(archive: Newsroom, settings: Settings) -> None:
    del archive.pages["/b"]
    assert vanished(settings, archive) == []
    archive.pages["/a"] = archive.pages["/c"] = Page("", 404)
    assert vanished(settings, archive) == []


def test_a_list_of_which_a_part_fails_loses_nothing(archive: Newsroom, settings: Settings) -> None:
    archive.pages["/feed"] = feed("/a", more='<link rel="next" href="/nowhere"/>')
    del archive.pages["/b"]
    assert vanished(settings, archive) == []


@pytest.mark.parametrize(("status", "gone"), [(410, ["/a"]), (404, []), (500, [])])
def test_a_page_given_by_its_address(
    archive: Newsroom, settings: Settings, status: int, gone: list[str]
) -> None:
    archive.pages["/a"] = Page("", status)
    assert vanished(settings, archive, archive.at("/a")) == gone


# The store of what was fetched


def test_a_store_that_cannot_be_used_is_named(newsroom: Newsroom, settings: Settings) -> None:
    newsroom.pages["/a"] = Page(simple_page("Un."))
    settings.library.mkdir()
    (settings.library / FILE).write_text("no database " * 100)
    with pytest.raises(LibraryDamaged, match=r"pages\.sqlite3 cannot be used .* delete it"):
        look(settings, newsroom.at("/a"))


def test_a_store_of_another_schema_is_begun_anew(newsroom: Newsroom, settings: Settings) -> None:
    import sqlite3

    newsroom.pages["/a"] = Page(simple_page("Un."), etag='"1"')
    look(settings, newsroom.at("/a"))
    connection = sqlite3.connect(settings.library / FILE)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    newsroom.requests.clear()
    assert len(look(settings, newsroom.at("/a")).files) == 1
    assert "If-None-Match" not in newsroom.requests[-1][1]


def test_a_body_that_went_is_a_failure_of_its_page(newsroom: Newsroom, settings: Settings) -> None:
    from errors import SourceUnreadable

    newsroom.pages["/a"] = Page(simple_page("Un."))
    (file,) = look(settings, newsroom.at("/a")).files
    (settings.library / FILE).unlink()
    with pytest.raises(SourceUnreadable, match="has gone"):
        content_hash(file)
    with pytest.raises(SourceUnreadable, match="what was fetched has gone"):
        load_release(file, max_mb=1)
