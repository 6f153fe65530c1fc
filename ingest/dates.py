"""Dates as communiqués write them, in French and English; times and periods are left alone."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from shadow import fold

_NAMES = (
    ("janvier", "january", "janv", "jan"),
    ("fevrier", "february", "fevr", "fev", "feb"),
    ("mars", "march", "mar"),
    ("avril", "april", "avr", "apr"),
    ("mai", "may"),
    ("juin", "june", "jun"),
    ("juillet", "july", "juill", "juil", "jul"),
    ("aout", "august", "aug"),
    ("septembre", "september", "sept", "sep"),
    ("octobre", "october", "oct"),
    ("novembre", "november", "nov"),
    ("decembre", "december", "dec"),
)
MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names}

_EASTERN = ZoneInfo("America/Toronto")

# A word may carry its accents as separate characters (files made on a Mac), so \w is not enough.
_WORD = r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*"
_GAP = r"[\s\u200b\ufeff]+"
DAY_NAME = (
    r"(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
)
DATE = (  # a pattern to build others with; `find_date` reads what it matches
    rf"(?:(?:(?i:{DAY_NAME}),?{_GAP})?"
    rf"(?:\d{{1,2}}(?:er|re|st|nd|rd|th)?{_GAP}{_WORD}\.?,?{_GAP}\d{{4}}"
    rf"|{_WORD}\.?{_GAP}\d{{1,2}}(?:st|nd|rd|th)?,{_GAP}\d{{4}})"
    r"|\d{4}-\d{2}-\d{2})"
)
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:er|re|st|nd|rd|th)?{_GAP}({_WORD})\.?,?{_GAP}(\d{{4}})(?!\d)"
)
_MONTH_FIRST = re.compile(
    rf"(?<!\w)({_WORD})\.?{_GAP}(\d{{1,2}})(?:st|nd|rd|th)?,?{_GAP}(\d{{4}})(?!\d)"
)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")


def find_date(text: str) -> date | None:
    """The first complete date in `text` (`1er mars 2024`, `12 juill. 2024`, `March 1, 2024`,
    `7 April 2017`, `2024-07-12`), None when there is none that exists in the calendar."""
    found: list[tuple[int, date]] = []
    for pattern, order in ((_DAY_FIRST, (3, 2, 1)), (_MONTH_FIRST, (3, 1, 2)), (_ISO, (1, 2, 3))):
        for match in pattern.finditer(text):
            day = _date(*(match[group] for group in order))
            if day:
                found.append((match.start(), day))
                break
    return min(found)[1] if found else None


def find_day(text: str) -> tuple[int, int] | None:
    """(month, day) of a date without a year (`28 févr.`, `July 12`); None when there is none."""
    match = re.search(rf"(\d{{1,2}})(?:er|st|nd|rd|th)?{_GAP}({_WORD})", text)
    if match and fold(match[2]) in MONTHS:
        month, day = MONTHS[fold(match[2])], int(match[1])
    else:
        match = re.search(rf"({_WORD})\.?{_GAP}(\d{{1,2}})", text)
        if not match or fold(match[1]) not in MONTHS:
            return None
        month, day = MONTHS[fold(match[1])], int(match[2])
    return (month, day) if _date("2024", str(month), str(day)) else None


def read_iso(value: str) -> date | None:
    """The day of an ISO 8601 date or timestamp as written there, whatever its time zone."""
    match = _ISO.match(value.strip())
    return _date(*match.groups()) if match else None


def eastern_day(value: str) -> date | None:
    """The day in Ottawa and Washington of a moment in a feed: ISO 8601, or as in mails.

    A day without a time, and a time without a zone, are taken as they are written.
    """
    value = value.strip()
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        try:
            moment = parsedate_to_datetime(value)
        except ValueError:
            return find_date(value)
    try:
        return (moment.astimezone(_EASTERN) if moment.tzinfo else moment).date()
    except OverflowError:  # the first or the last day of the calendar
        return None


def as_date(value: object) -> date | None:
    """A date from what YAML or a `meta` element gives: a date, a timestamp or words."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return find_date(value) if isinstance(value, str) else None


def _date(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdigit() else MONTHS.get(fold(month), 0)
    try:
        return date(int(year), number, int(day))
    except ValueError:  # no such month or day: then it is not a date
        return None
