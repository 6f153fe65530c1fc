"""The training loop: one table of token vectors, regressed on a teacher and pulled by pairs."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn.functional import embedding_bag

from embedding.training.corpus import Bags, TokenCorpus
from embedding.training.data import Pair
from embedding.training.losses import distillation, matryoshka


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that shapes a run besides its data.

    `nested` are the dimensions that contrastive losses are taken over, `mix` how often a step is of
    each kind, `average_from` the share of the run after which tables are averaged.
    """

    dimensions: int = 256
    nested: tuple[int, ...] = (256, 64)
    steps: int = 24_000
    batch: int = 512
    learning_rate: float = 0.02
    initial_scale: float = 0.02
    seed: int = 13
    mix: tuple[tuple[str, float], ...] = (("parallel", 0.4), ("teacher", 0.2), ("contrast", 0.4))
    weight_regression: float = 2.0
    weight_order: float = 1.0
    average_from: float = 0.8


@dataclass(frozen=True, slots=True)
class Group:
    """Pairs of one source and kind as rows of the corpus (n × 2), and its sampling weight."""

    name: str
    rows: np.ndarray
    weight: float


class RowAdam:
    """Adam over a table of which a step touches few rows: moments move only where touched."""

    def __init__(self, table: torch.Tensor, betas: tuple[float, float] = (0.9, 0.99)) -> None:
        self.table = table
        self.betas = betas
        self.first = torch.zeros_like(table)
        self.second = torch.zeros_like(table)
        self.count = torch.zeros(len(table))

    def go_on(self, other: RowAdam) -> None:
        """Take over the moments of a table that has the same rows and as many columns or fewer."""
        width = other.table.shape[1]
        self.first[:, :width] = other.first
        self.second[:, :width] = other.second
        self.count.copy_(other.count)

    def step(self, rows: torch.Tensor, gradient: torch.Tensor, rate: float) -> None:
        """One update of `rows` (u,) by `gradient` (u × d)."""
        b1, b2 = self.betas
        first = self.first[rows].mul_(b1).add_(gradient, alpha=1 - b1)
        second = self.second[rows].mul_(b2).addcmul_(gradient, gradient, value=1 - b2)
        self.first[rows] = first
        self.second[rows] = second
        count = self.count[rows] + 1
        self.count[rows] = count
        first = first / (1 - b1**count)[:, None]
        second = second / (1 - b2**count)[:, None]
        self.table[rows] -= rate * first / (second.sqrt() + 1e-8)


def groups_of(
    pairs: dict[str, list[Pair]], corpus: TokenCorpus, weights: dict[str, float], power: float = 0.5
) -> dict[str, list[Group]]:
    """Pairs as groups: "parallel" and "contrast", weighted by size ** power and source weight."""
    found: dict[str, list[Group]] = {"parallel": [], "contrast": []}
    for source, rows in pairs.items():
        by_kind: dict[tuple[str, str, str], list[tuple[int, int]]] = {}
        for pair in rows:
            a, b = corpus.row.get(pair.a), corpus.row.get(pair.b)
            if a is not None and b is not None:
                key = (pair.kind, pair.lang_a, pair.lang_b)
                by_kind.setdefault(key, []).append((a, b))
        for (kind, *languages), list_ in by_kind.items():
            if len(list_) < 16:
                continue
            part = "parallel" if kind == "parallel" else "contrast"
            weight = weights.get(source, 1.0) * len(list_) ** power
            name = f"{source}:{kind}:{'-'.join(languages)}"
            found[part].append(Group(name, np.array(list_), weight))
    return found


