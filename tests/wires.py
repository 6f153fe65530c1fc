"""The wire formats of the providers' own servers, as the model server of the tests speaks them.

Each wire says where it is asked, how its requests are read and how its replies are written: OpenAI
and Mistral chat completions (server-sent events), Anthropic messages (named events), Ollama (a
JSON object a line).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any


def _line(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"


def _event(value: Any, name: str | None = None) -> bytes:
    head = f"event: {name}\n".encode() if name else b""
    return head + b"data: " + _line(value) + b"\n"


class OpenAI:
    """`/v1/chat/completions` of OpenAI, llama.cpp and vLLM."""

    provider, base, path = "openai", "/v1", "/chat/completions"
    key_variable = "OPENAI_API_KEY"
    content_type = "text/event-stream"
    endings = MappingProxyType({"cut": "length", "filtered": "content_filter"})

    def asks_for_a_schema(self, body: Mapping[str, Any]) -> bool:
        """Whether a request asks for JSON by a schema."""
        return body.get("response_format", {}).get("type") == "json_schema"

    def streams(self, body: Mapping[str, Any]) -> bool:
        return bool(body.get("stream"))

    def error(self, status: int, message: str) -> Any:
        """The body of a reply with an error status."""
        return {"error": {"message": message, "type": str(status), "code": None}}

    def failing(self) -> bytes:
        """An error in the midst of a stream."""
        return _event(self.error(500, "overloaded"))

    def whole(self, model: str, reply: str) -> Any:
        """A reply that is not streamed."""
        message = {"role": "assistant", "content": reply}
        return self._chunk(model, "chat.completion", message=message, finish_reason="stop")

    def opening(self, model: str) -> Iterator[bytes]:
        yield self._delta(model, {"role": "assistant", "content": ""}, None)

    def piece(self, model: str, text: str) -> bytes:
        return self._delta(model, {"content": text}, None)

    def closing(self, model: str, behaviour: str) -> Iterator[bytes]:
        yield self._delta(model, {}, self.endings.get(behaviour, "stop"))
        yield b"data: [DONE]\n\n"

    def _delta(self, model: str, delta: Any, finish: str | None) -> bytes:
        return _event(
            self._chunk(model, "chat.completion.chunk", delta=delta, finish_reason=finish)
        )

    def _chunk(self, model: str, kind: str, **choice: Any) -> Any:
        choices = [{"index": 0, **choice}]
        return {"id": "x", "object": kind, "created": 0, "model": model, "choices": choices}


class Mistral(OpenAI):
    """`/v1/chat/completions` of Mistral: other errors, other ends, the usage in the last event."""

    provider, base = "mistralai", "/mistral/v1"
    key_variable = "MISTRAL_API_KEY"
    endings = MappingProxyType({"cut": "model_length", "erring": "error"})

    def error(self, status: int, message: str) -> Any:
        if status == 422:
            return {"object": "error", "message": {"detail": [{"msg": message}]}}
        return {"object": "error", "message": message, "type": "x", "param": None, "code": "3000"}

    def closing(self, model: str, behaviour: str) -> Iterator[bytes]:
        end = self._chunk(
            model,
            "chat.completion.chunk",
            delta={"content": ""},
            finish_reason=self.endings.get(behaviour, "stop"),
        )
        yield _event(
            end | {"usage": {"prompt_tokens": 9, "completion_tokens": 9, "total_tokens": 18}}
        )
        yield b"data: [DONE]\n\n"


class Anthropic:
    """`/v1/messages` of Anthropic."""

    provider, base, path = "anthropic", "", "/v1/messages"
    key_variable = "ANTHROPIC_API_KEY"
    content_type = "text/event-stream"
    endings = MappingProxyType({"cut": "max_tokens", "filtered": "refusal"})

    def asks_for_a_schema(self, body: Mapping[str, Any]) -> bool:
        return body.get("output_config", {}).get("format", {}).get("type") == "json_schema"

    def streams(self, body: Mapping[str, Any]) -> bool:
        return bool(body.get("stream"))

    def error(self, status: int, message: str) -> Any:
        kinds = {401: "authentication_error", 404: "not_found_error", 429: "rate_limit_error",
                 400: "invalid_request_error", 529: "overloaded_error"}  # fmt: skip
        kind = kinds.get(status, "api_error")
        return {"type": "error", "error": {"type": kind, "message": message}, "request_id": "r"}

    def failing(self) -> bytes:
        return _event(self.error(529, "Overloaded"), "error")

    def whole(self, model: str, reply: str) -> Any:
        content = [{"type": "text", "text": reply}]
        return self._message(model) | {"content": content, "stop_reason": "end_turn"}

    def opening(self, model: str) -> Iterator[bytes]:
        yield _event({"type": "message_start", "message": self._message(model)}, "message_start")
        block = {"type": "text", "text": ""}
        start = {"type": "content_block_start", "index": 0, "content_block": block}
        yield _event(start, "content_block_start")
        yield _event({"type": "ping"}, "ping")

    def piece(self, model: str, text: str) -> bytes:
        delta = {"type": "text_delta", "text": text}
        name = "content_block_delta"
        return _event({"type": name, "index": 0, "delta": delta}, name)

    def closing(self, model: str, behaviour: str) -> Iterator[bytes]:
        yield _event({"type": "content_block_stop", "index": 0}, "content_block_stop")
        reason = self.endings.get(behaviour, "end_turn")
        delta = {"stop_reason": reason, "stop_sequence": None}
        end = {"type": "message_delta", "delta": delta, "usage": {"output_tokens": 9}}
        yield _event(end, "message_delta")
        yield _event({"type": "message_stop"}, "message_stop")

    def _message(self, model: str) -> dict[str, Any]:
        return {
            "id": "msg_x", "type": "message", "role": "assistant", "model": model, "content": [],
            "stop_reason": None, "stop_sequence": None,
            "usage": {"input_tokens": 9, "output_tokens": 1},
        }  # fmt: skip


class Ollama:
    """`/api/chat` of Ollama."""

    provider, base, path = "ollama", "", "/api/chat"
    key_variable = "OLLAMA_API_KEY"
    content_type = "application/x-ndjson"
    endings = MappingProxyType({"cut": "length"})

    def asks_for_a_schema(self, body: Mapping[str, Any]) -> bool:
        return isinstance(body.get("format"), dict)

    def streams(self, body: Mapping[str, Any]) -> bool:
        return bool(body.get("stream", True))

    def error(self, status: int, message: str) -> Any:
        return {"error": message}

    def failing(self) -> bytes:
        return _line(self.error(500, "an error was encountered while running the model"))

    def whole(self, model: str, reply: str) -> Any:
        return self._part(model, reply) | self._end("stop")

    def opening(self, model: str) -> Iterator[bytes]:
        return iter(())

    def piece(self, model: str, text: str) -> bytes:
        return _line(self._part(model, text))

    def closing(self, model: str, behaviour: str) -> Iterator[bytes]:
        yield _line(self._part(model, "") | self._end(self.endings.get(behaviour, "stop")))

    def _part(self, model: str, text: str) -> dict[str, Any]:
        message = {"role": "assistant", "content": text}
        return {
            "model": model, "created_at": "2026-01-01T00:00:00Z", "message": message, "done": False
        }  # fmt: skip

    def _end(self, reason: str) -> dict[str, Any]:
        return {
            "done": True, "done_reason": reason, "total_duration": 9, "load_duration": 1,
            "prompt_eval_count": 9, "prompt_eval_duration": 1, "eval_count": 9, "eval_duration": 1,
        }  # fmt: skip


WIRES = {wire.provider: wire for wire in (OpenAI(), Mistral(), Anthropic(), Ollama())}
BY_PATH = {wire.base + wire.path: wire for wire in WIRES.values()}
