"""The capitalised words of a sentence, and which of them name nobody."""

from __future__ import annotations

import re
from typing import NamedTuple

from answering.dialogue.verbs import is_infinitive
from answering.equivalents import OFFICES, concepts
from answering.quantities import ANY_DAY, ANY_MONTH, quantities
from language import ENGLISH, FRENCH
from shadow import fold

_UPPER = "A-ZÀ-ÖØ-Þ"
_CAPITAL = re.compile(rf"(?<![\w’'])(?:[dlDL][’'])?(?P<name>[{_UPPER}][\w’'\u2011-]*)")
# Not after an initial or a title: "Merrick B. Garland", "Dr. Achterberg".
_SENTENCE_START = re.compile(
    r"(?:^|(?<!\b[A-Z])(?<!\b(?:Dr|Mr|Ms|St|Me))(?<!\bMrs)[.!?…:]\s+)[«“\"(\s]*$"
)
# Words that open a sentence with a capital and name nobody.
_OPENERS = frozenset(
    """according selon during lors after apres before avant moreover finally enfin however
    cependant toutefois today hier yesterday several plusieurs certain certains many beaucoup
    both officials responsables representants representatives participants people gens
    personnes countries pays authorities autorites together ensemble also aussi furthermore
    thus ainsi therefore donc data donnees release communique new nouveau nouvelle first
    premier premiere companies entreprises residents applications demandes yes oui no non
    quelque quelques talks funding financing money bill national federal provincial experts adults
    children businesses victims members police small large aujourd personne nobody""".split()
)
_ORDINARY_END = re.compile(r"(?:tions?|ments?|ness|ings?|ites?|ances?|ences?|ly|able|ible)$")
_DATE = re.compile(rf"(?:{ANY_MONTH}|{ANY_DAY})\.?")
_PLURAL = re.compile(r"(?<![suio])s$")
_OF_SEVERAL = frozenset("are were have do ont sont etaient seront auront".split())


class Capital(NamedTuple):
    """A capitalised word, folded; whether it opens a sentence; whether it names nobody, as far as
    can be told from its form: months and days, and what `_is_ordinary` says of one that opens."""

    word: str
    opens: bool
    ordinary: bool


def capitals(text: str) -> list[Capital]:
    """The capitalised words of `text`, left to right."""
    found = []
    for match in _CAPITAL.finditer(text):
        opens = bool(_SENTENCE_START.search(text[: match.start()]))
        after = re.match(r"\s+([^\W\d_]+)", text[match.end() :])
        for piece in re.findall(r"[^\W_]+", match["name"]):
            if piece[0].isupper():  # of « L'indice » only the article
                word = fold(piece)
                plain = opens and _is_ordinary(word, after.group(1) if after else "")
                found.append(Capital(word, opens, plain or bool(_DATE.fullmatch(word))))
            opens = False
    return found


def words_of(text: str) -> set[str]:
    """The words of `text`, folded."""
    return set(re.findall(r"[^\W_]+", fold(text)))


def _is_ordinary(word: str, following: str) -> bool:
    """Whether a folded word that opens a sentence is no name: a function word, a number, an office,
    the form of an abstract noun, or several that "are" something: "Talks continue"."""
    if word in FRENCH or word in ENGLISH or word in _OPENERS or _ORDINARY_END.search(word):
        return True
    if quantities(word) or (concepts(word, OFFICES) and not following[:1].isupper()):
        return True
    verb = following.casefold()
    return bool(_PLURAL.search(word)) and (verb in _OF_SEVERAL or is_infinitive(verb))
