"""Two releases side by side: sections and sentences aligned, every side a span of its release."""

from __future__ import annotations

import json

import pytest
from places import PROJECT

from difference import Change, changed_words, compare
from ingest.load import load_release
from ingest.sources import discover
from shadow import fold

RELEASES = PROJECT / "evaluation" / "releases"


def load(name):
    (file,) = discover([RELEASES / name], PROJECT).files
    return load_release(file, max_mb=5)


def lines(difference, change):
    return [
        (line.a.text if line.a else None, line.b.text if line.b else None)
        for section in difference.sections
        for line in section.lines
        if line.change is change
    ]


def test_a_correction_shows_its_note_the_day_and_the_figure():
    before = load("2024-03-05-rachat-armes-a-feu-fr.txt")
    after = load("2024-03-07-correction-rachat-armes-a-feu-fr.txt")
    difference = compare(before, after)
    changed = lines(difference, Change.CHANGED)
    assert [("11 400" in fold(a), "10 400" in fold(b)) for a, b in changed] == [
        (False, False),
        (True, True),
    ]
    assert len(lines(difference, Change.ADDED)) == 1 and not lines(difference, Change.REMOVED)
    sections = [(section.a, section.b) for section in difference.sections]
    assert ("Indemnités", "Indemnités") in sections
    text = difference.to_text()
    assert "- À ce jour, les entreprises ont remis" in text and "Messageries" not in text
    assert "Messageries" in difference.to_text(everything=True)


def test_editions_are_aligned_by_section_and_every_side_is_a_span():
    before = load("2021-10-14-conference-corridors-halifax-fr.txt")
    after = load("2023-10-26-conference-corridors-trois-rivieres-fr.txt")
    difference = compare(before, after)
    for section in difference.sections:
        for line in section.lines:
            for release, side in ((before, line.a), (after, line.b)):
                assert side is None or release.text[side.start : side.end] == side.text
    for sides in (
        [line.a for section in difference.sections for line in section.lines if line.a],
        [line.b for section in difference.sections for line in section.lines if line.b],
    ):
        assert [side.start for side in sides] == sorted(side.start for side in sides)
    json.dumps(difference.to_dict())


def test_a_release_has_no_difference_from_itself():
    release = load("2024-05-16-shoreline-strategy-opioids-en.txt")
    difference = compare(release, release)
    assert {line.change for section in difference.sections for line in section.lines} == {
        Change.SAME
    }
    assert difference.to_text().endswith("0 changed, 0 removed, 0 added")


@pytest.mark.parametrize(
    ("a", "b", "gone", "more"),
    [
        (
            "Le 5 mars, 11\u00a0400 armes.",
            "Le 7 mars, 10\u00a0400 armes.",
            "5|11\u00a0400",
            "7|10\u00a0400",
        ),
        ("Elle a parlé.", "Elle n'a pas parlé.", "", "n'|pas"),
        ("mot", "mot", "", ""),
        ("deux  espaces", "deux espaces", "", ""),
        ("", "tout neuf", "", "tout neuf"),
    ],
)
def test_the_words_that_changed_are_spans_of_their_side(a, b, gone, more):
    spans = changed_words(a, b)
    for text, found, expected in ((a, spans[0], gone), (b, spans[1], more)):
        assert "|".join(text[start:end] for start, end in found) == expected
