"""The words of one question, and what each may be where it stands: a verb, a break, a head.

What comes before says much of it ("did … say" waits for its verb), so that the state of the reading
from left to right is here; `parsing.py` does the reading.
"""

from __future__ import annotations

import re

from answering.dialogue import grammar, verbs
from answering.dialogue.clause import Noun, Token
from answering.dialogue.grammar import INVERTED
from answering.dialogue.verbs import is_present, is_verb
from answering.equivalents import is_place

_ACRONYM = re.compile(r"\b[A-Z]{2,}\b")  # "AI" is no form of « avoir »


class Sentence:
    """What is known of one question while it is read from left to right."""

    def __init__(self, text: str, language: str, tokens: tuple[Token, ...]) -> None:
        self.text = text
        self.language = language
        self.tokens = tokens
        self.verb: int | None = None
        self.auxiliary = ""  # the last one, folded, while the verb that it goes with may come
        self.acted = False  # whether that verb has come
        self.found: list[Noun] = []

    def _is_bare_verb(self, at: int) -> bool:
        """Whether word `at`, where no noun phrase has begun, is a verb, or tells somebody to."""
        token = self.tokens[at]
        if at == 0 and re.search(r"[-\u2011](?:moi|nous)$|^(?:give|tell|show)$", token.folded):
            return True
        plain = self.language == "en" and not token.named and token.folded not in grammar.EVENTS
        if at == len(self.tokens) - 1 and plain and self._lacks_its_verb(at):
            return True
        if self.acted and at and self._is(at - 1, grammar.PREPOSITIONS):
            return False
        return plain and (
            self._waited_for(token.folded) or is_verb(token.folded, "en", False, False)
        )

    def _is_present(self, at: int) -> bool:
        """Whether word `at` is a French verb in the present, behind question words or a noun."""
        token = self.tokens[at]
        behind = bool(self.found) or (at > 0 and self.tokens[at - 1].folded in grammar.ASKING)
        behind |= at > 0 and self.tokens[at - 1].folded in grammar.CLITICS
        return self.language == "fr" and behind and not token.named and is_present(token.text)

    def _is_infinitive(self, at: int) -> bool:
        """Whether "to" at `at` stands before a verb: "to influence them", "to do about it"."""
        if self.language != "en" or not 0 <= at < len(self.tokens) - 1:
            return False
        to, verb = self.tokens[at], self.tokens[at + 1]
        auxiliary = verb.folded in ("do", "be", "have")
        return (
            to.folded == "to" and not verb.named and (auxiliary or verbs.is_infinitive(verb.folded))
        )

    def _waited_for(self, word: str) -> bool:
        """Whether a folded word may be the verb that an auxiliary waits for: "did … say", "was …
        said"; before any verb has come, any form may."""
        if self.language == "fr" or (not self.auxiliary and self.verb is None):
            return is_verb(word, self.language, True, False)
        if not self.auxiliary:
            return False
        formed = self.auxiliary in grammar.BE or self.auxiliary in ("been", "has", "have", "had")
        if formed:
            return is_verb(word, "en", True, False) and not verbs.is_infinitive(word)
        return verbs.is_base(word) or word in verbs.PAST

    def _acts_on(self, at: int) -> bool:
        """Whether word `at` is a past form with an object or a place behind it: "which ship left
        St. John's"."""
        if self.tokens[at].folded not in verbs.PAST or at + 1 == len(self.tokens):
            return False
        determined = self._is(at + 1, grammar.DETERMINERS) or self._is(at + 1, grammar.PREPOSITIONS)
        return determined or self.tokens[at + 1].named

    def _verb_within(self, word: str) -> bool:
        """Whether an English word inside a noun phrase must be a verb, and so ends it."""
        return (bool(self.auxiliary) and self._waited_for(word)) or is_verb(
            word, "en", False, False
        )

    def _is_noun_rather(self, at: int) -> bool:
        """Whether word `at` is the noun, since the verb comes after: "the rescue station cost"."""
        if not verbs.is_rather_noun(self.tokens[at].folded):
            return False
        for token in self.tokens[at + 1 :]:
            if self._breaks(self.tokens.index(token), token.folded):
                return False
            if verbs.is_infinitive(token.folded) and token is not self.tokens[at]:
                last = token is self.tokens[-1]
                return last or not verbs.is_rather_noun(token.folded)
        return False

    def _lacks_verb(self, at: int) -> bool:
        """Whether nothing from word `at` on is a verb."""
        return not any(self._is_verb(place) for place in range(at, len(self.tokens)))

    def _lacks_its_verb(self, at: int) -> bool:
        """Whether an auxiliary of English still waits for the verb that it goes with."""
        if self.language != "en" or not self.auxiliary:
            return False
        before = [token.folded for token in self.tokens[:at]]
        waits = {"did", "does", "do", "will", "can", "could", "would", "should", "must", "may"}
        return bool(waits & set(before)) and not any(
            is_verb(word, "en", True, False) for word in before[2:]
        )

    def _is_country(self, at: int) -> bool:
        """Whether a country or a province stands from word `at` to the end."""
        return is_place(self.text[self.tokens[at].start :])

    def _head(self, at: int, end: int) -> int:
        """The noun of the words from `at` to `end`: the last in English; in French the first that
        is no adjective that stands before its noun."""
        names = [i for i in range(at, end) if self.tokens[i].named]
        if self.language == "en":
            return end - 1
        early = {"nouvelle", "nouveau", "nouvel", "premiere", "premier", "prochaine", "prochain"}
        early |= {"premiers", "premieres", "prochains", "prochaines", "derniers", "dernieres"}
        early |= {"derniere", "dernier", "grande", "grand", "nouveaux", "nouvelles", "deux"}
        plain = [i for i in range(at, end) if self.tokens[i].folded not in early]
        return plain[0] if plain else (names or [at])[0]

    def _breaks(self, at: int, word: str) -> bool:
        """Whether a noun phrase cannot go on with word `at`."""
        return (
            self._is_verb(at)
            or word in grammar.ASKING
            or word in grammar.PRONOUNS
            or word
            in (
                "et",
                "and",
                "or",
                "mais",
                "but",
                "not",
                "pas",
                "so",
                "ne",
                "n'",
                "up",
                "out",
                "worth",
            )
            or (self.language == "fr" and word in grammar.CLITICS and not self.tokens[at].named)
            or self._is(at, grammar.DETERMINERS)
            or self._is(at, grammar.PREPOSITIONS)
        )

    def _is_verb(self, at: int) -> bool:
        token = self.tokens[at]
        if INVERTED.match(token.text):
            return True
        if token.named and (token.start > 0 or _ACRONYM.fullmatch(token.text)):
            return False
        if token.folded == "a" and self.language == "fr":
            return token.text in ("a", "A")
        return self._is(at, grammar.AUXILIARIES)

    def _is(self, at: int, words: dict[str, frozenset[str]]) -> bool:
        token = self.tokens[at]
        if token.text.lower() in ("sûr", "dû"):
            return False
        if token.folded == "a" and token.text in ("à", "À"):
            return words is grammar.PREPOSITIONS or words is grammar.ATTACHING
        if token.folded == "a" and self.language == "fr":
            return words is grammar.AUXILIARIES
        return token.folded in words[self.language]

    def _follows(self, at: int, *words: str) -> bool:
        return [t.folded for t in self.tokens[at : at + 1]] == ["-".join(words)]
