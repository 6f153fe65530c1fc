"""The table of releases: one line each, its state, found by word and by filter, texts unread."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from shelves import MANIFEST, axis, make_release, put

from vectorstore.library import Library
from vectorstore.listing import Order, State, Wanted
from vectorstore.relations import CONFLICT
from vectorstore.writer import open_for_writing


@pytest.fixture
def library(shelf):
    """a: corrected; b: current, English; c and d: in conflict; e: removed; f: retired; g: altered."""
    day = date(2024, 3, 1)
    given = {
        "a": ("Les ministres ont parlé des ports.", "fr", day, "Transports Canada"),
        "b": ("The ministers spoke of ports and of trains.", "en", day.replace(day=9), "Santé"),
        "c": ("Le budget a été adopté.", "fr", day.replace(month=5), None),
        "d": ("Le budget a été rejeté.", "fr", day.replace(year=2023), None),
        "e": ("Un communiqué de trop.", "fr", None, "Élections"),
        "f": ("Un communiqué disparu.", "fr", None, None),
        "g": ("Une copie altérée.", "fr", None, None),
    }
    with open_for_writing(shelf.folder, MANIFEST) as writer:
        first = replace(make_release("a", "Les ministres ont parle.", "v0"), date=day)
        put(writer, first, axis(0))
        for name, (text, language, when, issuer) in given.items():
            release = replace(make_release(name, text), language=language, date=when, issuer=issuer)
            put(writer, release, axis(1))
            writer.record(release.source, "hash", name, "v1")
        writer.link("c", CONFLICT, "d")
        writer.remove("e", "v1")
        writer.retire("f.txt")
        writer.demote("g")
        writer.commit()
    opened = Library(shelf.folder)
    yield opened
    opened.close()


def names(library, **wanted):
    return "".join(line.release_id for line in library.select(Wanted(**wanted)))


def test_every_release_has_one_line_and_its_state(library):
    lines = {line.release_id: line for line in library.listing.lines}
    assert {name: line.state.value for name, line in lines.items()} == {
        "a": "corrected",
        "b": "current",
        "c": "conflict",
        "d": "conflict",
        "e": "removed",
        "f": "retired",
        "g": "altered",
    }
    assert (lines["a"].version, lines["a"].versions, lines["b"].versions) == ("v1", 2, 1)
    assert library.listing.states[State.CONFLICT] == 2
    assert library.listing.issuers == ("Élections", "Santé", "Transports Canada")
    assert library.listing.languages == ("en", "fr")


def test_a_conflict_with_what_was_removed_is_none(library, shelf):
    with open_for_writing(shelf.folder, MANIFEST) as writer:
        writer.remove("d", "v1")
        writer.commit()
    library.refresh()
    assert {line.release_id: line.state for line in library.listing.lines}["c"] is State.CURRENT


def test_what_is_in_use_is_listed_newest_first(library):
    assert "".join(line.release_id for line in library.listing.in_use) == "cbad"
    with library.snapshot() as view:
        assert view.release.cache_info().misses == 0


def test_filters_narrow_and_days_are_inclusive(library):
    assert names(library, language="en") == "b"
    assert names(library, issuer="Transports Canada") == "a"
    assert names(library, state=State.REMOVED) == "e"
    assert names(library, first=date(2024, 3, 1)) == "cba"
    assert names(library, first=date(2024, 3, 1), last=date(2024, 3, 9)) == "ba"
    assert names(library, last=date(2024, 2, 1)) == "d"


def test_orders(library):
    assert names(library) == "cbadefg"
    assert names(library, order=Order.OLDEST) == "dabcefg"
    assert names(library, order=Order.TITLE) == "abcdefg"
    assert names(library, order=Order.ARRIVAL) == "gfedcba"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ministres ports", "a"),
        ("PARLÉ", "a"),
        ("budgets", "cd"),  # by stem
        ("budget adopté", "c"),  # every word, not any
        ("santé trains", "b"),  # one in the letterhead, one in the text
        ("le rejet du budget", "d"),  # function words aside
        ("titre e", "e"),  # what is not in use is found by its title
        ("disparu", ""),
        ("zzz", ""),
        ("%_'\" OR 1=1", ""),
        ("  ", "cbadefg"),
    ],
)
def test_a_search_for_words(library, words, found):
    assert sorted(names(library, words=words)) == sorted(found)


def test_no_text_is_read_for_it(library):
    library.select(Wanted(words="ministres", first=date(2024, 1, 1)))
    with library.snapshot() as view:
        assert view.release.cache_info().currsize == 0
