"""Work beside other work: Chroma lets go of the interpreter while it searches, and so does Tantivy.

On one core it is done at once instead.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import copy_context
from functools import cache
from typing import TypeVar

T = TypeVar("T")
CORES = os.cpu_count() or 1


def start(work: Callable[[], T]) -> Callable[[], T]:
    """Begin `work`, which sees what this thread sees; what is returned waits for its result."""
    if CORES < 2:
        done = work()
        return lambda: done
    result = _pool().submit(copy_context().run, work).result
    time.sleep(0)  # the thread has the interpreter now, and not when this one happens to wait
    return result


@contextmanager
def meanwhile(work: Callable[[], T]) -> Iterator[Callable[[], T]]:
    """Do `work` beside what is done within; what is given waits for its result. It is over when
    this is, whatever is raised."""
    wait = start(work) if CORES > 1 else work
    try:
        yield wait
    finally:
        if wait is not work:
            with suppress(Exception):
                wait()


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(CORES, thread_name_prefix="beside")
