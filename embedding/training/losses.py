"""The losses of a training step; all take L2-normalised or raw vectors as said, return a scalar."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn.functional import cosine_similarity, cross_entropy, kl_div, log_softmax, normalize

TEMPERATURE = 0.05


def info_nce(
    left: Tensor, right: Tensor, same: Tensor | None = None, temperature: float = TEMPERATURE
) -> Tensor:
    """In-batch contrastive loss both ways: row i of `left` (n × d) belongs to row i of `right`.

    `same` (n × n, bool) marks pairs off the diagonal that are no negatives. `right` may have more
    rows than `left`: the further ones are hard negatives.
    """
    logits = normalize(left, dim=1) @ normalize(right, dim=1).T / temperature
    n = len(left)
    if same is not None:
        penalty = torch.zeros_like(logits).masked_fill_(same, -1e4)
        logits = logits + penalty
    target = torch.arange(n, device=logits.device)
    return (cross_entropy(logits, target) + cross_entropy(logits[:, :n].T, target)) / 2


def matryoshka(
    left: Tensor, right: Tensor, dimensions: Sequence[int], same: Tensor | None = None
) -> Tensor:
    """Mean of `info_nce` over the first `d` dimensions, for each d."""
    losses = [info_nce(left[:, :d], right[:, :d], same) for d in dimensions]
    return torch.stack(losses).mean()


def to_teacher(student: Tensor, teacher: Tensor) -> Tensor:
    """1 − cosine of each row with the teacher's, averaged."""
    return (1 - cosine_similarity(student, teacher, dim=1)).mean()


def teacher_order(left: Tensor, right: Tensor, teacher: Tensor, temperature: float) -> Tensor:
    """KL divergence from the teacher's similarities within the batch to the student's.

    `left`, `right` and `teacher` are n × d, row i of all three being the same meaning.
    """
    ours = log_softmax(normalize(left, dim=1) @ normalize(right, dim=1).T / temperature, dim=1)
    theirs = log_softmax(teacher @ teacher.T / temperature, dim=1)
    return kl_div(ours, theirs, log_target=True, reduction="batchmean")


def distillation(
    left: Tensor, right: Tensor, teacher: Tensor, weight_regression: float, weight_order: float
) -> Tensor:
    """Both sides regressed on the teacher, and its order of similarities within the batch."""
    cosine = (to_teacher(left, teacher) + to_teacher(right, teacher)) / 2
    order = teacher_order(left, right, teacher, TEMPERATURE)
    return weight_regression * cosine + weight_order * order
