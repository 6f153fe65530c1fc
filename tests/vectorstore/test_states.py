"""Libraries over time: an older schema, two writers, readers while somebody writes, a full disk."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from shelves import MANIFEST, axis, make_release, put

from domain import Standing
from errors import LibraryLocked, LibraryUnwritable
from vectorstore.database import FILE
from vectorstore.library import Library
from vectorstore.lock import is_being_written
from vectorstore.resume import Resume
from vectorstore.schema import SCHEMA
from vectorstore.writer import open_for_writing

PROJECT = Path(__file__).resolve().parent.parent.parent

SCHEMA_1 = """
PRAGMA journal_mode = WAL; PRAGMA application_id = 0x44455045; PRAGMA user_version = 1;
CREATE TABLE manifest (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE releases (
    release_id TEXT NOT NULL, version TEXT NOT NULL, source TEXT NOT NULL, record TEXT NOT NULL,
    text TEXT NOT NULL, live INTEGER NOT NULL, ordinal INTEGER NOT NULL,
    PRIMARY KEY (release_id, version));
CREATE INDEX releases_live ON releases (live, ordinal);
CREATE TABLE ledger (
    origin TEXT PRIMARY KEY, content_hash TEXT NOT NULL, release_id TEXT NOT NULL,
    version TEXT NOT NULL);
CREATE TABLE passages (
    number INTEGER PRIMARY KEY AUTOINCREMENT, release_id TEXT NOT NULL, version TEXT NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL, section TEXT, sentences TEXT NOT NULL);
CREATE INDEX passages_release ON passages (release_id, version);
CREATE TABLE doomed (number INTEGER PRIMARY KEY);
"""


def as_schema_1(folder: Path) -> None:
    """Rewrite the database of a library as the first schema had it, with a run left unfinished."""
    old = folder / "old.sqlite3"
    with sqlite3.connect(folder / FILE) as now, sqlite3.connect(old) as then:
        then.executescript(SCHEMA_1)
        for table, columns in (
            ("manifest", "key, value"),
            ("releases", "release_id, version, source, record, text, live, ordinal"),
            ("ledger", "origin, content_hash, release_id, version"),
            ("passages", "number, release_id, version, first, last, section, sentences"),
        ):
            rows = now.execute(f"SELECT {columns} FROM {table}").fetchall()
            marks = ",".join("?" * len(columns.split(", ")))
            then.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)
        then.execute("UPDATE manifest SET value = '1' WHERE key = 'schema'")
        then.execute("INSERT INTO manifest VALUES ('unfinished', '1')")
        then.execute("INSERT INTO doomed VALUES (77)")
    now.close()
    then.close()
    for name in (FILE, f"{FILE}-wal", f"{FILE}-shm"):
        (folder / name).unlink(missing_ok=True)
    old.rename(folder / FILE)


def read(folder: Path):
    library = Library(folder)
    try:
        library.check()
        with library.snapshot() as view:
            counts = (view.indexes()[0].count(), view.indexes()[1].count(), view.passage_count())
        return [release.release_id for release in library.releases()], counts, library.history()
    finally:
        library.close()


def test_a_library_of_the_first_schema_is_read_and_written_on(shelf):
    shelf.put(make_release("a", "Les ministres ont parlé."), 0)
    shelf.put(make_release("a", "Les ministres ont répondu.", "v2"), 1)
    shelf.put(make_release("b", "Le projet a été adopté."), 2)
    as_schema_1(shelf.folder)
    names, counts, history = read(shelf.folder)
    assert names == ["a", "b"] and counts == (2, 2, 2)
    assert [s.standing for s in history] == [
        Standing.SUPERSEDED,
        Standing.CURRENT,
        Standing.CURRENT,
    ]
    with sqlite3.connect(shelf.folder / FILE) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
        assert not connection.execute("SELECT 1 FROM manifest WHERE key='unfinished'").fetchone()
    connection.close()
    shelf.put(make_release("c", "Une phrase de plus."), 3)
    names, counts, _ = read(shelf.folder)
    assert names == ["a", "b", "c"] and counts == (3, 3, 3)


def test_indexes_of_the_first_schema_are_cleaned_of_what_a_killed_run_left(shelf):
    shelf.put(make_release("a", "Les ministres ont parlé."), 0)
    from vectorstore.vectors import ChromaVectors

    left = ChromaVectors(shelf.folder / "index-1" / "vectors", write=True)
    left.add([77], axis(3))
    left.close()
    as_schema_1(shelf.folder)
    assert read(shelf.folder)[1] == (2, 1, 1)
    shelf.put(make_release("b", "Le projet a été adopté."), 2)
    assert read(shelf.folder)[1] == (2, 2, 2)


def test_deleted_vectors_do_not_pile_up(shelf, monkeypatch):
    import vectorstore.writer

    monkeypatch.setattr(vectorstore.writer, "_DEAD", 3)
    shelf.put(make_release("b", "Le projet a été adopté."), 1)
    for number in range(9):
        shelf.put(make_release("a", f"Les {number} ministres.", f"v{number}"), 0)
    with sqlite3.connect(shelf.folder / FILE) as connection:
        dead = connection.execute("SELECT value FROM manifest WHERE key = 'dead'").fetchone()
    connection.close()
    assert int(dead[0]) <= 5
    assert read(shelf.folder)[1] == (2, 2, 2)
    library = Library(shelf.folder)
    hits = library.search_vectors(axis(1)[0], 1)
    assert library.passages([hits[0].passage])[hits[0].passage].release_id == "b"
    library.close()


def child(code: str, folder: Path, **named) -> subprocess.Popen:
    script = f"""
import os, sys, time
sys.path[:0] = [{str(PROJECT)!r}, {str(Path(__file__).parent)!r}]
from pathlib import Path
from shelves import *
from vectorstore.library import Library
folder = Path({str(folder)!r})
""" + textwrap.dedent(code)
    return subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        **named,
    )


HOLD = """
with open_for_writing(folder, MANIFEST) as writer:
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_the_second_writer_is_told_who_holds_the_lock_or_waits(shelf):
    shelf.put(make_release("a", "Les ministres."), 0)
    holder = child(HOLD, shelf.folder)
    assert holder.stdout.readline() == "held\n"
    assert is_being_written(shelf.folder)
    with pytest.raises(LibraryLocked, match=rf"process {holder.pid}, since 20.*--wait"):
        shelf.put(make_release("b", "Autre."), 1)
    waiting = child(
        """
with open_for_writing(folder, MANIFEST, wait=60) as writer:
    print("mine", flush=True)
""",
        shelf.folder,
    )
    holder.communicate("\n")
    assert waiting.communicate()[0] == "mine\n" and waiting.returncode == 0


def test_the_lock_of_a_killed_writer_is_free(shelf):
    shelf.put(make_release("a", "Les ministres."), 0)
    holder = child(HOLD, shelf.folder)
    holder.stdout.readline()
    holder.kill()
    holder.communicate()
    assert not is_being_written(shelf.folder)
    shelf.put(make_release("b", "Autre."), 1)


READER = """
library = Library(folder)
library.search_vectors(axis(0)[0], 1)
def say():
    hits = library.search_vectors(axis(0)[0], 5)
    found = library.passages([hit.passage for hit in hits])
    words = library.passages([hit.passage for hit in library.search_words("ministres projet", 5)])
    print(sorted({p.version for p in found.values()} | {p.version for p in words.values()}), flush=True)
say()
with library.snapshot():
    sys.stdin.readline()
    library.refresh()
    say()
library.refresh()
say()
library.close()
"""


def test_another_process_keeps_its_snapshot_and_then_sees_the_new_state(shelf):
    """Two real processes: a question that is under way sees nothing of three commits."""
    shelf.put(make_release("a", "Les ministres ont parlé."), 0)
    reader = child(READER, shelf.folder)
    assert reader.stdout.readline() == "['v1']\n"
    for version in ("v2", "v3"):
        shelf.put(make_release("a", f"Les ministres {version}.", version), 0)
    out, _ = reader.communicate("\n")
    assert out == "['v1']\n['v3']\n" and reader.returncode == 0


def test_a_reader_under_way_sees_nothing_of_a_writer_that_has_not_committed(shelf):
    shelf.put(make_release("a", "Les ministres ont parlé."), 0)
    reader = child(READER, shelf.folder)
    reader.stdout.readline()
    with open_for_writing(shelf.folder, MANIFEST) as writer:
        put(writer, make_release("a", "Les ministres v2.", "v2"), axis(0))
        out, _ = reader.communicate("\n")
    assert out == "['v1']\n['v1']\n"


def many(writer) -> None:
    for number in range(400):
        put(writer, make_release(f"r{number}", f"Le projet {number} adopté. " * 600), axis(1))
    writer.commit()


@pytest.mark.slow
def test_a_file_limit_that_is_reached_leaves_the_library_as_it_was(shelf):
    """Like a full disk, without one: no file of the child may grow beyond some kilobytes."""
    shelf.put(make_release("a", "Les ministres ont parlé."), 0)
    limited = child(
        """
import resource
from errors import LibraryUnwritable
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
from test_states import many
try:
    with open_for_writing(folder, MANIFEST) as writer:
        many(writer)
except LibraryUnwritable as error:
    print(str(error).count("\\n"), "as it was" in str(error))
""",
        shelf.folder,
        stderr=subprocess.PIPE,
    )
    out, err = limited.communicate()
    assert out == "0 True\n", err
    names, counts, _ = read(shelf.folder)
    assert names == ["a"] and counts == (1, 1, 1)
    shelf.put(make_release("b", "Et de nouveau."), 1)
    assert read(shelf.folder)[0] == ["a", "b"]


@pytest.mark.slow
def test_a_full_disk_leaves_the_library_as_it_was(shelf, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("a small disk can be mounted by root only")
    try:
        shelf.put(make_release("a", "Les ministres ont parlé."), 0)
        shutil.copytree(shelf.folder, disk / "library")
        with (
            pytest.raises(LibraryUnwritable, match="as it was"),
            open_for_writing(disk / "library", MANIFEST) as writer,
        ):
            many(writer)
        names, counts, _ = read(disk / "library")
        assert names == ["a"] and counts == (1, 1, 1)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_vectors_of_a_run_that_was_cut_off_are_used_again(tmp_path):
    with pytest.raises(KeyboardInterrupt), Resume.open(tmp_path, "f1") as resume:
        resume.keep(["un", "deux"], axis(1).repeat(2, axis=0))
        raise KeyboardInterrupt
    with Resume.open(tmp_path, "f1") as resume:
        assert sorted(resume.get(["un", "trois"])) == ["un"]
    with Resume.open(tmp_path, "another encoder") as resume:
        assert resume.get(["un"]) == {}
        resume.forget()
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "unfinished.vectors").write_bytes(b"no vectors " * 100)
    with Resume.open(tmp_path, "f1") as resume:
        assert resume.get(["un"]) == {}


def test_a_torn_file_of_vectors_gives_those_before_the_tear(tmp_path):
    file = tmp_path / "unfinished.vectors"
    with pytest.raises(KeyboardInterrupt), Resume.open(tmp_path, "f1") as resume:
        resume.keep(["un"], axis(1))
        whole = file.stat().st_size
        resume.keep(["deux"], axis(2))
        raise KeyboardInterrupt
    written = file.read_bytes()
    for torn in (written[:-1], written[: whole + 3], written[:-1] + bytes([written[-1] ^ 1])):
        file.write_bytes(torn)
        with pytest.raises(KeyboardInterrupt), Resume.open(tmp_path, "f1") as resume:
            assert (resume.get(["un", "deux"])["un"] == axis(1)[0]).all() and resume.reused == 1
            resume.keep(["trois"], axis(3))
            raise KeyboardInterrupt
        with Resume.open(tmp_path, "f1") as resume:
            assert (resume.get(["trois"])["trois"] == axis(3)[0]).all()


def folders(shelf) -> list[str]:
    return sorted(path.name for path in Path(shelf.folder).glob("index-*"))


def test_indexes_stay_as_long_as_a_reader_holds_them(shelf):
    shelf.put(make_release("a", "Les ministres ont parlé."), 0)
    reader = Library(shelf.folder)
    with reader.snapshot() as view:
        for version in ("v2", "v3", "v4"):
            shelf.put(make_release("a", f"Les ministres {version}.", version), 0)
        assert folders(shelf) == ["index-1", "index-4"]
        hit = view.search_vectors(axis(0)[0], 1)[0]  # opened only now
        assert view.passages([hit.passage])[hit.passage].version == "v1"
    reader.refresh()
    shelf.put(make_release("a", "Les ministres v5.", "v5"), 0)
    assert folders(shelf) == ["index-4", "index-5"]
    reader.close()
    shelf.put(make_release("a", "Les ministres v6.", "v6"), 0)
    assert folders(shelf) == ["index-6"]


def test_where_no_system_tells_the_indexes_before_stay(shelf, monkeypatch):
    from vectorstore import holding

    monkeypatch.setattr(holding, "fcntl", None)
    for version in ("v1", "v2", "v3"):
        shelf.put(make_release("a", f"Les ministres {version}.", version), 0)
    assert folders(shelf) == ["index-2", "index-3"]
    assert read(shelf.folder)[1] == (1, 1, 1)


def test_a_reader_that_comes_while_its_indexes_go_begins_again(shelf, monkeypatch):
    from vectorstore import view as module

    shelf.put(make_release("a", "Les ministres ont parlé."), 0)
    hold, commits = module.Hold, iter(("v2", "v3"))

    def late(folder):
        version = next(commits, None)
        if version:
            shelf.put(make_release("a", f"Les ministres {version}.", version), 0)
        return hold(folder)

    monkeypatch.setattr(module, "Hold", late)
    library = Library(shelf.folder)
    assert library.generation == 3 and [r.version for r in library.releases()] == ["v3"]
    library.check()
    library.close()
