"""A trained table becomes the packaged folder, in the layout that sentence-transformers loads.

Rows are stored as int8 with one float32 scale a token (the quantised form that its StaticEmbedding
reads), which costs a cosine of less than 0.0005 and a quarter of the space. Beside it lies what
late interaction reads: the inverse document frequency of each token.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from embedding.static import STATISTICS

_STATIC = "sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding"
NORMALIZE = "sentence_transformers.base.modules.normalize.Normalize"
_MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": _STATIC},
    {"idx": 1, "name": "1", "path": "1_Normalize", "type": NORMALIZE},
]
NORMALIZE_CONFIG = {
    "module_input_name": "sentence_embedding",
    "module_output_name": "sentence_embedding",
}
CONFIG = {
    "model_type": "SentenceTransformer",
    "prompts": {"query": "", "document": ""},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}


def quantise(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """`table` (n × d float) as int8 rows and a float32 scale each: row ≈ int8 × scale."""
    scale = np.maximum(np.abs(table).max(axis=1), 1e-12).astype(np.float32) / 127
    return np.rint(table / scale[:, None]).astype(np.int8), scale


def export(table: np.ndarray, idf: np.ndarray, tokenizer: Tokenizer, out: Path) -> None:
    """Write the model to `out`, by way of a folder beside it so that a reader never sees half."""
    with fresh_folder(out) as partial:
        rows, scale = quantise(table)
        mapping = np.arange(len(rows), dtype=np.int32)
        tensors = {"embeddings": rows, "weights": scale, "mapping": mapping}
        save_file(tensors, partial / "model.safetensors")
        save_file({"idf": idf.astype(np.float32)}, partial / STATISTICS)
        tokenizer.save(str(partial / "tokenizer.json"), pretty=False)
        write_json(partial / "modules.json", _MODULES)
        write_json(partial / "config_sentence_transformers.json", CONFIG)
        write_json(partial / "1_Normalize" / "config.json", NORMALIZE_CONFIG)


@contextmanager
def fresh_folder(out: Path) -> Iterator[Path]:
    """A folder beside `out` to write a model in, which takes its place when all went well.

    A README.md that `out` already has is kept.
    """
    partial = out.with_name(out.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    yield partial
    if (out / "README.md").is_file():
        shutil.copyfile(out / "README.md", partial / "README.md")
    for file in partial.rglob("*.*"):
        if file.is_file():
            file.chmod(0o644)  # safetensors makes them readable by their owner only
    old = out.with_name(out.name + ".old")
    if out.exists():
        out.rename(old)
    partial.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def write_json(path: Path, value: object) -> None:
    """Write `value` as indented JSON; the folder is made."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
