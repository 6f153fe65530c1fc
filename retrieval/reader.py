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
import re
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
SURFACE = 5
SCALARS = 5  # of a token of the question beside a sentence, see `scalars`
LAYOUT = "2"  # of the weights; what was written for another one is not read
VERDICTS = ("answered", "not_said", "other_topic", "instruction")
ASKED = tuple(Asked)
_MONEY_OR_SHARE = re.compile(r"\$|€|%|pour cent|per cent", re.IGNORECASE)
_WORD_MARKS = "-\u2011’'"


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """A question with n sentences, as the network takes them (q and s are numbers of tokens).

    `asked` (q × d) and `sentences` (n × s × d) are unit vectors, 0 where a sentence is shorter;
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
    sentences: np.ndarray
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
    question: Question, evidence: Sequence[Evidence], tokens: Callable[[str], TokenVectors]
) -> Pairs:
    """The question beside each sentence; `evidence` carries the signals of the ranking."""
    asked = tokens(question.text)
    q = min(len(asked), QUESTION_TOKENS)
    of_texts = [tokens(item.text) for item in evidence]
    lengths = [min(len(found), SENTENCE_TOKENS) for found in of_texts]
    shape = (len(evidence), max(*lengths, 1) if lengths else 1)
    sentences = np.zeros((*shape, asked.vectors.shape[1]), dtype=np.float32)
    surface = np.zeros((*shape, SURFACE), dtype=np.float32)
    there = np.zeros(shape, dtype=bool)
    for row, (item, found, length) in enumerate(zip(evidence, of_texts, lengths, strict=True)):
        sentences[row, :length] = found.vectors[:length]
        surface[row, :length] = _surface(item.text, found)[:length]
        there[row, : max(length, 1)] = True
    vectors = asked.vectors[:q]
    return Pairs(
        asked=vectors,
        weights=asked.weights[:q],
        named=_surface(question.text, asked)[:q, 0],
        sentences=sentences,
        there=there,
        cosines=np.maximum(np.swapaxes(sentences @ vectors.T, 1, 2), 0.0),
        around=np.array([item.around or np.zeros((2, q)) for item in evidence], dtype=np.float32)[
            ..., :q
        ],
        surface=surface,
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
        if not len(pairs.asked) or not len(pairs.sentences):
            nothing = np.zeros(len(pairs.sentences), dtype=np.float32)
            return Reading(nothing, 0.0, np.zeros(len(VERDICTS), dtype=np.float32))
        readings = [member.read(pairs) for member in self.members]
        return Reading(
            np.mean([reading.scores for reading in readings], axis=0),
            float(np.mean([reading.nothing for reading in readings])),
            np.mean([reading.verdicts for reading in readings], axis=0),
        )


class Member:
    """One network."""

    def __init__(self, weights: Mapping[str, np.ndarray]) -> None:
        self.w = {name: np.asarray(value, dtype=np.float32) for name, value in weights.items()}

    def read(self, pairs: Pairs) -> Reading:
        """See `Reading`; there are a word and a sentence at least."""
        asked = self._linear("project", pairs.asked)
        sentences = self._linear("project", pairs.sentences)
        context = _relu(self._convolved(asked))
        says = pairs.weights / self.w["token_weight"]
        gate = _softmax(self._linear("gate", _row(asked, context, says[:, None]))[:, 0])
        topic = gate @ context
        met = self._met(pairs, asked, sentences, context, says)
        features = np.concatenate(
            [
                np.einsum("q,nqh->nh", gate, met),
                met.max(axis=1),
                self._near(pairs, sentences, gate, topic),
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
        asked: np.ndarray,
        sentences: np.ndarray,
        context: np.ndarray,
        says: np.ndarray,
    ) -> np.ndarray:
        """(n × q × h): each token of the question beside what it is aligned with in a sentence."""
        hidden = pairs.there[:, None, :]
        attention = _softmax(np.where(hidden, pairs.cosines * SHARPNESS, -1e4))
        aligned = attention @ sentences
        own = self._linear("tq", _row(asked, context, says[:, None], pairs.named[:, None]))
        beside = np.concatenate(
            [
                aligned,
                asked * aligned,
                scalars(pairs),
            ],
            axis=2,
        )
        return self._linear("t2", _relu(own + self._linear("ta", beside)))

    def _near(
        self, pairs: Pairs, sentences: np.ndarray, gate: np.ndarray, topic: np.ndarray
    ) -> np.ndarray:
        """(n × h): the token of each sentence that looks most like an answer where it stands."""
        weighed = np.einsum("q,nqs->ns", gate, pairs.cosines)
        seen = np.stack(
            [
                pairs.cosines.max(axis=1),
                np.einsum("q,nqs->ns", gate, _windows(pairs.cosines).max(axis=-1)),
                _windows(weighed).sum(axis=-1) / (2 * NEAR + 1),
                weighed,
            ],
            axis=2,
        )
        found = self._linear("ss", np.concatenate([sentences, seen, pairs.surface], axis=2))
        tokens = self._linear("s2", _relu(found + self._linear("sq", topic)))
        return np.where(pairs.there[..., None], tokens, -1e4).max(axis=1)

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
    before it meet the token; how much better its release does, and another one; the best of all."""
    best = pairs.cosines.max(axis=2)
    before = np.maximum(pairs.around[:, 0] - best, 0.0)
    release = np.maximum(pairs.around[:, 1], best)
    anywhere = np.broadcast_to(release.max(axis=0), best.shape)
    return np.stack([best, before, release - best, anywhere - release, anywhere], axis=2)


def _windows(x: np.ndarray) -> np.ndarray:
    """`x` with a last axis of the 2 × `NEAR` + 1 values around each place, 0 beyond the ends."""
    width = [(0, 0)] * (x.ndim - 1) + [(NEAR, NEAR)]
    return np.lib.stride_tricks.sliding_window_view(np.pad(x, width), 2 * NEAR + 1, axis=-1)


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


def _surface(text: str, tokens: TokenVectors) -> np.ndarray:
    """(tokens × 5): how each token is written; see `Pairs.surface`."""
    return _written(text, tokens.spans.astype(np.int64).tobytes())


@lru_cache(maxsize=20_000)
def _written(text: str, spans: bytes) -> np.ndarray:
    places = np.frombuffer(spans, dtype=np.int64).reshape(-1, 2).tolist()
    found = np.zeros((len(places), SURFACE), dtype=np.float32)
    opening = len(text) - len(text.lstrip(' «“"-•'))
    for row, (token, end) in enumerate(places):
        word, start = text[token:end], token
        if token > opening and text[token - 1] == " " and word.isalpha() and word.islower():
            continue  # most tokens: a plain word that is not the first one
        word = word.strip()
        while start < end and text[start].isspace():
            start += 1
        while start > 0 and (text[start - 1].isalnum() or text[start - 1] in _WORD_MARKS):
            start -= 1
        first = start <= opening
        capital = text[start : start + 1].isupper() or word[:1].isupper()
        number = any(char.isdigit() for char in word)
        amount = number and bool(_MONEY_OR_SHARE.search(text[token : end + 6]))
        found[row] = (
            capital and not first,
            word.isupper() and len(word) > 1,
            number,
            amount,
            first,
        )
    return found
