"""Reads one question after another: which way it leans, and what it is then; see `reading.py`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from answering import phrases
from answering.dialogue.antecedents import pointed_at, things_of
from answering.dialogue.asking import ask_else
from answering.dialogue.clause import Noun
from answering.dialogue.contractions import governed
from answering.dialogue.grammar import GENERAL, PREPOSITIONS
from answering.dialogue.parsing import parse
from answering.dialogue.persons import named, of_kind, persons
from answering.dialogue.places import THAT_OF, put
from answering.dialogue.pronouns import put_back
from answering.dialogue.reading import MARKS, Cited, Leaning, Reading, alone, spelled_out
from answering.equivalents import is_place
from answering.phrases import plain
from language import detect
from retrieval.question import Question

_SHORT = 4  # content words of an elliptical or pointing question, at most
_BARE = 2  # the same when nothing but its shortness says that it leans
_SINGULAR_PERSON = frozenset("he she him his her hers il elle son sa ses lui".split())
_US = re.compile(r"\bU\.?S\.?(?:A\.?)?(?!\w)")
_ALSO = re.compile(
    r"(?:,\s*(?:lui|elle|eux|elles)|,?\s+(?:aussi|too|as well|also))$", re.IGNORECASE
)
_ANOTHER = re.compile(
    r"^(?:(?:la|le) (?:suivante?|precedente?|prochaine?|derniere?)|"
    r"the (?:next|last|previous|other) one)$"
)
_OWN = frozenset("its their his her son sa ses leur leurs".split())
_PLURAL_PERSON = frozenset("they them their ils elles eux leurs".split())


def _nothing() -> Sequence[str]:
    return ()


def read(question: str, earlier: Sequence[str] = ()) -> Reading:
    """The question made standalone from the raw questions before it, oldest first."""
    reading: Reading | None = None
    for text in (text for text in earlier if text.strip()):
        reading = follow(text, reading)
    return follow(question, reading)


def follow(question: str, before: Reading | None, cited: Cited = _nothing) -> Reading:
    """The question made standalone from the one that precedes it.

    `cited` gives the words that the answer to that one cited: who is pointed at is named there.
    It is called only where a pronoun may mean what an answer said.
    """
    core = question.strip(MARKS)
    own = spelled_out(phrases.WHAT_ABOUT.sub("", phrases.CONNECTOR.sub("", question)))
    own = _ALSO.sub("", own) or own
    if before is None or not core or phrases.POLITE.match(plain(question)):
        return alone(question, before)
    if phrases.AGAIN.search(plain(own)) and not _content(phrases.AGAIN.sub(" ", plain(own))):
        return replace(before, leaning=Leaning.AGAIN, raw=question)
    return _Follower(question, own, before, cited).reading()


class _Follower:
    """Reads one question that may lean on `before`; `own` is what it says itself."""

    def __init__(self, question: str, own: str, before: Reading, cited: Cited) -> None:
        self.question = question
        self.own = own
        self.before = before
        self.cited = cited
        self.words = _content(own)
        self.tied = bool(
            _ALSO.search(question.strip(MARKS))
            or phrases.CONNECTOR.match(question)
            or phrases.WHAT_ABOUT.match(question)
        )
        self.language = detect(own, default=detect(before.core))
        self.meant: list[str] = []  # the words of what its pronouns mean
        self.people: tuple[str, ...] = ()  # persons that they mean

    def reading(self) -> Reading:
        """See `follow`."""
        last = parse(self.before.core).asked
        if last is not None:  # "which ones", « lesquels »: of those that were asked for
            self.own = re.sub(r"^which ones?\b", f"which {last.text}", self.own, flags=re.I)
            self.own = re.sub(r"^les(quel(?:le)?s)\b", rf"\1 {last.text}", self.own, flags=re.I)
        asking = _question_words(self.own)
        bare = asking is not None and (not self.words or plain(self.own) == plain(asking))
        bare = bare and not re.search(r"\b(?:i|we|you|je|on|nous|vous)\b", plain(self.own))
        pointing = self._points()
        if (
            pointing
            and not THAT_OF.match(self.own)
            and not (bare and _says_nothing(self.own))
            and len(self.words) <= _SHORT
        ):
            made = put_back(self.own, self.language, self._meant)
            if made is not None and _ANOTHER.search(plain(self.own)):
                self.own = made  # « Et la suivante ? »: a piece, « la conférence suivante »
                return self._placed()
            if made is not None and made != self.own:
                return self._made(Leaning.POINTING, made, centre=self.meant)
        if asking is None and self._is_piece() and (not pointing or THAT_OF.match(self.own)):
            return self._placed()
        if asking is not None and (bare or self._asks_of_a_noun()) and not self._counts_anew():
            return self._asked(self.own if self._asks_of_a_noun() else asking)
        if self._is_general():
            return self._added()
        if (
            not self.words
            or (pointing and len(self.words) <= _SHORT)
            or self._is_elliptical(asking)
        ):
            return self._added()
        return alone(self.question, self.before)

    def _made(
        self,
        leaning: Leaning,
        core: str,
        about: str | None = None,
        others: Sequence[str] = (),
        centre: Sequence[str] = (),
    ) -> Reading:
        things = things_of(parse(core), self.before.things, centre)
        root = core if leaning is Leaning.PLACE else self.before.root
        people = (*self.before.people, *self.people)
        return Reading(core, leaning, self.question, about, things, tuple(others), root, people)

    def _placed(self) -> Reading:
        """A piece of a question in the place of its kind: in the last question, or in the one that
        it went back to."""
        found = put(self.own, self.before.core, self.before.root)
        in_last = found and found[0] in put(self.own, self.before.core)
        about = self.before.about if in_last else None
        nouns = parse(self.own).nouns[:1]
        generic = self._what_about(nouns[0].text if nouns else self.own)
        if not found:
            about = self._focus_beside(generic)
            made = self._made(Leaning.PLACE, generic, about, centre=[about] if about else [])
            return replace(made, root=self.before.root)
        beside = self._focus_beside(generic)
        found.append(self.before.with_about(generic, beside, self.language) if beside else generic)
        centre = [noun.text for noun in nouns if not noun.is_name or noun.article]
        return self._made(Leaning.PLACE, found[0], about, found[1:], centre)

    def _what_about(self, piece: str) -> str:
        french = self.language == "fr"
        return f"qu'en est-il {governed('de', piece)}" if french else f"what about {piece}"

    def _focus_beside(self, core: str) -> str | None:
        """What the dialogue is about, where `core` does not say it."""
        focus = self._sayable(self.before.focus)
        return focus.text if focus is not None and focus.text not in core else None

    def _sayable(self, noun: Noun | None) -> Noun | None:
        """A noun of the last question as this one can say it: in another language only what holds
        a name, « le fonds Rivage », without its article."""
        if noun is None or self.language == detect(self.before.core):
            return noun
        return replace(noun, text=noun.bare, article="") if noun.named else None

    def _asked(self, asking: str) -> Reading:
        """Other question words before the rest of the last question."""
        here = self.before.focus if self.before.things and not self.before.things[0].age else None
        open_ended = re.match(r"what about|qu en est il", plain(self.before.core))
        core = self.before.root if open_ended else self.before.core
        made = ask_else(asking, core, here)
        if made is None:
            return self._added()
        centre = [self.before.focus.text] if self.before.focus else []
        return self._made(Leaning.ASKING, made, self.before.about, centre=centre)

    def _added(self) -> Reading:
        """The question with what the dialogue is about put behind it."""
        about = self._focus_beside(self.own)
        return self._made(Leaning.POINTING, self.own, about, centre=[about] if about else [])

    def _meant(self, word: str) -> Noun | None:
        """What a pronoun (folded) means here; "=strategy" asks for a thing of that kind."""
        found = self._sought(word)
        found = self._sayable(found)
        if found is not None:
            self.meant += [found.text, found.bare]
        return found

    def _sought(self, word: str) -> Noun | None:
        things = self.before.things
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
            known = pointed_at(kept, word, self.language)
            if known is not None and not known.article:
                return known
        said = set(plain(self.before.core).split())
        if word in _PLURAL_PERSON & said and parse(self.before.core).subject is None:
            return None  # nobody knew then whom it meant
        if word in _SINGULAR_PERSON | _PLURAL_PERSON:
            names = persons(self.before.core, self.cited())
            names = names if word in _PLURAL_PERSON else names[:1]
            if len(names) > (word in _PLURAL_PERSON):
                self.people = tuple(names)
                return named(names, self.language)
        if word not in _PLURAL_PERSON and parse(self.before.core).asked is not None:
            kind = of_kind(self.before.core, self.cited())
            if kind is not None:
                return kind
        return pointed_at(things, "l'" if word == "son" else word, self.language)

    def _points(self) -> bool:
        """Whether the question points at something that it does not name itself."""
        folded = phrases.EXISTENTIAL.sub(" ", plain(self.own))
        match = phrases.POINTING.search(folded)
        if match is None:
            return bool(re.search(r"\b(?:là|là-bas)$", self.own.casefold()))
        inverted = phrases.INVERTED.fullmatch(match.group())
        if inverted and phrases.SUBJECT_BEFORE.search(folded[: match.end()]):
            return False
        subject = parse(self.own).subject
        if match.group() in _OWN and subject is not None:
            return plain(self.own[: subject.end]).count(" ") >= folded[: match.start()].count(" ")
        if match.group() not in _SINGULAR_PERSON:
            return True
        names = [plain(name) for name in Question.of(self.own).names]
        return not any(0 <= folded.find(name) < match.start() for name in names)

    def _is_piece(self) -> bool:
        """Whether the question is a piece of one: a name, a thing, a year, without a verb."""
        if (
            not (self.words or _US.search(self.own))
            or phrases.VERB.search(plain(self.own))
            or parse(self.own).verb is not None
        ):
            return False
        return len(self.words) <= (_SHORT if self.tied else _BARE)

    def _asks_of_a_noun(self) -> bool:
        """« À quel loyer », « Et combien d'agents »: question words with their noun, no more."""
        clause = parse(self.own)
        return clause.asked is not None and not clause.rest

    def _is_general(self) -> bool:
        """« Que vont faire les ministres », "Who wrote the report": of nothing in particular."""
        clause = parse(self.own)
        nouns = [noun for noun in clause.nouns if not noun.asked]
        return (
            bool(nouns)
            and len(self.words) < _SHORT
            and all(
                not noun.named and not noun.inner and (noun.person or noun.head in GENERAL)
                for noun in (*nouns, *([clause.asked] if clause.asked else []))
            )
        )

    def _counts_anew(self) -> bool:
        """« Combien de victimes » where nothing was counted: no other object of the same verb."""
        clause, last = parse(self.own), parse(self.before.core)
        first = clause.tokens[0].folded if clause.tokens else ""
        governed = first in PREPOSITIONS[clause.language]
        return clause.asked is not None and last.asked is None and not governed

    def _is_elliptical(self, asking: str | None) -> bool:
        """Whether it asks in few words and without a verb, or is tied to the last question."""
        if self.tied and len(self.words) <= _SHORT:
            return True
        if asking is None:
            return False
        folded = plain(self.own)
        verb = phrases.VERB.search(folded) or phrases.FULL.search(folded)
        return len(self.words) < _SHORT and not (verb and parse(self.own).nouns)


