"""Whether the right questions are declined.

A refusal is the status `declined` and nothing else. `partial` is an answer that says of itself
that it is not a full one: it is no refusal here, neither a right one nor a wrong one, and how
often it is given to either kind of question is reported beside these.

Source: precision and recall of the refusal as a classifier of unanswerable questions, as in
Rajpurkar, Jia, Liang, Know What You Don't Know (SQuAD 2.0), ACL 2018.
"""

from __future__ import annotations


def abstention_precision(*, answerable: bool, declined: bool) -> float | None:
    """Of the declined questions, the share that is unanswerable; None when it was not declined.

    >>> abstention_precision(answerable=False, declined=True)
    1.0
    >>> abstention_precision(answerable=True, declined=True)
    0.0
    >>> abstention_precision(answerable=True, declined=False) is None
    True
    """
    return float(not answerable) if declined else None


def abstention_recall(*, answerable: bool, declined: bool) -> float | None:
    """Of the unanswerable questions, the share that was declined; None for an answerable one.

    >>> abstention_recall(answerable=False, declined=True)
    1.0
    >>> abstention_recall(answerable=True, declined=True) is None
    True
    """
    return None if answerable else float(declined)


def over_refusal(*, answerable: bool, declined: bool) -> float | None:
    """Of the answerable questions, the share that was declined; None for an unanswerable one.

    >>> over_refusal(answerable=True, declined=True), over_refusal(answerable=True, declined=False)
    (1.0, 0.0)
    """
    return float(declined) if answerable else None
