"""Fits the reader of `retrieval.reader` on the training questions.

One list a question: its best sentences and "nothing here answers", of which the right ones should
be most likely (softmax over the list, after Cao et al., ICML 2007). Answerable questions are also
shown without the sentences that answer them, as questions that nothing answers. Torch is used here
only; the product reads the weights with numpy.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from domain import Evidence
from retrieval.analyst import Looked
from retrieval.networks import SCALARS, VERDICTS, Pairs, scalars
from retrieval.question import Question
from retrieval.reader import LAYOUT, SENTENCE_TOKENS, Reader, pair
from retrieval.signals import SIGNALS

COMPONENTS = 64  # of the token vectors, which the network sees
WIDTH = 40
EPOCHS = 6
RATE = 2e-3
DECAY = 1e-3
DROPPED = 0.25
BATCH = 16
SHOWN = 14  # sentences of a question in one batch
WITHOUT = 0.3  # how often an answerable question is shown without its answers
SEED = 20240712
ANSWERED, NOT_SAID = VERDICTS.index("answered"), VERDICTS.index("not_said")


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One question with its sentences. `ids` (tokens,) and `sentence_ids` (n × s) are what the
    network is trained on instead of the vectors; `good` (n,) says which sentences answer,
    `verdict` which of `VERDICTS` is right."""

    pairs: Pairs
    ids: np.ndarray
    sentence_ids: np.ndarray
    scalars: np.ndarray
    good: np.ndarray
    verdict: int

    @property
    def answerable(self) -> bool:
        """Whether the releases answer the question."""
        return self.verdict == ANSWERED


class Tokens:
    """The tokens of texts by an encoder, and the vectors of all that were asked for."""

    def __init__(self, look: Callable[[Sequence[str]], list[Looked]]) -> None:
        self._look = look
        self.vectors: dict[int, np.ndarray] = {}

    def __call__(self, texts: Sequence[str]) -> list[Looked]:
        """What is known of each text; the vectors of their tokens are remembered."""
        looked = self._look(texts)
        for tokens in (each.tokens for each in looked):
            for token, vector in zip(tokens.ids.tolist(), tokens.vectors, strict=True):
                self.vectors.setdefault(token, vector)
        return looked


def example_of(
    question: Question,
    evidence: Sequence[Evidence],
    good: np.ndarray,
    verdict: str,
    tokens: Tokens,
) -> Example | None:
    """One question with the sentences found for it, of which `good` answer it.

    None where there is nothing to learn: none of its words is known, or none of its answers found.
    """
    answered = verdict == VERDICTS[ANSWERED]
    if not evidence or (answered and not good.any()):
        return None
    pairs = pair(question, evidence, tokens)
    if not len(pairs.asked):
        return None
    asked, *looked = tokens([question.text, *(item.text for item in evidence)])
    ids = np.zeros(pairs.there.shape, dtype=np.int32)
    for row, each in enumerate(looked):
        found = each.tokens.ids[:SENTENCE_TOKENS]
        ids[row, : len(found)] = found
    return Example(
        _light(pairs),
        asked.tokens.ids[: len(pairs.asked)],
        ids,
        scalars(pairs).astype(np.float16),
        good,
        VERDICTS.index(verdict),
    )


def _light(pairs: Pairs) -> Pairs:
    """The same without the vectors, half as precise: thousands of them stay in memory."""
    nothing = np.zeros((0, 0), dtype=np.float16)
    return Pairs(
        asked=nothing,
        weights=pairs.weights,
        named=pairs.named,
        tokens=nothing,
        ids=nothing,
        places=nothing,
        there=pairs.there,
        cosines=pairs.cosines.astype(np.float16),
        around=nothing,
        surface=pairs.surface.astype(np.float16),
        signals=pairs.signals,
        kinds=pairs.kinds,
        offered=pairs.offered,
    )


