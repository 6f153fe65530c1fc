"""The reader's networks: what they make of a question beside sentences, all members at once.

Weights are stacked, so that an array with the members in front goes through all of them in one
product; what a member makes of a token alone is kept, since the vocabulary is small.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

SHARPNESS = 12.0  # of the alignment's softmax over cosines
NEAR = 4  # tokens on each side that count as near
SCALARS = 5  # of a token of the question beside a sentence, see `scalars`
VERDICTS = ("answered", "not_said", "other_topic", "instruction")


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """A question with n sentences, as the network takes them (q and s are numbers of tokens).

    `asked` (q × d) are unit vectors; `tokens` (u × d) those that occur in the sentences, each once,
    with their `ids` (u,), and `places` (n × s) says which of them stands where. The first row is
    no token: it has the id -1 and the vector 0, and stands where a sentence is shorter;
    `there` (n × s) says where it is not. `cosines` (n × q × s) are clipped at 0; `around` (n × 2 ×
    q) are the best with the words before the sentence, and with its release. `weights` and
    `named` (q,): how much each token of the question says, and whether it is written as a name.
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


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """What every member looks at in the same way.

    `attention` (n × q × s) aligns each token of the question with those of a sentence; `scalars`
    as below. The other arrays have a row for each of the t tokens that are there, sentence by
    sentence: `places` (t,) as those of `Pairs`, `surface` (t × 5), `met` (t,) the best cosine of
    each with the question, `near` (t × q) the best cosines around it. `starts` (n,) is where each
    sentence begins among them.
    """

    attention: np.ndarray
    scalars: np.ndarray
    places: np.ndarray
    surface: np.ndarray
    met: np.ndarray
    near: np.ndarray
    starts: np.ndarray

    @classmethod
    def of(cls, pairs: Pairs) -> Shared:
        """What `pairs` show, whoever reads them."""
        there, cosines = pairs.there, pairs.cosines
        return cls(
            attention=_softmax(np.where(there[:, None, :], cosines * SHARPNESS, np.float32(-1e4))),
            scalars=scalars(pairs),
            places=pairs.places[there],
            surface=pairs.surface[there],
            met=cosines.max(axis=1)[there],
            near=np.swapaxes(_best_near(cosines), 1, 2)[there],
            starts=np.concatenate([[0], np.cumsum(there.sum(axis=1))[:-1]]),
        )


