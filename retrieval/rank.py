"""Scores sentences against a question: mean-pooled cosine, late interaction, shared words, type.

`late` and `focus` are late interaction (interaction.py), `dense` the cosine with the question
pooled by the weights of `focus`, `around` its mean over the sentences of the passage, `section`
that of the heading, `release` late interaction with a whole release. Shared words are weighed by
idf over the library's passages, in the sentence (`words`) and in the head of its release
(`letterhead`); `lacking` are those that other releases have and its own has not, less than 0 for
each. `early` falls with the place in the text, for what is announced stands first. Which release
is meant is also read from dates and editions (setting.py), what would answer from types (shape.py)
and slots (slot.py).

The weights of the signals are in `weights.json`, fitted by `python cli.py calibrate` on the
training questions: one set for a library of a single release, one for a large one, and between
them by the logarithm of its size.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from embedding.encoder import Encoder, TokenBag, TokenEncoder, TokenVectors
from language import ENGLISH, FRENCH
from retrieval.analyst import Analyst, Looked
from retrieval.interaction import Coverage, Late, Products, best_cosines
from retrieval.question import Question
from retrieval.setting import setting_of
from retrieval.shape import KINDS, know, type_signals
from retrieval.signals import (
    SIGNALS,
    Candidates,
    Scores,
    lacking,
    mean_of,
    newest,
    setting_signals,
    shared_words,
    slot_signals,
)
from retrieval.slot import COUNTED, around_numbers
from retrieval.texts import some_of
from retrieval.words import Spoken, Words, met, singular
from shadow import fold
from vectorstore.analysis import stem

if TYPE_CHECKING:
    from retrieval.ranking import Ranking

WEIGHTS = Path(__file__).with_name("weights.json")
_FUNCTION_WORDS = FRENCH | ENGLISH
_OPENING = 1_000  # characters after which `early` has fallen to a third
_QUESTIONS = 32  # of which it is kept which words meet the best candidates
_KEPT = 5_000  # texts whose tokens are kept: some ten megabytes


class Ranker:
    """Scores candidates with one encoder; keeps what is known of the texts that come back."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self.analyst = Analyst(encoder)
        self._kept: dict[str, Looked] = {}
        self._met: dict[Question, dict[tuple[str, str], np.ndarray]] = {}
        self._tokens = lru_cache(maxsize=256)(self._tokens_of)  # of questions and their words

    def score(
        self,
        question: Question,
        query: np.ndarray,
        candidates: Candidates,
        idf: Callable[[str], float],
        size: float,
    ) -> Scores:
        """The signals of each candidate and their weighted sum, higher is better.

        `query` is the question's vector (d, unit length); `idf` weighs a stem; `size` is
        `size_of` the library.
        """
        forward, heads, release_of = candidates.forward, candidates.heads, candidates.release_of
        if not len(forward):
            return Scores(np.zeros((0, len(SIGNALS))), np.zeros(0))
        spoken = candidates.spoken
        names = [name or "" for name in forward.sections]
        bag = self._bag(candidates)
        around, noun = None, np.zeros((len(forward), 2), dtype=np.float32)
        if bag is None:
            late = focus = dense = self._vectors(candidates.texts) @ query
            release = np.zeros(len(heads), dtype=np.float32)
        else:
            asked, nouns = self.tokens(question.text), self._noun(question)
            products = Products(np.concatenate([asked.vectors, nouns]), bag)
            best = products.best()
            met_by = Late.of(asked.vectors, self._says(question), best[:, : len(asked)])
            query, late, focus = met_by.query, met_by.late, met_by.focus
            dense = self._dense(met_by, candidates, products)
            together = met_by.together(release_of)
            release = met_by.by_group(together)
            above = best_cosines(asked.vectors, self._bag_of(names))
            before = met_by.before(above[forward.sentences["section"]], forward.passage)
            around = np.stack([before, together[release_of]], axis=1)
            if len(nouns):
                noun[:, 0] = best[:, len(asked) :].mean(axis=1)
                noun[:, 1] = self._counted(question, candidates, products, nouns)
        both = forward.words.then([head.words for head in heads])  # at once: it takes less time
        of_both = spoken.then([head.language for head in heads])
        met_words = met(question, both, of_both)
        shared = shared_words(question, met_words, of_both, idf)
        shared, named = shared[:, : len(forward)], shared[:, len(forward) :]
        sentences = forward.sentences
        signals = np.column_stack(
            [
                dense,
                late,
                focus,
                shared.sum(axis=0),
                mean_of(dense, forward.passage),
                self._sections(query, forward.sections)[sentences["section"]],
                release[release_of],
                lacking(shared, named, release_of)[release_of],
                named.sum(axis=0)[release_of],
                np.log1p((sentences["end"] - sentences["start"]) / 100),
                np.exp(-candidates.starts / _OPENING),
                np.array([each != question.language for each in spoken.languages])[spoken.of],
                setting_signals(setting_of(question.text, newest=newest(heads)), candidates),
                type_signals(question, candidates.texts, sentences["kind"], sentences["marks"]),
                slot_signals(question, candidates.texts, sentences["marks"]),
                noun,
            ]
        )
        said = met_words[:, : len(forward)]
        return Scores(signals, signals @ _weights_for(size), around, said)

    def coverage(
        self, question: Question, texts: Sequence[str], languages: Sequence[str]
    ) -> Coverage:
        """How well each content word of the question is met by each text: as itself, or by the
        nearest token in meaning where the encoder has token vectors."""
        words, cosines = question.words, self._met_in(question, texts, languages)
        weights = np.ones(len(words), dtype=np.float32)
        if isinstance(self.encoder, TokenEncoder) and words:
            bag = self._bag_of(texts)
            there = np.flatnonzero(bag.lengths)
            read = [self.tokens(word) for word in words]
            says = np.concatenate([asked.weights for asked in read]) + np.float32(1e-6)
            best = best_cosines(np.concatenate([asked.vectors for asked in read]), bag) * says
            sizes = np.array([len(asked) for asked in read])
            known = np.flatnonzero(sizes)
            if len(known):
                starts = (np.cumsum(sizes) - sizes)[known]
                weights[known] = np.add.reduceat(says, starts)
                nearest = np.add.reduceat(best, starts, axis=1) / weights[known]
                met_by = np.ix_(known, there)
                cosines[met_by] = np.maximum(cosines[met_by], nearest.T[:, there])
            return Coverage(words, cosines, weights, self._in_singular(words, bag))
        return Coverage(words, cosines, weights)

    def _in_singular(self, words: Sequence[str], bag: TokenBag) -> dict[str, float]:
        """The best cosine to a token of any text of the singular of each word that is the plural of
        what the encoder knows as one token."""
        ones = {word: singular(word) for word in words if singular(word) != word}
        ones = {word: one for word, one in ones.items() if self.analyst.exists(one)}
        if not ones or not len(bag.lengths):
            return {}
        vectors = np.concatenate([self.tokens(one).vectors for one in ones.values()])
        return dict(zip(ones, best_cosines(vectors, bag).max(axis=0).tolist(), strict=True))

    def _met_in(
        self, question: Question, texts: Sequence[str], languages: Sequence[str]
    ) -> np.ndarray:
        """(words × texts) as `words.met` gives it, by what is remembered of all of them, if it
        is."""
        known = self._met.get(question, {})
        columns = [known.get(each) for each in zip(texts, languages, strict=True)]
        if columns and all(column is not None for column in columns):
            return np.stack(columns, axis=1)
        said = Words.of([each.words for each in self.looked_at(texts)])
        return met(question, said, Spoken.by(languages))

    def prepare(self, question: Question, frequency: Callable[[str], int]) -> None:
        """Look at the question itself, while its candidates are being searched: at its tokens, and
        at how many passages hold its stems, which the library keeps."""
        for word in question.words:
            for language in ("fr", "en"):
                frequency(stem(word, language))
        self.looked_at([question.text])
        if isinstance(self.encoder, TokenEncoder):
            for text in (question.text, question.noun or "", *question.words):
                self.tokens(text)

    def tokens(self, text: str) -> TokenVectors:
        """The tokens of a question or of a word, by an encoder with tokens."""
        return self._tokens(text)

    def looked_at(self, texts: Sequence[str]) -> list[Looked]:
        """What is known of texts, worked out together for those that are new."""
        self._keep({})
        kept = self._kept
        new = [text for text in dict.fromkeys(texts) if text not in kept]
        if new:
            kept.update(zip(new, self.analyst.looked_at(new), strict=True))
        return [kept[text] for text in texts]

    def remember(self, ranking: Ranking, rows: Sequence[int]) -> None:
        """Keep what is known of some candidates of a question for those who look at them again."""
        candidates, scores = ranking.candidates, ranking.scores
        looked = self.analyst.looked(candidates.forward, rows)
        texts = some_of(candidates.texts, rows)
        self._keep(dict(zip(texts, looked, strict=True)))
        kinds = candidates.forward.sentences["kind"][rows].tolist()
        for text, kind, each in zip(texts, kinds, looked, strict=True):
            know(text, KINDS[kind], each.offers)
        if scores.met is not None:
            if len(self._met) >= _QUESTIONS:  # other threads keep the one that they read
                self._met = {}
            languages = (candidates.spoken.languages[of] for of in candidates.spoken.of[rows])
            self._met[ranking.question] = dict(
                zip(zip(texts, languages, strict=True), scores.met[:, rows].T, strict=True)
            )

    def _keep(self, looked: Mapping[str, Looked]) -> None:
        if len(self._kept) + len(looked) > _KEPT:  # other threads keep the one that they read
            self._kept = {}
        self._kept.update(looked)

    def _tokens_of(self, text: str) -> TokenVectors:
        return self.encoder.token_vectors([text])[0]  # type: ignore[attr-defined]

    def _vectors(self, texts: Sequence[str]) -> np.ndarray:
        return self.encoder.encode_passages(texts)

    def _bag(self, candidates: Candidates) -> TokenBag | None:
        """The tokens of the candidates; None without token vectors."""
        if self.analyst.table is not None:
            forward = candidates.forward
            lengths = forward.sentences["tokens"].astype(np.int64)
            return self.analyst.table.bag_of(forward.ids, lengths)
        return self._bag_of(candidates.texts) if isinstance(self.encoder, TokenEncoder) else None

    def _bag_of(self, texts: Sequence[str]) -> TokenBag:
        """The tokens of other texts, by an encoder with tokens."""
        if self.analyst.table is None:
            return self.encoder.token_bag(texts)  # type: ignore[attr-defined]
        tokens = [looked.tokens for looked in self.looked_at(texts)]
        ids = np.concatenate([np.zeros(0, dtype=np.int64), *(each.ids for each in tokens)])
        lengths = np.array([len(each) for each in tokens], dtype=np.int64)
        return self.analyst.table.bag_of(ids, lengths)

    def _says(self, question: Question) -> np.ndarray:
        """(tokens,): how much each token of the question says; function words say nothing."""
        asked, kept = self.tokens(question.text), set(question.words)
        pieces = (fold(piece) for piece in asked.pieces)
        return asked.weights * [piece in kept or piece not in _FUNCTION_WORDS for piece in pieces]

    def _dense(self, met_by: Late, candidates: Candidates, products: Products) -> np.ndarray:
        """(candidates,): the cosine of each with the question as it was pooled."""
        table = self.analyst.table
        if table is None:
            return self._vectors(candidates.texts) @ met_by.query
        sums = products.sums(met_by.pooled) + float(table.before @ met_by.query)
        return (sums / np.maximum(candidates.forward.sentences["norm"], 1e-12)).astype(np.float32)

    def _noun(self, question: Question) -> np.ndarray:
        """(tokens × d): the noun that is asked about."""
        return self.tokens(question.noun or "").vectors

    def _counted(
        self, question: Question, candidates: Candidates, products: Products, nouns: np.ndarray
    ) -> np.ndarray:
        """(candidates,): how well each says the noun (`nouns`, the last of what the products are
        with) beside a number, where a number is asked for."""
        found = np.zeros(len(candidates.forward), dtype=np.float32)
        if question.slot not in COUNTED:
            return found
        forward = candidates.forward
        if self.analyst.table is not None:
            rows = np.repeat(np.arange(len(forward)), forward.sentences["numbers"])
            ends = np.cumsum(forward.sentences["tokens"], dtype=np.int64)
            spans = forward.numbers + (ends - forward.sentences["tokens"])[rows][:, None]
            beside = products.best_within(spans)[:, -len(nouns) :]
        else:
            texts = enumerate(candidates.texts)
            places = [(row, part) for row, text in texts for part in around_numbers(text)]
            rows = np.array([row for row, _ in places], dtype=np.int64)
            beside = best_cosines(nouns, self._bag_of([part for _, part in places]))
        np.maximum.at(found, rows, beside.mean(axis=1))
        return found

    def _sections(self, query: np.ndarray, names: Sequence[str | None]) -> np.ndarray:
        """(names,): the cosine of the question with each heading, 0 where there is none."""
        found = np.zeros(len(names), dtype=np.float32)
        rows = [row for row, name in enumerate(names) if name]
        if rows:
            found[rows] = self._vectors([names[row] for row in rows]) @ query
        return found


@lru_cache(maxsize=64)
def _weights_for(size: float) -> np.ndarray:
    """(signals,): the weights in a library of this size."""
    small, large = _weights()["small"], _weights()["large"]
    return np.array(
        [(1.0 - size) * small.get(name, 0.0) + size * large.get(name, 0.0) for name in SIGNALS]
    )


def reread() -> None:
    """Rank with the weights that are written now: a calibration has changed them."""
    _weights.cache_clear()
    _weights_for.cache_clear()


@cache
def _weights() -> dict[str, dict[str, float]]:
    return json.loads(WEIGHTS.read_text(encoding="utf-8"))


def size_of(passages: int) -> float:
    """0 for a library of one release (20 passages), 1 from 200 passages, by logarithm between."""
    return min(1.0, max(0.0, math.log10(max(passages, 1) / 20)))


def idf(frequency: int, passages: int) -> float:
    """BM25's inverse document frequency, log(1 + (N − n + ½) / (n + ½)), never negative."""
    return math.log(1.0 + (passages - frequency + 0.5) / (frequency + 0.5))
