from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from config import load_settings
from embedding.encoder import Encoder, TokenEncoder
from embedding.load import MODEL_FOLDER, load_encoder
from embedding.static import StaticEncoder, is_static_model
from errors import EncoderError

TEXTS = [
    "L’enquête a été annoncée hier à la frontière.",
    "The court closed its doors.",
    "cœur ŒUVRE l'hôpital",
    "",
    "   \n\t ",
    "😀🇨🇦",
    "le juge " * 300,
]


def test_both_seams_are_offered(tiny: StaticEncoder) -> None:
    assert isinstance(tiny, Encoder)
    assert isinstance(tiny, TokenEncoder)


def test_vectors_are_float32_of_length_one(tiny: StaticEncoder) -> None:
    vectors = tiny.encode_passages(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), tiny.dimensions)
    lengths = np.linalg.norm(vectors, axis=1)
    assert lengths[[0, 1, 2, 6]] == pytest.approx(1, abs=1e-5)
    assert lengths[[3, 4]] == pytest.approx(0)
    assert np.isfinite(vectors).all()


def test_no_texts(tiny: StaticEncoder) -> None:
    assert tiny.encode_passages([]).shape == (0, tiny.dimensions)
    assert tiny.token_vectors([]) == []


def test_a_hundred_thousand_characters(tiny: StaticEncoder) -> None:
    long = "la police protège les citoyens " * 3_300
    assert len(long) > 100_000
    vectors = tiny.encode_queries([long, "la police protège les citoyens"])
    assert vectors[0] @ vectors[1] == pytest.approx(1, abs=1e-4)


def test_many_texts_give_the_same_as_one_at_a_time(tiny: StaticEncoder) -> None:
    texts = [f"le ministre {number} protège la frontière" for number in range(1_500)]
    together = tiny.encode_passages(texts)
    assert np.allclose(
        together[[0, 600, 1_499]], [tiny.encode_passages([texts[n]])[0] for n in (0, 600, 1_499)]
    )


@pytest.mark.slow
def test_equals_sentence_transformers(tiny_model: Path, tiny: StaticEncoder) -> None:
    from sentence_transformers import SentenceTransformer

    theirs = SentenceTransformer(str(tiny_model), device="cpu", local_files_only=True).encode(TEXTS)
    assert np.abs(theirs - tiny.encode_passages(TEXTS)).max() < 1e-5


@pytest.mark.slow
def test_a_float_table_that_sentence_transformers_saved(tmp_path: Path, tiny_model: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(tiny_model / "tokenizer.json"))
    table = np.random.default_rng(0).normal(size=(tokenizer.get_vocab_size(), 8)).astype(np.float32)
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, table)], device="cpu")
    model.save(str(tmp_path / "float"), create_model_card=False)
    ours = StaticEncoder(tmp_path / "float").encode_passages(TEXTS[:3])
    theirs = model.encode(TEXTS[:3], normalize_embeddings=True)
    assert np.abs(ours - theirs).max() < 1e-5


def test_accents_case_and_apostrophes_are_folded(tiny: StaticEncoder) -> None:
    vectors = tiny.encode_queries(
        ["L’HÔPITAL protège", "l'hopital protege", "l'hôpi\u00adtal protège"]
    )
    assert np.allclose(vectors[0], vectors[1])
    assert np.allclose(vectors[0], vectors[2])


