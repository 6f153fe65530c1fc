"""What a dialogue is about: which of the things spoken of a word that points back means.

Things spoken of are the noun phrases of the questions, the latest first. Each has a salience: a
thing with a name of its own before one without, what a question is about before who is asked of
it, and what was said last before what was said earlier.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from answering.dialogue import grammar
from answering.dialogue.clause import Clause, Noun
from answering.equivalents import is_place
from shadow import fold

Find = Callable[[str], Noun | None]  # what a folded pronoun means
ABOUT = frozenset("about on sur concernant".split())
_PLACED = frozenset("in at a en au aux".split())
_NOT_OF_PERSONS = frozenset("for in at pour a en dans".split())  # "Ombudsperson for Online Safety"
_FADING = 2.5  # of salience, for each question between
_REMEMBERED = 12  # things
_CENTRAL = 3.0  # salience of what a question is about for certain
_SEVERAL = frozenset("they them their theirs ils elles leurs eux".split())


@dataclass(frozen=True, slots=True)
class Thing:
    """Something spoken of; `age` counts the questions since."""

    noun: Noun
    salience: float
    age: int = 0
    subject: bool = False
    central: bool = False

    @property
    def weight(self) -> float:
        """Its salience now."""
        return self.salience - _FADING * self.age + _CENTRAL * (self.central and not self.age)


def things_of(
    clause: Clause, before: Sequence[Thing] = (), centre: Sequence[str] = ()
) -> tuple[Thing, ...]:
    """The things that a question speaks of and, fainter, those that were spoken of before.

    `centre` are the words of those that it is about for certain: what a pronoun meant, what was
    put in a place.
    """
    pairs = [(noun, None) for noun in clause.nouns]
    pairs += [(inner, noun) for noun in clause.nouns for inner in noun.inner]
    central = {fold(text) for text in centre}
    found = [
        Thing(
            _definite(noun, clause),
            _salience(noun, clause, outer),
            subject=noun is clause.subject or (noun.asked and clause.subject is None),
            central=bool({fold(noun.text), fold(noun.bare)} & central),
        )
        for noun, outer in pairs
    ]
    said = {fold(thing.noun.bare) for thing in found}
    older = [
        replace(thing, age=thing.age + 1) for thing in before if fold(thing.noun.bare) not in said
    ]
    kept = [thing for thing in (*found, *older) if not _is_date(thing.noun)]
    return tuple(sorted(kept, key=lambda thing: -thing.weight)[:_REMEMBERED])


def _definite(noun: Noun, clause: Clause) -> Noun:
    """What was asked for, as it is spoken of after: « combien de vols » → « les vols »."""
    if not noun.asked:
        return noun
    if clause.language == "en":
        article = "the"
    elif noun.plural:
        article = "les"
    else:
        said = fold(clause.question_words)
        feminine = "quelle" in said or (said.startswith("combien") and noun.feminine)
        article = "l'" if noun.head[:1] in "aeiouyh" else "la" if feminine else "le"
    space = "" if article == "l'" else " "
    return replace(noun, text=f"{article}{space}{noun.text}", article=article)


def pointed_at(things: Iterable[Thing], word: str, language: str) -> Noun | None:
    """The thing that a pronoun (folded) most likely means; None when nothing of its kind is there.

    « elle » is one thing and no masculine noun, "they" are several or persons, "he" is a person.
    """
    fitting = [thing for thing in things if _fits(thing.noun, word, language)]
    if word in _SEVERAL:  # those who act, before those who are only spoken of
        fitting = [t for t in fitting if t.subject or t.noun.preposition not in ABOUT]
        acting = {id(t): 2 * t.subject + 2 * t.noun.person for t in fitting}
        return max(fitting, key=lambda t: t.weight + acting[id(t)]).noun if fitting else None
    return max(fitting, key=lambda thing: thing.weight).noun if fitting else None


def _fits(noun: Noun, word: str, language: str) -> bool:
    if noun.is_name and is_place(noun.bare):
        return False
    if word in ("he", "she", "him", "his", "her", "hers"):
        named = noun.is_name and not noun.article and noun.preposition not in _NOT_OF_PERSONS
        return noun.person or named
    if word in ("they", "them", "their", "theirs"):
        return noun.plural and noun.head not in grammar.THEMES
    if word in ("ils", "elles", "leurs", "eux"):
        return noun.plural and noun.head not in grammar.THEMES
    if word in ("it", "its"):
        return not noun.person and not noun.plural
    if word in ("this", "that", "cela", "ca", "ce", "c'", "y", "en"):
        return not noun.person and noun.head not in grammar.THEMES
    if language == "fr" and word in ("il", "elle", "l'", "le", "la", "lui"):
        if noun.plural:
            return False
        known = noun.article in ("le", "la", "un", "une")
        return not known or word in ("l'", "lui") or noun.feminine is (word in ("elle", "la"))
    return True


def _salience(noun: Noun, clause: Clause, outer: Noun | None) -> float:
    points = 1.0
    common = not noun.is_name
    if noun.named and not (noun.is_name and is_place(noun.bare)):
        points += 2.5 if common or noun.article or len(noun.bare.split()) > 1 else 1.0
    if common and noun.article in ("le", "la", "l'", "les", "the"):
        points += 1.0
    placed = noun.preposition in _PLACED and not noun.article
    if noun.is_name and (is_place(noun.bare) or placed):
        points -= 2.0
    if noun.preposition in ABOUT or (noun.preposition in ("de", "du") and _is_topic(noun, clause)):
        points += 2.0
    if noun.event:
        points += 1.0
    if noun is clause.subject:
        named_by_it = noun.article or _has_of(noun)
        points += -1.0 if noun.person else 0.0 if named_by_it else 1.0
    if noun.asked:
        free = clause.subject is None and not _governed(clause)
        points += 0.5 if free else -0.5
    if noun.preposition in _PLACED and not noun.event and outer is None:
        points -= 0.5
    if noun.text.endswith(("'s", "’s", "s'", "s’")):
        points -= 4.0  # "Canada's" of "Canada's team"
    if noun.head in grammar.TIMES:
        points -= 4.0
    if noun.article in ("un", "une", "a", "an"):
        points -= 0.5
    if noun.article in ("ce", "cet", "cette", "ces", "this", "that", "these", "those"):
        points -= 1.5  # it pointed at something else itself
    if noun.preposition in ("par", "per") and not noun.article:
        points -= 3.0  # « par enfant »: how it is counted
    if outer is not None:
        bare = noun.article and not outer.article
        points -= 0.5 if bare or _is_part(outer, clause) else 2.5
    elif not noun.article and noun.inner and noun.inner[0].article and _has_of(noun):
        points -= 1.5  # "construction of the bridge": the bridge
    if outer is None and _is_part(noun, clause):
        points -= 2.0
    return points


def _governed(clause: Clause) -> bool:
    """Whether the question words stand behind a preposition: "in which direction"."""
    return clause.tokens[0].folded in grammar.PREPOSITIONS[clause.language]


def _is_part(noun: Noun, clause: Clause) -> bool:
    """ "Share of dentists", and "the budget of the desk" where that is asked for: no thing."""
    what = fold(clause.question_words) in ("what", "quel", "quelle", "quels", "quelles")
    asked = what and not noun.preposition and noun is clause.nouns[0] and not noun.person
    return bool(_has_of(noun) and (noun.head in grammar.PARTS or asked))


def _has_of(noun: Noun) -> bool:
    return bool(noun.inner) and noun.inner[0].preposition in ("of", "de", "du", "des", "d'")


def _is_topic(noun: Noun, clause: Clause) -> bool:
    """« Que disent les ministres du fentanyl »: behind a subject, outside of it."""
    return any(other.end < noun.start and not other.asked for other in clause.nouns)


def _is_date(noun: Noun) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d|[\d\s.,]+", noun.bare))
