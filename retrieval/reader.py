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
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from safetensors import safe_open

from domain import Evidence
from embedding.encoder import TokenVectors
from retrieval.question import Asked, Question
from retrieval.rank import SIGNALS
from retrieval.shape import offers

WEIGHTS = Path(__file__).with_name("reader.safetensors")
QUESTION_TOKENS, SENTENCE_TOKENS = 40, 64  # what is longer is cut
SHARPNESS = 12.0  # of the alignment's softmax over cosines
NEAR = 4  # tokens on each side that count as near
SURFACE = 5  # bits of how a token is written, see `runs`
SCALARS = 6  # of a token of the question beside a sentence, see `scalars`
LAYOUT = "3"  # of the weights; what was written for another one is not read
VERDICTS = ("answered", "not_said", "other_topic", "instruction")
ASKED = tuple(Asked)


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """A question with n sentences, as the network takes them (q and s are numbers of tokens).

    `asked` (q × d) are unit vectors; `tokens` (u × d) those that occur in the sentences, each once,
    with their `ids` (u,), and `places` (n × s) says which of them stands where. The first row is
    no token: it has the id -1 and the vector 0, and stands where a sentence is shorter;
    `there` (n × s) says where it is not. `cosines` (n × q × s) are clipped at 0; `around` (n × 3 ×
    q) are the best with the words before the sentence, with its release and with the head of that.
    `weights` and `named` (q,): how much each token of the question says, and whether it is written
    as a name.
    `surface` (n × s × 5) is how each token of a sentence is written: a name, an acronym, a number,
    an amount, the first word. `signals` (n × `SIGNALS`), `kinds` (`ASKED`,), `offered` (n ×
    `ASKED`): what the ranking saw, which types the question asks for and each sentence offers.
    """

    asked: np.ndarray
    weights: np.ndarray
    named: np.ndarray
    tokens: np.ndarray
    ids: np.ndarray
    places: np.ndarray
    there: np.ndarray
    cosines: np.ndarray
    around: np.ndarray
    surface: np.ndarray
    signals: np.ndarray
    kinds: np.ndarray
    offered: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """Scores (n,) of the sentences, and of "nothing here answers", on one scale of logits; the
    logits of `VERDICTS`."""

    scores: np.ndarray
    nothing: float
    verdicts: np.ndarray

    @property
    def odds(self) -> dict[str, float]:
        """The log-odds of each of `VERDICTS` against the others."""
        others = [np.logaddexp.reduce(np.delete(self.verdicts, i)) for i in range(len(VERDICTS))]
        found = np.round(self.verdicts - others, 6).tolist()
        return dict(zip(VERDICTS, found, strict=True))


def pair(
    question: Question,
    evidence: Sequence[Evidence],
    read: Callable[[Sequence[str]], list[TokenVectors]],
) -> Pairs:
    """The question beside each sentence; `evidence` carries the signals of the ranking, `read`
    gives the tokens of texts with how they are written."""
    asked, *of_texts = read([question.text, *(item.text for item in evidence)])
    q = min(len(asked), QUESTION_TOKENS)
    lengths = np.array([min(len(found), SENTENCE_TOKENS) for found in of_texts], dtype=np.int64)
    within = np.arange(max(int(lengths.max(initial=1)), 1))
    filled = within < lengths[:, None]
    ids = np.concatenate([found.ids[:SENTENCE_TOKENS] for found in of_texts] or [asked.ids[:0]])
    seen, which = np.unique(ids, return_inverse=True)
    places = np.zeros(filled.shape, dtype=np.int64)
    places[filled] = which + 1
    written = np.zeros(filled.shape, dtype=np.uint8)
    written[filled] = np.concatenate(
        [found.written[:SENTENCE_TOKENS] for found in of_texts] or [written[0, :0]]
    )
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
        around=np.array([item.around or np.zeros((3, q)) for item in evidence], dtype=np.float32)[
            ..., :q
        ],
        surface=_surface(written),
        signals=np.array(
            [[item.signals[name] for name in SIGNALS] for item in evidence], dtype=np.float32
        ).reshape(len(evidence), len(SIGNALS)),
        kinds=np.array([kind in question.asked for kind in ASKED], dtype=np.float32),
        offered=np.array([_offered(item.text, item.kind) for item in evidence], dtype=np.float32),
    )