class Networks:
    """m networks of one shape; in the shapes below, h is how wide they are."""

    def __init__(self, members: Sequence[Mapping[str, np.ndarray]]) -> None:
        """Each member's weights by name, as `evaluation.calibration.network` has them."""
        stacked = {
            name: np.stack([np.asarray(member[name], dtype=np.float32) for member in members])
            for name in members[0]
        }
        self._count = len(members)
        # Layers as (in × out), the inputs of the convolution one after the other.
        self._w = {
            name: np.ascontiguousarray(np.swapaxes(value, 1, 2)) if value.ndim == 3 else value
            for name, value in stacked.items()
        }
        conv = stacked["conv.weight"]
        m, out, width, taps = conv.shape
        self._w["conv.weight"] = np.ascontiguousarray(
            conv.transpose(0, 3, 2, 1).reshape(m, taps * width, out)
        )
        self._projected = Projected(self._of_tokens, 2 * m * out)

    def read(self, pairs: Pairs) -> Reading:
        """The mean of what the members read; there are a word and a sentence at least."""
        shared = Shared.of(pairs)
        asked = self._linear("project", pairs.asked)
        context = _relu(self._linear("conv", _around(asked)))
        says = pairs.weights / self._w["token_weight"].reshape(-1, 1)
        gate = _softmax(self._linear("gate", _row(asked, context, says[..., None]))[..., 0])
        topic = _mixed(gate, context)
        tokens = self._projected.of(pairs.ids, pairs.tokens)
        own, of_tokens = np.split(tokens, 2, axis=1)
        met = self._met(pairs, shared, asked, own, _row(context, says[..., None]))
        n = len(pairs.places)
        normal = (pairs.signals - self._each("signal_mean")) / self._each("signal_scale")
        told = np.concatenate(
            [
                np.broadcast_to(pairs.kinds, pairs.offered.shape),
                pairs.offered,
                pairs.kinds * pairs.offered,
            ],
            axis=1,
        )
        features = _row(
            (gate[:, None, None, :] @ met)[:, :, 0],
            met.max(axis=2),
            self._near(pairs, shared, of_tokens, gate, topic),
            normal,
            np.broadcast_to(told, (self._count, n, told.shape[1])),
        )
        hidden = _relu(self._linear("out.0", features))
        scores = self._linear("out.3", hidden)[..., 0] + (normal @ self._w["skip.weight"])[..., 0]
        kinds = np.broadcast_to(pairs.kinds, (self._count, len(pairs.kinds)))
        best = _mixed(_softmax(scores), hidden)
        together = [topic, context.max(axis=1), kinds, best, hidden.max(axis=1)]
        whole = _relu(self._linear("whole", np.concatenate(together, axis=1)[:, None]))
        nothing, verdicts = self._linear("null", whole), self._linear("verdict", whole)
        return Reading(scores.mean(axis=0), float(nothing.mean()), verdicts[:, 0].mean(axis=0))

    def _met(
        self,
        pairs: Pairs,
        shared: Shared,
        asked: np.ndarray,
        own: np.ndarray,
        context: np.ndarray,
    ) -> np.ndarray:
        """(m × n × q × h): each token of the question beside what it is aligned with in a
        sentence."""
        n, q, _ = shared.attention.shape
        m, h = self._count, asked.shape[-1]
        aligned = (shared.attention @ own[pairs.places]).reshape(n, q, m, h)
        aligned = np.ascontiguousarray(aligned.transpose(2, 0, 1, 3))
        named = np.broadcast_to(pairs.named[:, None], (m, q, 1))
        beside = np.empty((m, n, q, 2 * h + SCALARS), dtype=np.float32)
        beside[..., :h] = aligned
        np.multiply(asked[:, None], aligned, out=beside[..., h : 2 * h])
        beside[..., 2 * h :] = shared.scalars
        found = self._linear("ta", beside.reshape(m, n * q, -1)).reshape(m, n, q, -1)
        found += self._linear("tq", _row(asked, context, named))[:, None]
        np.maximum(found, 0.0, out=found)
        return self._linear("t2", found.reshape(m, n * q, -1)).reshape(m, n, q, -1)

    def _near(
        self,
        pairs: Pairs,
        shared: Shared,
        of_tokens: np.ndarray,
        gate: np.ndarray,
        topic: np.ndarray,
    ) -> np.ndarray:
        """(m × n × h): the token of each sentence that looks most like an answer where it stands;
        `of_tokens` (u × m·h) is what is made of each token alone."""
        m, t = self._count, len(shared.places)
        weighed = gate @ pairs.cosines  # n × m × s
        seen = np.empty((m, t, 4 + shared.surface.shape[1]), dtype=np.float32)
        seen[..., 0] = shared.met
        seen[..., 1] = (shared.near @ gate.T).T
        seen[..., 2] = np.swapaxes(_mean_near(weighed), 1, 2)[pairs.there].T
        seen[..., 3] = np.swapaxes(weighed, 1, 2)[pairs.there].T
        seen[..., 4:] = shared.surface
        h = topic.shape[-1]
        found = seen @ self._w["ss.weight"][:, h:]
        found += of_tokens[shared.places].reshape(t, m, h).swapaxes(0, 1)
        found += self._linear("sq", topic[:, None])
        np.maximum(found, 0.0, out=found)
        return np.maximum.reduceat(self._linear("s2", found), shared.starts, axis=1)

    def _of_tokens(self, vectors: np.ndarray) -> np.ndarray:
        """(tokens × 2·m·h): what the members make of tokens (tokens × d): their own forms, then
        what these add to how much a token looks like an answer."""
        own = self._linear("project", vectors)
        h = own.shape[-1]
        both = own, own @ self._w["ss.weight"][:, :h]
        return np.concatenate([each.swapaxes(0, 1).reshape(len(vectors), -1) for each in both], 1)

    def _linear(self, name: str, x: np.ndarray) -> np.ndarray:
        found = x @ self._w[f"{name}.weight"]
        bias = self._w.get(f"{name}.bias")
        if bias is not None:
            found += bias[:, None]
        return found

    def _each(self, name: str) -> np.ndarray:
        return self._w[name][:, None]


