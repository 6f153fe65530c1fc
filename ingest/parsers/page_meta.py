"""What a web page declares about itself: title, address, language, day, translations."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin

from lxml import etree

from ingest.addresses import canonical_url
from ingest.dates import find_date, read_iso
from ingest.parsed import one_line, visible

_DAY_NAMES = (
    "article:published_time",
    "dcterms.issued",
    "dc.date.issued",
    "datepublished",
    "dcterms.date",
    "dc.date",
    "date",
)
_STAMPS = frozenset(("mb-no", "datetime"))
_SITE = re.compile(r"\s+(?:[|–—]|-)\s+[^|–—]{2,60}\Z")  # " - Canada.ca", " | CNW"


@dataclass(frozen=True, slots=True)
class PageMeta:
    """The declared metadata; None where the page says nothing."""

    title: str | None
    language: str | None
    url: str | None
    published: date | None
    translations: tuple[str, ...]


def read_metadata(root: etree._Element) -> PageMeta:
    """Read the head (and the first h1) of a page that was parsed whole."""
    meta: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        if name and element.get("content"):
            meta.setdefault(name.lower(), element.get("content"))
    links = [(element.get("rel", "").lower().split(), element) for element in root.iter("link")]
    canonical = next((link.get("href", "") for rel, link in links if "canonical" in rel), "")
    url = _absolute(canonical) or _absolute(meta.get("og:url", ""))
    language = _language(root, meta)
    return PageMeta(
        title=_title(root, meta),
        language=language,
        url=url,
        published=_published(root, meta),
        translations=_translations(root, url, language),
    )


def _translations(root: etree._Element, url: str | None, language: str | None) -> tuple[str, ...]:
    """The same page in other languages: alternates of the head, else links that say hreflang."""
    named = [link for link in root.iter("link") if "alternate" in link.get("rel", "").lower()]
    marked = [link for link in named if link.get("hreflang") not in (None, "x-default")]
    if not marked and language:
        marked = [
            link
            for link in root.iter("a")
            if link.get("hreflang", language).lower()[:2] not in ("", language)
        ]
    found = (_absolute(link.get("href", ""), url) for link in marked)
    return tuple(dict.fromkeys(address for address in found if address and address != url))


def _absolute(href: str, base: str | None = None) -> str | None:
    """The canonical address of a link; None when it is none that can be told."""
    try:
        href = urljoin(base, href.strip()) if base else href.strip()
    except ValueError:
        return None
    return canonical_url(href) if href.lower().startswith(("http:", "https:")) else None


def _title(root: etree._Element, meta: dict[str, str]) -> str | None:
    heading = root.find(".//h1")
    if heading is not None and one_line(heading.text_content()):
        return one_line(visible(heading.text_content()))
    if one_line(meta.get("og:title", "")):
        return one_line(visible(meta["og:title"]))
    title = root.findtext(".//title")
    return (_SITE.sub("", one_line(visible(title))) or None) if title else None


def _language(root: etree._Element, meta: dict[str, str]) -> str | None:
    declared = root.get("lang") or meta.get("dcterms.language") or meta.get("og:locale") or ""
    short = declared.strip().lower()[:2]
    return short if short in ("fr", "en") else None


def _published(root: etree._Element, meta: dict[str, str]) -> date | None:
    for name in _DAY_NAMES:
        day = read_iso(meta.get(name, ""))
        if day:
            return day
    for script in root.iterfind(".//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue  # a broken script says nothing; the page is still readable
        for item in data if isinstance(data, list) else [data]:
            value = item.get("datePublished") if isinstance(item, dict) else None
            if isinstance(value, str) and read_iso(value):
                return read_iso(value)
    stamp = root.find(".//time[@datetime]")
    if stamp is not None and read_iso(stamp.get("datetime")):
        return read_iso(stamp.get("datetime"))
    for element in root.iter("p", "span", "div"):  # CNW: "16 mai 2024, 14:05 ET"
        if not _STAMPS.isdisjoint(element.get("class", "").lower().split()):
            return find_date(one_line(element.text_content())[:80])
    return None
