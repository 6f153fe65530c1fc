"""From a folder of pairs to a packaged model: the whole recipe, in order."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from embedding.training.corpus import TokenCorpus
from embedding.training.data import Pair, interleave, read_pairs, texts_by_source
from embedding.training.export import export
from embedding.training.lexicon import STEM, read_lexicon
from embedding.training.questions import MARK, generate
from embedding.training.teacher import choose_texts
from embedding.training.train import Recipe, Trainer, groups_of
from embedding.training.vocabulary import train_vocabulary

# How often a source is drawn, on top of the square root of its size.
SOURCE_WEIGHTS = {
    "pydocs_fr": 0.3,
    "d365_frca": 0.4,
    "lexical_synonyms": 0.5,
    "laws_terms": 0.5,
    "squad_nqg_en": 2.0,
    "servicepublic_fr": 2.0,
    "fiches_travail_fr": 2.0,
    "gc_docs": 2.0,
    "lexicon": 1.5,
}
GENERATED_WEIGHT = 0.4
VOCABULARY_WEIGHTS = {
    STEM: 100.0,
    "pydocs_fr": 0.5,
    "d365_frca": 0.5,
    "laws_terms": 0.7,
    "laws_parallel": 0.7,
}

# The first pass learns 256 dimensions, the cheap way to most of the quality; the second adds 128.
PASSES = (
    Recipe(),
    Recipe(dimensions=384, nested=(384, 128), steps=10_000, learning_rate=0.012, average_from=0.8),
)

Teach = Callable[[list[str]], np.ndarray]


@dataclass(frozen=True, slots=True)
class Plan:
    """What shapes a model besides its data and its teacher."""

    passes: tuple[Recipe, ...] = PASSES
    vocabulary: int = 72_000
    vocabulary_texts: int = 350_000
    fold_accents: bool = True
    teacher_texts: int = 450_560
    per_source: int = 100_000
    per_source_questions: int = 30_000
    lexicon: bool = True
    seed: int = 13


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What a run trains on: pairs by source, the vocabulary, the texts and their teacher vectors.

    `teacher_vectors` is n × d float32 for `teacher_texts`, L2-normalised.
    """

    pairs: dict[str, list[Pair]]
    tokenizer: Tokenizer
    corpus: TokenCorpus
    teacher_texts: list[str]
    teacher_vectors: np.ndarray


def train_model(data: Path, out: Path, plan: Plan, teach: Teach) -> None:
    """Train on the pairs in `data` and write the packaged model to `out`.

    `teach` gives the teacher's L2-normalised vectors (n × d) of English texts.
    """
    make(prepare(data, plan, teach), out, plan.passes)


def make(material: Material, out: Path, passes: tuple[Recipe, ...]) -> None:
    """Train on the material and write the packaged model to `out`."""
    table = fit(material, passes)
    export(table, material.corpus.idf(), material.tokenizer, out)


def prepare(data: Path, plan: Plan, teach: Teach) -> Material:
    """Read, sample, generate questions, learn the vocabulary, ask the teacher."""
    everything = read_pairs(data)
    lexicon = read_lexicon() if plan.lexicon else []
    tokenizer = learn_vocabulary({**everything, STEM: lexicon}, plan)
    words = texts_by_source({STEM: lexicon}, "en").get(STEM, [])
    chosen = choose_texts(everything, plan.seed)[: plan.teacher_texts]
    texts = list(dict.fromkeys([*chosen, *words]))
    vectors = teach(texts)
    pairs = {**sample(everything, plan), STEM: lexicon}
    wanted = (text for rows in pairs.values() for pair in rows for text in (pair.a, pair.b))
    return Material(pairs, tokenizer, TokenCorpus(tokenizer, [*wanted, *texts]), texts, vectors)


def learn_vocabulary(pairs: dict[str, list[Pair]], plan: Plan) -> Tokenizer:
    """Word pieces from as many French as English texts, the sources mixed."""
    texts = [
        text
        for language in ("fr", "en")
        for text in interleave(texts_by_source(pairs, language), VOCABULARY_WEIGHTS, plan.seed)[
            : plan.vocabulary_texts
        ]
    ]
    lexicon = [text for pair in pairs.get(STEM, []) for text in (pair.a, pair.b)]
    return train_vocabulary([*texts, *lexicon], plan.vocabulary, fold_accents=plan.fold_accents)


def sample(pairs: dict[str, list[Pair]], plan: Plan) -> dict[str, list[Pair]]:
    """At most `per_source` pairs of each source, and the questions generated over them."""
    kept = {}
    for source, rows in pairs.items():
        mixed = list(rows)
        random.Random(f"{plan.seed}-{source}").shuffle(mixed)
        kept[source] = mixed[: plan.per_source]
    for pair in generate(kept, plan.seed, plan.per_source_questions):
        kept.setdefault(pair.source, []).append(pair)
    return kept


def fit(material: Material, passes: tuple[Recipe, ...]) -> np.ndarray:
    """Train a table (vocabulary × d) on the material, each pass going on from the one before.

    The result is that of the last pass; ValueError without any.
    """
    corpus = material.corpus
    rows = np.array([corpus.row[text] for text in material.teacher_texts])
    groups = groups_of(material.pairs, corpus, {name: weight(name) for name in material.pairs})
    trainer, table = None, None
    for recipe in passes:
        target = rotate(material.teacher_vectors, recipe.dimensions)
        trainer = Trainer(recipe, corpus, groups, rows, target, start=trainer)
        table = trainer.run()
    if table is None:
        raise ValueError("a plan has at least one pass")
    return table


def weight(source: str) -> float:
    """The weight of a source, or of the questions made from it."""
    origin, mark, _ = source.partition(MARK)
    return SOURCE_WEIGHTS.get(origin, 1.0) * (GENERATED_WEIGHT if mark else 1.0)


def rotate(vectors: np.ndarray, dimensions: int) -> np.ndarray:
    """Teacher vectors on their first principal axes, L2-normalised.

    The axes come in the order of what they hold, so that the first d dimensions of the student are
    the best d to keep.
    """
    wide = vectors.astype(np.float32)
    values, axes = np.linalg.eigh(wide.T @ wide)
    kept = wide @ axes[:, np.argsort(-values)[:dimensions]]
    return kept / np.maximum(np.linalg.norm(kept, axis=1, keepdims=True), 1e-9)
