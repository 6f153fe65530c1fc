"""Whether a sentence affirms what its quotes affirm and denies what they deny."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answering.equivalents import OPPOSED
from answering.quantities import quantities
from shadow import fold
from vectorstore.analysis import content_words

NEGATION = re.compile(
    r"\b(?:ne|n(?=')|pas|jamais|aucune?|ni|sans|non|nul|nulle|rien|not|no|never|none|neither|nor|"
    r"without|cannot|nothing|nobody|\w+n't|refus\w+|rejet\w+|reject\w+|den(?:y|ied|ies)|nient|nie|"
    r"exclu(?!siv)\w+|interdi\w+|prohib\w+|banned|forbid\w*|fail\w*|lack\w*|absence|impossible|"
    r"\w+-free|hardly|scarcely|barely|a peine|empech\w+|prevent(?:s|ed)? \w+ from)\b"
)
_NE = frozenset({"ne", "n"})  # the first half of a French negation, and its second halves
_WITH_NE = frozenset({"pas", "jamais", "aucun", "aucune", "ni", "nul", "nulle", "rien"})
_CLAUSE = re.compile(
    r"[,;:.!?()—–]|\b(?:et|and|mais|but|que|that|qui|which|who|tandis|while|or|ou|because|since|"
    r"car|parce|puisque)\b"
)
# « n'auront accès qu'à » restricts, and denies nothing.
_RESTRICTS = re.compile(r"\b(?:n(?=')|ne\b)(?P<between>[^.;]{0,40}?\bqu(?:e\b|'))(?!\s*il)")


def same_polarity(text: str, quotes: Sequence[str]) -> bool:
    """Whether each clause of `text` is negated as often as the clause that it retells, what the
    quotes deny is denied, and no direction is turned around."""
    return (
        _negation_holds(text, quotes)
        and _denied_stays_denied(text, quotes)
        and not _turned(text, " ".join(quotes))
    )


def hides_negation(text: str, words: str) -> bool:
    """Whether `words` leave out a negation of `text`, of which they are a part."""
    return len(NEGATION.findall(fold(words))) < len(NEGATION.findall(fold(text)))


def _plain(text: str) -> str:
    """`text` folded, without a « ne » that only restricts."""
    folded = fold(text).replace("n't", " not")
    if re.search(r"\b(?:pas|jamais|aucune?|rien)\b", folded):
        return folded
    return _RESTRICTS.sub(lambda m: m["between"], folded)


def _clauses(text: str) -> list[tuple[frozenset[object], int]]:
    """The beginnings of the content words of each clause with its numbers, and how often it is
    negated."""
    found = []
    for clause in _CLAUSE.split(_plain(text)):
        stems: frozenset[object] = frozenset(
            word[:5] for word in content_words(clause) if not NEGATION.fullmatch(word)
        )
        if stems:
            stems |= {quantity.value for quantity in quantities(clause)}
            found.append((stems, _negations(clause.replace("n'", "ne "))))
    return found


def _negations(clause: str) -> int:
    """How often a folded clause is negated; "ne … pas" and "aucun … ne" are one negation each."""
    words = [match.group() for match in NEGATION.finditer(clause)]
    halves = sum(word in _NE for word in words), sum(word in _WITH_NE for word in words)
    return len(words) - sum(halves) + max(halves)


def _negation_holds(text: str, quotes: Sequence[str]) -> bool:
    """Whether each clause is negated as often as the clause that it retells."""
    claimed, borne = _clauses(text), [c for quote in quotes for c in _clauses(quote)]
    negated = any(no for _, no in borne)
    if not negated and not any(no for _, no in claimed):
        return True
    retells = False
    for stems, no in claimed:
        shared = [len(stems & others) for others, _ in borne]
        most = max(shared, default=0)
        nearest = [other for (_, other), count in zip(borne, shared, strict=True) if count == most]
        if most and no not in nearest:
            return False
        retells |= bool(most)
    return retells or any(no for _, no in claimed) == negated


def _denied_stays_denied(text: str, quotes: Sequence[str]) -> bool:
    """Whether what stands behind a negation in the quotes is not affirmed: « fixer d'échéancier »
    of « sans fixer d'échéancier »."""
    if any(no for _, no in _clauses(text)):
        return True
    mine = {word[:4] for word in content_words(fold(text)) if len(word) > 3}
    for quote in quotes:
        for clause in _CLAUSE.split(_plain(quote)):
            last = max((m.end() for m in NEGATION.finditer(clause)), default=None)
            denied = {w[:4] for w in content_words(clause[last:]) if len(w) > 3} if last else set()
            if denied and denied <= mine:
                return False
    return True


def _turned(text: str, whole: str) -> bool:
    """Whether the text says the opposite of a direction that the quotes give."""
    folded, borne = fold(text), fold(whole)
    for first, second in OPPOSED:
        for one, other in ((first, second), (second, first)):
            said = one.search(folded)
            denied = said and NEGATION.fullmatch(said.group()) and NEGATION.search(borne)
            if said and not denied and not one.search(borne) and other.search(borne):
                return True
    return False
