"""Vectors written by a process of their own, while this one reads and embeds what comes next.

Chroma keeps the interpreter to itself while it inserts, so that a thread gains nothing: neither the
ingest nor a chat in the same process would go on meanwhile. The child gets numbers and vectors on
its stdin and nothing else; when its parent is gone, it ends with the insertion that it is at, and
holds its folder until then, so that no other run takes the folder for its own (`holding`).
"""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from queue import Queue

import numpy as np

from errors import DepecheError, LibraryUnwritable
from vectorstore.holding import Hold
from vectorstore.vectors import ChromaVectors

_PROJECT = Path(__file__).resolve().parents[1]
_HEAD = struct.Struct("<cII")  # what to do, how many passages, how long a vector is
_ADD, _DELETE, _END = b"a", b"d", b"e"
_AHEAD = 12  # batches that wait for the child: some thousand passages


class VectorsApart:
    """The writing half of `VectorIndex` on a folder that `ChromaVectors` made and closed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        hold = Hold(folder.parent)
        self._child = subprocess.Popen(
            [sys.executable, "-m", __name__, str(folder.absolute())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_PROJECT,
            pass_fds=hold.handles,
        )
        hold.release()  # the child has it now
        self._queue: Queue[bytes | None] = Queue(_AHEAD)
        self._broken = False
        self._feeder = threading.Thread(target=self._feed, name="vectors", daemon=True)
        self._feeder.start()

    def add(self, passages: Sequence[int], vectors: np.ndarray) -> None:
        """See VectorIndex; returns before it is done. LibraryUnwritable when the child failed."""
        self._send(_ADD, passages, vectors)

    def delete(self, passages: Sequence[int]) -> None:
        """See VectorIndex; returns before it is done."""
        if passages:
            self._send(_DELETE, passages, np.zeros((len(passages), 0), np.float32))

    def close(self) -> None:
        """Wait until all is written; LibraryUnwritable says what went wrong."""
        if self._child.returncode is None:
            self._queue.put(_HEAD.pack(_END, 0, 0))
            self._queue.put(None)
            self._feeder.join()
            self._finish()

    def abandon(self) -> None:
        """Let go at once: what was written is wanted no more."""
        if self._child.returncode is None:
            self._child.kill()
            self._queue.put(None)
            self._feeder.join()
            self._child.wait()
            self._child.stdout.close()  # type: ignore[union-attr]

    def _send(self, what: bytes, passages: Sequence[int], vectors: np.ndarray) -> None:
        if self._broken:
            self.close()
        numbers = np.asarray(passages, "<i8").tobytes()
        self._queue.put(
            _HEAD.pack(what, *vectors.shape) + numbers + vectors.astype("<f4").tobytes()
        )

    def _feed(self) -> None:
        """The thread that waits for the child instead of the ingest."""
        stdin = self._child.stdin
        assert stdin is not None
        while (frame := self._queue.get()) is not None:
            if not self._broken:
                try:
                    stdin.write(frame)
                    stdin.flush()
                except OSError:  # the child has ended: `_finish` says why
                    self._broken = True
        try:
            stdin.close()
        except OSError:
            self._broken = True

    def _finish(self) -> None:
        answer = self._child.stdout.read()  # type: ignore[union-attr]
        self._child.stdout.close()  # type: ignore[union-attr]
        status = self._child.wait()
        if status == 0 and not self._broken:
            return
        try:
            raise LibraryUnwritable(json.loads(answer)["error"])
        except ValueError:
            raise LibraryUnwritable(
                f"the process that writes the vectors in {self.folder} ended ({status}); the "
                "library is as it was: look for free memory and disk space, and run again"
            ) from None


def _main(folder: Path) -> int:
    """The child: do what comes on stdin; 0 when it was all of it."""
    stream = sys.stdin.buffer
    try:
        head = stream.read(_HEAD.size)  # a parent that is gone already wants nothing opened
        vectors = ChromaVectors(folder, write=True) if head else None
        while vectors and head:
            what, count, dimensions = _HEAD.unpack(head)
            if what == _END:
                vectors.close()
                return 0
            numbers = np.frombuffer(stream.read(8 * count), "<i8").tolist()
            body = stream.read(4 * count * dimensions)
            if len(numbers) < count or len(body) < 4 * count * dimensions:
                break
            if what == _DELETE:
                vectors.delete(numbers)
            else:
                vectors.add(numbers, np.frombuffer(body, "<f4").reshape(count, dimensions))
            head = stream.read(_HEAD.size)
    except DepecheError as error:
        json.dump({"error": str(error)}, sys.stdout)
    return 1  # the parent is gone, or the error was said


if __name__ == "__main__":
    sys.exit(_main(Path(sys.argv[1])))
