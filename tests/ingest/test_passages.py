"""Passages: every sentence once, in order, within a section, not longer than asked."""

import pytest
from ingest_helpers import Load

from domain import Release
from ingest.chunk import CHUNKING, cut


def _sizes(release: Release, max_words: int) -> list[int]:
    return [len(release.text[p.start : p.end].split()) for p in cut(release, max_words)]


@pytest.mark.parametrize("max_words", [1, 20, 60, 120, 1000])
def test_tiling(communique: Release, max_words: int) -> None:
    passages = cut(communique, max_words)
    assert tuple(s for p in passages for s in p.sentences) == communique.sentences
    for passage in passages:
        assert passage.start == passage.sentences[0].start
        assert passage.end == passage.sentences[-1].end
        assert {s.section for s in passage.sentences} == {passage.section}
        assert (passage.release_id, passage.version) == (communique.release_id, communique.version)
        size = len(communique.text[passage.start : passage.end].split())
        assert size <= max_words or len(passage.sentences) == 1


def test_as_few_and_as_even_as_possible(load: Load) -> None:
    release = load(" ".join("Un deux trois quatre cinq." for _ in range(5)))
    assert _sizes(release, 20) == [10, 15]  # greedy would give 20 and 5
    assert _sizes(release, 25) == [25]
    assert _sizes(release, 4) == [5] * 5


def test_rather_between_paragraphs(load: Load) -> None:
    three = " ".join(["Un deux trois quatre cinq."] * 3)
    release = load(f"{three}\n\n" + " ".join(["Un deux trois quatre cinq."] * 4))
    assert _sizes(release, 20) == [15, 20]


def test_a_long_text_without_sections(load: Load) -> None:
    release = load(" ".join(["Un deux trois quatre cinq."] * 3_000))
    sizes = _sizes(release, 120)
    assert sum(sizes) == 15_000
    assert max(sizes) <= 120
    assert len(sizes) == 125


def test_the_fingerprint_names_the_rule() -> None:
    assert CHUNKING.startswith("sentences-in-section/")
