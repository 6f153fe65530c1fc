"""Reads one question after another: which way it leans, and what it is then; see `reading.py`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from answering import phrases
from answering.dialogue.antecedents import ABOUT, pointed_at, things_of
from answering.dialogue.asking import ask_else
from answering.dialogue.contractions import governed
from answering.dialogue.framing import Framed, rejoined, unframed
from answering.dialogue.listed import with_item
from answering.dialogue.meaning import Meaning
from answering.dialogue.parsing import parse
from answering.dialogue.places import THAT_OF, put, put_topic
from answering.dialogue.pronouns import put_back, put_topic_back
from answering.dialogue.reading import MARKS, Cited, Leaning, Reading, alone, spelled_out
from answering.dialogue.signs import (
    SHORT,
    asks_at_its_end,
    asks_of_a_noun,
    asks_who_was_there,
    content,
    counts_anew,
    is_elliptical,
    is_general,
    is_piece,
    points,
    question_words,
    says_nothing,
    says_of_a_part,
)
from answering.equivalents import is_place
from answering.phrases import plain
from language import detect

_ALSO = re.compile(
    r"(?:,\s*(?:lui|elle|eux|elles)|,?\s+(?:aussi|too|as well|also))$", re.IGNORECASE
)
_WHICH = re.compile(r"which ones?|lesquel(?:le)?s", re.IGNORECASE)
_REASON = re.compile(
    r"(?:pourquoi|why|comment|how(?! (?:many|much))|(?:sur|de|about) (?:quoi|what))\b"
)
# « Combien par jour », "How many a day": what was counted, over a time.
_RATE = re.compile(
    r"(?:how (?:many|much)|combien)\s+(?P<rate>(?:an?|per|each|every|par|chaque)\s+"
    r"(?:day|week|month|year|hour|jour|semaine|mois|an|ann[ée]e|heure))",
    re.IGNORECASE,
)
_RATE_OF = re.compile(r"(?:how (?:many|much)|combien)\b")
_ANOTHER = re.compile(
    r"^(?:(?:la|le) (?:suivante?|precedente?|prochaine?|derniere?)|"
    r"the (?:next|last|previous|other) one|les autres|the others?)$"
)


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
    framed = unframed(_untied(question))
    own = spelled_out(_untied(framed.own))
    own = _ALSO.sub("", own) or own
    if framed.topic is not None and not framed.own:
        own = ""
    if framed.changes:
        asked = framed.own + question[len(question.rstrip(MARKS)) :]
        return alone(asked[:1].upper() + asked[1:], before)
    if before is None or not core or phrases.POLITE.match(plain(question)):
        return alone(question, before)
    if _asks_others(own, before):
        own = phrases.ELSE.sub("", own)
    elif phrases.AGAIN.search(plain(own)) and not content(phrases.AGAIN.sub(" ", plain(own))):
        again = replace(before, leaning=Leaning.AGAIN, raw=question)
        return _more(again) if phrases.MORE.search(plain(own)) else again
    return _Follower(question, replace(framed, own=own), before, cited).reading()


def _asks_others(own: str, before: Reading) -> bool:
    """ "Who else was there" after "Where …": it asks something else, and not the same again."""
    asked = question_words(phrases.ELSE.sub("", own)) if phrases.ELSE.search(own) else None
    last = question_words(before.core)
    return asked is not None and last is not None and plain(asked) != plain(last)


def _more(again: Reading) -> Reading:
    """« plus de détails »: what there is on the thing spoken of, else the last question again."""
    focus = again.focus
    if focus is None or focus.person:
        return again
    french = detect(again.raw, default=detect(again.core)) == "fr"
    on = governed("sur", focus.text)
    core = (
        f"peux-tu donner plus de détails {on}" if french else f"can you say more about {focus.text}"
    )
    return replace(again, core=core, about=None, others=(again.core, *again.others))


def typed(reading: Reading) -> str | None:
    """What the reader typed, less what ties it to the last question, where other words were put
    in: the surest part of what is asked. None where it says nothing without them."""
    own = _untied(reading.raw)
    put_in = reading.leaning in (Leaning.POINTING, Leaning.PLACE)
    put_in = put_in and plain(own) != plain(reading.text)
    return f"{own} ?" if put_in and content(own) else None


def _untied(question: str) -> str:
    """The question without what ties it to the last one: "And", "What about"."""
    return phrases.WHAT_ABOUT.sub("", phrases.CONNECTOR.sub("", question.strip(MARKS)))


class _Follower:
    """Reads one question that may lean on `before`; `framed` is what it says itself."""

    def __init__(self, question: str, framed: Framed, before: Reading, cited: Cited) -> None:
        self.question = question
        self.framed = framed
        self.own = own = framed.own
        self.before = before
        self.cited = cited
        self.words = content(own)
        self.tied = bool(
            framed.corrects
            or _ALSO.search(question.strip(MARKS))
            or phrases.CONNECTOR.match(question)
            or phrases.WHAT_ABOUT.match(question)
        )
        self.language = detect(own, default=detect(before.core))
        self.meaning = Meaning(before, cited, self.language)

    def reading(self) -> Reading:
        """See `follow`."""
        apart = self._named_apart()
        if apart is not None:
            return apart
        rate = _RATE.fullmatch(self.own)
        if rate and _RATE_OF.match(plain(self.before.core)):
            return self._made(Leaning.PLACE, f"{self.before.core} {rate['rate']}")
        if says_of_a_part(self.own):
            return self._added()
        if asks_who_was_there(self.own):
            event = self.meaning.event()
            return self._added(event) if event else alone(self.question, self.before)
        no_more = bool(_WHICH.fullmatch(self.own))
        of_them = self._of_them()
        asking = question_words(self.own)
        bare = asking is not None and (not self.words or plain(self.own) == plain(asking))
        bare = bare and not re.search(r"\b(?:i|we|you|je|on|nous|vous)\b", plain(self.own))
        pointing = points(self.own)
        that_of = THAT_OF.match(self.own)
        brief = len(self.words) <= SHORT
        if pointing and brief and not that_of and not (bare and says_nothing(self.own)):
            pointed = self._pointed()
            if pointed is not None:
                return pointed
        piece = asking is None and is_piece(self.own, self.language, self.tied)
        if piece and (not pointing or that_of):
            return self._placed()
        of_a_noun = asks_of_a_noun(self.own) or (of_them and no_more)
        anew = counts_anew(self.own, self.before.core) and not of_them
        if asking and (bare or of_a_noun) and not anew:
            return self._asked(self.own if of_a_noun else asking)
        open_end = brief and asks_at_its_end(self.own, self.language)
        leans = not self.words or (pointing and brief) or of_them or is_general(self.own)
        if (
            leans
            or open_end
            or is_elliptical(self.own, self.language, self.tied, asking is not None)
        ):
            return self._added()
        return self._in_full()

    def _pointed(self) -> Reading | None:
        """The question with what its pronoun means, if it means anything."""
        about_it = put_topic_back(self.own, self.meaning)
        self.meaning.taken |= set(self.meaning.meant)
        made = put_back(about_it or self.own, self.language, self.meaning) or about_it
        if made is not None and _ANOTHER.search(plain(self.own)):
            self.own = made  # « Et la suivante ? »: a piece, « la conférence suivante »
            return self._placed()
        if made is None or made == self.own:
            return None
        about = self.meaning.topic_beside(made)
        centre = [*self.meaning.meant, *([about] if about else [])]
        return self._made(Leaning.POINTING, made, about, centre=centre)

    def _named_apart(self) -> Reading | None:
        """What says itself, beside the question, of what it is asked; see `framing.py`."""
        counted = with_item(self.own, self.before.core, self.cited)
        if counted is not None:  # « Le deuxième, il fonctionne comment »
            self.own, item = counted
            made = rejoined(self.own, self.language) or counted
            return self._made(Leaning.POINTING, made[0], centre=[item.text])
        topic = self.framed.topic
        if topic is not None and not self.own:  # « Revenons au fentanyl »
            return self._made(Leaning.POINTING, self._what_about(topic.text), centre=[topic.text])
        joined = rejoined(self.own, self.language, topic)
        if joined is None and topic is None:
            return None
        core, noun = joined or (self.own, topic)
        if joined is not None and points(core):  # « Et la fraude, qu'en disent-ils ? »
            self.meaning.taken.add(noun.text)
            core = put_back(core, self.language, self.meaning) or core
        said = set(content(noun.text))
        bare = not (set(content(core)) - said - phrases.THIN)
        if joined is None and not said & set(self.words):
            about = noun.text
        else:
            open_ended = bare and phrases.OPEN.search(plain(core))
            about = self.meaning.focus_beside(core) if open_ended else None
        made = self._made(Leaning.POINTING, core, about, centre=[noun.text])
        return made if bare else replace(made, root=core)

    def _of_them(self) -> bool:
        """Whether it asks which: "which ones", « lesquels », of those that were asked for, else of
        those spoken of; their name is put in."""
        last = parse(self.before.core).asked
        several = pointed_at(self.before.things, "they", self.language)
        noun = last.text if last is not None else several.bare if several is not None else None
        if noun is None:
            return False
        own = re.sub(r"^which ones?\b", f"which {noun}", self.own, flags=re.I)
        own = re.sub(r"^les(quel(?:le)?s)\b", rf"\1 {noun}", own, flags=re.I)
        changed, self.own = own != self.own, own
        return changed

    def _in_full(self) -> Reading:
        """The question as one that stands by itself, but for a thing that it calls by half of its
        name: « la campagne » after « la campagne de prévention »."""
        core = self.own
        for noun in parse(core).nouns[::-1]:
            whole = self.meaning.whole_name(noun)
            if whole is None:
                continue
            self.meaning.meant.append(whole.text)
            put_in = governed(noun.preposition, whole.text) if noun.preposition else whole.text
            core = core[: noun.before] + put_in + core[noun.end :]
        if not self.meaning.meant:
            return alone(self.question, self.before)
        return self._made(Leaning.POINTING, core, centre=self.meaning.meant)

    def _made(
        self,
        leaning: Leaning,
        core: str,
        about: str | None = None,
        others: Sequence[str] = (),
        centre: Sequence[str] = (),
    ) -> Reading:
        whole = self.before.with_about(core, about, self.language) if about else core
        things = things_of(parse(whole), self.before.things, centre)
        root = core if leaning is Leaning.PLACE else self.before.root
        people = (*self.before.people, *self.meaning.people)
        return Reading(core, leaning, self.question, about, things, tuple(others), root, people)

    def _placed(self) -> Reading:
        """A piece of a question in the place of its kind: in the last question, or in the one that
        it went back to."""
        found = self._name_for_name() + put(self.own, self.before.core, self.before.root)
        if self.before.root != self.before.core and _REASON.match(plain(self.before.core)):
            found = put(self.own, self.before.root) or found  # "Why?" was asked of the other alone
        if self.before.about and self.before.root != self.before.core:
            found = put_topic(self.own, self.before.root) + found
        in_last = found and found[0] in put(self.own, self.before.core)
        about = self.before.about if in_last else None
        nouns = parse(self.own, self.language).nouns[:1]
        generic = self._what_about(nouns[0].text if nouns else self.own)
        if not found:
            about = self.meaning.focus_beside(generic)
            made = self._made(Leaning.PLACE, generic, about, centre=[noun.text for noun in nouns])
            return replace(made, root=self.before.root)
        beside = self.meaning.focus_beside(generic)
        found.append(self.before.with_about(generic, beside, self.language) if beside else generic)
        centre = [noun.text for noun in nouns if not noun.is_name or noun.article]
        return self._made(Leaning.PLACE, found[0], about, found[1:], centre)

    def _name_for_name(self) -> list[str]:
        """The last question with another name for the one that it was asked of."""
        nouns = parse(self.own, self.language).nouns
        named = (t.noun for t in self.before.things if t.central and not t.age)
        old = next((noun for noun in named if noun.is_name and not noun.article), None)
        new = nouns[0] if nouns else None
        if old is None or new is None or not new.is_name or new.article or new.preposition:
            return []
        if is_place(old.text) or is_place(new.text) or old.text not in self.before.core:
            return []
        return [self.before.core.replace(old.text, new.text)]

    def _what_about(self, piece: str) -> str:
        """A question about a thing that no question had a place for: what those who were spoken of
        say of it, or what there is of it."""
        french = self.language == "fr"
        said_by = self.before.focus
        speak = said_by is not None and said_by.person and said_by.plural and said_by.article
        if speak and not said_by.preposition and self.language == detect(self.before.core):
            who = said_by.text
            asks = f"que disent {who} {governed('de', piece)}"
            return asks if french else f"what do {who} say about {piece}"
        return f"qu'en est-il {governed('de', piece)}" if french else f"what about {piece}"

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

    def _added(self, about: str | None = None) -> Reading:
        """The question with what it is `about`, else with what the dialogue is, put behind it."""
        whole = self.framed.fronted or self.meaning.is_cited(self.own)
        if about is None and not whole:
            about = self.meaning.focus_beside(self.own)
        topics = [n.text for n in parse(self.own).nouns if n.preposition in ABOUT]
        centre = topics or ([about] if about else [])
        return self._made(Leaning.POINTING, self.own, about, centre=centre)
