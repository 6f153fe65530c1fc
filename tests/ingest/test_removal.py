"""A release that a person takes out stays out, whatever is ingested, and comes back as it was."""

from __future__ import annotations

import json
import sqlite3

import pytest
from filelock import FileLock
from test_versions import BODY, OTHER, Desk

import cli
from domain import Standing
from errors import LibraryLocked, LibraryMismatch, UsageError
from vectorstore.database import FILE
from vectorstore.lock import LOCK
from vectorstore.schema import REMOVALS, SCHEMA

HOW_MUCH = "Combien de millions pour les ports ?"


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path)
    made.write("a.txt", BODY.format(m=5, n=120))
    made.write("b.txt", OTHER.format(m=7, n=90))
    made.ingest()
    yield made
    made.depeche.close()


def state(desk):
    """Everything that new answers can see of a library."""
    library = desk.library
    library.check()
    with library.snapshot() as view:
        passages = view.rows(
            "SELECT release_id, version, first, last, section, sentences FROM passages ORDER BY 1, 3"
        )
        ledger = view.rows("SELECT * FROM ledger ORDER BY origin")
        links = view.rows("SELECT * FROM links ORDER BY 1, 2, 3")
        bands = view.rows("SELECT * FROM bands ORDER BY 1, 2")
        counts = [index.count() for index in view.indexes()]
    shown = [(item.release, item.standing) for item in library.history()]
    return library.releases(), passages, ledger, links, bands, counts, shown


def first(desk):
    return next(r for r in desk.library.releases() if r.source == "a.txt")


def sources(desk):
    return [release.source for release in desk.library.releases()]


def test_a_removed_release_answers_nothing_and_its_words_stay_citable(desk):
    quote = desk.quote("un plan de 5 millions de dollars")
    before = desk.depeche.ask(HOW_MUCH)
    assert first(desk).release_id in {item.release_id for item in before.evidence}
    entry = desk.depeche.remove(first(desk).release_id)
    assert entry.source == "a.txt" and "citable" in entry.reason
    assert sources(desk) == ["b.txt"]
    after = desk.depeche.ask(HOW_MUCH)
    assert entry.release_id not in {item.release_id for item in after.evidence}
    resolved = desk.library.resolve(quote)
    assert resolved.standing is Standing.REMOVED and resolved.current is None
    assert resolved.release.text[quote.start : quote.end] == quote.quote


def test_restoring_brings_it_back_exactly(desk):
    before = state(desk)
    answer = desk.depeche.ask(HOW_MUCH)
    name = first(desk).release_id
    desk.depeche.remove(name)
    assert state(desk) != before
    desk.depeche.restore(name)
    assert state(desk) == before
    again = desk.depeche.ask(HOW_MUCH)  # scores count deleted passages until they are swept
    assert (again.text, again.citations) == (answer.text, answer.citations)
    assert not desk.ingest().updated
    assert state(desk) == before


@pytest.mark.parametrize("options", [{}, {"prune": True}, {"rebuild": True}])
def test_no_ingest_brings_it_back(desk, options):
    before = state(desk)
    name = first(desk).release_id
    desk.depeche.remove(name)
    report = desk.ingest(**options)
    assert sources(desk) == ["b.txt"]
    (left,) = [entry for entry in report.unchanged if entry.source == "a.txt"]
    assert "removed by hand" in left.reason
    assert not (report.added or report.updated or report.retired)
    desk.depeche.restore(name)
    assert state(desk)[0] == before[0] and state(desk)[1] == before[1]


def test_what_changes_at_its_source_comes_in_after_it_is_restored(desk):
    name = first(desk).release_id
    desk.depeche.remove(name)
    desk.write("a.txt", BODY.format(m=6, n=120))
    desk.ingest()
    assert sources(desk) == ["b.txt"]
    desk.depeche.restore(name)
    assert "5 millions" in desk.said()
    (entry,) = desk.ingest().updated
    assert entry.release_id == name and "6 millions" in desk.said()


def test_what_goes_from_its_source_is_retired_after_it_is_restored(desk):
    name = first(desk).release_id
    desk.depeche.remove(name)
    (desk.folder / "a.txt").unlink()
    assert not desk.ingest(prune=True).retired
    desk.depeche.restore(name)
    assert [entry.source for entry in desk.ingest(prune=True).retired] == ["a.txt"]


def test_the_same_words_from_elsewhere_stay_out_too(desk):
    desk.depeche.remove(first(desk).release_id)
    desk.write("copy.txt", BODY.format(m=5, n=120), url="https://news.example/ports")
    report = desk.ingest()
    assert sources(desk) == ["b.txt"]
    assert [e.source for e in report.unchanged if "removed by hand" in e.reason] == [
        "a.txt",
        "copy.txt",
    ]


