"""A newsroom's web server on this machine, for the tests: real sockets, real HTTP."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from config import Settings, load_settings

WEB = Path(__file__).with_name("web")  # pages of our own writing, in the shapes of real sites


@dataclass
class Page:
    """What one path answers. With `etag` or `modified` set, conditional requests are honoured."""

    body: bytes | str = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    etag: str | None = None
    modified: str | None = None
    send: Callable[[BaseHTTPRequestHandler], None] | None = None  # writes raw bytes instead


@dataclass
class Newsroom:
    """Pages by path, and the requests that came: (path, headers) in order."""

    pages: dict[str, Page | list[Page]] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    port: int = 0

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def at(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def asked(self) -> list[str]:
        """The paths that were asked for, robots.txt left out."""
        return [path for path, _ in self.requests if path != "/robots.txt"]

    def answer(self, path: str) -> Page:
        page = self.pages.get(path) or self.pages.get(path.split("?")[0], Page("not here", 404))
        if isinstance(page, list):  # one answer after the other, the last one for good
            return page.pop(0) if len(page) > 1 else page[0]
        return page


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        newsroom = self.server.newsroom
        newsroom.requests.append((self.path, dict(self.headers)))
        page = newsroom.answer(self.path)
        if page.send is not None:
            page.send(self)
            self.close_connection = True
            return
        same = (page.etag and self.headers.get("If-None-Match") == page.etag) or (
            page.modified and self.headers.get("If-Modified-Since") == page.modified
        )
        body = page.body.encode() if isinstance(page.body, str) else page.body
        status, body = (304, b"") if same else (page.status, body)
        self.send_response(status)
        names = {"ETag": page.etag, "Last-Modified": page.modified, "Content-Type": page.kind}
        for name, value in ({k: v for k, v in names.items() if v} | page.headers).items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    newsroom: Newsroom
    daemon_threads = True

    def handle_error(self, *arguments: object) -> None:
        """A client that hung up is part of some tests."""


@contextmanager
def open_newsroom(tls: ssl.SSLContext | None = None) -> Iterator[Newsroom]:
    newsroom = Newsroom()
    server = _Server(("127.0.0.1", 0), _Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    server.newsroom = newsroom
    newsroom.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield newsroom
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def reachable(newsroom: Newsroom, library: Path, **more: object) -> Settings:
    """Settings that allow this newsroom, wait for nothing and write to `library`."""
    return load_settings(
        **{
            "library": library,
            "private_hosts": [newsroom.host],
            "fetch_pause": 0.0,
            "fetch_timeout": 10.0,
        }
        | more
    )


def simple_page(words: str, title: str = "Un titre", head: str = "") -> str:
    """A small page whose content is marked."""
    return (
        f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{title}</title>{head}'
        f"</head><body><main><h1>{title}</h1><p>OTTAWA, le 3 mai 2023 /CNW/ - {words} Le ministre "
        "a parlé de la coopération entre les deux pays.</p></main></body></html>"
    )
