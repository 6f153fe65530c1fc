"""How long ingest takes, and what answers cost while it runs; ratios of one run on one machine.

    python -m benchmarks.speed --releases 10000 --out benchmarks/results/speed.json

Three ingests of one folder by the command line, each a process of its own: all releases new, none
changed, one in a hundred changed. Then answers are timed in a process that holds the library open,
alone and while another process ingests again and again what changed. Wall time is what a person
waits; processor time is given beside it, since other programs may be running.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from benchmarks.generate import correct, write_releases
from benchmarks.record import machine, write

PROJECT = Path(__file__).resolve().parent.parent
QUESTIONS = (
    "Combien de millions de dollars pour les soins à domicile à Rimouski ?",
    "Who announced the investment in railway safety in Gander?",
    "Quand les travaux du programme Rivage commenceront-ils ?",
    "How many jobs will be created in Moncton?",
)


def timed(source: Path, library: Path) -> dict:
    """Wall and processor seconds of one ingest, and what it reports."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    command = [sys.executable, "cli.py", "ingest", str(source), "--library", str(library), "--json"]
    done = subprocess.run(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    report = json.loads(done.stdout)
    return {
        "wall": round(wall, 2),
        "cpu": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2),
        **{name: len(report[name]) for name in ("added", "updated", "unchanged", "failed")},
        "passages": report["passages"],
    }


def ingests(paths: list[Path], source: Path, library: Path) -> dict:
    """The three runs, with their shares of the first one's time."""
    first = timed(source, library)
    unchanged = timed(source, library)
    for path in paths[::100]:
        correct(path)
    changed = timed(source, library)
    runs = {"first": first, "unchanged": unchanged, "one in 100 changed": changed}
    for run in (unchanged, changed):
        for clock in ("wall", "cpu"):
            run[f"{clock} share"] = round(run[clock] / first[clock], 4)
    return runs


def answers(paths: list[Path], source: Path, library: Path, rounds: int) -> dict:
    """Times of answers alone and during ingests, and the ratio of their medians and p95."""
    from assembly import Depeche
    from config import load_settings

    with Depeche(load_settings(library=library)) as depeche:
        for question in QUESTIONS * 3:
            depeche.ask(question)
        alone = [_time(depeche, QUESTIONS[n % 4]) for n in range(rounds)]
        generation = depeche.library.generation
        during: list[float] = []
        for round_ in range(2, 5):
            for path in paths[::100]:
                correct(path, round_)
            command = [sys.executable, "cli.py", "ingest", str(source), "--library", str(library)]
            ingest = subprocess.Popen(
                command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            while ingest.poll() is None:
                during.append(_time(depeche, QUESTIONS[len(during) % 4]))
            during.append(_time(depeche, QUESTIONS[0]))  # the first answer of the new state
        seen = depeche.library.generation - generation
    assert seen == 3, "the new states were not seen without a restart"
    result = {"alone": _summary(alone), "during ingest": _summary(during)}
    for key in ("p50", "p95"):
        ratio = result["during ingest"][key] / result["alone"][key]
        result[f"ratio of {key}"] = round(ratio, 2)
    return result


def _time(depeche, question: str) -> float:
    time.sleep(0.05)  # a person reads between two questions
    started = time.perf_counter()
    depeche.ask(question)
    return (time.perf_counter() - started) * 1000


def _summary(times: list[float]) -> dict:
    return {
        "answers": len(times),
        "p50": round(median(times), 1),
        "p95": round(quantiles(times, n=20)[-1], 1),
        "longest": round(max(times), 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--releases", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source, library = Path(folder, "releases"), Path(folder, "library")
        paths = write_releases(source, options.releases)
        load = os.getloadavg()[0]
        record = {
            "releases": options.releases,
            "ingest, seconds": ingests(paths, source, library),
            "answers, milliseconds": answers(paths, source, library, options.rounds),
            "machine": machine(load),
        }
    write(record, options.out)


if __name__ == "__main__":
    main()