class Projected:
    """What the members make of the token with each id, made when the id is first met."""

    def __init__(self, made: Callable[[np.ndarray], np.ndarray], width: int) -> None:
        """`made` gives (tokens × width) of the vectors of tokens (tokens × d)."""
        self._made = made
        self._kept = (np.zeros(0, dtype=bool), np.zeros((0, width), dtype=np.float32))

    def of(self, ids: np.ndarray, vectors: np.ndarray) -> np.ndarray:
        """(tokens × width): of these tokens (`vectors`, tokens × d); the id -1 is no token."""
        known, rows = self._grown(int(ids.max()) + 2)
        missing = np.flatnonzero(~known[ids + 1])
        if len(missing):
            rows[ids[missing] + 1] = self._made(vectors[missing])
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


def scalars(pairs: Pairs) -> np.ndarray:
    """(n × q × `SCALARS`): the best cosine of each token in a sentence; how much better the words
    before it meet the token; how much better its release does, and another one; the best of all."""
    best = pairs.cosines.max(axis=2)
    before = np.maximum(pairs.around[:, 0] - best, 0.0)
    release = np.maximum(pairs.around[:, 1], best)
    anywhere = np.broadcast_to(release.max(axis=0), best.shape)
    return np.stack([best, before, release - best, anywhere - release, anywhere], axis=2)


def _best_near(x: np.ndarray) -> np.ndarray:
    """The best of the 2 × `NEAR` + 1 values around each place of the last axis; 0 lies beyond."""
    best = np.pad(x, [(0, 0)] * (x.ndim - 1) + [(NEAR, NEAR)])
    within, wanted = 1, 2 * NEAR + 1
    while within < wanted:  # the best of twice as many is that of two neighbours
        step = min(within, wanted - within)
        best = np.maximum(best[..., :-step], best[..., step:])
        within += step
    return best


def _mean_near(x: np.ndarray) -> np.ndarray:
    """Their sum by their number; beyond the ends there is 0."""
    padded = np.pad(x, [(0, 0)] * (x.ndim - 1) + [(NEAR, NEAR)])
    total = padded[..., : x.shape[-1]].copy()
    for step in range(1, 2 * NEAR + 1):
        total += padded[..., step : step + x.shape[-1]]
    return total / (2 * NEAR + 1)


def _around(x: np.ndarray) -> np.ndarray:
    """(m × q × 3·h): each token with those before and behind it (m × q × h)."""
    padded = np.pad(x, ((0, 0), (1, 1), (0, 0)))
    return _row(padded[:, :-2], padded[:, 1:-1], padded[:, 2:])


def _mixed(weights: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """(m × h): the sum of rows (m × n × h) by weights (m × n)."""
    return (weights[:, None] @ rows)[:, 0]


def _row(*parts: np.ndarray) -> np.ndarray:
    return np.concatenate(parts, axis=-1)


def _relu(x: np.ndarray) -> np.ndarray:
    return np.maximum(x, 0.0)


def _softmax(x: np.ndarray) -> np.ndarray:
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    e /= e.sum(axis=-1, keepdims=True)
    return e
