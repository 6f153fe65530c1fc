"""PDF and DOCX parsed in a child process with limits: a hostile file costs a bounded time and a
bounded memory, and can at worst give a wrong text of itself.

One child for each file, so that a file which takes over its parser has no other file to spoil.
Bytes go in on stdin, JSON comes out; nothing is unpickled. The child cannot write files beyond
its answer, and opens none that its libraries do not need.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import IO

from ingest.parsed import Block, Parsed, Role


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take: seconds, and megabytes of memory."""

    seconds: int = 60
    memory_mb: int = 2000


LIMITS = Limits()
_PROJECT = Path(__file__).resolve().parents[2]
_ANSWER_MB = 64  # the longest answer that a child may give; a thousand pages are about 5 MB
_REFUSED = 3  # exit status of a child that says why it refuses
_MB = 1_000_000


def parse(parser: str, data: bytes, max_mb: int, limits: Limits) -> Parsed:
    """What `ingest.parsers.<parser>` ("pdf" or "word") reads in `data`, within `limits`.

    ValueError says what is wrong with the file: what the parser found, or that reading it took
    too long or too much memory.
    """
    with tempfile.TemporaryFile() as answer:
        try:
            done = subprocess.run(
                [sys.executable, "-m", __name__, parser, *map(str, (max_mb, *astuple(limits)))],
                input=data,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                cwd=_PROJECT,
                timeout=limits.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise ValueError(
                f"reading it takes more than {limits.seconds} s; export it again, or raise "
                "DEPECHE_PARSE_SECONDS"
            ) from None
        answer.seek(0)
        return _answer(answer, done.returncode, limits)


def _answer(answer: IO[bytes], status: int, limits: Limits) -> Parsed:
    if status in (0, _REFUSED):
        record = json.loads(answer.read())
        if status == _REFUSED:
            raise ValueError(record["error"])
        blocks = tuple(
            Block(start, end, Role(role), group) for start, end, role, group in record["blocks"]
        )
        return Parsed(record["text"], blocks)
    raise ValueError(
        f"reading it broke off (more than {limits.memory_mb} MB of memory or {limits.seconds} s, "
        "or a damaged file); export it again"
    )


def _confine(seconds: int, memory_mb: int) -> None:
    """Limits of this process, from now on; where the system has none, the timeout remains."""
    try:
        import resource
    except ImportError:
        return
    for limit, value in (
        (resource.RLIMIT_AS, memory_mb * _MB),
        (resource.RLIMIT_CPU, seconds + 1),
        (resource.RLIMIT_FSIZE, _ANSWER_MB * _MB),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))


def _main(parser: str, max_mb: int, seconds: int, memory_mb: int) -> int:
    """The child: parse stdin, answer on stdout."""
    _confine(seconds, memory_mb)
    try:
        data = sys.stdin.buffer.read()
        if parser == "pdf":
            from ingest.parsers import pdf

            parsed = pdf.parse(data)
        else:
            from ingest.parsers import word

            parsed = word.parse(data, max_mb)
    except ValueError as error:
        json.dump({"error": str(error)}, sys.stdout)
        return _REFUSED
    blocks = [astuple(block) for block in parsed.blocks]
    json.dump({"text": parsed.text, "blocks": blocks}, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1], *map(int, sys.argv[2:5])))
