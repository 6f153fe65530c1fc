"""The packaged model: a table of token vectors read with numpy, without torch.

It reads the folder that sentence-transformers writes for a `StaticEmbedding` (float table, or the
quantised form: int8 rows × one scale a token) and gives the same vectors. The mean of a text's
token vectors, L2-normalised, is the text's vector. Training is left to `embedding.training`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from embedding.encoder import Encoder, TableEncoder, TokenBag, Tokens, TokenVectors
from errors import EncoderError

STATISTICS = "token_statistics.safetensors"
_SEEN = 200_000  # runs of characters that are kept with their tokens: a few dozen megabytes
_SEEN_PIECES = 20_000  # those that are kept with all that is known of their tokens
_FEW = 1_000  # ids that are sorted sooner than marked
_RUN = re.compile(r"\S+")
_MAX_CHARS = 200_000


class StaticEncoder(Encoder, TableEncoder):
    """A static embedding model in a local folder. Safe to share between threads.

    EncoderError says what is missing or damaged when the folder is no such model. Texts are read
    up to 200,000 characters. `made_of`: what another process makes the same one of.
    """

    def __init__(
        self, folder: Path, name: str = "packaged", query_prefix: str = "", passage_prefix: str = ""
    ) -> None:
        self.made_of = (str(folder.absolute()), name, query_prefix, passage_prefix)
        self._name = name
        self._query_prefix = query_prefix
        self._passage_prefix = passage_prefix
        self._files = _model_files(folder)
        try:
            self._tokenizer = _tokenizer(self._files["tokenizer.json"])
            tensors = load_file(self._files["model.safetensors"])
            statistics = load_file(self._files[STATISTICS]) if STATISTICS in self._files else {}
        except (OSError, SafetensorError, ValueError) as error:
            reason = str(error).splitlines()[0][:120]
            raise EncoderError(
                f"the embedding model in {folder} is damaged ({reason}); restore the folder"
            ) from None
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self.table = _table(tensors, folder)
        self._norms = np.maximum(np.sqrt(np.einsum("td,td->t", self.table, self.table)), 1e-12)
        idf = statistics.get("idf", np.ones(len(self.table), np.float32))
        self._weights = self._norms * idf**2
        self.unknown = self._tokenizer.token_to_id("[UNK]")
        self._known: dict[str, Pieces] = {}
        self._known_ids: dict[str, list[int]] = {}
        # A prefix that ends within a run of characters is no sum of its own.
        self.tabled = not passage_prefix or passage_prefix[-1].isspace()
        self.before = self._sums(*self._token_ids([passage_prefix]))[0]

    @property
    def name(self) -> str:
        """What the settings called it."""
        return self._name

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return self.table.shape[1]

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
        runs = [list(_RUN.finditer(text)) for text in cut]
        pieces = self._pieces([match.group() for found in runs for match in found])
        return self._of_runs(runs, pieces)

    def cut(self, runs: Sequence[str]) -> list[Tokens]:
        """See `TableEncoder`."""
        encodings = self._tokenizer.encode_batch(list(runs), add_special_tokens=False)
        return [(each.ids, each.offsets) for each in encodings]

    def bag_of(self, ids: np.ndarray, lengths: np.ndarray) -> TokenBag:
        """See `TableEncoder`."""
        seen, places = self._distinct(ids)
        unknown = np.flatnonzero(seen == self.unknown).tolist()
        rows = self.table.take(seen, axis=0)
        return TokenBag(rows, places, lengths, self._norms[seen], *unknown)

    def sums(self, ids: np.ndarray, lengths: np.ndarray) -> np.ndarray:
        """See `TableEncoder`."""
        return self._sums(ids, lengths) + self.before

    def rows(self, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """See `TableEncoder`."""
        rows = self.table.take(ids, axis=0)  # the same as by index, and quicker
        rows /= self._norms[ids, None]
        return rows, self._weights[ids]

    def _distinct(self, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The ids that occur, ascending, and which of them each is: as `np.unique`, where there are
        many by marks."""
        if len(ids) < _FEW:
            return np.unique(ids, return_inverse=True)
        marks = np.zeros(len(self.table), dtype=bool)
        marks[ids] = True
        seen = np.flatnonzero(marks)
        place = np.empty(len(self.table), dtype=np.int64)
        place[seen] = np.arange(len(seen))
        return seen, place[ids]

    def _pieces(self, runs: Sequence[str]) -> dict[str, Pieces]:
        """What the tokenizer makes of each run of characters between spaces.

        No token goes across a space, and most runs of a text were seen before: they are kept, as
        looking them up is far quicker than the tokenizer.
        """
        known = self._known
        missing = list(set(runs).difference(known))
        if missing:
            if len(known) > _SEEN_PIECES:  # other threads keep the one that they read
                known = self._known = {}
                missing = list(set(runs))
            encodings = self._tokenizer.encode_batch(missing, add_special_tokens=False)
            for run, found in zip(missing, encodings, strict=True):
                known[run] = Pieces(found.ids, found.tokens, found.offsets)
        return known

    def ids(self, runs: Sequence[str]) -> list[list[int]]:
        """See `TableEncoder`; they are kept, as many more texts are embedded than are looked at
        token by token."""
        known = self._known_ids
        missing = list(set(runs).difference(known))
        if missing:
            if len(known) > _SEEN:
                known = self._known_ids = {}
                missing = list(set(runs))
            encodings = self._tokenizer.encode_batch_fast(missing, add_special_tokens=False)
            known.update(zip(missing, (found.ids for found in encodings), strict=True))
        return list(map(known.__getitem__, runs))

    def _token_ids(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """The ids of all texts, one after the other, and how many each text has."""
        of_texts = [text[:_MAX_CHARS].split() for text in texts]
        runs = list(chain.from_iterable(of_texts))
        found = self.ids(runs)
        sizes = np.fromiter(map(len, found), dtype=np.int64, count=len(found))
        ids = np.fromiter(chain.from_iterable(found), dtype=np.int64, count=int(sizes.sum()))
        ends = np.cumsum([len(of_text) for of_text in of_texts], dtype=np.int64)
        before = np.concatenate([[0], np.cumsum(sizes)])[np.concatenate([[0], ends])]
        return ids, np.diff(before)

    def _of_runs(
        self, texts: Sequence[Sequence[re.Match[str]]], pieces: Mapping[str, Pieces]
    ) -> list[TokenVectors]:
        """The known tokens of each text; all of them go into one array, of which each has a part:
        an array for each text would cost more than what is in it."""
        found = [[pieces[match.group()] for match in runs] for runs in texts]
        flat = list(chain.from_iterable(found))
        sizes = np.fromiter((len(each.ids) for each in flat), dtype=np.int64, count=len(flat))
        total = int(sizes.sum())
        ids = np.fromiter(chain.from_iterable(e.ids for e in flat), dtype=np.int64, count=total)
        offsets = chain.from_iterable(chain.from_iterable(e.offsets for e in flat))
        spans = np.fromiter(offsets, dtype=np.int64, count=2 * total).reshape(-1, 2)
        begins = (match.start() for runs in texts for match in runs)
        spans += np.repeat(np.fromiter(begins, dtype=np.int64, count=len(flat)), sizes)[:, None]
        read, start = [], 0
        for runs in found:
            names = tuple(chain.from_iterable(each.names for each in runs))
            part = slice(start, start + len(names))
            start = part.stop
            read.append(self._known_only(names, ids[part], spans[part]))
        return read

    def _known_only(
        self, names: tuple[str, ...], ids: np.ndarray, spans: np.ndarray
    ) -> TokenVectors:
        known = ids != self.unknown
        if not known.all():
            names = tuple(name for name, there in zip(names, known.tolist(), strict=True) if there)
            ids, spans = ids[known], spans[known]
        return TokenVectors(names, ids, spans, self.rows)

    def _encode(self, texts: Sequence[str], prefix: str) -> np.ndarray:
        """L2-normalised sums of rows (the mean's direction); zero for a text without a token."""
        sums = self._sums(*self._token_ids([prefix + text for text in texts]))
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        return sums / np.maximum(norms, 1e-12)

    def _sums(self, ids: np.ndarray, lengths: np.ndarray) -> np.ndarray:
        sums = np.zeros((len(lengths), self.dimensions), np.float32)
        seen, places = self._distinct(ids)
        rows = self.table.take(seen, axis=0)  # few and together: they stay in the cache
        start = 0
        for row, end in zip(sums, np.cumsum(lengths).tolist(), strict=True):
            # One text at a time stays in the cache: three times faster than one reduceat.
            np.add.reduce(rows.take(places[start:end], axis=0), axis=0, out=row)
            start = end
        return sums


def _tokenizer(file: Path) -> Tokenizer:
    """ValueError for a file that holds none."""
    try:
        return Tokenizer.from_str(file.read_text(encoding="utf-8"))
    except OSError:
        raise
    except Exception as error:  # tokenizers raises a bare one
        raise ValueError(str(error)) from None


class Pieces(NamedTuple):
    """The tokens of a run of characters, and where in it they stand."""

    ids: list[int]
    names: list[str]
    offsets: list[tuple[int, int]]


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
