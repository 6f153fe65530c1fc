"""The metrics by hand: every zero division, every edge of an overlap, every None."""

from __future__ import annotations

import doctest
import importlib
import math

import pytest

from evaluation import metrics
from evaluation.metrics import Span

MODULES = ("abstention", "answers", "ranking", "spans", "statistics")


def span(start: int, end: int, document: str = "r", version: str = "1") -> Span:
    return Span(document, version, start, end)


A, B = (span(0, 10),), (span(20, 30),)
MISS = span(50, 60)


@pytest.mark.parametrize("name", MODULES)
def test_worked_examples(name):
    result = doctest.testmod(importlib.import_module(f"evaluation.metrics.{name}"))
    assert result.attempted > 0 and result.failed == 0


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (span(0, 5), span(5, 9), False),  # touching
        (span(5, 9), span(0, 5), False),
        (span(0, 6), span(5, 9), True),  # one character
        (span(2, 3), span(0, 9), True),  # inside
        (span(0, 9), span(0, 9), True),
        (span(4, 4), span(0, 9), False),  # empty
        (span(0, 9), span(0, 9, "other"), False),
        (span(0, 9), span(0, 9, version="2"), False),
    ],
)
def test_overlap(a, b, expected):
    assert metrics.overlaps(a, b) is expected
    assert metrics.overlaps(b, a) is expected


def test_ranking_by_hand():
    ranking = [MISS, B[0], A[0]]
    assert metrics.hit_at_k(ranking, [A, B], 1) == 0.0
    assert metrics.hit_at_k(ranking, [A, B], 2) == 1.0
    assert metrics.recall_at_k(ranking, [A, B], 2) == 0.5
    assert metrics.recall_at_k(ranking, [A, B], 3) == 1.0
    assert metrics.first_relevant_rank(ranking, [A, B]) == 2
    assert metrics.reciprocal_rank(ranking, [A, B]) == 0.5
    gained, ideal = 1 / math.log2(3) + 1 / math.log2(4), 1 + 1 / math.log2(3)
    assert metrics.ndcg_at_k(ranking, [A, B]) == pytest.approx(gained / ideal)


def test_ranking_of_nothing():
    assert metrics.hit_at_k([], [A], 5) == 0.0
    assert metrics.recall_at_k([], [A], 5) == 0.0
    assert metrics.first_relevant_rank([], [A]) is None
    assert metrics.reciprocal_rank([MISS], [A]) == 0.0
    assert metrics.ndcg_at_k([], [A]) == 0.0


def test_ranking_without_references_does_not_apply():
    assert metrics.hit_at_k([MISS], [], 5) is None
    assert metrics.recall_at_k([MISS], [], 5) is None
    assert metrics.reciprocal_rank([MISS], []) is None
    assert metrics.ndcg_at_k([MISS], []) is None


def test_ndcg_stays_within_one_and_ends_at_k():
    parts = [span(0, 3), span(3, 6), span(6, 9)]  # three items of the one quote
    assert metrics.ndcg_at_k(parts, [A]) == pytest.approx(1.0)
    late = [MISS] * 10 + [A[0]]
    assert metrics.ndcg_at_k(late, [A], 10) == 0.0
    assert metrics.ndcg_at_k([A[0]] * 20, [A], 10, relevant_total=40) == pytest.approx(1.0)


def test_any_occurrence_of_a_quote_covers_it():
    twice = (span(0, 10), span(70, 80))
    assert metrics.recall_at_k([span(75, 76)], [twice], 5) == 1.0
    assert metrics.citation_recall([span(75, 76)], [twice]) == 1.0


def test_quote_fidelity():
    texts = {("r", "1"): "abcdef"}
    assert metrics.quote_fidelity([], texts) is None
    assert metrics.quote_fidelity([(span(0, 3), "abc")], texts) == 1.0
    wrong = [
        (span(1, 4), "abc"),  # shifted
        (span(0, 3), "ABC"),  # paraphrased
        (span(-6, 3), "abc"),  # a negative offset reads from the end
        (span(3, 3), ""),  # empty
        (span(0, 3, "gone"), "abc"),
        (span(0, 3, version="2"), "abc"),
    ]
    assert metrics.quote_fidelity(wrong, texts) == 0.0