@dataclass(frozen=True, slots=True)
class FittedReader:
    """Weights of a reader's members, for the encoder with this fingerprint."""

    members: tuple[dict[str, np.ndarray], ...]
    fingerprint: str
    questions: int
    loss: float

    @classmethod
    def together(cls, readers: Sequence[FittedReader]) -> FittedReader:
        """One reader of the members of several."""
        return cls(
            tuple(member for reader in readers for member in reader.members),
            readers[0].fingerprint,
            max(reader.questions for reader in readers),
            float(np.mean([reader.loss for reader in readers])),
        )

    @property
    def reader(self) -> Reader:
        """The reader itself."""
        return Reader(self.members)

    def save(self, path: Path) -> None:
        """Write what `retrieval.reader` reads."""
        from safetensors.numpy import save_file

        signals = json.dumps(list(SIGNALS))
        metadata = {"encoder": self.fingerprint, "signals": signals, "layout": LAYOUT}
        tensors = {
            f"{number}.{name}": value
            for number, member in enumerate(self.members)
            for name, value in member.items()
        }
        save_file(tensors, path, metadata)

    def figures(self) -> dict[str, object]:
        """The figures, for programs."""
        return {"questions": self.questions, "loss": self.loss, "encoder": self.fingerprint}

    def to_text(self) -> str:
        """The figures, for people."""
        size = sum(value.size for value in self.members[0].values())
        return (
            f"reader: {len(self.members)} times {size:,} weights, {self.questions} questions, "
            f"loss {self.loss:.3f}"
        )


def fit_reader(
    examples: Sequence[Example], vectors: dict[int, np.ndarray], fingerprint: str, seed: int = SEED
) -> FittedReader:
    """A reader of one network fitted on these examples; the same weights each time on one
    machine."""
    weights, loss = _fit_member(examples, _Table(vectors), seed)
    return FittedReader((weights,), fingerprint, len(examples), loss)


