"""French contractions: « de » with « les lieux » is « des lieux »."""

from __future__ import annotations

import re

from shadow import fold

_CONTRACTIONS = (
    ("(?:du|de|des) les", "des"),
    ("(?:du|de|des) le", "du"),
    ("(?:du|des) la", "de la"),
    ("(?:au|à|aux) les", "aux"),
    ("(?:au|à|aux) le", "au"),
    ("(?:au|aux) la", "à la"),
)
_ELIDED = re.compile(r"\b(?:du|des)\s+(?=l['’])", re.IGNORECASE)


def contracted(question: str) -> str:
    """Contracts what putting one thing for another has left apart: « du les » → « des »."""
    for apart, together in _CONTRACTIONS:
        question = re.sub(rf"\b{apart}\s+", f"{together} ", question)
    question = _ELIDED.sub("de ", question)
    return re.sub(r"\b(?:au|aux)\s+(?=l['’])", "à ", question)


def governed(preposition: str, what: str) -> str:
    """A preposition before its noun: de + les lieux → des lieux, de + Ottawa → d'Ottawa."""
    plain = fold(preposition).strip()
    if plain in ("de", "du", "des", "d'"):
        bare = not re.match(r"(?:les?|la|un|une|des)\s|l['’]", what, re.IGNORECASE)
        if bare and fold(what)[:1] in "aeiouyh":
            return f"d'{what}"
        return contracted(f"de {what}")
    if plain in ("a", "au", "aux"):
        return contracted(f"à {what}")
    return f"{preposition.strip()} {what}"
