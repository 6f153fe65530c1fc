"""The numbers, amounts and dates of a text, in a form that two languages share.

"$41.2 million", « 41,2 millions de dollars » and "41.2 M$" are one amount; "third", « troisième »
and "3rd" one number; "July 12" and « 12 juill. » one date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from shadow import fold

_SPACE = " \u00a0\u202f\u2009"
_DIGITS = (
    r"\d{3}[-. \u00a0\u2011]\d{3}[-.\u2011]\d{4}"  # a telephone number is one number
    rf"|\d{{1,3}}(?:[{_SPACE}]\d{{3}})+(?!\d)(?:[.,]\d+)?"
    r"|\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:[.,]\d+)?"
)
_SCALES = {
    "million": 1e6, "millions": 1e6, "m": 1e6, "milliard": 1e9, "milliards": 1e9, "g": 1e9,
    "billion": 1e9, "billions": 1e9, "thousand": 1e3, "mille": 1e3, "k": 1e3, "trillion": 1e12,
}  # fmt: skip
_UNITS = {
    "point": r"(?:percentage |percent )?points?\b(?! of)|% points?\b",
    "%": r"%|per ?cent\b|pour cent\b|p\. 100",
    "$": r"\$|dollars?\b|cad\b",
    "€": r"€|euros?\b",
    "hour": r"hours?\b|heures?\b|h\b",
    "minute": r"minutes?\b",
    "day": r"days?\b|jours?\b|journees?\b",
    "week": r"weeks?\b|semaines?\b",
    "month": r"months?\b|mois\b",
    "year": r"years?\b|ans?\b|annees?\b",
    "mile": r"miles?\b|milles\b",
    "km": r"km\b|kilometres?\b|kilometers?\b",
    "tonne": r"tonnes?\b|tons?\b",
}
_SCALE = (
    r"(?:[\s-]*(?P<scale>millions?|milliards?|billions?|trillion|thousand|mille|"
    r"[mgk](?=\s?\$|\b)))?"
)
_QUANTITY = re.compile(
    rf"(?P<before>[$€])?\s?(?<![\w.,])(?P<code>[a-z]+-)?(?P<number>{_DIGITS})"
    rf"(?P<ordinal>(?:st|nd|rd|th|e|eme|er|re)\b)?{_SCALE}(?=(?P<after>.{{0,16}}))",
)
_ONES = {
    "deux": 2, "two": 2, "trois": 3, "three": 3, "quatre": 4, "four": 4, "cinq": 5, "five": 5,
    "six": 6, "sept": 7, "seven": 7, "huit": 8, "eight": 8, "neuf": 9, "nine": 9, "dix": 10,
    "ten": 10, "onze": 11, "eleven": 11, "douze": 12, "twelve": 12, "treize": 13, "thirteen": 13,
    "quatorze": 14, "fourteen": 14, "quinze": 15, "fifteen": 15, "seize": 16, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "vingt": 20, "vingts": 20, "twenty": 20,
    "trente": 30, "thirty": 30, "quarante": 40, "forty": 40, "cinquante": 50, "fifty": 50,
    "soixante": 60, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "cent": 100,
    "cents": 100, "hundred": 100, "mille": 1000, "thousand": 1000, "millions": 1e6, "million": 1e6,
    "milliards": 1e9, "milliard": 1e9, "billion": 1e9, "dizaine": 10, "dizaines": 10, "dozen": 12,
    "dozens": 12, "douzaine": 12, "moitie": 0.5, "half": 0.5, "double": 2, "triple": 3, "twice": 2,
    "premier": 1, "premiere": 1, "first": 1, "deuxieme": 2, "seconde": 2, "second": 2,
    "troisieme": 3, "third": 3, "quatrieme": 4, "fourth": 4, "cinquieme": 5, "fifth": 5,
    "sixieme": 6, "sixth": 6, "septieme": 7, "seventh": 7, "huitieme": 8, "eighth": 8,
    "neuvieme": 9, "ninth": 9, "dixieme": 10, "tenth": 10, "onzieme": 11, "eleventh": 11,
    "douzieme": 12, "twelfth": 12, "treizieme": 13, "thirteenth": 13, "quatorzieme": 14,
    "fourteenth": 14, "quinzieme": 15, "fifteenth": 15, "seizieme": 16, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "vingtieme": 20, "twentieth": 20,
    "trentieme": 30, "thirtieth": 30, "unieme": 1,
}  # fmt: skip
_SPELLED = re.compile(
    rf"\b(?:{'|'.join(_ONES)})(?:(?:[ -]|-et-| et | and )(?:{'|'.join(_ONES)}))*"
    r"(?:(?:[ -]et[ -]une?|-one)(?!\w))?(?!\w)"
)
# "premier ministre" counts nothing; « pour cent » is a unit; "third parties" are others; what comes
# "first" comes before.
_NO_COUNT = re.compile(
    r"\bpremiere? ministres?\b|\b(?:pour|per) cent\b|\bpercent\b|\bthird[- ]part(?:y|ies)\b|"
    r"\bfirst(?= (?:in|at|to)\b|[,.;])|\b(?:les|ces|the|these) (?:deux|two)\b(?! tiers)"
)
# "one year's notice": one only of what is counted; « une journée » may be any.
_ONE = re.compile(
    r"(?<![\w-])(?<!\bet )(?:one|une?)[ -]"
    rf"(?={'|'.join(rule for unit, rule in _UNITS.items() if len(unit) > 1)})"
)
MONTHS = (
    r"janv(?:ier|\.)|january|jan\.", r"fevr?(?:ier|\.)|february|feb\.", r"mars|march|mar\.",
    r"avr(?:il|\.)|april|apr\.", r"mai|may", r"juin|june|jun\.", r"juil(?:let|l?\.)|july|jul\.",
    r"aout|august|aug\.", r"sept(?:embre|ember|\.)", r"oct(?:obre|ober|\.)",
    r"nov(?:embre|ember|\.)", r"dec(?:embre|ember|\.)",
)  # fmt: skip
ANY_MONTH = "|".join(MONTHS)
_NAMED_MONTH = "|".join(f"(?P<m{n}>{month})" for n, month in enumerate(MONTHS, start=1))
_MONTH = re.compile(rf"(?<!\w)(?:{_NAMED_MONTH})(?!\w)")
_LOWER_ENGLISH = re.compile(r"\b(?:may|march)\b")  # a verb unless it has its capital
_DAYS = (
    "lundi|mondays?", "mardi|tuesdays?", "mercredi|wednesdays?", "jeudi|thursdays?",
    "vendredi|fridays?", "samedi|saturdays?", "dimanche|sundays?", "aujourd'hui|today",
    "hier|yesterday",
    "demain|tomorrow",
    "printemps|spring", "ete dernier|summer", "automne|fall|autumn", "hiver|winter",
)  # fmt: skip
ANY_DAY = "|".join(_DAYS[:7])
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b")
_NEAR_MONTH = re.compile(r"(?<!\d)(\d{1,2})(?:er|st|nd|rd|th)?(?: (?:of )?)?$")
_AFTER_MONTH = re.compile(r"^ (?:the )?(\d{1,2})(?!\d)(?:st|nd|rd|th)?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, None when it has none that is known, and where it stands."""

    value: float
    unit: str | None
    at: int


