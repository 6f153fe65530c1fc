"""The sentences that stand for a whole text: a release, a section of it, what it has in common.

Extractive summaries after Radev et al. ("Centroid-based summarization of multiple documents", IPM
40(6), 2004): of each part of a text the sentence nearest to all of it, with a little for standing
first. The opening is told by its news, the sentence that says "today". What somebody is quoted as
saying stands for nobody else and is left out, so that no opinion becomes what a release says; so is
what follows the text, such as quick facts and contacts. A short list stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from answering.phrases import LEANS, plain
from domain import Kind, Release, Sentence
from retrieval.shape import offers

Encode = Callable[[Sequence[str]], np.ndarray]
Run = Sequence[Sentence]  # neighbours of one release, quoted as one
MOST = 6  # quotes of a summary
_MOST_PAIRS = 2  # pairs of two releases, beside their news
_FEW = 3  # parts under which paragraphs are taken for them
_SIDE = 3  # sentences side by side that are one quote
_LEAD = 0.15  # what the first sentence of a part has ahead, in cosines
_NEWS = 0.5  # the same of the sentence of an opening that says "today"
_LEANING = 0.15  # what a sentence that points to the one before it has behind
_SHORT = 40  # characters under which a sentence says too little to stand for its part
_SHORT_LEAD = 450  # characters of a lead and the sentence after it
_LIST = 600  # characters of a list that is quoted whole
_ALIKE = 0.4  # cosine from which sentences of two releases answer to one another
_CHANGED = 0.15  # what a pair with other figures has ahead
_TOLD = frozenset({Kind.SENTENCE, Kind.ITEM})
_TODAY = re.compile(r"\b(?:aujourd[’']hui|today|this (?:morning|afternoon))\b", re.IGNORECASE)
_ASIDE = re.compile(
    r"^(?:citations?|quotes?|faits? (?:en bref|saillants)|quick facts|contacts?|reactions?|"
    r"personnes? ressources?|renseignements|associated links|liens (?:connexes|associes))\b"
)
_DIGITS = re.compile(r"\d[\d\s\u00a0\u202f.,]*\d|\d")


def of_release(release: Release, encode: Encode, limit: int) -> list[Run]:
    """Its subtitle, its news, and a sentence of each section: of the longest, if not of all."""
    parts: dict[str | None, list[Sentence]] = {}
    for sentence in release.sentences:
        if sentence.kind in _TOLD and not _ASIDE.match(plain(sentence.section or "")):
            parts.setdefault(sentence.section, []).append(sentence)
    cut = list(parts.values())
    if len(cut) < _FEW:
        cut = [paragraph for part in cut for paragraph in paragraphs(release, part)]
    chosen = [
        (_length(part), run)
        for number, part in enumerate(cut)
        if (run := _key(release, part, encode, opens=not number))
    ]
    lead = [_with_next(release, run) for _, run in chosen[:1]]
    opening = [run for run in (headline(release), *lead) if run][:limit]
    longest = sorted(chosen[1:], key=lambda pair: -pair[0])[: limit - len(opening)]
    return sorted([*opening, *(run for _, run in longest)], key=lambda run: run[0].start)


def headline(release: Release) -> Run:
    """The title and the subtitle, as far as they stand in the text: one quote where they follow
    each other."""
    heads = [s for s in release.sentences if s.kind in (Kind.TITLE, Kind.SUBTITLE)]
    return (
        heads
        if len(heads) < 2 or not release.text[heads[0].end : heads[-1].start].strip()
        else heads[:1]
    )


def _with_next(release: Release, run: Run) -> Run:
    """A lead with the sentence after it in its paragraph, where both are one short quote."""
    at = release.sentences.index(run[-1]) + 1
    after = release.sentences[at] if at < len(release.sentences) else None
    if after is None or after.kind is not Kind.SENTENCE or is_spoken(release, after):
        return run
    apart = release.text[run[-1].end : after.start].strip(" \u00a0\u202f")
    return run if apart or after.end - run[0].start > _SHORT_LEAD else [*run, after]


def of_section(release: Release, part: Run, encode: Encode, limit: int) -> list[Run]:
    """All of a short section, or of a short part of one; of a long one a sentence of each
    paragraph, of the longest."""
    part = [s for s in part if not is_spoken(release, s)] or part
    runs = paragraphs(release, part)
    if len(part) <= limit:
        return [run[i : i + _SIDE] for run in runs for i in range(0, len(run), _SIDE)]
    if len(runs) == 1:
        return _most_central(release, _units(release, part), encode, limit)
    chosen = [(_length(p), run) for p in runs if (run := _key(release, p, encode))]
    longest = sorted(chosen, key=lambda pair: -pair[0])[:limit]
    kept = sorted((run for _, run in longest), key=lambda run: run[0].start)
    return [_with_next(release, run) for run in kept] if 2 * len(kept) <= limit else kept


def topics(release: Release, encode: Encode, limit: int) -> list[Run]:
    """What a release says that it talks of: its subtitle, and the headings that it announces;
    what stands for its parts, where it announces none."""
    sentences = release.sentences
    for before, heading in pairwise(sentences):
        announces = release.text[before.start : before.end].rstrip().endswith(":")
        if announces and before.kind in _TOLD and heading.kind is Kind.HEADING:
            headings = [
                s
                for s in sentences
                if s.kind is Kind.HEADING
                and s.start > before.start
                and not _ends(release.text[s.start : s.end])
            ]
            head = [run for run in [headline(release)] if run]
            return [*head, [before], *([s] for s in headings)]
    return of_release(release, encode, limit)


def outline(release: Release, encode: Encode, limit: int) -> list[Run]:
    """The headings of a release; what it talks of, where it has less than two."""
    told = [s for s in release.sentences if s.kind is Kind.HEADING]
    headings = [s for s in told if not _ends(release.text[s.start : s.end])]
    return [[s] for s in headings] if len(headings) > 1 else topics(release, encode, limit)


def title(release: Release) -> list[Run]:
    """Its title, or what stands in its place: the subtitle, the first sentence."""
    for kind in (Kind.TITLE, Kind.SUBTITLE):
        found = [s for s in release.sentences if s.kind is kind]
        if found:
            return [found[:1]]
    return [release.sentences[:1]]


def in_common(a: Release, b: Release, encode: Encode) -> tuple[list[Run], list[Run]]:
    """What two releases say beside each other: the news of both, and the facts of one that answer
    to facts of the other, those with other figures first."""
    news = [_news(release, encode) for release in (a, b)]
    ours, theirs = (_facts(release, lead) for release, lead in zip((a, b), news, strict=True))
    pairs: list[tuple[float, int, int]] = []
    if ours and theirs:
        cosines = encode(_texts(a, ours)) @ encode(_texts(b, theirs)).T
        for i, j in zip(*np.nonzero(cosines >= _ALIKE), strict=True):
            before, after = _figures(a, ours[i]), _figures(b, theirs[j])
            changed = bool(before and after and before != after)
            pairs.append((float(cosines[i, j]) + _CHANGED * changed, int(i), int(j)))
    best: list[tuple[float, int, int]] = []
    for pair in sorted(pairs, reverse=True):
        if len(best) < _MOST_PAIRS and all(pair[1] != o[1] and pair[2] != o[2] for o in best):
            best.append(pair)
    best.sort(key=lambda pair: pair[1])
    return (
        [*news[0], *([ours[i]] for _, i, _ in best)],
        [*news[1], *([theirs[j]] for _, _, j in best)],
    )


def _news(release: Release, encode: Encode) -> list[Run]:
    opening = [s for s in release.sentences if s.section is None and s.kind in _TOLD]
    run = _key(release, opening, encode, opens=True) if opening else None
    return [run] if run else []


def _facts(release: Release, lead: Sequence[Run]) -> list[Sentence]:
    """The sentences that could have changed: those with a number, a name, a date or a place."""
    taken = {s for run in lead for s in run}
    return [
        s
        for s in release.sentences
        if s.kind in _TOLD
        and s not in taken
        and not _ASIDE.match(plain(s.section or ""))
        and not is_spoken(release, s)
        and offers(release.text[s.start : s.end], s.kind)
    ]


def _figures(release: Release, sentence: Sentence) -> set[str]:
    return set(_DIGITS.findall(release.text[sentence.start : sentence.end]))


def _key(release: Release, part: Run, encode: Encode, opens: bool = False) -> Run | None:
    """What stands for a part: its most central sentence, or a list of it as a whole; None when
    nothing in it is said by the release itself."""
    units = _units(release, [s for s in part if not is_spoken(release, s)])
    if not any(unit[-1].end - unit[0].start >= _SHORT for unit in units):
        return None
    return _most_central(release, units, encode, 1, opens)[0]


def _units(release: Release, run: Run) -> list[Run]:
    """What can be quoted: sentences, and lists with what announces them; no rows of tables."""
    units: list[list[Sentence]] = []
    for sentence in run:
        text = release.text[sentence.start : sentence.end]
        before = units[-1] if units else None
        announced = before and release.text[before[-1].start : before[-1].end].rstrip()[-1:] == ":"
        if " | " in text:
            continue
        if sentence.kind is Kind.ITEM and before and (announced or before[-1].kind is Kind.ITEM):
            before.append(sentence)
        else:
            units.append([sentence])
    short = [unit for unit in units if unit[-1].end - unit[0].start <= _LIST or len(unit) == 1]
    return short or [unit[:1] for unit in units]


def _most_central(
    release: Release, units: Sequence[Run], encode: Encode, count: int, opens: bool = False
) -> list[Run]:
    """Those units of a part that are nearest to all of it, in the order of the text."""
    texts = [release.text[unit[0].start : unit[-1].end] for unit in units]
    vectors = encode(texts)
    centre = vectors.mean(axis=0)
    scores = vectors @ centre / max(float(np.linalg.norm(centre)), 1e-9)
    scores[0] += _LEAD
    scores -= [float(len(text) < _SHORT) for text in texts]
    scores -= [_LEANING * bool(LEANS.match(plain(text))) for text in texts]
    if opens:
        scores += [_NEWS * bool(_TODAY.search(text)) for text in texts]
    kept = sorted(np.argsort(-scores, kind="stable")[:count].tolist())
    return [units[i] for i in kept]


def is_spoken(release: Release, sentence: Sentence) -> bool:
    """Whether a sentence is, or begins with, what somebody is quoted as saying."""
    text = release.text
    if text[sentence.start] in '«“"':
        return True
    before = text[text.rfind("\n\n", 0, sentence.start) + 1 : sentence.start]
    return (
        before.count("«") > before.count("»")
        or before.count("“") > before.count("”")
        or before.count('"') % 2 == 1
    )


def _ends(heading: str) -> bool:
    folded = plain(heading)
    return folded == "conclusion" or bool(_ASIDE.match(folded))


def section(release: Release, heading: str) -> list[Sentence]:
    """What stands under a heading and can be quoted for it."""
    return [s for s in release.sentences if s.section == heading and s.kind in _TOLD]


def paragraphs(release: Release, run: Run) -> list[list[Sentence]]:
    """A run cut where the text leaves a line."""
    parts: list[list[Sentence]] = [[run[0]]]
    for before, sentence in pairwise(run):
        if "\n\n" in release.text[before.end : sentence.start]:
            parts.append([])
        parts[-1].append(sentence)
    return parts


def _length(run: Run) -> int:
    return sum(s.end - s.start for s in run)


def _texts(release: Release, run: Run) -> list[str]:
    return [release.text[s.start : s.end] for s in run]
