"""One question in its conversation: how it reads there, and which releases are spoken of.

The turns before it come with their answers from the chat, and as questions alone from the command
line and the question sets. What an answer said is then found again, and only where it is needed:
`SEARCHES` bounds how often, so that a follow-up costs at most three searches, and
one more as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from answering.courtesy import courtesy_of
from answering.dialogue import Leaning, Reading, alone, follow, unread
from answering.manners import asked_in
from domain import Citation, Evidence, Turn
from language import Language, detect
from shadow import fold

_PLACED = re.compile(
    r"(?:\b(?:à|de|of|in|at|from)\s+|\bd['’])([A-ZÀ-ÖØ-Þ][\w’'\u2011-]*(?:\s[A-ZÀ-ÖØ-Þ][\w’'\u2011-]*)*)"
)
LIFT = 2.0  # added to the score of a sentence of a release that is spoken of
TYPED = 0.2  # of the score of a sentence for the question as it was typed
SEARCHES = 3  # for one question, those for the turns before it among them


class Talk:
    """The turns before a question, oldest first; `quoted` finds what a standalone question's answer
    quotes, where a turn comes without its answer."""

    def __init__(
        self, history: Sequence[str | Turn], quoted: Callable[[str], Sequence[Evidence]]
    ) -> None:
        self.turns = [turn for turn in history if _asks(_asked(turn))]
        self.questions = [_asked(turn) for turn in self.turns]
        self.quoted = quoted
        self.readings: list[Reading] = []
        self.found: dict[int, Sequence[Evidence | Citation]] = {}

    @property
    def searches(self) -> int:
        """How often may be searched for the question itself, at least once."""
        looked = sum(isinstance(self.turns[at], str) for at in self.found)
        return max(1, SEARCHES - looked)

    def language(self, question: str) -> Language:
        """The language of the question, in doubt that of the one before it."""
        return detect(question, default=detect(self.questions[-1]) if self.questions else "fr")

    def read(self, question: str) -> Reading:
        """The question as it reads after these turns."""
        if not self.turns:  # what it speaks of is looked for when another one follows
            return unread(question)
        for turn in self.turns[len(self.readings) :]:
            reading = self._follow(_asked(turn))
            if isinstance(turn, Turn) and turn.answer.standalone_question not in (
                None,
                reading.text,
            ):
                said = alone(turn.answer.standalone_question or "", reading)
                reading = replace(said, leaning=reading.leaning, raw=turn.question)
            self.readings.append(reading)
        return self._follow(question)

    def spoken_of(self, reading: Reading) -> frozenset[str]:
        """The releases that the answers before cited, unless the question names another date."""
        if not self.turns or reading.dated:
            return frozenset()
        if not self.found:
            self._look(self._anchor())
        last = max(self.found)
        return frozenset(item.release_id for item in self.found[last])

    def new_places(self, reading: Reading) -> frozenset[str]:
        """The names, folded, of where a question asks about, that the one before it did not have:
        a city among them says that the release of that city is meant, not the one spoken of."""
        if not self.turns:
            return frozenset()
        known = fold(self.readings[-1].core)
        names = (fold(name) for name in _PLACED.findall(reading.text))
        return frozenset(name for name in names if name not in known)

    def _anchor(self) -> int:
        """The turn whose answer says which releases are spoken of: the last that cites any where
        the answers are at hand, else the last that did not lean on another: it is the surest to be
        found again."""
        turns = range(len(self.turns))
        citing = [at for at in turns if _cites(self.turns[at])]
        return max(citing or (at for at in turns if self.readings[at].leaning is Leaning.NONE))

    def _follow(self, question: str) -> Reading:
        at = len(self.readings)
        if not at:
            return alone(question)
        return follow(question, self.readings[at - 1], lambda: self._words(at - 1))

    def _words(self, at: int) -> list[str]:
        return [item.quote if isinstance(item, Citation) else item.text for item in self._look(at)]

    def _look(self, at: int) -> Sequence[Evidence | Citation]:
        """What the answer to turn `at` cited."""
        if at not in self.found:
            turn = self.turns[at]
            if isinstance(turn, Turn):
                self.found[at] = turn.answer.citations
            elif sum(isinstance(self.turns[i], str) for i in self.found) < SEARCHES - 1:
                self.found[at] = self.quoted(self.readings[at].text)
            else:
                return ()
        return self.found[at]


def weighed(
    found: Sequence[Evidence], as_typed: Sequence[Evidence], spoken_of: Collection[str]
) -> list[Evidence]:
    """The sentences found for a reading, best first, with a little of what the question finds as it
    was typed in the releases spoken of: a reading may have put in the wrong words, or too many."""
    own = {
        (item.release_id, item.start): item.score
        for item in as_typed
        if item.release_id in spoken_of
    }
    lowest = min(own.values(), default=0.0)
    scored = []
    for item in found:
        more = own.get((item.release_id, item.start), lowest) - lowest
        scored.append(replace(item, score=round(item.score + TYPED * more, 6)))
    return sorted(scored, key=lambda item: -item.score)


def lifted(found: Sequence[Evidence], spoken_of: Collection[str]) -> list[Evidence]:
    """The sentences found, those of the releases spoken of moved up: in doubt they are meant."""
    scored = [
        replace(item, score=round(item.score + LIFT, 6)) if item.release_id in spoken_of else item
        for item in found
    ]
    return sorted(scored, key=lambda item: -item.score)


def _asks(question: str) -> bool:
    return bool(question.strip()) and courtesy_of(question) is None


def _cites(turn: str | Turn) -> bool:
    return isinstance(turn, Turn) and bool(turn.answer.citations)


def _asked(turn: str | Turn) -> str:
    return asked_in(turn if isinstance(turn, str) else turn.question)