def draw(
    groups: list[Group], size: int, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Both sides of at most `size` pairs of one group, so that the negatives are hard."""
    weights = np.array([group.weight for group in groups])
    group = groups[random.choice(len(groups), p=weights / weights.sum())]
    chosen = random.choice(len(group.rows), min(size, len(group.rows)), replace=False)
    rows = group.rows[random.permutation(chosen)]  # the packaged table was drawn so
    return rows[:, 0], rows[:, 1]


class Trainer:
    """One run: `table` (vocabulary × d float32) is trained in place by `run`.

    `start` is an earlier run on the same corpus, to go on from its table and moments; where this
    run has more dimensions than that one, the further ones begin at random.
    """

    def __init__(
        self,
        recipe: Recipe,
        corpus: TokenCorpus,
        groups: dict[str, list[Group]],
        teacher_rows: np.ndarray,
        teacher_vectors: np.ndarray,
        start: Trainer | None = None,
    ) -> None:
        self.recipe, self.corpus, self.groups = recipe, corpus, groups
        self.teacher_rows = teacher_rows
        self.teacher_vectors = torch.from_numpy(teacher_vectors.astype(np.float32))
        self.teacher_index = np.full(len(corpus), -1, np.int64)
        self.teacher_index[teacher_rows] = np.arange(len(teacher_rows))
        self.random = np.random.default_rng(recipe.seed)
        generator = torch.Generator().manual_seed(recipe.seed)
        shape = (corpus.vocabulary_size, recipe.dimensions)
        self.table = torch.randn(shape, generator=generator) * recipe.initial_scale
        self.adam = RowAdam(self.table)
        if start is not None:
            self.table[:, : start.table.shape[1]] = start.table
            self.adam.go_on(start.adam)

    def run(self) -> np.ndarray:
        """Train for `recipe.steps`; the mean of the tables after `average_from` of them."""
        recipe = self.recipe
        kinds, shares = zip(*recipe.mix, strict=True)
        shares = np.array(shares) / sum(shares)
        mean = torch.zeros_like(self.table)
        averaged = 0
        losses: dict[str, list[float]] = {kind: [] for kind in kinds}
        started = time.monotonic()
        for step in range(recipe.steps):
            progress = step / recipe.steps
            rate = recipe.learning_rate * min(1.0, (step + 1) / 100) * self._decay(progress)
            kind = str(self.random.choice(kinds, p=shares))
            losses[kind].append(self._step(kind, rate))
            if progress >= recipe.average_from and step % 20 == 0:
                averaged += 1
                mean += (self.table - mean) / averaged
            if step % 500 == 499:
                told = {k: round(float(np.mean(v[-200:])), 3) for k, v in losses.items() if v}
                print(f"step {step + 1} {told} {time.monotonic() - started:.0f} s", flush=True)
        return (mean if averaged else self.table).numpy()

    @staticmethod
    def _decay(progress: float) -> float:
        return 0.05 + 0.95 * (1 + math.cos(math.pi * progress)) / 2

    def _step(self, kind: str, rate: float) -> float:
        if kind == "teacher":
            rows = self.random.choice(self.teacher_rows, self.recipe.batch)
            bags = self.corpus.bags(rows)
            sub = self.table[bags.rows].requires_grad_()
            (vectors,) = self._pool(sub, bags)
            loss = self._teacher_loss(vectors, vectors, self.teacher_index[rows])
        else:
            a, b = draw(self.groups[kind], self.recipe.batch, self.random)
            bags = self.corpus.bags(a, b)
            sub = self.table[bags.rows].requires_grad_()
            left, right = self._pool(sub, bags)
            same = torch.from_numpy((b[:, None] == b[None]) | (a[:, None] == a[None]))
            same.fill_diagonal_(False)
            loss = matryoshka(left, right, self.recipe.nested, same)
            if kind == "parallel":
                known = self.teacher_index[b] >= 0
                if known.sum() > 16:
                    keep = torch.from_numpy(np.flatnonzero(known))
                    index = self.teacher_index[b[known]]
                    loss = loss + self._teacher_loss(left[keep], right[keep], index)
        loss.backward()
        assert sub.grad is not None
        self.adam.step(bags.rows, sub.grad, rate)
        return float(loss.detach())

    def _pool(self, sub: torch.Tensor, bags: Bags) -> list[torch.Tensor]:
        return [embedding_bag(ids, sub, offsets, mode="mean") for ids, offsets in bags.bags]

    def _teacher_loss(
        self, left: torch.Tensor, right: torch.Tensor, index: np.ndarray
    ) -> torch.Tensor:
        target = self.teacher_vectors[torch.from_numpy(index)]
        recipe = self.recipe
        return distillation(left, right, target, recipe.weight_regression, recipe.weight_order)
