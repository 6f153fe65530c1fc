"""Whether quotes bear a sentence: every number, date, amount, name and negation that it has.

Careful on purpose: a sentence that is true but told in another order may be turned down, and the
quote itself is then shown. What this does not do: judge whether a paraphrase is fair.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from answering.binding import belongs_together
from answering.capitals import capitals, words_of
from answering.equivalents import OFFICES, PLACES, concepts, without
from answering.polarity import same_polarity
from answering.qualifiers import attributed, lost_or_added
from answering.quantities import Quantity, dates, moments, quantities
from shadow import fold

_ADDRESS = re.compile(r"[\w.+-]{2,}(?:@[\w-]+)?\.[a-z]{2,}\b")  # of a site or a person, bare


def missing(text: str, quotes: Sequence[str], names: Iterable[str] = ()) -> str | None:
    """What of `text` the quotes do not bear, in a word; None when they bear it all.

    `names` are names of other evidence, folded, that `text` may not borrow, even in lower case.
    """
    whole = " ".join(quotes)
    if re.findall(r"\w+", fold(text)) == re.findall(r"\w+", fold(whole)):  # word for word
        return None if attributed(text, quotes) else "source"
    if not _addresses(text) <= _addresses(whole):
        return "address"
    if not _numbers_hold(quantities(text), quantities(whole)):
        return "number"
    if not dates(text) <= dates(whole) or not moments(text) <= moments(whole):
        return "date"
    if not _names_hold(text, whole, frozenset(names)):
        return "name"
    if not same_polarity(text, quotes):
        return "negation"
    if not belongs_together(text, quotes):
        return "order"
    return lost_or_added(text, quotes)


def _addresses(text: str) -> set[str]:
    """Bare addresses; `plaintext.clean` has judged those that are links."""
    return set(_ADDRESS.findall(re.sub(r"https?://\S+", " ", text.casefold())))


def _numbers_hold(claimed: list[Quantity], borne: list[Quantity]) -> bool:
    units = {quantity.unit for quantity in borne}
    return all(any(_same(claim, other, units) for other in borne) for claim in claimed)


def _same(claim: Quantity, borne: Quantity, units: set[str | None]) -> bool:
    if claim.value != borne.value:
        return False
    if claim.unit == borne.unit:
        return True
    if claim.unit is None:
        return borne.unit not in ("%", "$", "€", "point")
    if borne.unit is not None:
        return False
    # « 186 millions de dollars, dont 22 millions pour la collecte », "from 22 minutes to nine": the
    # unit is said once; of persons "under 18", years are meant.
    once = claim.unit in units and (claim.unit != "$" or borne.value >= 1e6)
    return once or (claim.unit == "year" and borne.value < 120)


def _names_hold(text: str, whole: str, others: frozenset[str]) -> bool:
    folded, borne = fold(text), fold(whole)
    places = concepts(folded, PLACES)
    if not places <= concepts(borne, PLACES):
        return False
    offices = concepts(folded, OFFICES) & concepts(borne, OFFICES)
    rest = words_of(without(without(folded, PLACES, places), OFFICES, offices))
    have = words_of(whole)
    for word, _, ordinary in capitals(text):
        if word not in have and word in rest and len(word) > 1 and not ordinary:
            return False
    return not any(word in others and word not in have for word in rest)
