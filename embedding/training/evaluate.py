"""Side by side in one run: BM25, the teacher, and each model by itself and with BM25.

    python -m embedding.training.evaluate --dev FOLDER --model embedding/model --out FOLDER

Every BEIR folder of FOLDER, French questions on English documents where both languages exist, our
communiqué-like set, and translation retrieval both ways; and how quickly each model encodes.
`--model` may be given more than once, `--reranker` names a model whose head looks again at the best
fifty. Results go to `results.json` and `results.md`, with the machine they were measured on.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from embedding.encoder import TokenEncoder
from embedding.onnx import OnnxReranker, is_onnx_reranker
from embedding.training.devsets import (
    Bitext,
    Retrieval,
    read_bitexts,
    read_communiques,
    read_retrieval,
)
from embedding.training.measures import fused, hit_at_1, ndcg_at_10
from embedding.training.models import Model, Speed
from embedding.training.scorers import bm25, late_interaction, reranked
from errors import EncoderError

BM25, TEACHER, MEAN, LATE = "BM25", "teacher", "mean-pooled", "late interaction"
MEAN_LATE, HYBRID, RERANKED = "mean + late", "hybrid", "hybrid, reranked"
# Words count as much as the vectors, the two readings of a static table half each.
HYBRID_WEIGHTS = (1.0, 0.5, 0.5)
NOTES = (
    "BM25 stems with Snowball in the language of the question. *Mean + late* and *hybrid* (BM25, "
    "mean-pooled and late interaction, weighted 1, 0.5 and 0.5; BM25 and mean-pooled alone for a "
    "model without token vectors) are sums of scores scaled to 0–1 within each question. The "
    "`communiques` sets are invented, in `communiques.json`."
)
TIMED = 2_000  # sentences that speed is measured on

Predict = Callable[[list[tuple[str, str]]], np.ndarray]


@dataclass(frozen=True, slots=True)
class Row:
    """One method on one set; `hit_at_1` of a bitext is translation retrieval."""

    dataset: str
    method: str
    queries: int
    documents: int
    ndcg_at_10: float
    hit_at_1: float


def judge(
    data: Retrieval, models: Sequence[Model], teacher: Model | None, predict: Predict | None = None
) -> list[Row]:
    """Every method on one retrieval set; several models have their label before the method."""
    queries, documents = data.queries, data.documents
    words = bm25(queries, documents, data.query_language)
    scores = {BM25: words}
    if teacher is not None:
        scores[TEACHER] = teacher.cosines(queries, documents)
    for model in models:
        found = _of_model(data, model, words)
        if predict is not None:
            found[RERANKED] = reranked(found[HYBRID], queries, documents, predict)
        scores |= {_column(model, method, models): matrix for method, matrix in found.items()}
    return [_row(data.name, method, scores[method], data.relevant) for method in scores]


def _of_model(data: Retrieval, model: Model, words: np.ndarray) -> dict[str, np.ndarray]:
    mean = model.cosines(data.queries, data.documents)
    if not isinstance(model.encoder, TokenEncoder):
        return {MEAN: mean, HYBRID: fused(words, mean)}
    late = late_interaction(model.encoder, data.queries, data.documents)
    hybrid = fused(words, mean, late, weights=HYBRID_WEIGHTS)
    return {MEAN: mean, LATE: late, MEAN_LATE: fused(mean, late), HYBRID: hybrid}


def judge_bitext(data: Bitext, models: Sequence[Model], teacher: Model | None) -> list[Row]:
    """Translation retrieval both ways, mean-pooled."""
    relevant = [frozenset([number]) for number in range(len(data.french))]
    judged = {TEACHER: teacher} if teacher is not None else {}
    judged |= {_column(model, MEAN, models): model for model in models}
    rows = []
    for method, model in judged.items():
        matrix = model.cosines(data.french, data.english)
        rows.append(_row(f"{data.name} fr→en", method, matrix, relevant))
        rows.append(_row(f"{data.name} en→fr", method, matrix.T, relevant))
    return rows


def _column(model: Model, method: str, models: Sequence[Model]) -> str:
    return method if len(models) == 1 else f"{model.label}: {method}"


def _row(dataset: str, method: str, scores: np.ndarray, relevant: Sequence[frozenset[int]]) -> Row:
    return Row(
        dataset,
        method,
        *scores.shape,
        round(ndcg_at_10(scores, relevant), 4),
        round(hit_at_1(scores, relevant), 4),
    )


def markdown(rows: Sequence[Row], speeds: Sequence[Speed], machine: str) -> str:
    """Sets down and methods across, nDCG@10 and Hit@1; and how quick the models are."""
    lines = [f"Measured on {machine}.", "", NOTES]
    methods = list(dict.fromkeys(row.method for row in rows))
    for metric, title in (("ndcg_at_10", "nDCG@10"), ("hit_at_1", "Hit@1")):
        lines += ["", f"| {title} | queries | documents | " + " | ".join(methods) + " |"]
        lines += ["|---|---:|---:|" + "---:|" * len(methods)]
        for dataset in dict.fromkeys(row.dataset for row in rows):
            found = {row.method: row for row in rows if row.dataset == dataset}
            one = next(iter(found.values()))
            cells = [
                f"{getattr(found[method], metric):.3f}" if method in found else "–"
                for method in methods
            ]
            lines.append(
                f"| {dataset} | {one.queries} | {one.documents} | " + " | ".join(cells) + " |"
            )
    lines += ["", "| speed | words a sentence | load, s | sentences a second | CPU ms a sentence |"]
    lines += ["|---|---:|---:|---:|---:|"]
    lines += [
        f"| {speed.model} | {speed.words_per_sentence} | {speed.load_seconds} | "
        f"{speed.sentences_per_second} | {speed.cpu_ms_per_sentence} |"
        for speed in speeds
    ]
    return "\n".join(lines) + "\n"


def machine() -> str:
    """The machine in words: processor count, architecture, system, Python."""
    return (
        f"{os.cpu_count()} CPU cores ({platform.machine()}), {platform.system()}, "
        f"Python {platform.python_version()}, no GPU"
    )


def evaluate(
    dev: Path,
    folders: Sequence[Path],
    out: Path,
    with_teacher: bool = True,
    reranker: Path | None = None,
) -> str:
    """Judge the models in `folders` on everything in `dev` and write the results to `out`.

    The tables, in Markdown. EncoderError names a folder without a model.
    """
    labels = [path.name if _once(path.name, folders) else str(path) for path in folders]
    models = [Model.open(*named) for named in zip(labels, folders, strict=True)]
    predict = None if reranker is None else _predict(reranker)
    teacher = None
    if with_teacher:
        from embedding.training.teacher import teacher_folder

        teacher = Model.open(TEACHER, teacher_folder())
    rows = list(_rows(dev, models, teacher, predict))
    timed = _timed(dev)
    speeds = [model.speed(timed) for model in (*models, *([teacher] if teacher else []))]
    out.mkdir(parents=True, exist_ok=True)
    result = {
        "machine": machine(),
        "models": [
            {
                "name": model.label,
                "fingerprint": model.encoder.fingerprint,
                "dimensions": model.encoder.dimensions,
            }
            for model in models
        ],
        "rows": [asdict(row) for row in rows],
        "speed": [asdict(speed) for speed in speeds],
    }
    text = json.dumps(result, indent=1, ensure_ascii=False)
    (out / "results.json").write_text(text + "\n", encoding="utf-8")
    table = markdown(rows, speeds, machine())
    (out / "results.md").write_text(table, encoding="utf-8")
    return table


def _once(name: str, folders: Sequence[Path]) -> bool:
    return sum(path.name == name for path in folders) == 1


def _predict(folder: Path) -> Predict:
    if is_onnx_reranker(folder):
        return OnnxReranker(folder).predict
    from sentence_transformers import CrossEncoder

    return CrossEncoder(str(folder)).predict


def _rows(
    dev: Path, models: Sequence[Model], teacher: Model | None, predict: Predict | None
) -> Iterator[Row]:
    for data in [*read_communiques(), *read_retrieval(dev)]:
        yield from judge(data, models, teacher, predict)
    for bitext in read_bitexts(dev):
        yield from judge_bitext(bitext, models, teacher)


def _timed(dev: Path) -> list[str]:
    """Sentences to time encoders with: French ones of the bitexts, or else of our communiqués."""
    texts = [text for bitext in read_bitexts(dev) for text in bitext.french]
    texts = texts or [text for data in read_communiques() for text in data.documents]
    return texts[-TIMED:]


def main() -> None:
    """Read the command line and evaluate."""
    parser = argparse.ArgumentParser(description="Judge embedding models side by side.")
    parser.add_argument(
        "--dev", type=Path, required=True, help="folder of BEIR folders and bitext/"
    )
    parser.add_argument(
        "--model",
        type=Path,
        required=True,
        action="append",
        help="folder of a sentence-transformers model; give it again for another one",
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for results.json and .md")
    parser.add_argument("--reranker", type=Path, help="folder of a cross-encoder")
    parser.add_argument("--no-teacher", action="store_true", help="leave the slow teacher out")
    given = parser.parse_args()
    if not given.dev.is_dir():
        parser.error(f"no folder {given.dev}: give the folder of BEIR folders and bitext/")
    try:
        table = evaluate(given.dev, given.model, given.out, not given.no_teacher, given.reranker)
    except EncoderError as error:
        parser.error(str(error))
    print(table)


if __name__ == "__main__":
    main()
