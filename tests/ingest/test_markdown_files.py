"""Markdown becomes the words that a reader sees."""

from ingest_helpers import Load, words

from domain import Kind

PAGE = """---
title: x
---
# Le **titre** du plan

Le ministre a [annoncé](https://x.ca/a_(b)) un *plan* ambitieux, `net` et
sans détour. Voir snake_case_name et 2 * 3 * 4.

Section deux
------------

- un **point**
  qui continue
- [ ] deux
1. Trois

| A | B |
|---|---|
| 1 | 2 |

> Citation « longue ».
> Suite.

<!-- caché -->
![image](img.png)

---

### Section trois ###

Fin\\* de <b>page</b>: <https://x.ca>.
"""


def test_a_page(load: Load) -> None:
    for content in (PAGE, PAGE.replace("\n", "\r\n")):
        release = load(content, "page.md")
        assert [(s.kind, release.text[s.start : s.end]) for s in release.sentences] == [
            (Kind.TITLE, "Le titre du plan"),
            (Kind.SENTENCE, "Le ministre a annoncé un plan ambitieux, net et sans détour."),
            (Kind.SENTENCE, "Voir snake_case_name et 2 * 3 * 4."),
            (Kind.HEADING, "Section deux"),
            (Kind.ITEM, "un point qui continue"),
            (Kind.ITEM, "deux"),
            (Kind.ITEM, "Trois"),
            (Kind.ITEM, "A | B"),
            (Kind.ITEM, "1 | 2"),
            (Kind.SENTENCE, "Citation « longue »."),
            (Kind.SENTENCE, "Suite."),
            (Kind.HEADING, "Section trois"),
            (Kind.SENTENCE, "Fin* de page: https://x.ca."),
        ]
        assert release.title == "Le titre du plan"
        assert release.sentences[-1].section == "Section trois"


def test_code_keeps_its_marks(load: Load) -> None:
    release = load("Un mot.\n\n```\n# pas un titre\n- pas une liste\n```\n", "code.md")
    assert not release.headings
    assert "# pas un titre" in release.text


def test_only_the_first_top_heading_is_the_title(load: Load) -> None:
    release = load("# Un\n\nPhrase une.\n\n# Deux\n\nPhrase deux.\n", "two.md")
    assert (release.title, release.headings) == ("Un", ("Deux",))


def test_footnotes_are_read_and_definitions_of_links_are_not(load: Load) -> None:
    page = "# Titre\n\nIl coûte 3 M$[^1]. Voir [le plan][p].\n\n[p]: https://x.example 'Le plan'\n[^1]: En dollars de 2024.\n"
    assert words(load(page, "a.md"))[1:] == [
        "Il coûte 3 M$.",
        "Voir le plan.",
        "En dollars de 2024.",
    ]
