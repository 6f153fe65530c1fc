"""Asks a LangChain chat model for prose over the evidence; optional, and never trusted.

What comes back is read into claims as it comes, and each goes through `grounding`. Every way in
which a model can fail ends in a ModelError of a known kind before the time-out, and the extractive
answer is used instead. Personal data is taken out of what is sent.
"""

from __future__ import annotations

import json
import queue
import re
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage
from langchain_core.runnables import Runnable

import prompts
from answering.grounding import Claim
from answering.plaintext import Draft
from answering.redaction import redact
from answering.reply import is_whole, parse, progress
from domain import Evidence
from errors import ModelError, ModelFailure
from retrieval.question import Question

LONGEST = 60_000  # characters of a reply; a model that goes on and on is cut off
_REWRITING = 0.4  # share of the time-out that rewriting the question may take
_HISTORY = 6  # earlier questions that are sent
_NOT_UNDERSTOOD = (400, 404, 415, 422, 501)  # what servers say that know no structured output

# What packages raise on a page, or on anything but the stream that they expect.
_UNREADABLE = ("ValueError", "AssertionError", "IndexError", "KeyError", "TypeError", "SSEError")
_DOWN = re.compile(r"Connect|Overloaded|InternalServer")


class ChatWriter:
    """One chat model, asked for sentences with evidence ids and exact quotes.

    `structured` holds the arguments that make this provider keep to a JSON schema; they are left
    off for good when the server turns them down. `timeout` is in seconds, for a whole answer.
    """

    def __init__(
        self,
        model: BaseChatModel,
        *,
        timeout: float,
        structured: Mapping[str, Any] | None = None,
    ) -> None:
        self.model = model
        self.timeout = timeout
        self.structured = dict(structured or {})

    def deadline(self) -> float:
        """When an answer that is begun now has to be there, on the monotonic clock."""
        return time.monotonic() + self.timeout

    def write(
        self,
        question: str,
        language: str,
        evidence: Mapping[str, Evidence],
        limit: int,
        deadline: float,
        above: Mapping[str, str] | None = None,
    ) -> Iterator[Draft | Claim]:
        """What the model writes, as it comes; ModelError when it fails, also after some claims.

        `above` says of pieces of evidence which release they are of, where that matters.
        """
        passages = _passages(evidence, above or {})
        prompt = prompts.render(
            "answer",
            language,
            question=_fenced(redact(question).text),
            passages=passages,
            limit=str(limit),
        )
        reply, given, shown, failure = "", 0, "", None
        try:
            for piece in self._stream(prompt, deadline):
                reply += piece
                claims, draft = progress(reply)
                yield from claims[given:]
                given = max(given, len(claims))
                if draft and draft != shown:
                    yield Draft.of(draft)
                    shown = draft
        except ModelError as error:
            # Some packages fail on their own reading of a reply that came whole.
            if error.failure is not ModelFailure.CUT or not is_whole(reply):
                raise
            failure = error
        try:
            yield from parse(reply)[given:]
        except ModelError as error:
            raise (error if error.failure is ModelFailure.REFUSED else failure or error) from None

    def reply(self, prompt: str, deadline: float) -> str:
        """The whole reply to a prompt of any form; ModelError when the model fails."""
        return "".join(self._stream(redact(prompt).text, deadline, structured=False))

    def rewrite(
        self, question: str, language: str, history: Sequence[str], deadline: float
    ) -> str | None:
        """The question as the model makes it standalone; None when it fails or adds anything."""
        whole = "\n".join(" ".join(text.split()) for text in [*history[-_HISTORY:], question])
        hidden = redact(whole)
        lines = hidden.text.split("\n")
        prompt = prompts.render(
            "standalone",
            language,
            history=_fenced("\n".join(lines[:-1])),
            question=_fenced(lines[-1]),
        )
        soonest = min(deadline, time.monotonic() + _REWRITING * self.timeout)
        try:
            found = re.search(r"\{.*\}", self.reply(prompt, soonest), re.DOTALL)
            text = json.loads(found.group())["question"] if found else None
        except (ModelError, ValueError, KeyError, TypeError, RecursionError):
            return None
        if not isinstance(text, str):
            return None
        text = hidden.restore(" ".join(text.split()))
        return text if _adds_nothing(text, whole) else None

    def _stream(self, prompt: str, deadline: float, structured: bool = True) -> Iterator[str]:
        """The reply piece by piece; a server that knows no schemas is asked again without one."""
        options = self.structured if structured else {}
        begun = False
        try:
            for piece in _pieces(self.model.bind(**options), prompt, deadline):
                begun = begun or bool(piece)
                yield piece
        except _Failed as failed:
            if not options or begun or failed.status not in _NOT_UNDERSTOOD:
                raise ModelError(_failure(failed, begun)) from None
            for piece in self._stream(prompt, deadline, structured=False):
                self.structured = {}  # it was this that the server turned down
                yield piece


