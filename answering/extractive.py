"""An answer made of stored sentences, word for word: one to four of them, each cited.

The best sentence always. Further ones when they score nearly as well; when a person, a date, a
place, a number or a contact is asked for, only those that have one. Questions that ask for
several things (a list, contacts, a summary) get more of them; a list gets all its items, a question
in two parts both. A heading is no answer. Where the day is asked for and the best sentence says
"today", the dateline goes with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from domain import AnswerSentence, Citation, Evidence, Kind
from retrieval.question import Asked, Question
from retrieval.shape import offers
from vectorstore.library import Library

_BEHIND = 0.3  # how far behind the best, in logits, a further sentence may score
_BEHIND_WIDE = 0.8  # the same when the question asks for several things
_SPREAD = 2.3
_LONGEST_LIST = 10  # items quoted of one list
_TODAY = re.compile(r"\b(aujourd[’']hui|today)\b", re.IGNORECASE)
_TYPED = frozenset({Asked.PERSON, Asked.TIME, Asked.PLACE, Asked.NUMBER, Asked.CONTACT})
_WIDE = frozenset({Asked.LIST, Asked.SUMMARY, Asked.CONTACT})


def select(
    question: Question, evidence: Sequence[Evidence], limit: int, texts: Library | None = None
) -> list[Evidence]:
    """The evidence to quote, best first, at most `limit`; a list is quoted whole, in its order,
    where `texts` gives the release that it stands in."""
    evidence = [item for item in evidence if item.kind is not Kind.HEADING] or list(evidence)
    best = evidence[0]
    if texts is not None and best.kind is Kind.ITEM and Asked.LIST in question.asked:
        return _whole_list(best, texts)
    wide = bool(question.asked & _WIDE) or len(question.asked) > 2
    behind = _BEHIND_WIDE if wide else _BEHIND
    if "read" not in best.signals:  # no reader knows this encoder: sums of signals spread wider
        behind *= _SPREAD
    sought = question.asked & _TYPED
    chosen = [best]
    for item in evidence[1:]:
        if len(chosen) >= (limit if wide else min(2, limit)):
            break
        near = item.score >= best.score - behind or _dates(item, best, question)
        if near and (not sought or sought & offers(item.text, item.kind)):
            chosen.append(item)
    return chosen + _other_parts(sought, chosen, evidence)[: max(0, limit - len(chosen))]


def _other_parts(
    sought: frozenset[Asked], chosen: Sequence[Evidence], evidence: Sequence[Evidence]
) -> list[Evidence]:
    """For each further thing that a question asks for ("who, and when?") and nothing chosen has:
    the best sentence that has it."""
    parts: list[Evidence] = []
    for asked in sorted(sought) if len(sought) > 1 else ():
        if any(asked in offers(item.text, item.kind) for item in (*chosen, *parts)):
            continue
        parts += [item for item in evidence if asked in offers(item.text, item.kind)][:1]
    return parts


def _whole_list(item: Evidence, texts: Library) -> list[Evidence]:
    """All items of the list that this one stands in, in their order; at most `_LONGEST_LIST`."""
    sentences = texts.release(item.release_id, item.version).sentences
    at = next(i for i, s in enumerate(sentences) if (s.start, s.end) == (item.start, item.end))
    first = last = at
    while first > 0 and sentences[first - 1].kind is Kind.ITEM:
        first -= 1
    while last + 1 < len(sentences) and sentences[last + 1].kind is Kind.ITEM:
        last += 1
    text = texts.text(item.release_id, item.version)
    found = [
        replace(item, start=s.start, end=s.end, text=text[s.start : s.end])
        for s in sentences[first : last + 1]
    ]
    skipped = max(0, min(at - first - _LONGEST_LIST + 1, len(found) - _LONGEST_LIST))
    return found[skipped : skipped + _LONGEST_LIST]


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
