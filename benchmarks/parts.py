"""Where the processor time of an ingest goes, how it grows, and what one release more costs.

    python -m benchmarks.parts --releases 11400 --out benchmarks/results/parts.json

Processor time and bytes, not the clock: they say the same on a busy machine, or nearly. `stages`
are taken one after the other on the first releases, in milliseconds for a thousand passages;
`whole` is `ingest` itself, with the processes that write vectors and describe passages (`apart`);
`by eighth` is what a thousand passages cost this process at each eighth of the way; `one more` is a
second run that adds one release to the library.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable
from itertools import count, pairwise
from pathlib import Path

from benchmarks.generate import release, write_releases
from benchmarks.record import machine, write
from benchmarks.scale.child import disk_mb
from config import Settings, load_settings
from embedding.encoder import Encoder
from embedding.load import load_encoder
from ingest.chunk import cut
from ingest.copies import bands
from ingest.load import content_hash, load_release
from ingest.shelving import embedded
from ingest.sources import discover
from ingest.sync import sync
from retrieval.analyst import Analyst
from vectorstore.vectors import ChromaVectors
from vectorstore.words import TantivyWords

_STAGED = 1_000  # releases that the stages are taken on
_AT_ONCE = 512  # passages encoded and inserted at a time, as in an ingest


def stages(source: Path, scratch: Path, settings: Settings, encoder: Encoder) -> dict:
    """Milliseconds of this process for a thousand passages, by stage, and how many there were."""
    spent: dict[str, float] = {}

    def timed(name: str, work: Callable, clock=time.thread_time):
        started = clock()
        result = work()
        spent[name] = clock() - started
        return result

    files = discover([source], settings.project).files[:_STAGED]
    timed("hash", lambda: [content_hash(file) for file in files])
    releases = timed("parse", lambda: [load_release(file, max_mb=20) for file in files])
    timed("compare", lambda: [bands(each) for each in releases])
    passages = timed("cut", lambda: [cut(each, settings.passage_words) for each in releases])
    pairs = [(r, p) for r, found in zip(releases, passages, strict=True) for p in found]
    texts = [embedded(r, p) for r, p in pairs]
    vectors = timed("encode", lambda: list(map(encoder.encode_passages, _batches(texts))))
    passages_of = [(p, r.text[p.start : p.end]) for r, p in pairs]
    describe = Analyst(encoder).describe
    timed("describe", lambda: list(map(describe, _batches(passages_of))))
    words, number = TantivyWords(scratch / "words"), count(1)
    timed(
        "words",
        lambda: [
            words.add(next(number), r.text[p.start : p.end], r.title or "", r.language)
            for r, p in pairs
        ],
    )
    words.commit()
    index, first = ChromaVectors(scratch / "vectors", write=True), count(1)
    timed(
        "vectors",
        lambda: [index.add([next(first) for _ in part], part) for part in vectors],
        time.process_time,  # Chroma has threads of its own
    )
    index.close()
    each = {name: round(1e6 * seconds / len(pairs), 1) for name, seconds in spent.items()}
    return {"passages": len(pairs), **each}


def _batches(items: list) -> list[list]:
    return [items[at : at + _AT_ONCE] for at in range(0, len(items), _AT_ONCE)]


def ingest(source: Path, settings: Settings, encoder: Encoder) -> dict:
    """One `ingest` in this process: seconds of processor, bytes, disk and growth."""
    marks: list[tuple[int, float]] = []

    def progress(done: int, total: int, name: str) -> None:
        if done % max(1, total // 8) == 0:
            marks.append((done, time.process_time()))

    bytes_, apart, started = _written(), _children(), time.process_time()
    report = sync([source], settings, encoder, progress=progress, describer=Analyst(encoder))
    cpu = time.process_time() - started
    each = report.passages / max(1, marks[-1][0]) / 1000
    return {
        "passages": report.passages,
        "added": len(report.added),
        "cpu": round(cpu, 1),
        "cpu apart": round(_children() - apart, 1),
        "MB written": (_written() - bytes_) // 10**6,
        "disk MiB": disk_mb(settings.library),
        "by eighth": [
            round(1000 * (then - before) / ((at - since) * each))
            for (since, before), (at, then) in pairwise(marks)
        ],
    }


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _written() -> int:
    """Bytes that this process gave to the system to write; 0 where it does not say."""
    path = Path("/proc/self/io")
    lines = path.read_text().splitlines() if path.exists() else []
    return int(dict(line.split(": ") for line in lines).get("wchar", 0))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--releases", type=int, default=11_400)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        source, more = Path(folder, "releases"), Path(folder, "more")
        write_releases(source, options.releases, plain=False)
        more.mkdir()
        (more / "one.txt").write_text(release(options.releases, "fr", plain=False), "utf-8")
        settings = load_settings(library=Path(folder, "library"))
        encoder = load_encoder(settings)
        record = {
            "releases": options.releases,
            "stages": stages(source, Path(folder), settings, load_encoder(settings)),
            "whole": ingest(source, settings, encoder),
            "one more": ingest(more, settings, encoder),
            "machine": machine(load),
        }
        del record["one more"]["by eighth"]
    write(record, options.out)


if __name__ == "__main__":
    main()
