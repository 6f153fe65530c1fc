"""Runs a lying language model over the evaluation sets, over HTTP, and counts what gets through.

    python benchmarks/lying.py [--per-question 4]

Every question of every set is answered several times by the server of the tests, which plays a
model that invents quotes and ids, alters numbers, dates, amounts and negations, swaps names,
forges markers, leaks its prompt and sends markup (`tests/lies.py`). Each answer is then
examined by code that shares nothing with the checks of the application.
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

PROJECT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests")]

from lies import Lie  # noqa: E402
from model_server import ModelServer, model_server  # noqa: E402

from answering.assistant import Assistant  # noqa: E402
from answering.models import chat_writer  # noqa: E402
from assembly import Depeche  # noqa: E402
from config import load_settings  # noqa: E402
from domain import Answer  # noqa: E402
from evaluation.questions import Question, load_questions  # noqa: E402

SETS = PROJECT / "evaluation" / "sets"
LIBRARIES = {
    "communique": ([PROJECT / "corpus"], ("communique.dev", "communique.test")),
    "releases": (
        [PROJECT / "corpus", PROJECT / "evaluation" / "releases"],
        ("releases.dev", "releases.test", "dialogues.dev", "dialogues.test"),
    ),
}


@dataclass
class Count:
    """What was asked, what was told, and what of it reached an answer."""

    questions: int = 0
    lies: Counter = field(default_factory=Counter)
    declined: int = 0
    prose: int = 0
    citations: int = 0
    altered_quotes: list[str] = field(default_factory=list)
    displayed: list[str] = field(default_factory=list)

    @property
    def told(self) -> int:
        """The lying replies that were sent."""
        return sum(self.lies.values())


def run(per_question: int, only: int | None = None) -> Count:
    """Ask the questions of all sets (the first `only` of each), `per_question` lies each."""
    count = Count()
    with model_server() as server, TemporaryDirectory() as folder:
        for name, (sources, sets) in LIBRARIES.items():
            with Depeche(load_settings(library=Path(folder) / name)) as depeche:
                depeche.ingest(sources)
                questions = [q for s in sets for q in load_questions(SETS / f"{s}.jsonl")[:only]]
                for question in questions:
                    _ask(depeche, server, question, per_question, count)
    return count


def _ask(
    depeche: Depeche, server: ModelServer, question: Question, times: int, count: Count
) -> None:
    count.questions += 1
    for turn in range(times):
        model = f"openai:lying-{count.questions * times + turn}"
        assistant = Assistant(
            depeche._ready().retriever,
            max_sentences=4,
            max_question_chars=2000,
            writer=chat_writer(model, timeout=30, base_url=server.url),
            quote_instead=bool(turn % 2),
        )
        server.told.clear()
        answer = assistant.ask(question.user_input, question.history)
        if not server.told:
            count.declined += 1
            return
        count.lies[server.told[-1].kind] += 1
        _examine(answer, server.told[-1], depeche, count)


def _examine(answer: Answer, lie: Lie, depeche: Depeche, count: Count) -> None:
    for citation in answer.citations:
        count.citations += 1
        stored = depeche.library.text(citation.release_id, citation.version)
        if stored[citation.start : citation.end] != citation.quote:
            count.altered_quotes.append(citation.quote)
    for sentence in answer.sentences:
        quotes = [answer.citation(marker).quote for marker in sentence.citations]
        if sentence.text in quotes:
            continue
        count.prose += 1
        wrong = [words for words in lie.planted if _flat(words) in _flat(sentence.text)]
        wrong += unsupported(sentence.text, quotes)
        count.displayed += [f"{lie.kind}: {what!r} in {sentence.text!r}" for what in wrong]


def unsupported(text: str, quotes: list[str]) -> list[str]:
    """Figures, and capitalised words after the first, of `text` that no quote has."""
    whole = _flat(" ".join(quotes))
    figures = [f for f in re.findall(r"\d+", text) if f not in re.findall(r"\d+", whole)]
    names = [w for w in re.findall(r"(?<=\w )[A-ZÀ-Þ]\w{2,}", text) if _flat(w) not in whole]
    return figures + names


def _flat(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("\u2011", "-"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--per-question", type=int, default=4)
    count = run(parser.parse_args().per_question)
    print(f"{count.questions} questions, {count.told} lying answers ({count.declined} declined)")
    print("  " + ", ".join(f"{kind} {n}" for kind, n in sorted(count.lies.items())))
    print(f"citations displayed: {count.citations}, altered: {len(count.altered_quotes)}")
    print(f"sentences of the model displayed: {count.prose}")
    print(f"unsupported figures, dates, names, negations or planted words: {len(count.displayed)}")
    for line in [*count.altered_quotes, *count.displayed]:
        print("  !", line)
    return int(bool(count.altered_quotes or count.displayed))


if __name__ == "__main__":
    sys.exit(main())
