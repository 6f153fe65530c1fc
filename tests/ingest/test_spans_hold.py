"""What must hold for every release, whatever the file: spans in order, inside, trimmed, tiled."""

import random
from collections.abc import Iterator

import pytest
from ingest_helpers import Load
from test_layout_parts import CANADA_CA, CNW_ENGLISH
from test_markdown_files import PAGE
from test_pages import CNW, SOUP
from test_pdf_files import _release as printed

from domain import Release
from errors import SourceUnreadable
from ingest.chunk import cut
from ingest.parsed import trim

PIECES = (
    "Le ministre", "M. Garland", "D.C.", "12 juill. 2024", "« Oui. »", "…", "!", ".", ";", ":", ",",
    "\n", "\n\n", "\r\n", "\u00a0", "\u200b", "\u2011", "\ufeff", " ", " ", " ", "- ", "• ", "1. ",
    "SOURCE Justice", "Personnes-ressources :", "613-555-0100", "[email protected]", "OTTAWA, le 1er mars 2024 /CNW/ -",
    "Conclusion", "REPRISE", "-30-", "\f", "\u2028", "(voir p. 3)", "é", "e\u0301", "É.-U.", "\t", "date 2024-07",
    "<p>", "</p>", "<br>", "<li>", "# ", "**", "| a | b |", "```", "&nbsp;", "😀", "\U000e0041",
)  # fmt: skip


def _texts(count: int, seed: int) -> Iterator[str]:
    dice = random.Random(seed)
    for _ in range(count):
        yield "".join(
            dice.choice(PIECES) + dice.choice(("", " ")) for _ in range(dice.randint(1, 60))
        )


def check(release: Release) -> None:
    at = 0
    for sentence in release.sentences:
        assert at <= sentence.start < sentence.end <= len(release.text)
        assert trim(release.text, sentence.start, sentence.end) == (sentence.start, sentence.end)
        assert any(char.isalnum() for char in release.text[sentence.start : sentence.end])
        at = sentence.end
    spans = {(s.start, s.end) for s in release.sentences}
    assert all((contact.start, contact.end) in spans for contact in release.contacts)
    for max_words in (20, 120):
        passages = cut(release, max_words)
        assert tuple(s for p in passages for s in p.sentences) == release.sentences


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (CANADA_CA, "a.txt"),
        (CANADA_CA.replace("\n", "\r\n"), "b.txt"),
        (CNW_ENGLISH, "c.txt"),
        (PAGE, "d.md"),
        (CNW, "e.html"),
        (SOUP, "f.html"),
        (printed(), "g.pdf"),
    ],
)
def test_on_real_files(load: Load, content: str | bytes, name: str) -> None:
    check(load(content, name))


def test_on_the_communique(communique: Release) -> None:
    check(communique)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_on_anything(load: Load, name: str) -> None:
    for text in _texts(100 if name == "a.html" else 300, seed=7):
        try:
            release = load(text, name)
        except SourceUnreadable as error:
            assert str(error).startswith(f"{name}: ")
            continue
        check(release)
        if name == "a.txt":
            assert release.text == text.removeprefix("\ufeff")
