"""Fits how foreign a question is by itself (`answering.foreign`) on training questions.

Other topics of the sets that are asked of no library in particular, against every question on the
releases, answerable or not. Questions in the words of communiqués about what no release treats are
on neither side: another library may well answer them. The bound is set on cross-validated log-odds.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from answering.foreign import function_words
from embedding.encoder import Encoder
from evaluation.calibration.folds import folds
from evaluation.calibration.refusal import fit, verdict_of
from evaluation.metrics import auroc
from evaluation.questions import Question

RIDGE = 100.0
COUNTS = 0.02  # share of the questions on releases that may count as foreign at all
_SEEN = 10  # questions that have a function word which gets a weight
# How people are polite, which makes no question foreign: one in so many is shown so as well.
_POLITE = 6
_FRAMES = {
    "fr": (
        "Bonjour, {} Merci !",
        "Bonjour, j'écris un article et j'aimerais savoir : {} Merci d'avance.",
        "Pourriez-vous me dire, s'il vous plaît : {}",
        "Je cherche une réponse rapide. {} Bonne journée !",
        "Salut ! J'ai une question pour vous : {}",
    ),
    "en": (
        "Hello, {} Thanks!",
        "Hi, I am working on a story and would like to know: {} Thank you very much.",
        "Could you please tell me: {}",
        "I need a quick answer. {} Have a nice day!",
        "Hi there! I have a question for you: {}",
    ),
}
_OTHER, _ORDER = "other_topic", "instruction"


@dataclass(frozen=True, slots=True)
class Foreign:
    """The fitted model with the encoder that it is for, and how it did on questions not seen."""

    encoder: str
    vector: tuple[float, ...]
    words: dict[str, float]
    bias: float
    bound: float
    questions: int
    other_topics: int
    auroc: float
    found: float

    def save(self, path: Path) -> None:
        """Write what `answering.foreign` reads, with what it was fitted on."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False) + "\n", encoding="utf-8")

    def figures(self) -> dict[str, object]:
        """The figures, for programs."""
        return asdict(self)

    def to_text(self) -> str:
        """The figures, for people."""
        return (
            f"foreign, cross-validated on {self.questions} questions, {self.other_topics} of them "
            f"on other topics: AUROC {self.auroc:.3f}; where {COUNTS:.0%} of those on releases "
            f"count, {self.found:.3f} of the others do"
        )


def foreign_on(apart: Sequence[Question], asked: Sequence[Question], encoder: Encoder) -> Foreign:
    """The model fitted on questions `apart` from any library, whose other topics are foreign, and
    on those `asked` of libraries, whose other topics are left out."""
    ours = [q for q in (*asked, *apart) if verdict_of(q) not in (_OTHER, _ORDER)]
    kinds = {q.user_input: False for q in ours}
    kinds |= {_politely(q, at): False for at, q in enumerate(ours[::_POLITE])}
    kinds |= {q.user_input: True for q in apart if verdict_of(q) == _OTHER}
    texts, foreign = list(kinds), np.array(list(kinds.values()))
    counted = Counter(word for text in texts for word in function_words(text))
    words = sorted(word for word, count in counted.items() if count >= _SEEN)
    said = [[word in of for word in words] for of in map(function_words, texts)]
    x = np.column_stack([encoder.encode_queries(texts), said, np.ones(len(texts))])
    unseen = np.zeros(len(texts))
    for seen, held in folds(len(texts)):
        unseen[held] = x[held] @ fit(x[seen], foreign[seen], RIDGE)
    bound = float(np.quantile(unseen[~foreign], 1.0 - COUNTS))
    *vector, bias = (round(float(weight), 4) for weight in fit(x, foreign, RIDGE))
    size = len(vector) - len(words)
    return Foreign(
        encoder=encoder.fingerprint,
        vector=tuple(vector[:size]),
        words=dict(zip(words, vector[size:], strict=True)),
        bias=bias,
        bound=round(bound, 4),
        questions=len(texts),
        other_topics=int(foreign.sum()),
        auroc=round(auroc(unseen.tolist(), foreign.tolist()) or 0.0, 4),
        found=round(float((unseen[foreign] > bound).mean()), 4),
    )


def _politely(question: Question, number: int) -> str:
    frames = _FRAMES[question.lang]
    return frames[number % len(frames)].format(question.user_input)
