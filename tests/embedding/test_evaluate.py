from __future__ import annotations

import gzip
import json
import math
import shutil
from pathlib import Path

import numpy as np
import pytest

from embedding.static import StaticEncoder
from embedding.training.devsets import read_bitexts, read_communiques, read_retrieval
from embedding.training.evaluate import evaluate
from embedding.training.measures import fused, hit_at_1, ndcg_at_10
from embedding.training.scorers import bm25, late_interaction, reranked
from errors import EncoderError


def _write(path: Path, text: str) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.write(text)


@pytest.fixture
def dev(tmp_path: Path) -> Path:
    texts = {
        "fr": ["le tribunal a fermé ses portes", "la police protège les citoyens"],
        "en": ["the court closed its doors", "the police protects the citizens"],
    }
    for language, rows in texts.items():
        folder = tmp_path / f"small_{language}"
        folder.mkdir()
        corpus = [{"_id": f"d{n}", "title": "", "text": row} for n, row in enumerate(rows)]
        queries = [{"_id": f"q{n}", "text": row.split()[1]} for n, row in enumerate(rows)]
        _write(folder / "corpus.jsonl.gz", "".join(json.dumps(row) + "\n" for row in corpus))
        _write(folder / "queries.jsonl.gz", "".join(json.dumps(row) + "\n" for row in queries))
        (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq0\td0\t1\nq1\td1\t1\n")
    (tmp_path / "bitext").mkdir()
    lines = [f"{fr}\t{en}\n" for fr, en in zip(texts["fr"], texts["en"], strict=True)]
    _write(tmp_path / "bitext" / "two_fr_en.tsv.gz", "".join(lines))
    return tmp_path


def test_measures_by_hand() -> None:
    scores = np.array([[0.1, 0.9, 0.5], [0.3, 0.2, 0.1]])
    relevant = [frozenset({2}), frozenset({0, 1})]
    second_place = 1 / math.log2(3)
    assert ndcg_at_10(scores, relevant) == pytest.approx((second_place + 1) / 2)
    assert hit_at_1(scores, relevant) == 0.5


def test_fused_scales_each_part_within_a_query() -> None:
    words = np.array([[10.0, 0.0], [0.0, 0.0]], np.float32)
    vectors = np.array([[0.2, 0.4], [0.1, 0.3]], np.float32)
    assert fused(words, vectors).tolist() == [[1.0, 1.0], [0.0, 1.0]]


def test_bm25_by_hand() -> None:
    scores = bm25(["chats"], ["le chat dort", "un chien dort ici", "chat chat"], "fr")
    idf = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    average = (2 + 2 + 2) / 3  # "ici" is a function word
    assert scores[0, 1] == 0
    norm = 1.2 * (1 - 0.75 + 0.75 * 2 / average)
    assert scores[0, 0] == pytest.approx(idf * 2.2 / (1 + norm))
    assert scores[0, 2] > scores[0, 0]


def test_late_interaction_by_hand(tiny: StaticEncoder) -> None:
    scores = late_interaction(tiny, ["le juge", ""], ["", "le juge", "la police"])
    assert scores[0, 0] == 0
    assert scores[0, 1] == pytest.approx(1, abs=1e-5)
    query, document = tiny.token_vectors(["le juge", "la police"])
    best = (query.vectors @ document.vectors.T).max(axis=1)
    assert scores[0, 2] == pytest.approx(
        float(query.weights @ best / query.weights.sum()), abs=1e-5
    )
    assert not scores[1].any()


def test_sets_are_read_and_crossed(dev: Path) -> None:
    names = [data.name for data in read_retrieval(dev)]
    assert names == ["small_en", "small_fr", "small_fr on small_en"]
    (bitext,) = read_bitexts(dev)
    assert bitext.french[1] == "la police protège les citoyens"


def test_our_communiques_are_consistent() -> None:
    french, english = read_communiques()
    assert len(french.queries) + len(english.queries) >= 60
    assert french.documents == english.documents
    assert all(french.relevant) and all(english.relevant)


def test_evaluate_writes_what_it_measured(dev: Path, tiny_model: Path, tmp_path: Path) -> None:
    told = evaluate(dev, [tiny_model], tmp_path / "results", with_teacher=False)
    saved = json.loads((tmp_path / "results" / "results.json").read_text(encoding="utf-8"))
    assert saved["machine"]
    assert told == (tmp_path / "results" / "results.md").read_text(encoding="utf-8")
    assert "small_fr on small_en" in told and "two_fr_en fr→en" in told
    assert all(0 <= row["ndcg_at_10"] <= 1 for row in saved["rows"])
    methods = {row["method"] for row in saved["rows"]}
    assert methods == {"BM25", "mean-pooled", "late interaction", "mean + late", "hybrid"}
    (speed,) = saved["speed"]
    assert speed["model"] == "model" and speed["sentences_per_second"] > 0
    assert speed["words_per_sentence"] == 5.5


def test_models_stand_side_by_side(dev: Path, tiny_model: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(tiny_model, other)
    evaluate(dev, [tiny_model, other], tmp_path / "results", with_teacher=False)
    saved = json.loads((tmp_path / "results" / "results.json").read_text(encoding="utf-8"))
    assert [model["name"] for model in saved["models"]] == ["model", "other"]
    by_method = {
        row["method"]: row["ndcg_at_10"]
        for row in saved["rows"]
        if row["dataset"] == "small_fr on small_en"
    }
    assert by_method["model: hybrid"] == by_method["other: hybrid"]
    assert "BM25" in by_method


def test_two_folders_of_one_name_are_told_apart(
    dev: Path, tiny_model: Path, tmp_path: Path
) -> None:
    other = tmp_path / "b" / "model"
    shutil.copytree(tiny_model, other)
    evaluate(dev, [tiny_model, other], tmp_path / "results", with_teacher=False)
    saved = json.loads((tmp_path / "results" / "results.json").read_text(encoding="utf-8"))
    assert [model["name"] for model in saved["models"]] == [str(tiny_model), str(other)]


def test_a_folder_without_a_model_is_named(dev: Path, tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="nowhere: the folder does not exist"):
        evaluate(dev, [tmp_path / "nowhere"], tmp_path / "results", with_teacher=False)


def test_only_the_best_are_looked_at_again() -> None:
    scores = np.array([[3.0, 2.0, 1.0, 0.0]])
    shown = []

    def predict(pairs: list[tuple[str, str]]) -> np.ndarray:
        shown.extend(pairs)
        return np.array([0.1, 0.9])

    found = reranked(scores, ["q"], ["a", "b", "c", "d"], predict, depth=2)
    assert shown == [("q", "a"), ("q", "b")]
    assert np.argsort(-found[0]).tolist() == [1, 0, 2, 3]
