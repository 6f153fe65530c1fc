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
import json
import os
import platform
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from functools import lru_cache
from pathlib import Path

import numpy as np

from benchmarks.generate import correct, write_releases

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


class Bench:
    """One place with both states, and trials on copies of the first."""

    def __init__(self, folder: Path, releases: int) -> None:
        _load_everything()
        self.folder = folder
        self.source = folder / "releases"
        self.before = folder / "before"
        self.after = folder / "after"
        self.trial = folder / "trial"
        paths = write_releases(self.source, releases)
        _in_child(_ingest, self.source, self.before)
        for path in paths[::4]:
            correct(path)
        for path in paths[1::7]:
            path.unlink()
        for number, path in enumerate(write_releases(folder / "more", releases + releases // 4)):
            if number >= releases:
                shutil.copy(path, self.source)
        shutil.copytree(self.before, self.after)
        _in_child(_ingest, self.source, self.after)
        self.states = (_in_child(state, self.before), _in_child(state, self.after))
        assert self.states[0] != self.states[1]

    def fresh(self, empty: bool) -> None:
        """The library of the next trial: state A, or none at all."""
        shutil.rmtree(self.trial, ignore_errors=True)
        if not empty:
            shutil.copytree(self.before, self.trial)

    def judge(self, empty: bool) -> str:
        """ "old" or "new"; AssertionError says what is wrong. Then the run is resumed."""
        expected = {"new": self.states[1], "old": self.states[0]}
        if empty:
            expected = {"new": self.states[1], "old": None}
        found = _in_child(state, self.trial)
        if empty and found is not None and found["history"] != self.states[1]["history"]:
            found = _without_history(found)
            expected["new"] = _without_history(self.states[1])
        result = next((name for name, each in expected.items() if each == found), None)
        assert result, _first_difference(found, self.states)
        _in_child(_ingest, self.source, self.trial)
        resumed, wanted = _in_child(state, self.trial), self.states[1]
        if empty:
            resumed, wanted = _without_history(resumed), _without_history(wanted)
        assert resumed == wanted, _first_difference(resumed, (wanted,))
        assert not list(self.trial.glob("unfinished*")), "the file of an unfinished run is left"
        assert len(list(self.trial.glob("index-*"))) <= 2, "folders of indexes are left"
        return result


def _without_history(found: dict | None) -> dict | None:
    return found and {key: value for key, value in found.items() if key != "history"}


def _first_difference(found: dict | None, states: tuple) -> str:
    if found is None:
        return "there is no library any more"
    return (
        "; ".join(
            f"{key} is neither"
            for key in found
            if all(each is None or each[key] != found[key] for each in states)
        )
        or "a mixture of both states"
    )


def state(folder: Path) -> dict | None:
    """All that a library says, in a form that can be compared; None when it is empty.

    AssertionError when a passage is not exactly once in each index, with the vector of its words,
    or a span lies outside of its text.
    """
    from errors import LibraryEmpty
    from ingest.shelving import embedded
    from vectorstore.library import Library

    try:
        library = Library(folder)
    except LibraryEmpty:
        return None
    try:
        releases = library.releases()
        if not releases:
            return None
        library.check()
        with library.snapshot() as view:
            vectors, words = view.indexes()
            numbers = [row[0] for row in view.rows("SELECT number FROM passages ORDER BY number")]
            passages = view.passages(numbers)
            found = vectors.get(numbers)
            assert (vectors.count(), words.count()) == (len(numbers),) * 2, "orphans in an index"
            texts = []
            for number in numbers:
                passage = passages[number]
                release = view.release(passage.release_id, passage.version)
                for sentence in passage.sentences:
                    said = release.text[sentence.start : sentence.end]
                    assert said == said.strip() and said, "a span with a wrong offset"
                texts.append(embedded(release, passage))
            made = encoder().encode_passages(texts)
            stored = np.stack([found[number] for number in numbers])
            assert np.abs(made - stored).max() < 1e-5, "a vector of other words"
            return {
                "history": sorted(
                    (s.release.release_id, s.release.version, s.standing.value, s.release.text)
                    for s in library.history()
                ),
                "live": sorted((r.release_id, r.version) for r in releases),
                "passages": sorted(
                    (p.release_id, p.version, p.start, p.end) for p in passages.values()
                ),
            }
    finally:
        library.close()


@lru_cache(maxsize=1)
def encoder():
    """The packaged model, loaded once and inherited by every child."""
    from assembly import Depeche
    from config import load_settings

    return Depeche(load_settings()).encoder


def _ingest(source: Path, library: Path) -> None:
    """A run that is left alone."""
    from config import load_settings
    from ingest.sync import sync

    report = sync([source], load_settings(library=library), encoder(), prune=True)
    assert not report.failed, report.failed


def _load_everything() -> None:
    """Import what a run needs. Nothing is opened in this process: its children are forks of it,
    and the threads that Chroma starts would not live in them."""
    import chromadb  # noqa: F401
    import tantivy  # noqa: F401

    import vectorstore.library  # noqa: F401

    encoder().encode_passages(["un mot"])


def _in_child(function, *arguments):
    """The result of `function(*arguments)`, run in a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            answer = {"result": function(*arguments)}
        except BaseException as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        with os.fdopen(writing, "w") as stream:
            json.dump(answer, stream)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as stream:
        answer = json.load(stream)
    os.waitpid(child, 0)
    assert "error" not in answer, answer["error"]
    return answer["result"]


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
        _ingest(source, library)
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
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
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
        "results": results,
        "losses": 0,  # the first one, or a duplicate, or a wrong offset, stops the run
        "duplicates": 0,
        "wrong offsets": 0,
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()} "
        f"{platform.release()}, Python {platform.python_version()}",
    }
    text = json.dumps(record, indent=2)
    print(text)
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
