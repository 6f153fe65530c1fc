"""Addresses and servers that mean harm. Each row ends as docs/security.md says it does."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import trustme
from newsroom import Newsroom, Page, open_newsroom, reachable

from config import load_settings
from errors import SourceUnreachable
from ingest.fetch.client import ATTEMPTS, Client
from ingest.fetch.guard import check_address

PRIVATE = "this machine or a private network"

ADDRESSES = {
    "loopback": ("http://127.0.0.1/", PRIVATE),
    "all of 127": ("http://127.8.9.1/", PRIVATE),
    "loopback v6": ("http://[::1]/", PRIVATE),
    "this host": ("http://0.0.0.0/", PRIVATE),
    "unspecified v6": ("http://[::]/", PRIVATE),
    "ten": ("http://10.0.0.8/", PRIVATE),
    "172.16": ("http://172.16.4.1/", PRIVATE),
    "192.168": ("http://192.168.1.1/admin", PRIVATE),
    "carrier NAT": ("http://100.64.0.1/", PRIVATE),
    "link-local, the metadata of clouds": ("http://169.254.169.254/latest/meta-data/", PRIVATE),
    "link-local v6": ("http://[fe80::1]/", PRIVATE),
    "unique local v6": ("http://[fd00::1]/", PRIVATE),
    "site-local v6": ("http://[fec0::1]/", PRIVATE),
    "multicast": ("http://224.0.0.1/", PRIVATE),
    "broadcast": ("http://255.255.255.255/", PRIVATE),
    "reserved": ("http://240.0.0.1/", PRIVATE),
    "documentation": ("http://192.0.2.1/", PRIVATE),
    "mapped": ("http://[::ffff:127.0.0.1]/", PRIVATE),
    "mapped, in hex": ("http://[::ffff:7f00:1]/", PRIVATE),
    "compatible": ("http://[::127.0.0.1]/", PRIVATE),
    "6to4": ("http://[2002:7f00:1::]/", PRIVATE),
    "NAT64": ("http://[64:ff9b::a00:1]/", PRIVATE),
    "Teredo": ("http://[2001:0:c000:201:0:0:80ff:fffe]/", PRIVATE),
    "decimal": ("http://2130706433/", "a number in disguise"),
    "hexadecimal": ("http://0x7f000001/", "a number in disguise"),
    "octal": ("http://017700000001/", "a number in disguise"),
    "octal parts": ("http://0177.0.0.1/", "a number in disguise"),
    "mixed parts": ("http://0x7f.0.0.0x1/", "a number in disguise"),
    "short": ("http://127.1/", "a number in disguise"),
    "user name": ("http://www.canada.ca@127.0.0.1/", "user name"),
    "user name with port": ("http://www.canada.ca:80@10.0.0.1:80/", "user name"),
    "backslash": ("http://www.canada.ca\\@127.0.0.1/", "backslash"),
    "line break": ("http://www.canada.ca/\r\nHost: x", "control characters"),
    "tab": ("http://127.0.0.1\t.canada.ca/", "control characters"),
    "file": ("file:///etc/passwd", "only http and https"),
    "file on a host": ("file://127.0.0.1/etc/passwd", "only http and https"),
    "ftp": ("ftp://ftp.example.org/a.txt", "only http and https"),
    "gopher": ("gopher://127.0.0.1:6379/_FLUSHALL", "only http and https"),
    "data": ("data:/text/html,<p>x</p>", "only http and https"),
    "javascript": ("javascript://x/%0aalert(1)", "only http and https"),
    "no host": ("http:///a", "names no host"),
    "strange host": ("http://a$b.example/", "names no host"),
    "port of mail": ("http://www.canada.ca:25/", "port 25"),
    "port of shells": ("https://www.canada.ca:22/", "port 22"),
    "no such port": ("http://www.canada.ca:99999/", "no valid web address"),
    "broken bracket": ("http://[::1/", "no valid web address"),
    "too long": ("http://www.canada.ca/" + "a" * 5000, "5021 characters"),
}  # fmt: skip


@pytest.mark.parametrize("name", ADDRESSES)
def test_an_address_is_refused_as_written(name: str) -> None:
    address, said = ADDRESSES[name]
    with pytest.raises(ValueError, match=said):
        check_address(address)


@pytest.mark.parametrize("name", ADDRESSES)
def test_and_nothing_is_asked_of_the_network(name: str, tmp_path: Path) -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise AssertionError("the network was asked")

    with (
        Client(load_settings(library=tmp_path), resolve=resolve) as client,
        pytest.raises(SourceUnreachable),
    ):
        client.get(ADDRESSES[name][0])


@pytest.mark.parametrize(
    "address",
    [
        "https://www.canada.ca/fr/nouvelles.html",
        "http://93.184.216.34/",
        "https://[2606:2800:220:1::1]:8443/a",
        "https://xn--qubec-csa.example/",
        "https://québec.example/é?q=1",
        "http://news.example:8080/",
    ],
)
def test_honest_addresses_pass(address: str) -> None:
    check_address(address)


def test_private_hosts_are_exactly_those_named() -> None:
    check_address("http://intranet:8080/", ["Intranet:8080"])
    check_address("http://127.0.0.1:9000/", ["127.0.0.1"])
    with pytest.raises(ValueError, match=PRIVATE):
        check_address("http://127.0.0.1:9001/", ["127.0.0.1:9000"])


# What names resolve to


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["::1"],
        ["::ffff:10.0.0.1"],
        ["fe80::1%eth0"],
        ["93.184.216.34", "127.0.0.1"],  # one public address does not make up for the other
    ],
    ids=" and ".join,
)
def test_a_public_name_that_leads_inside(addresses: list[str], tmp_path: Path) -> None:
    settings = load_settings(library=tmp_path, fetch_pause=0.0)
    with (
        Client(settings, resolve=lambda host, port: addresses) as client,
        pytest.raises(SourceUnreachable, match=PRIVATE),
    ):
        client.get("http://news.example/a")


def test_a_name_is_resolved_once_and_that_address_is_used(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    """DNS rebinding: what was judged is what is connected to, so a second answer changes nothing."""
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["192.0.2.1"]

    newsroom.pages |= {"/robots.txt": Page("", kind="text/plain"), "/a": Page("<p>a</p>")}
    host = f"news.example:{newsroom.port}"
    settings = reachable(newsroom, tmp_path, private_hosts=[host])
    with Client(settings, resolve=resolve) as client:
        assert client.get(f"http://{host}/a").body == b"<p>a</p>"
    assert asked == ["news.example"]
    assert newsroom.requests[-1][1]["Host"] == host  # the name stays in the request


def test_the_certificate_is_that_of_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("news.example").configure_cert(context)
    named: list[str | None] = []
    context.sni_callback = lambda connection, name, _: named.append(name)
    with open_newsroom(context) as newsroom:
        newsroom.pages |= {
            "/a": Page("<p>a</p>"),
            "/down": Page("", 302, headers={"Location": f"http://{newsroom.host}/a"}),
        }
        hosts = [f"{name}:{newsroom.port}" for name in ("news.example", "other.example")]
        settings = reachable(newsroom, tmp_path, private_hosts=[*hosts, newsroom.host])
        with Client(settings, resolve=lambda host, port: ["127.0.0.1"]) as client:
            assert client.get(f"https://{hosts[0]}/a").body == b"<p>a</p>"
            assert set(named) == {"news.example"}
            with pytest.raises(SourceUnreachable, match=r"cannot be reached .*certificate"):
                client.get(f"https://{hosts[1]}/a")
            with pytest.raises(SourceUnreachable, match="which is not encrypted"):
                client.get(f"https://{hosts[0]}/down")


# Redirects


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("http://127.0.0.1/", PRIVATE),
        ("http://127.0.0.1:6379/", PRIVATE),
        ("http://169.254.169.254/latest/", PRIVATE),
        ("//10.0.0.1/", PRIVATE),
        ("http://2130706433/", "a number in disguise"),
        ("http://user@news.example/", "user name"),
        ("file:///etc/passwd", "only http and https"),
        ("gopher://127.0.0.1:6379/_x", "only http and https"),
        ("http://[broken/", "no address"),
        ("/again", "sent on more than 5 times"),
    ],
)
def test_every_hop_of_a_redirect_is_judged(
    newsroom: Newsroom, tmp_path: Path, to: str, said: str
) -> None:
    newsroom.pages |= {
        "/a": Page("", 302, headers={"Location": "/b"}),
        "/b": Page("", 302, headers={"Location": to}),
        "/again": Page("", 302, headers={"Location": "/b"}),
    }
    with (
        Client(reachable(newsroom, tmp_path)) as client,
        pytest.raises(SourceUnreachable, match=said),
    ):
        client.get(newsroom.at("/a"))


def test_a_robots_file_cannot_send_us_inside(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.pages["/robots.txt"] = Page("", 302, headers={"Location": "http://10.0.0.1/"})
    with (
        Client(reachable(newsroom, tmp_path)) as client,
        pytest.raises(SourceUnreachable, match=PRIVATE),
    ):
        client.get(newsroom.at("/a"))


# Servers

LEFT = threading.Event()


def drip(lines: bytes) -> Page:
    """Answers a byte at a time, without end."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        try:
            handler.wfile.write(lines)
            for _ in range(2000):
                handler.wfile.write(b"x")
                if LEFT.wait(0.02):
                    return
        except OSError:  # the client hung up, as it should
            return

    return Page(send=send)


