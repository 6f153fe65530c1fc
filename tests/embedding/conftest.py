"""A tiny bilingual model, trained by the real code from pairs written here."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from embedding.static import StaticEncoder
from embedding.training.pipeline import Plan, Teach, train_model
from embedding.training.train import Recipe

_THINGS = {
    "le ministre": "the minister",
    "la frontière": "the border",
    "l’enquête": "the investigation",
    "la police": "the police",
    "le tribunal": "the court",
    "l’hôpital": "the hospital",
    "le juge": "the judge",
    "la fraude": "the fraud",
}
_DEEDS = {
    "a été annoncé hier": "was announced yesterday",
    "protège les citoyens": "protects the citizens",
    "reste ouvert en juillet": "stays open in July",
    "coûte cinq millions": "costs five million",
    "a fermé ses portes": "closed its doors",
}


def pairs() -> list[dict[str, str]]:
    rows = []
    for french, english in _THINGS.items():
        for does, doing in _DEEDS.items():
            texts = {"a": f"{french} {does}", "b": f"{english} {doing}"}
            rows.append({**texts, "kind": "parallel", "lang_a": "fr", "lang_b": "en", "src": "t"})
            title = {"a": french, "b": f"{french} {does}"}
            rows.append({**title, "kind": "title_body", "lang_a": "fr", "lang_b": "fr", "src": "t"})
    return rows


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pairs")
    with gzip.open(folder / "tiny.jsonl.gz", "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in pairs())
    return folder


def fake_teacher(texts: list[str]) -> np.ndarray:
    """Vectors that depend on the words alone: what a teacher gives, without its weights."""
    vectors = np.zeros((len(texts), 48), np.float32)
    for row, text in zip(vectors, texts, strict=True):
        for word in text.lower().split():
            row += np.random.default_rng(sum(map(ord, word))).normal(size=48)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture(scope="session")
def teach() -> Teach:
    return fake_teacher


@pytest.fixture(scope="session")
def tiny_plan() -> Plan:
    first = Recipe(dimensions=24, nested=(24, 16), steps=120, batch=32, learning_rate=0.03)
    second = replace(first, dimensions=32, nested=(32, 16), steps=30)
    return Plan((first, second), vocabulary=400, per_source=1000, lexicon=False)


@pytest.fixture(scope="session")
def tiny_model(
    data_folder: Path, tiny_plan: Plan, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    out = tmp_path_factory.mktemp("tiny") / "model"
    train_model(data_folder, out, tiny_plan, fake_teacher)
    return out


@pytest.fixture(scope="session")
def tiny(tiny_model: Path) -> StaticEncoder:
    return StaticEncoder(tiny_model, "tiny")
