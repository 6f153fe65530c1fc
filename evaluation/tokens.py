"""Counts the tokens of a language model while questions are asked.

The counts are those that the provider reports with its replies (LangChain's `usage_metadata`);
replies without any count nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.language_models import BaseChatModel
from langchain_core.outputs import LLMResult


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens sent to a language model and received from it."""

    input: int = 0
    output: int = 0

    def __sub__(self, other: Tokens) -> Tokens:
        return Tokens(self.input - other.input, self.output - other.output)


class TokenMeter(BaseCallbackHandler):
    """Adds up what the replies of a model report; safe with a model that runs in other threads."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._total = Tokens()

    @property
    def total(self) -> Tokens:
        """What was used since the meter was made."""
        with self._guard:
            return self._total

    def on_llm_end(self, response: LLMResult, **kwargs: Any) -> None:
        """Count one reply."""
        for generation in response.generations[0] if response.generations else ():
            usage = getattr(getattr(generation, "message", None), "usage_metadata", None) or {}
            with self._guard:
                self._total = Tokens(
                    self._total.input + usage.get("input_tokens", 0),
                    self._total.output + usage.get("output_tokens", 0),
                )

    @contextmanager
    def reading(self, model: BaseChatModel) -> Iterator[TokenMeter]:
        """Count the replies of `model` for as long as the block runs."""
        before = model.callbacks
        model.callbacks = [*(before or []), self]
        try:
            yield self
        finally:
            model.callbacks = before
