"""One command from a folder of pairs to a packaged model.

python -m embedding.training --data FOLDER --out embedding/model
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from embedding.training.pipeline import Plan, make, prepare
from embedding.training.teacher import taught


def main() -> None:
    """Read the command line, ask the teacher, train and export."""
    parser = argparse.ArgumentParser(description="Train the packaged embedding model.")
    parser.add_argument("--data", type=Path, required=True, help="folder of *.jsonl.gz pairs")
    parser.add_argument("--out", type=Path, required=True, help="folder that the model is put in")
    parser.add_argument(
        "--work",
        type=Path,
        default=Path("out/teacher"),
        help="folder for the teacher's vectors, used again by the next run",
    )
    parser.add_argument("--teacher", help="sentence-transformers model (default: the packaged one)")
    parser.add_argument("--steps", type=int, help="steps of each pass, instead of the plan's")
    parser.add_argument("--threads", type=int, default=2, help="threads of torch")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    plan = Plan()
    if given.steps:
        passes = tuple(replace(recipe, steps=given.steps) for recipe in plan.passes)
        plan = replace(plan, passes=passes)

    def teach(texts: list[str]) -> np.ndarray:
        return taught(texts, given.work, given.teacher)

    try:
        material = prepare(given.data, plan, teach)
    except (OSError, ValueError, ModuleNotFoundError) as error:
        parser.error(str(error))
    make(material, given.out, plan.passes)


if __name__ == "__main__":
    main()
