"""The metrics by hand: every zero division, every edge of an overlap, every None."""

from __future__ import annotations

import doctest
import importlib
import json
import math
from pathlib import Path

import numpy as np
import pytest

from evaluation import metrics
from evaluation.metrics import Span

MODULES = ("abstention", "answers", "confidence", "ranking", "spans", "statistics", "support")


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


def test_the_right_release_by_hand():
    other = span(0, 10, "other")
    assert metrics.right_release([MISS, other], [A, B], 2) == 1.0  # elsewhere in the release
    assert metrics.right_release([other, A[0]], [A, B], 2) == 0.0  # the first one counts
    assert metrics.right_release([other], [A, (other,)], 2) == 1.0  # one of those referred to
    assert metrics.right_release([], [A], 2) == 0.0
    assert metrics.right_release([MISS], [A], 1) is None  # nothing to confuse it with
    assert metrics.right_release([MISS], [], 2) is None


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


# Against ranx (see benchmarks/ranx_values.py)


RANX = json.loads(Path(__file__).with_name("ranx.json").read_text(encoding="utf-8"))


def test_ranking_metrics_are_those_of_ranx():
    assert RANX["ranx"] == "0.3.21" and len(RANX["rankings"]) == 200
    for row in RANX["rankings"]:
        ranking = [span(10 * item, 10 * item + 9) for item in row["ranked"]]
        references = [(span(10 * item, 10 * item + 9),) for item in row["relevant"]]
        ours = {
            **{f"hit_rate@{k}": metrics.hit_at_k(ranking, references, k) for k in (1, 3, 5, 10)},
            **{f"recall@{k}": metrics.recall_at_k(ranking, references, k) for k in (5, 10)},
            "mrr": metrics.reciprocal_rank(ranking, references),
            "ndcg@10": metrics.ndcg_at_k(ranking, references, 10),
        }
        assert ours == pytest.approx(row["scores"], abs=1e-8), row


# The confidence


def test_auroc_and_aurc_at_their_ends():
    right, wrong = [0.9, 0.8, 0.2, 0.1], [0.1, 0.2, 0.8, 0.9]
    kinds = [True, True, False, False]
    assert metrics.auroc(right, kinds) == 1.0 and metrics.auroc(wrong, kinds) == 0.0
    assert metrics.auroc([0.5] * 4, kinds) == 0.5
    assert metrics.auroc([], []) is None and metrics.auroc([0.3], [False]) is None
    losses = [0.0, 0.0, 1.0, 1.0]
    # (0 + 0 + 1/3 + 2/4) / 4 and (1 + 1 + 2/3 + 2/4) / 4
    assert metrics.area_under_risk_coverage(right, losses) == pytest.approx((1 / 3 + 1 / 2) / 4)
    assert metrics.area_under_risk_coverage(wrong, losses) == pytest.approx((2 + 2 / 3 + 1 / 2) / 4)
    assert metrics.area_under_risk_coverage([], []) is None


def test_calibration_by_hand():
    # Bins 0.0–0.1 (one of two answerable, said 0.05) and 1.0, which belongs to the last bin.
    sure, kinds = [0.05, 0.05, 1.0], [True, False, True]
    assert metrics.expected_calibration_error(sure, kinds) == pytest.approx(2 / 3 * 0.45)
    low, high = metrics.reliability(sure, kinds)
    assert (low.n, low.answerable, high.n, high.confidence) == (2, 0.5, 1, 1.0)
    assert metrics.expected_calibration_error([], []) is None


def test_a_measure_of_a_draw_is_that_of_the_set_drawn():
    """Counting a question twice is the same as having it twice."""
    sure = np.array([0.9, 0.6, 0.6, 0.3, 0.1])
    kinds = np.array([True, False, True, True, False])
    losses = np.array([0.0, 1.0, 0.0, 1.0, 1.0])
    counts = np.array([[2, 0, 1, 1, 1], [0, 3, 1, 0, 1], [1, 0, 1, 1, 0]], dtype=float)
    for measure, outcome in (
        (metrics.aurocs, kinds),
        (metrics.calibration_errors, kinds),
        (metrics.risk_areas, losses),
    ):
        drawn = measure(sure, outcome, counts)
        for value, count in zip(drawn, counts.astype(int), strict=True):
            repeated = np.repeat(sure, count), np.repeat(outcome, count)
            alone = measure(*repeated, np.ones((1, count.sum())))[0]
            assert value == pytest.approx(alone, nan_ok=True)
    assert math.isnan(metrics.aurocs(sure, kinds, counts)[2])  # no unanswerable question drawn


