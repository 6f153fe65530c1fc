"""The dateline of a communiqué: where and when it was issued, and by which wire.

Recognised at the head of a paragraph, in French and English, in the shapes of CNW, Marketwired
and canada.ca. A paragraph that only looks similar stays an ordinary sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ingest.dates import DATE, DAY_NAME, find_date, find_day
from ingest.parsed import one_line
from shadow import fold

_S = r"[\s\u200b\ufeff]"  # any space, and the zero-width ones that copy and paste brings along
_DASH = r"(?:--+|[-–—‑])"
_LE = rf"(?:[Ll][ea]{_S}+)?"
_WIRE = rf"/{_S}*(?P<wire>[A-Z][\w .-]{{1,24}}?)(?:{_S}+-[^/\n]{{0,30}})?{_S}*/"
_MARKET = r"(?P<wire>Marketwired?|GLOBE NEWSWIRE|CNW(?: Telbec)?|CCNMatthews|Business Wire)"
_PLACE = r"(?P<place>[^\W\d_][^/;:!?«»\"“”\n]{1,98}?)"
# Without a wire the place must look like one: capitalised words and small particles only.
_NAME = r"[^\W\d_a-zà-ÿ][\w.'’‑-]*"
_PARTICLE = r"(?:de|du|des|d['’]\w+|la|le|les|sur|en|aux|et|and|of|the)"
_CITY = (
    rf"(?P<place>{_NAME}(?:{_S}+(?:{_PARTICLE}|{_NAME})){{0,4}}"
    rf"(?:,{_S}+{_NAME}(?:{_S}+(?:{_PARTICLE}|{_NAME})){{0,3}}|{_S}+\([^()\d]{{2,40}}\)){{0,2}})"
)
_MONTH = r"[^\W\d_]{3,9}\.?"
_PART = rf"(?:{DATE}|\d{{1,2}}(?:er|st|nd|rd|th)?{_S}+{_MONTH}|{_MONTH}{_S}+\d{{1,2}})"
# Between the parts of a canada.ca dateline: a dash, a bar, or a row of no-break spaces.
_GAP = rf"(?:{_S}*(?:{_DASH}|\|){_S}*|[ \u00a0\u2003]{{2,}})"
_SHAPES = tuple(
    re.compile(pattern)
    for pattern in (
        # WASHINGTON, le 12 juill. 2024 /CNW/ -
        rf"(?P<line>{_PLACE},?{_S}+{_LE}(?P<date>{DATE}){_S}*,?{_S}*{_WIRE}){_S}*{_DASH}?",
        # VANCOUVER, July 12, 2024 (GLOBE NEWSWIRE) --
        rf"(?P<line>{_PLACE},?{_S}+{_LE}(?P<date>{DATE}){_S}*\({_MARKET}\)){_S}*{_DASH}",
        # OTTAWA, ONTARIO--(Marketwire - 18 oct. 2012) -
        rf"(?P<line>{_PLACE}{_S}*{_DASH}?{_S}*\({_MARKET}{_S}*{_DASH}{_S}*{_LE}(?P<date>{DATE})\)){_S}*{_DASH}?",
        # Ottawa (Ontario) – Le 5 mai 2023 –, Ottawa, May 5, 2023 –
        rf"(?P<line>{_CITY}(?:{_S}*{_DASH}|,){_S}*{_LE}(?P<date>{DATE})){_S}*(?:{_DASH}|$)",
        # Le 5 mai 2023 – Ottawa (Ontario) –
        rf"(?P<line>{_LE}(?P<date>{DATE}){_GAP}{_CITY})(?:{_GAP}|$)",
        # OTTAWA, le 28 févr. /CNW Telbec/ -
        rf"(?P<line>{_PLACE},?{_S}+{_LE}(?P<date>{_PART}){_S}*,?{_S}*{_WIRE}){_S}*{_DASH}?",
    )
)
# A date that stands alone, as justice.gov and dhs.gov put it above the text.
_ALONE = re.compile(
    rf"(?P<line>(?:(?i:release date|released|published|date|publié){_S}*:?{_S}*)?"
    rf"{_LE}(?P<date>{DATE}))\Z"
)
# WASHINGTON – Today, the Department …
_BARE = re.compile(
    rf"(?P<line>(?P<place>[^\W\d_a-zà-ÿ]{{3,}}(?:[ .'’‑-]{{1,2}}[^\W\d_a-zà-ÿ]{{2,}}){{0,3}}"
    rf"(?:,{_S}+[\w.]{{2,20}})?)){_S}+{_DASH}+{_S}+(?=[“\"«]?{_S}*[^\W\d_a-zà-ÿ])"
)
_NO_PLACE = frozenset(
    """aujourd hier depuis publie publiee published updated today yesterday since from until posted
    modified date dated le la les the on""".split()
)
_NO_CITY = frozenset(
    """avis reprise correction rectificatif communique note notes rappel urgent mise media advisory
    news press statement declaration notice repeat update updated corrected for immediate source
    contact contacts citation citations quote quotes attention important""".split()
)
_SMALL = frozenset("sur sous de du des la le les en aux et lez of the and upon".split())


@dataclass(frozen=True, slots=True)
class Dateline:
    """A recognised dateline: `[start, end)` without the dash, `body` where the text goes on.

    `day` is (month, day) of a date that is written without its year; `date` is None then.
    """

    start: int
    end: int
    body: int
    city: str | None
    date: date | None
    wire: str | None = None
    day: tuple[int, int] | None = None

    def dated(self, published: date | None) -> date | None:
        """The date; one without a year is the last such day before publication."""
        if self.date or not (self.day and published):
            return self.date
        for year in (published.year, published.year - 1):
            try:
                day = date(year, *self.day)
            except ValueError:  # the 29th of February
                continue
            if day <= published + timedelta(days=2):
                return day
        return None


def read_dateline(text: str, start: int, end: int) -> Dateline | None:
    """The dateline at the head of `text[start:end]`, None when the paragraph has none."""
    head = text[start : min(end, start + 260)]
    for shape in _SHAPES:
        match = shape.match(head)
        if match is None:
            continue
        day = find_date(match["date"])
        partial = None if day else find_day(match["date"])
        place = one_line(match["place"])
        first = re.match(r"\w+", fold(place))
        wire = match.groupdict().get("wire")
        if not (day or partial) or first is None or _is_day_name(first[0]):
            continue
        if not wire and first[0] in _NO_PLACE:
            continue
        return Dateline(
            start=start,
            end=start + match.end("line"),
            body=start + match.end(),
            city=city_name(place),
            date=day,
            wire=one_line(wire) if wire else None,
            day=partial,
        )
    return None


def find_dateline(text: str, spans: Sequence[tuple[int, int]]) -> tuple[int, Dateline] | None:
    """The dateline of a release whose first paragraphs are `spans`, and which one it heads.

    Where none has a whole one, a paragraph that is nothing but a date gives the date, and the
    place in capitals that the text begins with ("WASHINGTON – Today, …") the city.
    """
    for index, (start, end) in enumerate(spans):
        if dateline := read_dateline(text, start, end):
            return index, dateline
    alone = next(
        ((index, day) for index, span in enumerate(spans) if (day := lone_date(text, *span))), None
    )
    if alone is None:
        return None
    at, day = alone
    for index, (start, end) in enumerate(spans[at + 1 :], at + 1):
        bare = _BARE.match(text[start : min(end, start + 160)])
        if bare and _NO_CITY.isdisjoint(re.findall(r"\w+", fold(bare["place"]))):
            line, body = start + bare.end("line"), start + bare.end()
            return index, Dateline(start, line, body, city_name(bare["place"]), day)
    start, end = spans[at]
    return at, Dateline(start, end, end, None, day)


def lone_date(text: str, start: int, end: int) -> date | None:
    """The date that a paragraph consists of ("Release Date: April 17, 2024"), else None."""
    alone = _ALONE.match(text[start:end]) if end - start <= 160 else None
    return find_date(alone["date"]) if alone else None


def _is_day_name(word: str) -> bool:
    return re.fullmatch(DAY_NAME, word, re.IGNORECASE) is not None


def city_name(place: str) -> str:
    """The city of a place: "OTTAWA, ON" → "Ottawa", "Ottawa (Ontario)" → "Ottawa".

    Words in capitals become names ("SAINT-JEAN-SUR-RICHELIEU" → "Saint-Jean-sur-Richelieu");
    others stay as written.
    """
    city = re.split(r"\s*[,(]|\s*--|\s+[-–—]", place.strip(), maxsplit=1)[0].strip()
    words = re.split(r"([\s‑-]+)", city)
    name = "".join(_capital(word) if word.isupper() else word for word in words)
    return name[:1].upper() + name[1:]


def _capital(word: str) -> str:
    lower = word.lower()
    if lower in _SMALL:
        return lower
    elided = re.match(r"([dl]['’])(\w)(.*)", lower)
    if elided:
        return elided[1] + elided[2].upper() + elided[3]
    return lower[:1].upper() + lower[1:]