def raw(answer: bytes) -> Page:
    return Page(send=lambda handler: handler.wfile.write(answer))


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
MEGABYTE = gzip.compress(bytes(1_000_000))
SERVERS = {
    "drips its body": (drip(HEAD + b"\r\n"), "took too long"),
    "drips its headers": (drip(HEAD + b"X-A: "), "took too long"),
    "drips its status": (drip(b"HTTP/1.1 2"), "took too long"),
    "says how large it is": (
        raw(HEAD + b"Content-Length: 99999999999\r\n\r\n"),
        "more than the 1 MB",
    ),
    "never ends": (Page(bytes(3_000_000)), "more than the 1 MB"),
    "gzip bomb": (
        Page(gzip.compress(bytes(50_000_000)), headers={"Content-Encoding": "gzip"}),
        "more than the 1 MB",
    ),
    "gzip bomb of many members": (
        Page(MEGABYTE * 40, headers={"Content-Encoding": "gzip"}),
        "more than the 1 MB",
    ),
    "gzip in gzip": (
        Page(gzip.compress(MEGABYTE), headers={"Content-Encoding": "gzip, gzip"}),
        "was not asked for",
    ),
    "deflate, which was not asked for": (
        Page(zlib.compress(b"x"), headers={"Content-Encoding": "deflate"}),
        "was not asked for",
    ),
    "gzip that is none": (Page(b"plain", headers={"Content-Encoding": "gzip"}), "damaged gzip"),
    "gzip that is cut": (
        Page(gzip.compress(b"words" * 99)[:-9], headers={"Content-Encoding": "gzip"}),
        "ends too early",
    ),
    "breaks off": (raw(HEAD + b"Content-Length: 100\r\n\r\nabc"), "broke off"),
    "hangs up": (raw(b""), "broke off"),
    "speaks no HTTP": (raw(b"SSH-2.0-OpenSSH_9.6\r\n"), "no HTTP"),
    "sends headers without end": (raw(HEAD + b"X-A: " + b"a" * 300_000), "no HTTP"),
    "not modified, unasked": (Page("", 304), None),
}


