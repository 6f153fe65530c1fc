"""Which folders of indexes readers still hold, in this process and in others.

A reader has a shared lock on the folder that it reads; the system frees it when the reader dies.
Where there are no such locks (Windows, some network disks) nobody can tell.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]

TOLD = fcntl is not None


class Hold:
    """A reader's hold on a folder, until `release`. `found` is False when there is no folder."""

    def __init__(self, folder: Path) -> None:
        self.found = folder.is_dir()
        self._handle: int | None = None
        if self.found and fcntl is not None:
            with contextlib.suppress(OSError):
                self._handle = os.open(folder, os.O_RDONLY)
                fcntl.flock(self._handle, fcntl.LOCK_SH)
            self.found = folder.is_dir()  # a writer may have removed it before it was held

    @property
    def handles(self) -> tuple[int, ...]:
        """What a child process inherits to hold the folder too; empty where nobody can tell."""
        return () if self._handle is None else (self._handle,)

    def release(self) -> None:
        """Let go of the folder."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def remove(folder: Path, untold: bool) -> None:
    """Remove the folder unless a reader holds it; `untold`: also when nobody can tell."""
    handle = None
    try:
        if fcntl is not None:
            handle = os.open(folder, os.O_RDONLY)
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)  # type: ignore[arg-type]
        return
    except OSError:
        pass
    else:
        untold = untold or fcntl is not None
    if untold:  # a reader that comes now waits for the lock, and then finds no folder
        shutil.rmtree(folder, ignore_errors=True)
    if handle is not None:
        os.close(handle)