def test_intervals_of_a_measure_of_the_set():
    sure, kinds = np.linspace(0, 1, 40), np.arange(40) % 3 > 0

    def area(counts):
        return metrics.aurocs(sure, kinds, counts)

    estimate = metrics.bootstrap_measure(area, 40)
    assert estimate.value == pytest.approx(metrics.auroc(sure, kinds)) and estimate.n == 40
    assert estimate.low < estimate.value < estimate.high
    same = metrics.bootstrap_measure_difference(area, area, 40)
    assert (same.delta, same.low, same.high) == (0.0, 0.0, 0.0)
    nothing = metrics.bootstrap_measure(lambda counts: counts.sum(axis=1) * np.nan, 3)
    assert nothing == metrics.Estimate(None, None, None, 0)


# Support


def holds(text, quotes):
    return all(word in " ".join(quotes) for word in text.split())


def test_alce_by_hand():
    both = ("a b", ["a", "b"])  # each quote is needed
    spare = ("a", ["a", "a c"])  # each bears it out alone
    false = ("z", ["a"])
    unknown = ("?", ["a"])

    def supports(text, quotes):
        return None if text == "?" else holds(text, quotes)

    assert metrics.alce_recall([both, spare, false, unknown], supports) == pytest.approx(2 / 3)
    assert metrics.alce_precision([both, spare, false, unknown], supports) == pytest.approx(4 / 5)
    assert metrics.alce_recall([unknown], supports) is None
    assert metrics.alce_precision([], supports) is None


@pytest.mark.parametrize(
    ("statement", "quotes", "language", "held"),
    [
        ("« L’État\u2011major »", ["l'etat-major a parlé"], "fr", True),
        ("Elle a dit “non merci”.", ["« Non merci. », a-t-elle dit"], "fr", True),
        ("Les policiers sont 1 400.", ["1\u202f400 policiers"], "fr", True),
        ("Les policiers sont 400.", ["1\u202f400 policiers"], "fr", False),
        ("The ministers met in Ottawa.", ["Ministers meeting in Ottawa."], "en", True),
        ("The ministers met in Ottawa.", ["Le budget est adopté."], "en", False),
        ("", ["Ottawa"], "fr", True),
        ("le de la", ["Ottawa"], "fr", False),
    ],
)
def test_words_that_bear_a_statement_out(statement, quotes, language, held):
    assert metrics.bears_out(statement, quotes, language) is held


def test_whole_words():
    texts = {("r", "1"): "Le 12 juill. 2024, l’été"}
    assert metrics.whole_words([span(0, 2), span(3, 12), span(0, 24)], texts) == 1.0
    for start, end in ((1, 5), (0, 4), (3, 9), (14, 17), (22, 24)):
        assert metrics.whole_words([span(start, end)], texts) == 0.0, (start, end)
    assert metrics.whole_words([], texts) is None


@pytest.mark.parametrize(
    ("word", "said", "found"),
    [
        ("400", "1 400 agents", False),
        ("400", "1\u202f400 agents", False),
        ("400", "en 2400", False),
        ("400", "4000 agents", False),
        ("12", "12 000 $", False),
        ("12", "le 12 juillet", True),
        ("12 juill", "le 12 juillet 2024", True),
        ("12 juill", "le 112 juill", False),
        ("2024", "12 juill. 2024.", True),
        ("400", "quelque 400, dit-on", True),
        ("« passoire »", "être la “passoire”.", True),
        ("la passoire", "la «\u00a0passoire\u00a0»", True),
        ("l'entente", "L’Entente", True),
        ("", "tout", False),
    ],
)
def test_what_is_a_mention(word, said, found):
    assert metrics.answer_correctness([said], [[word]]) == float(found)


# Chance


def test_permutations_by_hand():
    # Four differences of 1 and one of -1: |sum| ≥ 3 in 2 · (1 + 5) of 32 sign patterns.
    before, now = [0.0] * 4 + [1.0] + [0.5], [1.0] * 4 + [0.0] + [0.5]
    assert metrics.permutation_p(before, now) == pytest.approx(12 / 32)
    assert metrics.permutation_p(now, before) == metrics.permutation_p(before, now)
    assert metrics.permutation_p([0.5], [0.5]) == 1.0
    many = metrics.permutation_p([0.0] * 30, [1.0] * 30)
    assert many == pytest.approx(1 / 10_001)
    assert metrics.bootstrap_difference([0.0] * 30, [1.0] * 30).p == many
