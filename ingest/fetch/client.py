"""One polite request at a time: robots.txt, a pause for each host, retries, redirects, limits.

Every hop of a redirect is judged like the first address. Nothing but GET is ever sent; no cookies,
no credentials, no proxies of the environment.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from urllib.parse import urldefrag, urljoin, urlsplit

import httpcore
import httpx
from protego import Protego
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from config import Settings
from errors import SourceUnreachable
from ingest.fetch.body import collected, unpacked
from ingest.fetch.guard import check_address
from ingest.fetch.transport import Deadline, GuardedBackend, GuardedTransport, Resolve, resolve

ATTEMPTS = 4
REDIRECTS = 5
_LONGEST_WAIT = 60.0  # seconds: what a Retry-After or Crawl-delay may ask for at most
_ROBOTS_MB = 1
_MOVED = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_NOTHING = b"\n"  # a robots.txt that forbids nothing


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent: `body` is None for "not modified", `address` is where it came from.

    `fresh` is false for what is kept from an earlier request.
    """

    address: str
    body: bytes | None
    content_type: str = ""
    charset: str | None = None
    etag: str | None = None
    modified: str | None = None
    fresh: bool = True


class _Passing(SourceUnreachable):
    """A failure that may be over in a moment; `after` is how long the server asks to wait."""

    def __init__(self, message: str, status: int | None = None, after: float = 0.0) -> None:
        super().__init__(message, status)
        self.after = after


