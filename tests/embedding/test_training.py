from __future__ import annotations

import gzip
import json
import math
import random
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file

from embedding.static import StaticEncoder
from embedding.training import losses
from embedding.training.__main__ import main
from embedding.training.corpus import TokenCorpus
from embedding.training.data import Pair, interleave, read_pairs, texts_by_source, write_pairs
from embedding.training.export import quantise
from embedding.training.lexicon import read_lexicon
from embedding.training.pipeline import Plan, Teach, rotate, train_model
from embedding.training.questions import ask, generate
from embedding.training.teacher import choose_texts, taught
from embedding.training.vocabulary import train_vocabulary


def _pair(
    a: str, b: str, kind: str = "parallel", languages: str = "fr en", source: str = "s"
) -> Pair:
    return Pair(a, b, kind, *languages.split(), source)


def test_training_brings_translations_together(tiny: StaticEncoder) -> None:
    french = tiny.encode_queries(
        ["le tribunal a fermé ses portes", "la police protège les citoyens"]
    )
    english = tiny.encode_queries(
        ["the court closed its doors", "the police protects the citizens"]
    )
    similarity = french @ english.T
    assert similarity[0, 0] > similarity[0, 1] + 0.3
    assert similarity[1, 1] > similarity[1, 0] + 0.3


def test_the_same_seed_gives_the_same_model(
    data_folder: Path, tiny_model: Path, tiny_plan: Plan, teach: Teach, tmp_path: Path
) -> None:
    train_model(data_folder, tmp_path / "again", tiny_plan, teach)
    first = load_file(tiny_model / "model.safetensors")
    second = load_file(tmp_path / "again" / "model.safetensors")
    assert np.array_equal(first["embeddings"], second["embeddings"])


def test_export_keeps_a_model_card(
    tiny_model: Path, data_folder: Path, tiny_plan: Plan, teach: Teach, tmp_path: Path
) -> None:
    out = tmp_path / "model"
    out.mkdir()
    (out / "README.md").write_text("card")
    (out / "stale.bin").write_text("old")
    train_model(data_folder, out, tiny_plan, teach)
    assert (out / "README.md").read_text() == "card"
    assert not (out / "stale.bin").exists()


def test_pairs_are_read_cleaned_and_written(tmp_path: Path) -> None:
    rows = [_pair("a", "b"), _pair("a", "b"), _pair("same", "same"), _pair(" c ", "d")]
    write_pairs(tmp_path / "x.jsonl.gz", rows)
    read = read_pairs(tmp_path)["x"]
    assert [(pair.a, pair.b, pair.source) for pair in read] == [("a", "b", "x"), ("c", "d", "x")]
    assert texts_by_source({"x": read}, "en") == {"x": ["b", "d"]}


def test_a_bad_row_names_its_line(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "x.jsonl.gz", "wt") as out:
        out.write(json.dumps({"a": "a", "b": "b", "kind": "?", "lang_a": "fr", "lang_b": "en"}))
    with pytest.raises(ValueError, match=r"x\.jsonl\.gz, line 1"):
        read_pairs(tmp_path)


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl.gz").write_bytes(b"no gzip")
    with pytest.raises(ValueError, match=r"x\.jsonl\.gz is damaged"):
        read_pairs(tmp_path)
    write_pairs(tmp_path / "x.jsonl.gz", [_pair(f"a {n}", f"b {n}") for n in range(999)])
    (tmp_path / "x.jsonl.gz").write_bytes((tmp_path / "x.jsonl.gz").read_bytes()[:-99])
    with pytest.raises(ValueError, match=r"x\.jsonl\.gz is damaged"):
        read_pairs(tmp_path)
    with gzip.open(tmp_path / "x.jsonl.gz", "wt") as out:
        out.write("no JSON\n")
    with pytest.raises(ValueError, match=r"x\.jsonl\.gz, line 1"):
        read_pairs(tmp_path)


def test_the_teachers_vectors_are_used_again(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "0000.jsonl.gz", "wt") as out:
        out.write('"the judge"\n"the court"\n')
    np.save(tmp_path / "0000.npy", np.eye(2, dtype=np.float16))
    assert taught(["the judge"], tmp_path, "no model is asked").tolist() == [[1, 0]]
    with pytest.raises(ValueError, match="the vectors of other texts"):
        taught(["the police"], tmp_path, "no model is asked")


def test_the_command_names_a_bad_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["training", "--data", str(tmp_path), "--out", "nowhere"])
    with pytest.raises(SystemExit):
        main()
    assert "give the folder of training pairs" in capsys.readouterr().err


def test_an_empty_data_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="folder of training pairs"):
        read_pairs(tmp_path)


