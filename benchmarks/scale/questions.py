"""What a question costs, cold and warm, with the raw calls of the same question beside it.

    python -m benchmarks.scale.questions LIBRARY RELEASES --count 400

Every question is another one, about a release drawn by chance: nothing is asked twice, so that no
answer comes from what is kept of an earlier one. Cold is the first question of a process, the
opening of the library included; warm are those after the first fifty. Raw calls and answers take
turns, each goes first every other time.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from assembly import Depeche
from benchmarks.generate import questions
from benchmarks.scale.child import resident_mb
from benchmarks.scale.floor import RawSearch
from config import load_settings

BEFORE = 50  # questions that warm a process up


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """Percentiles of times, in milliseconds."""
    found = np.percentile(np.array(seconds) * 1000, [50, 95, 99]).tolist()
    return dict(zip(("p50", "p95", "p99"), (round(each, 2) for each in found), strict=True))


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock and of the processor."""
    started, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - started, time.process_time() - used


def warm(depeche: Depeche, asked: Sequence[str]) -> dict[str, object]:
    """Times of the answers and of the raw calls to the same questions."""
    for question in asked[:BEFORE]:
        depeche.ask(question)
    resident = resident_mb()
    raw = RawSearch(depeche.settings.library, depeche.settings.candidates)
    vectors = depeche.encoder.encode_queries(asked)
    times: dict[str, list[tuple[float, float]]] = {"answer": [], "raw": []}
    for place in range(len(asked)):
        question, vector = asked[place], vectors[place]
        works = {
            "raw": lambda vector=vector, question=question: raw.ask(vector, question),
            "answer": lambda question=question: depeche.ask(question),
        }
        for name in sorted(works, reverse=bool(place % 2)):
            measured = timed(works[name])
            if place >= BEFORE:
                times[name].append(measured)
    record: dict[str, object] = {"questions": len(times["answer"]), "resident_mb": resident}
    for name, found in times.items():
        record[name] = spread([wall for wall, _ in found])
        record[f"{name}_cpu"] = spread([cpu for _, cpu in found])
    return record


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library", type=Path)
    parser.add_argument("releases", type=int, help="that the library was made of")
    parser.add_argument("--count", type=int, default=400)
    options = parser.parse_args()
    asked = questions(options.count + BEFORE + 1, options.releases, seed=1)
    with Depeche(load_settings(library=options.library)) as depeche:
        cold, _ = timed(lambda: depeche.ask(asked[0]))
        print(json.dumps({"cold_seconds": round(cold, 3), **warm(depeche, asked[1:])}))


if __name__ == "__main__":
    main()
