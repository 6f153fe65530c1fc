"""How foreign a question is to releases, told from the question alone: sums, recipes, small talk.

In a large library something is always near, whatever one asks. A logistic model over the question's
vector and its function words ("my", « tu », « combien font ») knows what people ask of any chat
window. It is not asked where the library itself is about such things: a sentence of a cookbook
looks as foreign as a question on cooking, and the nearest sentences are looked at beside the
question. All that it can do is lower the trust in an answer.

The weights are in `foreign.json`, fitted by `python cli.py calibrate foreign` on training questions
for one encoder, whose fingerprint is written with them; with another one nothing is foreign.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from answering.equivalents import is_place
from answering.phrases import plain
from answering.unknown import Unknown
from embedding.encoder import Encoder
from language import ENGLISH, FRENCH
from retrieval.question import Question

WEIGHTS = Path(__file__).with_name("foreign.json")
FIRM = 5.0  # log-odds of being on topic that a question loses for each of its own above the bound
# Log-odds below the bound at which sentences begin to be those of releases, and are so wholly.
_MIXED, _RELEASES = 1.25, 2.0


class Model(NamedTuple):
    """A fitted model: the weights of a vector (d,) and of function words, and the log-odds from
    which a question counts as foreign."""

    vector: np.ndarray
    words: dict[str, float]
    bias: float
    bound: float

    def log_odds(self, texts: Sequence[str], encoder: Encoder) -> np.ndarray:
        """(texts,): how foreign each is."""
        said = [sum(self.words.get(word, 0.0) for word in function_words(text)) for text in texts]
        return encoder.encode_queries(texts) @ self.vector + np.array(said) + self.bias


def foreignness(question: str, nearest: Sequence[str], encoder: Encoder) -> float:
    """What a question loses in log-odds of being on topic, 0 or more, where these sentences are
    the nearest to it."""
    model = _model()
    if model is None or model[0] != encoder.fingerprint or not nearest:
        return 0.0
    fitted = model[1]
    above = float(fitted.log_odds([question], encoder)[0]) - fitted.bound
    if above <= 0.0:  # most questions: the sentences need not be looked at
        return 0.0
    below = fitted.bound - float(fitted.log_odds(nearest, encoder).mean())
    return FIRM * above * min(1.0, max(0.0, (below - _MIXED) / (_RELEASES - _MIXED)))


def names_ours(question: Question, unknown: Unknown) -> bool:
    """Whether a question names something that the library has, other than a country, a province or
    a large city: "What is Windrow?" is small talk to those alone who have not read of it."""
    return any(name not in unknown.names and not is_place(name) for name in question.names)


def function_words(text: str) -> frozenset[str]:
    """The function words of either language in a text, folded."""
    return frozenset(plain(text).split()) & (FRENCH | ENGLISH)


@cache
def _model() -> tuple[str, Model] | None:
    if not WEIGHTS.exists():
        return None
    saved = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    vector = np.array(saved["vector"], dtype=np.float32)
    return saved["encoder"], Model(vector, saved["words"], saved["bias"], saved["bound"])
