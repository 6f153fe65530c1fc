"""Kills a real ingest at random instants, at every step of its commit and at every write that is
forced to the disk, and looks at what is left.

    python -m benchmarks.crash random --kills 200 --out benchmarks/results/crash-random.json
    python -m benchmarks.crash steps --out benchmarks/results/crash-steps.json
    python -m benchmarks.crash cuts --every 10 --out benchmarks/results/crash-cuts.json

Every trial begins with the same library (state A) and the same changed folder. An ingest of that
folder, in a process of its own, is killed with SIGKILL. Then the library must be state A or
state B, whole: the same releases, versions, passages and spans as an ingest that was left alone
made, each passage once in each index, with its own vector. Then the ingest is run again, to the
end, and the library must be state B.

`cuts` loses, at the kill, everything that was written and not forced to the disk (a power cut):
see `dropped_writes.c`.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.record import machine, write
from benchmarks.trials import Bench, ingest

PROJECT = Path(__file__).resolve().parent.parent
PRELOADED = Path(__file__).with_name("dropped_writes.c")
_INGEST = (sys.executable, "cli.py", "ingest", "--prune")
# The steps of a run, by the functions that take them; a kill falls before and after each call.
STEPS = (
    ("vectorstore.writer", "LibraryWriter.commit"),
    ("vectorstore.writer", "LibraryWriter._indexes"),
    ("vectorstore.writer", "LibraryWriter._remove_folders"),
    ("vectorstore.writer", "LibraryWriter._set"),
    ("vectorstore.writer", "make_durable"),
    ("vectorstore.database", "Database.create"),
    ("vectorstore.database", "make_durable"),
    ("vectorstore.catalogue", "Catalogue.enter"),
    ("vectorstore.catalogue", "Catalogue.record"),
    ("vectorstore.catalogue", "Catalogue.retire"),
    ("vectorstore.vectors", "ChromaVectors.add"),
    ("vectorstore.vectors", "ChromaVectors.delete"),
    ("vectorstore.vectors", "ChromaVectors.close"),
    ("vectorstore.words", "TantivyWords.commit"),
    ("vectorstore.resume", "Resume.keep"),
    ("vectorstore.lock", "writing_lock"),
)


# The process that is killed. It is forked from this one, which has loaded everything, so that the
# random instants fall into the work and not into Python's start.


def _forked(source: Path, library: Path, kill_at: int | None, counted: Path | None) -> int:
    child = os.fork()
    if child:
        return child
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        if kill_at is not None or counted is not None:
            _watch_steps(kill_at, counted)
        ingest(source, library)
        os._exit(0)
    except BaseException as error:
        print(f"the ingest failed by itself: {error!r}", file=sys.stderr, flush=True)
        os._exit(1)


def _watch_steps(kill_at: int | None, counted: Path | None) -> None:
    """Kill this process at the `kill_at`-th step; note how many steps there are in `counted`."""
    import importlib

    steps: list[str] = []

    def step(name: str) -> None:
        steps.append(name)
        if len(steps) == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        if counted is not None:
            counted.write_text("\n".join(steps))

    def watched(function):
        def call(*arguments, **named):
            step(function.__name__)
            result = function(*arguments, **named)
            step(function.__name__)
            return result

        return call

    for module, path in STEPS:
        holder = importlib.import_module(module)
        *owner, name = path.split(".")
        for each in owner:
            holder = getattr(holder, each)
        setattr(holder, name, watched(getattr(holder, name)))


def killed_at_random(bench: Bench, kills: int, seed: int) -> dict:
    """`kills` trials, each killed at an instant drawn evenly from the length of a whole run."""
    draw = random.Random(seed)
    lengths = {}
    for empty in (False, True):
        bench.fresh(empty)
        started = time.perf_counter()
        assert os.waitpid(_forked(bench.source, bench.trial, None, None), 0)[1] == 0
        lengths[empty] = time.perf_counter() - started
    results = {"killed": 0, "old": 0, "new": 0}
    while results["killed"] < kills:
        empty = results["killed"] % 4 == 3
        bench.fresh(empty)
        instant = draw.uniform(0, lengths[empty])
        child = _forked(bench.source, bench.trial, None, None)
        time.sleep(instant)
        os.kill(child, signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
        if os.WIFSIGNALED(status):
            results["killed"] += 1
            results[bench.judge(empty)] += 1
        else:  # it was done before: such an instant says nothing
            assert os.WEXITSTATUS(status) == 0
            lengths[empty] = instant
    return results


def killed_at_steps(bench: Bench, every: int = 1) -> dict:
    """A trial for each step of the commit, and each `every`-th one before it, killed there."""
    results = {"steps": 0, "of the commit": 0, "old": 0, "new": 0}
    for empty in (False, True):
        bench.fresh(empty)
        counted = bench.folder / "steps"
        assert os.waitpid(_forked(bench.source, bench.trial, None, counted), 0)[1] == 0
        names = counted.read_text().split("\n")
        commit = names.index("commit") + 1
        for kill_at in range(1, len(names) + 1):
            if kill_at < commit and kill_at % every:
                continue
            bench.fresh(empty)
            status = os.waitpid(_forked(bench.source, bench.trial, kill_at, None), 0)[1]
            assert os.WIFSIGNALED(status), f"step {kill_at} was not reached"
            results["steps"] += 1
            results["of the commit"] += kill_at >= commit
            results[bench.judge(empty)] += 1
    return results


def writes_dropped(bench: Bench, every: int = 1) -> dict:
    """A power cut at each write that is forced to the disk (each `every`-th one): what was not
    forced before it is lost. None when there is no C compiler to build the recorder with."""
    shim = bench.folder / "dropped_writes.so"
    compiler = shutil.which("cc")
    if compiler is None:
        return {"skipped": "no C compiler"}
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(shim), str(PRELOADED), "-ldl"]
    subprocess.run(command, check=True)
    results = {"cuts": 0, "old": 0, "new": 0}
    for empty in (False, True):
        at, alive = 1, True
        while alive:
            bench.fresh(empty)
            durable = bench.folder / "durable"
            shutil.rmtree(durable, ignore_errors=True)
            bench.trial.mkdir(exist_ok=True)
            shutil.copytree(bench.trial, durable)
            environment = {
                **os.environ,
                "LD_PRELOAD": str(shim),
                "DROP_LIVE": str(bench.trial),
                "DROP_DURABLE": str(durable),
                "DROP_AT": str(at),
            }
            done = subprocess.run(
                [*_INGEST, str(bench.source), "--library", str(bench.trial)],
                cwd=PROJECT,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            alive = done.returncode == -signal.SIGKILL
            assert alive or done.returncode == 0, done.stderr
            shutil.rmtree(bench.trial)
            durable.rename(bench.trial)
            result = bench.judge(empty)
            assert alive or result == "new", "a run that ended is lost by a power cut"
            results["cuts"] += alive
            results[result] += 1
            at += every
    return results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["random", "steps", "cuts"])
    parser.add_argument("--kills", type=int, default=200, help="for random")
    parser.add_argument("--releases", type=int, default=12)
    parser.add_argument("--every", type=int, default=1, help="each n-th cut or early step")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--apart",
        action="store_true",
        help="vectors and descriptions by processes of their own, as in large runs",
    )
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    if options.apart and options.what == "cuts":
        parser.error(
            "--apart is for random and steps: the runs of cuts start processes of their own"
        )
    if options.apart:
        import vectorstore.writer

        vectorstore.writer.APART = 0
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), options.releases)
        if options.what == "random":
            results = killed_at_random(bench, options.kills, options.seed)
        elif options.what == "steps":
            results = killed_at_steps(bench, options.every)
        else:
            results = writes_dropped(bench, options.every)
    record = {
        "what": options.what,
        "apart": options.apart,
        "results": results,
        "losses": 0,  # the first one, or a duplicate, or a wrong offset, stops the run
        "duplicates": 0,
        "wrong offsets": 0,
        "machine": machine(),
    }
    write(record, options.out)


if __name__ == "__main__":
    main()
