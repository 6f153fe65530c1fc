"""Side by side in one run: BM25, the teacher, the packaged model two ways, and the hybrid.

    python -m embedding.training.evaluate --dev FOLDER --model embedding/model --out FOLDER

Every BEIR folder of FOLDER, French questions on English documents where both languages exist, our
communiqué-like set, and translation retrieval both ways. Results go to `results.json` and
`results.md`, with the machine they were measured on.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from embedding.encoder import Encoder
from embedding.static import StaticEncoder
from embedding.training.devsets import (
    Bitext,
    Retrieval,
    read_bitexts,
    read_communiques,
    read_retrieval,
)
from embedding.training.measures import fused, hit_at_1, ndcg_at_10
from embedding.training.scorers import bm25, late_interaction

BM25, TEACHER, MEAN, LATE = "BM25", "teacher", "mean-pooled", "late interaction"
MEAN_LATE, HYBRID = "mean + late", "hybrid"
METHODS = (BM25, TEACHER, MEAN, LATE, MEAN_LATE, HYBRID)
# Words count as much as the vectors, the two readings of the table half each.
HYBRID_WEIGHTS = (1.0, 0.5, 0.5)
NOTES = (
    "BM25 stems with Snowball in the language of the question. *Mean + late* and *hybrid* (BM25, "
    "mean-pooled and late interaction, weighted 1, 0.5 and 0.5) are sums of scores scaled to 0–1 "
    "within each question. The `communiques` sets are invented, in `communiques.json`."
)


@dataclass(frozen=True, slots=True)
class Row:
    """One method on one set; `hit_at_1` of a bitext is translation retrieval."""

    dataset: str
    method: str
    queries: int
    documents: int
    ndcg_at_10: float
    hit_at_1: float


class Teacher:
    """The teacher: each list of texts is encoded once, since sets share documents."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self._known: dict[tuple[str, ...], np.ndarray] = {}

    def scores(self, left: tuple[str, ...], right: tuple[str, ...]) -> np.ndarray:
        """Cosines, left × right."""
        return self._vectors(left) @ self._vectors(right).T

    def _vectors(self, texts: tuple[str, ...]) -> np.ndarray:
        if texts not in self._known:
            self._known[texts] = self.encoder.encode_passages(texts)
        return self._known[texts]


def judge(data: Retrieval, packaged: StaticEncoder, teacher: Teacher | None) -> list[Row]:
    """Every method on one retrieval set."""
    queries, documents = data.queries, data.documents
    words = bm25(queries, documents, data.query_language)
    mean = packaged.encode_queries(queries) @ packaged.encode_passages(documents).T
    late = late_interaction(packaged, queries, documents)
    scores = {BM25: words, MEAN: mean, LATE: late, MEAN_LATE: fused(mean, late)}
    if teacher is not None:
        scores[TEACHER] = teacher.scores(queries, documents)
    scores[HYBRID] = fused(words, mean, late, weights=HYBRID_WEIGHTS)
    return [_row(data.name, method, scores[method], data.relevant) for method in scores]


def judge_bitext(data: Bitext, packaged: StaticEncoder, teacher: Teacher | None) -> list[Row]:
    """Translation retrieval both ways, mean-pooled."""
    relevant = [frozenset([number]) for number in range(len(data.french))]
    french, english = (packaged.encode_passages(side) for side in (data.french, data.english))
    scores = {MEAN: french @ english.T}
    if teacher is not None:
        scores[TEACHER] = teacher.scores(data.french, data.english)
    rows = []
    for method, matrix in scores.items():
        rows.append(_row(f"{data.name} fr→en", method, matrix, relevant))
        rows.append(_row(f"{data.name} en→fr", method, matrix.T, relevant))
    return rows


def _row(dataset: str, method: str, scores: np.ndarray, relevant: Sequence[frozenset[int]]) -> Row:
    return Row(
        dataset,
        method,
        *scores.shape,
        round(ndcg_at_10(scores, relevant), 4),
        round(hit_at_1(scores, relevant), 4),
    )


def markdown(rows: Sequence[Row], machine: str) -> str:
    """Two tables, sets down and methods across: nDCG@10 and Hit@1."""
    lines = [f"Measured on {machine}.", "", NOTES]
    for metric, title in (("ndcg_at_10", "nDCG@10"), ("hit_at_1", "Hit@1")):
        lines += ["", f"| {title} | queries | documents | " + " | ".join(METHODS) + " |"]
        lines += ["|---|---:|---:|" + "---:|" * len(METHODS)]
        for dataset in dict.fromkeys(row.dataset for row in rows):
            found = {row.method: row for row in rows if row.dataset == dataset}
            one = next(iter(found.values()))
            cells = [
                f"{getattr(found[method], metric):.3f}" if method in found else "–"
                for method in METHODS
            ]
            lines.append(
                f"| {dataset} | {one.queries} | {one.documents} | " + " | ".join(cells) + " |"
            )
    return "\n".join(lines) + "\n"


def machine() -> str:
    """The machine in words: processor count, architecture, system, Python."""
    return (
        f"{os.cpu_count()} CPU cores ({platform.machine()}), {platform.system()}, "
        f"Python {platform.python_version()}, no GPU"
    )


def evaluate(dev: Path, model: Path, out: Path, with_teacher: bool = True) -> list[Row]:
    """Judge `model` on everything in `dev` and write the results to `out`."""
    packaged = StaticEncoder(model)
    teacher = None
    if with_teacher:
        from embedding.sentence_transformer import SentenceTransformerEncoder
        from embedding.training.teacher import teacher_folder

        teacher = Teacher(SentenceTransformerEncoder(str(teacher_folder())))
    rows = list(_rows(dev, packaged, teacher))
    out.mkdir(parents=True, exist_ok=True)
    result = {
        "machine": machine(),
        "model": {"fingerprint": packaged.fingerprint, "dimensions": packaged.dimensions},
        "rows": [asdict(row) for row in rows],
    }
    text = json.dumps(result, indent=1, ensure_ascii=False)
    (out / "results.json").write_text(text + "\n", encoding="utf-8")
    (out / "results.md").write_text(markdown(rows, machine()), encoding="utf-8")
    return rows


def _rows(dev: Path, packaged: StaticEncoder, teacher: Teacher | None) -> Iterator[Row]:
    for data in [*read_communiques(), *read_retrieval(dev)]:
        yield from judge(data, packaged, teacher)
    for bitext in read_bitexts(dev):
        yield from judge_bitext(bitext, packaged, teacher)


def main() -> None:
    """Read the command line and evaluate."""
    parser = argparse.ArgumentParser(description="Judge the packaged embedding model.")
    parser.add_argument(
        "--dev", type=Path, required=True, help="folder of BEIR folders and bitext/"
    )
    parser.add_argument("--model", type=Path, required=True, help="folder of the static model")
    parser.add_argument("--out", type=Path, required=True, help="folder for results.json and .md")
    parser.add_argument("--no-teacher", action="store_true", help="leave the slow teacher out")
    given = parser.parse_args()
    rows = evaluate(given.dev, given.model, given.out, not given.no_teacher)
    print(markdown(rows, machine()))


if __name__ == "__main__":
    main()
