"""Files that come in through the page: harmless names, kept where a later ingest finds them."""

from __future__ import annotations

import pytest
from test_versions import BODY, OTHER, Desk

from ingest.sources import SUFFIXES
from ingest.uploads import folder, keep, safe_name

COMMUNIQUE = BODY.format(m=5, n=120).encode()


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path)
    yield made
    made.depeche.close()


def names(library):
    return sorted(path.name for path in folder(library).iterdir())


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("communiqué.txt", "communiqué.txt"),
        ("NOTE.PDF", "NOTE.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\moi\\note.docx", "note.docx"),
        ("/absolu.txt", "absolu.txt"),
        (".caché.txt", "caché.txt"),
        ("~$note.docx", "note.docx"),
        ("a\x00b\nc.txt", "a-b-c.txt"),
        ("<img src=x>.html", "-img src=x-.html"),
        ("\u202etxt.exe.txt", "-txt.exe.txt"),
        ("README.md", "communique-readme.md"),
        ("note.meta.txt", "note.txt"),
        ("..", "communique"),
        ("", "communique"),
        ("é" * 300 + ".txt", "é" * 50 + ".txt"),
    ],
)
def test_a_name_becomes_one_that_is_a_visible_file_of_the_folder(tmp_path, name, safe):
    assert safe_name(name) == safe
    upload = keep(tmp_path, name, b"mots")
    assert upload.path.parent == folder(tmp_path) and upload.path.read_bytes() == b"mots"
    assert names(tmp_path) == [safe]


def test_another_file_of_the_same_name_stays_beside_it(tmp_path):
    one = keep(tmp_path, "communique.txt", b"un")
    other = keep(tmp_path, "communique.txt", b"deux")
    third = keep(tmp_path, "communique.txt", b"trois")
    assert [u.path.name for u in (one, other, third)] == [
        "communique.txt",
        "communique (2).txt",
        "communique (3).txt",
    ]
    again = keep(tmp_path, "communique.txt", b"deux")
    assert again.path == other.path and not again.new
    again.undo()  # it was there before
    third.undo()
    assert names(tmp_path) == ["communique (2).txt", "communique.txt"]


def test_a_replaced_file_comes_back_when_nothing_came_of_the_new_one(tmp_path):
    keep(tmp_path, "note.txt", b"avant")
    upload = keep(tmp_path, "note.txt", b"apres", replace=True)
    assert upload.path.read_bytes() == b"apres"
    upload.undo()
    assert upload.path.read_bytes() == b"avant"


def test_an_upload_is_a_source_of_every_later_ingest_and_no_prune_retires_it(desk):
    library = desk.depeche.settings.library
    desk.write("a.txt", OTHER.format(m=7, n=90))
    desk.ingest()
    upload = keep(library, "note.txt", COMMUNIQUE)
    assert len(desk.depeche.ingest([upload.path]).added) == 1
    assert not desk.ingest(prune=True).retired
    listed = desk.depeche.source_list()
    assert [source.address for source in listed.sources][1:] == [str(folder(library))]
    desk.depeche.settings = desk.depeche.settings.model_copy(update={"sources": [str(desk.folder)]})
    report = desk.depeche.ingest(prune=True)
    assert sorted(entry.source for entry in report.unchanged) == ["a.txt", "note.txt"]
    assert not (report.added or report.updated or report.retired or report.failed)
    upload.path.unlink()  # by hand, with another file left there
    keep(library, "autre.txt", OTHER.format(m=2, n=3).replace("ports", "gares").encode())
    assert [entry.source for entry in desk.depeche.ingest(prune=True).retired] == ["note.txt"]


def test_a_library_without_uploads_has_no_such_source(desk):
    folder(desk.depeche.settings.library).mkdir(parents=True)
    assert len(desk.depeche.source_list().sources) == 1
    assert ".txt" in SUFFIXES
