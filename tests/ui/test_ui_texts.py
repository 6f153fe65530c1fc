"""Both languages say everything, with the same blanks to fill, and French spaces its marks."""

from __future__ import annotations

import re
import string
from dataclasses import is_dataclass
from datetime import date
from operator import attrgetter
from typing import get_type_hints

import pytest

from ui.texts import ENGLISH, FRENCH, LANGUAGES, Texts


def names_of(kind: type) -> list[str]:
    """The names of all strings of a class of texts, those of its pages with a dot."""
    found = []
    for name, type_ in get_type_hints(kind).items():
        found += [f"{name}.{inner}" for inner in names_of(type_)] if is_dataclass(type_) else [name]
    return found


NAMES = names_of(Texts)
SAME_IN_BOTH = {
    "evaluation.column_p",
    "status.conversations",
    "status.dimensions",
    "status.mode",
    "status.version_title",
    "meta_section",
    "meta_date",
    "meta_version",
    "cite",
    "pages_label",
    "export.section",
    "library.column_date",
    "library.column_versions",
    "library.versions_title",
    "library.version_of",
    "own.months",
}


def strings(texts: Texts, name: str) -> list[str]:
    value = attrgetter(name)(texts)
    return [value] if isinstance(value, str) else list(value)


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_are_complete(name):
    french, english = strings(FRENCH, name), strings(ENGLISH, name)
    assert len(french) == len(english)
    assert all(text.strip() for text in french + english)
    assert [blanks(text) for text in french] == [blanks(text) for text in english]
    assert french != english or name in SAME_IN_BOTH


@pytest.mark.parametrize("name", NAMES)
def test_french_puts_no_plain_space_before_its_marks(name):
    for text in strings(FRENCH, name):
        assert not re.search(r" [?!;:»]|« ", text), text
        assert "'" not in text, text


def test_languages_answer_to_their_own_codes():
    assert all(texts.language == code for code, texts in LANGUAGES.items())


def test_dates_are_written_out():
    assert FRENCH.format_date(date(2024, 7, 12)) == "12 juillet 2024"
    assert FRENCH.format_date(date(2024, 8, 1)) == "1er août 2024"
    assert ENGLISH.format_date(date(2024, 7, 1)) == "July 1, 2024"


def test_languages_are_named():
    assert FRENCH.language_name("en") == "anglais"
    assert ENGLISH.language_name("fr") == "French"
    assert ENGLISH.language_name("und") == "und"
