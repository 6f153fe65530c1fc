"""Markdown, HTML and Word: what readers of those formats find in them, also when words are hostile."""

from __future__ import annotations

import io
import re

import docx
import lxml.html
import pytest
from docx.oxml.ns import qn
from export_cases import HOSTILE, MADE, URL, Shelf, answered, cite, declined, hostile, release
from markdown_it import MarkdownIt

from domain import Answer
from ui.export import as_docx, as_html, as_markdown, words
from ui.export.dossier import dossier
from ui.texts import ENGLISH, FRENCH, Texts

FORUM = release("Le forum a eu lieu. Deux pays étaient là (Canada\u00a0; É.\u2011U.).")
ONE = cite(FORUM, "Le forum a eu lieu.", section="Contexte")
TWO = cite(FORUM, "Deux pays étaient là (Canada\u00a0; É.\u2011U.).", 2)
SHELF = Shelf(FORUM)


def made(format_, answer: Answer, texts: Texts = FRENCH, shelf: Shelf = SHELF) -> bytes:
    return format_.render(dossier([(answer.question, answer)], shelf, MADE), texts)


def test_markdown_by_hand():
    told = made(as_markdown, answered(SHELF, "Où [1] ?", ONE, TWO)).decode()
    source = (
        "Sécurité publique Canada, «\u00a0Forum de 2024\u00a0», Ottawa, 12 juillet 2024{section} · "
        "caractères \\[{span}) de forum-7eff\\@661a9a3ff42c5b39 · "
        "[https\\://www\\.canada.ca/fr/nouvelles/2024/07/forum.html?a\\=1\\&b\\=(2)]"
        "(<https://www.canada.ca/fr/nouvelles/2024/07/forum.html?a=1&amp;b=(2)>)"
    )
    assert told == "\n\n".join(
        (
            "# Réponses tirées des communiqués",
            "*Exporté de Dépêche le 25 novembre 2026*",
            FRENCH.export.legend,
            "## Où \\[1\\] ?",
            "**Réponse**",
            "> «\u00a0Le forum a eu lieu.\u00a0» \\[1\\]",
            "> «\u00a0Deux pays étaient là (Canada\u00a0; É.\u2011U.).\u00a0» \\[2\\]",
            "### Sources",
            "\\[1\\] " + source.format(section=", section «\u00a0Contexte\u00a0»", span="0, 19"),
            "\\[2\\] " + source.format(section="", span="20, 58") + "\n",
        )
    )


def test_prose_shows_the_quotes_that_it_rests_on():
    answer = answered(SHELF, "Où ?", ONE, TWO, prose="Deux pays ont tenu un forum.")
    told = made(as_markdown, answer).decode()
    assert "Rédigé par Dépêche\u00a0: Deux pays ont tenu un forum. \\[1\\] \\[2\\]" in told
    assert told.index(FRENCH.export.sources) < told.index(ONE.quote) < told.index(TWO.quote)
    page = lxml.html.document_fromstring(made(as_html, answer))
    ours = page.xpath("//p[span[@class='ours']]")[0].text_content()
    assert "Deux pays ont tenu un forum." in ours and ONE.quote not in ours
    assert [q.text_content().strip() for q in page.iter("blockquote")] == [
        words.quoted(c.quote, FRENCH) for c in (ONE, TWO)
    ]
    document = docx.Document(io.BytesIO(made(as_docx, answer)))
    quotes = [p.text for p in document.paragraphs if p.style.name == "Quote"]
    assert quotes == [words.quoted(c.quote, FRENCH) for c in (ONE, TWO)]


@pytest.mark.parametrize("format_", [as_markdown, as_html, as_docx])
def test_a_declined_answer_says_so_with_the_reason(format_):
    answer = declined(SHELF, "Qui ?", "Les communiqués n’en disent rien.", TWO)
    data = made(format_, answer)
    told = (
        "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)
        if format_ is as_docx
        else data.decode()
    )
    for part in (FRENCH.declined, "Les communiqués n’en disent rien.", TWO.quote):
        assert part in told
    assert FRENCH.nearest.format(count=1) in told
    assert FRENCH.export.sources not in told.replace(FRENCH.export.title, "")


def test_both_languages_and_a_quote_in_another():
    of = release("The forum took place.", language="en")
    shelf = Shelf(of)
    answer = answered(shelf, "Où ?", cite(of, of.text))
    for texts, marks in ((FRENCH, "«\u00a0{}\u00a0»"), (ENGLISH, "“{}”")):
        page = lxml.html.document_fromstring(made(as_html, answer, texts, shelf))
        assert page.get("lang") == texts.language
        quote = page.xpath("//blockquote")[0]
        assert quote.get("lang") == "en" and quote.get("cite") == URL
        assert marks.format(of.text) in quote.text_content()
        said = texts.export.other_language.format(language=texts.language_name("en"))
        for format_ in (as_markdown, as_html):
            assert said in made(format_, answer, texts, shelf).decode()


def test_a_follow_up_shows_how_it_was_understood():
    import dataclasses

    answer = answered(SHELF, "Et où ?", ONE)
    answer = dataclasses.replace(answer, standalone_question="Où est le *forum* ?", texts=SHELF)
    assert "*Comprise ainsi\u00a0: Où est le \\*forum\\* ?*" in made(as_markdown, answer).decode()
    assert "Où est le *forum* ?" in made(as_html, answer).decode()


# Hostile words


def paragraphs(tokens) -> list[str]:
    """The text of every paragraph and heading, breaks as line feeds."""
    signs = {"hardbreak": "\n", "softbreak": "?"}
    return [
        "".join(signs.get(child.type, child.content) for child in token.children)
        for token in tokens
        if token.type == "inline"
    ]


