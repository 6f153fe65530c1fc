"""Whether quotes bear a sentence: every number, date, amount, name and negation that it has.

Careful on purpose: a sentence that is true but told in another order may be turned down, and the
quote itself is then shown. What this does not do: judge whether a paraphrase is fair.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

from answering.equivalents import OFFICES, OPPOSED, PLACES, concepts, without
from answering.quantities import Quantity, dates, moments, quantities
from language import ENGLISH, FRENCH
from shadow import fold
from vectorstore.analysis import content_words

_UPPER = "A-ZÀ-ÖØ-Þ"
_CAPITAL = re.compile(rf"(?<![\w’'])(?:[dlDL][’'])?(?P<name>[{_UPPER}][\w’'\u2011-]*)")
# Not after an initial or a title: "Merrick B. Garland", "Dr. Achterberg".
_SENTENCE_START = re.compile(
    r"(?:^|(?<!\b[A-Z])(?<!\b(?:Dr|Mr|Ms|St|Me))(?<!\bMrs)[.!?…:]\s+)[«“\"(\s]*$"
)
NEGATION = re.compile(
    r"\b(?:ne|n(?=')|pas|jamais|aucune?|ni|sans|non|nul|nulle|rien|not|no|never|none|neither|nor|"
    r"without|cannot|nothing|nobody|\w+n't|refus\w+|rejet\w+|reject\w+|den(?:y|ied|ies)|nient|nie|"
    r"exclu\w+|interdi\w+|prohib\w+|banned|forbid\w*|fail\w*|lack\w*|absence|impossible)\b"
)
_NE = frozenset({"ne", "n"})  # the first half of a French negation, and its second halves
_WITH_NE = frozenset({"pas", "jamais", "aucun", "aucune", "ni", "nul", "nulle", "rien"})
_CLAUSE = re.compile(
    r"[,;:.!?()—–]|\b(?:et|and|mais|but|que|that|qui|which|who|tandis|while|or|ou)\b"
)
# Words that open a sentence with a capital and name nobody.
_OPENERS = frozenset(
    """according selon during lors after apres before avant moreover finally enfin however
    cependant toutefois today hier yesterday several plusieurs certain certains many beaucoup
    both officials responsables representants representatives participants people gens
    personnes countries pays authorities autorites together ensemble also aussi furthermore
    thus ainsi therefore donc data donnees release communique new nouveau nouvelle first
    premier premiere two deux three trois four quatre five cinq six seven sept eight huit nine
    neuf ten dix companies entreprises residents applications demandes yes oui no non""".split()
)
_ORDINARY_END = re.compile(r"(?:tions?|ments?|ness|ings?|ites?|ances?|ences?|ly)$")


def missing(text: str, quotes: Sequence[str], names: Iterable[str] = ()) -> str | None:
    """What of `text` the quotes do not bear, in a word; None when they bear it all.

    `names` are names of other evidence, folded, that `text` may not borrow, even in lower case.
    """
    whole = " ".join(quotes)
    if not _numbers_hold(quantities(text), quantities(whole)):
        return "number"
    if not dates(text) <= dates(whole) or not moments(text) <= moments(whole):
        return "date"
    if not _names_hold(text, whole, frozenset(names)):
        return "name"
    if not _negation_holds(text, quotes) or _turned(text, whole):
        return "negation"
    if not any(_in_order(text, " ".join(order)) for order in permutations(quotes[:3])):
        return "order"
    return None


def _numbers_hold(claimed: list[Quantity], borne: list[Quantity]) -> bool:
    dollars = any(quantity.unit == "$" for quantity in borne)
    return all(any(_same(claim, other, dollars) for other in borne) for claim in claimed)


def _same(claim: Quantity, borne: Quantity, dollars: bool) -> bool:
    if claim.value != borne.value:
        return False
    if claim.unit == borne.unit:
        return True
    if claim.unit is None:
        return borne.unit not in ("%", "$", "€")
    # « 186 millions de dollars, dont 22 millions pour la collecte »: the unit is said once.
    return claim.unit == "$" and borne.unit is None and dollars and borne.value >= 1e6


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", fold(text)))


def name_words(text: str) -> list[tuple[str, bool]]:
    """The capitalised words of `text`, folded, and whether each opens a sentence."""
    found = []
    for match in _CAPITAL.finditer(text):
        opens = bool(_SENTENCE_START.search(text[: match.start()]))
        for piece in re.findall(r"[^\W_]+", fold(match["name"])):
            found.append((piece, opens))
            opens = False
    return found


def _names_hold(text: str, whole: str, others: frozenset[str]) -> bool:
    folded, borne = fold(text), fold(whole)
    places = concepts(folded, PLACES)
    if not places <= concepts(borne, PLACES):
        return False
    offices = concepts(folded, OFFICES) & concepts(borne, OFFICES)
    rest = _words(without(without(folded, PLACES, places), OFFICES, offices))
    have = _words(whole)
    for word, opens in name_words(text):
        if word in have or word not in rest or len(word) < 2:
            continue
        if not opens or not _is_ordinary(word):
            return False
    return not any(word in others and word not in have for word in rest)


def _is_ordinary(word: str) -> bool:
    known = word in FRENCH or word in ENGLISH or word in _OPENERS
    return known or bool(_ORDINARY_END.search(word))


def _clauses(text: str) -> list[tuple[frozenset[str], int]]:
    """The beginnings of the content words of each clause, and how often it is negated."""
    found = []
    for clause in _CLAUSE.split(fold(text)):
        plain = clause.replace("n't", " not").replace("n'", "ne ")
        stems = frozenset(
            word[:5] for word in content_words(clause) if not NEGATION.fullmatch(word)
        )
        if stems:
            found.append((stems, _negations(plain)))
    return found


def _negations(clause: str) -> int:
    """How often a folded clause is negated; "ne … pas" and "aucun … ne" are one negation each."""
    words = [match.group() for match in NEGATION.finditer(clause)]
    halves = sum(word in _NE for word in words), sum(word in _WITH_NE for word in words)
    return len(words) - sum(halves) + max(halves)


def _negation_holds(text: str, quotes: Sequence[str]) -> bool:
    """Whether each clause is negated as often as the clause that it retells."""
    claimed, borne = _clauses(text), [c for quote in quotes for c in _clauses(quote)]
    negated = any(no for _, no in borne)
    if not negated and not any(no for _, no in claimed):
        return True
    for stems, no in claimed:
        shared = [len(stems & others) for others, _ in borne]
        most = max(shared, default=0)
        nearest = [other for (_, other), count in zip(borne, shared, strict=True) if count == most]
        if set(nearest) != {no} if most else bool(no) != negated:
            return False
    return True


def _turned(text: str, whole: str) -> bool:
    """Whether the text says the opposite of a direction that the quotes give."""
    folded, borne = fold(text), fold(whole)
    for first, second in OPPOSED:
        for one, other in ((first, second), (second, first)):
            if one.search(folded) and not one.search(borne) and other.search(borne):
                return True
    return False


def _in_order(text: str, whole: str) -> bool:
    """Whether names and numbers stand to each other as they do in the quotes.

    "Virani welcomed Garland" has the names of the quote in the wrong order; "Thailand …
    13.9 billion" joins a number to a country that another number stands next to; a person stays
    with the country that the quote names next. Countries alone may move freely.
    """
    claimed, borne = anchors(text), anchors(whole)
    at = -1
    for anchor in claimed:
        if anchor.kind == "place":
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
            between = [a for a in borne if low < a.at < high and a.kind in (name.kind, "number")]
            if all(a.same(name) or a.same(number) for a in between):
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
    plain = _words(without(rest, OFFICES, concepts(rest, OFFICES)))
    for quantity in quantities(text):
        year = quantity.unit is None and quantity.value in range(1900, 2101)
        found.append(Anchor(quantity.value, "year" if year else "number", quantity.at))
    seen: dict[str, int] = {}
    for word, opens in name_words(text):
        if word not in plain or len(word) < 3 or (opens and _is_ordinary(word)):
            continue
        place = folded.find(word, seen.get(word, 0))
        seen[word] = place + 1
        found.append(Anchor(word, "name", place))
    return sorted(found, key=lambda anchor: anchor.at)
