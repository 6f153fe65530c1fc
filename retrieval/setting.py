"""Which release a question means: the year, the day, the edition and the place that it names.

« le Forum de 2023 », "the seventh conference", « la réunion de Halifax », "last year's meeting":
such words choose between releases that say nearly the same. They are read on both sides, from the
question and from the head of a release (title, subtitle, dateline, issuer), and compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from domain import Kind, Release
from retrieval.gazetteer import province_of
from shadow import fold

_MONTHS = (
    r"janv(?:ier)?|jan(?:uary)?",
    r"fevr(?:ier)?|feb(?:ruary)?",
    r"mars|mar(?:ch)?",
    r"avr(?:il)?|apr(?:il)?",
    r"mai|may",
    r"juin|june?",
    r"juill?(?:et)?|july?",
    r"aout|aug(?:ust)?",
    r"sept(?:embre|ember)?",
    r"oct(?:obre|ober)?",
    r"nov(?:embre|ember)?",
    r"dec(?:embre|ember)?",
)
_MONTH = "|".join(f"(?P<m{i}>{names})" for i, names in enumerate(_MONTHS, start=1))
_DAY_MONTH = re.compile(rf"\b(?:(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)? (?:of )?)?(?:{_MONTH})\b\.?")
_MONTH_DAY = re.compile(rf"\b(?:{_MONTH})\b\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b")
_ISO = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LAST_YEAR = re.compile(
    r"\b(?:l'an(?:nee)? (?:derniere?|passee?|precedente?)|last year|previous year)\b"
)
_ORDINALS = (
    r"premiere?|first",
    r"deuxieme|seconde?|second",
    r"troisieme|third",
    r"quatrieme|fourth",
    r"cinquieme|fifth",
    r"sixieme|sixth",
    r"septieme|seventh",
    r"huitieme|eighth",
    r"neuvieme|ninth",
    r"dixieme|tenth",
    r"onzieme|eleventh",
    r"douzieme|twelfth",
)
_ORDINAL = re.compile(
    "|".join(rf"(?P<o{n}>\b(?:{names})\b)" for n, names in enumerate(_ORDINALS, start=1))
    + r"|\b(?P<digits>\d{1,2})(?:e|eme|th|st|nd|rd)\b"
)
# Words after which an ordinal counts editions and not reasons, quarters or phases.
_EDITION = re.compile(
    r"\b(edition|conference|forum|sommet|summit|reunion|meeting|rencontre|session|congres|"
    r"assemblee|assembly|dialogue|annual|annuelle?)\b"
)


# Most texts have none of these, and to look for them is quicker than the rules.
_MAYBE_EDITION = re.compile(_EDITION.pattern.replace(r"\b", ""))
_MAYBE_MONTH = re.compile("jan|fe[vb]|ma[riy]|a[vp]r|jui|ju[nl]|aou|aug|sept|oct|nov|dec")


@dataclass(frozen=True, slots=True)
class Setting:
    """The years, months, days (month, day) and editions that a text names."""

    years: frozenset[int] = frozenset()
    months: frozenset[int] = frozenset()
    days: frozenset[tuple[int, int]] = frozenset()
    editions: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.years or self.months or self.days or self.editions)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What identifies a release: the words of its head, its date, the editions it says it is."""

    key: tuple[str, str]
    text: str
    language: str
    date: date | None
    editions: frozenset[int]


@lru_cache(maxsize=20_000)
def setting_of(text: str, newest: int | None = None) -> Setting:
    """What `text` names; "last year" is the year before `newest`, where that is known."""
    plain = fold(text).replace("\u2011", "-")
    years = {int(year) for year in _YEAR.findall(plain)}
    if newest is not None and _LAST_YEAR.search(plain):
        years.add(newest - 1)
    months: set[int] = set()
    days: set[tuple[int, int]] = set()
    for found in _ISO.finditer(plain):
        months.add(int(found["month"]))
        days.add((int(found["month"]), int(found["day"])))
    for pattern in (_DAY_MONTH, _MONTH_DAY) if _MAYBE_MONTH.search(plain) else ():
        for found in pattern.finditer(plain):
            month = next(i for i in range(1, 13) if found[f"m{i}"])
            if not found["day"] and not _is_month(found.group(), plain):
                continue
            months.add(month)
            if found["day"]:
                days.add((month, int(found["day"])))
    return Setting(frozenset(years), frozenset(months), frozenset(days), frozenset(editions(plain)))


def _is_month(word: str, plain: str) -> bool:
    """Whether a month's name alone is one: "may" and "march" are verbs unless a year follows."""
    if word.strip(". ") not in ("may", "mar", "march", "mai", "jan", "dec", "sept", "oct", "nov"):
        return True
    return bool(re.search(rf"\b(?:in|en|de|of|last|since) {re.escape(word)}", plain))


def editions(plain: str) -> set[int]:
    """The editions named in a folded text: « la septième Conférence annuelle », "7th meeting"."""
    found: set[int] = set()
    if not _MAYBE_EDITION.search(plain):
        return found
    for match in _ORDINAL.finditer(plain):
        after = plain[match.end() : match.end() + 40]
        if _EDITION.search(after):
            digits = match["digits"]
            found.add(int(digits) if digits else next(n for n in range(1, 13) if match[f"o{n}"]))
    return found


def letterhead_of(release: Release) -> Letterhead:
    """The head of a release, with the names of its province; the editions are those of its head
    and its first two sentences."""
    kinds = (Kind.TITLE, Kind.SUBTITLE, Kind.DATELINE, Kind.SOURCE)
    said = [release.text[s.start : s.end] for s in release.sentences if s.kind in kinds]
    parts = [release.title, release.subtitle, release.city, release.issuer, *said]
    lines = [release.text[s.start : s.end] for s in release.sentences if s.kind is Kind.DATELINE]
    parts.append(province_of(" ".join(lines) or release.city or ""))
    text = " — ".join(dict.fromkeys(part for part in parts if part))
    lead = [s for s in release.sentences if s.kind is Kind.SENTENCE][:2]
    opening = " ".join(release.text[s.start : s.end] for s in lead)
    return Letterhead(
        key=(release.release_id, release.version),
        text=text,
        language=release.language,
        date=release.date or release.published,
        editions=frozenset(editions(fold(f"{text} {opening}"))),
    )


def dated(asked: Setting, head: Letterhead, said: Setting) -> float:
    """How the date that a question names fits: 1 for a release of that date, 0 where the sentence
    says it or where nothing is asked, −1 for a release of another date. « Octobre 2023 » is no date
    of October 2022: the part that fits worst counts."""
    if head.date is None:
        return 0.0
    day = (head.date.month, head.date.day)
    parts = [
        _fits(head.date.year in asked.years, asked.years, said.years),
        _fits(head.date.month in asked.months, asked.months, said.months),
        _fits(day in asked.days, asked.days, said.days),
    ]
    known = [part for part in parts if part is not None]
    return min(known, default=0.0)


def _fits(here: bool, asked: frozenset, said: frozenset) -> float | None:
    if not asked:
        return None
    if here:
        return 1.0
    return 0.0 if asked & said else -1.0


def edition(asked: Setting, head: Letterhead) -> float:
    """1 for a release of the edition asked for, −1 for one of another, 0 where none is named."""
    if not asked.editions or not head.editions:
        return 0.0
    return 1.0 if asked.editions & head.editions else -1.0
