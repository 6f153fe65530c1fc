"""Puts what a pronoun means in its place, so that the question reads as one asked alone.

« Que permettra-t-il ? » is « Que permettra le projet de loi C-70 ? », « Qui l'a annoncé ? » is
« Qui a annoncé le fonds ? », "What is her title?" is "What is the title of Nicole Navas?".
"""

from __future__ import annotations

import re

from answering.dialogue import grammar, pronouns_en, pronouns_fr
from answering.dialogue.antecedents import Find
from answering.dialogue.contractions import contracted
from shadow import fold

_ABOUT_IT = re.compile(
    r"\b(?:(?P<fr>là[- ]dessus|à (?:ce|cet) (?:sujet|propos|égard)|sur (?:ce (?:point|sujet)|"
    r"cette question|cela|ça))|(?:about|on) (?:it|that|this)(?: (?:topic|subject|issue|point))?)"
    r"(?=\s*(?:$|[,;?])|\s+(?:in|at|when|en|à|quand)\b)",
    re.IGNORECASE,
)
_LATEST = re.compile(
    r"^(?:new|next|last|first|second|third|fourth|nouvel(?:le)?|nouveau|prochaine?|première?)\s+",
    re.IGNORECASE,
)


def put_back(question: str, language: str, find: Find) -> str | None:
    """The question with its pronoun replaced; None when it has none, or nothing that it means."""
    for rule in _RULES[language == "fr"]:
        made = rule(question, find)
        if made is not None:
            return re.sub(r"\s+", " ", contracted(made)).strip()
    return None


def put_topic_back(question: str, find: Find) -> str | None:
    """« là-dessus », « à ce sujet », "about it" → « sur le fentanyl », "about fentanyl"; another
    pronoun may stand beside it."""
    match = _ABOUT_IT.search(question)
    meant = find("cela" if match and match["fr"] else "that") if match else None
    if match is None or meant is None:
        return None
    joint = "sur" if match["fr"] else "about"
    return f"{question[: match.start()]}{joint} {meant.text}{question[match.end() :]}"


def _others(question: str, find: Find) -> str | None:
    """« les autres », "the others" → « les autres stations », "the other stations"."""
    match = re.search(
        r"\b(?P<which>les autres|the others?)(?=\s*(?:$|[,;]|(?:are|is|were|was|will|have|do|did|"
        r"sont|seront|ont|étaient|font|vont)\b))",
        question,
        re.IGNORECASE,
    )
    meant = find("one") if match else None
    if match is None or meant is None or meant.is_name:
        return None
    french = fold(match["which"]).startswith("les")
    bare = _LATEST.sub("", meant.bare)
    words = bare.split()
    if not meant.plural:
        at = 0 if french else len(words) - 1
        words[at] = _several(words[at])
    which = "les autres" if french else "the other"
    return f"{question[: match.start()]}{which} {' '.join(words)}{question[match.end() :]}"


def _several(noun: str) -> str:
    """A noun of either language in its plural, where that is regular."""
    if noun[-1] in "sxz":
        return noun
    return f"{noun[:-1]}ies" if re.search(r"[^aeiou]y$", noun) else f"{noun}s"


def _demonstrative(question: str, find: Find) -> str | None:
    """« ce programme » → « le portail Hippocampe », when that is a programme, or "programme" says
    no more than "thing"."""
    match = re.search(
        r"\b(?P<this>ce|cet|cette|ces|this|that|these|those)\s+(?P<noun>[^\W\d_]+)"
        r"(?:[-\u2011](?:là|ci)\b)?",
        question,
        re.IGNORECASE,
    )
    if match is None:
        return None
    noun = fold(match["noun"])
    if noun in ("annee", "year"):
        year = find("year")
        before = re.sub(r"\b(?:in|en)\s+$", "", question[: match.start()], flags=re.IGNORECASE)
        joint = "in" if noun == "year" else "en"
        return f"{before}{joint} {year.text}{question[match.end() :]}" if year else None
    meant = find(f"={noun}")
    if meant is None and noun in grammar.GENERAL:
        meant = find("cela")
    if meant is None:
        return None
    return question[: match.start()] + meant.text + question[match.end() :]


def _next_one(question: str, find: Find) -> str | None:
    """« la prochaine » → « la prochaine conférence », and "the next one" alike."""
    match = re.search(
        r"\b(?P<which>(?:the\s+)?(?:next|last|previous|first|second|other|new)) ones?\b",
        question,
        re.I,
    ) or re.search(
        r"\b(?P<which>(?:la|le) (?:prochaine?|précédente?|dernière?|première?|suivante?|deuxième|"
        r"seconde?))(?=\s*(?:,|$|en\b|aura\b|sera\b|a\b|est\b|c['’]))",
        question,
        re.IGNORECASE,
    )
    if match is None:
        return None
    meant = find("one")
    if meant is None:
        return None
    bare = re.sub(r"^(?:next|last|previous|prochaine?|dernière?)\s+", "", meant.bare)
    bare = re.sub(r"\s+(?:à|in|at)\s+[^\W\d_a-z][\w-]*$", "", bare)  # the place of the other one
    which = match["which"]
    if re.search(r"suivante?$|précédente?$", which):
        article, after = which.split(maxsplit=1)
        which, bare = article, f"{bare} {after}"
    return question[: match.start()] + f"{which} {bare}" + question[match.end() :]


_RULES = {
    True: (_next_one, _others, _demonstrative, *pronouns_fr.RULES),
    False: (_next_one, _others, _demonstrative, *pronouns_en.RULES),
}
