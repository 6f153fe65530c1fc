"""Feeds, sitemaps and canada.ca's JSON: which pages they name, and on which day."""

from __future__ import annotations

import json
from datetime import date

import pytest

from ingest.dates import eastern_day
from ingest.fetch.client import Answer
from ingest.fetch.kinds import listing_of, suffix_of
from ingest.fetch.lists import Entry, Listing, read_json, read_xml

HERE = "https://news.example/feeds/all"

ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">
<title>Sécurité publique Canada</title><updated>2024-07-13T01:00:00Z</updated>
<link rel="self" href="https://news.example/feeds/all"/>
<link rel="next" href="?page=2"/><link rel="prev-archive" href="/feeds/2023"/>
<entry><title>Un</title><link rel="alternate" href="/fr/un.html"/><id>urn:1</id>
 <published>2024-07-13T01:30:00Z</published><updated>2024-07-14T10:00:00Z</updated></entry>
<entry><title>Deux</title><link href="deux.html"/><updated>2024-07-11T12:00:00-04:00</updated></entry>
<entry><title>Trois</title><id>https://news.example/fr/trois.html</id></entry>
<entry xml:base="https://other.example/x/"><title>Quatre</title><link href="quatre.html"/></entry>
<entry><title>Sans adresse</title><id>urn:5</id></entry>
<entry><title>Un encore</title><link href="/fr/un.html"/></entry>
</feed>"""

RSS = """<rss version="2.0"><channel><title>News</title><link>https://news.example/</link>
<item><title>One &amp; only</title><link> https://news.example/one </link>
 <pubDate>Sat, 13 Jul 2024 01:30:00 GMT</pubDate></item>
<item><title>Two</title><guid>https://news.example/two</guid></item>
<item><title>Three</title><guid isPermaLink="false">three</guid></item>
<item><title>Four</title><link>/four</link></item></channel></rss>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>x</title></channel>
<item><link>https://news.example/one</link><dc:date>2024-07-12</dc:date></item></rdf:RDF>"""

SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://news.example/one</loc><lastmod>2024-07-12</lastmod></url>
<url><loc>https://news.example/two</loc></url></urlset>"""

INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://news.example/s1.xml</loc></sitemap>
<sitemap><loc>s2.xml.gz</loc></sitemap></sitemapindex>"""

JULY_12 = date(2024, 7, 12)


def test_atom() -> None:
    assert read_xml(ATOM.encode(), HERE) == Listing(
        entries=(
            Entry("https://news.example/fr/un.html", JULY_12),  # 21:30 the day before, in Ottawa
            Entry("https://news.example/feeds/deux.html", date(2024, 7, 11)),
            Entry("https://news.example/fr/trois.html"),
            Entry("https://other.example/x/quatre.html"),
        ),
        lists=("https://news.example/feeds/all?page=2", "https://news.example/feeds/2023"),
        nameless=1,
    )


def test_rss() -> None:
    assert read_xml(RSS.encode(), HERE) == Listing(
        entries=(
            Entry("https://news.example/one", JULY_12),
            Entry("https://news.example/two"),
            Entry("https://news.example/four"),
        ),
        nameless=1,
    )
    assert read_xml(RDF.encode(), HERE) == Listing((Entry("https://news.example/one", JULY_12),))


def test_sitemaps() -> None:
    assert read_xml(SITEMAP.encode(), HERE) == Listing(
        (Entry("https://news.example/one", JULY_12), Entry("https://news.example/two"))
    )
    assert read_xml(INDEX.encode(), HERE) == Listing(
        lists=("https://news.example/s1.xml", "https://news.example/feeds/s2.xml.gz")
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_lists_in_other_encodings(encoding: str) -> None:
    name = encoding.removesuffix("-sig")
    xml = ATOM.replace('encoding="UTF-8"', f'encoding="{name}"').encode(encoding)
    listing = listing_of(Answer(HERE, xml), 1)
    assert listing is not None and len(listing.entries) == 4


@pytest.mark.parametrize(
    "entries", ["", "<entry/>", '<entry><link href=""/></entry>'], ids=["none", "bare", "empty"]
)
def test_an_empty_feed_is_a_listing(entries: str) -> None:
    xml = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Rien</title>{entries}</feed>'
    listing = read_xml(xml.encode(), HERE)
    assert listing is not None and listing.entries == ()


@pytest.mark.parametrize(
    ("entry", "address", "day"),
    [
        ({"link": "/fr/un.html", "publishedDate": "2024-07-13T01:30:00Z"}, "/fr/un.html", JULY_12),
        ({"link": {"@href": "/a"}, "publishedDate": "2024-07-12 15:00"}, "/a", JULY_12),
        ({"link": [{"rel": "x"}, {"href": "/b"}], "published": "2024-07-12"}, "/b", JULY_12),
        ({"link": "https://www.canada.ca/c", "updated": "soon"}, "https://www.canada.ca/c", None),
    ],
)
def test_canada_ca_json(entry: dict, address: str, day: date | None) -> None:
    api = "https://api.io.canada.ca/io-server/gc/news/fr/v2?dept=x&format=json"
    body = json.dumps({"feed": {"title": "Nouvelles", "entry": [entry]}}).encode()
    whole = address if "://" in address else "https://www.canada.ca" + address
    assert read_json(body, api) == Listing((Entry(whole, day),))


@pytest.mark.parametrize("entry", ["[]", "null", '""', "{}"])
def test_canada_ca_json_without_news(entry: str) -> None:
    listing = read_json(f'{{"feed": {{"entry": {entry}}}}}'.encode(), HERE)
    assert listing is not None and listing.entries == ()


def test_relative_links_of_the_news_interface_belong_to_the_site() -> None:
    api = "https://api.io.canada.ca/io-server/gc/news/fr/v2?format=atom"
    xml = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/fr/a.html"/></entry></feed>'
    )
    assert read_xml(xml, api) == Listing((Entry("https://www.canada.ca/fr/a.html"),))
    assert read_xml(xml, HERE) == Listing((Entry("https://news.example/fr/a.html"),))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2024-07-12", JULY_12),
        ("2024-07-13T03:59:59Z", JULY_12),
        ("2024-07-13T04:00:00Z", date(2024, 7, 13)),
        ("2024-01-13T04:59:00.000Z", date(2024, 1, 12)),  # winter: five hours
        ("2024-07-12T23:30:00-04:00", JULY_12),
        ("2024-07-12T22:00:00-07:00", date(2024, 7, 13)),
        ("Sat, 13 Jul 2024 01:00:00 GMT", JULY_12),
        ("Fri, 12 Jul 2024 17:15:00 EDT", JULY_12),
        ("2024-07-12 15:00", JULY_12),
        ("le 12 juillet 2024", JULY_12),
        ("0001-01-01T00:00:00Z", None),
        ("bientôt", None),
        ("", None),
    ],
)
def test_the_day_is_eastern(moment: str, day: date | None) -> None:
    assert eastern_day(moment) == day


@pytest.mark.parametrize(
    ("answer", "suffix"),
    [
        (Answer(HERE, b"%PDF-1.7 x", "text/html"), ".pdf"),
        (Answer(HERE, b"PK\x03\x04", "application/octet-stream"), ".docx"),
        (Answer(HERE, b"<!DOCTYPE html><p>x", "text/plain"), ".html"),
        (Answer(HERE, b"<p>x</p>", "text/html"), ".html"),
        (Answer("https://x.example/a.eml", b"Subject: x", "application/octet-stream"), ".eml"),
        (Answer("https://x.example/a.md?b=c", b"# x", "text/plain"), ".md"),
        (Answer(HERE, b"Bonjour", "text/plain"), ".txt"),
        (Answer(HERE, b"From: x", "message/rfc822"), ".eml"),
        (Answer("https://x.example/a.pdf", b"<html>no such file</html>", ""), ".html"),
        (Answer(HERE, b"\x00\x01", "image/png"), ".txt"),  # decoding refuses it by name
    ],
)
def test_which_parser_reads_an_answer(answer: Answer, suffix: str) -> None:
    assert listing_of(answer, 1) is None
    assert suffix_of(answer) == suffix


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'<?xml version="1.0"?><!-- c --><!DOCTYPE html><html><p>x', "application/xhtml+xml"),
        (b"<!---->" * 280, "text/html"),  # comments without end, matched in linear time
        (b"\xef\xbb\xbf<html><p>feed</p></html>", "text/html"),
    ],
)
def test_pages_are_no_lists(body: bytes, kind: str) -> None:
    assert listing_of(Answer(HERE, body, kind), 1) is None
