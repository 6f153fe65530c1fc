"""Passages that a process of their own describes: the same bytes, whatever becomes of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from places import PROJECT

import ingest.shelving
import vectorstore.writer
from config import Settings, load_settings
from domain import Kind, Passage, Sentence
from embedding.load import load_encoder
from ingest.sync import sync
from retrieval.analyst import Analyst
from retrieval.apart import AnalystApart
from vectorstore.library import Library


@pytest.fixture(scope="module")
def analyst():
    return Analyst(load_encoder(Settings()))


@pytest.fixture
def apart(analyst):
    beside = AnalystApart(analyst, analyst.encoder)
    yield beside
    beside.close()


def batch(number: int) -> list[tuple[Passage, str]]:
    words = f"Le FCT a versé {number} millions $ à Québec."
    sentence = Sentence(7, 7 + len(words), Kind.SENTENCE, "Faits")
    return [(Passage("r", "1", 7, 7 + len(words), (sentence,)), words)] * (number + 1)


BATCHES = [batch(number) for number in range(5)]


def test_it_describes_the_same_in_order(analyst, apart):
    coming = [apart.describe(each) for each in BATCHES]
    assert [each.result() for each in coming] == list(map(analyst.describe, BATCHES))
    assert apart._child.poll() is None  # it was there, and did it


def test_what_a_killed_process_owes_is_described_here(analyst, apart):
    apart.describe(BATCHES[0]).result()
    apart._child.kill()
    apart._child.wait()
    coming = [apart.describe(each) for each in BATCHES]
    assert [each.result() for each in coming] == list(map(analyst.describe, BATCHES))


def test_what_a_process_owes_that_cannot_begin_is_described_here(analyst, tmp_path):
    encoder = load_encoder(Settings())
    encoder.made_of = (str(tmp_path), *encoder.made_of[1:])  # where there is no model
    apart = AnalystApart(analyst, encoder)
    assert apart.describe(BATCHES[3]).result() == analyst.describe(BATCHES[3])
    assert apart._child.wait() != 0
    apart.close()


def test_what_was_not_waited_for_ends_at_once(analyst):
    beside = AnalystApart(analyst, analyst.encoder)
    coming = [beside.describe(each) for each in BATCHES]
    beside.close()
    assert beside._child.returncode is not None
    assert all(each.done() for each in coming)


def test_a_library_is_the_same_either_way(tmp_path, monkeypatch, analyst):
    source = tmp_path / "releases"
    source.mkdir()
    for number in range(30):
        text = f"Communiqué {number}\n\nLe ministre a versé {number} millions $ à Québec.\n"
        (source / f"{number}.txt").write_text(text, "utf-8")
    monkeypatch.setattr(ingest.shelving, "_BATCH", 4)
    monkeypatch.setattr(ingest.shelving, "_AHEAD", 2)
    made, bodies = [], []
    monkeypatch.setattr(
        Analyst, "apart", lambda self: made.append(AnalystApart(self, self.encoder)) or made[-1]
    )
    for few in (10_000, 10):
        monkeypatch.setattr(vectorstore.writer, "APART", few)
        settings = load_settings(library=tmp_path / f"library{few}")
        assert len(sync([source], settings, analyst.encoder, describer=analyst).added) == 30
        library = Library(settings.library)
        found = library.extracts(range(1, library.passage_count() + 1), analyst.stamp)
        bodies.append([each.body for each in found.values()])
        library.close()
    assert len(made) == 1 and made[0]._child.returncode is not None
    assert bodies[0] == bodies[1] and all(bodies[0]) and len(bodies[0]) >= 30


KILLED = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
from config import Settings
from embedding.load import load_encoder
from retrieval.analyst import Analyst
from retrieval.apart import AnalystApart
analyst = Analyst(load_encoder(Settings()))
apart = AnalystApart(analyst, analyst.encoder)
apart.describe([]).result()
os.write(1, b"%d" % apart._child.pid)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_it_goes_when_its_parent_is_gone():
    killed = subprocess.Popen([sys.executable, "-c", KILLED, str(PROJECT)], stdout=subprocess.PIPE)
    said = killed.communicate()[0]
    assert killed.returncode == -signal.SIGKILL and said
    deadline = time.monotonic() + 30
    while _runs(int(said)):
        assert time.monotonic() < deadline, "the process is still there"
        time.sleep(0.05)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")  # one that nobody waited for is dead as well
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")
