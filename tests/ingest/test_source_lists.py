"""The configured list of sources, and the schedule that looks at them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from assembly import Depeche
from config import load_settings
from errors import SettingsError
from ingest.source_list import EVERY, SourceList, read_source_list
from ingest.sources import ListedSource
from ingest.watch import watch

TODAY = date(2024, 7, 12)


def read(tmp_path: Path, text: str) -> SourceList:
    path = tmp_path / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    return read_source_list(path, TODAY)


def test_every_kind_of_source(tmp_path: Path) -> None:
    listed = read(
        tmp_path,
        """
every: 15
sources:
  - releases/
  - /srv/communiques
  - https://news.example/a.html
  - path: more
    every: 60
  - url: https://news.example/sitemap.xml
    include: "*/news-releases/*"
    since: 2024-01-01
    limit: 200
""",
    )
    assert listed == SourceList(
        (
            ListedSource(str(tmp_path / "releases")),
            ListedSource("/srv/communiques"),
            ListedSource("https://news.example/a.html"),
            ListedSource(str(tmp_path / "more"), every=60),
            ListedSource(
                "https://news.example/sitemap.xml", "*/news-releases/*", date(2024, 1, 1), 200
            ),
        ),
        15,
    )


def test_a_query_to_the_news_interface(tmp_path: Path) -> None:
    listed = read(
        tmp_path,
        """
sources:
  - canada.ca:
      language: fr
      department: publicsafetycanada
      type: newsreleases
      days: 30
      until: 2024-07-12
      format: json
    limit: 20
""",
    )
    (source,) = listed.sources
    parts = urlsplit(source.address)
    assert (parts.scheme, parts.netloc) == ("https", "api.io.canada.ca")
    assert parts.path == "/io-server/gc/news/fr/v2"
    assert parse_qs(parts.query) == {
        "dept": ["publicsafetycanada"],
        "type": ["newsreleases"],
        "sort": ["publishedDate"],
        "orderBy": ["desc"],
        "publishedDate>": ["2024-06-12"],
        "publishedDate<": ["2024-07-12"],
        "pick": ["20"],
        "format": ["json"],
    }
    assert "publishedDate%3E=2024-06-12" in parts.query  # reads as publishedDate>=…
    assert listed.every == EVERY


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "must hold `sources:`"),
        ("sources: corpus", "must hold `sources:`"),
        ("source: []", "must hold `sources:`"),
        ("sources: []\nevry: 3", "unknown key 'evry'"),
        ("sources: []\nevery: 0", "every must be a whole number above 0"),
        ("sources: []\nevery: yes", "every must be a whole number above 0"),
        ("sources: [{uri: x}]", "source 1: unknown key 'uri'"),
        ("sources: [a, {include: '*'}]", "source 2: needs one of"),
        ("sources: [{url: 'https://a.example', path: b}]", "source 1: needs one of"),
        ("sources: [{path: b, limit: 3}]", "chooses among the pages"),
        ("sources: [{url: 5}]", "url must be text"),
        ("sources: [5]", "must be a path"),
        ("sources: [{url: 'https://a.example', since: soon}]", "since is no date"),
        ("sources: [{canada.ca: {dept: x}}]", "unknown key 'dept'"),
        ("sources: [{canada.ca: {format: xml}}]", "format 'xml' is not one of atom, json"),
        ("sources: [{canada.ca: {language: de}}]", "language 'de' is not one of fr, en"),
        ("sources: [{canada.ca: }]", "takes department, type"),
        ("sources: [", "no valid YAML"),
    ],
)
def test_a_list_that_cannot_be_used_says_why(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, text)
    assert said in str(caught.value) and "sources.yaml" in str(caught.value)


def test_a_list_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        read_source_list(tmp_path / "none.yaml")


def test_what_is_given_outranks_the_list_and_the_list_the_settings(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text("sources: [a.txt]\nevery: 5\n")
    listed = Depeche(load_settings(library=tmp_path, sources_file=tmp_path / "sources.yaml"))
    assert listed.source_list() == SourceList((ListedSource(str(tmp_path / "a.txt")),), 5)
    assert listed.source_list(every=7).sources[0].every == 7
    assert listed.source_list(["b.txt"]) == SourceList((ListedSource("b.txt"),), EVERY)
    plain = Depeche(load_settings(library=tmp_path))
    assert [Path(str(s)).name for s in plain.source_list().sources] == ["corpus"]


def test_each_source_is_looked_at_in_its_own_time() -> None:
    listed = SourceList((ListedSource("often", every=10), ListedSource("seldom")), every=30)
    now = 0.0
    looks: list[tuple[float, list[str]]] = []

    def wait(seconds: float) -> bool:
        nonlocal now
        now += seconds
        return now > 35 * 60

    def run(due: list[ListedSource]) -> None:
        looks.append((now / 60, [str(source) for source in due]))

    watch(listed, run, wait, lambda: now)
    assert looks == [
        (0, ["often", "seldom"]),
        (10, ["often"]),
        (20, ["often"]),
        (30, ["often", "seldom"]),
    ]


def test_a_long_look_is_not_made_up_for() -> None:
    now = 0.0
    looks: list[float] = []

    def run(due: list[ListedSource]) -> None:
        nonlocal now
        looks.append(now)
        now += 25 * 60

    def wait(seconds: float) -> bool:
        nonlocal now
        now += seconds
        return len(looks) == 2

    watch(SourceList((ListedSource("a"),), every=10), run, wait, lambda: now)
    assert looks == [0, 35 * 60]
