"""An answer made of stored sentences, word for word: one to four of them, each cited.

The best sentence always; further ones when they are nearly as good and the question asks for
more than one thing (a list, several persons, contacts, a summary).
"""

from __future__ import annotations

from collections.abc import Sequence

from domain import AnswerSentence, Citation, Evidence, Kind
from retrieval.question import Asked, Question

_BEHIND = 0.7  # how far behind the best a further sentence may score
_BEHIND_WIDE = 1.75  # the same when the question asks for several things
_WIDE = frozenset({Asked.LIST, Asked.SUMMARY, Asked.CONTACT})


def select(question: Question, evidence: Sequence[Evidence], limit: int) -> list[Evidence]:
    """The evidence to quote, best first, at most `limit`."""
    best = evidence[0]
    wide = bool(question.asked & _WIDE) or len(question.asked) > 2
    behind = _BEHIND_WIDE if wide else _BEHIND
    chosen = [best]
    for item in evidence[1:]:
        if len(chosen) >= (limit if wide else min(2, limit)):
            break
        if item.score < best.score - behind or item.kind is Kind.HEADING:
            continue
        chosen.append(item)
    return chosen


def compose(
    chosen: Sequence[Evidence],
) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
    """Sentences and citations of an extractive answer: the quotes themselves, numbered."""
    citations = tuple(Citation.of(item, marker) for marker, item in enumerate(chosen, start=1))
    sentences = tuple(AnswerSentence(c.quote, (c.marker,)) for c in citations)
    return sentences, citations
