"""Which release a question means: years, days, editions, and the head of a release."""

from __future__ import annotations

from datetime import date

import pytest

from domain import Kind, Release, Sentence
from retrieval.setting import Letterhead, Setting, dated, edition, letterhead_of, setting_of


def said(text, newest=None):
    found = setting_of(text, newest)
    return sorted(found.years), sorted(found.months), sorted(found.days), sorted(found.editions)


@pytest.mark.parametrize(
    ("text", "years", "months", "days", "editions"),
    [
        ("la réunion du 12 juill. 2024", [2024], [7], [(7, 12)], []),
        ("le 1er mars 2023", [2023], [3], [(3, 1)], []),
        ("on July 12, 2024", [2024], [7], [(7, 12)], []),
        ("2024-07-12", [2024], [7], [(7, 12)], []),
        ("Combien en octobre 2021 ?", [2021], [10], [], []),
        ("What may they do?", [], [], [], []),
        ("What was said in May?", [], [5], [], []),
        ("la septième Conférence annuelle", [], [], [], [7]),
        ("the 7th annual meeting", [], [], [], [7]),
        ("la deuxième phase", [], [], [], []),
    ],
)
def test_what_a_text_names(text, years, months, days, editions):
    assert said(text) == (years, months, days, editions)


def test_last_year_is_the_one_before_the_newest_release():
    assert said("le Forum de l'an dernier", 2024)[0] == [2023]
    assert said("last year's meeting", 2022)[0] == [2021]
    assert said("last year's meeting")[0] == []


def head(day=date(2023, 10, 26), editions=()):
    return Letterhead(("a", "1"), "", "fr", day, frozenset(editions))


def test_the_date_of_a_release_is_compared_part_by_part():
    asked = setting_of("en octobre 2023")
    nothing = Setting()
    assert dated(asked, head(), nothing) == 1.0
    assert dated(asked, head(date(2022, 10, 1)), nothing) == -1.0
    assert dated(asked, head(date(2022, 1, 1)), nothing) == -1.0
    assert dated(asked, head(date(2022, 1, 1)), setting_of("en octobre 2023")) == 0.0
    assert dated(asked, head(None), nothing) == 0.0
    assert dated(nothing, head(), nothing) == 0.0


def test_an_edition_is_compared_where_both_name_one():
    asked = setting_of("la septième conférence")
    assert edition(asked, head(editions=[7])) == 1.0
    assert edition(asked, head(editions=[6])) == -1.0
    assert edition(asked, head()) == edition(Setting(), head(editions=[7])) == 0.0


def test_the_head_of_a_release_is_what_identifies_it():
    text = "HALIFAX, le 14 oct. 2021\nLa cinquième conférence a pris fin.\nRien.\nSOURCE Bureau"
    spans = []
    kinds = (Kind.DATELINE, Kind.SENTENCE, Kind.SENTENCE, Kind.SOURCE)
    for line, kind in zip(text.split("\n"), kinds, strict=True):
        start = text.index(line)
        spans.append(Sentence(start, start + len(line), kind))
    release = Release(
        "r", "1", "r.txt", text, "fr", tuple(spans), title="Un plan", date=date(2021, 10, 14)
    )
    found = letterhead_of(release)
    assert (found.key, found.date, found.editions) == (("r", "1"), date(2021, 10, 14), {5})
    for words in ("Un plan", "HALIFAX", "SOURCE Bureau"):
        assert words in found.text
    assert "Rien" not in found.text
