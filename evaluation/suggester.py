"""Looks for suggestions on a thread of its own, behind everything that somebody waits for.

One thread for all readers: finding suggestions costs several answers, so twenty readers at once
would otherwise slow down each other's questions. What was found is kept for each state of the
library.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from domain import Turn

_KEPT = 256  # conversations whose suggestions are kept
_WAITING = 24  # readers who wait at most; the others see suggestions when they come back
_PAUSE = 0.02  # seconds between two looks whether questions are being answered
_PATIENCE = 5.0  # seconds that one look for suggestions steps aside, at most

Find = Callable[[Sequence[Turn], Callable[[], None]], list[str]]


class Suggester:
    """Suggestions for conversations; safe to share between threads."""

    def __init__(self, find: Find, is_busy: Callable[[], bool]) -> None:
        """`find` looks for them, and calls what it is given before every costly step."""
        self._find, self._is_busy = find, is_busy
        self._guard = threading.Lock()
        self._kept: OrderedDict[Hashable, Future[list[str]]] = OrderedDict()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="suggestions")

    def find(self, generation: int, turns: Sequence[Turn]) -> Future[list[str]]:
        """The suggestions after these turns, found already or being looked for."""
        key = (generation, *map(_said, turns))
        with self._guard:
            known = self._kept.get(key)
            if known is not None and not (known.done() and known.exception()):
                self._kept.move_to_end(key)
                return known
            if sum(not future.done() for future in self._kept.values()) >= _WAITING:
                return _none()
            future = self._thread.submit(self._find, tuple(turns), self._step_aside())
            self._kept[key] = future
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return future

    def close(self) -> None:
        """Look for no more."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _step_aside(self) -> Callable[[], None]:
        """What waits while questions are being answered, within one patience for all its calls."""
        left = _PATIENCE

        def wait() -> None:
            nonlocal left
            while left > 0 and self._is_busy():
                time.sleep(_PAUSE)
                left -= _PAUSE

        return wait


def _said(turn: Turn) -> Hashable:
    """What of a turn suggestions depend on."""
    cited = tuple((c.release_id, c.version, c.start, c.end) for c in turn.answer.citations)
    return turn.question, turn.answer.language, cited


def _none() -> Future[list[str]]:
    future: Future[list[str]] = Future()
    future.set_result([])
    return future
