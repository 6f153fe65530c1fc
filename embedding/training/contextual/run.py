"""From a folder of pairs to a contextual model: the whole recipe, in order."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn.functional import normalize
from transformers import BertModel

from embedding.load import MODEL_FOLDER
from embedding.onnx import OnnxEncoder
from embedding.static import StaticEncoder
from embedding.training.contextual.export import export
from embedding.training.contextual.student import Marks, Student, body_of, student_of
from embedding.training.contextual.train import ANSWERS, Course, Lessons, Trainer
from embedding.training.contextual.vocabulary import (
    END,
    PAD,
    START,
    Known,
    starting_rows,
    with_marks,
)
from embedding.training.pipeline import Material, Plan, Teach, prepare, rotate, weight
from embedding.training.train import Group, groups_of

PLAN = Plan(vocabulary=40_000)
LONGEST = 256  # tokens of a text, or of a pair, that the finished model reads
AGREEING = 200  # texts that both forms of the finished model are compared on


@dataclass(frozen=True, slots=True)
class Sources:
    """Folders of the models that a student begins with: the teacher, and our static one."""

    teacher: Path
    static: Path = MODEL_FOLDER
    layers: int = 6


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A run that is ready to go, and the tokenizer of the model that it will give."""

    trainer: Trainer
    tokenizer: Tokenizer
    sources: Sources

    def finish(self, out: Path) -> None:
        """Train to the end of the course and write the model to `out`."""
        self.trainer.run()
        course = self.trainer.course
        made = {
            "teacher": self.sources.teacher.name,
            "layers": self.sources.layers,
            "texts": len(self.trainer.lessons.corpus),
            "course": asdict(course),
            "device": self.trainer.device.type,
            "last_losses": {
                kind: round(float(np.mean(values[-50:])), 4)
                for kind, values in self.trainer.losses.items()
            },
        }
        export(self.trainer.student, self.tokenizer, out, made)
        cosines = self._agreement(out)
        self.trainer.tell(
            f"int8 against torch, {len(cosines)} texts: cosine {cosines.mean():.4f} in the mean, "
            f"{cosines.min():.4f} at the least"
        )

    def _agreement(self, out: Path) -> np.ndarray:
        """The cosine of both forms of the model for each of AGREEING texts."""
        lessons, student = self.trainer.lessons, self.trainer.student
        step = max(1, len(lessons.corpus) // AGREEING)
        rows = range(0, step * min(AGREEING, len(lessons.corpus)), step)
        quick = OnnxEncoder(out, out.name).encode_passages([lessons.corpus.texts[r] for r in rows])
        tokens = [lessons.corpus.tokens(row) for row in rows]
        with torch.no_grad():
            batches = [lessons.marks.texts([ids], torch.device("cpu")) for ids in tokens]
            whole = torch.cat([student.vectors(batch) for batch in batches])
        return (quick * normalize(whole, dim=1).numpy()).sum(axis=1)


def ready(data: Path, out: Path, teach: Teach, sources: Sources, plan: Plan, course: Course) -> Run:
    """Everything before the first step, from the pairs in `data`.

    What is learnt is kept in `checkpoint_of(out)`. EncoderError, OSError, ValueError or
    ModuleNotFoundError says which folder or package is not as it should be; those that can be
    seen at once are seen before the long work.
    """
    _check(out, sources)
    teacher = body_of(sources.teacher, sources.layers)
    positions = teacher.config.max_position_embeddings
    if positions < course.longest_pair:
        raise ValueError(f"the teacher reads {positions} tokens, training {course.longest_pair}")
    material = prepare(data, plan, teach)
    tokenizer = with_marks(material.tokenizer, min(LONGEST, positions))
    marks = Marks(*(tokenizer.token_to_id(mark) for mark in (PAD, START, END)))
    rows = _rows(tokenizer, teacher, sources)
    student = student_of(teacher, rows, marks.pad, sources.layers, plan.seed)
    lessons = _lessons(material, marks, student)
    return Run(Trainer(student, course, lessons, checkpoint_of(out)), tokenizer, sources)


def checkpoint_of(out: Path) -> Path:
    """The file beside `out` that a run goes on from."""
    return out.with_name(out.name + ".checkpoint.pt")


def _check(out: Path, sources: Sources) -> None:
    if find_spec("onnx") is None:
        raise ModuleNotFoundError(
            "the package onnx is not installed: pip install -r embedding/training/requirements.txt"
        )
    if out.exists() and not out.is_dir():
        raise ValueError(f"{out} is a file: --out takes a folder")
    if out.resolve() in (MODEL_FOLDER, sources.static.resolve(), sources.teacher.resolve()):
        raise ValueError(f"{out} holds a model that this one begins with: give another --out")
    StaticEncoder(sources.static)
    if not sources.teacher.is_dir():
        raise ValueError(f"no teacher in {sources.teacher}: the folder does not exist")


def _rows(tokenizer: Tokenizer, teacher: BertModel, sources: Sources) -> np.ndarray:
    cutter = Tokenizer.from_file(str(sources.teacher / "tokenizer.json"))
    table = teacher.embeddings.word_embeddings.weight.detach().numpy()
    pieces = [tokenizer.id_to_token(number) for number in range(tokenizer.get_vocab_size())]
    static = StaticEncoder(sources.static)
    of_static = Tokenizer.from_file(str(sources.static / "tokenizer.json")).get_vocab()

    def parts(piece: str) -> list[str]:
        return cutter.encode(piece.removeprefix("##"), add_special_tokens=False).tokens

    known = Known(cutter.get_vocab(), table)
    return starting_rows(pieces, known, Known(of_static, static.table), parts)


def _lessons(material: Material, marks: Marks, student: Student) -> Lessons:
    corpus, width = material.corpus, student.table.shape[1]
    vectors = material.teacher_vectors
    if vectors.shape[1] < width:
        raise ValueError(
            f"the teacher's vectors have {vectors.shape[1]} numbers and its body {width}"
        )
    if vectors.shape[1] > width:
        vectors = rotate(vectors, width)
    groups = groups_of(material.pairs, corpus, {name: weight(name) for name in material.pairs})
    groups[ANSWERS] = [group for group in groups["contrast"] if _asks(group)]
    taught = np.array([corpus.row[text] for text in material.teacher_texts])
    return Lessons(corpus, groups, taught, vectors, marks)


def _asks(group: Group) -> bool:
    return group.name.split(":")[1] == "qa"
