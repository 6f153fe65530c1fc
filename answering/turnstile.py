"""Who is answered next: so many at a time, first come, first served; what has time waits.

A semaphore lets whoever comes just then go before those who wait, and these to the end of the line.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class Turnstile:
    """Lets `places` threads in at a time, in the order in which they came; None: all of them."""

    def __init__(self, places: int | None) -> None:
        self.places = places
        self._guard = threading.Lock()
        self._free = places
        self._line: deque[threading.Event] = deque()
        self._present = 0
        self._idle = threading.Event()
        self._idle.set()

    @property
    def present(self) -> int:
        """How many are inside, wait or are attended to."""
        return self._present

    @property
    def is_idle(self) -> bool:
        """Whether nobody is inside, waits or is attended to."""
        return self._idle.is_set()

    def wait_until_idle(self, patience: float) -> None:
        """Wait while it is not idle, for `patience` seconds at most."""
        self._idle.wait(patience)

    @contextmanager
    def attending(self) -> Iterator[None]:
        """Within, somebody is waited for who needs no place: not yet, or not any more."""
        with self._guard:
            self._present += 1
            self._idle.clear()
        try:
            yield
        finally:
            with self._guard:
                self._gone()

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Within, one has a place; it is handed to whoever has waited longest."""
        turn = self._come()
        try:
            turn.wait()
            yield
        finally:
            self._leave()

    def _come(self) -> threading.Event:
        """What is set when it is one's turn."""
        turn = threading.Event()
        with self._guard:
            self._present += 1
            self._idle.clear()
            if self._free is None:
                turn.set()
            elif self._free > 0:
                self._free -= 1
                turn.set()
            else:
                self._line.append(turn)
        return turn

    def _leave(self) -> None:
        with self._guard:
            if self._line:
                self._line.popleft().set()
            elif self._free is not None:
                self._free += 1
            self._gone()

    def _gone(self) -> None:
        self._present -= 1
        if not self._present:
            self._idle.set()