def _says_nothing(own: str) -> bool:
    """« C'était où », "When was that": nothing but question words, a pronoun and "to be"."""
    be = (
        r"(?:c|ca|cela)|(?:est|etait|sera) ce|"
        r"(?:is|was|are|were) (?:it|that|this|they)(?: exactly| held| then)?$"
    )
    if not re.search(be, plain(own)) and re.search(r"\b(?:ils?|elles?|it|they|that)\b", plain(own)):
        return False
    return not re.search(
        r"\b(?:before|after|avant|apres|ensuite|next)\b|\b(?:in|on|for|about|with|of|from|at|by|dans|"
        r"sur|pour|avec|contre) (?:it|that|this|them|cela|ca|eux|elles?)\b",
        plain(own),
    )


def _content(text: str) -> list[str]:
    return [word for word in Question.of(text).words if word not in phrases.FILLER]


def _question_words(own: str) -> str | None:
    """The phrase that asks, as written, when the question begins or ends with one."""
    folded = plain(own)
    first = phrases.ASKING.match(folded)
    if first:
        return _as_written(own, first.group())
    last = phrases.ASKING_LAST.search(folded)
    return _as_written(own, last.group(1)) if last and not _content(own) else None


def _as_written(own: str, folded: str) -> str:
    """The words of `own` whose folded form is `folded`."""
    tokens = list(re.finditer(r"[^\W_]+", own))
    wanted = folded.split()
    for at in range(len(tokens) - len(wanted) + 1):
        if [plain(t.group()) for t in tokens[at : at + len(wanted)]] == wanted:
            return own[tokens[at].start() : tokens[at + len(wanted) - 1].end()]
    return folded
