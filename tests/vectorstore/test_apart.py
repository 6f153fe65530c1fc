"""Vectors that a process of their own writes: the same library, and no state in between."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from shelves import MANIFEST, axis, make_release, put

import vectorstore.writer
from errors import LibraryUnwritable
from vectorstore.apart import VectorsApart
from vectorstore.holding import Hold
from vectorstore.library import Library
from vectorstore.writer import open_for_writing

PROJECT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def apart(monkeypatch):
    monkeypatch.setattr(vectorstore.writer, "APART", 0)


def several(writer, count: int = 4, version: str = "v1") -> None:
    for number in range(count):
        name = f"r{number}"
        put(writer, make_release(name, f"Projet {number} {version}.", version), axis(number % 4))
        writer.record(f"{name}.txt", version, name, version)


def nearest(folder: Path, direction: int) -> set[tuple[str, str]]:
    library = Library(folder)
    try:
        library.check()
        with library.snapshot() as view:
            assert view.indexes()[0].count() == view.passage_count()
            hits = [hit.passage for hit in view.search_vectors(axis(direction)[0], 1)]
            return {(p.release_id, p.version) for p in view.passages(hits).values()}
    finally:
        library.close()


def test_what_a_process_of_its_own_wrote_is_read(shelf, apart):
    with open_for_writing(shelf.folder, MANIFEST) as writer:
        several(writer)
        assert isinstance(writer._vectors, VectorsApart)
        writer.commit()
    assert nearest(shelf.folder, 3) == {("r3", "v1")}
    with open_for_writing(shelf.folder, MANIFEST) as writer:
        several(writer, version="v2")
        writer.commit()
    assert nearest(shelf.folder, 2) == {("r2", "v2")}


def test_a_library_given_by_a_relative_path(shelf, apart, monkeypatch):
    monkeypatch.chdir(shelf.folder.parent)
    with open_for_writing(Path(shelf.folder.name), MANIFEST) as writer:
        several(writer)
        writer.commit()
    assert nearest(shelf.folder, 1) == {("r1", "v1")}


def test_a_run_that_is_left_without_a_commit_changes_nothing(shelf, apart):
    shelf.put(make_release("a", "Les ministres."), 0)
    with open_for_writing(shelf.folder, MANIFEST) as writer:
        several(writer)
        child = writer._vectors._child
    assert child.returncode is not None
    assert nearest(shelf.folder, 0) == {("a", "v1")}


def test_a_child_that_dies_ends_the_run_with_its_reason(shelf, apart):
    shelf.put(make_release("a", "Les ministres."), 0)
    with (
        pytest.raises(LibraryUnwritable, match="as it was"),
        open_for_writing(shelf.folder, MANIFEST) as writer,
    ):
        several(writer)
        writer._vectors._child.send_signal(signal.SIGKILL)
        writer.commit()
    assert nearest(shelf.folder, 0) == {("a", "v1")}


def test_what_the_child_says_is_the_reason(shelf, apart):
    with (
        pytest.raises(LibraryUnwritable, match=r"vectors in .* cannot be written"),
        open_for_writing(shelf.folder, MANIFEST) as writer,
    ):
        put(writer, make_release("a", "Les ministres."), axis(0))
        put(writer, make_release("b", "Le projet."), axis(0)[:, :3])  # not as long as the others
        writer.commit()


KILLED = """
import os, signal, sys
sys.path[:0] = sys.argv[2:]
from pathlib import Path
import vectorstore.writer
from shelves import *
from test_apart import several
vectorstore.writer.APART = 0
with open_for_writing(Path(sys.argv[1]), MANIFEST) as writer:
    several(writer)
    print(writer._vectors._child.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_child_of_a_killed_run_spoils_nothing(shelf):
    shelf.put(make_release("a", "Les ministres."), 0)
    places = [str(PROJECT), str(Path(__file__).parent)]
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(shelf.folder), *places], capture_output=True, text=True
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    shelf.put(make_release("b", "Le projet."), 1)
    assert nearest(shelf.folder, 0) == {("a", "v1")} and nearest(shelf.folder, 1) == {("b", "v1")}


def test_a_folder_that_such_a_child_still_holds_is_not_taken(shelf):
    shelf.put(make_release("a", "Les ministres."), 0)
    left = shelf.folder / "index-2"
    shutil.copytree(shelf.folder / "index-1", left)
    held = Hold(left)
    shelf.put(make_release("b", "Le projet."), 1)
    assert {path.name for path in shelf.folder.glob("index-*")} == {"index-2", "index-3"}
    held.release()
    shelf.put(make_release("c", "Une loi."), 2)
    assert {path.name for path in shelf.folder.glob("index-*")} == {"index-4"}
    assert nearest(shelf.folder, 1) == {("b", "v1")}


def test_the_child_inherits_the_hold(shelf):
    shelf.put(make_release("a", "Les ministres."), 0)
    folder = shelf.folder / "index-1"
    hold = Hold(folder)
    child = subprocess.Popen(
        [sys.executable, "-c", "import sys; sys.stdin.read()"],
        stdin=subprocess.PIPE,
        pass_fds=hold.handles,
    )
    hold.release()
    vectorstore.writer.holding.remove(folder, untold=True)
    assert (folder / "vectors").exists()
    child.communicate(b"")
    vectorstore.writer.holding.remove(folder, untold=True)
    assert not folder.exists()
