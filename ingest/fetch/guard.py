"""Which addresses may be fetched at all: nothing on this machine, nothing on a private network.

An address is judged twice. As written, before anything is asked of the network (scheme, user
name, port, numbers in disguise); and as resolved, by the transport, at the moment it connects:
the address that was judged is the one connected to, so a name that resolves differently a second
time gains nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

LONGEST = 2000  # characters
_PORTS = frozenset({80, 443})
_SYSTEM_PORTS = 1024  # ports below belong to mail, databases, shells …
_ODD = re.compile(r"[\x00-\x20\x7f\\]")
_NUMBERS = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+))*\.?", re.IGNORECASE)
_HOST = re.compile(r"[\w.-]+|\[[0-9a-f:.]+\]", re.IGNORECASE)
_NAT64 = IPv6Network("64:ff9b::/96")


def check_address(address: str, private_hosts: Collection[str] = ()) -> None:
    """ValueError, with the reason, unless this may be asked of the network as it is written."""
    if len(address) > LONGEST:
        raise ValueError(f"an address of {len(address)} characters; at most {LONGEST} are read")
    if _ODD.search(address):
        raise ValueError("holds spaces, control characters or a backslash; write it out as %20 …")
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError("no valid web address; check its host and port") from None
    if parts.scheme.lower() not in ("http", "https"):
        raise ValueError(f"{parts.scheme or 'this'}: is not fetched; only http and https are")
    if "@" in parts.netloc:
        raise ValueError("holds a user name, which hides the host; give the address without it")
    bracketed = f"[{host}]" if ":" in host else host
    if not _HOST.fullmatch(bracketed):
        raise ValueError("names no host that can be asked; check the address")
    if is_private(host, port, private_hosts):
        return
    if port is not None and port not in _PORTS and port < _SYSTEM_PORTS:
        raise ValueError(f"port {port} serves no web pages; give the address of a page")
    literal = _literal(host)
    if literal is not None:
        check_ip(literal)
    elif _NUMBERS.fullmatch(host):
        raise ValueError("its host is a number in disguise; give the host by its name")


def is_private(host: str, port: int | None, private_hosts: Collection[str]) -> bool:
    """Whether the settings allow this host although it may lie on a private network."""
    host = host.lower().rstrip(".")
    allowed = {name.lower() for name in private_hosts}
    return host in allowed or f"{host}:{port}" in allowed


def check_ip(ip: IPv4Address | IPv6Address) -> None:
    """ValueError unless this is an address of the public internet."""
    for inner in _carried(ip) or (ip,):
        local = inner.is_reserved or inner.is_multicast or getattr(inner, "is_site_local", False)
        if local or not inner.is_global:
            raise ValueError(
                f"leads to {ip}, which is this machine or a private network; if it is meant, "
                "name its host in DEPECHE_PRIVATE_HOSTS"
            )


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host.split("%")[0])
    except ValueError:
        return None


def _carried(ip: IPv4Address | IPv6Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses that an IPv6 address carries inside: mapped, 6to4, Teredo, NAT64."""
    if isinstance(ip, IPv4Address):
        return ()
    nat64 = IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None
    carried = (ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ()), nat64)
    return tuple(inner for inner in carried if inner is not None)
