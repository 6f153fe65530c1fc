"""What is meant by a word that points, of what was spoken of before."""

from __future__ import annotations

import re
from dataclasses import replace

from answering import phrases
from answering.dialogue.antecedents import Thing, pointed_at
from answering.dialogue.clause import Noun
from answering.dialogue.grammar import GENERAL
from answering.dialogue.parsing import parse
from answering.dialogue.persons import named, of_kind, persons
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
            there = word == "there"
            fit = [t.noun for t in things if t.noun.event or (there and is_place(t.noun.bare))]
            return fit[0] if fit else self.before.focus
        if word in _SINGULAR_PERSON:  # whom the last question already meant by a pronoun
            kept = [t for t in things if t.central and not t.age and t.noun.is_name]
            kept = [t for t in kept if not t.noun.preposition or t.noun.text in self.before.people]
            known = pointed_at(kept, word, self.language)
            if known is not None and not known.article:
                return known
        if word in _SINGULAR_PERSON and (asked_about := self._who_it_was()) is not None:
            return asked_about
        said = set(plain(self.before.core).split())
        if word in _PLURAL_PERSON & said and parse(self.before.core).subject is None:
            return None  # nobody knew then whom it meant
        if word in _SINGULAR_PERSON | _PLURAL_PERSON:
            quotes = self.cited()
            names = persons(self.before.core, quotes) or persons(self.before.root, quotes)
            names = names if word in _PLURAL_PERSON else names[:1]
            if len(names) > (word in _PLURAL_PERSON):
                self.people = tuple(names)
                return named(names, self.language)
        if word not in _PLURAL_PERSON and parse(self.before.core).asked is not None:
            kind = of_kind(self.before.core, self.cited())
            if kind is not None:
                return kind
        if word in _NO_PERSON:
            people = self.before.people
            things = [t for t in things if not any(name in t.noun.text for name in people)]
        found = pointed_at(things, "l'" if word == "son" else word, self.language)
        if found is None and word in ("it", "its"):  # "Is it only here", of hate crimes
            found = next((t.noun for t in things if _is_topic(t)), None)
        return found

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
        focus = self._sayable(self.before.focus)
        return focus.text if focus is not None and fold(focus.bare) not in fold(core) else None

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


def _is_topic(thing: Thing) -> bool:
    """Whether what was said of a thing is what the last questions were about."""
    return (
        thing.age < 2
        and not (thing.noun.person or thing.noun.event)
        and (thing.central or thing.noun.preposition in ("about", "on", "sur", "de", "du"))
    )
