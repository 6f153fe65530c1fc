"""Whether what the answer says is borne out by what it cites, statement by statement.

Source: Gao, Yen, Yu, Chen, Enabling Large Language Models to Generate Text with Citations (ALCE),
EMNLP 2023, section 3. There a language-inference model says whether quotes bear a statement out;
here `Supports` says it, and `bears_out` is one that needs no model: a lower bound for prose, and
exact for extracts, whose statements are their quotes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from shadow import fold
from vectorstore.analysis import stems

Statement = tuple[str, Sequence[str]]
"""A sentence of an answer, and the quotes that it cites."""

Supports = Callable[[str, Sequence[str]], bool | None]
"""Whether quotes bear a statement out; None when that cannot be told."""

ENOUGH = 0.5  # share of a statement's content words that its quotes have to hold
_NUMBER = re.compile(r"\d+(?:[., ]\d{3})*(?:[.,]\d+)?")


def alce_recall(statements: Sequence[Statement], supports: Supports) -> float | None:
    """Statements that all of their quotes together bear out / statements.

    None when there is no statement that can be judged.

    >>> says = lambda text, quotes: text in " ".join(quotes)
    >>> alce_recall([("a", ["a b"]), ("c", ["a b"])], says)
    0.5
    >>> alce_recall([], says) is None
    True
    """
    verdicts = [supports(text, quotes) for text, quotes in statements]
    judged = [verdict for verdict in verdicts if verdict is not None]
    return sum(judged) / len(judged) if judged else None


def alce_precision(statements: Sequence[Statement], supports: Supports) -> float | None:
    """Quotes that are of use to their statement / quotes.

    None of the quotes of a statement that is not borne out is of use. Of one that is, a quote is
    of no use when it does not bear the statement out alone and the others do without it. Below,
    "x" is of no use to "a b", and the quote of "c" does not bear it out: 2 of 4.

    >>> says = lambda text, quotes: all(word in " ".join(quotes) for word in text.split())
    >>> alce_precision([("a b", ["a", "b", "x"]), ("c", ["d"])], says)
    0.5
    """
    useful = [
        whole and (bool(supports(text, [quote])) or not supports(text, _without(quotes, index)))
        for text, quotes in statements
        if (whole := supports(text, quotes)) is not None
        for index, quote in enumerate(quotes)
    ]
    return sum(useful) / len(useful) if useful else None


def bears_out(statement: str, quotes: Sequence[str], language: str) -> bool:
    """Whether the quotes hold the statement, or all its numbers and half of its content words.

    Words are compared as stems of `language`; case, accents, guillemets, curly quotes, apostrophes
    and spaces are folded.

    >>> bears_out("Il a accueilli 2 ministres.", ["Il accueille les 2 ministres"], "fr")
    True
    >>> bears_out("Il a accueilli 3 ministres.", ["Il accueille les 2 ministres"], "fr")
    False
    """
    held = plain(" ".join(quotes))
    said = plain(statement)
    if said in held:
        return True
    if not set(_numbers(said)) <= set(_numbers(held)):
        return False
    words = set(stems(said, language))
    return bool(words) and len(words & set(stems(held, language))) >= ENOUGH * len(words)


def plain(text: str) -> str:
    """A text folded, without its quotation marks and the spaces that French puts inside them.

    >>> plain("Elle dit : « L’État\u2011major »") == plain('elle dit : "l\\'etat-major"')
    True
    """
    return " ".join(fold(text).replace('"', " ").split())


def _numbers(folded: str) -> list[str]:
    return [re.sub(r"\D", "", number) for number in _NUMBER.findall(folded)]


def _without(quotes: Sequence[str], index: int) -> list[str]:
    return [quote for other, quote in enumerate(quotes) if other != index]
