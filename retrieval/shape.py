"""What a sentence contains that could answer a type of question: persons, dates, numbers, places.

Patterns on the surface of French and English sentences; a hint for ranking, never proof.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache

import numpy as np

from domain import Kind
from retrieval.marks import BITS, TYPES, may
from retrieval.question import Asked, Question

KINDS = tuple(Kind)
_PLAIN = KINDS.index(Kind.SENTENCE)
_UPPER = "A-ZÀ-ÖØ-Þ"
PERSON = re.compile(
    rf"\b[{_UPPER}][\w’'\u2011-]+ (?:(?:[{_UPPER}]\.|de|du|van|von) )*[{_UPPER}][\w’'\u2011-]{{2,}}"
)
ROLE = re.compile(
    r"\b(ministre|secr[ée]taire|procureur|pr[ée]sident|premier ministre|directeur|directrice|"
    r"conseill[eè]re?|commissaire|minister|secretary|attorney|president|director|commissioner|"
    r"d[ée]put[ée]|ambassad(?:eur|rice|or)|chef|chief)",
    re.IGNORECASE,
)
MONTHS = (
    r"janv(?:ier|\.)?|f[ée]vr(?:ier|\.)?|mars|avr(?:il|\.)|mai|juin|juill(?:et|\.)?|ao[ûu]t|"
    r"sept(?:embre|\.)?|oct(?:obre|\.)?|nov(?:embre|\.)?|d[ée]c(?:embre|\.)?|january|february|"
    r"march|april|may|june|july|august|september|october|november|december"
)
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:er|st|nd|rd|th)?\s+(?:{MONTHS})|(?:{MONTHS})\s+\d{{1,2}}|"
    rf"(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b(aujourd[’']hui|hier|demain|l[’']ann[ée]e (?:derni[èe]re|prochaine)|"
    r"la semaine (?:derni[èe]re|prochaine)|"
    r"today|yesterday|tomorrow|(?:last|next) (?:year|week|month))\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\b\d|\b(deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|vingt|cent|mille|millions?|"
    r"milliards?|premi[èe]re?|deuxi[èe]me|troisi[èe]me|quatri[èe]me|two|three|four|five|six|seven|"
    r"eight|nine|ten|hundred|thousand|million|billion|first|second|third|fourth)\b",
    re.IGNORECASE,
)
# Digits that count nothing: dates and years, telephone numbers, codes such as C-70.
_NOT_A_COUNT = re.compile(
    rf"{_DATE.pattern}|\b\d{{3}}[-. ]\d{{3}}[-. ]\d{{4}}\b|\b[A-Z]+[-\u2011]?\d+\b", re.IGNORECASE
)
_PLACE = re.compile(rf"(?:\b[àÀ]|\b[Aa]u|\b[Ee]n|\b[Ii]n|\b[Aa]t)\s+[{_UPPER}][\w-]+")
_PHONE = re.compile(r"\b\d{3}[-. ]\d{3}[-. ]\d{4}\b|@|\bemail")
_REASON = re.compile(
    r"\b(en vue d|afin d|pour (?:que|\w+er\b|\w+ir\b)|parce qu|car\b|dans le but|visant [àa]|"
    r"because|in order to|so that|to (?:help|ensure|promote|combat|protect)|aimed at)",
    re.IGNORECASE,
)
_ENUMERATES = re.compile(r"[,;] |\b(?:et|and|ou|or)\b")
_DEFINES = re.compile(
    r"\((?:[A-Z][\w’'\u2011&-]+[ )]){1,}|\b(?:est|sont|is|are) (?:une?|des|les?|la|an?|the)\b|"
    r"\b(?:d[ée]sign|signifi|means?\b|refers?\b|consist|regroup|r[ée]uni[ts])",
)


# Most sentences have no digit, and no date and nothing of `_NOT_A_COUNT` is without one.
_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=65_536)
def _says_number(run: str) -> bool:
    """Of a run of characters between spaces: no number word goes across one."""
    return bool(_NUMBER.search(run))


def _counts(text: str) -> bool:
    if _DIGIT.search(text):
        text = _NOT_A_COUNT.sub(" ", text)
    return any(map(_says_number, text.split()))


_OFFERS: dict[Asked, Callable[[str, Kind], object]] = {
    Asked.PERSON: lambda text, kind: (
        PERSON.search(text) and (kind is Kind.CONTACT or ROLE.search(text))
    ),
    Asked.TIME: lambda text, kind: (
        kind is Kind.DATELINE or (_DIGIT.search(text) and _DATE.search(text)) or _WHEN.search(text)
    ),
    Asked.PLACE: lambda text, kind: kind is Kind.DATELINE or _PLACE.search(text),
    Asked.NUMBER: lambda text, kind: _counts(text),
    Asked.CONTACT: lambda text, kind: kind is Kind.CONTACT or _PHONE.search(text),
    Asked.REASON: lambda text, kind: _REASON.search(text),
    Asked.LIST: lambda text, kind: kind is Kind.ITEM or len(_ENUMERATES.findall(text)) > 1,
    Asked.DEFINITION: lambda text, kind: _DEFINES.search(text),
    Asked.SUMMARY: lambda text, kind: kind in (Kind.TITLE, Kind.SUBTITLE),
    Asked.ISSUER: lambda text, kind: kind is Kind.SOURCE,
}

_SENTENCES = 16_384  # that are kept with what they offer
_KNOWN: dict[tuple[str, Kind], frozenset[Asked]] = {}
# What a run of characters between spaces has to have for a sentence with it to offer something;
# no plain sentence without such a run does.
OF_DIGITS = (Asked.TIME, Asked.NUMBER, Asked.CONTACT)  # any digit will do
HINTS: dict[Asked, re.Pattern[str]] = {
    Asked.PERSON: ROLE,
    Asked.TIME: re.compile(
        r"aujourd|hier|demain|today|yesterday|tomorrow|ann[ée]e|semaine|last|next", re.IGNORECASE
    ),
    Asked.PLACE: re.compile(r"\b(?:[àÀ]|[Aa]u|[Ee]n|[Ii]n|[Aa]t)$"),
    Asked.NUMBER: _NUMBER,
    Asked.CONTACT: re.compile(r"@|email"),
    Asked.REASON: re.compile(
        r"\b(?:(?:vue|afin|pour|parce|visant|order|so|to|aimed)$|but|because|car\b)", re.IGNORECASE
    ),
    Asked.LIST: re.compile(r"[,;]$|\b(?:et|and|ou|or)\b"),
    Asked.DEFINITION: re.compile(
        r"\(|\b(?:est|sont|is|are)$|d[ée]sign|signifi|mean|refer|consist|regroup|r[ée]uni"
    ),
}


def offers(text: str, kind: Kind) -> frozenset[Asked]:
    """The types of question that a sentence of this kind has material for."""
    found = _KNOWN.get((text, kind))
    if found is None:
        found = frozenset(asked for asked, has in _OFFERS.items() if has(text, kind))
        know(text, kind, found)
    return found


def know(text: str, kind: Kind, found: frozenset[Asked]) -> None:
    """Keep what a sentence offers for `offers`."""
    if len(_KNOWN) > _SENTENCES:
        _KNOWN.clear()
    _KNOWN[text, kind] = found


def offered(texts: Sequence[str], kinds: np.ndarray, marks: np.ndarray) -> np.ndarray:
    """(texts,): the marks with the bits of what each offers in the place of what it may offer."""
    found = marks & ~np.uint32(TYPES)
    for asked, has in _OFFERS.items():
        likely = np.flatnonzero(may(asked, marks) | (kinds != _PLAIN)).tolist()
        rows = [row for row in likely if has(texts[row], KINDS[kinds[row]])]
        found[rows] |= np.uint32(BITS[asked])
    return found


WANTED = (
    Asked.PERSON,
    Asked.TIME,
    Asked.PLACE,
    Asked.NUMBER,
    Asked.CONTACT,
    Asked.REASON,
    Asked.LIST,
    Asked.DEFINITION,
)
# The kinds of sentence where the answer to a type of question is at home.
_HOMES = {
    Asked.CONTACT: frozenset({Kind.CONTACT}),
    Asked.TIME: frozenset({Kind.DATELINE}),
    Asked.PLACE: frozenset({Kind.DATELINE}),
    Asked.SUMMARY: frozenset({Kind.TITLE, Kind.SUBTITLE}),
    Asked.ISSUER: frozenset({Kind.SOURCE}),
}
_FURNITURE = frozenset({Kind.CONTACT, Kind.DATELINE, Kind.SOURCE})
TYPE_SIGNALS = (
    *(f"wanted_{sought.value}" for sought in WANTED),
    *(f"home_{sought.value}" for sought in _HOMES),
    "stray",
    "subtitle",
    "heading",
    "item",
    "expands",
)


def type_signals(
    question: Question, texts: Sequence[str], kinds: np.ndarray, marks: np.ndarray
) -> np.ndarray:
    """(texts × `TYPE_SIGNALS`): how sentences fit the types asked for, each 0 or 1.

    `wanted_…`: that type is asked for and the sentence has material for it; `home_…`: it is of the
    kind where such answers stand; `stray`: it is furniture of a release (contact, dateline,
    source) and the question does not ask for that; `subtitle`: it is the subtitle, which names
    every topic and answers few questions, and no summary is asked for; `heading`, `item`: it is
    one; `expands`: it sets an acronym of the question beside the words that it stands for.
    `kinds` are places among `KINDS`, `marks` those of `offered`.
    """
    found = np.zeros((len(texts), len(TYPE_SIGNALS)), dtype=np.float32)
    for column, sought in enumerate(WANTED):
        if sought in question.asked:
            found[:, column] = may(sought, marks)
    home = np.zeros(len(texts), dtype=bool)
    for column, (sought, at_home) in enumerate(_HOMES.items(), start=len(WANTED)):
        if sought in question.asked:
            found[:, column] = _among(kinds, at_home)
            home |= _among(kinds, at_home)
    stray, subtitle, heading, item, expands = range(len(TYPE_SIGNALS) - 5, len(TYPE_SIGNALS))
    found[:, stray] = _among(kinds, _FURNITURE) & ~home
    found[:, subtitle] = _among(kinds, {Kind.SUBTITLE}) & ~home
    found[:, heading] = _among(kinds, {Kind.HEADING})
    found[:, item] = _among(kinds, {Kind.ITEM})
    acronyms = question.acronyms
    if acronyms:
        found[:, expands] = [_expands(acronyms, text) for text in texts]
    return found


def _among(kinds: np.ndarray, wanted: Collection[Kind]) -> np.ndarray:
    return np.array([kind in wanted for kind in KINDS])[kinds]


def _expands(acronyms: frozenset[str], text: str) -> bool:
    return any(
        re.search(rf"[(«“\"] ?{re.escape(name)}\b|\b{re.escape(name)} ?\(", text)
        for name in acronyms
    )
