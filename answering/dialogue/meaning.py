"""What is meant by a word that points, of what was spoken of before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from answering import phrases
from answering.dialogue.antecedents import Thing, pointed_at
from answering.dialogue.clause import Noun
from answering.dialogue.grammar import ATTRIBUTES, GENERAL
from answering.dialogue.parsing import parse
from answering.dialogue.persons import named, of_kind, persons, speakers
from answering.dialogue.reading import Cited, Reading
from answering.equivalents import is_place
from answering.phrases import plain
from language import detect
from shadow import fold

_SINGULAR_PERSON = frozenset("he she him his her hers il elle son sa ses lui".split())
_PLURAL_PERSON = frozenset("they them their ils elles eux leurs".split())
_NO_PERSON = frozenset("it its this that cela ca ce c' y en".split())
_WHO_IS = re.compile(r"(?:qui|who) (?:est|etait|is|was) ")
_POINTED = re.compile(r"\b(?:ce|cet|cette|ces|this|these|those)\s+(?P<noun>[^\W\d_]{5,})", re.I)
_RECENT = 3  # questions, within which a thing may be called by half of its name
_DEFINITE = ("le", "la", "l'", "les", "the", "")


class Meaning:
    """What the words of one question mean after `before`; called with a folded pronoun, it is the
    `Find` of `pronouns.py`, and keeps what was `meant` and which `people`."""

    def __init__(self, before: Reading, cited: Cited, language: str) -> None:
        self.before = before
        self.cited = cited
        self.language = language
        self.meant: list[str] = []  # the words of what its pronouns mean
        self.taken: set[str] = set()  # the words of what cannot be meant once more
        self.people: tuple[str, ...] = ()  # persons that they mean

    def __call__(self, word: str) -> Noun | None:
        """What a pronoun (folded) means here; "=strategy" asks for a thing of that kind."""
        found = self._sought(word)
        one_word = found is not None and " " not in found.bare and not found.plural
        if one_word and word in _NO_PERSON and self.language != detect(self.before.core):
            found = replace(found, text=found.bare, article="")  # "fentanyl" in either language
        else:
            found = self._sayable(found)
        if found is not None:
            self.meant += [found.text, found.bare]
        return found

    def _sought(self, word: str) -> Noun | None:
        things = [t for t in self.before.things if t.noun.text not in self.taken]
        if word == "year":
            years = phrases.YEAR.findall(self.before.core)
            return Noun(years[-1], 0, 0, years[-1], False) if years else None
        if word.startswith("="):
            return next((t.noun for t in things if t.noun.head.startswith(word[1:])), None)
        if word in ("one", "there"):
            return self._occasion(things, there=word == "there")
        if word in _SINGULAR_PERSON and (one := self._person(things, word)):
            return one
        if word in _PLURAL_PERSON:
            return self._persons() or self._several(things, word)
        return self._thing(things, word)

    def _occasion(self, things: Sequence[Thing], there: bool) -> Noun | None:
        """What "the next one" is one of, or where "there" is: no person."""
        fit = [t.noun for t in things if t.noun.event or (there and is_place(t.noun.bare))]
        focus = self.before.focus
        of_person = focus is not None and (focus.person or self._names_person(focus))
        return fit[0] if fit else None if there and of_person else focus

    def _person(self, things: Sequence[Thing], word: str) -> Noun | None:
        """Whom "she" means: whom the last question already meant by a pronoun, whom it asked about,
        or who its answer named."""
        kept = [t for t in things if t.central and not t.age and t.noun.is_name]
        kept = [t for t in kept if not t.noun.preposition or t.noun.text in self.before.people]
        known = pointed_at(kept, word, self.language)
        if known is not None and not known.article:
            return known
        return self._who_it_was() or self._named(self._cited_persons(several=False)[:1])

    def _persons(self) -> Noun | None:
        """The persons whom "they" means, where the last answer named several."""
        names = [] if self._unclear() else self._cited_persons(several=True)
        return self._named(names) if len(names) > 1 else None

    def _several(self, things: Sequence[Thing], word: str) -> Noun | None:
        """The things that "they" means, else those who act in the words cited."""
        found = None if self._unclear() else pointed_at(things, word, self.language)
        return found or speakers(self.cited(), self.language)

    def _thing(self, things: Sequence[Thing], word: str) -> Noun | None:
        """What "it" means; « il » and « lui » may be a person as well."""
        if parse(self.before.core).asked is not None:
            kind = of_kind(self.before.core, self.cited())
            if kind is not None:
                return kind
        if word in _NO_PERSON:
            things = [t for t in things if not self._names_person(t.noun)]
        found = pointed_at(things, "l'" if word == "son" else word, self.language)
        if word in ("it", "its"):  # "Is it only here", of hate crimes
            of_now = found is not None and any(t.noun is found and not t.age for t in things)
            topic = next((t.noun for t in things if _is_topic(t) and not (found and t.age)), None)
            found = found if of_now else topic or found
            now = (t.noun for t in things if not t.age and (t.central or t.noun.named))
            found = found or next((n for n in now if n.plural), None)  # "How does it work": lanes
        return found

    def _unclear(self) -> bool:
        """Whether the last question said "they" itself, and nobody knew whom it meant."""
        said = set(plain(self.before.core).split())
        return bool(_PLURAL_PERSON & said) and parse(self.before.core).subject is None

    def _named(self, names: Sequence[str]) -> Noun | None:
        if not names:
            return None
        self.people = tuple(names)
        return named(names, self.language)

    def _cited_persons(self, several: bool) -> list[str]:
        """The persons that the last answer named, where the question asked for persons; for
        `several`, not where it asked for one."""
        for asked in (self.before.core, self.before.root):
            if not (several and _asks_for_one(asked)) and (names := persons(asked, self.cited())):
                return names
        return []

    def _names_person(self, noun: Noun) -> bool:
        return any(name in noun.text for name in self.before.people)

    def _who_it_was(self) -> Noun | None:
        """Whom the last question named and asked who that is: « Qui est Merrick Garland »."""
        nouns = parse(self.before.core).nouns[:1]
        asked = _WHO_IS.match(plain(self.before.core))
        if not asked or not nouns or not nouns[0].is_name or nouns[0].article:
            return None
        self.people = (nouns[0].text,)
        return nouns[0]

    def is_cited(self, core: str) -> bool:
        """Whether the last answer's words have the noun that a question points at: « ces
        registres » needs no other word then."""
        match = _POINTED.search(core)
        if match is None:
            return False
        noun = fold(match["noun"]).rstrip("sx")
        return any(re.search(rf"\b{noun}", fold(quote)) for quote in self.cited())

    def whole_name(self, noun: Noun) -> Noun | None:
        """What a thing was called that is now called by its noun alone."""
        if noun.asked or noun.person or not noun.article or len(noun.bare.split()) != 1:
            return None
        if noun.article not in ("le", "la", "l'", "les", "the") or noun.inner:
            return None
        known = (t.noun for t in self.before.things if t.age < _RECENT and not t.noun.person)
        longer = (n for n in known if n.head == noun.head and len(n.bare.split()) > 1)
        return self._sayable(next((n for n in longer if n.article in _DEFINITE), None))

    def focus_beside(self, core: str) -> str | None:
        """What the dialogue is about, where `core` does not say it."""
        focus = self.before.focus
        if focus is not None and fold(focus.bare) in fold(core):
            return None
        things = (thing.noun for thing in self.before.things)
        focus = next((noun for noun in things if self._is_of_what(noun)), focus)
        several = re.search(r"\b(?:ils|elles|they|them|eux)\b", plain(core))
        if focus is not None and several and (focus.person or self._names_person(focus)):
            return None  # "What did they discuss" is not asked of the one Minister
        if focus is not None and focus.head in GENERAL and focus.inner and focus.inner[0].article:
            focus = focus.inner[0]  # « l'argent du fonds », but « le projet de loi »
        focus = self._sayable(focus)
        return focus.text if focus is not None and fold(focus.bare) not in fold(core) else None

    def _is_of_what(self, noun: Noun) -> bool:
        """Whether something can be asked of a thing: not of a place, a person or a budget."""
        apart = is_place(noun.bare) or noun.person or self._names_person(noun)
        return not apart and (noun.head not in ATTRIBUTES or bool(noun.inner))

    def event(self) -> str | None:
        """The meeting that was spoken of last, if any was."""
        found = next((thing.noun for thing in self.before.things if thing.noun.event), None)
        found = self._sayable(found)
        return found.text if found is not None else None

    def topic_beside(self, core: str) -> str | None:
        """What the dialogue is about, where `core` says no more than who did what: « Who did they
        meet », "What did the ministers commit to"."""
        nouns = parse(core).nouns
        agents = all(n.person or n.head in GENERAL or n.is_name for n in nouns)
        if not agents or parse(core).asked is not None or not any(n.plural for n in nouns):
            return None
        topic = next((t.noun for t in self.before.things if _is_topic(t)), None)
        topic = self._sayable(topic)
        return topic.text if topic is not None and fold(topic.text) not in fold(core) else None

    def _sayable(self, noun: Noun | None) -> Noun | None:
        """A noun of the last question as this one can say it: in another language only what holds
        a name, « le fonds Rivage », without its article."""
        if noun is None or self.language == detect(self.before.core):
            return noun
        return replace(noun, text=noun.bare, article="") if noun.named else None


def _asks_for_one(core: str) -> bool:
    """Whether one person was asked for by an office: "Who is the new ombudsperson"."""
    offices = [noun for noun in parse(core).nouns if noun.person]
    return bool(_WHO_IS.match(plain(core)) and offices and not offices[0].plural)


def _is_topic(thing: Thing) -> bool:
    """Whether what was said of a thing is what the last questions were about."""
    return (
        thing.age < 2
        and not (thing.noun.person or thing.noun.event)
        and (thing.central or thing.noun.preposition in ("about", "on", "sur", "de", "du"))
    )
