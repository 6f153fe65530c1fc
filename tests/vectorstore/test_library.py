"""The library with real SQLite, Chroma and Tantivy: what readers see, and when."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from shelves import MANIFEST, axis, make_release, put

from errors import LibraryDamaged, LibraryEmpty, LibraryLocked, LibraryMismatch
from vectorstore.database import FILE
from vectorstore.library import Library
from vectorstore.lock import is_being_written
from vectorstore.writer import open_for_writing

PROJECT = Path(__file__).resolve().parent.parent.parent


def found(library, direction):
    hits = library.search_vectors(axis(direction)[0], 5)
    live = library.passages([hit.passage for hit in hits])
    return [live[hit.passage].release_id for hit in hits if hit.passage in live]


def said(library, question):
    live = library.passages([hit.passage for hit in library.search_words(question, 5)])
    return sorted(passage.release_id for passage in live.values())


@pytest.fixture
def opened(shelf):
    shelf.put(make_release("a", "Les ministres ont parlé des armes à feu."), 0)
    shelf.put(make_release("b", "Le projet de loi C‑70 a été adopté."), 1)
    library = Library(shelf.folder)
    yield library
    library.close()


def test_what_was_put_is_found_again(opened):
    assert [release.release_id for release in opened.releases()] == ["a", "b"]
    assert found(opened, 0)[0] == "a"
    assert found(opened, 1)[0] == "b"
    assert said(opened, "arme") == ["a"]
    assert said(opened, "c-70 ?") == ["b"]
    assert said(opened, "et de la") == []
    assert opened.release("a") == make_release("a", "Les ministres ont parlé des armes à feu.")
    opened.check()


def test_a_new_version_takes_the_place_of_the_old_which_stays_citable(shelf, opened):
    old = opened.release("a")
    shelf.put(make_release("a", "Les ministres ont parlé de fentanyl.", "v2"), 2)
    assert opened.refresh()
    assert not opened.refresh()
    assert said(opened, "arme") == []
    assert said(opened, "fentanyl") == ["a"]
    hits = opened.search_vectors(axis(0)[0], 5)
    live = opened.passages([hit.passage for hit in hits])
    assert {p.version for p in live.values() if p.release_id == "a"} == {"v2"}
    assert opened.text("a", "v1") == old.text
    assert not opened.is_current("a", "v1") and opened.is_current("a", "v2")
    assert opened.passage_count() == 2


def test_a_reader_sees_nothing_before_the_commit(shelf, opened):
    new = make_release("c", "Une phrase sur le fentanyl.")
    with open_for_writing(shelf.folder, MANIFEST) as writer:
        put(writer, new, axis(3))
        assert not opened.refresh()
        assert said(opened, "fentanyl") == []
        assert "c" not in found(opened, 3)
        # left without a commit
    assert not opened.refresh()
    assert found(opened, 3) and "c" not in found(opened, 3)


def test_within_a_snapshot_one_stays_where_one_is(shelf, opened):
    with opened.snapshot():
        shelf.put(make_release("a", "Les ministres ont parlé de fentanyl.", "v2"), 2)
        assert not opened.refresh()
        assert said(opened, "fentanyl") == []
    assert opened.refresh()
    assert said(opened, "fentanyl") == ["a"]


def test_retired_releases_answer_nothing_and_stay_citable(shelf, opened):
    with open_for_writing(shelf.folder, MANIFEST) as writer:
        writer.retire("a.txt")
        writer.commit()
    opened.refresh()
    assert [release.release_id for release in opened.releases()] == ["b"]
    assert said(opened, "arme") == []
    assert "armes à feu" in opened.text("a", "v1")


def test_one_writer_at_a_time(shelf, opened):
    assert not is_being_written(shelf.folder)
    with open_for_writing(shelf.folder, MANIFEST):
        assert is_being_written(shelf.folder)
        with pytest.raises(LibraryLocked, match="another process"):
            shelf.put(make_release("c", "x"), 0)
    assert not is_being_written(shelf.folder)


def test_another_encoder_is_refused_by_readers_and_rebuilt_by_writers(shelf, opened):
    other = replace(MANIFEST, encoder="other", fingerprint="f2", dimensions=3)
    opened.expect(MANIFEST)
    with pytest.raises(LibraryMismatch, match=r"test \(f1\).*other \(f2\).*ingest"):
        opened.expect(other)
    with open_for_writing(shelf.folder, other) as writer:
        assert writer.rebuilding
        for release in writer.live_releases():
            put(writer, release, axis(0)[:, :3])
        writer.commit()
    opened.refresh()
    opened.expect(other)
    opened.check()
    assert said(opened, "arme") == ["a"]
    assert {p.name for p in shelf.folder.glob("index-*")} == {"index-2", "index-3"}


def test_a_rebuild_that_is_abandoned_changes_nothing(shelf, opened):
    with open_for_writing(shelf.folder, MANIFEST, rebuild=True) as writer:
        assert writer.rebuilding
    assert not opened.refresh()
    assert found(opened, 0)[0] == "a"


def test_a_copy_of_the_folder_is_a_library(shelf, opened, tmp_path):
    shutil.copytree(shelf.folder, tmp_path / "copy")
    copy = Library(tmp_path / "copy")
    copy.check()
    assert said(copy, "arme") == ["a"]
    copy.close()


def test_no_library_yet(tmp_path):
    with pytest.raises(LibraryEmpty, match="ingest"):
        Library(tmp_path / "nothing")
    (tmp_path / "file").write_text("x")
    with pytest.raises(LibraryDamaged, match="is a file"):
        Library(tmp_path / "file")
    with (
        pytest.raises(LibraryDamaged, match="is a file"),
        open_for_writing(tmp_path / "file", MANIFEST),
    ):
        pass


def check(folder):
    library = Library(folder)
    try:
        library.check()
    finally:
        library.close()


def spoil_database(folder):
    (folder / FILE).write_bytes(b"this is not a database at all" * 100)


def spoil_schema(folder):
    with sqlite3.connect(folder / FILE) as connection:
        connection.execute("DROP TABLE releases")
    connection.close()


def spoil_identity(folder):
    with sqlite3.connect(folder / FILE) as connection:
        connection.execute("PRAGMA application_id = 1")
    connection.close()


def spoil_manifest(folder):
    with sqlite3.connect(folder / FILE) as connection:
        connection.execute("DELETE FROM manifest WHERE key = 'fingerprint'")
    connection.close()


def spoil_vectors(folder):
    (folder / "index-1" / "vectors" / "chroma.sqlite3").write_bytes(b"garbage" * 1000)


def remove_vectors(folder):
    shutil.rmtree(folder / "index-1" / "vectors")


def remove_words(folder):
    shutil.rmtree(folder / "index-1" / "words")


def spoil_words(folder):
    (folder / "index-1" / "words" / "meta.json").write_text("{")


@pytest.mark.parametrize(
    "spoil",
    [
        spoil_database,
        spoil_schema,
        spoil_identity,
        spoil_manifest,
        spoil_vectors,
        remove_vectors,
        remove_words,
        spoil_words,
    ],
)
def test_damage_is_named_with_its_mend(shelf, spoil):
    shelf.put(make_release("a", "Les ministres."), 0)
    spoil(shelf.folder)
    with pytest.raises(LibraryDamaged, match=r"ingest|--library"):
        check(shelf.folder)
    with pytest.raises(LibraryDamaged, match=r"ingest|--library"):
        shelf.put(make_release("b", "Autre."), 1)


def test_a_library_of_a_later_schema_is_not_misread(shelf):
    shelf.put(make_release("a", "Les ministres."), 0)
    with sqlite3.connect(shelf.folder / FILE) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(LibraryMismatch, match="schema 99"):
        Library(shelf.folder)


def test_descriptions_go_with_their_passages_and_hold_for_one_stamp(shelf):
    shelf.put(make_release("a", "Les ministres ont parlé."), 0)
    shelf.put(make_release("b", "Le projet a été adopté."), 1)
    with open_for_writing(shelf.folder, MANIFEST) as writer:
        writer.describe_for("one")
        writer.add_descriptions([1, 2], [b"a", b"b"])
        writer.demote("a")
        writer.add_descriptions([1], [b"late"])  # of a passage that went meanwhile
        assert writer._connection.execute("SELECT body FROM forward").fetchall() == [(b"b",)]
        writer.commit()
    library = Library(shelf.folder)
    assert [extract.body for extract in library.extracts([1, 2], "one").values()] == [b"b"]
    assert [extract.body for extract in library.extracts([1, 2], "two").values()] == [None]
    library.close()
    with open_for_writing(shelf.folder, MANIFEST) as writer:
        assert writer.stamp == "one"
        writer.describe_for("two")
        assert writer._connection.execute("SELECT count(*) FROM forward").fetchone() == (0,)