def quantities(text: str) -> list[Quantity]:
    """The numbers of `text`, in figures and in words, left to right."""
    folded = _ISO.sub(lambda m: " ".join(m.groups()), fold(text))
    found = [_figure(match) for match in _QUANTITY.finditer(folded)]
    counted = _NO_COUNT.sub(lambda m: " " * len(m.group()), folded)
    taken = {(m.start(), m.end("scale")) for m in _QUANTITY.finditer(folded)}
    for match in _SPELLED.finditer(counted):
        if any(start <= match.start() < end for start, end in taken):
            continue
        found.append(Quantity(_spelled(match.group()), _unit(folded[match.end() :]), match.start()))
    for match in _ONE.finditer(folded):
        found.append(Quantity(1.0, _unit(folded[match.end() :]), match.start()))
    return sorted(found, key=lambda quantity: quantity.at)


def _figure(match: re.Match[str]) -> Quantity:
    number = match["number"]
    value = _value(number)
    if match["scale"]:
        value *= _SCALES[match["scale"]]
    unit = match["before"] or _unit(match["after"])
    return Quantity(round(value, 6), unit, match.start("number"))


def _value(number: str) -> float:
    if re.fullmatch(r"\d{3}\D\d{3}\D\d{4}", number):
        return float(re.sub(r"\D", "", number))
    compact = re.sub(rf"[{_SPACE}]", "", number)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", compact):
        compact = compact.replace(",", "")
    return float(compact.replace(",", "."))


