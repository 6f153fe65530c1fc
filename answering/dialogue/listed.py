"""One of several things that the last answer listed: « le deuxième », "the last one"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from answering.dialogue.clause import Noun
from answering.dialogue.parsing import parse
from retrieval.question import Asked, Question

_ORDER = (
    r"premi(?:er|ère)|first",
    r"deuxième|seconde?|second",
    r"troisième|third",
    r"quatrième|fourth",
    r"cinquième|fifth",
    r"sixième|sixth",
)
_LAST = r"derni(?:er|ère)|last"
_ONE_OF = re.compile(
    r"\b(?:l[ae]|the)\s+(?:"
    + "|".join(rf"(?P<o{number}>{names})" for number, names in enumerate(_ORDER))
    + rf"|(?P<last>{_LAST}))(?:\s+one)?(?=\s*(?:$|[,;?])|\s+(?:is|was|does|did|will|works?|a|est|"
    r"sera|fonctionne|coûte|consiste|concerne|vise|prévoit|dit)\b)",
    re.IGNORECASE,
)
_END = re.compile(
    r"\s*[,;:(–]|\s+(?:qui|que|dont|où|dans (?:le|la)quel\w*|that|which|who|where)\s|\.$"
)
_MOST = 8  # words of the name of an item


def with_item(
    question: str, last: str, cited: Callable[[], Sequence[str]]
) -> tuple[str, Noun] | None:
    """`question` with the thing that it counts out of what was listed in its place, and that
    thing; None where it counts nothing, or `last` (the question before) asked for no list."""
    match = _ONE_OF.search(question)
    if match is None or not _asks_for_several(last):
        return None
    items = _items(cited())
    at = -1 if match["last"] else next(n for n in range(len(_ORDER)) if match[f"o{n}"])
    if len(items) < 2 or at >= len(items):
        return None
    item = items[at]
    return f"{question[: match.start()]}{item.text}{question[match.end() :]}", item


def _asks_for_several(core: str) -> bool:
    nouns = parse(core).nouns
    return Asked.LIST in Question.of(core).asked or any(noun.plural for noun in nouns[:2])


def _items(quotes: Sequence[str]) -> list[Noun]:
    """What each item of a list names: quotes that begin small or end as items do, and the last."""
    found: list[Noun] = []
    for quote in quotes:
        ends = quote.rstrip().endswith((";", ",")) or (found and not quote.rstrip().endswith(":"))
        text = re.sub(r"^[\W\d_]+", "", quote)
        if not (ends or text[:1].islower()):
            continue
        end = _END.search(text)
        name = text[: end.start()] if end else text
        nouns = parse(name).nouns
        if nouns and len(name.split()) <= _MOST and not nouns[0].start:
            head = nouns[0]
            found.append(Noun(name, 0, len(name), head.head, head.named, head.article))
    return found
