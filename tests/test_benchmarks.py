"""The benchmarks: what they compute, and that the READMEs show what they recorded."""

from __future__ import annotations

import json
import re

import pytest
from places import PROJECT

from benchmarks import figures, quality
from evaluation.metrics import Span
from evaluation.questions import Question

RESULT = json.loads(figures.PEERS.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", figures.PEER_TEXTS)
def test_the_readmes_show_the_recorded_peers(name):
    page = (PROJECT / name).read_text(encoding="utf-8")
    shown = re.search(r"<!-- peers: begin -->\n(.*)\n<!-- peers: end -->", page, re.S)[1]
    assert shown == figures.peers(RESULT, name)


def test_the_record_says_on_what_and_with_what_it_was_made():
    assert RESULT["machine"] and set(RESULT["versions"]) >= {"bm25s", "langchain-chroma"}
    pinned = (PROJECT / "benchmarks" / "requirements.txt").read_text(encoding="utf-8")
    for name in ("bm25s", "langchain-text-splitters", "langchain-chroma"):
        assert f"{name}=={RESULT['versions'][name]} " in pinned
    assert list(RESULT["sets"]) == list(quality.SETS)
    for found in RESULT["sets"].values():
        for kind in ("chunks", "sentences"):
            assert [name for name in found[kind] if name != "units"] == [
                "BM25",
                "LangChain tutorial",
                "hybrid of both",
                quality.OURS,
            ]


def test_figures_are_put_between_their_markers_and_nowhere_else(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- x: begin -->\nold\n<!-- x: end -->\nb\n", encoding="utf-8")
    figures.put(page, "x", "new")
    figures.put(page, "x", "new")
    assert page.read_text("utf-8") == "a\n<!-- x: begin -->\nnew\n<!-- x: end -->\nb\n"


def test_reciprocal_ranks_are_fused():
    # 0: 1/61 + 1/62, 1: 1/62 + 1/61 (a tie, the first goes first), 2: 1/63 of one ranker only.
    rank = quality.fused(lambda question: [0, 1, 2], lambda question: [1, 0])
    assert rank(None) == [0, 1, 2]
    assert quality.fused(lambda question: [5], lambda question: [7, 5])(None) == [5, 7]


def test_a_sentence_counts_as_the_unit_that_holds_most_of_it(depeche):
    (release,) = depeche.releases()
    units = quality.sentences([release])
    asked = Question("q", "Qui représentait les États-Unis ?", "fr", "who", True)
    found = quality.ours(depeche, units)(asked)
    evidence = depeche.ask(asked.user_input).evidence
    assert [units[n].text for n in found] == [item.text for item in evidence]
    halves = [
        quality._unit(release, start, start + len(release.text) // 2)
        for start in (0, len(release.text) // 2)
    ]
    middle = len(release.text) // 2
    wanted = ["first" if item.start + item.end < 2 * middle else "second" for item in evidence]
    ranked = quality.ours(depeche, halves)(asked)
    assert ranked[0] == (0 if wanted[0] == "first" else 1) and len(ranked) == len(set(wanted))


def test_what_overlaps_is_counted_in_characters():
    a = Span("r", "1", 0, 10)
    assert quality._shared(a, Span("r", "1", 4, 20)) == 6
    assert quality._shared(a, Span("r", "1", 10, 20)) == 0
    assert quality._shared(a, Span("r", "2", 0, 10)) == 0
