"""Lists of pages: Atom, RSS, sitemaps and the JSON of canada.ca's news interface.

XML is read without entities, document types or network. A list that names nothing is an answer
like any other. Errors are `ValueError`s that say what is wrong with the list.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from ingest.dates import eastern_day
from ingest.parsed import one_line

# The news interface writes links relative to the site that shows the pages.
_SITES = {"api.io.canada.ca": "https://www.canada.ca/"}
MOST = 50_000  # entries: what the sitemap protocol allows in one file


@dataclass(frozen=True, slots=True)
class Entry:
    """One page that a list names: its address as written there made absolute, and its day."""

    address: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list says: pages, further lists that belong to it, entries without an address."""

    entries: tuple[Entry, ...] = ()
    lists: tuple[str, ...] = ()
    nameless: int = 0


def read_xml(body: bytes, address: str) -> Listing | None:
    """The listing in a feed or sitemap that came from `address`; None when it is no such XML."""
    root = _tree(body)
    match _name(root):
        case "feed":
            return _atom(root, address)
        case "rss" | "RDF":
            return _rss(root, address)
        case "urlset":
            return _sitemap(root, address)
        case "sitemapindex":
            found = (_joined(address, _text(item, "loc")) for item in _all(root, "sitemap"))
            return Listing(lists=tuple(dict.fromkeys(found)))
    return None


def read_json(body: bytes, address: str) -> Listing | None:
    """The listing in canada.ca's JSON (`{"feed": {"entry": […]}}`); None when it is none."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise ValueError("damaged JSON; try again later") from None
    feed = data.get("feed") if isinstance(data, dict) else None
    if not isinstance(feed, dict):
        return None
    entries = [entry for entry in _several(feed.get("entry") or []) if isinstance(entry, dict)]
    found = [(next(_json_links(entry), ""), _json_day(entry)) for entry in entries]
    return _listing(found, _site(address))


def _tree(body: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"damaged XML ({one_line(str(error))[:120]}); try again later") from None
    document = root.getroottree().docinfo.internalDTD
    if document is not None and next(document.iterentities(), None) is not None:
        raise ValueError("XML that defines entities, which are not read; it is no honest list")
    return root


# Atom, RSS, sitemaps


def _atom(root: etree._Element, address: str) -> Listing:
    base = _base(root, _site(address))
    found = []
    for entry in _all(root, "entry"):
        link = _link(entry, "alternate") or _link(entry, None)
        if not link and _text(entry, "id").lower().startswith(("http:", "https:")):
            link = _text(entry, "id")
        day = _text(entry, "published") or _text(entry, "updated")
        found.append((link and _joined(_base(entry, base), link), eastern_day(day)))
    more = (_link(root, "next"), _link(root, "prev-archive"))
    return _listing(found, base, tuple(_joined(base, link) for link in more if link))


def _link(element: etree._Element, rel: str | None) -> str:
    for link in _all(element, "link"):
        if link.get("rel", "alternate" if rel else None) == rel:
            return link.get("href", "").strip()
    return ""


def _rss(root: etree._Element, address: str) -> Listing:
    channel = next(_all(root, "channel"), root)
    base = _base(channel, _base(root, _site(address)))
    found = []
    for item in (*_all(channel, "item"), *(_all(root, "item") if channel is not root else ())):
        link = _text(item, "link")
        guid = next(_all(item, "guid"), None)
        if not link and guid is not None and guid.get("isPermaLink", "true") == "true":
            link = (guid.text or "").strip()
        found.append((link, eastern_day(_text(item, "pubDate") or _text(item, "date"))))
    return _listing(found, base)


def _sitemap(root: etree._Element, address: str) -> Listing:
    return _listing(
        [(_text(item, "loc"), eastern_day(_text(item, "lastmod"))) for item in _all(root, "url")],
        address,
    )


def _listing(
    found: list[tuple[str, date | None]], base: str, lists: tuple[str, ...] = ()
) -> Listing:
    if len(found) > MOST:
        raise ValueError(f"names {len(found)} pages; at most {MOST} are read")
    entries: dict[str, Entry] = {}
    for link, day in found:
        if link:
            address = _joined(base, link)
            entries.setdefault(address, Entry(address, day))
    nameless = sum(1 for link, _ in found if not link)
    return Listing(tuple(entries.values()), lists, nameless)


# XML without its namespaces


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _all(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in element if _name(child) == name)


def _text(element: etree._Element, name: str) -> str:
    child = next(_all(element, name), None)
    return one_line(child.text or "") if child is not None else ""


def _joined(base: str, link: str) -> str:
    """`link` made absolute; unchanged when it is no address, which the fetching of it tells."""
    try:
        return urljoin(base, link)
    except ValueError:
        return link


def _site(address: str) -> str:
    """What relative links of a list at `address` belong to."""
    host = urlsplit(address).hostname or ""
    return _SITES.get(host, address)


def _base(element: etree._Element, address: str) -> str:
    return _joined(address, element.get("{http://www.w3.org/XML/1998/namespace}base", ""))


# canada.ca's JSON, which was made from its Atom


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _json_links(entry: dict[str, Any]) -> Iterator[str]:
    """The addresses under "link": a string, an object with "href", or several of them."""
    for link in _several(entry.get("link")):
        value = (link.get("href") or link.get("@href")) if isinstance(link, dict) else link
        if isinstance(value, str) and value.strip():
            yield value.strip()


def _json_day(entry: dict[str, Any]) -> date | None:
    for name in ("publishedDate", "published", "updated"):
        if isinstance(entry.get(name), str):
            return eastern_day(entry[name])
    return None