class Client:
    """GET for `ingest`; used by one thread, closed after use."""

    def __init__(
        self,
        settings: Settings,
        *,
        resolve: Resolve = resolve,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._settings = settings
        self._sleep = sleep
        self._deadline = Deadline()
        backend = GuardedBackend(self._deadline, settings.private_hosts, resolve)
        self._http = httpx.Client(
            transport=GuardedTransport(backend),
            headers={
                "User-Agent": settings.fetch_agent,
                "Accept": "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.5",
                "Accept-Encoding": "gzip",
                "Accept-Language": "fr-CA, fr;q=0.9, en-CA;q=0.9, en;q=0.8",
            },
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=settings.fetch_timeout,
            trust_env=False,
        )
        self._robots: dict[str, Protego] = {}
        self._next: dict[str, float] = {}  # host -> when it may be asked again

    def get(self, address: str, etag: str | None = None, modified: str | None = None) -> Answer:
        """The answer to a GET, redirects followed; conditional when a validator is given.

        SourceUnreachable says in one line what is wrong and what to do; its `gone` is true for
        404 and 410.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in conditions.items() if value}
        here = urldefrag(address.strip())[0]
        try:
            for _ in range(REDIRECTS + 1):
                self._check(here)
                self._ask_robots(here)
                answer = self._retried(here, headers)
                if isinstance(answer, Answer):
                    return answer
                if here.startswith("https:") and not answer.startswith("https:"):
                    raise SourceUnreachable(f"is sent on to {answer}, which is not encrypted")
                here = answer
        except SourceUnreachable as error:
            at = f" ({here})" if here != address else ""
            raise SourceUnreachable(f"{address}: {error}{at}", error.status) from None
        raise SourceUnreachable(f"{address}: is sent on more than {REDIRECTS} times; check it")

    def _check(self, address: str) -> None:
        try:
            check_address(address, self._settings.private_hosts)
        except ValueError as error:
            raise SourceUnreachable(str(error)) from None

    # Politeness

    def _ask_robots(self, address: str) -> None:
        """SourceUnreachable when the host's robots.txt does not allow this address."""
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(address))
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(origin)
        if not self._robots[origin].can_fetch(address, self._settings.fetch_agent):
            raise SourceUnreachable(
                "the site's robots.txt does not allow it; save the page and give the file"
            )

    def _read_robots(self, origin: str) -> Protego:
        here = f"{origin}/robots.txt"
        body = _NOTHING
        for _ in range(REDIRECTS + 1):
            self._check(here)
            try:
                answer = self._retried(here, {}, _ROBOTS_MB)
            except SourceUnreachable as error:
                if error.status is None:  # the site itself: it would fail for the page as well
                    raise
                if error.status >= 500:  # RFC 9309: then nothing is allowed
                    raise SourceUnreachable(f"its robots.txt cannot be read: {error}") from None
                break
            if isinstance(answer, Answer):
                body = answer.body or _NOTHING
                break
            here = answer
        return Protego.parse(body.decode("utf-8", "replace"))

    def _wait_turn(self, address: str) -> None:
        """Leave the host in peace for the pause of the settings, or for what it asks for."""
        parts = urlsplit(address)
        now = time.monotonic()
        wait = self._next.get(parts.netloc, now) - now
        if wait > 0:
            self._sleep(wait)
        robots = self._robots.get(f"{parts.scheme}://{parts.netloc}")
        asked = robots.crawl_delay(self._settings.fetch_agent) if robots else None
        pause = max(self._settings.fetch_pause, min(asked or 0.0, _LONGEST_WAIT))
        self._next[parts.netloc] = max(now, now + wait) + pause

    def _retried(self, address: str, headers: dict[str, str], max_mb: int = 0) -> Answer | str:
        return Retrying(
            stop=stop_after_attempt(ATTEMPTS),
            wait=self._back_off,
            retry=retry_if_exception_type(_Passing),
            sleep=self._sleep,
            reraise=True,
        )(self._request, address, headers, max_mb or self._settings.max_source_mb)

    def _back_off(self, state: RetryCallState) -> float:
        """2, 4, 8 times the pause, a little more by chance; longer when the server asks for it."""
        error = state.outcome.exception() if state.outcome else None
        asked = error.after if isinstance(error, _Passing) else 0.0
        own = self._settings.fetch_pause * 2**state.attempt_number * random.uniform(1.0, 1.25)
        return min(max(own, asked), _LONGEST_WAIT)

    # One request

    def _request(self, address: str, headers: dict[str, str], max_mb: int) -> Answer | str:
        """The answer, or the address that the server sends us on to."""
        self._wait_turn(address)
        self._deadline.start(self._settings.fetch_timeout)
        try:
            with self._http.stream("GET", address, headers=headers) as response:
                return self._read(address, response, max_mb)
        except (httpcore.TimeoutException, httpcore.NetworkError) as error:
            self._deadline.remaining()  # a server that used it all up is not asked again
            why = "no answer in time" if isinstance(error, httpcore.TimeoutException) else error
            raise _Passing(f"cannot be reached ({why}); check the address or try later") from None
        except httpcore.RemoteProtocolError:
            raise _Passing("the answer broke off or is no HTTP; try again later") from None
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpcore.LocalProtocolError):
            raise SourceUnreachable("no valid web address; check its host") from None

    def _read(self, address: str, response: httpx.Response, max_mb: int) -> Answer | str:
        status = response.status_code
        if status in _MOVED and response.headers.get("location"):
            try:
                return urldefrag(urljoin(address, response.headers["location"].strip()))[0]
            except ValueError:
                raise SourceUnreachable("is sent on to something that is no address") from None
        if status == 304:
            return Answer(address, None)
        if status != 200:
            raise _refusal(status, response.headers.get("retry-after", ""))
        try:
            body = self._body(response, max_mb)
        except ValueError as error:
            raise SourceUnreachable(str(error)) from None
        kind, _, _ = response.headers.get("content-type", "").partition(";")
        return Answer(
            address,
            body,
            kind.strip().lower(),
            response.charset_encoding,
            response.headers.get("etag"),
            response.headers.get("last-modified"),
        )

    def _body(self, response: httpx.Response, max_mb: int) -> bytes:
        declared = response.headers.get("content-length", "")
        if declared.isdigit() and int(declared) > max_mb * 1_000_000:
            raise ValueError(f"more than the {max_mb} MB that are read; see DEPECHE_MAX_SOURCE_MB")
        packing = response.headers.get("content-encoding", "identity").strip().lower()
        pieces = response.iter_raw()
        if packing in ("gzip", "x-gzip"):
            pieces = unpacked(pieces)
        elif packing not in ("", "identity"):
            raise ValueError(f"is packed as {packing[:40]!r}, which was not asked for")
        return collected(pieces, max_mb)

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.close()


def _refusal(status: int, retry_after: str) -> SourceUnreachable:
    """The error for a status that brings no page."""
    if status in _PASSING:
        after = float(retry_after) if retry_after.isdigit() else 0.0
        return _Passing(f"the server answers {status}; try again later", status, after)
    advice = {
        401: "it is not open to us; save the page and give the file",
        403: "it is not open to us; save the page and give the file",
        404: "there is no such page",
        410: "the page was taken down",
    }.get(status, "check the address")
    return SourceUnreachable(f"the server answers {status}: {advice}", status)
