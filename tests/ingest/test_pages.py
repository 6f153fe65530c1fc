"""HTML: what a reader sees becomes the text, and what the page declares becomes metadata."""

from datetime import date

import pytest
from ingest_helpers import Load, words

from domain import Kind
from errors import SourceUnreadable

CNW = """<!DOCTYPE html>
<html lang="fr-CA"><head><meta charset="utf-8"><title>Forum sur la criminalité | CNW</title>
<link rel="canonical" href="https://www.newswire.ca/fr/news-releases/forum-123.html">
<link rel="alternate" hreflang="en-CA" href="https://www.newswire.ca/news-releases/forum-124.html">
<link rel="alternate" hreflang="fr-CA" href="https://www.newswire.ca/fr/news-releases/forum-123.html">
<meta property="og:title" content="Forum og">
<meta property="article:published_time" content="2024-07-12T18:00:00-04:00">
<style>.x{display:none}</style><script>var a="Texte de script.";</script></head>
<body>
<header class="site"><a href="/">CNW</a><nav><ul><li>Accueil</li><li>Nouvelles</li></ul></nav></header>
<main id="main"><article class="news-release">
<header class="release-header"><h1>Forum sur la criminalité&nbsp;transfrontalière</h1></header>
<div class="share-bar"><a>Partager</a></div>
<section class="release-body container">
<p class="subtitle"><b>Les représentants approfondissent des <i>partenariats</i> solides</b></p>
<p><span class="xn-location">WASHINGTON</span>, <span class="xn-chron">le 12 juill. 2024</span>
 /CNW/ - Les États&#8209;Unis et le&nbsp;Canada agissent.<sup><a href="#n1">1</a></sup>
 Le 1<sup>er</sup> mars compte<!-- secret -->.</p>
<p style="display:none">Texte caché.</p><p aria-hidden="true">Autre caché.</p><p hidden>Encore.</p>
<p><span style="color:#FFFFFF">Blanc.</span>Visible mot&shy;coupé et z&#8203;éro.
 <span class="wb-inv">Invisible.</span><span style="font-size:0">Minuscule.</span></p>
<h2>Crimes en ligne</h2>
<ul><li>Premier point; <ul><li>sous-point</li></ul></li><li><p>Second point. Deux phrases.</p></li></ul>
<table><tr><th>Année</th><th>Nombre</th></tr><tr><td>2023</td><td>12</td></tr></table>
<p>Une adresse longue<br>sur deux lignes.<br><br>Autre paragraphe.</p>
<p>SOURCE Sécurité publique et Protection civile Canada</p>
<p>Personnes-ressources : Jean Roy, Directeur, 613-555-0101, <a href="/x">[email&#160;protected]</a>;
 Relations avec les médias, 613-555-0102</p>
</section></article></main>
<footer><p>© 2024 CNW. Tous droits réservés.</p></footer>
</body></html>"""

SOUP = """<html><head><title>Le plan du ministre - Canada.ca</title></head><body>
<div id="top"><a href="/a">Accueil</a> <a href="/b">Ministères</a> <a href="/c">Nous joindre</a></div>
<div><div><h1>Le plan du ministre</h1>
<div>Ottawa (Ontario) – Le 5 mai 2023 – Le ministre a annoncé aujourd'hui un plan très ambitieux pour la
frontière, avec des moyens nouveaux et des équipes mixtes.</div>
<div>Ce plan prévoit l'échange de renseignements entre les deux pays et la formation des agents, qui
sera offerte dans toutes les provinces.</div>
<div>SOURCE Sécurité publique Canada</div></div></div>
<div><a href="/x">Conditions</a> | <a href="/y">Confidentialité</a></div>
</body></html>"""


