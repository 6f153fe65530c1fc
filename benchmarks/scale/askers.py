"""Fifty people who ask at once, beside one who asks in a loop: one process, one library.

python -m benchmarks.scale.askers LIBRARY RELEASES --askers 50
"""

from __future__ import annotations

import argparse
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from assembly import Depeche
from benchmarks.generate import questions
from benchmarks.scale.questions import BEFORE, spread, timed
from config import load_settings

EACH = 8  # questions of each person


def together(depeche: Depeche, asked: list[str], askers: int) -> dict[str, object]:
    """`askers` threads that begin at once and share the questions out."""
    begin = Barrier(askers + 1)

    def person(number: int) -> tuple[list[float], list[str]]:
        begin.wait()
        times, errors = [], []
        for question in asked[number::askers]:
            try:
                times.append(timed(lambda question=question: depeche.ask(question))[0])
            except Exception as error:  # whatever it is, it is counted
                errors.append(f"{type(error).__name__}: {error}"[:200])
        return times, errors

    with ThreadPoolExecutor(askers) as pool:
        people = [pool.submit(person, number) for number in range(askers)]
        begin.wait()
        started = time.perf_counter()
        done = [each.result() for each in people]
        seconds = time.perf_counter() - started
    return {
        "per_second": round(len(asked) / seconds, 2),
        **spread([one for times, _ in done for one in times]),
        "errors": [error for _, errors in done for error in errors],
    }


def alone(depeche: Depeche, asked: list[str]) -> dict[str, object]:
    """One person who asks in a loop."""
    times = [timed(lambda question=question: depeche.ask(question))[0] for question in asked]
    return {"per_second": round(len(times) / sum(times), 2), **spread(times)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library", type=Path)
    parser.add_argument("releases", type=int, help="that the library was made of")
    parser.add_argument("--askers", type=int, default=50)
    options = parser.parse_args()
    count = options.askers * EACH
    asked = questions(BEFORE + 3 * count, options.releases, seed=2)
    with Depeche(load_settings(library=options.library)) as depeche:
        for question in asked[:BEFORE]:
            depeche.ask(question)
        first, crowd, last = (asked[BEFORE + n * count :][:count] for n in range(3))
        half = count // 2
        loops = [alone(depeche, first[:half])]  # before and after: the machine may slow down
        record = {"askers": options.askers, "together": together(depeche, crowd, options.askers)}
        loops.append(alone(depeche, last[:half]))
        record["alone"] = max(loops, key=lambda loop: loop["per_second"])
    ratio = record["together"]["per_second"] / record["alone"]["per_second"]
    print(json.dumps({**record, "ratio": round(ratio, 3)}))


if __name__ == "__main__":
    main()
