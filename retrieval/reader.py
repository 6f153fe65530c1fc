"""Reads a question beside a sentence: a small network over token vectors that scores the pair.

It sees what sums of signals cannot: which word of the sentence meets which word of the question
(soft alignment, after Parikh et al., "A decomposable attention model", EMNLP 2016), whether that
word matters to what is asked, and whether something of the asked-for kind (a number, a name, a
date) stands near the words that are met. Of the words around a sentence it knows how well they
meet each word of the question: « Il a soutenu 486 établissements » answers a question on the fund
that the sentence before it names. For every question it also gives a score to "nothing here
answers", so that the scores of one question can be read as probabilities, and says what it takes
the question for (`VERDICTS`).

Several networks that differ by their seed read together; what they say is averaged.

The weights are in `reader.safetensors`, fitted by `python cli.py calibrate reader` on the training
questions. They hold for one encoder, whose fingerprint is written with them; with another one the
sentences keep the order that the signals give.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from pathlib import Path

import numpy as np
from safetensors import safe_open

from domain import Evidence
from embedding.encoder import TokenVectors
from retrieval.analyst import Looked
from retrieval.marks import BITS
from retrieval.networks import VERDICTS, Networks, Pairs, Reading
from retrieval.question import Asked, Question
from retrieval.ranking import Ranking
from retrieval.shape import know, offers
from retrieval.signals import SIGNALS

WEIGHTS = Path(__file__).with_name("reader.safetensors")
QUESTION_TOKENS, SENTENCE_TOKENS = 40, 64  # what is longer is cut
SURFACE = 5  # bits of how a token is written, see `runs`
LAYOUT = "2"  # of the weights; what was written for another one is not read
ASKED = tuple(Asked)
_SIGNALS = itemgetter(*SIGNALS)
_TYPES = np.array([BITS[asked] for asked in ASKED], dtype=np.uint32)


def pair(
    question: Question,
    evidence: Sequence[Evidence],
    look: Callable[[Sequence[str]], list[Looked]],
) -> Pairs:
    """The question beside each sentence; `evidence` carries the signals of the ranking, `look`
    says what is known of texts."""
    looked = look([question.text, *(item.text for item in evidence)])
    asked, *of_texts = (each.tokens for each in looked)
    for item, each in zip(evidence, looked[1:], strict=True):
        if each.offers is not None:
            know(item.text, item.kind, each.offers)
    types = [offers(item.text, item.kind) for item in evidence]
    q = min(len(asked), QUESTION_TOKENS)
    return _pairs(
        question,
        asked,
        np.array([len(found) for found in of_texts], dtype=np.int64),
        np.concatenate([found.ids for found in of_texts] or [asked.ids[:0]]),
        np.concatenate([found.written for found in of_texts] or [asked.written[:0]]),
        around=np.array([item.around or np.zeros((2, q)) for item in evidence], dtype=np.float32),
        signals=np.array([_SIGNALS(item.signals) for item in evidence], dtype=np.float32).reshape(
            len(evidence), len(SIGNALS)
        ),
        offered=np.array([_row_of(found) for found in types], dtype=np.float32),
    )


def pair_ranked(
    ranking: Ranking, rows: Sequence[int], asked: TokenVectors, unknown: int | None
) -> Pairs:
    """The same for some candidates of a ranking, of which no evidence was made; `asked` are the
    tokens of its question, `unknown` is the id of what is none."""
    forward = ranking.candidates.forward
    lengths, ids, written = forward.tokens_of(rows, unknown)
    return _pairs(
        ranking.question,
        asked,
        lengths,
        ids,
        written,
        around=ranking.around(rows).astype(np.float32),  # type: ignore[union-attr]
        signals=ranking.signals(rows).astype(np.float32),
        offered=(forward.sentences["marks"][rows, None] & _TYPES != 0).astype(np.float32),
    )


def _pairs(
    question: Question,
    asked: TokenVectors,
    lengths: np.ndarray,
    ids: np.ndarray,
    written: np.ndarray,
    *,
    around: np.ndarray,
    signals: np.ndarray,
    offered: np.ndarray,
) -> Pairs:
    """Of n sentences: the tokens of each (`lengths`, n), `ids` and `written` of all; the rest is
    that of `Pairs`."""
    q = min(len(asked), QUESTION_TOKENS)
    within = np.arange(min(max(int(lengths.max(initial=1)), 1), SENTENCE_TOKENS))
    filled = within < lengths[:, None]
    if len(lengths) and lengths.max() > SENTENCE_TOKENS:
        at = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        ids, written = ids[at < SENTENCE_TOKENS], written[at < SENTENCE_TOKENS]
    seen, which = np.unique(ids, return_inverse=True)
    places = np.zeros(filled.shape, dtype=np.int64)
    places[filled] = which + 1
    how = np.zeros(filled.shape, dtype=np.uint8)
    how[filled] = written
    vectors = asked.vectors[:q]
    rows = np.concatenate([np.zeros((1, vectors.shape[1]), dtype=np.float32), asked.rows(seen)[0]])
    cosines = np.maximum(rows @ vectors.T, 0.0)
    return Pairs(
        asked=vectors,
        weights=asked.weights[:q],
        named=_surface(asked.written[:q])[:, 0],
        tokens=rows,
        ids=np.concatenate([[-1], seen]),
        places=places,
        there=within < np.maximum(lengths, 1)[:, None],
        cosines=np.ascontiguousarray(np.swapaxes(cosines[places], 1, 2)),
        around=around[..., :q],
        surface=_surface(how),
        signals=signals,
        kinds=np.array([kind in question.asked for kind in ASKED], dtype=np.float32),
        offered=offered,
    )


class Reader:
    """The networks; each one's weights as `evaluation.calibration.reader` writes them."""

    def __init__(self, members: Sequence[Mapping[str, np.ndarray]]) -> None:
        self.networks = Networks(members)

    @classmethod
    def load(cls, path: Path, fingerprint: str) -> Reader | None:
        """The reader at `path`; None when it was fitted for another encoder or other signals."""
        if not path.exists():
            return None
        with safe_open(path, framework="np") as file:
            made_for = file.metadata() or {}
            same = made_for.get("encoder") == fingerprint and made_for.get("layout") == LAYOUT
            if not same or json.loads(made_for.get("signals", "[]")) != list(SIGNALS):
                return None
            members: dict[str, dict[str, np.ndarray]] = {}
            for name in file.keys():  # noqa: SIM118
                number, _, rest = name.partition(".")
                members.setdefault(number, {})[rest] = file.get_tensor(name)
            return cls(list(members.values()))

    def read(self, pairs: Pairs) -> Reading:
        """The mean of what the members read; nothing is read in a question of no words."""
        if not len(pairs.asked) or not len(pairs.places):
            nothing = np.zeros(len(pairs.places), dtype=np.float32)
            return Reading(nothing, 0.0, np.zeros(len(VERDICTS), dtype=np.float32))
        return self.networks.read(pairs)


@lru_cache(maxsize=2_048)
def _row_of(types: frozenset[Asked]) -> tuple[bool, ...]:
    return tuple(asked in types for asked in ASKED)


def _surface(written: np.ndarray) -> np.ndarray:
    """(… × 5): how tokens are written; see `Pairs.surface`."""
    return ((written[..., None] >> np.arange(SURFACE)) & 1).astype(np.float32)
