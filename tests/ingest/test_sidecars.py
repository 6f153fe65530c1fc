"""Sidecars give metadata and never a word of a quote."""

from datetime import date

import pytest
from ingest_helpers import Load, words

from errors import SourceUnreadable
from ingest.addresses import canonical_url

BODY = "OTTAWA, le 1er mars 2024 /CNW/ - Le ministre a parlé.\n\nSOURCE Justice Canada\n"


def test_every_key(load: Load) -> None:
    release = load(
        BODY,
        meta="""
title: "Un titre : avec deux-points"
subtitle: Le sous-titre
url: www.Canada.ca/fr/nouvelles.html?utm_source=x#haut
date: 2024-03-02
city: Gatineau
issuer: Sécurité publique Canada
wire: CNW Telbec
language: fr
translations: [https://www.canada.ca/en/news.html]
published: 2 mars 2024
""",
    )
    assert release.title == "Un titre : avec deux-points"
    assert release.subtitle == "Le sous-titre"
    assert release.url == "https://www.canada.ca/fr/nouvelles.html"
    assert release.date == release.published == date(2024, 3, 2)
    assert (release.city, release.issuer) == ("Gatineau", "Sécurité publique Canada")
    assert (release.wire, release.language) == ("CNW Telbec", "fr")
    assert release.translations == ("https://www.canada.ca/en/news.html",)
    assert release.text == BODY
    assert not any("titre" in text for text in words(release))


def test_the_url_decides_the_identity(load: Load) -> None:
    one = load(BODY, "a.txt", meta="url: https://www.canada.ca/fr/x.html")
    two = load(BODY, "b.txt", meta="url: http://www.canada.ca/fr/x.html/")
    assert one.release_id == two.release_id
    assert load(BODY, "c.txt").release_id not in (one.release_id, load(BODY, "d.txt").release_id)


@pytest.mark.parametrize("meta", ["", "# only a comment\n", "title:\n", "translations: []\n"])
def test_sidecars_that_say_nothing(load: Load, meta: str) -> None:
    assert load(BODY, meta=meta).title is None


@pytest.mark.parametrize(
    ("meta", "why"),
    [
        ("titel: X", "unknown key 'titel'"),
        ("1: X", "unknown key '1'"),
        ("date: demain", "date 'demain' is no date"),
        ("date: 2024-13-45", "month must be in 1..12"),
        ("title: [a, b]", "title must be text"),
        ("title: 2024", "title must be text"),
        ("title: ''", "title must be text"),
        ("language: de", "language 'de'"),
        ("url: not an address", "no web address"),
        ("url: javascript:alert(1)", "no web address"),
        ("translations: {a: b}", "must be a list"),
        ("translations: [1]", "must be a list"),
        ("- a\n- b", "lines of `key: value`"),
        ("title: 'open", "no valid YAML"),
        ("a: &x [*x", "no valid YAML"),
        ("title: !!python/object/apply:os.system ['x']", "no valid YAML"),
        ("title: " + "x" * 100_001, "larger than"),
    ],
)
def test_sidecars_that_cannot_be_used(load: Load, meta: str, why: str) -> None:
    with pytest.raises(SourceUnreadable) as caught:
        load(BODY, "release.txt", meta=meta)
    message = str(caught.value)
    assert message.startswith("release.meta.yaml: ")
    assert why in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("www.x.ca/a/", "https://www.x.ca/a"),
        ("HTTP://WWW.X.CA/A?b=1&utm_medium=y#z", "https://www.x.ca/A?b=1"),
        ("https://x.ca:443/", "https://x.ca"),
        ("https://x.ca:8443/a", "https://x.ca:8443/a"),
        ("ftp://x.ca/a", None),
        ("https://", None),
        ("https://[x", None),
        ("un titre", None),
    ],
)
def test_canonical_url(value: str, expected: str | None) -> None:
    assert canonical_url(value) == expected
