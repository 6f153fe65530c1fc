"""How long a person waits for an answer on the screen, in a real Chromium.

    python -m benchmarks.screen --out benchmarks/results/screen.json

Cold: from starting `cli.py serve` on a library that is there to the last citation of a first
question, asked as soon as its box is on the page. Warm: from the Enter key to the frame in which
the last citation of the answer is on the page, questions one after the other in new conversations
and in one that grows. Nothing else should run meanwhile; the load before the run is recorded.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.record import machine, summary, write
from domain import Turn

PROJECT = Path(__file__).resolve().parent.parent
QUESTIONS = (
    "Qui représentait les États-Unis ?",
    "What did the ministers say about artificial intelligence?",
    "Comment joindre les relations avec les médias ?",
    "Qui a gagné la Coupe Stanley en 1987 ?",
    "Quand et où le forum a-t-il eu lieu ?",
)
# Nobody reads as quickly as this asks.
_TIRELESS = {f"DEPECHE_QUESTIONS_PER_MINUTE{whose}": "600" for whose in ("", "_ADDRESS")}
# The answer is there when the last of its citations is, or, of a declined one, its reason.
_CLOCK = """
(where) => new Promise((done, failed) => {
  setTimeout(() => failed(`${where} did not come in a minute`), 60_000);
  let begun = null;
  window.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && begun === null) begun = performance.now();
  }, true);
  const look = () => {
    const found = document.querySelector(where);
    if (begun !== null && found && found.offsetParent) done(performance.now() - begun);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})
"""


def landmark(depeche, question: str, talk: list[Turn]) -> str:
    """What is on the page when the answer to `question` after the turns of `talk`, as the chat has
    them, is whole; the new turn is added to them."""
    answer = depeche.ask(question, talk)
    talk.append(Turn(question, answer))
    if answer.citations:
        return f".st-key-cite-{len(talk)}-{len(answer.citations)} button"
    return f".st-key-turn-{len(talk)} .dp-reason"


def ask(page, question: str, where: str) -> float:
    """Milliseconds from Enter to the answer."""
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    # Without its result, which is the promise that the next line but one waits for.
    page.evaluate(f"() => {{ window.dpClock = ({_CLOCK})({json.dumps(where)}); }}")
    box.press("Enter")
    return page.evaluate("window.dpClock")


def wait_for(address: str, page) -> None:
    """Open the page as soon as its server answers."""
    from playwright.sync_api import Error

    while True:
        try:
            page.goto(address)
            return
        except Error:
            time.sleep(0.05)


def measured(library: Path, depeche, rounds: int) -> dict:
    """Seconds of the cold start and milliseconds of the warm answers."""
    from playwright.sync_api import sync_playwright

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="fr-CA")
        where = landmark(depeche, QUESTIONS[0], [])
        started = time.perf_counter()
        server = subprocess.Popen(
            [sys.executable, "cli.py", "serve", "--library", str(library)],
            cwd=PROJECT,
            env=os.environ | {"DEPECHE_PORT": str(port), "DEPECHE_DATA": data} | _TIRELESS,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}", page)
            page.get_by_test_id("stChatInputTextArea").wait_for()
            painted = time.perf_counter() - started
            ask(page, QUESTIONS[0], where)
            cold = time.perf_counter() - started
            return {
                "cold, seconds": {
                    "question box": round(painted, 2),
                    "first answer": round(cold, 2),
                },
                "warm, milliseconds": {
                    "new conversation": summary(_anew(page, depeche, rounds)),
                    "one conversation": summary(_on(page, depeche, rounds)),
                },
            }
        finally:
            browser.close()
            server.terminate()
            server.wait()


def _anew(page, depeche, rounds: int) -> list[float]:
    times = []
    for number in range(rounds):
        page.locator(".st-key-new-conversation button").click()
        page.locator(".dp-welcome").wait_for()
        question = QUESTIONS[number % len(QUESTIONS)]
        times.append(ask(page, question, landmark(depeche, question, [])))
        page.wait_for_timeout(1500)  # a person reads; suggestions are found meanwhile
    return times


def _on(page, depeche, rounds: int) -> list[float]:
    page.locator(".st-key-new-conversation button").click()
    page.locator(".dp-welcome").wait_for()
    times: list[float] = []
    talk: list[Turn] = []
    for number in range(rounds):
        question = QUESTIONS[number % len(QUESTIONS)]
        times.append(ask(page, question, landmark(depeche, question, talk)))
        page.wait_for_timeout(1500)
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20, help="warm questions of either kind")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    from assembly import Depeche
    from config import load_settings

    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder, "library")
        with Depeche(load_settings(library=library)) as depeche:
            depeche.ingest([PROJECT / "corpus"])
            result = measured(library, depeche, options.rounds)
    record = {
        "releases": 1,
        **result,
        "machine": machine(load),
    }
    write(record, options.out)


if __name__ == "__main__":
    main()
