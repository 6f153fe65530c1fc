"""What a server sent: a list of pages, or a document that one of the parsers reads.

The bytes are asked first, then the Content-Type, then the address: servers err about types.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from ingest.fetch.body import collected, unpacked
from ingest.fetch.client import Answer
from ingest.fetch.lists import Listing, read_json, read_xml

_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"
_DECLARATION = re.compile(rb"\s*<\?xml[^>]*\?>", re.IGNORECASE)
_PAGE = re.compile(rb"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml\b|(?:\xff\xfe|\xfe\xff)\0?<\0?\?", re.IGNORECASE)
_LIST = re.compile(rb"\s*<(?:\w+:)?(?:feed|rss|rdf|urlset|sitemapindex)\b", re.IGNORECASE)
_HEAD = 2000  # bytes
_SUFFIX_OF = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "message/rfc822": ".eml",
}
_BY_NAME = frozenset((".txt", ".text", ".md", ".html", ".htm", ".pdf", ".docx", ".eml"))


def listing_of(answer: Answer, max_mb: int) -> Listing | None:
    """The list in an answer, None when it is no list; ValueError when it is a damaged one."""
    body = answer.body or b""
    if body.startswith(_GZIP):  # sitemap.xml.gz
        body = collected(unpacked([body]), max_mb)
    head = body[:_HEAD]
    if _is_page(head):
        return None
    if "json" in answer.content_type or head.lstrip().startswith(b'{"feed"'):
        listing = read_json(body, answer.address)
        if listing is None:
            raise ValueError("JSON that is no list of news; give the address of a feed")
        return listing
    if (
        "xml" in answer.content_type
        or _XML.match(head.removeprefix(_BOM))
        or _LIST.match(_content(head))
    ):
        listing = read_xml(body, answer.address)
        if listing is None:
            raise ValueError("XML that is no feed and no sitemap; give the address of one")
        return listing
    return None


def suffix_of(answer: Answer) -> str:
    """Which parser reads a document, as the ending of a file's name."""
    body = answer.body or b""
    named = PurePosixPath(urlsplit(answer.address).path).suffix.lower()
    if body.startswith(b"%PDF-"):
        return ".pdf"
    if body.startswith(b"PK\x03\x04"):
        return ".docx"
    if _is_page(body[:_HEAD]):
        return ".html"
    if answer.content_type in ("", "text/plain", "application/octet-stream") and named in _BY_NAME:
        return named
    return _SUFFIX_OF.get(answer.content_type, ".txt")


def _is_page(head: bytes) -> bool:
    """Whether this begins as HTML does, XHTML with its XML declaration included."""
    return bool(_PAGE.match(_content(head)))


def _content(head: bytes) -> bytes:
    """`head` from its first element or document type on: declaration and comments passed over."""
    head = head.removeprefix(_BOM)
    declaration = _DECLARATION.match(head)
    head = head[declaration.end() :] if declaration else head
    while head.lstrip().startswith(b"<!--") and b"-->" in head:
        head = head.split(b"-->", 1)[1]
    return head
