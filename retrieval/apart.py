"""Passages described by a process of their own, while this one reads and embeds what comes next.

The child gets the encoder, then batch after batch, pickled, on its stdin, and answers each on its
stdout; when its parent is gone, so is it. What it fails at is done here.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from domain import Passage
from retrieval.analyst import Analyst, Places

_PROJECT = Path(__file__).resolve().parents[1]
_KEPT = 300_000  # runs: it meets all of a large library, and has little else in memory


class AnalystApart:
    """Describes what its `analyst` would describe; see `DescriberApart`."""

    def __init__(self, analyst: Analyst) -> None:
        self._analyst = analyst
        self._child = subprocess.Popen(
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_PROJECT,
        )
        # One thread, which waits for each answer before it sends more: two full pipes would wait
        # for each other.
        self._thread = ThreadPoolExecutor(1, "descriptions")
        self._ready = self._thread.submit(self._send, analyst.encoder)

    def describe(self, passages: Sequence[tuple[Passage, str]]) -> Future[list[bytes]]:
        """See DescriberApart."""
        return self._thread.submit(self._ask, self._analyst.places(passages))

    def close(self) -> None:
        """See DescriberApart."""
        self._child.kill()
        self._thread.shutdown(cancel_futures=True)
        self._child.communicate()

    def _ask(self, places: Places) -> list[bytes]:
        try:
            self._ready.result()
            self._send(places)
            return pickle.load(self._child.stdout)  # type: ignore[arg-type]
        # What cannot be sent, a child that cannot load it, and one that has ended.
        except (OSError, EOFError, pickle.PickleError, AttributeError, TypeError, ValueError):
            self._child.kill()
            return self._analyst.described(places)

    def _send(self, what: object) -> None:
        stdin = self._child.stdin
        assert stdin is not None
        pickle.dump(what, stdin, pickle.HIGHEST_PROTOCOL)
        stdin.flush()


def _main() -> None:
    """The child: describe what comes on stdin, until nothing does."""
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    try:
        analyst = Analyst(pickle.load(stdin), _KEPT)
        while True:
            pickle.dump(analyst.described(pickle.load(stdin)), stdout, pickle.HIGHEST_PROTOCOL)
            stdout.flush()
    except (EOFError, OSError):  # the parent wants no more, or is gone
        pass


if __name__ == "__main__":
    _main()
