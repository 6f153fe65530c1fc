"""What an English pronoun means, put in its place; see `pronouns.py`."""

from __future__ import annotations

import re

from answering.dialogue import grammar, verbs
from answering.dialogue.antecedents import Find
from answering.dialogue.parsing import parse
from answering.equivalents import is_place
from shadow import fold


def _subject_first(question: str, find: Find) -> str | None:
    """ "What did they ask their officials": the pronoun that the other one means."""
    first = re.search(r"\b(?:they|he|she|it)\b(?=.*\b(?:their|his|her|its)\b)", question, re.I)
    return _english_pronoun(question, find) or question if first else None


def _their_own(question: str, find: Find) -> str | None:
    match = re.search(
        r"\b(?P<own>its|their|his|her)\s+(?P<noun>[^\W\d_]+(?:\s+(?!(?:is|are|was|were|in|on|at|for|"
        r"to|of|and|with|by|from|about|do|does|did|will|has|have|there|then|now|today)\b)[^\W\d_]+)*)",
        question,
        re.IGNORECASE,
    )
    if match is None:
        return None
    meant = find(match["own"].lower())
    if meant is None:
        return None
    words = match["noun"].split()
    kept = [
        w for i, w in enumerate(words) if i == 0 or not verbs.is_verb(fold(w), "en", True, False)
    ]
    run = " ".join(words[: len(kept)]) if kept == words[: len(kept)] else words[0]
    after = match["noun"][len(run) :]
    return f"{question[: match.start()]}the {run} of {meant.text}{after}{question[match.end() :]}"


def _english_pronoun(question: str, find: Find) -> str | None:
    for match in re.finditer(
        r"\b(?P<who>the (?:latter|former)|"
        r"it|they|them|he|him|she|her|this|that|these|those|theirs|hers)\b(?!['’](?!s\b))",
        question,
        re.IGNORECASE,
    ):
        who = match["who"].lower()
        if who in ("this", "that", "these", "those") and _determines(question, match.end(), who):
            continue
        meant = find("they" if who in ("these", "those") else who)
        if meant is None:
            continue
        before = question[: match.start()]
        if meant.plural and who in ("it", "this", "that"):
            before = re.sub(r"\b(?:does|is|was|has)\s+$", _several, before, flags=re.I)
        return before + meant.text + question[match.end() :]
    return None


def _several(match: re.Match[str]) -> str:
    one = match.group().strip()
    several = {"does": "do", "is": "are", "was": "were", "has": "have"}[one.lower()]
    return f"{several.capitalize() if one[0].isupper() else several} "


def _determines(question: str, at: int, who: str) -> bool:
    """Whether "this" or "that" stands before a noun, or "that" joins a clause."""
    following = parse(question[at:].strip() or "x").tokens[:1]
    if not question[at:].strip():
        return False
    word = following[0].folded if following else ""
    verb = word in grammar.AUXILIARIES["en"] or verbs.is_verb(word, "en", True, False)
    return not (verb or word in grammar.PREPOSITIONS["en"] or word in ("and", "or", "so"))


def _there(question: str, find: Find) -> str | None:
    """ "What did they agree there?" → "… at the talks"."""
    if re.search(r"\b(?:is|are|was|were|be|will|has|have|been) there\b", question, re.IGNORECASE):
        return None
    match = re.search(r"\bthere\b", question, re.IGNORECASE)
    meant = find("there") if match else None
    if match is None or meant is None:
        return None
    where = "in" if is_place(meant.bare) else "at"
    return f"{question[: match.start()]}{where} {meant.text}{question[match.end() :]}"


RULES = (_subject_first, _their_own, _english_pronoun, _there)
