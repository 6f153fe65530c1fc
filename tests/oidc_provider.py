"""A small OpenID provider on 127.0.0.1: it asks who one is, and believes it.

The protocol itself is the real one: authorization code with PKCE, an RS256 token with the nonce,
keys at an address, client authentication, sign-out.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "depeche", "a secret of the tests"
_FORM = (
    "<!doctype html><title>Provider</title><form method=get action=/grant>{hidden}"
    "<label>Who are you? <input name=email></label>"
    "<label>verified <input name=verified value=true></label><button>Sign in</button></form>"
)


class Provider(ThreadingHTTPServer):
    """The provider; `granted` are the codes that were given and not yet taken."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.key = RSAKey.generate_key(2048, {"kid": "tests", "use": "sig", "alg": "RS256"})
        self.granted: dict[str, dict[str, str]] = {}

    @property
    def address(self) -> str:
        """Its issuer name."""
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def providing() -> Iterator[Provider]:
    """A provider that answers until the end of the block."""
    provider = Provider()
    thread = threading.Thread(target=provider.serve_forever)
    thread.start()
    try:
        yield provider
    finally:
        provider.shutdown()
        provider.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        path, asked = urlsplit(self.path).path, dict(parse_qsl(urlsplit(self.path).query))
        if path == "/.well-known/openid-configuration":
            self._json(self._configuration())
        elif path == "/keys":
            self._json({"keys": [self.server.key.as_dict(private=False)]})
        elif path == "/authorize":
            assert asked["client_id"] == CLIENT and asked["response_type"] == "code"
            hidden = "".join(
                f'<input type=hidden name="{name}" value="{html.escape(value)}">'
                for name, value in asked.items()
            )
            self._send(200, _FORM.format(hidden=hidden).encode(), "text/html")
        elif path == "/grant":
            code = secrets.token_urlsafe()
            self.server.granted[code] = asked
            back = urlencode({"code": code, "state": asked["state"]})
            self._redirect(f"{asked['redirect_uri']}?{back}")
        elif path == "/leave":
            self._redirect(asked["post_logout_redirect_uri"])
        else:
            self._send(200 if path == "/favicon.ico" else 404, b"", "text/plain")

    def do_POST(self) -> None:
        given = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        form = {name: values[0] for name, values in given.items()}
        granted = self.server.granted.pop(form.get("code", ""), None)
        if granted is None or not self._is_our_client(form) or not _proven(granted, form):
            self._json({"error": "invalid_grant"}, 400)
            return
        now = int(time.time())
        claims = {
            "iss": self.server.address,
            "aud": CLIENT,
            "sub": hashlib.sha256(granted["email"].encode()).hexdigest()[:16],
            "email": granted["email"],
            "email_verified": granted["verified"] == "true",
            "nonce": granted["nonce"],
            "iat": now,
            "exp": now + 600,
        }
        token = jwt.encode({"alg": "RS256", "kid": "tests"}, claims, self.server.key)
        self._json(
            {"access_token": "x", "token_type": "Bearer", "expires_in": 600, "id_token": token}
        )

    def _configuration(self) -> dict[str, object]:
        here = self.server.address
        return {
            "issuer": here,
            "authorization_endpoint": f"{here}/authorize",
            "token_endpoint": f"{here}/token",
            "jwks_uri": f"{here}/keys",
            "end_session_endpoint": f"{here}/leave",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def _is_our_client(self, form: dict[str, str]) -> bool:
        scheme, _, given = self.headers.get("Authorization", "").partition(" ")
        if scheme == "Basic":
            name, _, secret = base64.b64decode(given).decode().partition(":")
            return (unquote(name), unquote(secret.replace("+", " "))) == (CLIENT, SECRET)
        return (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)

    def _redirect(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _json(self, value: object, status: int = 200) -> None:
        self._send(status, json.dumps(value).encode(), "application/json")

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _proven(granted: dict[str, str], form: dict[str, str]) -> bool:
    """Whether who takes the code is who asked for it (PKCE)."""
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == granted["code_challenge"]
