"""Which files an ingest reads."""

import os
from pathlib import Path

import pytest

from ingest.sources import discover


def _touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Bonjour.")


def test_a_folder_is_walked_in_order(tmp_path: Path) -> None:
    _touch(
        tmp_path,
        "b.txt", "a.html", "z/deep/c.MD", "d.pdf", "e.docx", "f.text", "g.htm",
        ".hidden.txt", ".git/x.txt", "README.md", "z/readme.md", "a.meta.yaml", "b.jpg",
        "noext", "~$e.docx", "__MACOSX/b.txt",
    )  # fmt: skip
    found = discover([tmp_path], tmp_path)
    assert [file.source for file in found.files] == [
        "a.html", "b.txt", "d.pdf", "e.docx", "f.text", "g.htm", "c.MD",
    ]  # fmt: skip
    assert found.files[-1].key == "z/deep/c.MD"
    assert found.failed == ()


def test_keys_inside_and_outside_the_project(tmp_path: Path) -> None:
    project, outside = tmp_path / "project", tmp_path / "elsewhere"
    _touch(project, "corpus/a.txt")
    _touch(outside, "b.txt")
    found = discover([project / "corpus", outside / "b.txt"], project)
    assert [file.key for file in found.files] == [
        "corpus/a.txt",
        (outside / "b.txt").resolve().as_posix(),
    ]


def test_relative_paths_give_the_same_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _touch(tmp_path, "corpus/a.txt")
    monkeypatch.chdir(tmp_path / "corpus")
    for spelling in (Path("a.txt"), Path("../corpus/a.txt"), Path(), tmp_path / "corpus"):
        assert [file.key for file in discover([spelling], tmp_path).files] == ["corpus/a.txt"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    _touch(tmp_path, "a.txt")
    assert len(discover([tmp_path, tmp_path / "a.txt", tmp_path], tmp_path).files) == 1


def test_missing_paths(tmp_path: Path) -> None:
    _touch(tmp_path, "a.txt")
    found = discover([tmp_path / "nowhere", tmp_path / "a.txt"], tmp_path)
    (failure,) = found.failed
    assert "nowhere: no such file or folder; check the path" in failure.error
    assert len(found.files) == 1


def test_a_folder_without_anything_to_read(tmp_path: Path) -> None:
    _touch(tmp_path, "empty/photo.jpg")
    (failure,) = discover([tmp_path / "empty"], tmp_path).failed
    assert "no file to read in this folder" in failure.error


@pytest.mark.parametrize(
    "address", ["https://www.canada.ca/a.html", "http://x.ca", "file:///etc/passwd"]
)
def test_without_a_web_no_address_is_read(tmp_path: Path, address: str) -> None:
    (failure,) = discover([address], tmp_path).failed
    assert failure.error == f"{address}: addresses are not read here; give a file"


def test_a_named_file_of_another_type_fails(tmp_path: Path) -> None:
    _touch(tmp_path, "photo.jpg", "noext", "a.txt")
    found = discover([tmp_path / "photo.jpg", tmp_path / "noext", tmp_path / "a.txt"], tmp_path)
    assert [failure.source for failure in found.failed] == ["photo.jpg", "noext"]
    assert "give one of .txt" in found.failed[0].error
    assert len(found.files) == 1


def test_links(tmp_path: Path) -> None:
    _touch(tmp_path, "in/a.txt")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in", target_is_directory=True)
    (tmp_path / "in" / "self.txt").symlink_to(tmp_path / "in" / "self.txt")
    (tmp_path / "in" / "gone.txt").symlink_to(tmp_path / "nothing.txt")
    found = discover([tmp_path / "in"], tmp_path)
    assert [file.source for file in found.files] == ["a.txt"]
    assert [failure.source for failure in found.failed] == ["gone.txt", "self.txt"]
    assert all("leads nowhere" in failure.error for failure in found.failed)
    named = discover([tmp_path / "in" / "self.txt"], tmp_path)
    assert len(named.failed) == 1


def test_what_is_no_regular_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (failure,) = discover([tmp_path], tmp_path).failed
    assert failure.error == "pipe.txt: not a regular file; give a file or folder"


def test_names_that_cannot_be_printed(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/caf\xe9\nx.txt"
    with open(raw, "wb") as stream:  # noqa: PTH123 - a name that Path cannot spell
        stream.write(b"Bonjour.")
    (file,) = discover([tmp_path], tmp_path).files
    assert file.source == "caf??x.txt"
    assert file.key.encode("utf-8")
