"""An answer made of stored sentences, word for word: one to four of them, each cited.

The best sentence always. Further ones when they score nearly as well; when a person, a date, a
place, a number or a contact is asked for, only those that have one. Questions that ask for
several things (a list, contacts, a summary) get more of them. A heading is no answer. Where the
day is asked for and the best sentence says "today", the dateline goes with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain import AnswerSentence, Citation, Evidence, Kind
from retrieval.question import Asked, Question
from retrieval.shape import offers

_BEHIND = 0.7  # how far behind the best a further sentence may score
_BEHIND_WIDE = 1.75  # the same when the question asks for several things
_TODAY = re.compile(r"\b(aujourd[’']hui|today)\b", re.IGNORECASE)
_TYPED = frozenset({Asked.PERSON, Asked.TIME, Asked.PLACE, Asked.NUMBER, Asked.CONTACT})
_WIDE = frozenset({Asked.LIST, Asked.SUMMARY, Asked.CONTACT})


def select(question: Question, evidence: Sequence[Evidence], limit: int) -> list[Evidence]:
    """The evidence to quote, best first, at most `limit`."""
    evidence = [item for item in evidence if item.kind is not Kind.HEADING] or list(evidence)
    best = evidence[0]
    wide = bool(question.asked & _WIDE) or len(question.asked) > 2
    behind = _BEHIND_WIDE if wide else _BEHIND
    sought = question.asked & _TYPED
    chosen = [best]
    for item in evidence[1:]:
        if len(chosen) >= (limit if wide else min(2, limit)):
            break
        near = item.score >= best.score - behind or _dates(item, best, question)
        if near and (not sought or sought & offers(item.text, item.kind)):
            chosen.append(item)
    return chosen


def _dates(item: Evidence, best: Evidence, question: Question) -> bool:
    """Whether `item` is the dateline that says which day the "today" of `best` is."""
    return (
        Asked.TIME in question.asked
        and item.kind is Kind.DATELINE
        and (item.release_id, item.version) == (best.release_id, best.version)
        and bool(_TODAY.search(best.text))
    )


def compose(
    chosen: Sequence[Evidence],
) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
    """Sentences and citations of an extractive answer: the quotes themselves, numbered."""
    citations = tuple(Citation.of(item, marker) for marker, item in enumerate(chosen, start=1))
    sentences = tuple(AnswerSentence(c.quote, (c.marker,)) for c in citations)
    return sentences, citations