def test_an_altered_copy_that_came_in_meanwhile_is_a_conflict_again(desk):
    desk.write("a.txt", BODY.format(m=5, n=120), url="https://www.canada.ca/ports")
    desk.ingest()
    name = first(desk).release_id
    desk.depeche.remove(name)
    desk.write("z.txt", BODY.format(m=9, n=120))
    desk.ingest()
    assert "9 millions" in desk.said()
    desk.depeche.restore(name)
    assert "9 millions" not in desk.said() and "5 millions" in desk.said()
    (altered,) = [s for s in desk.library.history() if s.release.source == "z.txt"]
    assert altered.standing is Standing.ALTERED and altered.release.conflicts == (name,)


def test_conflicts_and_translations_are_not_told_of_what_was_removed(desk):
    desk.write("a.txt", BODY.format(m=5, n=120))
    desk.write("z.txt", BODY.format(m=9, n=120))
    desk.ingest()
    before = state(desk)
    other = next(r for r in desk.library.releases() if r.source == "z.txt")
    assert other.conflicts == (first(desk).release_id,)
    desk.depeche.remove(other.conflicts[0])
    assert desk.library.release(other.release_id).conflicts == ()
    desk.depeche.restore(other.conflicts[0])
    assert state(desk) == before


def test_every_release_can_be_removed_and_restored(desk):
    before = state(desk)
    names = [release.release_id for release in desk.library.releases()]
    for name in names:
        desk.depeche.remove(name)
    assert desk.library.releases() == []
    for name in names:
        desk.depeche.restore(name)
    assert state(desk) == before


def test_what_cannot_be_done_is_one_line_and_changes_nothing(desk):
    before = state(desk)
    name = first(desk).release_id
    with pytest.raises(UsageError, match="was not removed"):
        desk.depeche.restore(name)
    with pytest.raises(UsageError, match="no release is called"):
        desk.depeche.remove("no-such-release")
    desk.depeche.remove(name)
    with pytest.raises(UsageError, match="nothing to remove"):
        desk.depeche.remove(name)
    desk.depeche.restore(name)
    with FileLock(desk.depeche.settings.library / LOCK), pytest.raises(LibraryLocked):
        desk.depeche.remove(name)
    other = desk.depeche.settings.model_copy(update={"passage_words": 60})
    desk.depeche.settings = other
    with pytest.raises(LibraryMismatch, match="rebuild"):
        desk.depeche.remove(name)
    desk.depeche.settings = other.model_copy(update={"passage_words": 120})
    assert state(desk) == before


def test_a_removal_that_is_interrupted_leaves_the_library_as_it_was(desk, monkeypatch):
    from vectorstore.writer import LibraryWriter

    before = state(desk)

    def broken(writer):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(LibraryWriter, "commit", broken)
        with pytest.raises(KeyboardInterrupt):
            desk.depeche.remove(first(desk).release_id)
    assert state(desk) == before


def test_a_library_of_the_second_schema_is_migrated(desk):
    before = state(desk)
    desk.depeche.close()
    folder = desk.depeche.settings.library
    with sqlite3.connect(folder / FILE) as connection:
        connection.executescript(
            "DROP TABLE removed; DROP TRIGGER passage_gone; DROP TABLE forward; DROP TABLE heads;"
            "UPDATE manifest SET value = '2' WHERE key = 'schema';"
            "PRAGMA user_version = 2;"
        )
    connection.close()
    assert "removed" in REMOVALS and SCHEMA > 2
    assert state(desk) == before
    name = first(desk).release_id
    desk.depeche.remove(name)
    desk.depeche.restore(name)
    assert state(desk) == before


def test_through_the_command_line(desk, capsys):
    library = ["--library", str(desk.depeche.settings.library)]
    assert cli.main(["remove", "a.txt", "--json", *library]) == cli.DONE
    removed = json.loads(capsys.readouterr().out)["removed"]
    assert removed["source"] == "a.txt"
    assert cli.main(["releases", "--all", *library]) == cli.DONE
    assert "[removed" in capsys.readouterr().out
    assert cli.main(["remove", "a.txt", *library]) == cli.WRONG_USE
    assert "nothing to remove" in capsys.readouterr().err
    assert cli.main(["restore", removed["release_id"][:8], *library]) == cli.DONE
    assert "restored  a.txt" in capsys.readouterr().out
    assert cli.main(["restore", "a.txt", "--wait", "1", *library]) == cli.WRONG_USE
    assert "was not removed" in capsys.readouterr().err
