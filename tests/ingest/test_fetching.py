"""One polite request at a time: what is asked, how often, and what is refused."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from newsroom import Newsroom, Page, reachable

from config import Settings
from errors import SourceUnreachable
from ingest.fetch.client import ATTEMPTS, Client


@pytest.fixture
def settings(newsroom: Newsroom, tmp_path: Path) -> Settings:
    return reachable(newsroom, tmp_path / "library")


def test_a_page_comes_as_it_was_sent(newsroom: Newsroom, settings: Settings) -> None:
    newsroom.pages["/a"] = Page("<p>É</p>", etag='"1"', modified="Fri, 12 Jul 2024 22:00:00 GMT")
    with Client(settings) as client:
        answer = client.get(newsroom.at("/a#part"))
    assert answer.body == "<p>É</p>".encode()
    assert (answer.content_type, answer.charset) == ("text/html", "utf-8")
    assert (answer.etag, answer.modified) == ('"1"', "Fri, 12 Jul 2024 22:00:00 GMT")
    path, headers = newsroom.requests[-1]
    assert path == "/a"
    assert headers["Host"] == newsroom.host
    assert headers["User-Agent"] == settings.fetch_agent
    assert "Cookie" not in headers and "Authorization" not in headers


def test_validators_are_sent_and_not_modified_is_told(
    newsroom: Newsroom, settings: Settings
) -> None:
    newsroom.pages["/a"] = Page("<p>a</p>", etag='W/"1"')
    newsroom.pages["/b"] = Page("<p>b</p>", modified="Fri, 12 Jul 2024 22:00:00 GMT")
    with Client(settings) as client:
        for path in ("/a", "/b"):
            first = client.get(newsroom.at(path))
            assert client.get(newsroom.at(path), first.etag, first.modified).body is None


def test_robots_are_asked_once_and_obeyed(newsroom: Newsroom, settings: Settings) -> None:
    rules = "User-agent: *\nDisallow: /secret\nDisallow: /*.pdf$\nAllow: /secret/open\n"
    newsroom.pages |= {"/robots.txt": Page(rules, kind="text/plain"), "/a": Page("a")}
    newsroom.pages["/secret/open"] = Page("b")
    with Client(settings) as client:
        client.get(newsroom.at("/a"))
        client.get(newsroom.at("/secret/open"))
        for path in ("/secret/a", "/x/y.pdf"):
            with pytest.raises(SourceUnreachable, match=r"robots\.txt does not allow it"):
                client.get(newsroom.at(path))
    assert [path for path, _ in newsroom.requests] == ["/robots.txt", "/a", "/secret/open"]


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False)])
def test_robots_that_do_not_come(
    newsroom: Newsroom, settings: Settings, status: int, allowed: bool
) -> None:
    newsroom.pages |= {"/robots.txt": Page("no", status), "/a": Page("a")}
    with Client(settings) as client:
        if allowed:
            assert client.get(newsroom.at("/a")).body == b"a"
        else:
            with pytest.raises(SourceUnreachable, match=r"robots\.txt cannot be read"):
                client.get(newsroom.at("/a"))


def test_a_pause_for_each_host_and_the_crawl_delay(newsroom: Newsroom, tmp_path: Path) -> None:
    slept: list[float] = []
    settings = reachable(newsroom, tmp_path, fetch_pause=300.0)
    newsroom.pages |= {"/a": Page("a"), "/b": Page("b")}
    with Client(settings, sleep=slept.append) as client:
        client.get(newsroom.at("/a"))
        client.get(newsroom.at("/b"))
    assert len(slept) == 2  # after robots.txt and after the first page
    assert all(200.0 < seconds <= 600.0 for seconds in slept)
    slept.clear()
    newsroom.pages["/robots.txt"] = Page("User-agent: *\nCrawl-delay: 50\n", kind="text/plain")
    settings = reachable(newsroom, tmp_path)
    with Client(settings, sleep=slept.append) as client:
        client.get(newsroom.at("/a"))
        client.get(newsroom.at("/b"))
    assert 25.0 < slept[-1] <= 50.0


def test_passing_failures_are_tried_again(newsroom: Newsroom, tmp_path: Path) -> None:
    slept: list[float] = []
    newsroom.pages["/a"] = [
        Page("", 503, headers={"Retry-After": "40"}),
        Page("", 500),
        Page("<p>a</p>"),
    ]
    settings = reachable(newsroom, tmp_path, fetch_pause=0.5)
    with Client(settings, sleep=slept.append) as client:
        assert client.get(newsroom.at("/a")).body == b"<p>a</p>"
    assert newsroom.asked() == ["/a"] * 3
    assert 40.0 in slept  # what the server asked for
    assert any(2.0 <= seconds <= 2.5 for seconds in slept)  # 4 times the pause, and a little


@pytest.mark.parametrize(
    ("status", "times", "said"),
    [
        (404, 1, "there is no such page"),
        (410, 1, "was taken down"),
        (403, 1, "not open to us"),
        (418, 1, "check the address"),
        (503, ATTEMPTS, "answers 503; try again later"),
        (429, ATTEMPTS, "answers 429"),
    ],
)
def test_failures_that_stay(
    newsroom: Newsroom, settings: Settings, status: int, times: int, said: str
) -> None:
    newsroom.pages["/a"] = Page("no", status)
    with Client(settings) as client, pytest.raises(SourceUnreachable, match=said) as caught:
        client.get(newsroom.at("/a"))
    assert newsroom.asked() == ["/a"] * times
    assert caught.value.gone is (status in (404, 410))
    assert str(caught.value).startswith(newsroom.at("/a") + ": ")


def test_redirects_are_followed_to_the_page(newsroom: Newsroom, settings: Settings) -> None:
    newsroom.pages |= {
        "/old": Page("", 301, headers={"Location": "/new#x"}),
        "/new": Page("", 302, headers={"Location": newsroom.at("/newest")}),
        "/newest": Page("<p>new</p>"),
    }
    with Client(settings) as client:
        answer = client.get(newsroom.at("/old"))
    assert (answer.address, answer.body) == (newsroom.at("/newest"), b"<p>new</p>")


def test_a_gzip_body_is_unpacked(newsroom: Newsroom, settings: Settings) -> None:
    two = gzip.compress(b"<p>one</p>") + gzip.compress(b"<p>two</p>")
    newsroom.pages["/a"] = Page(two, headers={"Content-Encoding": "gzip"})
    with Client(settings) as client:
        assert client.get(newsroom.at("/a")).body == b"<p>one</p><p>two</p>"
