"""The models that `evaluate` judges: their vectors, worked out once, and how quick they are."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from embedding.encoder import Encoder
from embedding.load import open_encoder
from errors import EncoderError


@dataclass(frozen=True, slots=True)
class Speed:
    """How quickly a model loads and encodes; `cpu_ms` is processor time, which says the same on a
    busy machine."""

    model: str
    words_per_sentence: float
    load_seconds: float
    sentences_per_second: float
    cpu_ms_per_sentence: float


@dataclass(eq=False)
class Model:
    """An encoder under a name; each list of texts is encoded once, since sets share documents."""

    label: str
    encoder: Encoder
    load_seconds: float
    _known: dict[tuple[bool, tuple[str, ...]], np.ndarray] = field(default_factory=dict)

    @classmethod
    def open(cls, label: str, folder: Path) -> Model:
        """From a folder; EncoderError when it holds no model."""
        if not folder.is_dir():
            raise EncoderError(f"no embedding model in {folder}: the folder does not exist")
        started = time.perf_counter()
        encoder = open_encoder(str(folder.resolve()))
        encoder.encode_queries(["un"])
        return cls(label, encoder, time.perf_counter() - started)

    def cosines(self, queries: tuple[str, ...], documents: tuple[str, ...]) -> np.ndarray:
        """Queries × documents."""
        return self._vectors(True, queries) @ self._vectors(False, documents).T

    def _vectors(self, asking: bool, texts: tuple[str, ...]) -> np.ndarray:
        if (asking, texts) not in self._known:
            encode = self.encoder.encode_queries if asking else self.encoder.encode_passages
            self._known[asking, texts] = encode(texts)
        return self._known[asking, texts]

    def speed(self, texts: Sequence[str]) -> Speed:
        """Measured on `texts`."""
        self.encoder.encode_passages(texts[:32])
        wall, cpu = time.perf_counter(), time.process_time()
        self.encoder.encode_passages(texts)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        words = float(np.mean([len(text.split()) for text in texts]))
        return Speed(
            self.label,
            round(words, 1),
            round(self.load_seconds, 2),
            round(len(texts) / wall, 1),
            round(1_000 * cpu / len(texts), 3),
        )
