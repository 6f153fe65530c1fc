"""How a question leans on the ones before it, and the question that it is when asked alone.

A question leans in one of four ways, and each has its rule:

- it asks for something else of the same thing ("Et quand ?", "By whom?"): `asking.py`;
- it puts something else in the same place ("Et LeBlanc ?", "What about firearms?", "et en
  2023 ?"): `places.py`;
- it points at something ("Who announced it?", "Son numéro ?"): `antecedents.py` says at what,
  `pronouns.py` puts that in the place of the pronoun;
- it asks for the same again ("donne-moi la citation exacte", "what else?"): the last question.

A question that stands by itself is left as it is, so that a change of topic drags nothing along.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from answering.dialogue.antecedents import Thing, things_of
from answering.dialogue.clause import Noun
from answering.dialogue.contractions import governed
from answering.dialogue.parsing import parse
from language import detect
from retrieval.setting import setting_of

Cited = Callable[[], Sequence[str]]  # the words that the last answer cited

_IS = re.compile(r"\b(what|who|where|when|how|it|that|there)['’]s\b", re.IGNORECASE)
# Longer ways to say "about", which are no noun phrases.
_ABOUT_FR = re.compile(
    r"\b(?:au sujet|à propos|en matière|pour ce qui est|en ce qui a trait|quant)\s+"
    r"(?P<of>du|des|de|d['’]|à|aux?)(?:\s+|(?<=['’]))",
    re.IGNORECASE,
)
_ABOUT_EN = re.compile(
    r"\b(?:regarding|concerning|with (?:regard|respect) to|when it comes to|"
    r"on the (?:subject|topic|issue|question) of|in relation to)\b",
    re.IGNORECASE,
)
_IN_GENERAL = re.compile(r"(?<=\w),?\s+(?:in general|generally|en général)$", re.IGNORECASE)
MARKS = " ?!.…,;:\u00a0\u202f"


class Leaning(StrEnum):
    """How a question leans on the one before it."""

    NONE = "none"
    ASKING = "asking"
    PLACE = "place"
    POINTING = "pointing"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it will be answered, and how it leaned on the one before.

    `core` is what is asked, without its question mark; `about` what it is asked of, where that
    has no place in it; `others` are further readings of it, less sure; `things` are those spoken
    of so far, `people` the names of persons among them; `root` is the last question that did not
    point, which what is put in a place may go back to.
    """

    core: str
    leaning: Leaning = Leaning.NONE
    raw: str = ""
    about: str | None = None
    things: tuple[Thing, ...] = ()
    others: tuple[str, ...] = ()
    root: str = ""
    people: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The standalone question, as it is searched and shown."""
        if self.leaning is Leaning.NONE:
            return self.raw
        return self._whole(self.core, self.about)

    @property
    def texts(self) -> tuple[str, ...]:
        """The standalone question in every reading, the surest first."""
        return tuple(dict.fromkeys((self.text, *map(self._whole, self.others))))

    def _whole(self, core: str, about: str | None = None) -> str:
        french = detect(self.raw, default=detect(core)) == "fr"
        if about:
            core = self.with_about(core, about, "fr" if french else "en")
        return core[:1].upper() + core[1:] + (" ?" if french else "?")

    @staticmethod
    def with_about(core: str, about: str, language: str) -> str:
        """`core` with what it is asked of behind it: at a meeting, for anything else."""
        nouns = parse(about).nouns
        if nouns and nouns[0].event:
            return f"{core}, {governed('à', about)}" if language == "fr" else f"{core} at {about}"
        return f"{core}, {governed('pour' if language == 'fr' else 'for', about)}"

    @property
    def dated(self) -> bool:
        """Whether it names a date or an edition, which says which release is meant."""
        return bool(setting_of(self.text))

    @property
    def focus(self) -> Noun | None:
        """What is spoken of above all: a thing, before a person."""
        nouns = [thing.noun for thing in self.things]
        things = (noun for noun in nouns if not any(noun.text in name for name in self.people))
        return next(things, nouns[0] if nouns else None)


def spelled_out(question: str) -> str:
    """The question without its mark, "what's" written "what is", « au sujet de » « sur »."""
    core = _IN_GENERAL.sub("", _IS.sub(r"\1 is", question.strip(MARKS)))
    return _ABOUT_EN.sub("about", _ABOUT_FR.sub(_about, core))


def _about(match: re.Match[str]) -> str:
    article = {"du": "le ", "des": "les ", "au": "le ", "aux": "les "}.get(match["of"].lower(), "")
    return f"sur {article}"


def unread(question: str) -> Reading:
    """The question as one that stands by itself, without what is spoken of in it."""
    core = spelled_out(question)
    return Reading(core, raw=question, root=core)


def alone(question: str, before: Reading | None = None) -> Reading:
    """The question as one that stands by itself; what was spoken of before is remembered."""
    core = spelled_out(question)
    clause, older = parse(core), before.things if before else ()
    if any(noun.named or noun.inner for noun in clause.nouns):  # of something else, it may be
        older = tuple(replace(thing, age=thing.age + 1) for thing in older)
    things = things_of(clause, older)
    people = before.people if before else ()
    return Reading(core, raw=question, things=things, root=core, people=people)