def test_token_vectors(tiny: StaticEncoder) -> None:
    (tokens, empty) = tiny.token_vectors(["le juge 😀 protège", " "])
    assert len(tokens) == len(tokens.pieces) == len(tokens.ids) == len(tokens.weights)
    assert tokens.pieces[:2] == ("le", "juge")
    assert "[UNK]" not in tokens.pieces
    assert np.linalg.norm(tokens.vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert tokens.vectors.dtype == tokens.weights.dtype == np.float32
    assert (tokens.weights > 0).all()
    assert len(empty) == 0
    assert empty.vectors.shape == (0, tiny.dimensions)


def test_langchain_methods(tiny: StaticEncoder) -> None:
    assert tiny.embed_query("le juge") == tiny.encode_queries(["le juge"])[0].tolist()
    assert tiny.embed_documents(["le juge"]) == tiny.encode_passages(["le juge"]).tolist()


def test_prefixes_are_put_before_the_text(tiny_model: Path, tiny: StaticEncoder) -> None:
    prefixed = StaticEncoder(tiny_model, query_prefix="police ", passage_prefix="juge ")
    assert np.allclose(prefixed.encode_queries(["la"]), tiny.encode_queries(["police la"]))
    assert np.allclose(prefixed.encode_passages(["la"]), tiny.encode_passages(["juge la"]))


def test_fingerprint_follows_prefixes_and_files(tiny_model: Path, tmp_path: Path) -> None:
    plain = StaticEncoder(tiny_model)
    assert plain.fingerprint == StaticEncoder(tiny_model, name="other").fingerprint
    assert plain.fingerprint != StaticEncoder(tiny_model, query_prefix="q: ").fingerprint
    assert (
        StaticEncoder(tiny_model, query_prefix="q: ").fingerprint
        != StaticEncoder(tiny_model, passage_prefix="q: ").fingerprint
    )
    copy = tmp_path / "copy"
    shutil.copytree(tiny_model, copy)
    assert StaticEncoder(copy).fingerprint == plain.fingerprint
    table = copy / "model.safetensors"
    content = bytearray(table.read_bytes())
    content[-1] ^= 1
    table.write_bytes(content)
    assert StaticEncoder(copy).fingerprint != plain.fingerprint


@pytest.mark.parametrize("missing", ["modules.json", "tokenizer.json", "model.safetensors"])
def test_a_missing_file_is_named(tiny_model: Path, tmp_path: Path, missing: str) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(tiny_model, copy)
    (copy / missing).unlink()
    with pytest.raises(EncoderError) as caught:
        StaticEncoder(copy)
    assert "\n" not in str(caught.value)
    assert str(copy) in str(caught.value)


@pytest.mark.parametrize("damaged", ["modules.json", "tokenizer.json", "model.safetensors"])
def test_a_damaged_file_is_one_line(tiny_model: Path, tmp_path: Path, damaged: str) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(tiny_model, copy)
    file = copy / damaged
    file.write_bytes(file.read_bytes()[:40])
    with pytest.raises(EncoderError) as caught:
        StaticEncoder(copy)
    assert "\n" not in str(caught.value)


def test_static_models_are_recognised(tiny_model: Path, tmp_path: Path) -> None:
    assert is_static_model(tiny_model)
    assert not is_static_model(tmp_path)
    module = {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"}
    (tmp_path / "modules.json").write_text(json.dumps([module]))
    assert not is_static_model(tmp_path)


def test_the_settings_choose_a_folder(tiny_model: Path) -> None:
    encoder = load_encoder(load_settings(encoder=str(tiny_model), query_prefix="q: "))
    assert isinstance(encoder, StaticEncoder)
    assert encoder.name == str(tiny_model)


def test_the_packaged_model_answers_without_torch() -> None:
    code = (
        "import sys\n"
        "from config import load_settings\n"
        "from embedding.load import load_encoder\n"
        "encoder = load_encoder(load_settings())\n"
        "assert encoder.encode_queries(['Qui représentait le Canada ?']).any()\n"
        "assert len(encoder.token_vectors(['Qui représentait le Canada ?'])[0]) >= 4\n"
        "assert encoder.fingerprint\n"
        "heavy = {'torch', 'sentence_transformers', 'transformers'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=MODEL_FOLDER.parents[1])


def test_the_packaged_model_is_whole_and_small() -> None:
    size = sum(file.stat().st_size for file in MODEL_FOLDER.rglob("*") if file.is_file())
    assert size <= 45_000_000
    assert (MODEL_FOLDER / "README.md").is_file()


def test_the_packaged_model_knows_both_languages() -> None:
    encoder = load_encoder(load_settings())
    french = encoder.encode_queries(["la police enquête sur la fraude", "le ministre de la Santé"])
    english = encoder.encode_queries(["the police investigate fraud", "the Minister of Health"])
    similarity = french @ english.T
    assert similarity[0, 0] > similarity[0, 1] + 0.2
    assert similarity[1, 1] > similarity[1, 0] + 0.2
