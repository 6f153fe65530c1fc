"""The packaged model: a table of token vectors read with numpy, without torch.

It reads the folder that sentence-transformers writes for a `StaticEmbedding` (float table, or the
quantised form: int8 rows × one scale a token) and gives the same vectors. The mean of a text's
token vectors, L2-normalised, is the text's vector. Training is left to `embedding.training`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from embedding.encoder import Encoder, TokenEncoder, TokenVectors
from errors import EncoderError

STATISTICS = "token_statistics.safetensors"
_BATCH = 512
_THREADS = 2
_MAX_CHARS = 200_000


class StaticEncoder(Encoder, TokenEncoder):
    """A static embedding model in a local folder. Safe to share between threads.

    EncoderError says what is missing or damaged when the folder is no such model. Texts are read
    up to 200,000 characters.
    """

    def __init__(
        self, folder: Path, name: str = "packaged", query_prefix: str = "", passage_prefix: str = ""
    ) -> None:
        self._name = name
        self._query_prefix = query_prefix
        self._passage_prefix = passage_prefix
        self._files = _model_files(folder)
        try:
            pieces = self._files["tokenizer.json"].read_text(encoding="utf-8")
            json.loads(pieces)  # tokenizers raises a bare Exception for a file that is cut short
            self._tokenizer = Tokenizer.from_str(pieces)
            tensors = load_file(self._files["model.safetensors"])
            statistics = load_file(self._files[STATISTICS]) if STATISTICS in self._files else {}
        except (OSError, SafetensorError, ValueError) as error:
            reason = str(error).splitlines()[0][:120]
            raise EncoderError(
                f"the embedding model in {folder} is damaged ({reason}); restore the folder"
            ) from None
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._table = _table(tensors, folder)
        self._idf = statistics.get("idf", np.ones(len(self._table), np.float32))
        self._unknown = self._tokenizer.token_to_id("[UNK]")

    @property
    def name(self) -> str:
        """What the settings called it."""
        return self._name

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return self._table.shape[1]

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the prefixes and of the model's files, read once."""
        digest = hashlib.sha256(f"{self._query_prefix}\0{self._passage_prefix}".encode())
        for file in sorted(self._files):
            digest.update(self._files[file].read_bytes())
        return digest.hexdigest()[:16]

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        """See `Encoder`; the passage prefix is put before each text."""
        return self._encode(texts, self._passage_prefix)

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        """See `Encoder`; the query prefix is put before each text."""
        return self._encode(texts, self._query_prefix)

    def token_vectors(self, texts: Sequence[str]) -> list[TokenVectors]:
        """See `TokenEncoder`; unknown tokens are left out."""
        cut = [text[:_MAX_CHARS] for text in texts]
        encodings = self._tokenizer.encode_batch(cut, add_special_tokens=False)
        return [self._token_vectors(found.ids, found.offsets) for found in encodings]

    def _token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        cut = [text[:_MAX_CHARS] for text in texts]
        encodings = self._tokenizer.encode_batch_fast(cut, add_special_tokens=False)
        return [encoding.ids for encoding in encodings]

    def _token_vectors(self, ids: list[int], spans: list[tuple[int, int]]) -> TokenVectors:
        kept = [place for place, i in enumerate(ids) if i != self._unknown]
        known = np.array([ids[place] for place in kept], dtype=np.int64)
        rows = self._table[known]
        norms = np.linalg.norm(rows, axis=1)
        vectors = rows / np.maximum(norms, 1e-12)[:, None]
        pieces = tuple(self._tokenizer.id_to_token(int(i)) for i in known)
        return TokenVectors(
            pieces,
            known,
            vectors,
            norms * self._idf[known] ** 2,
            np.array([spans[place] for place in kept], dtype=np.int64).reshape(-1, 2),
        )

    def _encode(self, texts: Sequence[str], prefix: str) -> np.ndarray:
        out = np.zeros((len(texts), self.dimensions), np.float32)

        def encode(start: int) -> None:
            batch = [prefix + text for text in texts[start : start + _BATCH]]
            out[start : start + len(batch)] = self._mean(self._token_ids(batch))

        starts = range(0, len(texts), _BATCH)
        if len(starts) < 2:
            for start in starts:
                encode(start)
        else:  # tokenizers and numpy let go of the interpreter lock
            with ThreadPoolExecutor(_THREADS) as pool:
                list(pool.map(encode, starts))
        return out

    def _mean(self, ids: list[list[int]]) -> np.ndarray:
        """L2-normalised sums of rows (the mean's direction); zero for a text without a token."""
        sums = np.zeros((len(ids), self.dimensions), np.float32)
        for row, tokens in zip(sums, ids, strict=True):
            # One text at a time stays in the cache: three times faster than one reduceat.
            np.add.reduce(self._table[tokens], axis=0, out=row)
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        return sums / np.maximum(norms, 1e-12)


def is_static_model(folder: Path) -> bool:
    """Whether a local folder holds a static model that `StaticEncoder` can read."""
    return (folder / "modules.json").is_file() and _static_folder(folder) is not None


def _static_folder(folder: Path) -> Path | None:
    """Where `modules.json` puts the static table; None when the model has other parts too."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    except ValueError:
        return None
    types = [module["type"].rsplit(".", 1)[-1] for module in modules]
    if types[:1] != ["StaticEmbedding"] or set(types[1:]) - {"Normalize"}:
        return None
    return folder / modules[0]["path"]


def _model_files(folder: Path) -> dict[str, Path]:
    if not (folder / "modules.json").is_file():
        raise EncoderError(f"no embedding model in {folder}: restore the folder")
    inner = _static_folder(folder)
    if inner is None:
        raise EncoderError(f"the embedding model in {folder} is not a static one")
    files = {name: inner / name for name in ("tokenizer.json", "model.safetensors")}
    for path in files.values():
        if not path.is_file():
            raise EncoderError(
                f"the embedding model in {folder} lacks {path.name}: restore the folder"
            )
    if (folder / STATISTICS).is_file():
        files[STATISTICS] = folder / STATISTICS
    return files


def _table(tensors: dict[str, np.ndarray], folder: Path) -> np.ndarray:
    """The float32 table (vocabulary × d), unpacked from the quantised form if need be."""
    if "embedding.weight" in tensors:
        return tensors["embedding.weight"].astype(np.float32)
    if not {"embeddings", "weights"} <= tensors.keys():
        raise EncoderError(f"the embedding model in {folder} has no table; restore the folder")
    table = tensors["embeddings"].astype(np.float32)
    table *= tensors["weights"].astype(np.float32)[:, None]
    return table
