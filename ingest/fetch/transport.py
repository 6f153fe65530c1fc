"""The way to the network: connects to addresses that were judged, and never past a deadline.

httpx asks httpcore for connections; httpcore asks the backend here, once for each connection. The
name is resolved once, every address it resolves to is judged, and the connection goes to one of
those very addresses. Host header, SNI and certificate check keep the name.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from ipaddress import ip_address
from typing import Any

import httpcore
import httpx

from errors import SourceUnreachable
from ingest.fetch.guard import check_ip, is_private

Resolve = Callable[[str, int], list[str]]
_MOMENT = 0.02  # seconds: a timeout may fire this much before its time
_CONNECT = 10.0  # seconds: a server that is there answers sooner


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host, as the system gives them; OSError when there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Deadline:
    """When the request under way has to be done."""

    def __init__(self) -> None:
        self._at = float("inf")

    def start(self, seconds: float) -> None:
        """Begin to count."""
        self._at = time.monotonic() + seconds

    def remaining(self, wanted: float | None = None) -> float:
        """Seconds left, at most `wanted`; SourceUnreachable when there are none."""
        left = self._at - time.monotonic()
        if left <= _MOMENT:
            raise SourceUnreachable("took too long to answer; try again later")
        return left if wanted is None else min(left, wanted)


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to public addresses only, and to those of `private_hosts`."""

    def __init__(
        self, deadline: Deadline, private_hosts: Collection[str] = (), resolve: Resolve = resolve
    ) -> None:
        self._deadline = deadline
        self._private_hosts = private_hosts
        self._resolve = resolve
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to one of the addresses that `host` has at this moment."""
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} is not known") from error
        if not is_private(host, port, self._private_hosts):
            for address in addresses:
                _judge(address)
        problem: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses:
            seconds = self._deadline.remaining(_CONNECT)
            try:
                stream = self._backend.connect_tcp(address, port, seconds, local_address)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
            else:
                return _TimedStream(stream, self._deadline)
        raise problem


def _judge(address: str) -> None:
    try:
        check_ip(ip_address(address.split("%")[0]))
    except ValueError as error:
        raise SourceUnreachable(str(error)) from None


class _TimedStream(httpcore.NetworkStream):
    """A connection on which nothing lasts longer than the deadline, however slowly it drips."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.remaining(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.remaining(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        seconds = self._deadline.remaining(timeout)
        secured = self._stream.start_tls(ssl_context, server_hostname, seconds)
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class GuardedTransport(httpx.BaseTransport):
    """httpx over the guarded backend; errors are httpcore's own."""

    def __init__(self, backend: GuardedBackend) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),  # SSL_CERT_FILE names another authority
            max_connections=4,
            network_backend=backend,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the body is read as it comes."""
        url = request.url
        response = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Body(response),
            extensions=response.extensions,
        )

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()
