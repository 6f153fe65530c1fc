"""Pages in the shapes of the sites that releases live on; the pages in web/ are our own writing."""

from __future__ import annotations

from datetime import date

import pytest
from ingest_helpers import load_path, words
from newsroom import WEB

from domain import Kind, Release


@pytest.fixture(scope="module")
def pages() -> dict[str, Release]:
    return {path.stem: load_path(path) for path in sorted(WEB.glob("*.html"))}


def test_cnw_new_template(pages: dict[str, Release]) -> None:
    release = pages["cnw-new-fr"]
    assert [(s.kind, release.text[s.start : s.end]) for s in release.sentences] == [
        (Kind.TITLE, "Le Canada et les États\u2011Unis créent un bureau conjoint des corridors"),
        (Kind.SUBTITLE, "Les deux pays s'échangeront plus vite les renseignements"),
        (Kind.DATELINE, "OTTAWA, ON, le 16 mai 2024 /CNW/"),
        (Kind.SENTENCE, "Les ministres ont annoncé aujourd'hui la création d'un bureau conjoint."),
        (Kind.SENTENCE, "Il sera doté de 12 millions de dollars sur trois ans."),
        (Kind.HEADING, "Citations"),
        (Kind.SENTENCE, "« Nous ferons plus, ensemble. »"),
        (Kind.SENTENCE, "- Alix Tremblay-Roy, ministre des Corridors"),
        (Kind.HEADING, "Faits en bref"),
        (Kind.ITEM, "Le bureau ouvrira le 1er juin 2024."),
        (Kind.ITEM, "Il comptera 40 agents."),
        (Kind.SOURCE, "SOURCE Sécurité des corridors Canada"),
        (Kind.CONTACT, "Camille Ouellet, attachée de presse, Cabinet de la ministre, 613-555-0142, [email\u00a0protected]"),
        (Kind.CONTACT, "Relations avec les médias, Sécurité des corridors Canada, 613-555-0143"),
    ]  # fmt: skip
    assert (release.language, release.city, release.wire) == ("fr", "Ottawa", "CNW")
    assert release.date == release.published == date(2024, 5, 16)
    assert release.issuer == "Sécurité des corridors Canada"
    assert release.url is not None and release.url.endswith("corridors-812345678.html")
    assert release.translations == (
        "https://www.newswire.ca/news-releases/canada-and-the-united-states-create-a-joint-corridor-office-812345679.html",
    )
    assert [contact.name for contact in release.contacts] == [
        "Camille Ouellet",
        "Relations avec les médias",
    ]
    for unwanted in (
        "Dépenses secrètes",
        "rt.gif",
        "Partager",
        "Également",
        "Plan d'action",
        "877",
    ):
        assert unwanted not in " ".join(words(release))


def test_cnw_old_template(pages: dict[str, Release]) -> None:
    release = pages["cnw-old-en"]
    assert words(release) == [
        "Minister Quill announces new bridge funding",
        "Windsor crossing to be repaired by 2014",
        "OTTAWA, Oct. 18, 2012 /CNW/",
        "Minister Hollis Quill announced today that $4.5 million will go to the Windsor crossing.",
        "Work begins in November.",
        "The crossing carries 9,000 trucks a day, and its deck was last replaced in 1971, the department said in a report.",
        "Year | Spending",
        "2012 | $1.5 million",
        "2013 | $3.0 million",
        "SOURCE: Transport Fictions Canada",
        "For further information:",
        "Pat Marlow, Press Secretary, Office of Minister Quill, 613-555-0177",
        "Media Relations, Transport Fictions Canada, 613-555-0178",
    ]
    assert (release.subtitle, release.published) == (
        "Windsor crossing to be repaired by 2014",
        date(2012, 10, 18),
    )


def test_canada_ca(pages: dict[str, Release]) -> None:
    release = pages["canada-ca-fr"]
    assert (release.city, release.date, release.published) == (
        "Rimouski",
        date(2024, 6, 20),
        date(2024, 6, 20),
    )
    assert release.issuer == "Rivages Canada"
    assert release.translations == (
        "https://www.canada.ca/en/shores/news/2024/06/government-invests.html",
    )
    shown = words(release)
    assert "Exercice | Montant" in shown and "2025-2026 | 5,5 M$" in shown
    assert shown[shown.index("Notes de bas de page") + 1] == "En dollars de 2024."
    assert any(line.endswith("la surveillance des rivages.") for line in shown)  # no stray "1"
    assert [contact.name for contact in release.contacts] == [
        "Noé Caron",
        "Relations avec les médias",
    ]
    for unwanted in ("English", "Détails", "Avis", "Plan de surveillance", "Retour"):
        assert unwanted not in " ".join(shown)


def test_justice_gov(pages: dict[str, Release]) -> None:
    release = pages["justice-gov"]
    assert release.title == "Three Charged with Smuggling Fictional Goods"
    assert (release.language, release.city, release.date) == ("en", None, date(2024, 7, 12))
    assert words(release, Kind.DATELINE) == ["Friday, July 12, 2024"]
    assert words(release)[-1].startswith("All defendants are presumed innocent")
    assert "bank" not in " ".join(words(release))


def test_dhs_gov(pages: dict[str, Release]) -> None:
    release = pages["dhs-gov"]
    assert (release.title, release.city) == ("DHS Announces Fictional Border Lab", "Washington")
    assert release.date == date(2024, 4, 17)
    assert words(release, Kind.DATELINE) == ["Release Date: April 17, 2024", "WASHINGTON"]
    assert words(release)[-2:] == ["Test 12 sensors;", "Train officers of both countries."]


def test_every_span_is_where_it_says(pages: dict[str, Release]) -> None:
    for release in pages.values():
        end = 0
        for sentence in release.sentences:
            assert end <= sentence.start < sentence.end <= len(release.text)
            assert release.text[sentence.start : sentence.end].strip()
            end = sentence.end
