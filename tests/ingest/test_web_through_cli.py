"""From a feed to an answer, through the command line: the archive of a meeting, edition by edition."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from newsroom import Newsroom, Page

import cli

EDITIONS = range(2001, 2025)  # 24 of them
CITIES = (
    "Rimouski Halifax Winnipeg Regina Windsor Moncton Gatineau Kingston Brandon Sudbury Gander Trail"
).split()
Run = Callable[..., tuple[int, dict, str]]

PAGE = """<!DOCTYPE html><html lang="fr-CA"><head><meta charset="utf-8"><title>{title} | CNW</title>
<link rel="canonical" href="{address}"><meta name="date" content="{year}-05-{day:02}T14:00:00-04:00">
</head><body><nav><a href="/">Accueil</a></nav><main><article class="news-release">
<header class="container release-header"><h1>{title}</h1><p class="subtitle">{subtitle}</p></header>
<section class="release-body container"><p><span class="xn-location">{city}</span>,
<span class="xn-chron">le {day} mai {year}</span> /CNW/ - La {number}e réunion annuelle du Conseil des
rivages s'est tenue à {city}. {delegates} délégués y ont pris part.</p>
<p><b>Sécurité des ports</b></p><ul><li>Le Conseil a promis {money} millions de dollars pour les
ports en {year}.</li><li>Les patrouilles passeront à {boats} bateaux.</li></ul>
<p>SOURCE Conseil des rivages</p>
<img src="https://rt.newswire.ca/rt.gif?NewsItemId=C{year}" width="1" height="1">
<p>Renseignements : Camille Ouellet, 613-555-0142</p></section></article></main></body></html>"""


def edition(newsroom: Newsroom, year: int, money: int | None = None) -> Page:
    number = year - 2000
    city = CITIES[number % len(CITIES)]
    page = PAGE.format(
        year=year,
        number=number,
        day=number,
        city=city,
        title=f"Conseil des rivages de {year}",
        subtitle=f"Les ministres se réunissent à {city}",
        delegates=100 + number,
        boats=10 + number,
        money=money or 3 * number,
        address=newsroom.at(f"/{year}.html"),
    )
    return Page(page, etag=f'"{year}-{money}"')


def feeds(newsroom: Newsroom, years: list[int]) -> dict[str, Page]:
    """An Atom feed of the last twelve editions, and an archive of those before."""
    entries = [
        f'<entry><title>{year}</title><link rel="alternate" type="text/html" href="{year}.html"/>'
        f"<published>{year}-05-{year - 2000:02}T18:00:00Z</published></entry>"
        for year in sorted(years, reverse=True)
    ]
    start = '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
    new, old = "".join(entries[:12]), "".join(entries[12:])
    kind = "application/atom+xml"
    more = '<link rel="prev-archive" href="/archive.xml"/>'
    return {
        "/feed.xml": Page(f"{start}{more}{new}</feed>", kind=kind, etag=f'"{sum(years)}"'),
        "/archive.xml": Page(f"{start}{old}</feed>", kind=kind, etag=f'"{sum(years)}"'),
    }


@pytest.fixture
def run(
    newsroom: Newsroom,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """`run("ingest", …)`: exit code, the JSON object, stderr."""
    monkeypatch.setenv("DEPECHE_PRIVATE_HOSTS", json.dumps([newsroom.host]))
    monkeypatch.setenv("DEPECHE_FETCH_PAUSE", "0")

    def call(*arguments: str) -> tuple[int, dict, str]:
        code = cli.main([*arguments, "--json"])
        out, err = capsys.readouterr()
        return code, json.loads(out) if out else {}, err

    return call


@pytest.fixture
def archive(newsroom: Newsroom) -> Newsroom:
    newsroom.pages = {f"/{year}.html": edition(newsroom, year) for year in EDITIONS}
    newsroom.pages |= feeds(newsroom, list(EDITIONS))
    return newsroom


def counts(record: dict) -> list[int]:
    return [len(record[name]) for name in ("added", "updated", "unchanged", "retired", "failed")]


@pytest.mark.slow
def test_an_archive_of_24_editions(archive: Newsroom, run: Run) -> None:
    feed = archive.at("/feed.xml")
    code, record, err = run("ingest", feed)
    assert (code, counts(record)) == (0, [24, 0, 0, 0, 0]), err
    assert {entry["source"] for entry in record["added"]} == {
        archive.at(f"/{year}.html") for year in EDITIONS
    }

    _, answer, _ = run("ask", "Combien de millions de dollars pour les ports en 2013 ?")
    assert answer["status"] != "declined"
    cited = answer["citations"][0]
    assert cited["source"] == archive.at("/2013.html")
    assert cited["date"] == "2013-05-13"
    assert cited["title"] == "Conseil des rivages de 2013"
    assert "39 millions de dollars" in cited["quote"]

    archive.requests.clear()
    code, record, _ = run("ingest", feed)
    assert (code, counts(record)) == (0, [0, 0, 24, 0, 0])
    assert all(
        "If-None-Match" in headers for path, headers in archive.requests if path != "/robots.txt"
    )

    archive.pages["/2013.html"] = edition(archive, 2013, money=40)
    archive.pages["/2025.html"] = edition(archive, 2025)
    archive.pages |= feeds(archive, [*EDITIONS, 2025])
    code, record, _ = run("ingest", feed)
    assert (code, counts(record)) == (0, [1, 1, 23, 0, 0])
    assert record["updated"][0]["source"] == archive.at("/2013.html")
    _, answer, _ = run("ask", "Combien de millions de dollars pour les ports en 2013 ?")
    assert "40 millions" in answer["citations"][0]["quote"]

    archive.pages |= feeds(archive, [year for year in EDITIONS if year not in (2005, 2006)])
    del archive.pages["/2005.html"]
    code, record, _ = run("ingest", feed, "--prune")
    assert code == 0
    assert [entry["source"] for entry in record["retired"]] == [
        f"https://{archive.host}/2005.html"  # 2006 is listed no more, but its page is there
    ]


def test_a_source_that_fails_leaves_everything_as_it_was(archive: Newsroom, run: Run) -> None:
    feed = archive.at("/feed.xml")
    archive.pages |= feeds(archive, [2001, 2002])
    assert counts(run("ingest", feed)[1]) == [2, 0, 0, 0, 0]
    archive.pages["/feed.xml"] = Page("", 500)
    code, record, err = run("ingest", feed, "--prune")
    assert (code, counts(record)) == (2, [0, 0, 0, 0, 1])
    assert "the server answers 500; try again later" in err and "Traceback" not in err
    archive.pages["/feed.xml"] = Page(
        '<feed xmlns="http://www.w3.org/2005/Atom"/>', kind="text/xml"
    )
    code, record, _ = run("ingest", feed, "--prune")
    assert (code, counts(record)) == (0, [0, 0, 0, 0, 0])
    assert run("ask", "Combien de bateaux ?")[1]["evidence"]


def test_a_configured_list(
    archive: Newsroom, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.txt").write_text("OTTAWA, le 3 mai 2023 /CNW/ - Il a plu hier.")
    (tmp_path / "sources.yaml").write_text(
        f"sources:\n  - mine\n  - url: {archive.at('/feed.xml')}\n    since: 2024-01-01\n"
        f"  - canada.ca:\n      department: rivages\n      server: {archive.at('/news')}\n"
    )
    archive.pages["/news/fr/v2"] = Page("", 404)
    monkeypatch.setenv("DEPECHE_SOURCES_FILE", str(tmp_path / "sources.yaml"))
    archive.pages["/news/atom/v2"] = archive.pages["/feed.xml"]
    code, record, err = run("ingest")
    assert code == 1 and "there is no such page" in err
    assert [entry["source"] for entry in record["added"]] == [
        "a.txt",
        archive.at("/2024.html"),
    ]


def test_nothing_is_asked_of_the_network_without_an_address(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    def refuse(*arguments: object) -> None:
        raise AssertionError("network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    code, record, _ = run("ingest")
    assert (code, counts(record)) == (0, [1, 0, 0, 0, 0])


def test_watching_looks_again_until_it_is_stopped(
    archive: Newsroom, run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    waits: list[float] = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        archive.pages |= feeds(archive, [2001, 2002, 2003])
        return len(waits) == 2

    archive.pages |= feeds(archive, [2001, 2002])
    ticks = itertools.count(0.0, 3600.0)
    monkeypatch.setattr(cli, "_wait", wait)
    monkeypatch.setattr(cli, "_now", lambda: next(ticks))
    assert cli.main(["ingest", archive.at("/feed.xml"), "--watch", "--json"]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [counts(record) for record in records] == [[2, 0, 0, 0, 0], [1, 0, 2, 0, 0]]


def test_a_dry_run_of_a_feed_writes_nothing(archive: Newsroom, run: Run, tmp_path: Path) -> None:
    archive.pages |= feeds(archive, [2001, 2002])
    code, record, _ = run("ingest", archive.at("/feed.xml"), "--dry-run")
    assert (code, counts(record)) == (0, [2, 0, 0, 0, 0])
    assert not (tmp_path / "library").exists()
    assert counts(run("ingest", archive.at("/feed.xml"))[1]) == [2, 0, 0, 0, 0]
    before = (tmp_path / "library" / "pages.sqlite3").read_bytes()
    archive.pages["/2001.html"] = edition(archive, 2001, money=99)
    code, record, _ = run("ingest", archive.at("/feed.xml"), "--dry-run")
    assert (code, counts(record)) == (0, [0, 1, 1, 0, 0])
    assert (tmp_path / "library" / "pages.sqlite3").read_bytes() == before


def test_bytes_that_change_on_every_look_change_no_release(archive: Newsroom, run: Run) -> None:
    archive.pages |= feeds(archive, [2001])
    assert counts(run("ingest", archive.at("/feed.xml"))[1]) == [1, 0, 0, 0, 0]
    page = archive.pages["/2001.html"]
    page.body += "<script>var visit = 2;</script>"
    page.etag = '"visit-2"'
    assert counts(run("ingest", archive.at("/feed.xml"))[1]) == [0, 0, 1, 0, 0]
