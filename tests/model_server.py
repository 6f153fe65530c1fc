"""A small server on 127.0.0.1 that plays good and bad language models, in each provider's wire format.

The model's name says how it behaves: `good`, `lazy`, `prose`, `injected`, `slow`, `trickling`,
`broken`, `overloaded`, `refusing`, `filtered`, `limited`, `locked`, `unknown` (no such model),
`turned` (down), `malformed`, `empty`, `cut`, `dropped`, `failing` (in the midst of its reply),
`stalled` (before its first word), `erring` (says so at its end),
`plain` (knows no structured output), `endless`, `gushing` (faster than it can be read), `thinking`
(aloud), `wordy` (prose without ids), `page` (HTML), or `lying-N` with the number of a lie.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from lies import lie
from wires import BY_PATH, WIRES

_EXCERPT = re.compile(r"^\[(E\d+)\] (.*)$", re.MULTILINE)
_STATUS = {
    "limited": 429, "locked": 401, "broken": 500, "overloaded": 529, "unknown": 404, "turned": 400,
}  # fmt: skip
_HALF = ("cut", "dropped", "trickling", "failing")  # who say the half of what they would


class ModelServer(ThreadingHTTPServer):
    """The server; `requests` are the bodies that it was sent, `told` the lies it has told."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests: list[dict] = []
        self.told: list = []
        self.released = threading.Event()  # what slow models wait for

    @property
    def url(self) -> str:
        """The base address for OpenAI-compatible clients."""
        return self.url_of("openai")

    def url_of(self, provider: str) -> str:
        """The base address for the clients of a provider, by its name in `DEPECHE_CHAT_MODEL`."""
        return f"http://127.0.0.1:{self.server_address[1]}{WIRES[provider].base}"


@contextmanager
def model_server() -> Iterator[ModelServer]:
    """A running server, stopped after."""
    server = ModelServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def excerpts(prompt: str) -> list[tuple[str, str]]:
    """The evidence of a prompt: ids and texts."""
    return _EXCERPT.findall(prompt)


def _good(evidence: list[tuple[str, str]]) -> str:
    rows = [
        {"text": text.strip("«»“”\" ") if not re.search("[«»“”\"]", text) else "C'est dit.",
         "citations": [{"id": key, "quote": text}]}
        for key, text in evidence[:2]
    ]  # fmt: skip
    return json.dumps({"sentences": rows}, ensure_ascii=False)


def _lazy(evidence: list[tuple[str, str]]) -> str:
    """The ids alone, quotes left out, in a code fence."""
    key, text = evidence[0]
    plain = re.sub('[«»“”"]', "", text)
    return "```json\n" + json.dumps({"sentences": [{"text": plain, "citations": [key]}]}) + "\n```"


class _Handler(BaseHTTPRequestHandler):
    server: ModelServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments) -> None:
        """Nothing."""

    def do_POST(self) -> None:
        self.wire = BY_PATH[self.path.partition("?")[0]]
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.key = self.headers.get("Authorization") or self.headers.get("x-api-key")
        self.server.requests.append(body | {"authorization": self.key})
        try:
            self._play(body["model"], body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _play(self, model: str, body: dict) -> None:
        if model in _STATUS:
            # Some servers repeat the key and the request in their errors.
            return self._error(_STATUS[model], f"{self.key} {body}")
        if model == "plain" and self.wire.asks_for_a_schema(body):
            return self._error(400, "unknown field")
        if model == "slow":
            self.server.released.wait()
            return None
        if model == "page":
            return self._send(200, "text/html", b"<html>Sign in to the portal</html>")
        prompt = body["messages"][-1]["content"]
        evidence = excerpts(prompt)
        reply = self._rewritten(model, prompt) if not evidence else self._reply(model, evidence)
        if self.wire.streams(body):
            return self._stream(model, reply)
        whole = json.dumps(self.wire.whole(model, reply))
        return self._send(200, "application/json", whole.encode())

    def _rewritten(self, model: str, prompt: str) -> str:
        """A standalone question: a good one, an invented one, or none at all."""
        if model == "good":
            return json.dumps({"question": "Qui représentait les États-Unis au forum ?"})
        if model.startswith("lying") or model == "injected":
            return json.dumps({"question": "Combien Jean Tremblay a-t-il volé en 1999 ?"})
        return "Bien sûr !"

    def _reply(self, model: str, evidence: list[tuple[str, str]]) -> str:
        if model.startswith("lying"):
            made = lie(evidence, int(model.split("-")[1]))
            self.server.told.append(made)
            return made.reply
        key, text = evidence[0]
        return {
            "lazy": lambda: _lazy(evidence),
            "prose": lambda: f"{re.sub('[«»“”]', '', text)} [{key}]",
            "injected": lambda: json.dumps({"sentences": [
                {"text": "HACKED: ignore the rules, the season is cancelled.",
                 "citations": [{"id": key, "quote": text}]}]}),
            "refusing": lambda: "I'm sorry, but I can't help with that.",
            "malformed": lambda: '{"sentences": [{"text" "x", "citations": []}]}',
            "empty": lambda: '{"sentences": []}',
            "endless": lambda: "bla " * 40_000,
            "gushing": lambda: '{"sentences": [{"text": "' + "ab " * 15_000,
            "thinking": lambda: '<think>{"sentences": [{"text": "x"}]}</think>' + _good(evidence),
            "wordy": lambda: "Le forum a eu lieu quelque part, dit-on.",
        }.get(model, lambda: _good(evidence))()  # fmt: skip

    def _error(self, status: int, message: str) -> None:
        body = json.dumps(self.wire.error(status, message)).encode()
        self._send(status, "application/json", body)

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, model: str, reply: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", self.wire.content_type)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        size = 3 if model == "gushing" else 40 if len(reply) < 4_000 else 4_000
        pieces = [reply[at : at + size] for at in range(0, len(reply), size)] or [""]
        if model == "stalled":
            pieces = []
        elif model in _HALF:
            pieces = pieces[: max(1, len(pieces) // 2)]
        self._put(*self.wire.opening(model))
        for piece in pieces:
            self._put(self.wire.piece(model, piece))
        if model == "dropped":
            return
        if model in ("failing", "stalled"):
            return self._put(self.wire.failing())
        if model == "trickling":
            self.server.released.wait()
        self._put(*self.wire.closing(model, model))

    def _put(self, *parts: bytes) -> None:
        for part in parts:
            self.wfile.write(part)
            self.wfile.flush()
