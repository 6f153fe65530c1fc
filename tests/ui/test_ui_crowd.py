"""Twenty people at once, each with a session of the real server: nobody is let down, none is mixed
up with another."""

from __future__ import annotations

import asyncio
import html
import os
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, suppress

import pytest

from answering.turnstile import Turnstile
from assembly import Depeche
from benchmarks.crowd import serving
from benchmarks.sessions import Session
from config import load_settings
from ui.texts import ENGLISH, FRENCH

pytestmark = pytest.mark.slow

PEOPLE = 20
# Each has a person of its own, so that a word of one on the page of another would be seen; the
# second question means something only after one's own first one.
PERSONS = [
    *("Garland", "Mayorkas", "LeBlanc", "Virani", "Blinken", "Joly", "Anand", "Freeland"),
    *("Trudeau", "Biden", "Harris", "Blair", "Miller", "Champagne", "Duclos", "Guilbeault"),
    *("Hajdu", "Khera", "Petitpas", "Saks"),
]


def asked(page: Session) -> list[str]:
    """The questions on a page, in order."""
    found = re.findall(r'<h2 class="dp-question[^>]*>(.*?)</h2>', page.html)
    return list(map(html.unescape, found))


def answered(turn: int):
    """Whether that many questions have their answers on the page."""
    return lambda page: page.html.count('<div class="dp-verdict') == turn


def test_twenty_sessions_are_answered_and_see_only_their_own(
    communique_library, tmp_path, monkeypatch
):
    monkeypatch.setenv("DEPECHE_KEEP_HISTORY", "false")

    async def one(page: Session, number: int, name: str) -> None:
        english = number % 2
        first = f"Who is {name}?" if english else f"Qui est {name} ?"
        then = "And the Attorney General?" if english else "Et le procureur général ?"
        await page.ask(first, answered(1))
        await page.settle()
        assert asked(page) == [first]
        await page.ask(then, answered(2))
        await page.settle()
        assert asked(page) == [first, then]
        texts = ENGLISH if english else FRENCH
        assert texts.library_title in page.words
        assert '<section class="dp-card dp-problem' not in page.html
        others = [other for other in PERSONS if other != name]
        headings = " ".join(asked(page) + re.findall(r"dp-understood[^>]*>(.*?)</p>", page.html))
        assert not [other for other in others if other in headings]

    async def all_at_once(address: str) -> None:
        async with AsyncExitStack() as stack:
            sessions = [
                Session(address, locale="en-CA" if number % 2 else "fr-CA")
                for number in range(PEOPLE)
            ]
            pages = await asyncio.gather(*map(stack.enter_async_context, sessions))
            await asyncio.gather(
                *(one(page, number, PERSONS[number]) for number, page in enumerate(pages))
            )

    # In a thread of its own: a browser that other tests opened keeps a loop in this one.
    with (
        serving(communique_library, tmp_path / "data") as (address, _),
        ThreadPoolExecutor(1) as thread,
    ):
        thread.submit(asyncio.run, all_at_once(address)).result()


@pytest.mark.parametrize("stage", ["passing", "attending"])  # being answered, being drawn
def test_the_rest_of_a_page_waits_for_those_who_ask_but_not_for_ever(depeche, stage):
    depeche.step_aside(600)  # nobody asks
    with getattr(depeche._turnstile, stage)():
        depeche.step_aside(0.01)  # somebody does, for longer than one is patient
        patient = threading.Thread(target=depeche.step_aside, args=(600,))
        patient.start()
        patient.join(0.1)
        assert patient.is_alive()
    patient.join(60)
    assert not patient.is_alive()


def test_who_came_first_is_answered_first_and_a_failure_frees_its_place():
    turnstile, order = Turnstile(1), []

    def come(number: int) -> None:
        with suppress(ValueError), turnstile.passing():
            order.append(number)
            raise ValueError  # as a question that cannot be answered

    threads = [threading.Thread(target=come, args=(number,)) for number in range(8)]
    with turnstile.passing():
        for number, thread in enumerate(threads):
            thread.start()
            while len(turnstile._line) <= number:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert order == list(range(8))
    assert turnstile.is_idle


def test_as_many_answers_are_made_at_a_time_as_there_are_cores(depeche, monkeypatch):
    guard, now, most = threading.Lock(), [], []

    class Slow:
        def ask(self, question, history, watch):
            with guard:
                now.append(question)
                most.append(len(now))
            time.sleep(0.02)
            with guard:
                now.remove(question)

    for settings, held in (
        (load_settings(), True),
        (load_settings(chat_model="openai:x"), False),  # whoever waits for a model holds nobody
    ):
        crowded = Depeche(settings)
        monkeypatch.setattr(crowded, "_ready", Slow)
        monkeypatch.setattr(Depeche, "library", depeche.library)
        threads = [
            threading.Thread(target=crowded.ask, args=(str(number),))
            for number in range(4 * (os.cpu_count() or 1))
        ]
        most.clear()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (crowded._turnstile.places is not None) is held
        assert len(most) == len(threads)
        assert not held or max(most) <= (os.cpu_count() or 1)
