"""Passages: runs of neighbouring sentences, the units that are embedded and indexed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from domain import Passage, Release, Sentence

CHUNKING = "sentences-in-section/1"  # change it when `cut` would cut the same release differently
_INSIDE_PARAGRAPH = 0.15  # what a cut inside a paragraph costs, as a share of `max_words` squared


def cut(release: Release, max_words: int) -> tuple[Passage, ...]:
    """Cut a release into passages of at most `max_words` words (split at spaces).

    Every sentence is in exactly one passage, in order; a passage stays within one section. As few
    passages as possible, then as even as possible, rather between paragraphs than inside them.
    Only a single sentence that is longer makes a longer passage.
    """
    passages: list[Passage] = []
    for section, run in groupby(release.sentences, key=lambda sentence: sentence.section):
        for part in _parts(release.text, list(run), max_words):
            passages.append(
                Passage(
                    release_id=release.release_id,
                    version=release.version,
                    start=part[0].start,
                    end=part[-1].end,
                    sentences=tuple(part),
                    section=section,
                )
            )
    return tuple(passages)


def _parts(text: str, run: list[Sentence], max_words: int) -> Iterator[Sequence[Sentence]]:
    """The best partition of one section, by dynamic programming over the end of the last part."""
    words = [len(text[s.start : s.end].split()) for s in run]
    if sum(words) <= max_words:
        yield run
        return
    best: list[tuple[int, float]] = [(0, 0.0)]
    begins: list[int] = [0]
    for end in range(1, len(run) + 1):
        size = 0
        choices: list[tuple[int, float, int]] = []
        for begin in range(end - 1, -1, -1):
            size += words[begin]
            if size > max_words and choices:
                break
            count, cost = best[begin]
            cost += size**2 + _cut_cost(text, run, begin, max_words)
            choices.append((count + 1, cost, begin))
        count, cost, begin = min(choices)
        best.append((count, cost))
        begins.append(begin)
    bounds = [len(run)]
    while bounds[-1]:
        bounds.append(begins[bounds[-1]])
    bounds.reverse()
    for begin, end in pairwise(bounds):
        yield run[begin:end]


def _cut_cost(text: str, run: list[Sentence], begin: int, max_words: int) -> float:
    if begin == 0:
        return 0.0
    between = text[run[begin - 1].end : run[begin].start]
    inside = "\n" not in between and "\r" not in between
    return _INSIDE_PARAGRAPH * max_words**2 if inside else 0.0
