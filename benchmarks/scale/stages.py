"""Where the time of a question goes, stage by stage, in milliseconds of the processor.

    python -m benchmarks.scale.stages LIBRARY RELEASES
    python -m benchmarks.scale.stages LIBRARY RELEASES --than CHECKOUT --its LIBRARY --out FILE
    python -m benchmarks.scale.tables    # puts what was recorded into docs/performance.md

With `--than`, the code of another checkout of the project (`git worktree add`) answers the same
questions by turns, and the ratios are given: what a change has brought. `--its` is a copy of the
library from before, where the other code cannot read what this one has migrated.
Medians; a stage that calls another one counts its own part alone.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import defaultdict
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from statistics import median

from benchmarks.record import machine, write
from benchmarks.scale.checkpoints import commit
from benchmarks.scale.child import PROJECT, run

# name of the stage: where it is done, and what it is part of
STAGES = {
    "Chroma": ("vectorstore.view", "View", "search_vectors", "candidates"),
    "Tantivy": ("vectorstore.view", "View", "search_words", "candidates"),
    "passages and words from SQLite": ("vectorstore.view", "View", "extracts", "candidates"),
    "heads of releases from SQLite": ("vectorstore.view", "View", "heads", "candidates"),
    "candidates": ("retrieval.retriever", "EvidenceRetriever", "_candidates", "retrieval"),
    "signals of all sentences": ("retrieval.rank", "Ranker", "score", "retrieval"),
    "retrieval": ("retrieval.retriever", "EvidenceRetriever", "ranked", "all"),
    "reader of the best forty": ("retrieval.rerank", "ReaderRerank", "rerank", "all"),
    "answer or refusal": ("answering.assistant", "Assistant", "_judge", "all"),
    "choice of quotes": ("answering.assistant", "Assistant", "_say", "all"),
}
NAMES = {"candidates": "sentences of the passages", "retrieval": "order of the evidence"}
BEFORE = 50  # questions that are not counted
ROUNDS = 2  # of each code, by turns


def measured(library: Path, asked: list[str]) -> dict[str, float]:
    """Medians by stage and of the whole, by the code that this process has imported."""
    from assembly import Depeche
    from config import load_settings

    with suppress(ModuleNotFoundError):  # one after the other: a stage beside another is not told
        import_module("retrieval.beside").CORES = 1
    took: dict[str, float] = defaultdict(float)
    for name, (module, owner, method, _) in STAGES.items():
        _watch(getattr(import_module(module), owner), method, name, took)
    rows = []
    with Depeche(load_settings(library=library)) as depeche:
        for question in asked:
            took.clear()
            started = time.process_time()
            depeche.ask(question)
            took["all"] = time.process_time() - started
            rows.append(_own(took))
    return {name: round(1000 * median(row[name] for row in rows[BEFORE:]), 2) for name in rows[0]}


def _watch(owner: type, method: str, name: str, took: dict[str, float]) -> None:
    real = getattr(owner, method)

    def watched(*arguments, **named):
        started = time.process_time()
        try:
            return real(*arguments, **named)
        finally:
            took[name] += time.process_time() - started

    setattr(owner, method, watched)


def _own(took: dict[str, float]) -> dict[str, float]:
    """Each stage less those that are part of it; what is left of the whole is the rest."""
    own = {name: took[name] for name in STAGES}
    for name, (*_, parent) in STAGES.items():
        if parent in own:
            own[parent] -= took[name]
    rest = took["all"] - sum(own.values())
    named = {NAMES.get(name, name): value for name, value in own.items()}
    return {**named, "the rest": rest, "all": took["all"]}


def compared(
    library: Path, releases: int, count: int, than: Path, its: Path
) -> dict[str, dict[str, float]]:
    """The medians of this code and of another checkout's on its library, by turns."""
    found: dict[str, list[dict[str, float]]] = {"before": [], "now": []}
    for _ in range(ROUNDS):
        for name, code, read in (("before", than, its), ("now", PROJECT, library)):
            arguments = (read.resolve(), releases, "--count", count, "--code", code.resolve())
            found[name].append(run("-m", "benchmarks.scale.stages", *arguments).result)
    return {
        name: {stage: min(one[stage] for one in each) for stage in each[0]}
        for name, each in found.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library", type=Path)
    parser.add_argument("releases", type=int, help="that the library was made of")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--than", type=Path, metavar="CHECKOUT", help="compare with its code")
    parser.add_argument("--its", type=Path, metavar="LIBRARY", help="what that code reads")
    parser.add_argument("--code", type=Path, default=PROJECT, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    if options.than:
        load = os.getloadavg()[0]
        record: dict[str, object] = compared(
            options.library,
            options.releases,
            options.count,
            options.than,
            options.its or options.library,
        )
        record |= {"questions": options.count, "releases": options.releases}
        record |= {"than": commit(options.than), "commit": commit(), "machine": machine(load)}
        write(record, options.out)
        return
    from benchmarks.generate import questions

    asked = questions(options.count + BEFORE, options.releases, seed=4)
    sys.path.insert(0, str(options.code))
    print(json.dumps(measured(options.library, asked)))


if __name__ == "__main__":
    main()