def _unit(after: str) -> str | None:
    rest = re.sub(r"^[\s-]*(?:de |d')?", "", after)
    return next((unit for unit, rule in _UNITS.items() if re.match(rule, rest)), None)


def _spelled(words: str) -> float:
    """The value of a number in words: "forty-one", « quatre-vingt-dix », « deux cents »."""
    total, current = 0.0, 0.0
    for word in re.findall(r"[a-z]+", words):
        if word in ("et", "and"):
            continue
        value = _ONES.get(word, 1)  # « vingt et un », "twenty-one"
        if value >= 1000:
            total += max(current, 1) * value
            current = 0.0
        elif value == 100 or (value == 20 and current == 4):
            current = max(current, 1) * value
        else:
            current += value
    return total + current


def dates(text: str) -> set[tuple[int | None, int]]:
    """Day and month of every date of `text`; the day is None where a month stands alone."""
    found: set[tuple[int | None, int]] = set()
    text = " ".join(text.split())
    lowered = [m.start() for m in _MONTH.finditer(fold(text))]
    lowered = {n for n, at in enumerate(lowered) if _LOWER_ENGLISH.match(text, at)}
    folded = _in_figures(fold(text))
    for _, month, day in _ISO.findall(folded):
        found.add((int(day), int(month)))
    for number, match in enumerate(_MONTH.finditer(folded)):
        if number in lowered:
            continue
        month = int((match.lastgroup or "m0")[1:])
        before = _NEAR_MONTH.search(folded[: match.start()].rstrip())
        after = _AFTER_MONTH.match(folded[match.end() :])
        found.add((None, month))
        for day in (before, after):
            if day:
                found.add((int(day.group(1)), month))
        found |= {(day, month) for day in _others(folded, match)}
    return found


def _in_figures(folded: str) -> str:
    """Days in words as figures: « le trente et un juin », "the thirtieth of October"."""

    def figure(match: re.Match[str]) -> str:
        value = _spelled(match.group())
        return str(int(value)) if 1 <= value <= 31 else match.group()

    return _SPELLED.sub(figure, folded)


def _others(folded: str, month: re.Match[str]) -> set[int]:
    """The further days that share a month: "November 26 and 27", « du 22 au 24 novembre »."""
    after = re.match(r"^ \d{1,2} (?:and|to|et|au|-) (\d{1,2})(?!\d)", folded[month.end() :])
    before = re.search(
        r"(\d{1,2})(?:er)? (?:and|to|et|au|-) \d{1,2}(?:er)? ?$", folded[: month.start()]
    )
    return {int(match.group(1)) for match in (after, before) if match}


def moments(text: str) -> set[int]:
    """Weekdays, seasons and words such as "yesterday", by their number."""
    folded = fold(text)
    return {n for n, rule in enumerate(_DAYS) if re.search(rf"\b(?:{rule})\b", folded)}