def test_interleave_mixes_sources_in_every_prefix() -> None:
    groups = {"big": [f"b{n}" for n in range(100)], "small": [f"s{n}" for n in range(25)]}
    mixed = interleave(groups, {}, seed=1)
    assert sorted(mixed) == sorted(groups["big"] + groups["small"])
    assert 5 <= sum(text.startswith("s") for text in mixed[:24]) <= 10  # 10 to 5 by square roots
    assert mixed == interleave(groups, {}, seed=1)
    assert all(text.startswith("b") for text in interleave(groups, {"small": 0.0}, seed=1))


def test_teacher_texts_are_english_and_short() -> None:
    pairs = {"tatoeba": [_pair("bonjour", "hello"), _pair("long", "word " * 60)]}
    assert choose_texts(pairs, 1) == ["hello"]


def test_vocabulary_cuts_elisions() -> None:
    tokenizer = train_vocabulary(["l'enquête sur l’enquete"] * 3, 100)
    assert tokenizer.encode("L’ENQUÊTE").tokens == ["l", "'", "enquete"]


def test_corpus_bags_hold_the_tokens_of_the_texts() -> None:
    tokenizer = train_vocabulary(["le juge", "la cour"] * 3, 100)
    corpus = TokenCorpus(tokenizer, ["le juge", "la cour", "le juge"])
    assert len(corpus) == 2
    bags = corpus.bags(np.array([1, 0]))
    ids, offsets = bags.bags[0]
    assert bags.rows[ids[offsets[1] :]].tolist() == tokenizer.encode("le juge").ids
    seen = corpus.idf()[tokenizer.token_to_id("juge")]
    assert seen == pytest.approx(math.log(3 / 1.5))


def test_info_nce_by_hand() -> None:
    eye = torch.eye(2)
    expected = -math.log(math.exp(1) / (math.exp(1) + 1))
    assert float(losses.info_nce(eye, eye, temperature=1.0)) == pytest.approx(expected)
    same = torch.tensor([[False, True], [True, False]])
    assert float(losses.info_nce(eye, eye, same, temperature=1.0)) == pytest.approx(0, abs=1e-6)


def test_teacher_losses_vanish_for_the_teacher_itself() -> None:
    vectors = torch.nn.functional.normalize(
        torch.randn(6, 4, generator=torch.Generator().manual_seed(0)), dim=1
    )
    assert float(losses.to_teacher(3 * vectors, vectors)) == pytest.approx(0, abs=1e-6)
    assert float(losses.teacher_order(vectors, vectors, vectors, 0.1)) == pytest.approx(0, abs=1e-5)


def test_quantised_rows_are_close() -> None:
    table = np.random.default_rng(0).normal(size=(50, 64)).astype(np.float32)
    rows, scale = quantise(table)
    back = rows * scale[:, None]
    cosine = (table * back).sum(1) / np.linalg.norm(table, axis=1) / np.linalg.norm(back, axis=1)
    assert cosine.min() > 0.9995


def test_rotation_keeps_similarities(teach: Teach) -> None:
    vectors = teach(["le juge", "la police", "le juge et la police"])
    turned = rotate(vectors, 48)
    assert np.allclose(turned @ turned.T, vectors @ vectors.T, atol=1e-4)


def test_questions_use_the_words_and_leave_the_answer_out() -> None:
    rng = random.Random(0)
    text = "Les ministres publieront un rapport le 12 juillet 2024 à Ottawa."
    asked = {ask(text, "fr", rng) for _ in range(40)}
    assert any(question and question.startswith(("Quand", "À quelle date")) for question in asked)
    assert all(
        question is None or "12 juillet" not in question
        for question in asked
        if question and question.startswith("Quand")
    )
    assert ask("oui", "fr", rng) is None


def test_generated_questions_are_pairs_of_kind_qa() -> None:
    pairs = {
        "s": [
            _pair("Délai de réponse", "Le ministre répond en trente jours.", "title_body", "fr fr"),
            _pair(
                "Le ministre répond en trente jours.", "The Minister replies within thirty days."
            ),
        ]
    }
    made = generate(pairs, seed=1)
    assert len(made) == 2
    assert {pair.kind for pair in made} == {"qa"}
    assert made == generate(pairs, seed=1)


def test_the_lexicon_reads(tmp_path: Path) -> None:
    assert len(read_lexicon()) > 1_000
    file = tmp_path / "words.txt"
    file.write_text("# words\nfraude, arnaque | fraud\n", encoding="utf-8")
    assert {(pair.a, pair.b) for pair in read_lexicon(file)} == {
        ("fraude", "arnaque"),
        ("fraude", "fraud"),
        ("arnaque", "fraud"),
    }
    file.write_text("fraude, arnaque\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"words\.txt, line 1"):
        read_lexicon(file)