class _Failed(Exception):
    """What a provider raised, less its words: they may hold keys, addresses or the question."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        response = getattr(error, "response", None)
        self.status = getattr(error, "status_code", getattr(response, "status_code", None))
        self.name = type(error).__name__
        self.network = isinstance(error, OSError)


def _pieces(model: Runnable[Any, BaseMessage], prompt: str, deadline: float) -> Iterator[str]:
    """The texts of a stream that runs in a thread of its own, which nobody waits for."""
    events: queue.Queue[Any] = queue.Queue()
    stopped = threading.Event()

    def run() -> None:
        try:
            for chunk in model.stream([HumanMessage(prompt)]):
                if stopped.is_set():
                    return
                events.put(chunk)
            events.put(None)
        except Exception as error:  # every provider has exceptions of its own
            events.put(_Failed(error))

    # A daemon: a program that is done does not wait for a model that is not.
    threading.Thread(target=run, name="chat-model", daemon=True).start()
    length, ended = 0, False
    try:
        while (event := _next(events, deadline)) is not None:
            if isinstance(event, _Failed):
                if ended:  # the package's own reading of a reply that came whole
                    return
                raise event
            text = str(event.text)
            length += len(text)
            if length > LONGEST:
                raise ModelError(ModelFailure.MALFORMED)
            yield text
            ended |= _is_end(event)
    finally:
        stopped.set()


def _next(events: queue.Queue[Any], deadline: float) -> Any:
    """The next piece; none after the deadline, though some may be waiting."""
    left = deadline - time.monotonic()
    try:
        if left > 0:
            return events.get(timeout=left)
    except queue.Empty:
        pass
    raise ModelError(ModelFailure.SLOW)


def _is_end(chunk: Any) -> bool:
    """Whether a chunk says that the reply is whole; ModelError where it ends before its end."""
    metadata = chunk.response_metadata or {}
    reason = str(
        metadata.get("finish_reason") or metadata.get("stop_reason") or metadata.get("done_reason")
    ).lower()
    if chunk.additional_kwargs.get("refusal") or reason in ("content_filter", "refusal"):
        raise ModelError(ModelFailure.REFUSED)
    if reason in ("length", "max_tokens", "model_length"):
        raise ModelError(ModelFailure.CUT)
    if reason == "error":
        raise ModelError(ModelFailure.DOWN)
    return reason in ("stop", "end_turn", "stop_sequence", "tool_calls")


def _failure(failed: _Failed, begun: bool) -> ModelFailure:
    """The kind of a provider's exception, from its status and its name."""
    status, name = failed.status, failed.name
    kinds = (
        (ModelFailure.LIMITED, status == 429 or "RateLimit" in name),
        (ModelFailure.KEY, status in (401, 403) or "Authentication" in name),
        (ModelFailure.SLOW, status in (408, 504) or "Timeout" in name),
        (ModelFailure.REFUSED, "ContentFilter" in name or "Refusal" in name),
        (ModelFailure.UNKNOWN, status == 404),
        (ModelFailure.CUT, begun or "Length" in name),
        (ModelFailure.DOWN, (status or 0) >= 500 or failed.network or _DOWN.search(name)),
        (ModelFailure.MALFORMED, "Decode" in name or name in _UNREADABLE),
    )
    return next((kind for kind, holds in kinds if holds), ModelFailure.OTHER)


def _adds_nothing(text: str, dialogue: str) -> bool:
    """Whether a rewritten question has only names and numbers of its dialogue."""
    if not text or len(text) > 2 * len(dialogue) + 40:
        return False
    asked, known = Question.of(text), Question.of(dialogue)
    names = " ".join(dialogue.split()).casefold()
    return set(asked.numbers) <= set(known.numbers) and all(
        word.casefold() in names for name in asked.names for word in name.split()
    )


def _passages(evidence: Mapping[str, Evidence], above: Mapping[str, str]) -> str:
    """The evidence as the model reads it, under a line for each release that is named."""
    lines: list[str] = []
    shown: str | None = None
    for key, item in evidence.items():
        if above and above.get(key) != shown:
            shown = above.get(key)
            lines.append(f"# {_fenced(shown or '…')}")
        lines.append(f"[{key}] {_fenced(item.text)}")
    return "\n".join(lines)


def _fenced(text: str) -> str:
    """Text that cannot close the fence around it."""
    return text.replace("<", "‹").replace(">", "›")
