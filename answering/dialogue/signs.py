"""What a follow-up is by its form: question words alone, a piece of a question, one that points."""

from __future__ import annotations

import re

from answering import phrases
from answering.dialogue.clause import Noun
from answering.dialogue.grammar import GENERAL, PREPOSITIONS
from answering.dialogue.parsing import parse
from answering.phrases import plain
from retrieval.question import Question

SHORT = 4  # content words of an elliptical or pointing question, at most
_BARE = 2  # the same when nothing but its shortness says that it leans
_SHORT_NAME = re.compile(r"\b(?:U\.S\.|[A-Z]{2,})(?!\w)")  # "US", "AI": words of no content
_OWN = frozenset("its their his her son sa ses leur leurs".split())
_ONE_PERSON = frozenset("he she him his her hers il elle son sa ses lui".split())
_ANYBODY = re.compile(r"\b(?:any|some|every)(?:one|body)\b|\b(?:chacun|quelqu un|personne)\b")


def content(text: str) -> list[str]:
    """The folded words of a question that say something."""
    return [word for word in Question.of(text).words if word not in phrases.FILLER]


def points(own: str) -> bool:
    """Whether the question points at something that it does not name itself."""
    folded = phrases.EXISTENTIAL.sub(" ", plain(own))
    matches = list(phrases.POINTING.finditer(folded))
    if not matches:
        return bool(re.search(r"\b(?:là|là-bas)$", own.casefold()))
    return any(_points_back(own, folded, match) for match in matches)


def _points_back(own: str, folded: str, match: re.Match[str]) -> bool:
    """Whether a word that may point back does: not where what it repeats stands before it."""
    if match.group() in _OWN and _ANYBODY.search(folded[: match.start()]):
        return False
    inverted = phrases.INVERTED.fullmatch(match.group())
    if inverted and phrases.SUBJECT_BEFORE.search(folded[: match.end()]):
        return False
    subject = parse(own).subject
    if match.group() in _OWN and subject is not None:
        return plain(own[: subject.end]).count(" ") >= folded[: match.start()].count(" ")
    if match.group() not in _ONE_PERSON:
        return True
    names = [plain(name) for name in Question.of(own).names]
    return not any(0 <= folded.find(name) < match.start() for name in names)


def is_piece(own: str, language: str, tied: bool) -> bool:
    """Whether the question is a piece of one: a name, a thing, a year, without a verb; one that is
    `tied` to the last ("And …") may be longer."""
    words = content(own)
    if (
        not (words or _SHORT_NAME.search(own))
        or phrases.ASKING_LAST.search(plain(own))
        or phrases.has_verb(plain(own), language)
        or parse(own, language).verb is not None
    ):
        return False
    return len(words) <= (SHORT if tied else _BARE)


def asks_of_a_noun(own: str) -> bool:
    """« À quel loyer », « Et combien d'agents »: question words with their noun, no more."""
    clause = parse(own)
    return clause.asked is not None and not clause.rest


def asks_at_its_end(own: str, language: str) -> bool:
    """« Pour enquêter sur quoi », "To do what": question words last, and no verb of a clause."""
    folded = plain(own)
    verb = phrases.has_verb(folded, language) or parse(own, language).verb is not None
    return bool(phrases.ASKING_LAST.search(folded)) and not verb


def is_general(own: str) -> bool:
    """« Que vont faire les ministres », "Who wrote the report": of nothing in particular."""
    clause = parse(own)
    nouns = [noun for noun in clause.nouns if not noun.asked]
    return (
        bool(nouns)
        and len(content(own)) < SHORT
        and not any(noun.head in phrases.DOCUMENTS for noun in nouns)
        and all(
            not noun.named and not noun.inner and (noun.person or noun.head in GENERAL)
            for noun in (*nouns, *([clause.asked] if clause.asked else []))
        )
    )


def counts_anew(own: str, last_core: str) -> bool:
    """« Combien de victimes » where nothing was counted: no other object of the same verb."""
    clause, last = parse(own), parse(last_core)
    first = clause.tokens[0].folded if clause.tokens else ""
    governed = first in PREPOSITIONS[clause.language]
    return clause.asked is not None and last.asked is None and not governed


def is_elliptical(own: str, language: str, tied: bool, asks: bool) -> bool:
    """Whether it asks in few words and without a verb, or is tied to the last question."""
    words = content(own)
    clause = parse(own, language)
    whole = asks and clause.verb is not None and any(_is_specific(n) for n in clause.nouns)
    if tied and not whole and len(words) <= SHORT:
        return True
    if not asks:
        return False
    folded = plain(own)
    verb = phrases.has_verb(folded, language) or phrases.FULL.search(folded)
    return len(words) < SHORT and not (verb and parse(own).nouns)


def _is_specific(noun: Noun) -> bool:
    """Whether a noun phrase says by itself what it means: « la rencontre amoureuse »."""
    several = len(noun.bare.split()) > 1 or bool(noun.inner)
    return several and bool(noun.article) and not (noun.asked or noun.person or noun.preposition)


def says_nothing(own: str) -> bool:
    """« C'était où », "When was that": nothing but question words, a pronoun and "to be"."""
    be = (
        r"(?:c|ca|cela)|(?:est|etait|sera) ce|"
        r"(?:is|was|are|were) (?:it|that|this|they)(?: exactly| held| then)?$"
    )
    points = r"\b(?:ils?|elles?|it|they|that|les autres|the others?)\b"
    if not re.search(be, plain(own)) and re.search(points, plain(own)):
        return False
    return not re.search(
        r"\b(?:before|after|avant|apres|ensuite|next)\b|\b(?:in|on|for|about|with|of|from|at|by|dans|"
        r"sur|pour|avec|contre) (?:it|that|this|them|cela|ca|eux|elles?)\b",
        plain(own),
    )


def question_words(own: str) -> str | None:
    """The phrase that asks, as written, when the question begins or ends with one."""
    folded = plain(own)
    first = phrases.ASKING.match(folded)
    if first:
        return _as_written(own, first.group())
    last = phrases.ASKING_LAST.search(folded)
    return _as_written(own, last.group(1)) if last and not content(own) else None


def _as_written(own: str, folded: str) -> str:
    """The words of `own` whose folded form is `folded`."""
    tokens = list(re.finditer(r"[^\W_]+", own))
    wanted = folded.split()
    for at in range(len(tokens) - len(wanted) + 1):
        if [plain(t.group()) for t in tokens[at : at + len(wanted)]] == wanted:
            return own[tokens[at].start() : tokens[at + len(wanted) - 1].end()]
    return folded
