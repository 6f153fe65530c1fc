"""Measures how long an answer takes when the language model fails, in each of the ways it can.

    python benchmarks/failures.py [--timeout 2]

The server of the tests plays the failures over HTTP. Each answer has to be there in less than the
time-out plus one second, made of extracts, with one line that says why.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

PROJECT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests")]

from model_server import model_server  # noqa: E402

from answering.assistant import Assistant  # noqa: E402
from answering.models import chat_writer  # noqa: E402
from assembly import Depeche  # noqa: E402
from config import load_settings  # noqa: E402
from domain import Answer  # noqa: E402

FAILING = (
    "slow", "trickling", "refusing", "filtered", "limited", "locked", "broken", "malformed",
    "empty", "cut", "dropped", "endless", "injected", "lying-0", "down",
)  # fmt: skip
QUESTIONS = (
    ("Qui représentait les États-Unis ?", ()),
    ("Et les États-Unis ?", ("Qui représentait le Canada au forum ?",)),  # rewritten first
)
MARGIN = 1.0  # seconds


def _seconds(
    depeche: Depeche, url: str, model: str, timeout: float, question: str, history: Sequence[str]
) -> tuple[float, Answer]:
    """How long the answer took, and the answer."""
    assistant = Assistant(
        depeche._ready().retriever,
        max_sentences=4,
        max_question_chars=2000,
        writer=chat_writer(f"openai:{model}", timeout=timeout, base_url=url),
    )
    begun = time.perf_counter()
    answer = assistant.ask(question, history)
    return time.perf_counter() - begun, answer


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--timeout", type=float, default=2.0)
    timeout = parser.parse_args().timeout
    wrong = 0
    with model_server() as server, TemporaryDirectory() as folder:
        depeche = Depeche(load_settings(library=Path(folder)))
        depeche.ingest([PROJECT / "corpus"])
        _seconds(depeche, server.url, "good", 30, *QUESTIONS[0])  # loads what is loaded once
        for model in ("good", *FAILING):
            url = "http://127.0.0.1:9/v1" if model == "down" else server.url
            for question, history in QUESTIONS:
                seconds, answer = _seconds(depeche, url, model, timeout, question, history)
                quotes = {citation.quote for citation in answer.citations}
                extracts = all(sentence.text in quotes for sentence in answer.sentences)
                said = bool(answer.reason) == (model != "good") and "\n" not in str(answer.reason)
                fine = seconds < timeout + MARGIN and extracts and said
                wrong += not fine
                print("ok " if fine else "BAD", f"{model:10} {seconds:5.2f} s ", answer.reason)
        depeche.close()
    print(f"{wrong} of {2 * (len(FAILING) + 1)} not as they have to be (time-out {timeout:g} s)")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
