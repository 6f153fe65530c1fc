"""A question taken apart: its question words, its noun phrases, where its verb stands.

« Combien de vols le registre TRACE a-t-il comptés en 2022 » asks « Combien de vols », and has the
noun phrases « vols » (the one asked for), « le registre TRACE » and « en 2022 ». Read from
function words and the forms of verbs (`grammar.py`); what cannot be read is left whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from answering.dialogue import grammar
from answering.dialogue.grammar import INVERTED

_PARTICLES = frozenset("du de des d la le les l et of the and".split())  # « Territoires du Nord »


@dataclass(frozen=True, slots=True)
class Token:
    """A word, as written and folded, and where it stands."""

    text: str
    folded: str
    start: int
    end: int

    @property
    def named(self) -> bool:
        """Whether it is written as a name."""
        return self.text[:1].isupper() or self.text[:1].isdigit()


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun phrase with all that says more of it; `start` is that of its determiner.

    `preposition` governs it, if one does (`before` is where that stands); `head` is the folded
    noun; `asked` says that it is the noun of the question words.
    """

    text: str
    start: int
    end: int
    head: str
    named: bool
    article: str = ""
    preposition: str = ""
    before: int = 0
    asked: bool = False
    inner: tuple[Noun, ...] = ()

    @property
    def bare(self) -> str:
        """Without its determiner."""
        return re.sub(
            r"^(?:les?|la|un|une|des|ces?|cet|cette|the|an?|this|that|these|those)\s+|^l['’]\s*",
            "",
            self.text,
            flags=re.IGNORECASE,
        )

    @property
    def is_name(self) -> bool:
        """Nothing but a name: « le Canada », "Portugal"."""
        words = [w for w in re.findall(r"[^\W_]+", self.bare) if w not in _PARTICLES]
        return all(word[:1].isupper() for word in words)

    @property
    def plural(self) -> bool:
        """Whether it is more than one thing, by its determiner or the form of its noun."""
        if self.article in ("les", "des", "ces", "these", "those", "leurs", "nos"):
            return True
        if self.article in ("le", "la", "l'", "un", "une", "cet", "cette", "a", "an"):
            return False
        if self.head in grammar.SEVERAL:
            return True
        return self.head.endswith("s") and not self.head.endswith(("ss", "us", "is"))

    @property
    def feminine(self) -> bool:
        """Its gender in French, by its determiner or a guess."""
        if self.article in ("la", "une", "cette"):
            return True
        if self.article in ("le", "un", "ce", "cet"):
            return False
        return grammar.is_feminine(self.head)

    @property
    def event(self) -> bool:
        """Whether it takes place, as a meeting does."""
        return self.head in grammar.EVENTS

    @property
    def person(self) -> bool:
        """Whether it names persons by their office."""
        return bool(grammar.ROLES.search(self.head))


@dataclass(frozen=True, slots=True)
class Clause:
    """A question (without its mark) in parts; `asking` is the span of its question words with
    their noun, (0, 0) where there are none; `verb` is where the verb begins, if that is known."""

    text: str
    language: str
    tokens: tuple[Token, ...]
    asking: tuple[int, int]
    nouns: tuple[Noun, ...]
    verb: int | None

    @property
    def question_words(self) -> str:
        """The words that ask, with their noun, as written."""
        return self.text[slice(*self.asking)]

    @property
    def rest(self) -> str:
        """What follows the question words."""
        return self.text[self.asking[1] :].strip(" ,")

    @property
    def asked(self) -> Noun | None:
        """The noun of the question words: « vols » of « combien de vols »."""
        return next((noun for noun in self.nouns if noun.asked), None)

    @property
    def subject(self) -> Noun | None:
        """The noun that the verb says something of, where the question words are not it."""
        first = self.tokens_after(self.asking[1])
        first = first[1:] if first and first[0].folded in ("tous", "toutes") else first
        free = [n for n in self.nouns if not n.asked and not n.preposition]
        if not free or not first:
            return None
        inverted = any(INVERTED.match(t.text) for t in first)
        auxiliary = first[0].folded in grammar.AUXILIARIES[self.language]
        stands = free[0].start == first[0].start
        if self.language == "en":
            second = len(first) > 1 and free[0].start == first[1].start
            return free[0] if (auxiliary and second) or stands else None
        return free[0] if inverted or stands else None

    def tokens_after(self, position: int) -> tuple[Token, ...]:
        """The words from `position` on."""
        return tuple(token for token in self.tokens if token.start >= position)

    def tokens_before(self, position: int) -> tuple[Token, ...]:
        """The words up to `position`."""
        return tuple(token for token in self.tokens if token.end <= position)
