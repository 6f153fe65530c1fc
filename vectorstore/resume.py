"""Vectors of a run that is under way, so that the run after a kill need not make them again.

A file beside the library that is part of no state of it: it is thrown away at the commit, and
what is wrong with it counts as not there. What it holds is keyed by encoder and text, so that it
cannot be stale. Batches are appended, each with a check sum; a torn one is the end of the file.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import numpy as np

_FILE = "unfinished.vectors"
_OLDER = ("unfinished.sqlite3", "unfinished.sqlite3-wal", "unfinished.sqlite3-shm")
_KEY = 16  # bytes of a key
_HEAD = struct.Struct("<8sIII")  # magic, texts, dimensions, check sum of keys and vectors
_MAGIC = b"depeche1"
_BATCHES = 4  # read batches that are kept: a run asks in the order of the run before


class Resume:
    """Vectors by text; every trouble with the file means that it holds nothing more."""

    def __init__(self, file: BinaryIO, fingerprint: str) -> None:
        self._file = file
        self._fingerprint = fingerprint.encode()
        self._finished = False
        self._places: dict[bytes, tuple[int, int]] = {}  # key -> batch (its offset), row
        self._vectors = lru_cache(maxsize=_BATCHES)(self._read)
        self.reused = 0
        end = 0
        while (read := self._batch(end)) is not None:
            keys, _, following = read
            self._places.update((key, (end, row)) for row, key in enumerate(keys))
            end = following
        file.truncate(end)

    @classmethod
    @contextmanager
    def open(cls, folder: Path, fingerprint: str) -> Iterator[Resume]:
        """What an earlier run left in `folder`; removed at the end, unless the run was cut off."""
        path = folder / _FILE
        path.touch()
        with path.open("r+b") as file:
            resume = cls(file, fingerprint)
            yield resume
        if resume._finished:
            for name in (_FILE, *_OLDER):
                with contextlib.suppress(OSError):
                    (folder / name).unlink(missing_ok=True)

    def get(self, texts: Sequence[str]) -> dict[str, np.ndarray]:
        """The vectors that are there, by text."""
        found: dict[str, np.ndarray] = {}
        if self._places:
            for text in texts:
                place = self._places.get(self._key(text))
                if place is not None:
                    found[text] = self._vectors(place[0])[place[1]]
        self.reused += len(found)
        return found

    def keep(self, texts: Sequence[str], vectors: np.ndarray) -> None:
        """Note the vectors (n × d, float32) of n texts."""
        body = b"".join(map(self._key, texts)) + vectors.astype("<f4").tobytes()
        self._file.seek(0, os.SEEK_END)
        self._file.write(_HEAD.pack(_MAGIC, *vectors.shape, zlib.crc32(body)) + body)
        self._file.flush()

    def forget(self) -> None:
        """The run came to its end: nothing is unfinished any more."""
        self._finished = True

    def _read(self, offset: int) -> np.ndarray:
        read = self._batch(offset)
        if read is None:
            raise OSError(f"{_FILE} was changed by another program")
        return read[1]

    def _batch(self, offset: int) -> tuple[list[bytes], np.ndarray, int] | None:
        """Keys, vectors (n × d) and end of the batch at `offset`; None when no whole one is."""
        left = self._file.seek(0, os.SEEK_END) - offset - _HEAD.size
        self._file.seek(offset)
        head = self._file.read(_HEAD.size)
        if len(head) < _HEAD.size:
            return None
        magic, texts, dimensions, check = _HEAD.unpack(head)
        size = texts * (_KEY + 4 * dimensions)
        if magic != _MAGIC or not 0 < size <= left:
            return None
        body = self._file.read(size)
        if zlib.crc32(body) != check:
            return None
        split = texts * _KEY
        keys = [body[at : at + _KEY] for at in range(0, split, _KEY)]
        vectors = np.frombuffer(body, "<f4", offset=split).reshape(texts, dimensions)
        return keys, vectors, offset + _HEAD.size + size

    def _key(self, text: str) -> bytes:
        digest = hashlib.blake2b(self._fingerprint, digest_size=_KEY)
        digest.update(text.encode("utf-8", "surrogatepass"))
        return digest.digest()
