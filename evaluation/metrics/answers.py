"""How good the answer is: its quotes, its citations, what it mentions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from evaluation.metrics.spans import Reference, Span, covers
from evaluation.metrics.support import plain


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


def right_release(
    found: Sequence[Span], references: Sequence[Reference], releases: int
) -> float | None:
    """1 if the first span found is of a release that a reference quote comes from, else 0.

    `found` are the citations, or the evidence of an answer without any. None without reference
    quotes, and in a library of one release, where there is none to confuse it with.

    >>> references = [(Span("r", "1", 5, 8),), (Span("s", "1", 0, 9),)]
    >>> right_release([Span("s", "1", 40, 50), Span("t", "1", 0, 3)], references, 3)
    1.0
    >>> right_release([Span("t", "1", 0, 3), Span("s", "1", 0, 9)], references, 3)
    0.0
    >>> right_release([Span("r", "1", 0, 3)], references, 1) is None
    True
    """
    if not references or releases < 2:
        return None
    meant = {span.release_id for reference in references for span in reference}
    return float(bool(found) and found[0].release_id in meant)


def whole_words(cited: Sequence[Span], texts: Mapping[tuple[str, str], str]) -> float | None:
    """Citations that neither begin nor end inside a word / citations; None when nothing is cited.

    It must be 1: a span whose two offsets slipped together still equals its own quote, and only
    this tells.

    >>> texts = {("r", "1"): "Le forum a lieu."}
    >>> whole_words([Span("r", "1", 3, 8), Span("r", "1", 4, 9)], texts)
    0.5
    """
    if not cited:
        return None
    return sum(not _cuts(texts.get(span.document, ""), span) for span in cited) / len(cited)


def answer_correctness(said: Sequence[str], must_mention: Sequence[Sequence[str]]) -> float | None:
    """1 if every inner list of `must_mention` has a hit in what was said, else 0.

    `said` is the sentences and quotes of the answer. Case, accents, apostrophes, hyphens and
    spaces are folded, quotation marks of any kind left out. A hit may be a part of a word ("12
    juill" is in "12 juillet") but not of a number: 400 is not in 1 400, nor 12 in 112. None when
    nothing has to be mentioned.

    >>> said = ["Le forum s'est tenu à WASHINGTON, le 12 juill. 2024, « sans 1 400 policiers »."]
    >>> answer_correctness(said, [["Washington"], ["12 juill", "july 12"], ["tenu à"]])
    1.0
    >>> answer_correctness(said, [["Washington"], ["Ottawa"]])
    0.0
    >>> answer_correctness(said, [["400"]]), answer_correctness(said, [['“sans 1 400” policiers']])
    (0.0, 1.0)
    >>> answer_correctness([], [["Washington"]]), answer_correctness(said, [])
    (0.0, None)
    """
    if not must_mention:
        return None
    texts = [plain(text) for text in said]
    return float(
        all(
            any(_mentions(text, plain(word)) for word in alternatives for text in texts)
            for alternatives in must_mention
        )
    )


def _mentions(text: str, word: str) -> bool:
    """Whether `word` is in `text`, but not as a part of a longer number."""
    before = r"(?<!\d)(?<!\d[ .,])" if word[:1].isdigit() else ""
    after = r"(?!\d|[ .,]\d{3}(?!\d))" if word[-1:].isdigit() else ""
    return bool(word) and re.search(before + re.escape(word) + after, text) is not None


def _cuts(text: str, span: Span) -> bool:
    """Whether one end of the span lies between two letters or digits."""
    return any(
        0 < at < len(text) and text[at - 1 : at + 1].isalnum() for at in (span.start, span.end)
    )
