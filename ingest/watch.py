"""A schedule: look at each source every so many minutes, until stopped."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ingest.source_list import SourceList
from ingest.sources import ListedSource


def watch(
    listed: SourceList,
    run: Callable[[Sequence[ListedSource]], None],
    wait: Callable[[float], bool],
    clock: Callable[[], float],
) -> None:
    """Call `run` with the sources that are due, at once and then again and again.

    `clock` gives seconds that only grow; `wait` sleeps that many seconds and returns True when it
    is time to stop. A run that takes long delays the next one; none is made up for.
    """
    due = dict.fromkeys(range(len(listed.sources)), clock())
    while True:
        now = clock()
        ready = [number for number, at in due.items() if at <= now]
        run([listed.sources[number] for number in ready])
        for number in ready:
            due[number] = clock() + 60.0 * (listed.sources[number].every or listed.every)
        if wait(max(0.0, min(due.values()) - clock())):
            return