@pytest.fixture(scope="module")
def servers() -> Iterator[Newsroom]:
    with open_newsroom() as opened:
        for number, (page, _) in enumerate(SERVERS.values()):
            opened.pages[f"/{number}"] = page
        yield opened
        LEFT.set()


@pytest.mark.parametrize("name", SERVERS)
def test_a_hostile_server(servers: Newsroom, tmp_path: Path, name: str) -> None:
    said = SERVERS[name][1]
    settings = reachable(
        servers, tmp_path, fetch_timeout=1.0 if "drips" in name else 30.0, max_source_mb=1
    )
    path = f"/{list(SERVERS).index(name)}"
    with Client(settings) as client:
        if said is None:
            assert client.get(servers.at(path)).body is None
            return
        with pytest.raises(SourceUnreachable, match=said) as caught:
            client.get(servers.at(path))
    assert str(caught.value).startswith(servers.at(path))
    assert "\n" not in str(caught.value)


def test_a_drip_is_not_tried_again(servers: Newsroom, tmp_path: Path) -> None:
    servers.requests.clear()
    with (
        Client(reachable(servers, tmp_path, fetch_timeout=0.5)) as client,
        pytest.raises(SourceUnreachable, match="took too long"),
    ):
        client.get(servers.at("/0"))
    assert servers.asked() == ["/0"]


def test_a_port_where_nobody_listens(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    slept: list[float] = []
    settings = load_settings(library=tmp_path, private_hosts=["127.0.0.1"])
    with (
        Client(settings, sleep=slept.append) as client,
        pytest.raises(SourceUnreachable, match="cannot be reached"),
    ):
        client.get(f"http://127.0.0.1:{port}/a")
    assert len(slept) >= ATTEMPTS - 1


def test_a_wait_without_end_is_cut_short(newsroom: Newsroom, tmp_path: Path) -> None:
    slept: list[float] = []
    newsroom.pages |= {
        "/a": [Page("", 503, headers={"Retry-After": "999999999"}), Page("a")],
        "/robots.txt": Page("User-agent: *\nCrawl-delay: 999999\n", kind="text/plain"),
    }
    with Client(reachable(newsroom, tmp_path), sleep=slept.append) as client:
        assert client.get(newsroom.at("/a")).body == b"a"
    assert max(slept) <= 120.0


def test_cookies_are_not_carried(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.pages["/a"] = Page("a", headers={"Set-Cookie": "id=1"})
    with Client(reachable(newsroom, tmp_path)) as client:
        client.get(newsroom.at("/a"))
        client.get(newsroom.at("/a"))
    assert all("Cookie" not in headers for _, headers in newsroom.requests)


def test_a_proxy_of_the_environment_is_not_used(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    newsroom.pages["/a"] = Page("a")
    with Client(reachable(newsroom, tmp_path)) as client:
        assert client.get(newsroom.at("/a")).body == b"a"


def test_robots_with_a_thousand_stars(newsroom: Newsroom, tmp_path: Path) -> None:
    rule = "User-agent: *\nDisallow: /" + "a*" * 1000 + "b$\n"
    newsroom.pages |= {"/robots.txt": Page(rule, kind="text/plain"), "/" + "a" * 1500: Page("a")}
    with Client(reachable(newsroom, tmp_path)) as client:
        assert client.get(newsroom.at("/" + "a" * 1500)).body == b"a"
