"""Web addresses as names of releases: one spelling for one page. Nothing is fetched here."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_TRACKING = ("utm_", "fbclid", "gclid", "mc_", "cmpid")


def is_official(url: str | None, hosts: Sequence[str]) -> bool:
    """Whether an address lies at one of `hosts` or below one: "gc.ca" takes in "www.gc.ca"."""
    host = (urlsplit(url).hostname or "") if url else ""
    return any(host == each or host.endswith("." + each) for each in hosts)


def canonical_url(value: str) -> str | None:
    """One spelling of a web address: https, host in lower case, no fragment, no tracking
    parameters, no slash at the end. None when it is no http(s) address."""
    value = value.strip()
    if "://" not in value:
        value = "https://" + value
    try:
        parts = urlsplit(value)
        host = parts.hostname
        port = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or "." not in host:
        return None
    if any(char.isspace() for char in value):
        return None
    query = [
        pair
        for pair in parse_qsl(parts.query, keep_blank_values=True)
        if not pair[0].lower().startswith(_TRACKING)
    ]
    netloc = host if port in (None, 80, 443) else f"{host}:{port}"
    return urlunsplit(("https", netloc, parts.path.rstrip("/"), urlencode(query), ""))
