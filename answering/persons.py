"""Whom or what a pronoun names, when the words that the last answer cited say so.

"Which languages does she speak?" after "Who is the new ombudsperson?": the persons of the cited
sentence. « Que permettra-t-il ? » after « Quel projet de loi … ? »: the bill that it names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from answering.phrases import plain
from retrieval.question import Asked, Question

_MOST = 3  # persons carried over, at most
_PERSONAL = re.compile(
    r"\b(?:il|elle|ils|elles|lui|leurs?|eux|son|sa|ses|he|she|him|her|his|hers|they|them|their)\b"
)
_UPPER = "A-ZÀ-ÖØ-Þ"
_PERSON = re.compile(
    rf"(?<![\w’'-])(?<!of )(?<!des )(?<!de )(?<!du )[{_UPPER}][\w’'\u2011-]+ "
    rf"(?:(?:[{_UPPER}]\.|de|du|van|von) )*"
    rf"[{_UPPER}][\w’'\u2011-]{{2,}}"
)
_KIND = re.compile(
    r"^(?:quel(?:le)?s?|which|what)\s+(?P<kind>[\w ]+?)(?:\s+(?:le|la|les|l|the)\b|$)"
)
_OFFICE = re.compile(
    r"^(?:Conférence|Département|Cabinet|Ministère|Office|Department|Sécurité|Relations|Bureau|"
    r"Institutions|Affaires|Forum|Foreign|Statement|Feuille|Personnes|Minister|Media)\b"
)


def named(question: str, before: str, quotes: Sequence[str]) -> str | None:
    """Who or what `question` points at, as `quotes` name it; None when they do not."""
    if not quotes:
        return None
    asked = Question.of(before).asked
    if _PERSONAL.search(plain(question)) and asked & {Asked.PERSON, Asked.CONTACT}:
        found = [p for p in _PERSON.findall(quotes[0]) if not _OFFICE.match(p)]
        return ", ".join(list(dict.fromkeys(found))[:_MOST]) or None
    return _of_kind(before, quotes)


def _of_kind(before: str, quotes: Sequence[str]) -> str | None:
    """« projet de loi C-70 » for « quel projet de loi »: the kind asked for with its name."""
    kind = _KIND.match(plain(before))
    if kind is None:
        return None
    words = r"\s+".join(re.escape(word) for word in kind["kind"].split())
    match = re.search(rf"\b{words}\s+([A-Z][\w\u2011-]*)", " ".join(quotes), re.IGNORECASE)
    return match.group() if match and match.group(1)[0].isupper() else None
