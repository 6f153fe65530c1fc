"""An answer made of stored sentences, word for word, each quote cited.

How many sentences and which is decided by `choice`; what they are quoted with, here. Sentences that
stand side by side are one quote. One that leans on the sentence before it ("It cost…", « Pour cette
raison… ») is quoted with that sentence, one that announces a list with the list. A question that
asks for a list gets all its items, one that asks for contacts all of them, one in two parts both.
A heading is no answer. Where the day is asked for and a quote says "today", the dateline goes with
it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from answering import phrases, quotations
from answering.choice import LOOKED_AT, choose, quotes
from domain import AnswerSentence, Citation, Evidence, Kind, Sentence
from retrieval.question import TYPED, Asked, Question
from retrieval.shape import offers
from vectorstore.library import Library

LONGEST_LIST = 10  # items quoted of one list
_LONGEST_QUOTE = 900  # characters of a sentence and the one that it leans on
_TODAY = re.compile(r"\b(aujourd[’']hui|today)\b", re.IGNORECASE)
_END_MATTER = re.compile(
    r"^(?:conclusion|citations?|quotes?|faits? (?:en bref|saillants)|quick facts|contacts?|"
    r"personnes? ressources?|renseignements|associated links|liens (?:connexes|associes))\b"
)


def select(
    question: Question, evidence: Sequence[Evidence], limit: int, texts: Library | None = None
) -> list[Evidence]:
    """What to quote of the evidence, best first, at most `limit` sentences; a list is quoted
    whole, in its order. `texts` gives the releases that the evidence stands in: without it nothing
    is quoted that is not among the evidence."""
    evidence = [item for item in evidence if item.kind is not Kind.HEADING] or list(evidence)
    beside = neighbours(evidence[:LOOKED_AT], texts)
    chosen = choose(question, evidence, beside, limit)
    found = [_joined([evidence[i] for i in run], texts) for run in quotes(chosen, beside)]
    found += _other_parts(question, found, evidence)[: max(0, limit - len(chosen))]
    if texts is not None:
        whole = _whole(question, found, texts)
        if whole:
            return whole
        found = [_with_antecedent(item, texts) for item in found]
        found = [quotations.whole(item, texts, _LONGEST_QUOTE) for item in found]
    return _apart([*found, *_datelines(question, found, evidence)])


def neighbours(evidence: Sequence[Evidence], texts: Library | None) -> np.ndarray:
    """(n × n): which two sentences stand side by side in one paragraph."""
    found = np.zeros((len(evidence), len(evidence)), dtype=bool)
    if texts is None:
        return found
    for (i, one), (j, other) in combinations(enumerate(evidence), 2):
        first, last = sorted((one, other), key=lambda item: item.start)
        found[i, j] = found[j, i] = _follows(first, last, texts)
    return found


def _follows(first: Evidence, last: Evidence, texts: Library) -> bool:
    where = (first.release_id, first.version)
    told = first.kind is last.kind is Kind.SENTENCE
    if not told or where != (last.release_id, last.version) or last.start < first.end:
        return False
    return texts.text(*where)[first.end : last.start].strip(" \u00a0\u202f") == ""


def _joined(run: Sequence[Evidence], texts: Library | None) -> Evidence:
    """Sentences that stand side by side as one quote; the signals are those of the surest."""
    if len(run) == 1 or texts is None:
        return run[0]
    start, end = min(item.start for item in run), max(item.end for item in run)
    text = texts.text(run[0].release_id, run[0].version)[start:end]
    return replace(max(run, key=lambda item: item.score), start=start, end=end, text=text)


def _with_antecedent(item: Evidence, texts: Library) -> Evidence:
    """A quote with the sentence before it, when it begins with a word that points there."""
    if item.kind is not Kind.SENTENCE or not phrases.LEANS.match(phrases.plain(item.text)):
        return item
    sentences = texts.release(item.release_id, item.version).sentences
    at = next((i for i, s in enumerate(sentences) if s.start == item.start), 0)
    before = sentences[at - 1] if at else None
    if before is None or item.end - before.start > _LONGEST_QUOTE:
        return item
    text = texts.text(item.release_id, item.version)
    leading = replace(item, start=before.start, end=before.end, kind=before.kind)
    if not _follows(leading, item, texts):
        return item
    return replace(item, start=before.start, text=text[before.start : item.end])


def _other_parts(
    question: Question, chosen: Sequence[Evidence], evidence: Sequence[Evidence]
) -> list[Evidence]:
    """For each further thing that a question asks for ("who, and when?") and nothing chosen has:
    the best sentence that has it."""
    sought = question.asked.intersection(TYPED)
    parts: list[Evidence] = []
    for asked in sorted(sought) if len(sought) > 1 else ():
        if any(asked in offers(item.text, item.kind) for item in (*chosen, *parts)):
            continue
        parts += [item for item in evidence if asked in offers(item.text, item.kind)][:1]
    return parts


def _whole(question: Question, chosen: Sequence[Evidence], texts: Library) -> list[Evidence]:
    """The list that the question asks for, whole and in its order; none when it asks for none."""
    best = chosen[0]
    sentences = texts.release(best.release_id, best.version).sentences
    at = next((i for i, s in enumerate(sentences) if s.start <= best.start < s.end), None)
    if at is None:
        return []
    if best.kind is Kind.CONTACT and phrases.ALL_CONTACTS.search(phrases.plain(question.text)):
        return _spans(best, [s for s in sentences if s.kind is Kind.CONTACT], texts)
    if best.kind is Kind.ITEM and Asked.LIST in question.asked:
        return _spans(best, _run_around(sentences, at), texts, at=sentences[at])
    if best.text.rstrip().endswith(":"):
        last = max(i for i, s in enumerate(sentences) if i == at or s.start < best.end)
        announced = _announced(sentences, last + 1, question, texts.text(*_where(best)))
        return [best, *_spans(best, announced, texts)] if announced else []
    return []


def _run_around(sentences: Sequence[Sentence], at: int) -> list[Sentence]:
    """The items that stand around one without a break."""
    first = last = at
    while first > 0 and sentences[first - 1].kind is Kind.ITEM:
        first -= 1
    while last + 1 < len(sentences) and sentences[last + 1].kind is Kind.ITEM:
        last += 1
    return list(sentences[first : last + 1])


def _announced(
    sentences: Sequence[Sentence], after: int, question: Question, text: str
) -> list[Sentence]:
    """What a sentence that ends in a colon announces: the items after it, or, where a list is asked
    for and headings follow at once, the headings."""
    if after >= len(sentences):
        return []
    if sentences[after].kind is Kind.ITEM:
        return _run_around(sentences, after)
    if sentences[after].kind is Kind.HEADING and Asked.LIST in question.asked:
        headings = [s for s in sentences[after:] if s.kind is Kind.HEADING]
        return [s for s in headings if not _END_MATTER.match(phrases.plain(text[s.start : s.end]))]
    return []


def _spans(
    like: Evidence, sentences: Sequence[Sentence], texts: Library, at: Sentence | None = None
) -> list[Evidence]:
    """Sentences of the release of `like` as evidence; of a very long list the part around `at`."""
    text = texts.text(*_where(like))
    place = sentences.index(at) if at else 0
    skipped = max(0, min(place - LONGEST_LIST + 1, len(sentences) - LONGEST_LIST))
    return [
        replace(
            like,
            start=s.start,
            end=s.end,
            text=text[s.start : s.end],
            kind=s.kind,
            section=s.section,
        )
        for s in sentences[skipped : skipped + LONGEST_LIST]
    ]


def _datelines(
    question: Question, chosen: Sequence[Evidence], evidence: Sequence[Evidence]
) -> list[Evidence]:
    """The dateline that says which day the "today" of the best quote is, where it is asked for."""
    if Asked.TIME not in question.asked or not _TODAY.search(chosen[0].text):
        return []
    of_it = [e for e in evidence if e.kind is Kind.DATELINE and _where(e) == _where(chosen[0])]
    return of_it[:1]


def _apart(found: Sequence[Evidence]) -> list[Evidence]:
    """Without quotes that another one holds; one that holds an earlier one takes its place."""
    kept: list[Evidence] = []
    for item in found:
        if any(_begins_in(item, other) for other in kept):
            continue
        held = [place for place, other in enumerate(kept) if _begins_in(other, item)]
        kept = [other for place, other in enumerate(kept) if place not in held]
        kept.insert(held[0] if held else len(kept), item)
    return kept


def _begins_in(item: Evidence, other: Evidence) -> bool:
    return _where(item) == _where(other) and other.start <= item.start < other.end


def _where(item: Evidence) -> tuple[str, str]:
    return item.release_id, item.version


def compose(
    chosen: Sequence[Evidence],
) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
    """Sentences and citations of an extractive answer: the quotes themselves, numbered."""
    citations = tuple(Citation.of(item, marker) for marker, item in enumerate(chosen, start=1))
    sentences = tuple(AnswerSentence(c.quote, (c.marker,)) for c in citations)
    return sentences, citations
