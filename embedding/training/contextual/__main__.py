"""One command from a folder of pairs to a contextual model; a run that was killed goes on.

python -m embedding.training.contextual --data FOLDER --out FOLDER
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from embedding.load import MODEL_FOLDER
from embedding.training.contextual.run import PLAN, Sources, checkpoint_of, ready
from embedding.training.contextual.train import Course
from embedding.training.teacher import taught, teacher_folder
from errors import EncoderError


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, ask the teacher, train and export."""
    parser = argparse.ArgumentParser(
        prog="python -m embedding.training.contextual", description="Train the contextual model."
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of *.jsonl.gz pairs")
    parser.add_argument("--out", type=Path, required=True, help="folder that the model is put in")
    parser.add_argument(
        "--work", type=Path, default=Path("out/teacher"), help="folder for the teacher's vectors"
    )
    parser.add_argument("--teacher", type=Path, help="folder of the teacher (default: the package)")
    parser.add_argument(
        "--static", type=Path, default=MODEL_FOLDER, help="static model that the rows start from"
    )
    parser.add_argument("--layers", type=_count, default=6, help="layers of the teacher's body")
    parser.add_argument("--vocabulary", type=_count, default=PLAN.vocabulary, help="pieces")
    parser.add_argument("--teacher-texts", type=_count, default=PLAN.teacher_texts)
    parser.add_argument("--steps", type=_count, default=Course().steps, help="in all")
    parser.add_argument("--batch", type=_count, default=Course().batch, help="pairs in a step")
    parser.add_argument("--threads", type=_count, help="threads of torch, where there is no GPU")
    given = parser.parse_args(arguments)
    if given.threads:
        torch.set_num_threads(given.threads)
    plan = replace(PLAN, vocabulary=given.vocabulary, teacher_texts=given.teacher_texts)
    course = replace(Course(), batch=given.batch).shortened(given.steps)

    def teach(texts: list[str]) -> np.ndarray:
        return taught(texts, given.work, given.teacher)

    try:
        sources = Sources(given.teacher or teacher_folder(), given.static, given.layers)
        run = ready(given.data, given.out, teach, sources, plan, course)
    except (EncoderError, OSError, ValueError, ModuleNotFoundError) as error:
        parser.error(str(error))
    run.finish(given.out)
    checkpoint_of(given.out).unlink(missing_ok=True)
    print(f"the model is in {given.out}: DEPECHE_ENCODER or DEPECHE_RERANKER takes this folder")


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


if __name__ == "__main__":
    main()
