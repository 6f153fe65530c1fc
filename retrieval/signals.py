"""The signals of candidate sentences: their names, and those that need no encoder.

The others are in `rank.py`, which says what each of them is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.forward import Forward
from retrieval.head import KnownHead
from retrieval.marks import may
from retrieval.question import Question
from retrieval.setting import Setting, dated, edition, setting_of
from retrieval.shape import TYPE_SIGNALS
from retrieval.slot import fills
from retrieval.texts import some_of
from retrieval.words import Spoken
from vectorstore.analysis import stem

SIGNALS = (
    "dense",
    "late",
    "focus",
    "words",
    "around",
    "section",
    "release",
    "lacking",
    "letterhead",
    "length",
    "early",
    "crossing",
    "dated",
    "edition",
    *TYPE_SIGNALS,
    "filled",
    "unfilled",
    "noun",
    "counted",
)


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """n sentences to score: what is known of each (`forward`), their `texts` and languages, where
    in its release each begins (`starts`, n), the heads of the releases that they are of, and which
    of them each is of (`release_of`, n)."""

    forward: Forward
    texts: Sequence[str]
    spoken: Spoken
    starts: np.ndarray
    heads: Sequence[KnownHead]
    release_of: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """`signals` (candidates × `SIGNALS`) and `total` (candidates,), their weighted sum; `around`
    (candidates × 2 × tokens of the question) as `Evidence` has it, None without token vectors;
    `met` (words × candidates) as `words.met` gives it."""

    signals: np.ndarray
    total: np.ndarray
    around: np.ndarray | None = None
    met: np.ndarray | None = None


def newest(heads: Sequence[KnownHead]) -> int | None:
    """The latest year that any of these releases is from."""
    dates = (head.letterhead.date for head in heads)
    return max((day.year for day in dates if day), default=None)


def setting_signals(asked: Setting, candidates: Candidates) -> np.ndarray:
    """(candidates × 2): how the release of each fits the date and the edition asked for."""
    if not asked:
        return np.zeros((len(candidates.texts), 2), dtype=np.float32)
    heads = [candidates.heads[release].letterhead for release in candidates.release_of.tolist()]
    return np.array(
        [
            [dated(asked, head, setting_of(text)), edition(asked, head)]
            for head, text in zip(heads, candidates.texts, strict=True)
        ]
    )


def slot_signals(question: Question, texts: Sequence[str], marks: np.ndarray) -> np.ndarray:
    """(texts × 2): whether each fills the slot of the question, or lacks what would."""
    found = np.zeros((len(texts), 2), dtype=np.float32)
    if question.slot is not None:
        rows = np.flatnonzero(may(question.slot, marks)).tolist()
        found[rows, 0] = [fills(question.slot, text) for text in some_of(texts, rows)]
        found[:, 1] = 1.0 - found[:, 0]
    return found


def mean_of(values: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """(values,): the mean of those in the same group."""
    _, groups = np.unique(groups, return_inverse=True)
    return (np.bincount(groups, weights=values) / np.bincount(groups))[groups]


def shared_words(
    question: Question,
    found: np.ndarray,
    spoken: Spoken,
    idf: Callable[[str], float],
) -> np.ndarray:
    """(words × texts): the idf of each content word of the question in the texts that have it
    (`found`, as `words.met` gives it).

    In units of the idf of a word that no passage has, so that the size of the library goes out.
    Words that nothing matches weigh nothing, whatever the length of the question.
    """
    if not question.words:
        return found
    weights = np.array([[idf(stem(w, each)) for each in spoken.languages] for w in question.words])
    return weights[:, spoken.of] * found / idf("")


def lacking(shared: np.ndarray, named: np.ndarray, release_of: np.ndarray) -> np.ndarray:
    """(releases,): minus the weight of the words that another release has, in its sentences
    (`shared`, words × sentences) or its head (`named`, words × releases), and this one has not."""
    own = named.copy()
    np.maximum.at(own.T, release_of, shared.T)
    return (own - own.max(axis=1, keepdims=True)).sum(axis=0)
