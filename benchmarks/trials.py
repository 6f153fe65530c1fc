"""What a trial of the crash benchmark begins with, and how it is judged."""

from __future__ import annotations

import json
import os
import shutil
from functools import lru_cache
from pathlib import Path

import numpy as np

from benchmarks.generate import correct, write_releases


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
        in_child(ingest, self.source, self.before)
        for path in paths[::4]:
            correct(path)
        for path in paths[1::7]:
            path.unlink()
        for number, path in enumerate(write_releases(folder / "more", releases + releases // 4)):
            if number >= releases:
                shutil.copy(path, self.source)
        shutil.copytree(self.before, self.after)
        in_child(ingest, self.source, self.after)
        self.states = (in_child(state, self.before), in_child(state, self.after))
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
        found = in_child(state, self.trial)
        if empty and found is not None and found["history"] != self.states[1]["history"]:
            found = _without_history(found)
            expected["new"] = _without_history(self.states[1])
        result = next((name for name, each in expected.items() if each == found), None)
        assert result, _first_difference(found, self.states)
        in_child(ingest, self.source, self.trial)
        resumed, wanted = in_child(state, self.trial), self.states[1]
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

    AssertionError when a passage is not exactly once in each index, with the vector of its words
    and what is worked out of them, or a span lies outside of its text.
    """
    from errors import LibraryEmpty
    from ingest.shelving import embedded
    from retrieval.analyst import Analyst
    from vectorstore.library import Library

    analyst = Analyst(encoder())
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
            extracts, worded = view.extracts(numbers, analyst.stamp), view.worded(numbers)
            made = analyst.describe([worded[number] for number in numbers])
            bodies = [extracts[number].body for number in numbers]
            assert made == bodies, "a description of other words"
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


def ingest(source: Path, library: Path) -> None:
    """A run that is left alone."""
    from config import load_settings
    from ingest.sync import sync
    from retrieval.analyst import Analyst

    settings, analyst = load_settings(library=library), Analyst(encoder())
    report = sync([source], settings, encoder(), prune=True, describer=analyst)
    assert not report.failed, report.failed


def _load_everything() -> None:
    """Import what a run needs. Nothing is opened in this process: its children are forks of it,
    and the threads that Chroma starts would not live in them."""
    import chromadb  # noqa: F401
    import tantivy  # noqa: F401

    import vectorstore.library  # noqa: F401

    encoder().encode_passages(["un mot"])


def in_child(function, *arguments):
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