class Reader:
    """The networks; each one's weights as `evaluation.calibration.reader` writes them."""

    def __init__(self, members: Sequence[Mapping[str, np.ndarray]]) -> None:
        self.members = tuple(Member(weights) for weights in members)

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
        shared = Shared.of(pairs)
        readings = [member.read(pairs, shared) for member in self.members]
        return Reading(
            np.mean([reading.scores for reading in readings], axis=0),
            float(np.mean([reading.nothing for reading in readings])),
            np.mean([reading.verdicts for reading in readings], axis=0),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """What every member looks at in the same way, made once for all of them.

    `attention` (n × q × s) aligns each token of the question with those of a sentence; `scalars`
    as below. The other arrays have a row for each of the t tokens that are there, sentence by
    sentence: `places` (t,) as those of `Pairs`, `surface` (t × 5), `met` (t,) the best cosine of
    each with the question, `cosines` and `near` (t × q) the cosines of each and the best around it.
    `sentence` (t,) is that of each, and `starts` (n,) where each sentence begins among them.
    """

    attention: np.ndarray
    scalars: np.ndarray
    places: np.ndarray
    surface: np.ndarray
    met: np.ndarray
    cosines: np.ndarray
    near: np.ndarray
    sentence: np.ndarray
    starts: np.ndarray

    @classmethod
    def of(cls, pairs: Pairs) -> Shared:
        """What `pairs` show, whoever reads them."""
        there, cosines = pairs.there, pairs.cosines
        by_token = np.swapaxes(cosines, 1, 2)[there]
        return cls(
            attention=_softmax(np.where(there[:, None, :], cosines * SHARPNESS, np.float32(-1e4))),
            scalars=scalars(pairs),
            places=pairs.places[there],
            surface=pairs.surface[there],
            met=by_token.max(axis=1),
            cosines=by_token,
            near=np.swapaxes(_best_near(cosines), 1, 2)[there],
            sentence=np.nonzero(there)[0],
            starts=np.concatenate([[0], np.cumsum(there.sum(axis=1))[:-1]]),
        )


class Member:
    """One network; it keeps what it makes of each token that it has met."""

    def __init__(self, weights: Mapping[str, np.ndarray]) -> None:
        self.w = {name: np.asarray(value, dtype=np.float32) for name, value in weights.items()}
        self._projected = Projected(self.w["project.weight"], self.w.get("project.bias"))

    def read(self, pairs: Pairs, shared: Shared) -> Reading:
        """See `Reading`; there are a word and a sentence at least."""
        asked = self._linear("project", pairs.asked)
        sentences = self._projected.of(pairs.ids, pairs.tokens)
        context = _relu(self._convolved(asked))
        says = pairs.weights / self.w["token_weight"]
        matters = self._linear("gate", _row(asked, context, says[:, None]))[:, 0]
        topic = _softmax(matters) @ context
        gates = _softmax(matters + self._linear("lean", shared.scalars)[..., 0])
        met = self._met(pairs, shared, asked, sentences, context, says)
        features = np.concatenate(
            [
                np.einsum("nq,nqh->nh", gates, met),
                met.max(axis=1),
                self._near(pairs, shared, sentences, gates, topic),
                self._normal(pairs.signals),
                np.broadcast_to(pairs.kinds, pairs.offered.shape),
                pairs.offered,
                pairs.kinds * pairs.offered,
            ],
            axis=1,
        )
        hidden = _relu(self._linear("out.0", features))
        scores = self._linear("out.3", hidden)[:, 0]
        scores = scores + self._normal(pairs.signals) @ self.w["skip.weight"][0]
        told = context.max(axis=0)
        together = [topic, told, pairs.kinds, _softmax(scores) @ hidden, hidden.max(axis=0)]
        whole = _relu(self._linear("whole", np.concatenate(together)))
        nothing = float(self._linear("null", whole)[0])
        return Reading(scores, nothing, self._linear("verdict", whole))

    def _met(
        self,
        pairs: Pairs,
        shared: Shared,
        asked: np.ndarray,
        sentences: np.ndarray,
        context: np.ndarray,
        says: np.ndarray,
    ) -> np.ndarray:
        """(n × q × h): each token of the question beside what it is aligned with in a sentence."""
        aligned = shared.attention @ sentences[pairs.places]
        own = self._linear("tq", _row(asked, context, says[:, None], pairs.named[:, None]))
        beside = np.concatenate([aligned, asked * aligned, shared.scalars], axis=2)
        n, q, width = beside.shape
        found = self._linear("ta", beside.reshape(n * q, width)).reshape(n, q, -1)
        met = self._linear("t2", _relu(own + found).reshape(n * q, -1))
        return met.reshape(n, q, -1)

    def _near(
        self,
        pairs: Pairs,
        shared: Shared,
        sentences: np.ndarray,
        gates: np.ndarray,
        topic: np.ndarray,
    ) -> np.ndarray:
        """(n × h): the token of each sentence that looks most like an answer where it stands."""
        weighed = np.einsum("nq,nqs->ns", gates, pairs.cosines)
        seen = np.stack(
            [
                shared.met,
                np.einsum("tq,tq->t", shared.near, gates[shared.sentence]),
                _mean_near(weighed)[pairs.there],
                weighed[pairs.there],
            ],
            axis=1,
        )
        h = sentences.shape[1]
        of_token = sentences @ self.w["ss.weight"][:, :h].T
        found = of_token[shared.places]
        found += _row(seen, shared.surface) @ self.w["ss.weight"][:, h:].T
        found += self._linear("sq", topic)
        tokens = self._linear("s2", _relu(found))
        return np.maximum.reduceat(tokens, shared.starts, axis=0)

    def _linear(self, name: str, x: np.ndarray) -> np.ndarray:
        return x @ self.w[f"{name}.weight"].T + self.w.get(f"{name}.bias", np.float32(0.0))

    def _convolved(self, x: np.ndarray) -> np.ndarray:
        """A convolution of width three over the tokens (q × h)."""
        padded = np.pad(x, ((1, 1), (0, 0)))
        around = np.stack([padded[:-2], padded[1:-1], padded[2:]], axis=2)
        return np.einsum("qhk,ohk->qo", around, self.w["conv.weight"]) + self.w["conv.bias"]

    def _normal(self, signals: np.ndarray) -> np.ndarray:
        return (signals - self.w["signal_mean"]) / self.w["signal_scale"]


def scalars(pairs: Pairs) -> np.ndarray:
    """(n × q × `SCALARS`): the best cosine of each token in a sentence; how much better the words
    before it meet the token; how much better its release does, and another one; the best of all;
    how much better the head of its release meets the token."""
    best = pairs.cosines.max(axis=2)
    before = np.maximum(pairs.around[:, 0] - best, 0.0)
    release = np.maximum(pairs.around[:, 1], best)
    anywhere = np.broadcast_to(release.max(axis=0), best.shape)
    told = np.maximum(pairs.around[:, 2] - best, 0.0)
    return np.stack([best, before, release - best, anywhere - release, anywhere, told], axis=2)


def _best_near(x: np.ndarray) -> np.ndarray:
    """The best of the 2 × `NEAR` + 1 values around each place of the last axis."""
    padded = np.pad(x, [(0, 0)] * (x.ndim - 1) + [(NEAR, NEAR)])
    best = padded[..., : x.shape[-1]].copy()
    for step in range(1, 2 * NEAR + 1):
        np.maximum(best, padded[..., step : step + x.shape[-1]], out=best)
    return best


def _mean_near(x: np.ndarray) -> np.ndarray:
    """Their sum by their number; beyond the ends there is 0."""
    padded = np.pad(x, [(0, 0)] * (x.ndim - 1) + [(NEAR, NEAR)])
    total = padded[..., : x.shape[-1]].copy()
    for step in range(1, 2 * NEAR + 1):
        total += padded[..., step : step + x.shape[-1]]
    return total / (2 * NEAR + 1)


class Projected:
    """What a linear layer makes of the token with each id, made when the id is first met."""

    def __init__(self, weight: np.ndarray, bias: np.ndarray | None) -> None:
        self.weight = weight
        self.bias = np.zeros(len(weight), dtype=np.float32) if bias is None else bias
        self._kept = (np.zeros(0, dtype=bool), np.zeros((0, len(weight)), dtype=np.float32))

    def of(self, ids: np.ndarray, vectors: np.ndarray) -> np.ndarray:
        """(tokens × h): of these tokens (`vectors`, tokens × d); the id -1 is no token."""
        known, rows = self._grown(int(ids.max()) + 2)
        missing = np.flatnonzero(~known[ids + 1])
        if len(missing):
            rows[ids[missing] + 1] = vectors[missing] @ self.weight.T + self.bias
            known[ids[missing] + 1] = True  # after the rows: other threads read them at once
        return rows[ids + 1]

    def _grown(self, size: int) -> tuple[np.ndarray, np.ndarray]:
        known, rows = self._kept
        if len(known) < size:
            more = max(size, 2 * len(known))
            grown = np.zeros(more, dtype=bool), np.zeros((more, rows.shape[1]), dtype=np.float32)
            grown[0][: len(known)], grown[1][: len(known)] = known, rows
            self._kept = known, rows = grown
        return known, rows


def _row(*parts: np.ndarray) -> np.ndarray:
    return np.concatenate(parts, axis=1)


def _relu(x: np.ndarray) -> np.ndarray:
    return np.maximum(x, 0.0)


def _softmax(x: np.ndarray) -> np.ndarray:
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@lru_cache(maxsize=20_000)
def _offered(text: str, kind: object) -> tuple[bool, ...]:
    found = offers(text, kind)
    return tuple(asked in found for asked in ASKED)


def _surface(written: np.ndarray) -> np.ndarray:
    """(… × 5): how tokens are written; see `Pairs.surface`."""
    return ((written[..., None] >> np.arange(SURFACE)) & 1).astype(np.float32)
