"""Foreign text stays text. What Streamlit makes of `escape_md` is looked at in tests/browser."""

from __future__ import annotations

import html

import pytest

from ui.safe import escape, escape_md, label, safe_url, shorten

HOSTILE = [
    "$10 à 20 M$ et $$x$$",
    ":material/home: :red[rouge] :smile: :blue-background[x]",
    "![](http://evil.example/x.png)",
    "[lien](javascript:alert(1))",
    "<script>alert(1)</script>",
    "# titre\n- liste\n1. un\n> cité",
    "`code` **gras** _italique_ ~~barré~~ | a | b |",
    "http://evil.example www.evil.example a@evil.example",
    "a --> b <- c <= d -- e",
    "\\$ \\\\ &amp; &#58;red[x]",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_html_gives_back_exactly_the_text(text):
    escaped = escape(text)
    assert "<" not in escaped
    assert '"' not in escaped
    assert html.unescape(escaped) == text


def test_carriage_returns_survive_html():
    assert escape("a\r\nb") == "a&#13;\nb"


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_loses_every_way_to_mean_something(text):
    escaped = escape_md(text)
    assert "\n" not in escaped
    for position, char in enumerate(escaped):
        if char in "$*_`[]()<>#!|~:{}":
            assert escaped[position - 1] == "\\"
    bare = escaped.replace("\\", "").replace("\u2060", "")
    assert bare == " ".join(text.split()).replace("\\", "")


@pytest.mark.parametrize("text", ["Crimes en ligne", "Quand, où et pourquoi", "12 juillet 2024"])
def test_plain_words_pass_through_markdown(text):
    assert escape_md(text).replace("\\", "") == text


def test_shortening_keeps_whole_words():
    assert shorten("un deux trois quatre", 12) == "un deux…"
    assert shorten("court", 12) == "court"
    assert shorten("x" * 50, 10) == "x" * 9 + "…"
    assert shorten("a\u202etxt.exe\u2066 b\u202c", 12) == "atxt.exe b"  # turns nothing round
    assert len(label("mot " * 100, 40).replace("\\", "")) <= 40


@pytest.mark.parametrize(
    "url", ["https://www.newswire.ca/fr/x.html", "http://exemple.ca", "https://exemple.ca/a?b=c&d"]
)
def test_web_addresses_may_be_linked(url):
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//exemple.ca",
        "https://",
        "https://[",
        "https://exemple.ca/\nx",
        "java\tscript:alert(1)",
        "communique.txt",
    ],
)
def test_other_addresses_may_not(url):
    assert safe_url(url) is None
