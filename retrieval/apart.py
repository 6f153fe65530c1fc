"""Passages described by a process of their own, while this one reads and embeds what comes next.

The child is told which encoder to load, then gets batch after batch on its stdin and answers each
on its stdout: frames of bytes, with places as arrays and words as JSON. When its parent is gone, so
is it. What it fails at is done here.
"""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO

import numpy as np

from domain import Passage
from embedding.static import StaticEncoder
from retrieval.analyst import Analyst, Places
from retrieval.forward import SENTENCE

_PROJECT = Path(__file__).resolve().parents[1]
_KEPT = 300_000  # runs: it meets all of a large library, and has little else in memory
_COUNT = struct.Struct("<I")


class AnalystApart:
    """Describes what its `analyst`, of a `StaticEncoder`, would describe; see `DescriberApart`."""

    def __init__(self, analyst: Analyst, encoder: StaticEncoder) -> None:
        self._analyst = analyst
        self._child = subprocess.Popen(
            [sys.executable, "-m", __name__, *encoder.made_of],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_PROJECT,
        )
        # One thread, which waits for each answer before it sends more: two full pipes would wait
        # for each other.
        self._thread = ThreadPoolExecutor(1, "descriptions")

    def describe(self, passages: Sequence[tuple[Passage, str]]) -> Future[list[bytes]]:
        """See DescriberApart."""
        return self._thread.submit(self._ask, self._analyst.places(passages))

    def close(self) -> None:
        """See DescriberApart."""
        self._child.kill()
        self._thread.shutdown(cancel_futures=True)
        self._child.communicate()

    def _ask(self, places: Places) -> list[bytes]:
        stdin, stdout = self._child.stdin, self._child.stdout
        assert stdin is not None and stdout is not None
        try:
            _send(stdin, _as_frame(places))
            return _receive(stdout)
        except (OSError, EOFError, ValueError):  # it has ended; its pipe may be closed already
            self._child.kill()
            return self._analyst.described(places)


def _as_frame(places: Places) -> list[bytes]:
    words = json.dumps([places.texts, places.sections, places.passages])
    return [words.encode(), places.rows.tobytes(), np.array(places.of, dtype="<u4").tobytes()]


def _from_frame(words: bytes, rows: bytes, of: bytes) -> Places:
    texts, sections, passages = json.loads(words)
    numbers = np.frombuffer(of, dtype="<u4").tolist()
    return Places(texts, np.frombuffer(rows, SENTENCE).copy(), numbers, tuple(sections), passages)


def _send(stream: IO[bytes], parts: Sequence[bytes]) -> None:
    sizes = np.array([len(part) for part in parts], dtype="<u8").tobytes()
    stream.write(b"".join([_COUNT.pack(len(parts)), sizes, *parts]))
    stream.flush()


def _receive(stream: IO[bytes]) -> list[bytes]:
    """The parts of one frame; EOFError where the stream ends before it does."""
    (count,) = _COUNT.unpack(_read(stream, _COUNT.size))
    sizes = np.frombuffer(_read(stream, 8 * count), dtype="<u8").tolist()
    return [_read(stream, size) for size in sizes]


def _read(stream: IO[bytes], size: int) -> bytes:
    found = stream.read(size)
    if len(found) < size:
        raise EOFError
    return found


def _main(folder: str, *rest: str) -> None:
    """The child: describe what comes on stdin, until nothing does."""
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    analyst = Analyst(StaticEncoder(Path(folder), *rest), _KEPT)
    try:
        while True:
            _send(stdout, analyst.described(_from_frame(*_receive(stdin))))
    except (EOFError, OSError):  # the parent wants no more, or is gone
        pass


if __name__ == "__main__":
    _main(*sys.argv[1:])
