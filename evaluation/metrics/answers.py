"""How good the answer is: its quotes, its citations, what it mentions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluation.metrics.spans import Reference, Span, covers
from shadow import fold


def quote_fidelity(
    quotes: Sequence[tuple[Span, str]], texts: Mapping[tuple[str, str], str]
) -> float | None:
    """Citations whose quote is, character for character, the stored span / citations.

    It must be 1. None when nothing is cited. `texts` is read from the library and not from the
    answer, so that the answer does not vouch for itself.

    >>> texts = {("r", "1"): "Le forum a lieu."}
    >>> good, shifted = (Span("r", "1", 3, 8), "forum"), (Span("r", "1", 4, 9), "forum")
    >>> quote_fidelity([good, shifted], texts)
    0.5
    >>> quote_fidelity([], texts) is None
    True
    """
    if not quotes:
        return None
    exact = [
        0 <= span.start < span.end and texts.get(span.document, "")[span.start : span.end] == quote
        for span, quote in quotes
    ]
    return sum(exact) / len(quotes)


def citation_recall(cited: Sequence[Span], references: Sequence[Reference]) -> float | None:
    """Reference quotes overlapped by a citation / reference quotes; None without reference quotes.

    An answerable question that is declined cites nothing and so scores 0.

    >>> references = [(Span("r", "1", 5, 8),), (Span("r", "1", 25, 28),)]
    >>> citation_recall([Span("r", "1", 0, 10), Span("r", "1", 40, 50)], references)
    0.5
    """
    if not references:
        return None
    found = [any(covers(item, [reference]) for item in cited) for reference in references]
    return sum(found) / len(references)


def citation_precision(cited: Sequence[Span], references: Sequence[Reference]) -> float | None:
    """Citations that overlap a reference quote / citations; None without quotes or citations.

    >>> references = [(Span("r", "1", 5, 8),)]
    >>> citation_precision([Span("r", "1", 0, 10), Span("r", "1", 40, 50)], references)
    0.5
    >>> citation_precision([], references) is None
    True
    """
    if not references or not cited:
        return None
    return sum(covers(item, references) for item in cited) / len(cited)


def answer_correctness(said: Sequence[str], must_mention: Sequence[Sequence[str]]) -> float | None:
    """1 if every inner list of `must_mention` has a hit in what was said, else 0.

    `said` is the sentences and quotes of the answer. Case, accents, apostrophes, hyphens and
    spaces are folded. None when nothing has to be mentioned.

    >>> said = ["Le forum s'est tenu à WASHINGTON, le 12 juill. 2024."]
    >>> answer_correctness(said, [["Washington"], ["12 juill", "july 12"]])
    1.0
    >>> answer_correctness(said, [["Washington"], ["Ottawa"]])
    0.0
    >>> answer_correctness([], [["Washington"]]), answer_correctness(said, [])
    (0.0, None)
    """
    if not must_mention:
        return None
    folded = [fold(text) for text in said]
    return float(
        all(
            any(fold(word) in text for word in alternatives for text in folded)
            for alternatives in must_mention
        )
    )
