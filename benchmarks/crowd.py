"""Many people asking the chat at the same moment: how long each waits, and whether any is let down.

    python -m benchmarks.crowd --out benchmarks/results/crowd.json

A server as `cli.py serve` starts it, on the releases of the evaluation and the communiqué, and
`--people` sessions with it, each its own conversation (`benchmarks/sessions.py`). All of them ask
at once, again and again, each time when every page is drawn and a person has had time to read; then
they come at once. A time is from sending the question to the arrival of the last citation, or, of
a declined one, of the nearest passage. A failure is an error on the page, a session that breaks off
or a wait of four minutes. Nothing else should run meanwhile; the load before the run is recorded.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

from benchmarks.record import machine, summary, write
from benchmarks.sessions import Session

PROJECT = Path(__file__).resolve().parent.parent
QUESTIONS = (
    "Qui représentait les États-Unis au forum de 2024 ?",
    "What did the ministers say about artificial intelligence?",
    "Comment joindre les relations avec les médias ?",
    "Qui a gagné la Coupe Stanley en 1987 ?",
    "Quand et où la conférence sur les corridors a-t-elle eu lieu à Halifax ?",
    "Who was appointed Online Safety Ombudsperson?",
    "Combien d'armes à feu ont été rachetées ?",
)
_PROBLEM = '<section class="dp-card dp-problem'
_READS = 3.0  # seconds between two questions of a person


def landmark(depeche, question: str) -> str:
    """The key of the button that an answer ends with, `{}` in place of the number of the turn."""
    count = len(depeche.ask(question).citations)
    return f"cite-{{}}-{count}" if count else "near-{}-1"


@contextmanager
def serving(library: Path, data: Path) -> Iterator[tuple[str, int]]:
    """The address of a server on `library`, and the number of its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "cli.py", "serve", "--library", str(library)],
        cwd=PROJECT,
        env=os.environ | {"DEPECHE_PORT": str(port), "DEPECHE_DATA": str(data)},
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        while server.poll() is None:
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=5).close()
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        else:
            raise RuntimeError(f"the server ended with {server.returncode} before it answered")
        yield address, server.pid
    finally:
        server.terminate()
        server.wait()


def processor(server: int) -> float:
    """Processor seconds that the server and what it started have used (Linux)."""
    family = [server, *map(int, Path(f"/proc/{server}/task/{server}/children").read_text().split())]
    ticks = 0
    for process in family:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])  # utime, stime: fields 14 and 15
    return ticks / os.sysconf("SC_CLK_TCK")


async def crowd(
    address: str, server: int, landmarks: dict[str, str], people: int, rounds: int
) -> dict:
    """Milliseconds of opening and asking, what failed, and the server's work for an answer."""
    questions = list(landmarks)
    async with Session(address) as first:  # what is loaded once is loaded
        await first.ask(questions[0], _shows(landmarks[questions[0]].format(1)))
    async with AsyncExitStack() as stack:
        begun = time.perf_counter()

        async def come() -> tuple[Session, float]:
            page = await stack.enter_async_context(Session(address))
            return page, time.perf_counter() - begun

        come_in = await asyncio.gather(*(come() for _ in range(people)))
        pages = [page for page, _ in come_in]
        waits: list[float] = []
        work = 0.0
        failures: list[str] = []
        for turn in range(1, rounds + 1):
            await asyncio.sleep(_READS)
            asked = [questions[(place + turn) % len(questions)] for place in range(people)]
            before = processor(server)
            found = await asyncio.gather(
                *(
                    page.ask(question, _shows(landmarks[question].format(turn)))
                    for page, question in zip(pages, asked, strict=True)
                ),
                return_exceptions=True,
            )
            work += processor(server) - before
            waits += [each for each in found if isinstance(each, float)]
            failures += [repr(each) for each in found if not isinstance(each, float)]
            await asyncio.gather(*(page.settle() for page in pages))
            print(f"round {turn} of {rounds}", file=sys.stderr, flush=True)
        failures += ["an error on the page" for page in pages if _PROBLEM in page.html]
    return {
        "page drawn, all opened at once, milliseconds": summary(
            [1000 * wait for _, wait in come_in]
        ),
        "answers, all asked at once, milliseconds": summary([1000 * wait for wait in waits]),
        "processor milliseconds of the server for an answer": round(
            1000 * work / max(1, len(waits))
        ),
        "failures": failures,
    }


def _shows(key: str):
    return lambda page: page.button(key) is not None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=10, help="questions of each person")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    from assembly import Depeche
    from config import load_settings

    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder, "library")
        with Depeche(load_settings(library=library)) as depeche:
            report = depeche.ingest([PROJECT / "corpus", PROJECT / "evaluation" / "releases"])
            landmarks = {question: landmark(depeche, question) for question in QUESTIONS}
        with serving(library, Path(folder, "data")) as (address, server):
            result = asyncio.run(crowd(address, server, landmarks, options.people, options.rounds))
    record = {
        "releases": len(report.added),
        "people": options.people,
        **result,
        "machine": machine(load),
    }
    write(record, options.out)


if __name__ == "__main__":
    main()
