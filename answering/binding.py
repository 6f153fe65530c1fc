"""What belongs together in quotes and has to stay together: numbers, names, what is said of each.

"Virani welcomed Garland" has the names of the quote in the wrong order; "Each child receives
$1,500" has what is said of one number beside another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

from answering.capitals import capitals, words_of
from answering.equivalents import OFFICES, PLACES, concepts, without
from answering.quantities import ANY_MONTH, quantities
from shadow import fold
from vectorstore.analysis import content_words

_CLAUSE = re.compile(
    r"[,;:.!?()—–]|\b(?:et|and|mais|but|que|that|qui|which|who|tandis|while|or|ou)\b"
)


def belongs_together(text: str, quotes: Sequence[str]) -> bool:
    """Whether names and numbers of `text` stand to each other, and have beside them what is said
    of them, as in the quotes in some order."""
    ordered = any(_in_order(text, " ".join(order)) for order in permutations(quotes[:3]))
    return ordered and all(_cells_hold(text, quote) for quote in quotes)


_UPPER = "A-ZÀ-ÖØ-Þ"
# Where what is said of one number or person ends and that of the next begins.
_CELL = re.compile(
    r"[;:!?()—–]\s|(?<!\b\w)\.\s|,(?!\d)|"
    r"\b(?:et|and|mais|but|dont|including|among|while|tandis que|qui|who|which)\b"
)
_DAY = re.compile(rf"\d{{1,2}}(?:er|st|nd|rd|th)? (?:of )?(?:{ANY_MONTH})(?!\w)")
_MONTH_BEFORE = re.compile(rf"(?<!\w)(?:{ANY_MONTH}) $")
# Who says it may be said first or last: « Selon la mairesse Thivierge, … ».
_FRAME = re.compile(
    r"^(?:selon|d['’]après|pour|according to)\s[^,]+,\s|"
    r",\s(?:selon|d['’]après|according to|said|says|a dit|a déclaré)\s[^,]+$",
    re.IGNORECASE,
)
_PART_OF = re.compile(r"\s*(?:[^\W\d_]+\s){0,2}?(?:of|in|out of|sur|des|parmi)(?: the| les)?\s*")


@dataclass(frozen=True, slots=True)
class _Cell:
    """A stretch of a text: what it is about, its years, and the beginnings of its words."""

    points: frozenset[object]
    years: frozenset[object]
    stems: frozenset[str]


_FULL_NAME = re.compile(
    rf"(?:[{_UPPER}][\w’'\u2011-]+\s+|(?<=\s)[{_UPPER}]\.\s*)+[{_UPPER}][\w’'\u2011-]+"
)


def _persons(quote: str) -> frozenset[object]:
    """The words, folded, of names of two words and more: offices and places mostly have one."""
    return frozenset(word for run in _FULL_NAME.findall(quote) for word in words_of(run))


def _cells(text: str, kind: str, names: frozenset[object]) -> list[_Cell]:
    """`text` cut into what is said of each number, or of each of the `names`; a stretch without
    either belongs to the one before it, and the first to the one after."""
    folded = fold(text)
    every = anchors(text)
    points = [a for a in every if a.kind == kind and (kind != "name" or a.word in names)]
    bounds = [0, *(m.end() for m in _CELL.finditer(folded)), len(folded)]
    spans: list[list[int]] = []
    for start, end in pairwise(bounds):
        if spans and not any(start <= anchor.at < end for anchor in points):
            # Behind a list and a comma all are meant: "11, nine men and two women, were arrested".
            if not (folded[:start].rstrip().endswith(",") and len(spans) > 2):
                spans[-1][1] = end
        elif start < end:
            spans.append([start, end])
    lead = 0  # "In 2023, …": that year is said of all
    if len(spans) > 1 and not any(spans[0][0] <= anchor.at < spans[0][1] for anchor in points):
        lead = spans[0][1]
        spans[:2] = [[spans[0][0], spans[1][1]]]
    found = []
    for start, end in spans:
        # Names around a person are not what is said of that one.
        apart = {a.word for a in (every if kind == "name" else points)}
        inside = frozenset(anchor.word for anchor in points if start <= anchor.at < end)
        years = frozenset(
            a.word for a in every if a.kind == "year" and max(start, lead) <= a.at < end
        )
        words = (
            w for w in content_words(folded[start:end]) if w not in apart and not quantities(w)
        )
        found.append(_Cell(inside, years, frozenset(word[:5] for word in words)))
    return found


def _cells_hold(text: str, quote: str) -> bool:
    """Whether numbers and names of `text` have beside them what the quote says of them, and not
    what it says of a later one; a part of a whole does not stand for the whole."""
    for kind in ("number", "date", "name"):
        names = _persons(quote)
        theirs = _cells(quote, kind, names)
        for cell in _cells(text, kind, names):
            for point in cell.points:
                places = [n for n, other in enumerate(theirs) if point in other.points]
                if places and not any(_said_of(cell, at, theirs) for at in places):
                    return False
    return _parts_hold(text, quote) and _counts_hold(text, quote)


def _counts_hold(text: str, quote: str) -> bool:
    """Whether what is counted by a number in `text` is not what another number counts."""
    theirs = _counted(quote)
    return not any(
        number in {other for other, _ in theirs}
        and (number, noun) not in theirs
        and any(word == noun for _, word in theirs)
        for number, noun in _counted(text)
    )


def _counted(text: str) -> set[tuple[object, str]]:
    """Each number with the beginning of the word behind it, where there is one."""
    folded, found = fold(text), set()
    for anchor in anchors(text):
        after = re.match(r"\S+ ([^\W\d_]{4,})", folded[anchor.at :])
        if anchor.kind == "number" and after and content_words(after.group(1)):
            found.add((anchor.word, after.group(1)[:5]))
    return found


def _said_of(cell: _Cell, at: int, theirs: Sequence[_Cell]) -> bool:
    """Whether what `cell` says is said of what it is about, which stands in cell `at` of theirs."""
    others = [c for c in theirs if not c.points & cell.points]
    shared = frozenset().union(*(c.stems for c in theirs if c.points & cell.points))
    foreign = {stem for c in others for stem in c.stems} - shared
    later = {s for c in theirs[at + 1 :] if not c.points & cell.points for s in c.stems} - shared
    later -= {s for c in theirs[:at] for s in c.stems}
    own = theirs[at].stems - {s for c in others for s in c.stems}
    if cell.stems & later:
        return False
    if own and not cell.stems & own and cell.stems & foreign:
        return False
    elsewhere = {y for c in others if c.points for y in c.years} - theirs[at].years
    return not cell.years & elsewhere


def _parts_hold(text: str, quote: str) -> bool:
    """Whether "eight of the 117" did not become the 117."""
    said = {a.word for a in anchors(text) if a.kind == "number"}
    borne = [a for a in anchors(quote) if a.kind == "number"]
    folded = fold(quote)
    for part, whole in pairwise(borne):
        between = re.sub(r"^\S+", "", folded[part.at : whole.at])
        if _PART_OF.fullmatch(between) and whole.word in said and part.word not in said:
            return False
    return True


def _in_order(text: str, whole: str) -> bool:
    """Whether names and numbers stand to each other as they do in the quotes.

    "Virani welcomed Garland" has the names of the quote in the wrong order; "Thailand …
    13.9 billion" joins a number to a country that another number stands next to; a person stays
    with the country that the quote names next. Countries and years alone may move freely.
    """
    claimed, borne = anchors(_FRAME.sub("", text)), anchors(whole)
    at = -1
    for anchor in claimed:
        if anchor.kind in ("place", "year", "date"):
            continue
        places = [other.at for other in borne if other.same(anchor)]
        if places and max(places) <= at:
            return False
        at = min((place for place in places if place > at), default=at)
    pairs = pairwise(claimed)
    joined = all(_joined(one, other, borne, fold(whole)) for one, other in pairs)
    return joined and _sides_hold(claimed, borne)


def _joined(one: Anchor, other: Anchor, borne: list[Anchor], whole: str) -> bool:
    """Whether a number and the name beside it belong together in the quotes."""
    name, number = (one, other) if other.kind == "number" else (other, one)
    if number.kind != "number" or name.kind not in ("name", "place"):
        return True
    names = [anchor for anchor in borne if anchor.same(name)]
    for spot in (anchor for anchor in borne if anchor.same(number)):
        start, end = _clause_of(whole, spot.at)
        inside = [a for a in borne if a.kind == name.kind and start <= a.at < end]
        if inside:
            if any(a.same(name) for a in inside):
                return True
            continue
        for place in names:
            low, high = sorted((place.at, spot.at))
            between = [a for a in borne if low < a.at < high and a.kind == name.kind]
            if all(a.same(name) for a in between):
                return True
    return not names


def _clause_of(whole: str, at: int) -> tuple[int, int]:
    """The clause around a place of the folded text; a comma inside a number ends none."""
    inside = re.compile(r"\d[.,]\d")
    ends = [m.end() for m in _CLAUSE.finditer(whole) if not inside.match(whole, m.start() - 1)]
    return max((e for e in ends if e <= at), default=0), min(
        (e for e in ends if e > at), default=len(whole)
    )


def _sides_hold(claimed: list[Anchor], borne: list[Anchor]) -> bool:
    """Whether the persons of a sentence with one country belong to it in the quotes."""
    places = {anchor.word for anchor in claimed if anchor.kind == "place"}
    if len(places) != 1:
        return True
    for anchor in claimed:
        at = next((a.at for a in borne if anchor.kind == "name" and a.same(anchor)), None)
        following = [a.word for a in borne if a.kind == "place" and at is not None and a.at > at]
        if following and following[0] not in places:
            return False
    return True


@dataclass(frozen=True, slots=True)
class Anchor:
    """A name, a place, a number or a year of a text, and where it stands in the folded text."""

    word: object
    kind: str
    at: int

    def same(self, other: Anchor) -> bool:
        """Whether both name the same thing."""
        return (self.word, self.kind) == (other.word, other.kind)


def anchors(text: str) -> list[Anchor]:
    """What ties a text to facts, left to right; offices and ordinary words are none."""
    folded = fold(text)
    kept = concepts(folded, PLACES)
    found = [Anchor(n, "place", m.start()) for n in kept for m in PLACES[n].finditer(folded)]
    rest = without(folded, PLACES, kept)
    plain = words_of(without(rest, OFFICES, concepts(rest, OFFICES)))
    for quantity in quantities(text):
        year = quantity.unit is None and quantity.value in range(1900, 2101)
        day = _DAY.match(folded, quantity.at) or _MONTH_BEFORE.search(folded[: quantity.at])
        kind = "year" if year else "date" if day else "number"
        found.append(Anchor(quantity.value, kind, quantity.at))
    seen: dict[str, int] = {}
    for word, _, ordinary in capitals(text):
        if word not in plain or len(word) < 3 or ordinary:
            continue
        place = folded.find(word, seen.get(word, 0))
        seen[word] = place + 1
        found.append(Anchor(word, "name", place))
    return sorted(found, key=lambda anchor: anchor.at)