@pytest.mark.parametrize("case", HOSTILE)
def test_markdown_shows_the_words_and_nothing_more(case):
    shelf, answer = hostile(HOSTILE[case])
    told = made(as_markdown, answer, shelf=shelf).decode()
    # As liberal as readers get: raw HTML, tables, and bare addresses made links.
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": True})
    tokens = parser.parse(told)
    inner = [child for token in tokens for child in token.children or ()]
    assert {token.type.removesuffix("_open").removesuffix("_close") for token in tokens} <= {
        "heading", "paragraph", "inline", "blockquote",
    }  # fmt: skip
    assert {child.type.removesuffix("_open").removesuffix("_close") for child in inner} <= {
        "text", "em", "strong", "link", "hardbreak", "softbreak",
    }  # fmt: skip
    assert [c.attrs["href"] for c in inner if c.type == "link_open"] == [parser.normalizeLink(URL)]
    assert [t.tag for t in tokens if t.type == "heading_open"] == ["h1", "h2", "h3"]
    found = paragraphs(tokens)
    question = words.line(HOSTILE[case]).rstrip(" ")
    assert found[3] == question
    first = next(i for i, t in enumerate(tokens) if t.type == "blockquote_open")
    last = next(i for i, t in enumerate(tokens) if t.type == "blockquote_close")
    quote = words.quoted(answer.citations[0].quote, FRENCH)
    quote = re.sub(r"\r\n?", "\n", quote) + " [1]"
    shown = "\n\n".join(paragraphs(tokens[first:last]))
    assert shown == re.sub(r"\n\s*\n", "\n\n", quote)


@pytest.mark.parametrize("case", HOSTILE)
def test_html_shows_the_words_and_nothing_more(case):
    shelf, answer = hostile(HOSTILE[case])
    told = made(as_html, answer, shelf=shelf).decode()
    assert told.count("<style") == 1 and "<script" not in told and "<img" not in told
    page = lxml.html.document_fromstring(told.encode())
    assert {a.get("href") for a in page.iter("a")} == {"#s1-1", URL}
    assert {e.tag for e in page.iter() if isinstance(e.tag, str)} <= {
        "html", "head", "meta", "title", "style", "body", "main", "section", "div",
        "h1", "h2", "h3", "p", "blockquote", "span", "a", "ol", "li",
    }  # fmt: skip
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'"]
    assert page.xpath("//h2")[0].text_content() == words.line(HOSTILE[case])
    quote = words.quoted(answer.citations[0].quote, FRENCH)
    assert page.xpath("//blockquote/p")[0].text_content() == f"{quote} [1]"
    assert not [name for e in page.iter() for name in e.attrib if name.startswith("on")]


@pytest.mark.parametrize("case", HOSTILE)
def test_word_shows_the_words_and_nothing_more(case):
    shelf, answer = hostile(HOSTILE[case])
    document = docx.Document(io.BytesIO(made(as_docx, answer, shelf=shelf)))
    by_style = {p.style.name: p.text for p in document.paragraphs}
    # A tab and a carriage return are elements of their own in Word.
    assert by_style["Heading 1"] == words.line(HOSTILE[case])
    quote = words.quoted(answer.citations[0].quote, FRENCH)
    assert by_style["Quote"] == re.sub(r"\r", "\n", quote) + " [1]"
    links = [link.address for p in document.paragraphs for link in p.hyperlinks]
    assert links == [URL]
    outside = [r.target_ref for r in document.part.rels.values() if r.is_external]
    assert outside == [URL]
    assert not document.element.findall(f".//{qn('w:instrText')}")


def test_word_has_styles_languages_and_particulars():
    answer = answered(SHELF, "Où ?", ONE)
    document = docx.Document(io.BytesIO(made(as_docx, answer, ENGLISH)))
    styles = [p.style.name for p in document.paragraphs]
    assert styles == [
        "Title", "Subtitle", "Normal", "Heading 1", "Normal", "Quote", "Heading 2", "Normal",
    ]  # fmt: skip
    quote = next(p for p in document.paragraphs if p.style.name == "Quote")
    assert quote.runs[0]._r.rPr.find(qn("w:lang")).get(qn("w:val")) == "fr-CA"
    about = document.core_properties
    assert (about.title, about.author, about.language) == (ENGLISH.export.title, "Dépêche", "en")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "http://a b", "//evil"])
def test_only_web_addresses_become_links(url):
    of = release("Le forum a eu lieu.", url=url)
    shelf = Shelf(of)
    answer = answered(shelf, "Où ?", cite(of, of.text))
    assert "](<" not in made(as_markdown, answer, shelf=shelf).decode()
    assert url not in made(as_html, answer, shelf=shelf).decode()
    document = docx.Document(io.BytesIO(made(as_docx, answer, shelf=shelf)))
    assert not [link for p in document.paragraphs for link in p.hyperlinks]


def test_an_address_cannot_leave_its_link():
    of = release("Le forum.", url="https://example.ca/a>b](http://evil.example)\\<\"'")
    shelf = Shelf(of)
    answer = answered(shelf, "Où ?", cite(of, of.text))
    tokens = MarkdownIt("gfm-like").parse(made(as_markdown, answer, shelf=shelf).decode())
    inner = [child for token in tokens for child in token.children or ()]
    (link,) = [c.attrs["href"] for c in inner if c.type == "link_open"]
    assert link.startswith("https://example.ca/a%3Eb")
    page = lxml.html.document_fromstring(made(as_html, answer, shelf=shelf))
    assert {a.get("href") for a in page.iter("a")} == {"#s1-1", of.url}
