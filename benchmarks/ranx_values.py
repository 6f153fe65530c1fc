"""Prints what ranx says of random rankings; the tests hold evaluation/metrics/ranking.py to it.

    python -m venv /path/to/ranx && /path/to/ranx/bin/pip install ranx==0.3.21
    /path/to/ranx/bin/python benchmarks/ranx_values.py > tests/evaluation/ranx.json

It imports nothing of the project: ranx is too large to be a requirement of it.
"""

from __future__ import annotations

import json
import random
from importlib.metadata import version

from ranx import Qrels, Run, evaluate

METRICS = ("hit_rate@1", "hit_rate@3", "hit_rate@5", "hit_rate@10")
METRICS += ("recall@5", "recall@10", "mrr", "ndcg@10")
RANKINGS, SEED = 200, 20240712


def cases() -> list[tuple[list[int], list[int]]]:
    """Rankings of documents, and which documents are relevant; some of them may not be ranked."""
    draw = random.Random(SEED)
    made = []
    for _ in range(RANKINGS):
        documents = list(range(draw.randint(1, 30)))
        draw.shuffle(documents)
        ranked = documents[: draw.randint(1, 15)]
        relevant = sorted(draw.sample(documents, draw.randint(1, min(6, len(documents)))))
        made.append((ranked, relevant))
    return made


def main() -> None:
    made = cases()
    qrels = {f"q{n}": {str(d): 1 for d in relevant} for n, (_, relevant) in enumerate(made)}
    run = {
        f"q{n}": {str(d): 1.0 / (rank + 1) for rank, d in enumerate(ranked)}
        for n, (ranked, _) in enumerate(made)
    }
    scores = Run(run)
    evaluate(Qrels(qrels), scores, list(METRICS), save_results_in_run=True)
    rows = [
        {
            "ranked": ranked,
            "relevant": relevant,
            "scores": {m: round(float(scores.scores[m][f"q{n}"]), 9) for m in METRICS},
        }
        for n, (ranked, relevant) in enumerate(made)
    ]
    lines = ",\n".join(json.dumps(row) for row in rows)
    print(f'{{"ranx": "{version("ranx")}", "rankings": [\n{lines}\n]}}')


if __name__ == "__main__":
    main()
