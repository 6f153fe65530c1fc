"""The training pairs: read from a folder of gzip JSONL, cleaned, and sampled by source.

A row is `{"a","b","kind","lang_a","lang_b","src"}`; other keys are ignored. Every random choice
takes its generator from the caller, so that one seed fixes a whole run.
"""

from __future__ import annotations

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from sys import intern

KINDS = ("parallel", "title_body", "qa", "paraphrase", "synonym")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that belong together; `source` is the stem of the file that holds them."""

    a: str
    b: str
    kind: str
    lang_a: str
    lang_b: str
    source: str


def read_pairs(folder: Path) -> dict[str, list[Pair]]:
    """All pairs of `folder/*.jsonl.gz`, by file stem, in file order, exact repeats dropped.

    FileNotFoundError names the folder when it holds no such file; ValueError names file and line
    when a row lacks a key or has an unknown kind, and a file that is damaged.
    """
    files = sorted(folder.glob("*.jsonl.gz"))
    if not files:
        raise FileNotFoundError(f"no *.jsonl.gz in {folder}: give the folder of training pairs")
    return {path.name.removesuffix(".jsonl.gz"): list(_read_file(path)) for path in files}


def _read_file(path: Path) -> Iterator[Pair]:
    stem = intern(path.name.removesuffix(".jsonl.gz"))
    seen: set[tuple[str, str]] = set()
    for number, line in enumerate(_lines(path), 1):
        row = _row(line)
        if row is None:
            raise ValueError(f"{path.name}, line {number}: not a pair of a known kind")
        a, b = row["a"].strip(), row["b"].strip()
        if a and b and a != b and (a, b) not in seen:
            seen.add((a, b))
            yield Pair(
                a, b, intern(row["kind"]), intern(row["lang_a"]), intern(row["lang_b"]), stem
            )


def _lines(path: Path) -> Iterator[str]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from lines
    except (gzip.BadGzipFile, EOFError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name} is damaged ({error}); get the file again") from None


def _row(line: str) -> dict[str, str] | None:
    try:
        row = json.loads(line)
    except ValueError:
        return None
    if not isinstance(row, dict) or row.get("kind") not in KINDS:
        return None
    texts = all(isinstance(row.get(key), str) for key in ("a", "b", "lang_a", "lang_b"))
    return row if texts else None


def write_pairs(path: Path, pairs: Iterable[Pair]) -> None:
    """Write pairs in the form that `read_pairs` reads."""
    with gzip.open(path, "wt", encoding="utf-8") as out:
        for pair in pairs:
            row = {
                "a": pair.a,
                "b": pair.b,
                "kind": pair.kind,
                "lang_a": pair.lang_a,
                "lang_b": pair.lang_b,
                "src": pair.source,
            }
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def texts_by_source(pairs: dict[str, list[Pair]], language: str) -> dict[str, list[str]]:
    """The distinct texts of one language, by source, in order of first appearance."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for source, rows in pairs.items():
        for pair in rows:
            if pair.lang_a == language:
                found[source][pair.a] = None
            if pair.lang_b == language:
                found[source][pair.b] = None
    return {source: list(texts) for source, texts in found.items()}


def interleave(
    groups: dict[str, list[str]], weights: dict[str, float], seed: int, power: float = 0.5
) -> list[str]:
    """One list without repeats whose every prefix holds each source in about the same share.

    The share of a source is its weight (1 if not named; 0 leaves it out) × size ** power, until
    the source is used up.
    """
    keyed: list[tuple[float, str]] = []
    for source in sorted(groups):
        texts = list(groups[source])
        share = weights.get(source, 1.0) * len(texts) ** power
        if share <= 0:
            continue
        random.Random(f"{seed}-{source}").shuffle(texts)
        keyed.extend((rank / share, text) for rank, text in enumerate(texts))
    keyed.sort()
    return list(dict.fromkeys(text for _, text in keyed))
