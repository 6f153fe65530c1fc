"""The dateline of a communiqué: where and when it was issued, and by which wire.

Recognised at the head of a paragraph, in French and English, in the shapes of CNW, Marketwired
and canada.ca. A paragraph that only looks similar stays an ordinary sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ingest.dates import DATE, find_date
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
        rf"(?P<line>{_LE}(?P<date>{DATE}){_S}*{_DASH}{_S}*{_CITY}){_S}*(?:{_DASH}|$)",
    )
)
_NO_PLACE = frozenset(
    """aujourd hier depuis publie publiee published updated today yesterday since from until posted
    modified date dated le la les the on""".split()
)
_SMALL = frozenset("sur sous de du des la le les en aux et lez of the and upon".split())


@dataclass(frozen=True, slots=True)
class Dateline:
    """A recognised dateline: `[start, end)` without the dash, `body` where the text goes on."""

    start: int
    end: int
    body: int
    city: str
    date: date
    wire: str | None = None


def read_dateline(text: str, start: int, end: int) -> Dateline | None:
    """The dateline at the head of `text[start:end]`, None when the paragraph has none."""
    head = text[start : min(end, start + 260)]
    for shape in _SHAPES:
        match = shape.match(head)
        if match is None:
            continue
        day = find_date(match["date"])
        place = one_line(match["place"])
        first = re.match(r"\w+", fold(place))
        wire = match.groupdict().get("wire")
        if day is None or first is None or (not wire and first[0] in _NO_PLACE):
            continue
        return Dateline(
            start=start,
            end=start + match.end("line"),
            body=start + match.end(),
            city=city_name(place),
            date=day,
            wire=one_line(wire) if wire else None,
        )
    return None


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
