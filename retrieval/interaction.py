"""Late interaction: for each token of a question the best cosine among the tokens of each text.

After ColBERT (Khattab and Zaharia, SIGIR 2020), over the token vectors of a static model. Averaged
by the tokens' own weights it is `late`; `focus` is the same with weights that belong to these
texts: a token that meets all of them ("ministers" in a release about ministers) or none ("say")
tells them apart as little as a function word does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from embedding.encoder import TokenBag

_LEAST_LEFT = 0.1  # share of a question that counts as left where the head says all of it
CLOSE = 0.6  # cosine from which a token of a sentence is close to one of the question
_NONE = np.float32(-2.0)  # less than any cosine


def best_cosines(asked: np.ndarray, texts: TokenBag) -> np.ndarray:
    """(texts × tokens): the best cosine of each token asked for (tokens × d) in each text; 0 in a
    text without a token."""
    best = np.zeros((len(texts.lengths), len(asked)), dtype=np.float32)
    filled = np.flatnonzero(texts.lengths)
    if len(filled) and len(asked):
        cosines = texts.vectors @ asked.T
        if texts.norms is not None:
            cosines /= texts.norms[:, None]
        if texts.unknown is not None:
            cosines[texts.unknown] = _NONE
        starts = np.concatenate([[0], np.cumsum(texts.lengths[filled])[:-1]])
        best[filled] = np.maximum.reduceat(cosines.take(texts.places, axis=0), starts, axis=0)
        if texts.unknown is not None:
            best[best == _NONE] = 0.0
    return best


@dataclass(frozen=True, slots=True, eq=False)
class Late:
    """`best` (texts × tokens) as `best_cosines` gives it; `weights` and `local` (tokens,): the
    tokens' own weights and those that belong to these texts; `query` (d, unit length): the
    question pooled with the latter."""

    best: np.ndarray
    weights: np.ndarray
    local: np.ndarray
    query: np.ndarray

    @classmethod
    def of(cls, asked: np.ndarray, weights: np.ndarray, texts: TokenBag) -> Late:
        """`asked` (tokens × d) with `weights` (tokens,) against the tokens of each text."""
        best = best_cosines(asked, texts)
        local = _local(best, weights)
        pooled = local @ asked
        return cls(best, weights, local, pooled / max(float(np.linalg.norm(pooled)), 1e-9))

    @property
    def late(self) -> np.ndarray:
        """(texts,): the mean by the tokens' own weights."""
        return _weighed(self.best, self.weights)

    @property
    def focus(self) -> np.ndarray:
        """(texts,): the mean by the local weights."""
        return _weighed(self.best, self.local)

    def rest(self, told: np.ndarray) -> np.ndarray:
        """(texts,): the mean by the tokens' own weights less what the head of its release says of
        each (`told`, texts × tokens): who asks about a release by its name wants to know more."""
        left = self.weights * (1.0 - np.clip(told, 0.0, 1.0))
        least = _LEAST_LEFT * float(self.weights.sum())
        return (self.best * left).sum(axis=1) / np.maximum(left.sum(axis=1), max(least, 1e-9))

    def together(self, groups: np.ndarray) -> np.ndarray:
        """(groups × tokens): the best cosine of each token in any text of a group, 0 at least."""
        order = np.argsort(groups, kind="stable")
        starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
        return np.maximum(np.maximum.reduceat(self.best[order], starts, axis=0), np.float32(0.0))

    def by_group(self, together: np.ndarray) -> np.ndarray:
        """(groups,): the texts of a group taken as one (`together`), its tokens weighed by what
        tells the groups apart; 0 for all where there is one group."""
        if len(together) < 2:
            return np.zeros(1, dtype=np.float32)
        return _weighed(together, _local(together, self.weights))

    def before(self, headings: np.ndarray, passages: np.ndarray, items: np.ndarray) -> np.ndarray:
        """(texts × tokens): the best cosine in the heading over each text (`headings`, texts ×
        tokens), in the two texts before it in its passage and, for the `items` (texts,) of a list,
        in the text that the list follows on."""
        best = headings.copy()
        for back in (1, 2):
            same = passages[back:] == passages[:-back]
            np.maximum(best[back:], self.best[:-back], where=same[:, None], out=best[back:])
        rows = np.arange(len(passages))
        leading = np.maximum.accumulate(np.where(items, -1, rows))
        led = items & (leading >= 0) & (passages[leading] == passages)
        np.maximum(best, self.best[leading], where=led[:, None], out=best)
        return best


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """`cosines` (words × texts): the best cosine of each content word to a token of each text.

    `weights` (words,) is how much each word says.
    """

    words: tuple[str, ...]
    cosines: np.ndarray
    weights: np.ndarray

    @property
    def best(self) -> dict[str, float]:
        """For each word, the best cosine in any of the texts."""
        if not self.cosines.size:
            return {}
        return dict(zip(self.words, self.cosines.max(axis=1).tolist(), strict=True))

    @property
    def share(self) -> np.ndarray:
        """(texts,): the weighted mean over the words, for each text."""
        if not len(self.words):
            return np.zeros(self.cosines.shape[1], dtype=np.float32)
        return self.weights @ self.cosines / self.weights.sum()


def _local(best: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """(tokens,): weights that belong to these texts (texts × tokens of best cosines)."""
    close = (best > CLOSE).sum(axis=0)
    rarity = np.log1p((len(best) - close + 0.5) / (close + 0.5))
    return weights * np.maximum(best.max(axis=0), 0.0) ** 2 * rarity


def _weighed(best: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return best @ weights / max(float(weights.sum()), 1e-9)
