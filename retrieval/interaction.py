"""Late interaction: for each token of a question the best cosine among the tokens of each text.

After ColBERT (Khattab and Zaharia, SIGIR 2020), over the token vectors of a static model. Averaged
by the tokens' own weights it is `late`; `focus` is the same with weights that belong to these
texts: a token that meets all of them ("ministers" in a release about ministers) or none ("say")
tells them apart as little as a function word does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from embedding.encoder import TokenBag

CLOSE = 0.6  # cosine from which a token of a sentence is close to one of the question
_NONE = np.float32(-2.0)  # less than any cosine


class Products:
    """Tokens asked for (k × d) times the tokens of some texts, each of which is looked at once."""

    def __init__(self, asked: np.ndarray, texts: TokenBag) -> None:
        self.texts = texts
        shape = len(texts.vectors), len(asked)
        self._raw = texts.vectors @ asked.T if all(shape) else np.zeros(shape, dtype=np.float32)
        self._cosines = self._raw if texts.norms is None else self._raw / texts.norms[:, None]
        if texts.unknown is not None:
            self._cosines[texts.unknown] = _NONE

    def best(self) -> np.ndarray:
        """(texts × k): the best cosine of each token asked for in each text; 0 without a token."""
        return self._best(self.texts.places, self.texts.lengths)

    def best_within(self, spans: np.ndarray) -> np.ndarray:
        """(parts × k): the same in parts of the texts, each from its first token to its last
        (`spans`, parts × 2) among the tokens of all texts."""
        lengths = spans[:, 1] - spans[:, 0]
        shift = spans[:, 0] - np.cumsum(lengths) + lengths
        tokens = np.arange(lengths.sum()) + np.repeat(shift, lengths)
        return self._best(self.texts.places[tokens], lengths)

    def _best(self, places: np.ndarray, lengths: np.ndarray) -> np.ndarray:
        best = np.zeros((len(lengths), self._raw.shape[1]), dtype=np.float32)
        filled = np.flatnonzero(lengths)
        if best.size and len(filled):
            starts = np.concatenate([[0], np.cumsum(lengths[filled])[:-1]])
            best[filled] = np.maximum.reduceat(self._cosines.take(places, axis=0), starts, axis=0)
            if self.texts.unknown is not None:
                best[best == _NONE] = 0.0
        return best

    def sums(self, weights: np.ndarray) -> np.ndarray:
        """(texts,) float64: the product of the sum of each text's vectors, unknown ones included,
        with the sum of the first tokens asked for, weighted (tokens,)."""
        of_token = (self._raw[:, : len(weights)] @ weights)[self.texts.places]
        totals = np.concatenate([[0.0], np.cumsum(of_token, dtype=float)])
        ends = np.cumsum(self.texts.lengths)
        return totals[ends] - totals[ends - self.texts.lengths]


def best_cosines(asked: np.ndarray, texts: TokenBag) -> np.ndarray:
    """(texts × tokens): the best cosine of each token asked for (tokens × d) in each text; 0 in a
    text without a token."""
    return Products(asked, texts).best()


@dataclass(frozen=True, slots=True, eq=False)
class Late:
    """`best` (texts × tokens) as `best_cosines` gives it; `weights` and `local` (tokens,): the
    tokens' own weights and those that belong to these texts; `pooled` (tokens,): `local`, scaled
    so that the sum of the tokens by it, `query` (d,), has unit length."""

    best: np.ndarray
    weights: np.ndarray
    local: np.ndarray
    pooled: np.ndarray
    query: np.ndarray

    @classmethod
    def of(cls, asked: np.ndarray, weights: np.ndarray, best: np.ndarray) -> Late:
        """`asked` (tokens × d) with `weights` (tokens,) and their best cosines in each text."""
        local = _local(best, weights)
        query = local @ asked
        length = max(float(np.linalg.norm(query)), 1e-9)
        return cls(best, weights, local, local / length, query / length)

    @property
    def late(self) -> np.ndarray:
        """(texts,): the mean by the tokens' own weights."""
        return _weighed(self.best, self.weights)

    @property
    def focus(self) -> np.ndarray:
        """(texts,): the mean by the local weights."""
        return _weighed(self.best, self.local)

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

    def before(self, headings: np.ndarray, passages: np.ndarray) -> np.ndarray:
        """(texts × tokens): the best cosine in the heading over each text (`headings`, texts ×
        tokens) and in the two texts before it in its passage."""
        best = headings.copy()
        for back in (1, 2):
            same = passages[back:] == passages[:-back]
            np.maximum(best[back:], self.best[:-back], where=same[:, None], out=best[back:])
        return best


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """`cosines` (words × texts): the best cosine of each content word to a token of each text.

    `weights` (words,) is how much each word says. `in_singular` is for plurals the best cosine of
    their singular: some are rare in what the encoder was trained on, and far from what they mean.
    """

    words: tuple[str, ...]
    cosines: np.ndarray
    weights: np.ndarray
    in_singular: Mapping[str, float] = field(default_factory=dict)

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
