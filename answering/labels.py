"""How an answer calls a release in words of its own: by its day and place, and by its title.

Labels stand above the quotes of a summary or a comparison, in the language of the question. They
hold no quotation marks, since nothing in them is a quote.
"""

from __future__ import annotations

import re

import prompts
from domain import Release
from language import Language, spelled

_LONGEST = 90  # characters of a title
_MARKS = re.compile(r"[«»“”\"]\s?")


def called(release: Release, language: Language) -> str:
    """A release within a sentence of ours: « le communiqué du 14 octobre 2021 (Halifax) »."""
    if release.date is None:
        return _bare(release.name)
    name = prompts.render("release", language, date=spelled(release.date, language))
    return f"{name} ({_bare(release.city)})" if release.city else name


def label_of(release: Release, language: Language, section: str | None = None) -> str:
    """What stands above the quotes of a release, or of a section of it."""
    named = called(release, language)
    named = named[:1].upper() + named[1:]
    if section is not None:
        section = prompts.render("section", language, heading=_bare(section))
        return f"{named} — {section}"
    return named if release.date is None else f"{named} — {_bare(release.name)}"


def _bare(text: str) -> str:
    """A name on one line, without quotation marks and not too long."""
    line = " ".join(_MARKS.sub("", text).split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"
