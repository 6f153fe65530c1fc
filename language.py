"""French or English: which language a text or a question is in, and how it spells a day.

Only the two languages of the project are told apart, by their function words and a few spellings;
on a question of three words that does better than a general detector. A text in any other
language comes out as "und" when it is long enough to tell.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import islice
from typing import Literal

from shadow import fold

Language = Literal["fr", "en", "und"]

FRENCH = frozenset(
    """a ai ainsi alors apres as au aucun aucune aussi autre autres aux avaient avait avant avec
    avez avoir avons ayant beaucoup c ca car ce ceci cela celle celles celui ces cet cette ceux
    chaque chez ci combien comme comment d dans de depuis des donc dont du elle elles en encore
    aura aurait auraient auront devait devra devrait doit doivent faisait fera ferait feront
    entre es est et etaient etait etant ete etes etre eu eux fait faire font furent fut ici il ils
    j je jusqu jusque l la le les leur leurs lors lorsque lui m ma mais me meme memes mes moi mon
    n ne ni non nos notre nous on ont ou par parce parmi pas pendant peu peut peuvent plus pour
    pourquoi pourra pourrait pourront
    puis qu quand que quel quelle quelles quels quelque quelques qui quoi s sa
    sans serait seraient se selon sera seront ses si sinon soit son sont sous sur t ta tandis
    te tel telle telles
    tels tes toi ton tous tout toute toutes tres tu un une va vers via voici voila vont vos votre
    vous y""".split()
)
ENGLISH = frozenset(
    """a about above after again all also although am among an and any are as at be because been
    before being below between both but by can cannot could did do does doing during each either
    few for from further get had has have having he her here hers him his how i if in into is it
    its itself just may me might more most much must my neither no nor not of off on once only or
    other our ours out over own same shall she should since so some such than that the their
    theirs them then there these they this those through to too under until up upon us was we were
    what when where whether which while who whom whose why will with within without would you your
    yours""".split()
)
MONTHS = {
    "fr": (
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    ).split(),
    "en": (
        "January February March April May June July August September October November December"
    ).split(),
}
# A letter alone says nothing ("C-70"): French elisions are counted with their apostrophe.
_ONLY_FRENCH = frozenset(word for word in FRENCH - ENGLISH if len(word) > 1)
_ONLY_ENGLISH = frozenset(word for word in ENGLISH - FRENCH if len(word) > 1)
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=[^\W\d_]{2})")
_WORD = re.compile(r"[^\W\d_]+")
_ACRONYM = re.compile(r"\b[A-Z]{2,}\b")  # "AI" and "US" are words of no language
_FRENCH_LETTERS = re.compile(r"[éèêëàâçùûîïôœ]", re.IGNORECASE)


def _scores(text: str) -> tuple[float, float, int]:
    shouted = text.isupper() and " " in text.strip()
    folded = fold(text if shouted else _ACRONYM.sub(" ", text))
    words = _WORD.findall(folded)
    french = sum(map(_ONLY_FRENCH.__contains__, words)) + len(_ELISION.findall(folded))
    english = sum(map(_ONLY_ENGLISH.__contains__, words))
    accented = sum(1 for _ in islice(_FRENCH_LETTERS.finditer(text), 3))
    return french + 0.4 * accented, english, len(words)


def detect(text: str, default: Language = "fr") -> Language:
    """The language of a question or sentence; `default` when nothing tells."""
    french, english, _ = _scores(text)
    if french == english:
        return default
    return "fr" if french > english else "en"


def detect_document(text: str) -> Language:
    """The language of a document; "und" when neither language's function words are common."""
    french, english, words = _scores(text[:20_000])
    if words >= 30 and max(french, english) < 0.12 * words:
        return "und"
    return "fr" if french >= english else "en"


def spelled(day: date, language: Language) -> str:
    """A day as prose writes it: « 1er juillet 2024 », "July 1, 2024"."""
    month = MONTHS["fr" if language == "fr" else "en"][day.month - 1]
    if language == "fr":
        return f"{'1er' if day.day == 1 else day.day} {month} {day.year}"
    return f"{month} {day.day}, {day.year}"
