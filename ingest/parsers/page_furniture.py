"""What stands around a release on its page: menus, sharing bars, link lists, keywords, surveys."""

from __future__ import annotations

import re
from collections.abc import Collection

from lxml import etree

from ingest.contacts import LABEL
from ingest.parsed import Block, Role
from ingest.phrases import SOURCE

_TAGS = frozenset("nav aside footer form dialog menu".split())
_NAMES = re.compile(
    r"(?:\A|[\s_-])(?:share|sharing|social|breadcrumbs?|cookies?|menu|sidebar|newsletter|subscribe"
    r"|adverts?|promo|skip|pagination|comments|toolbar|modal|popup|pagedetails|swaping|datetime"
    r"|topics?|components?|keywords|tags|survey|feedback|helpful|also|related|recommended|purl"
    r"|last[_-]updated|updated[_-]date|release[_-]footer|usa-banner|print|fn-rtn)(?:\Z|[\s_-])",
    re.IGNORECASE,
)
_MOST = 0.4  # of the page's letters: what holds more is content, whatever its class says
# Sections of links and labels; they end where something else begins.
_HEADING = re.compile(
    r"(?:related (?:links?|content|information|news|releases)|associated links?|liens? connexes?"
    r"|contenu connexe|topics?|components?|keywords?|mots[- ]clés|sujets?|also from this source"
    r"|également de cette source|organization profile|profil de l['’]entreprise"
    r"|search for related information by keyword|recherche d['’]information connexe par mots[- ]"
    r"clés)\s*:?.{0,80}\Z",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"(?:press release number|last updated|updated|date modified|date de modification"
    r"|was this page helpful|cette page vous a-t-elle été utile"
    r"|(?:news provided by|nouvelles fournies par))\b.{0,120}\Z",
    re.IGNORECASE,
)


def is_furniture(element: etree._Element, letters: int) -> bool:
    """Whether an element of a page of so many letters is no part of the release."""
    if is_footnotes(element) or _is_attribution(element):
        return False
    named = f"{element.get('class', '')} {element.get('id', '')}"
    return bool(
        (element.tag in _TAGS or _NAMES.search(named))
        and len(element.text_content()) < _MOST * letters
    )


def is_footnotes(element: etree._Element) -> bool:
    """Footnotes belong to the release, also where the page puts them into an <aside>."""
    return "wb-fnote" in element.get("class", "").split() or element.get("role") in (
        "note",
        "doc-endnotes",
        "doc-footnote",
    )


def is_note_mark(element: etree._Element) -> bool:
    """The raised number of a footnote, or its repetition before the note itself."""
    if element.tag == "sup":
        return element.find(".//a[@href]") is not None
    return element.tag == "dt" and any(is_footnotes(parent) for parent in element.iterancestors())


def _is_attribution(element: etree._Element) -> bool:
    """The footer of a quotation names the one who is quoted."""
    return element.tag == "footer" and any(
        parent.tag in ("blockquote", "figure") for parent in element.iterancestors()
    )


def without_link_lists(text: str, blocks: list[Block], linked: Collection[int]) -> list[Block]:
    """The blocks less sections of links and the page's remarks about itself.

    `linked` are the starts of blocks that are nothing but links.
    """
    kept: list[Block] = []
    in_list = False
    for block in blocks:
        words = text[block.start : block.end]
        if block.role is not Role.TITLE and _HEADING.match(words) and _is_short(words):
            in_list = True
            continue
        if in_list and (block.start in linked or words.lower().startswith(("http", "www."))):
            continue
        if in_list and _is_label(block, words):
            continue
        in_list = False
        if not (block.role is not Role.TITLE and _ALONE.match(words) and _is_short(words)):
            kept.append(block)
    return kept


def _is_short(words: str) -> bool:
    return len(words.split()) <= 12 and not words.endswith((".", "!"))


def _is_label(block: Block, words: str) -> bool:
    """A line under a heading of keywords that is neither heading, source nor contact."""
    return (
        block.role in (Role.PARAGRAPH, Role.ITEM)
        and len(words.split()) <= 6
        and not words.endswith((".", "!", "?", ":", "»", "”"))
        and not SOURCE.match(words)
        and not LABEL.match(words)
    )
