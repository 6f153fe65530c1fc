"""The reader shows the stored text, character for character, and marks exactly the cited span."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest

from domain import Kind, Release, Sentence, Standing
from ui.chat.source import body_html, head_html
from ui.state import Place
from ui.texts import ENGLISH, FRENCH

TEXT = (
    ' date\r\nTitre <b>\n\nUne phrase & "deux".  Autre\u00a0: C\u201170 <script>x</script>\n\n* fin'
)
RELEASE = Release(
    release_id="r",
    version="0123456789abcdef",
    source="f.txt",
    text=TEXT,
    language="fr",
    sentences=(
        Sentence(7, 16, Kind.HEADING),
        Sentence(18, 38, section="Titre"),
        Sentence(40, 74, section="Titre"),
    ),
    title='<img src=x onerror="x">',
    url="javascript:alert(1)",
)


def words(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def marked(markup: str) -> str | None:
    found = re.search(r"<mark[^>]*>(.*?)</mark>", markup, re.DOTALL)
    return words(found.group(1)) if found else None


@pytest.mark.parametrize("start", range(0, len(TEXT), 3))
@pytest.mark.parametrize("length", [0, 1, 7, 30])
def test_any_span_is_marked_and_the_whole_text_kept(start, length):
    end = min(start + length, len(TEXT))
    markup = body_html(RELEASE, start, end, "Texte", 1)
    assert words(markup) == TEXT
    assert marked(markup) == (TEXT[start:end] or None)


def test_headings_are_headings_and_nothing_foreign_is_markup():
    markup = body_html(RELEASE, 0, 0, "Texte", 1)
    assert '<span class="dp-heading" role="heading" aria-level="3">' in markup
    assert "<script" not in markup
    assert "<b>" not in markup


def test_the_head_escapes_links_only_to_the_web_and_says_when_replaced():
    place = Place("r", "0123456789abcdef", section="Titre & <i>")
    markup = head_html(RELEASE, place, FRENCH, Standing.SUPERSEDED)
    assert "<img" not in markup
    assert "<i>" not in markup
    assert re.findall(r'href="(.)', markup) == ["?"]  # the link to this place alone
    assert "01234567" in markup
    assert FRENCH.version_superseded in markup
    linked = replace(RELEASE, url="https://exemple.ca/?a=1&b=2")
    markup = head_html(linked, place, ENGLISH, Standing.CURRENT)
    assert 'href="https://exemple.ca/?a=1&amp;b=2"' in markup
    assert ENGLISH.version_superseded not in markup
