"""Pure metrics. Each is a function of one question's spans; None means "does not apply".

The overall figure of every metric is the mean of its values over the questions that it applies
to, so that groups, intervals and comparisons need no case of their own.
"""

from evaluation.metrics.abstention import abstention_precision, abstention_recall, over_refusal
from evaluation.metrics.answers import (
    answer_correctness,
    citation_precision,
    citation_recall,
    quote_fidelity,
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
    mean,
    percentile,
)

__all__ = [
    "Difference",
    "Estimate",
    "Reference",
    "Span",
    "abstention_precision",
    "abstention_recall",
    "answer_correctness",
    "bootstrap_difference",
    "bootstrap_interval",
    "citation_precision",
    "citation_recall",
    "covers",
    "first_relevant_rank",
    "hit_at_k",
    "mean",
    "ndcg_at_k",
    "over_refusal",
    "overlaps",
    "percentile",
    "quote_fidelity",
    "recall_at_k",
    "reciprocal_rank",
]
