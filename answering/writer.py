"""Asks a LangChain chat model for prose over the evidence; optional, and never trusted.

What comes back is parsed tolerantly into claims and goes through `grounding`. Every way in which
a model can fail ends in ModelError with a few words, and the extractive answer is used instead.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage

import prompts
from answering.grounding import Claim
from domain import Evidence
from errors import ModelError

_OBJECT = re.compile(r"\{.*\}", re.DOTALL)


class ChatWriter:
    """One chat model, asked for sentences with evidence ids and exact quotes."""

    def __init__(self, model: BaseChatModel, *, timeout: float) -> None:
        self.model = model
        self.timeout = timeout

    def write(
        self, question: str, language: str, evidence: Sequence[Evidence], limit: int
    ) -> tuple[list[Claim], dict[str, Evidence]]:
        """The model's claims, and the evidence by the ids that it was given; ModelError if none."""
        by_id = {f"E{number}": item for number, item in enumerate(evidence, start=1)}
        passages = "\n".join(f"[{key}] {_fenced(item.text)}" for key, item in by_id.items())
        prompt = prompts.render(
            "answer", language, question=question, passages=passages, limit=str(limit)
        )
        return parse(self._reply(prompt)), by_id

    def _reply(self, prompt: str) -> str:
        pool = ThreadPoolExecutor(max_workers=1)
        try:
            future = pool.submit(self.model.invoke, [HumanMessage(prompt)])
            return str(future.result(timeout=self.timeout).text)
        except Late:
            raise ModelError(f"no reply within {self.timeout:g} s") from None
        except Exception as error:  # every provider has exceptions of its own
            raise ModelError(type(error).__name__) from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def parse(reply: str) -> list[Claim]:
    """The claims in a model's reply; ModelError when it is not the JSON that was asked for."""
    match = _OBJECT.search(reply)
    try:
        rows = json.loads(match.group() if match else "")["sentences"]
        claims = [
            Claim(
                str(row["text"]),
                tuple((str(c["id"]).strip("[] "), str(c["quote"])) for c in row["citations"]),
            )
            for row in rows
        ]
    except (ValueError, KeyError, TypeError):
        raise ModelError("its reply is not the JSON that was asked for") from None
    if not claims:
        raise ModelError("its reply is empty")
    return claims


def _fenced(text: str) -> str:
    """Excerpt text that cannot close the fence around it."""
    return text.replace("<", "‹").replace(">", "›")
