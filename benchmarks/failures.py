"""Measures how long an answer takes when the language model fails, in each of the ways it can.

    python benchmarks/failures.py [--timeout 2] [--providers openai,anthropic,…]

The server of the tests plays the failures over HTTP, in the wire format of each provider whose
package is installed (`requirements-llm.txt`). Each answer has to be there in less than the
time-out plus one second, made of extracts, with one line that says why.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections.abc import Sequence
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

PROJECT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests")]

from model_server import model_server  # noqa: E402
from wires import WIRES  # noqa: E402

from answering.assistant import Assistant  # noqa: E402
from answering.models import PACKAGES, chat_writer  # noqa: E402
from assembly import Depeche  # noqa: E402
from config import load_settings  # noqa: E402
from domain import Answer  # noqa: E402

FAILING = (
    "slow", "trickling", "refusing", "limited", "locked", "broken", "malformed",
    "empty", "cut", "dropped", "endless", "injected", "lying-0", "overloaded", "unknown", "turned",
    "failing", "stalled", "page", "gushing", "down",
)  # fmt: skip
QUESTIONS = (
    ("Qui représentait les États-Unis ?", ()),
    ("Et les États-Unis ?", ("Qui représentait le Canada au forum ?",)),  # rewritten first
)
MARGIN = 1.0  # seconds


def _seconds(
    depeche: Depeche, url: str, name: str, timeout: float, question: str, history: Sequence[str]
) -> tuple[float, Answer]:
    """How long the answer took, and the answer."""
    assistant = Assistant(
        depeche._ready().retriever,
        max_sentences=4,
        max_question_chars=2000,
        writer=chat_writer(name, timeout=timeout, base_url=url),
    )
    begun = time.perf_counter()
    answer = assistant.ask(question, history)
    return time.perf_counter() - begun, answer


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--timeout", type=float, default=2.0)
    parser.add_argument("--providers", default=",".join(PACKAGES))
    given = parser.parse_args()
    providers = [name for name in given.providers.split(",") if _is_installed(name)]
    for provider in providers:
        os.environ.setdefault(WIRES[provider].key_variable, "none")
    timeout, tried, wrong, longest = given.timeout, 0, 0, 0.0
    with model_server() as server, TemporaryDirectory() as folder:
        depeche = Depeche(load_settings(library=Path(folder)))
        depeche.ingest([PROJECT / "corpus"])
        for provider, model, (question, history) in product(
            providers, ("good", *FAILING), QUESTIONS
        ):
            base = server.url_of(provider)
            name = f"{provider}:{model}"
            url = re.sub(r":\d+", ":9", base) if model == "down" else base
            if tried == 0:  # loads what is loaded once
                _seconds(depeche, base, name, 30, question, history)
            seconds, answer = _seconds(depeche, url, name, timeout, question, history)
            quotes = {citation.quote for citation in answer.citations}
            extracts = all(sentence.text in quotes for sentence in answer.sentences)
            said = bool(answer.reason) == (model != "good") and "\n" not in str(answer.reason)
            fine = seconds < timeout + MARGIN and extracts and said
            tried, wrong, longest = tried + 1, wrong + (not fine), max(longest, seconds)
            print("ok " if fine else "BAD", f"{name:21} {seconds:5.2f} s ", answer.reason)
        depeche.close()
    print(
        f"{', '.join(providers)}: {wrong} of {tried} not as they have to be; the longest answer "
        f"took {longest:.2f} s (time-out {timeout:g} s)"
    )
    return int(wrong > 0)


def _is_installed(provider: str) -> bool:
    return find_spec(PACKAGES[provider].replace("-", "_")) is not None


if __name__ == "__main__":
    sys.exit(main())
