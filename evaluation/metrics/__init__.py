"""Pure metrics. None means "does not apply".

Each is a function of one question, and its figure the mean of its values over the questions that
it applies to, so that groups, intervals and comparisons need no case of their own; but for those
of `confidence`, which are of a whole set.
"""

from evaluation.metrics.abstention import abstention_precision, abstention_recall, over_refusal
from evaluation.metrics.answers import (
    answer_correctness,
    citation_precision,
    citation_recall,
    quote_fidelity,
    right_release,
    whole_words,
)
from evaluation.metrics.confidence import (
    ReliabilityBin,
    RiskPoint,
    area_under_risk_coverage,
    auroc,
    aurocs,
    brier,
    calibration_errors,
    expected_calibration_error,
    reliability,
    risk_areas,
    risk_coverage,
)
from evaluation.metrics.ranking import (
    first_relevant_rank,
    hit_at_k,
    ndcg_at_k,
    recall_at_k,
    reciprocal_rank,
)
from evaluation.metrics.spans import Reference, Span, covers, overlaps
from evaluation.metrics.statistics import (
    Difference,
    Estimate,
    bootstrap_difference,
    bootstrap_interval,
    bootstrap_measure,
    bootstrap_measure_difference,
    mean,
    percentile,
    permutation_p,
    resample_counts,
)
from evaluation.metrics.support import alce_precision, alce_recall, bears_out, plain

__all__ = [
    "Difference",
    "Estimate",
    "Reference",
    "ReliabilityBin",
    "RiskPoint",
    "Span",
    "abstention_precision",
    "abstention_recall",
    "alce_precision",
    "alce_recall",
    "answer_correctness",
    "area_under_risk_coverage",
    "auroc",
    "aurocs",
    "bears_out",
    "bootstrap_difference",
    "bootstrap_interval",
    "bootstrap_measure",
    "bootstrap_measure_difference",
    "brier",
    "calibration_errors",
    "citation_precision",
    "citation_recall",
    "covers",
    "expected_calibration_error",
    "first_relevant_rank",
    "hit_at_k",
    "mean",
    "ndcg_at_k",
    "over_refusal",
    "overlaps",
    "percentile",
    "permutation_p",
    "plain",
    "quote_fidelity",
    "recall_at_k",
    "reciprocal_rank",
    "reliability",
    "resample_counts",
    "right_release",
    "risk_areas",
    "risk_coverage",
    "whole_words",
]