def test_citations():
    cited = [span(5, 6), span(25, 26), MISS, span(10, 20)]
    assert metrics.citation_recall(cited, [A, B]) == 1.0
    assert metrics.citation_precision(cited, [A, B]) == 0.5
    assert metrics.citation_recall([], [A]) == 0.0
    assert metrics.citation_precision([], [A]) is None
    assert metrics.citation_recall(cited, []) is None
    assert metrics.citation_precision(cited, []) is None


def test_correctness_folds_case_accents_hyphens_and_spaces():
    said = ["Les ÉTATS\u2011UNIS et le Canada", "l\u2019entente\u00a0: 20\u202f$"]
    assert metrics.answer_correctness(said, [["états-unis"], ["l'entente : 20 $"]]) == 1.0
    assert metrics.answer_correctness(said, [["canada"], ["mexique", "mexico"]]) == 0.0
    assert metrics.answer_correctness(said, [["canada et"]]) == 0.0
    assert metrics.answer_correctness([], [["x"]]) == 0.0
    assert metrics.answer_correctness(said, []) is None


@pytest.mark.parametrize(
    ("answerable", "declined", "precision", "recall", "over"),
    [
        (True, True, 0.0, None, 1.0),
        (True, False, None, None, 0.0),
        (False, True, 1.0, 1.0, None),
        (False, False, None, 0.0, None),
    ],
)
def test_abstention(answerable, declined, precision, recall, over):
    kind = {"answerable": answerable, "declined": declined}
    assert metrics.abstention_precision(**kind) == precision
    assert metrics.abstention_recall(**kind) == recall
    assert metrics.over_refusal(**kind) == over


def test_means_and_intervals():
    assert metrics.mean([]) is None
    estimate = metrics.bootstrap_interval([1.0] * 50 + [0.0] * 50 + [None] * 7)
    assert (estimate.value, estimate.n) == (0.5, 100)
    # Half-width of a proportion of 1/2 at n = 100: 1.96 · √(0.25 / 100) = 0.098.
    assert estimate.low == pytest.approx(0.402, abs=0.02)
    assert estimate.high == pytest.approx(0.598, abs=0.02)
    assert estimate == metrics.bootstrap_interval([1.0] * 50 + [0.0] * 50)
    assert metrics.bootstrap_interval([0.3]) == metrics.Estimate(0.3, 0.3, 0.3, 1)
    assert metrics.bootstrap_interval([None]) == metrics.Estimate(None, None, None, 0)


def test_paired_differences():
    before, now = [0.0] * 30 + [1.0] * 30, [1.0] * 60
    change = metrics.bootstrap_difference(before, now)
    assert (change.baseline, change.now, change.delta) == (0.5, 1.0, 0.5)
    assert 0.3 < change.low < 0.5 < change.high < 0.7 and change.is_clear
    same = metrics.bootstrap_difference(now, now)
    assert (same.delta, same.low, same.high, same.is_clear) == (0.0, 0.0, 0.0, False)


def test_differences_with_nothing_to_compare():
    assert metrics.bootstrap_difference([], []).delta is None
    assert metrics.bootstrap_difference([None, None], [1.0, 0.0]).delta is None
    part = metrics.bootstrap_difference([None, 0.0, 1.0], [1.0, None, 1.0])
    assert part.delta == 0.5 and not math.isnan(part.low) and not math.isnan(part.high)
    with pytest.raises(ValueError):
        metrics.bootstrap_difference([1.0], [])


def test_percentiles():
    assert metrics.percentile([], 50) is None
    assert metrics.percentile([2.0], 95) == 2.0
    assert metrics.percentile([0.0, 10.0], 95) == pytest.approx(9.5)
