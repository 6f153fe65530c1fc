"""Follow-up questions: made standalone from the question before them, by rules, offline.

A question leans on the one before it in one of four ways, and each has its rule:

- it asks for something else of the same thing ("Et quand ?", "By when?"): its question words lead,
  the rest of the last question follows;
- it puts something else in the same place ("Et LeBlanc ?", "What about firearms?", "et en
  2023 ?"): the new words take the place of the old ones of their kind;
- it points at something ("Who announced it?", "Son numéro ?"): what the last question was about
  is added in parentheses;
- it asks for the same again ("donne-moi la citation exacte", "what else?"): the last question.

A question that stands by itself is left as it is, so that a change of topic drags nothing along.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from answering import phrases
from answering.persons import named
from answering.phrases import plain
from answering.places import put, topic_of
from language import detect
from retrieval.question import Question

_SHORT = 4  # content words of an elliptical or pointing question, at most
_BARE = 2  # the same when nothing but its shortness says that it leans
_LIGHT = re.compile(
    r"^(?:(?:did|does|do|is|are|was|were|will|would|has|have|est|sont|a|ont|était|étaient)\b\s*)+"
    r"(?:(?:they|it|he|she|we|the)\b\s*)*",
    re.IGNORECASE,
)
_MARKS = " ?!.…,;:\u00a0\u202f"


class Leaning(StrEnum):
    """How a question leans on the one before it."""

    NONE = "none"
    ASKING = "asking"
    PLACE = "place"
    POINTING = "pointing"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it will be answered, and how it leaned on the one before.

    `core` is what is asked, without its question mark; `about` what it points at, if anything;
    `root` the last question that did not point, which what is put in a place goes back to.
    """

    core: str
    about: str | None = None
    leaning: Leaning = Leaning.NONE
    raw: str = ""
    root: str = ""

    @property
    def text(self) -> str:
        """The standalone question, as it is searched and shown."""
        if self.leaning is Leaning.NONE:
            return self.raw
        whole = f"{self.core} ({self.about})" if self.about else self.core
        mark = " ?" if detect(self.raw, default=detect(self.core)) == "fr" else "?"
        return whole[:1].upper() + whole[1:] + mark


def read(question: str, earlier: Sequence[str] = (), quotes: Sequence[str] = ()) -> Reading:
    """The question made standalone from the raw questions before it, oldest first.

    `quotes` are the words that the last answer cited: a person who is pointed at is named there.
    """
    reading: Reading | None = None
    for text in (text for text in earlier if text.strip()):
        reading = follow(text, reading)
    return follow(question, reading, quotes)


def follow(question: str, before: Reading | None, quotes: Sequence[str] = ()) -> Reading:
    """The question made standalone from the one that precedes it."""
    own = phrases.WHAT_ABOUT.sub("", phrases.CONNECTOR.sub("", question)).strip(_MARKS)
    core = question.strip(_MARKS)
    alone = Reading(core, raw=question, root=core)
    if before is None or not core or phrases.POLITE.match(plain(question)):
        return alone
    words = _content(own)
    if phrases.AGAIN.search(plain(own)) and not _content(phrases.AGAIN.sub(" ", plain(own))):
        return replace(before, leaning=Leaning.AGAIN, raw=question)
    asking = _question_words(own)
    if asking is None and _is_piece(question, own, words):
        return _placed(own, before, question)
    if asking is not None and not words:
        swapped = _swap(asking, before.core)
        return Reading(swapped, before.about, Leaning.ASKING, question, before.root)
    tied = phrases.CONNECTOR.match(question) and len(words) <= _SHORT
    if _points(own, words) or tied:
        about = _joined(named(own, before.root, quotes), _subject(before))
        return Reading(own, about, Leaning.POINTING, question, before.root)
    if asking is not None and _is_verbless(own, words):
        return Reading(own, _subject(before), Leaning.ASKING, question, before.root)
    return alone


def _placed(piece: str, before: Reading, question: str) -> Reading:
    """`piece` in the place of its kind, in what was asked or in what that was about."""
    about = before.about
    if about and phrases.YEAR.search(piece) and phrases.YEAR.search(about):
        return Reading(before.core, put(piece, about), Leaning.PLACE, question, before.root)
    for asked in (before.core, before.root) if about else (before.core,):
        core = put(piece, asked)
        if core is not None:
            kept = _name_lost(asked, core)
            return Reading(core, kept, Leaning.PLACE, question, core)
    about = _joined(about, piece) if _is_name(piece) or not about else piece
    return Reading(before.core, about, Leaning.PLACE, question, before.root)


def _name_lost(asked: str, core: str) -> str | None:
    """The named thing that a topic of common nouns has replaced: it is still what is talked of."""
    topic = topic_of(asked)
    lost = topic and topic not in core and Question.of(f"x {topic}").names
    return topic if lost and not Question.of(f"x {topic_of(core) or ''}").names else None


def _is_name(piece: str) -> bool:
    return bool(Question.of(f"x {piece}").names)


def _joined(about: str | None, piece: str) -> str:
    if about is None or about in piece:
        return piece
    return about if piece in about else f"{about}, {piece}"


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


def _is_piece(question: str, own: str, words: list[str]) -> bool:
    """Whether the question is a piece of one: a name, a thing, a year, without a verb."""
    if not words or phrases.VERB.search(plain(own)):
        return False
    tied = phrases.CONNECTOR.match(question) or phrases.WHAT_ABOUT.match(question)
    return len(words) <= (_SHORT if tied else _BARE)


def _is_verbless(own: str, words: list[str]) -> bool:
    folded = plain(own)
    verb = phrases.VERB.search(folded) or phrases.FULL.search(folded)
    return len(words) < _SHORT and not verb


def _points(own: str, words: list[str]) -> bool:
    """Whether the question points at something that it does not name itself."""
    folded = phrases.EXISTENTIAL.sub(" ", plain(own))
    match = phrases.POINTING.search(folded)
    if not words:
        return True
    if len(words) > _SHORT:
        return False
    if re.search(r"\b(?:là|là-bas)\b", own.casefold()):
        return True
    if match is None:
        return False
    inverted = phrases.INVERTED.fullmatch(match.group())
    if inverted and phrases.SUBJECT_BEFORE.search(folded[: match.end()]):
        return False
    names = [plain(name) for name in Question.of(own).names]
    return not any(0 <= folded.find(name) < match.start() for name in names)


def _rest(core: str) -> str:
    """A question without its question words: what it asked about."""
    match = phrases.ASKING.match(plain(core))
    if match is None:
        return core
    written = _as_written(core, match.group())
    return core[core.find(written) + len(written) :].strip(_MARKS + "'’-…")


def _swap(asking: str, core: str) -> str:
    """The new question words before the rest of the last question."""
    rest = _rest(core)
    return f"{asking} … {rest}" if rest else asking


def _subject(before: Reading) -> str:
    """What a question was about: what it points at, its topic, or all but its question words."""
    rest = _rest(before.core)
    return before.about or topic_of(rest) or _LIGHT.sub("", rest) or before.core