def test_a_wire_page(load: Load) -> None:
    release = load(CNW, "page.html")
    assert [(s.kind, release.text[s.start : s.end]) for s in release.sentences] == [
        (Kind.TITLE, "Forum sur la criminalité\u00a0transfrontalière"),
        (Kind.SUBTITLE, "Les représentants approfondissent des partenariats solides"),
        (Kind.DATELINE, "WASHINGTON, le 12 juill. 2024 /CNW/"),
        (Kind.SENTENCE, "Les États\u2011Unis et le\u00a0Canada agissent."),
        (Kind.SENTENCE, "Le 1er mars compte."),
        (Kind.SENTENCE, "Visible motcoupé et zéro."),
        (Kind.HEADING, "Crimes en ligne"),
        (Kind.ITEM, "Premier point;"),
        (Kind.ITEM, "sous-point"),
        (Kind.ITEM, "Second point."),
        (Kind.ITEM, "Deux phrases."),
        (Kind.ITEM, "Année | Nombre"),
        (Kind.ITEM, "2023 | 12"),
        (Kind.HEADING, "Une adresse longue"),
        (Kind.SENTENCE, "sur deux lignes."),
        (Kind.SENTENCE, "Autre paragraphe."),
        (Kind.SOURCE, "SOURCE Sécurité publique et Protection civile Canada"),
        (Kind.CONTACT, "Jean Roy, Directeur, 613-555-0101, [email\u00a0protected]"),
        (Kind.CONTACT, "Relations avec les médias, 613-555-0102"),
    ]


def test_what_the_page_declares(load: Load) -> None:
    release = load(CNW, "page.html")
    assert release.title == "Forum sur la criminalité transfrontalière"
    assert release.url == "https://www.newswire.ca/fr/news-releases/forum-123.html"
    assert release.release_id.startswith("forum-123-")
    assert release.translations == ("https://www.newswire.ca/news-releases/forum-124.html",)
    assert release.published == date(2024, 7, 12)
    assert (release.language, release.city, release.date) == ("fr", "Washington", date(2024, 7, 12))
    assert release.contacts[0].email is None


def test_a_page_without_marked_content_loses_its_menus(load: Load) -> None:
    release = load(SOUP, "soup.html")
    assert words(release, Kind.TITLE) == ["Le plan du ministre"]
    assert "Accueil" not in " ".join(words(release))
    assert "Confidentialité" not in " ".join(words(release))
    assert words(release)[-1] == "SOURCE Sécurité publique Canada"
    assert (release.city, release.issuer) == ("Ottawa", "Sécurité publique Canada")


def test_fragments_and_small_pages(load: Load) -> None:
    assert words(load("<p>Bonjour le monde. Le ministre parle.</p>", "f.html")) == [
        "Bonjour le monde.",
        "Le ministre parle.",
    ]
    assert words(load("Rien que du texte.", "t.htm")) == ["Rien que du texte."]


def test_a_title_outside_the_content_comes_first(load: Load) -> None:
    page = (
        "<body><div><h1>Le titre</h1></div><main><p>"
        + "Le ministre parle encore. " * 5
        + "</p></main>"
    )
    release = load(page, "t.html")
    assert words(release)[0] == "Le titre"
    assert release.title == "Le titre"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ('<meta property="og:title" content="Le plan">', "Le plan"),
        ("<title>Le plan - Canada.ca</title>", "Le plan"),
        ("<title>Le plan | CNW</title>", "Le plan"),
        ("<title>États-Unis-Canada</title>", "États-Unis-Canada"),
        ("", None),
    ],
)
def test_titles_that_stand_only_in_the_head(load: Load, head: str, title: str | None) -> None:
    release = load(f"<head>{head}</head><body><p>Il a parlé. Il est parti.</p></body>", "t.html")
    assert release.title == title
    assert words(release) == ["Il a parlé.", "Il est parti."]


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "ISO-8859-15"])
def test_declared_encodings(load: Load, charset: str) -> None:
    page = (
        f'<html><head><meta charset="{charset}"></head><body><p>L\'été à la frontière.</p></body>'
    )
    assert words(load(page.encode(charset), "t.html")) == ["L'été à la frontière."]


