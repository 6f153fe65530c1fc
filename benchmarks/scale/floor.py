"""The floor: what the engines cost without anything of ours around them.

    python -m benchmarks.scale.floor LIBRARY     # the vectors of LIBRARY into a fresh Chroma

`RawSearch` asks Chroma and Tantivy what a question asks of them, and nothing else.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.scale.child import disk_mb
from vectorstore.vectors import ChromaVectors, Hit
from vectorstore.words import TantivyWords


def indexes_of(library: Path) -> Path:
    """The folder of the indexes that the library's last commit names."""
    with sqlite3.connect(f"file:{library / 'library.sqlite3'}?mode=ro", uri=True) as database:
        rows = dict(database.execute("SELECT key, value FROM manifest"))
    database.close()
    return library / f"index-{rows['epoch']}"


class RawSearch:
    """The two indexes of a library, opened a second time beside it."""

    def __init__(self, library: Path, limit: int) -> None:
        folder = indexes_of(library)
        self.vectors = ChromaVectors(folder / "vectors")
        self.words = TantivyWords(folder / "words")
        self.limit = limit

    def ask(self, vector: np.ndarray, question: str) -> tuple[list[Hit], list[Hit]]:
        """What both indexes find."""
        return self.vectors.search(vector, self.limit), self.words.search(question, self.limit)


def stored_vectors(library: Path) -> tuple[list[int], np.ndarray]:
    """The numbers and vectors (n × d) of the passages of a library."""
    index = ChromaVectors(indexes_of(library) / "vectors")
    with sqlite3.connect(f"file:{library / 'library.sqlite3'}?mode=ro", uri=True) as database:
        numbers = [n for (n,) in database.execute("SELECT number FROM passages ORDER BY number")]
    database.close()
    found = index.get(numbers)
    index.close()
    return numbers, np.stack([found[number] for number in numbers])


def main(library: Path) -> None:
    """Print what it costs to put the library's vectors into a fresh, lean Chroma."""
    numbers, vectors = stored_vectors(library)
    with TemporaryDirectory(dir=library.parent) as folder:
        started, used = time.perf_counter(), time.process_time()
        index = ChromaVectors(Path(folder), write=True)
        index.add(numbers, vectors)
        seconds, cpu = time.perf_counter() - started, time.process_time() - used
        index.close()
        record = {
            "passages": len(numbers),
            "seconds": round(seconds, 3),
            "cpu": round(cpu, 3),
            "passages_per_second": round(len(numbers) / seconds, 1),
            "disk_mb": disk_mb(Path(folder)),
        }
    print(json.dumps(record))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
