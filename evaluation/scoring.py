"""One answer against one question: its scores, and why it failed.

The names here are those of the report, of the floors and of the comparison.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from domain import Answer, AnswerStatus, Citation, Evidence, Release
from evaluation import metrics
from evaluation.metrics import Reference, Span
from evaluation.metrics.support import Statement
from evaluation.questions import Question

RANKING_METRICS = (
    "hit@1",
    "hit@3",
    "hit@5",
    "hit@10",
    "recall@5",
    "recall@10",
    "mrr",
    "ndcg@10",
)
ANSWER_METRICS = (
    "quote_fidelity",
    "whole_words",
    "right_release",
    "citation_recall",
    "citation_precision",
    "follow_up_recall",
    "alce_recall",
    "alce_precision",
    "answer_correctness",
    "abstention_precision",
    "abstention_recall",
    "over_refusal",
    "partial_answerable",
    "partial_unanswerable",
    "brier",
)
METRICS = ("passed", *RANKING_METRICS, *ANSWER_METRICS, "errors")
SET_METRICS = ("auroc", "ece", "aurc")
"""Measures of the confidence that only a set of questions has; a row has no score for them."""
MEASURES = (*METRICS, *SET_METRICS)
LOWER_IS_BETTER = frozenset(
    {"over_refusal", "partial_answerable", "partial_unanswerable", "errors", "brier", "ece", "aurc"}
)

Scores = Mapping[str, float | None]


class Why(StrEnum):
    """Why a question failed; several may hold at once."""

    ERROR = "error"
    MISQUOTED = "misquoted"
    WRONGLY_DECLINED = "wrongly_declined"
    WRONGLY_ANSWERED = "wrongly_answered"
    PARTLY_ANSWERED = "partly_answered"
    NOT_RETRIEVED = "not_retrieved"
    NOT_CHOSEN = "not_chosen"
    MISSES_MENTION = "misses_mention"


def score(
    question: Question,
    answer: Answer,
    references: Sequence[Reference] | None,
    texts: Mapping[tuple[str, str], str],
    relevant_total: int | None = None,
) -> dict[str, float | None]:
    """Every metric of `METRICS` for one answer; `references` None when a quote is nowhere."""
    known = references or ()
    ranking = [span_of(item) for item in answer.evidence]
    cited = [span_of(citation) for citation in answer.citations]
    said = [sentence.text for sentence in answer.sentences]
    said += [citation.quote for citation in answer.citations]
    kind = {
        "answerable": question.answerable,
        "declined": answer.status is AnswerStatus.DECLINED,
    }
    partial = float(answer.status is AnswerStatus.PARTIAL)
    recall = metrics.citation_recall(cited, known)
    scores = {
        **{f"hit@{k}": metrics.hit_at_k(ranking, known, k) for k in (1, 3, 5, 10)},
        **{f"recall@{k}": metrics.recall_at_k(ranking, known, k) for k in (5, 10)},
        "mrr": metrics.reciprocal_rank(ranking, known),
        "ndcg@10": metrics.ndcg_at_k(ranking, known, 10, relevant_total),
        "quote_fidelity": metrics.quote_fidelity(
            [(span_of(citation), citation.quote) for citation in answer.citations], texts
        ),
        "whole_words": metrics.whole_words(cited, texts),
        "right_release": metrics.right_release(
            cited or ranking, known, len({release_id for release_id, _ in texts})
        ),
        "citation_recall": recall,
        "citation_precision": metrics.citation_precision(cited, known),
        "follow_up_recall": recall if question.history else None,
        **_support(answer),
        "answer_correctness": metrics.answer_correctness(said, question.must_mention),
        "abstention_precision": metrics.abstention_precision(**kind),
        "abstention_recall": metrics.abstention_recall(**kind),
        "over_refusal": metrics.over_refusal(**kind),
        "partial_answerable": partial if question.answerable else None,
        "partial_unanswerable": None if question.answerable else partial,
        "brier": metrics.brier(answer.confidence, question.answerable),
        "errors": 0.0,
    }
    return {"passed": _passed(question, answer, scores), **scores}


def score_error() -> dict[str, float | None]:
    """The scores of a question whose asking failed: not passed, and nothing else to measure."""
    return {**dict.fromkeys(METRICS), "passed": 0.0, "errors": 1.0}


def explain(question: Question, answer: Answer, scores: Scores) -> tuple[Why, ...]:
    """Why the answer failed; empty when it passed or when that cannot be told."""
    if scores["passed"] != 0.0:
        return ()
    reasons = []
    if not _quotes_hold(scores):
        reasons.append(Why.MISQUOTED)
    if not question.answerable:
        if answer.status is not AnswerStatus.DECLINED:
            partial = answer.status is AnswerStatus.PARTIAL
            reasons.append(Why.PARTLY_ANSWERED if partial else Why.WRONGLY_ANSWERED)
        return tuple(reasons)
    if scores["hit@10"] == 0.0:
        reasons.append(Why.NOT_RETRIEVED)
    if answer.status is AnswerStatus.DECLINED:
        return (*reasons, Why.WRONGLY_DECLINED)
    if scores["hit@10"] and scores["citation_recall"] == 0.0:
        reasons.append(Why.NOT_CHOSEN)
    if scores["answer_correctness"] == 0.0:
        reasons.append(Why.MISSES_MENTION)
    return tuple(reasons)


def texts_of(releases: Sequence[Release]) -> dict[tuple[str, str], str]:
    """The stored texts by release and version."""
    return {(release.release_id, release.version): release.text for release in releases}


def count_relevant(references: Sequence[Reference] | None, releases: Sequence[Release]) -> int:
    """How many quotable sentences of the library overlap a reference quote."""
    if not references:
        return 0
    cited = {span.document for reference in references for span in reference}
    return sum(
        metrics.covers(Span(*document, sentence.start, sentence.end), references)
        for release in releases
        if (document := (release.release_id, release.version)) in cited
        for sentence in release.sentences
    )


def _support(answer: Answer) -> dict[str, float | None]:
    """ALCE's two figures, by words; what the answer says in one language of quotes in another
    cannot be judged so and is left out."""
    languages = {citation.quote: citation.language for citation in answer.citations}
    statements: list[Statement] = [
        (sentence.text, [answer.citation(marker).quote for marker in sentence.citations])
        for sentence in answer.sentences
    ]

    def supports(text: str, quotes: Sequence[str]) -> bool | None:
        spoken = {languages[quote] for quote in quotes}
        if any(metrics.bears_out(text, quotes, language) for language in spoken):
            return True
        return False if not quotes or answer.language in spoken else None

    return {
        "alce_recall": metrics.alce_recall(statements, supports),
        "alce_precision": metrics.alce_precision(statements, supports),
    }


def _passed(question: Question, answer: Answer, scores: Scores) -> float | None:
    """Whether a reader was served: what had to be said was said, in true quotes, or declined."""
    if not _quotes_hold(scores):
        return 0.0
    declined = answer.status is AnswerStatus.DECLINED
    if not question.answerable:
        return float(declined)
    if declined:
        return 0.0
    if scores["answer_correctness"] is not None:
        return scores["answer_correctness"]
    recall = scores["citation_recall"]
    return None if recall is None else float(recall > 0)


def _quotes_hold(scores: Scores) -> bool:
    """Whether every quote is the stored text at its span, from one word's edge to another's."""
    return scores["quote_fidelity"] in (None, 1.0) and scores["whole_words"] in (None, 1.0)


def span_of(item: Citation | Evidence) -> Span:
    """Where a citation or a piece of evidence stands."""
    return Span(item.release_id, item.version, item.start, item.end)
