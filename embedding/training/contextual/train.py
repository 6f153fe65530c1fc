"""The training loop of the contextual model: distilled first, then contrastive, with the head.

Every step draws from a generator of its own number, and there is no dropout: a run that was killed
goes on from its checkpoint and ends as one that was not.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, normalize

from embedding.training.contextual.student import Marks, Student
from embedding.training.corpus import TokenCorpus
from embedding.training.losses import distillation, info_nce
from embedding.training.train import Group, draw

TEACHER, PARALLEL, CONTRAST, ANSWERS = "teacher", "parallel", "contrast", "answers"


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of a run: `mix` is how often a step is of each kind."""

    steps: int
    learning_rate: float
    mix: tuple[tuple[str, float], ...]


DISTIL = Phase(12_000, 3e-4, ((PARALLEL, 0.6), (TEACHER, 0.4)))
PULL = Phase(6_000, 1e-4, ((CONTRAST, 0.4), (PARALLEL, 0.2), (TEACHER, 0.1), (ANSWERS, 0.3)))


@dataclass(frozen=True, slots=True)
class Course:
    """Everything that shapes a run besides its data and the student it begins with.

    `batch` is in pairs; `longest` and `longest_question` in tokens; `table_rate` multiplies the
    learning rate for the rows of the vocabulary, which are furthest from where they belong;
    `negatives` is how many sentences that do not answer each question is shown with.
    """

    phases: tuple[Phase, ...] = (DISTIL, PULL)
    batch: int = 256
    longest: int = 126
    longest_question: int = 40
    table_rate: float = 3.0
    negatives: int = 3
    weight_decay: float = 0.01
    weight_regression: float = 2.0
    weight_order: float = 1.0
    save_every: int = 500
    seed: int = 13

    @property
    def steps(self) -> int:
        """Those of all phases."""
        return sum(phase.steps for phase in self.phases)

    @property
    def longest_pair(self) -> int:
        """In tokens, the marks among them."""
        return self.longest_question + self.longest + 3

    def shortened(self, steps: int) -> Course:
        """The same course in so many steps, the phases in the same proportion."""
        ends = [round(end * steps / self.steps) for end in accumulate(p.steps for p in self.phases)]
        counts = [end - start for start, end in zip([0, *ends], ends, strict=False)]
        phases = [replace(p, steps=n) for p, n in zip(self.phases, counts, strict=True)]
        return replace(self, phases=tuple(phases))

    def at(self, step: int) -> tuple[Phase, float]:
        """The phase of a step, and its learning rate: warmed up, then down a cosine."""
        for phase in self.phases:
            if step < phase.steps:
                warm = min(1.0, (step + 1) / max(1, min(500, phase.steps // 10)))
                fall = 0.05 + 0.95 * (1 + math.cos(math.pi * step / phase.steps)) / 2
                return phase, phase.learning_rate * warm * fall
            step -= phase.steps
        raise IndexError("past the end of the course")


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """What a run learns from: texts as tokens, pairs of them, and the teacher's vectors.

    `groups` are those of `groups_of` and, under "answers", the pairs of question and sentence;
    `vectors` (m × d) are the teacher's, of the texts in rows `taught` of the corpus.
    """

    corpus: TokenCorpus
    groups: dict[str, list[Group]]
    taught: np.ndarray
    vectors: np.ndarray
    marks: Marks

    @property
    def fingerprint(self) -> str:
        """A hash of the tokens, the pairs and the vectors' size."""
        digest = hashlib.sha256(self.corpus.ids.tobytes())
        for kind in sorted(self.groups):
            for group in self.groups[kind]:
                digest.update(f"{kind} {group.name} {group.weight}".encode())
                digest.update(group.rows.tobytes())
        digest.update(repr((self.vectors.shape, self.marks)).encode())
        return digest.hexdigest()[:16]


def say(text: str) -> None:
    """Print at once, into a file as well."""
    print(text, flush=True)


class Trainer:
    """One run: `student` is trained in place by `run`; `losses` are those of each kind of step.

    The state is kept in `checkpoint` every `save_every` steps, and a run with the same course and
    lessons goes on there. ValueError when it is of another run.
    """

    def __init__(
        self,
        student: Student,
        course: Course,
        lessons: Lessons,
        checkpoint: Path,
        tell: Callable[[str], None] = say,
    ) -> None:
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.student = student.to(self.device).train()
        self.course, self.lessons, self.checkpoint = course, lessons, checkpoint
        self.tell = tell
        self.index = np.full(len(lessons.corpus), -1, np.int64)
        self.index[lessons.taught] = np.arange(len(lessons.taught))
        others = [p for p in student.parameters() if p is not student.table]
        self.adam = torch.optim.AdamW(
            [
                {"params": others, "weight_decay": course.weight_decay},
                {"params": [student.table], "weight_decay": 0.0},
            ],
            betas=(0.9, 0.99),
        )
        self.losses: dict[str, list[float]] = {}
        shapes = sorted((name, tuple(p.shape)) for name, p in student.named_parameters())
        told = f"{course!r} {lessons.fingerprint} {shapes!r}"
        self.name = hashlib.sha256(told.encode()).hexdigest()
        self.first = self._resume()

    def run(self) -> None:
        """Train to the end of the course, from the checkpoint if there is one."""
        started = time.monotonic()
        for step in range(self.first, self.course.steps):
            self._step(step)
            if step % 100 == 99:
                told = {kind: round(float(np.mean(v[-50:])), 3) for kind, v in self.losses.items()}
                self.tell(f"step {step + 1} {told} {time.monotonic() - started:.0f} s")
            if (step + 1) % self.course.save_every == 0 or step + 1 == self.course.steps:
                self._save(step + 1)
        self.student.eval()

    def _step(self, step: int) -> None:
        phase, rate = self.course.at(step)
        others, table = self.adam.param_groups
        others["lr"], table["lr"] = rate, rate * self.course.table_rate
        random = np.random.default_rng([self.course.seed, step])
        kinds, shares = zip(*((k, s) for k, s in phase.mix if self._has(k)), strict=True)
        kind = str(random.choice(kinds, p=np.array(shares) / sum(shares)))
        self.adam.zero_grad(set_to_none=True)
        loss = self._loss(kind, random)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.student.parameters(), 1.0)
        self.adam.step()
        self.losses.setdefault(kind, []).append(loss.item())

    def _has(self, kind: str) -> bool:
        return kind == TEACHER or bool(self.lessons.groups[kind])

    def _loss(self, kind: str, random: np.random.Generator) -> Tensor:
        if kind == TEACHER:
            size = min(self.course.batch, len(self.lessons.taught))
            rows = random.choice(self.lessons.taught, size, replace=False)
            vectors = self._vectors(rows)
            return self._follow(vectors, vectors, rows)
        a, b = draw(self.lessons.groups[kind], self.course.batch, random)
        same = torch.from_numpy((a[:, None] == a) | (b[:, None] == b)).to(self.device)
        if kind == ANSWERS:
            return self._answers(a, b, same)
        left, right = self._vectors(a), self._vectors(b)
        loss = info_nce(left, right, same.clone().fill_diagonal_(False))
        known = np.flatnonzero(self.index[b] >= 0)
        if kind == PARALLEL and len(known) > 1:
            keep = torch.from_numpy(known).to(self.device)
            loss = loss + self._follow(left[keep], right[keep], b[known])
        return loss

    def _follow(self, left: Tensor, right: Tensor, rows: np.ndarray) -> Tensor:
        target = torch.from_numpy(self.lessons.vectors[self.index[rows]].astype(np.float32))
        course = self.course
        weights = (course.weight_regression, course.weight_order)
        return distillation(left, right, target.to(self.device), *weights)

    def _answers(self, a: np.ndarray, b: np.ndarray, same: Tensor) -> Tensor:
        """Each question with its sentence, and with those of others that come nearest to it: which
        of them answers it, and of each whether it does."""
        with torch.no_grad():
            near = normalize(self._vectors(a), dim=1) @ normalize(self._vectors(b), dim=1).T
            values, found = near.masked_fill(same, -2).topk(
                min(self.course.negatives, len(b) - 1), dim=1
            )
        own = torch.arange(len(a), device=self.device)[:, None]
        shown = torch.cat([own, found], dim=1)
        real = torch.cat([torch.ones_like(own, dtype=torch.bool), values > -2], dim=1)
        logits = torch.full(shown.shape, -1e4, device=self.device)
        asked = a[np.nonzero(real.cpu().numpy())[0]]
        logits[real] = self._logits(asked, b[shown[real].cpu().numpy()])
        right = torch.zeros_like(logits)
        right[:, 0] = 1
        each = binary_cross_entropy_with_logits(logits[real], right[real])
        return each + cross_entropy(logits, torch.zeros_like(own[:, 0]))

    def _vectors(self, rows: np.ndarray) -> Tensor:
        batch = self.lessons.marks.texts(self._tokens(rows, self.course.longest), self.device)
        with self._precision():
            return self.student.vectors(batch)

    def _logits(self, questions: np.ndarray, sentences: np.ndarray) -> Tensor:
        left = self._tokens(questions, self.course.longest_question)
        right = self._tokens(sentences, self.course.longest)
        batch = self.lessons.marks.pairs(list(zip(left, right, strict=True)), self.device)
        with self._precision():
            return self.student.answers(batch)

    def _tokens(self, rows: Sequence[int] | np.ndarray, longest: int) -> list[np.ndarray]:
        return [self.lessons.corpus.tokens(row)[:longest] for row in rows]

    def _precision(self) -> AbstractContextManager:
        if self.device.type == "cuda":
            return torch.autocast("cuda", torch.bfloat16)
        return nullcontext()

    def _save(self, step: int) -> None:
        state = {
            "run": self.name,
            "step": step,
            "losses": self.losses,
            "student": self.student.state_dict(),
            "adam": self.adam.state_dict(),
        }
        unfinished = self.checkpoint.with_name(self.checkpoint.name + ".partial")
        self.checkpoint.parent.mkdir(parents=True, exist_ok=True)
        torch.save(state, unfinished)
        unfinished.replace(self.checkpoint)

    def _resume(self) -> int:
        """The step to go on with."""
        if not self.checkpoint.exists():
            return 0
        try:
            state = torch.load(self.checkpoint, map_location=self.device, weights_only=True)
        except Exception:  # a file that is no checkpoint, or half of one, fails in many ways
            raise ValueError(f"{self.checkpoint} is damaged: delete it") from None
        if state["run"] != self.name:
            raise ValueError(
                f"{self.checkpoint} is of a run with other data or another course; "
                "delete it or give another --out"
            )
        self.student.load_state_dict(state["student"])
        self.adam.load_state_dict(state["adam"])
        self.losses = state["losses"]
        self.tell(f"goes on after step {state['step']} of {self.course.steps}")
        return state["step"]
