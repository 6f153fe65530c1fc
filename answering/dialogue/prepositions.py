"""Prepositions by what they say, and the piece of a question that begins with one."""

from __future__ import annotations

import re

from shadow import fold

# Prepositions by what they say; a piece takes the place of what has one of the same kind.
_KINDS = (
    ("sur", "about", "concernant", "on"),
    ("pour", "for"),
    ("contre", "against"),
    ("envers", "toward", "towards"),
    ("dans", "en", "in", "a", "au", "aux", "at", "chez"),
    ("avec", "with"),
    ("par", "by"),
    ("de", "du", "des", "d'", "of", "from"),
)
KIND = {form: number for number, kind in enumerate(_KINDS) for form in kind}
ABOUT = (0, 1, 2, 3, 5)  # kinds that say what a question is about
STARTS = re.compile(
    r"^(?P<start>sur|about|concernant|on|pour|for|contre|against|envers|towards?|dans|en|in|à|au|aux|"
    r"at|chez|avec|with|par|by|de|du|des|of|from)\s+|^d['’]",
    re.IGNORECASE,
)


def start_of(piece: str) -> str:
    """The preposition that a piece begins with, with its space; "" where it has none."""
    match = STARTS.match(piece)
    return match.group() if match else ""


def without_start(piece: str) -> str:
    """The piece without the preposition that it begins with."""
    return piece[len(start_of(piece)) :]


def kind_of(preposition: str) -> int | None:
    """The number of its kind; None for one that is not known."""
    return KIND.get(fold(preposition).strip().replace("’", "'"))


def is_named(text: str) -> bool:
    """Whether every word is written as a name."""
    words = re.findall(r"[^\W\d_][\w.'’\u2011-]*", text)
    return bool(words) and all(word[:1].isupper() for word in words)