def test_an_xml_declaration_is_no_obstacle(load: Load) -> None:
    page = '<?xml version="1.0" encoding="utf-8"?>\n<html lang="en"><body><p>They met. It rained.</p></body></html>'
    release = load(page, "t.html")
    assert (words(release), release.language) == (["They met.", "It rained."], "en")


def test_declared_language_yields_to_a_long_text(load: Load) -> None:
    french = "<p>" + "Les ministres ont salué la coopération entre les deux pays. " * 6 + "</p>"
    assert load(f'<html lang="en">{french}', "a.html").language == "fr"
    assert load('<html lang="en"><p>Garland, Virani.</p>', "b.html").language == "en"


def test_published_from_linked_data_and_time(load: Load) -> None:
    broken = '<script type="application/ld+json">{oops</script>'
    data = '<script type="application/ld+json">[{"datePublished":"2024-07-12"}]</script>'
    body = "<body><p>Il a parlé.</p></body>"
    assert load(f"<head>{broken}{data}</head>{body}", "a.html").published == date(2024, 7, 12)
    stamp = '<time datetime="2023-05-05">hier</time>'
    assert load(f"<body>{stamp}<p>Il a parlé.</p></body>", "b.html").published == date(2023, 5, 5)


def test_nesting_that_would_lose_text_is_refused(load: Load) -> None:
    fine = "<div>" * 200 + "<p>Il a parlé.</p>" + "</div>" * 200
    assert words(load(fine, "fine.html")) == ["Il a parlé."]
    with pytest.raises(SourceUnreadable, match=r"deep\.html: .* nested too deeply"):
        load("<div>" * 3000 + "<p>Il a parlé.</p>" + "</div>" * 3000, "deep.html")


def test_who_is_quoted_stays_with_the_quotation(load: Load) -> None:
    page = (
        "<main><h1>Titre</h1><p>" + "Le ministre parle encore. " * 5 + "</p>"
        "<blockquote><p>« La glace est mince. »</p><footer>– Fenwick Marchbanks, commissaire</footer>"
        "</blockquote><footer>Droits réservés</footer></main>"
    )
    release = load(page, "quote.html")
    assert words(release)[-2:] == ["« La glace est mince. »", "– Fenwick Marchbanks, commissaire"]
    assert not release.headings


def test_a_page_inside_a_form_is_read(load: Load) -> None:
    page = "<body><form><p>" + "Le ministre parle encore. " * 5 + "</p></form></body>"
    assert words(load(page, "form.html")) == ["Le ministre parle encore."] * 5


@pytest.mark.parametrize(
    ("links", "translations"),
    [
        (
            '<link rel="alternate" hreflang="en" href="/news/b.html">',
            ("https://x.example/news/b.html",),
        ),
        ('<link rel="alternate" hreflang="x-default" href="/b">', ()),
        ('<link rel="alternate" type="application/rss+xml" href="/feed">', ()),
        ('<link rel="alternate" hreflang="en" href="http://[b">', ()),
        ('<link rel="alternate" hreflang="en" href="javascript:x">', ()),
    ],
)
def test_translations_of_the_head(load: Load, links: str, translations: tuple[str, ...]) -> None:
    head = f'<link rel="canonical" href="https://x.example/fr/a.html">{links}'
    page = f'<html lang="fr"><head>{head}</head><body><p>Il a parlé.</p></body></html>'
    assert load(page, "a.html").translations == translations


def test_a_link_to_the_translation(load: Load) -> None:
    page = (
        '<html lang="fr"><head><link rel="canonical" href="https://x.example/fr/a.html"></head><body>'
        '<nav><a hreflang="en" href="/en/a.html">English</a><a hreflang="fr" href="/fr/b">b</a></nav>'
        "<p>Il a parlé.</p></body></html>"
    )
    assert load(page, "a.html").translations == ("https://x.example/en/a.html",)
