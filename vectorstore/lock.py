"""One writer at a time, and who it is: a lock that the system releases when its holder dies."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from errors import LibraryLocked

LOCK = "writing.lock"
_HOLDER = "writing.json"  # of use only while the lock is held: a killed holder leaves it behind
# `is_being_written` holds the lock for an instant when it looks.
PATIENCE = 1.0


@contextmanager
def writing_lock(folder: Path, wait: float = 0.0) -> Iterator[None]:
    """Hold the library's lock; LibraryLocked names the holder when it is taken `wait` s long."""
    lock = FileLock(folder / LOCK, timeout=max(wait, PATIENCE))
    try:
        lock.acquire()
    except Timeout:
        raise LibraryLocked(
            f"another process{_holder(folder)} is writing to {folder}; wait until it is done and "
            "run again, or give --wait SECONDS"
        ) from None
    try:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        draft = folder / f"{_HOLDER}.new"
        draft.write_text(json.dumps({"pid": os.getpid(), "since": now}))
        draft.replace(folder / _HOLDER)
        yield
    finally:
        with contextlib.suppress(OSError):
            (folder / _HOLDER).unlink(missing_ok=True)
        lock.release()


def _holder(folder: Path) -> str:
    try:
        holder = json.loads((folder / _HOLDER).read_text())
        return f" (process {int(holder['pid'])}, since {str(holder['since'])[:25]})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def is_being_written(folder: Path) -> bool:
    """Whether a process holds the library's lock at this moment."""
    if not (folder / LOCK).exists():
        return False
    lock = FileLock(folder / LOCK, timeout=0)
    try:
        with lock:
            return False
    except Timeout:
        return True
