"""Which texts a question wants told or set side by side: a release, a section of it, several.

« Résume le communiqué », "What does the section on privacy say?", « Qu'est-ce qui a changé entre la
conférence de 2021 et celle de 2023 ? » ask for no sentence but for what all of them say. Of a
summary every word has to be accounted for, so that neither a topic nor an instruction is taken for
a release. What is asked for by its date and is not in the library is told to be missing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from answering.abstention import NEAR, ORDINARY
from answering.central import paragraphs, section
from answering.forms import (
    Form,
    calling,
    is_occasion,
    of_a_comparison,
    of_a_summary,
    topic_of,
)
from answering.named import Named, Side
from domain import Release, Sentence
from retrieval.interaction import Coverage
from retrieval.question import TYPED, Question
from retrieval.retriever import EvidenceRetriever
from vectorstore.analysis import content_words

MET = 0.62  # coverage from which a word counts as said by a head or a heading
SILENT = 0.35  # coverage under which nothing like a word is said
_RELEASE = 0.6  # share of the words, by their weights, that the head of a release has to cover
_PLACED = 0.4  # the same of a release whose city is named
_OTHER = 0.45  # share under which a release of the right date is one on something else
_SECTION = 0.65  # share of the words that a heading, together with that head, has to cover
_AHEAD = 0.1  # what a section has to cover more than the head of a release, to be meant instead
_PART = 0.65  # share of the words of a heading from which all of its section is meant
_WHOLLY = 0.8  # share from which a paragraph speaks of all that is named
_OF_BEST = 0.8  # share of the best paragraph's coverage that others need
_MOST = 3  # releases that are compared


@dataclass(frozen=True, slots=True)
class Scope:
    """What is to be told as a whole: one release, `part` of its `section`, or several compared.

    `asked` is what a comparison asks of each of them and `words` its topic; without `asked` all
    that they say is meant. `missing`, as the question names them, are releases that the library
    lacks, `unsaid` topics of which it says nothing. `sure`, 0 to 1, is how well the words of the
    question name the releases. `guessed`: none was named, and this is the newest.
    """

    form: Form
    releases: tuple[Release, ...] = ()
    section: str | None = None
    part: tuple[Sentence, ...] = ()
    asked: Question | None = None
    words: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    sure: float = 1.0
    guessed: bool = False


def scope_of(
    question: Question, retriever: EvidenceRetriever, spoken_of: Collection[str] = ()
) -> Scope | None:
    """What a question means to have told or compared; None for one that asks otherwise. Of several
    releases that it may mean it is one of those `spoken_of` in the dialogue, by their ids."""
    form = Form.of(question.text)
    if form.dictates:
        return Scope(form)
    if not (form.tells or form.compares):
        return None
    named = Named(question, retriever, form)
    if form.compares and (compared := _compared(named)):
        return compared
    return _told(named, spoken_of) if form.tells else None


def _told(named: Named, spoken_of: Collection[str]) -> Scope | None:
    """One release or one section of it."""
    form, words = named.form, named.words(of_a_summary)
    fitting = [line for line in named.lines if named.is_of(line)]
    if named.asked and not fitting and form.occasion and form.summary:
        return Scope(form, missing=(named.asked_for,))
    if not words:
        if form.part or not fitting:
            return None
        if not form.latest:
            fitting = [line for line in fitting if line.release_id in spoken_of] or fitting
        newest = max(fitting, key=lambda line: (str(line.day or ""), line.release_id))
        release = named.read([(newest.release_id, newest.version)])[0]
        return Scope(form, (release,), guessed=len(fitting) > 1 and not form.latest)
    releases = named.candidates(fitting)
    if not releases:
        return None
    heads = named.heads(words, releases)
    meant, share = int(heads.share.argmax()), float(heads.share.max())
    whole = share >= (_PLACED if named.cities else _RELEASE) and not _lacking(heads, meant)
    meant_part = _section(named, words, releases, heads)
    if meant_part and (form.part or meant_part.sure >= (share + _AHEAD if whole else _SECTION)):
        return meant_part
    if whole and not form.part:
        return Scope(form, (releases[meant],), sure=share)
    return _unsaid(named)


def _lacking(heads: Coverage, at: int) -> bool:
    """Whether a head is silent about a word that weighs something."""
    return bool((heads.cosines[_heavy(heads), at] < NEAR).any())


def _heavy(coverage: Coverage) -> np.ndarray:
    """(words,): which of them weigh something beside the heaviest."""
    return coverage.weights >= ORDINARY * coverage.weights.max(initial=0.0)


def _section(
    named: Named, words: Sequence[str], releases: Sequence[Release], heads: Coverage
) -> Scope | None:
    """The section whose heading, with the head of its release, covers the words best."""
    best: Scope | None = None
    for column, release in enumerate(releases):
        headings = [heading for heading in release.headings if section(release, heading)]
        if not headings:
            continue
        own = named.coverage(words, headings, [release.language] * len(headings))
        beside = np.maximum(own.cosines, heads.cosines[:, column : column + 1])
        both = replace(own, cosines=beside)
        shares = both.share
        for row, heading in enumerate(headings):
            met = own.cosines[:, row].max() >= MET
            if not named.form.part:
                met = own.cosines[_heavy(own), row].max() >= MET and not _lacking(both, row)
            if met and shares[row] >= _SECTION and (best is None or shares[row] > best.sure):
                part = _part(named, words, release, heading)
                best = Scope(named.form, (release,), heading, part, sure=float(shares[row]))
    return best


def _part(
    named: Named, words: Sequence[str], release: Release, heading: str
) -> tuple[Sentence, ...]:
    """What of a section is meant: all of it or, where the question names less than its heading
    does or a single paragraph speaks of it, the paragraphs that do."""
    under = section(release, heading)
    title = content_words(heading)
    runs = paragraphs(release, under)
    texts = [release.text[run[0].start : run[-1].end] for run in runs]
    shares = named.coverage(words, texts, [release.language] * len(texts)).share
    best = float(shares.max())
    kept = [run for run, share in zip(runs, shares, strict=True) if share >= _OF_BEST * best]
    asked = named.coverage(title, [" ".join(words)], [named.question.language])
    part = bool(title) and float(asked.share[0]) < _PART
    if part or (len(kept) == 1 and best >= _WHOLLY):
        return tuple(s for run in kept for s in run)
    return tuple(under)


def _unsaid(named: Named) -> Scope | None:
    """A release that is asked for by its topic, of which no release says a word."""
    topic = topic_of(named.question.text)
    words = tuple(w for w in named.words(of_a_summary) if topic and w in content_words(topic))
    if not words:
        return None
    texts = [item.text for item in named.evidence]
    coverage = named.coverage(words, texts, [item.language for item in named.evidence])
    heaviest = words[int(coverage.weights.argmax())]
    if coverage.best.get(heaviest, 0.0) >= SILENT:
        return None
    return Scope(named.form, unsaid=tuple(w for w in words if coverage.best[w] < SILENT))


def _compared(named: Named) -> Scope | None:
    """The releases that the question sets side by side, in the order of their dates."""
    for sides in named.sides():
        if len(sides) < 2:
            continue
        groups = [
            named.candidates([line for line in named.lines if side.holds(line)]) for side in sides
        ]
        found = _matched(named, sides, groups) if any(groups) else None
        if found:
            return found
    return None


def _matched(
    named: Named, sides: Sequence[Side], groups: Sequence[Sequence[Release]]
) -> Scope | None:
    """For each side the release whose head covers the words best. What the heads cover names them;
    the rest of the words is the topic."""
    words = named.words(of_a_comparison)
    heads = [named.heads(words, group) for group in groups]
    best = [int(h.share.argmax()) if group else 0 for h, group in zip(heads, groups, strict=True)]
    there = [side for side, group in enumerate(groups) if group]
    surest = max(there, key=lambda side: float(heads[side].share[best[side]]))
    names = _naming(named, words, heads[surest].cosines[:, best[surest]] >= MET)
    if sides[0].dated:
        if words and not (names.any() and (named.form.occasion or named.form.changes)):
            return None  # a year alone does not say that these releases are meant
        called = np.isin(words, calling(named.question.text))
        names |= called
        missing = [
            side.name
            for side, group, h, at in zip(sides, groups, heads, best, strict=True)
            if not group or _is_other(h, at, names) or (h.cosines[called, at] < NEAR).any()
        ]
    else:
        missing = [side.name for side, group in zip(sides, groups, strict=True) if not group]
    if not sides[0].dated:
        for h, group, at in zip(heads, groups, best, strict=True):
            names |= h.cosines[:, at] >= MET if group else False
    topic = tuple(word for word, is_name in zip(words, names, strict=True) if not is_name)
    if missing:
        whole = not topic and sides[0].dated and not named.question.asked.intersection(TYPED)
        return Scope(named.form, missing=tuple(missing)) if whole else None
    chosen = dict.fromkeys(group[at] for group, at in zip(groups, best, strict=True))
    if len(chosen) < 2:
        return None
    releases = tuple(sorted(chosen, key=lambda r: str(r.date or "")))[:_MOST]
    if not topic and named.form.changes:
        return Scope(named.form, releases)
    return Scope(named.form, releases, asked=named.asked_of_each(), words=topic)


def _naming(named: Named, words: Sequence[str], met: np.ndarray) -> np.ndarray:
    """(words,): which of the words that a head meets name it. Where a fact is asked for, those are
    the word for what took place; the others may well be what is asked."""
    occasions = np.array([is_occasion(word) for word in words], dtype=bool) & met
    facts = named.question.asked.intersection(TYPED) and not named.form.changes
    return occasions if facts and occasions.any() else met


def _is_other(head: Coverage, at: int, names: np.ndarray) -> bool:
    """Whether a head is far from what names the other side."""
    if not names.any():
        return False
    weights = head.weights[names]
    return float(weights @ head.cosines[names, at] / weights.sum()) < _OTHER