def _fit_member(
    examples: Sequence[Example], table: _Table, seed: int
) -> tuple[dict[str, np.ndarray], float]:
    """The weights of one network, and its loss in the last epoch."""
    import torch

    from evaluation.calibration.network import Network, loss_of, to_numpy

    torch.set_num_threads(1)  # small batches: threads wait for each other more than they work
    torch.manual_seed(seed)
    chance = random.Random(seed)
    signals = np.concatenate([example.pairs.signals for example in examples])
    norms = {
        "signal_mean": signals.mean(axis=0),
        "signal_scale": signals.std(axis=0) + 0.05,
        "token_weight": np.array(np.mean(np.concatenate([e.pairs.weights for e in examples]))),
    }
    network = Network(torch.from_numpy(table.reduced), WIDTH, len(SIGNALS), DROPPED)
    trained = [p for p in network.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=RATE, weight_decay=DECAY)
    steps, step, losses = EPOCHS * -(-len(examples) // BATCH), 0, []
    for _ in range(EPOCHS):
        losses = []
        for batch in _batches(examples, chance):
            shown = [(example, *_shown(example, chance)) for example in batch]
            done = step / steps
            for group in optimizer.param_groups:
                group["lr"] = RATE * min(1.0, 10 * done + 0.05) * (1 - done)
            loss = loss_of(network, _batch_of(shown, table, norms))
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            losses.append(float(loss.item()))
            step += 1
    weights = to_numpy(network)
    projection = weights.pop("project.weight")
    weights["project.weight"] = projection @ table.axes
    weights["project.bias"] = -projection @ table.axes @ table.mean
    weights |= norms
    weights = {name: np.ascontiguousarray(w, dtype=np.float32) for name, w in weights.items()}
    return weights, float(np.mean(losses))


class _Table:
    """The token vectors on their first principal components, of unit variance together."""

    def __init__(self, vectors: dict[int, np.ndarray]) -> None:
        tokens = sorted(vectors)
        self.row = np.zeros(tokens[-1] + 1, dtype=np.int64)
        self.row[tokens] = np.arange(len(tokens))
        full = np.stack([vectors[token] for token in tokens])
        self.mean = full.mean(axis=0)
        _, _, axes = np.linalg.svd(full - self.mean, full_matrices=False)
        components = (full - self.mean) @ axes[:COMPONENTS].T
        scale = float(components.std())
        self.axes = axes[:COMPONENTS] / scale
        self.reduced = (components / scale).astype(np.float32)

    def rows(self, ids: np.ndarray) -> np.ndarray:
        """The rows of these tokens."""
        return self.row[ids]


def _batches(examples: Sequence[Example], chance: random.Random) -> list[list[Example]]:
    """All examples in batches of questions of like length, in random order."""
    pool = list(examples)
    chance.shuffle(pool)
    span = BATCH * 20
    for start in range(0, len(pool), span):
        pool[start : start + span] = sorted(pool[start : start + span], key=lambda e: len(e.ids))
    batches = [pool[start : start + BATCH] for start in range(0, len(pool), BATCH)]
    chance.shuffle(batches)
    return batches


def _shown(example: Example, chance: random.Random) -> tuple[list[int], bool]:
    """Which sentences of an example are shown, and whether one of them answers."""
    good = np.flatnonzero(example.good).tolist() if example.answerable else []
    bad = np.flatnonzero(~example.good).tolist()
    if good and chance.random() < WITHOUT:
        good = []
    good = chance.sample(good, min(len(good), 4))
    room = SHOWN - len(good)
    near, far = bad[: room * 2 // 3], bad[room * 2 // 3 :]
    return good + near + chance.sample(far, min(len(far), room - len(near))), bool(good)


def _batch_of(
    shown: Sequence[tuple[Example, list[int], bool]], table: _Table, norms: dict[str, np.ndarray]
) -> dict:
    """Examples with the rows shown of each, and whether one of these answers, as padded tensors;
    see `network.Network` for their shapes."""
    import torch

    n = max(len(rows) for _, rows, _ in shown)
    q = max(len(example.ids) for example, _, _ in shown)
    s = max(int(example.pairs.there[rows].sum(axis=1).max()) for example, rows, _ in shown)
    kinds = len(shown[0][0].pairs.kinds)

    def zeros(*shape: int, dtype: type = np.float32) -> np.ndarray:
        return np.zeros((len(shown), *shape), dtype=dtype)

    out = {
        "ids": zeros(q, dtype=np.int64),
        "asked": zeros(q, dtype=bool),
        "weights": zeros(q),
        "named": zeros(q),
        "sentence_ids": zeros(n, s, dtype=np.int64),
        "there": zeros(n, s, dtype=bool),
        "cosines": zeros(n, q, s),
        "scalars": zeros(n, q, SCALARS),
        "surface": zeros(n, s, shown[0][0].pairs.surface.shape[2]),
        "signals": zeros(n, len(SIGNALS)),
        "kinds": zeros(kinds),
        "offered": zeros(n, kinds),
        "present": zeros(n, dtype=bool),
        "good": zeros(n + 1, dtype=bool),
        "verdict": zeros(dtype=np.int64),
    }
    for i, (example, rows, answered) in enumerate(shown):
        pairs, k, m = example.pairs, len(rows), len(example.ids)
        width = min(s, pairs.there.shape[1])
        out["ids"][i, :m] = table.rows(example.ids)
        out["asked"][i, :m] = True
        out["weights"][i, :m] = pairs.weights / norms["token_weight"]
        out["named"][i, :m] = pairs.named
        out["sentence_ids"][i, :k, :width] = table.rows(example.sentence_ids[rows][:, :width])
        out["there"][i, :k, :width] = pairs.there[rows][:, :width]
        out["there"][i, k:, 0] = True
        out["cosines"][i, :k, :m, :width] = pairs.cosines[rows][:, :, :width]
        out["scalars"][i, :k, :m] = example.scalars[rows]
        out["surface"][i, :k, :width] = pairs.surface[rows][:, :width]
        out["signals"][i, :k] = (pairs.signals[rows] - norms["signal_mean"]) / norms["signal_scale"]
        out["kinds"][i] = pairs.kinds
        out["offered"][i, :k] = pairs.offered[rows]
        out["present"][i, :k] = True
        out["verdict"][i] = NOT_SAID if example.answerable and not answered else example.verdict
        if answered:
            out["good"][i, :k] = example.good[rows]
        else:
            out["good"][i, n] = True
    return {name: torch.from_numpy(value) for name, value in out.items()}
