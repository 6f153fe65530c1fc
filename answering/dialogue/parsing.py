"""Takes a question apart, from left to right: see `clause.py` for what comes out.

A noun phrase begins at a determiner, a name or behind a preposition, takes in what says more of it
(« la conférence de Halifax ») and ends at a function word or at what has the form of a verb.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from answering.dialogue import grammar, verbs
from answering.dialogue.clause import Clause, Noun, Token
from answering.dialogue.grammar import INVERTED
from answering.dialogue.verbs import is_present, is_verb
from answering.equivalents import is_place
from language import detect
from shadow import fold

_TOKEN = re.compile(
    r"(?:[cdjlmnst]|qu|jusqu)['’](?=\w)|[^\W_]+(?:[-\u2011.'’][^\W_]+)*['’]?", re.IGNORECASE
)
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_SAYING = re.compile(r"^qu(?:e |'|’)?\w* ?(?:dis\w*|dit|parl\w+|pens\w+)\b")
_ACRONYM = re.compile(r"\b[A-Z]{2,}\b")  # "AI" is no form of « avoir »
_WHAT = re.compile(r"^(?:et )?(?:que |qu'|qu’)(?!est-ce |en est)")
_ADVERBIAL = frozenset("general particular particulier total full detail".split())  # "in general"
_CONTRACTED = {"du": "le", "au": "le", "des": "les", "aux": "les"}
_MEASURES = frozenset("combien how what which quel quelle quels quelles".split())


@lru_cache(maxsize=512)
def parse(text: str, default: str = "fr") -> Clause:
    """`text` (a question without its mark, or a piece of one) in parts; `default` is its language
    where its words do not tell."""
    language = "en" if detect(text, default=default) == "en" else "fr"
    tokens = tuple(
        Token(m.group(), fold(m.group()).replace("’", "'"), m.start(), m.end())
        for m in _TOKEN.finditer(text)
    )
    reader = _Reader(text, language, tokens)
    asking, at = reader.asking()
    nouns = reader.nouns(at)
    return Clause(text, language, tokens, asking, tuple(nouns), reader.verb)


def _is_proper(token: Token) -> bool:
    """Whether a name may stand alone: "AI risks", "US-led talks" go on, "did Portugal send" not."""
    goes_on = re.search(r"-[a-z]|['’]s?$", token.text)
    return token.named and not token.text.isupper() and not goes_on


class _Reader:
    """Goes through the words of one question from left to right."""

    def __init__(self, text: str, language: str, tokens: tuple[Token, ...]) -> None:
        self.text = text
        self.language = language
        self.tokens = tokens
        self.verb: int | None = None
        self.auxiliary = ""  # the last one, folded, while the verb that it goes with may come
        self.acted = False  # whether that verb has come
        self.found: list[Noun] = []
        self.saying = bool(_SAYING.search(fold(text)))
        self.what = bool(_WHAT.match(fold(text)))  # it is said or done « sur », not the subject

    def asking(self) -> tuple[tuple[int, int], int]:
        """The span of the question words with their noun, and the word after them."""
        at = 0
        while at < len(self.tokens) and self._is(at, grammar.PREPOSITIONS) and at < 3:
            at += 1
        if at >= len(self.tokens) or self.tokens[at].folded not in grammar.ASKING:
            return (0, 0), 0
        word = self.tokens[at].folded
        at += 1
        governs = word in _MEASURES
        if word == "how" and at < len(self.tokens):
            governs = self.tokens[at].folded in ("many", "much")
            if not self._is(at, grammar.AUXILIARIES):
                at += 1
        elif word == "combien":
            governs = at < len(self.tokens) and self.tokens[at].folded in ("de", "d'")
            at += governs
        elif word == "what" and at < len(self.tokens) and self.tokens[at].folded == "about":
            self.verb = 0  # "what is there of": what follows is its noun
            return (0, self.tokens[at].end), at + 1
        elif word in ("qu'", "que", "qu") and self._follows(at, "est", "ce"):
            at += 1
        if (
            governs
            and at < len(self.tokens)
            and not self._acts(word, at)
            and not self._breaks(at, self.tokens[at].folded)
        ):
            noun = self._noun(at, asked=True)
            if noun is not None:
                self.found.append(noun[0])
                at = noun[1]
        return (0, self.tokens[at - 1].end), at

    def _acts(self, asking: str, at: int) -> bool:
        """Whether word `at` behind "what" is a verb: "what happens", but "what share of"."""
        word = self.tokens[at].folded
        if asking != "what" or (at + 1 < len(self.tokens) and self.tokens[at + 1].folded == "of"):
            return False
        past = word.endswith("ed") or is_verb(word, "en", False, False)
        return past or verbs.is_base(word)

    def nouns(self, at: int) -> list[Noun]:
        """The noun phrases from word `at` on, after that of the question words."""
        while at < len(self.tokens):
            token = self.tokens[at]
            if self._is_verb(at):
                self.verb = token.start if self.verb is None else self.verb
                following = self.tokens[at + 1].folded if at + 1 < len(self.tokens) else ""
                existing = following == "there"  # "is there help": no verb to come
                self.auxiliary = "" if existing else token.folded
                self.acted = self._is_infinitive(at - 1)
                at += 1
                continue
            if self._is_bare_verb(at) or self._is_present(at):
                self.verb = token.start if self.language == "fr" and at else self.verb
                self.acted = True
                at += 1
                continue
            if self._is_infinitive(at):
                self.acted = True
                at += 2
                continue
            governed = self._is(at, grammar.PREPOSITIONS) and at + 1 < len(self.tokens)
            begins = at + 1 if governed else at
            starts = self._starts(begins, governed)
            if starts and self.acted and self.language == "en":
                self.auxiliary = ""  # "did they say about trade": no verb any more
            noun = self._noun(begins, preposition=token if governed else None) if starts else None
            if noun is None:
                at += 1
                continue
            self.found.append(noun[0])
            at = noun[1]
        return self.found

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

    def _starts(self, at: int, governed: bool) -> bool:
        if at >= len(self.tokens):
            return False
        token = self.tokens[at]
        if self._breaks(at, token.folded) and not self._is(at, grammar.DETERMINERS):
            return False
        if self._is(at, grammar.DETERMINERS):
            following = self.tokens[at + 1].folded if at + 1 < len(self.tokens) else ""
            if self.language == "fr" and is_verb(following, "fr", False, False):
                return False  # « qui la présidait »
            return following not in grammar.AUXILIARIES[self.language] | grammar.CLITICS
        first = at == 0 or not self.text[: token.start].strip()
        bare = self.language == "en" and self.verb is not None and not self._is_verb(at)
        alone = at == len(self.tokens) - 1 and not token.folded.endswith("s")
        if alone and at and self.tokens[at - 1].folded in grammar.BE | grammar.PRONOUNS:
            bare = False  # "who is eligible"
        return governed or bare or first or token.named

    def _noun(
        self, at: int, preposition: Token | None = None, asked: bool = False
    ) -> tuple[Noun, int] | None:
        """The noun phrase that begins at word `at`, and the word after it."""
        first, article = at, ""
        if self._is(at, grammar.DETERMINERS) and not asked:
            article = self.tokens[at].folded
            at += 1
        contracted = _CONTRACTED.get(preposition.folded, "") if preposition else ""
        words = self._words(at, article or contracted, asked, bool(preposition))
        if words == at:
            return None
        head_at = self._head(at, words)
        if all(token.named for token in self.tokens[at:words]):
            words = self._names_joined(words)
        end, inner = words, []
        common = not all(token.named for token in self.tokens[at:words])
        common |= self.tokens[head_at].folded in grammar.EVENTS  # « le Forum sur la criminalité »
        while (further := self._attached(end, common, article or contracted)) is not None:
            end, common = further[0], True
            inner += further[1:]
        text = self.text[self.tokens[first].start : self.tokens[end - 1].end]
        if article and self.tokens[first].start == 0:
            text = text[:1].lower() + text[1:]
        if contracted and not article:
            article, text = contracted, f"{contracted} {text}"
        noun = Noun(
            text=text,
            start=self.tokens[first].start,
            end=self.tokens[end - 1].end,
            head=self.tokens[head_at].folded.removesuffix("'s"),
            named=any(token.named and token.start > 0 for token in self.tokens[at:end]),
            article=article,
            preposition=preposition.folded if preposition else "",
            before=preposition.start if preposition else self.tokens[first].start,
            asked=asked,
            inner=tuple(inner),
        )
        return noun, end

    def _words(self, at: int, article: str, asked: bool, governed: bool) -> int:
        """Where the words of a noun phrase end that begin at word `at`, attachments left out."""
        end = at
        plural = article in ("les", "des", "ces") or (
            asked and self.tokens[at].folded.endswith("s")
        )
        while end < len(self.tokens) and not self._breaks(end, self.tokens[end].folded):
            token = self.tokens[end]
            gap = self.text[self.tokens[end - 1].end : token.start] if end > at else ""
            if gap.strip(" \u00a0'’" + ("." if end > at and end - at < 3 else "")):
                break
            if self.language == "fr":
                verb = is_verb(token.folded, "fr", False, plural) or is_present(token.text)
            else:
                verb = self._verb_within(token.folded) and not self._is_noun_rather(end)
            verb &= token.folded not in grammar.EVENTS
            verb &= not (governed and token.folded.endswith("ing"))
            if end > at and verb and not token.named:
                break
            english_name = self.language == "en" and end > at and _is_proper(self.tokens[end - 1])
            if english_name and not token.named and not article:
                break  # "did Portugal send"
            end += 1
        last = self.tokens[end - 1] if end > at else None
        spare = end - at > 1 and last is not None and not last.named
        spare = spare and not re.search(r"ée?s?$", last.text)  # « personnes arrêtées »
        ends = end == len(self.tokens) or self._is(end, grammar.DETERMINERS)
        if (
            spare
            and asked
            and self._lacks_verb(end)
            and (ends or self._is(end, grammar.PREPOSITIONS))
        ):
            end -= 1  # « Quelle menace pèse sur »: a clause has a verb
        elif spare and ends and end == len(self.tokens) and self._lacks_its_verb(end):
            end -= 1
        return end

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

    def _names_joined(self, at: int) -> int:
        """Where "and Vietnam" ends, if word `at` begins it."""
        joined = at + 1 < len(self.tokens) and self.tokens[at].folded in ("and", "et")
        if not joined or not self.tokens[at + 1].named:
            return at
        end = at + 1
        while end < len(self.tokens) and self.tokens[end].named:
            end += 1
        return end

    def _attached(self, at: int, common: bool, article: str) -> tuple[Any, ...] | None:
        """Where what says more of a noun ends, if it begins at word `at`, and the noun phrases in
        it. A name without an article takes nothing, and one with an article only "of …"."""
        if at + 1 >= len(self.tokens):
            return None
        word, following = self.tokens[at].folded, self.tokens[at + 1]
        if self.text[self.tokens[at - 1].end : self.tokens[at].start].strip():
            return None
        if common and word in grammar.RELATIVE[self.language]:
            return self._relative(at) if self.language == "en" else None
        of = word in ("de", "d'", "du", "des", "of")
        if not self.found and ((self.saying and of) or (self.what and word in ("sur", "pour"))):
            return None  # « Que disent les ministres du fentanyl »
        if not (common or (article and of)) or not self._is(at, grammar.ATTACHING):
            return None
        infinitive = self.language == "fr" and verbs.is_french_infinitive(following.folded)
        if infinitive and word != "pour":
            return None
        if (
            following.folded in _ADVERBIAL
            or _YEAR.match(following.text)
            or (word in ("for", "pour") and self._is_country(at + 1))
        ):
            return None
        start = at + 1
        if word == "pour" and re.search(r"(?:er|ir|re)$", following.folded):
            start = at + 2
        if start >= len(self.tokens) or not self._starts(start, governed=True):
            return None
        inner = self._noun(start, self.tokens[at] if start == at + 1 else None)
        return (inner[1], inner[0], *inner[0].inner) if inner else None

    def _is_country(self, at: int) -> bool:
        """Whether a country or a province stands from word `at` to the end."""
        return is_place(self.text[self.tokens[at].start :])

    def _relative(self, at: int) -> tuple[int]:
        """Where "who travel", "that smuggle drugs to Canada" ends: before the next verb."""
        end = at + 2
        while end < len(self.tokens):
            if self._is_verb(end) or is_verb(self.tokens[end].folded, "en", True, False):
                break
            end += 1
        return (end,)

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
            in ("et", "and", "or", "mais", "but", "not", "pas", "so", "ne", "n'", "up", "out")
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
