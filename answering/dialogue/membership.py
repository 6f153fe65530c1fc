"""One of those who were asked for: « Et le Québec ? » after « Quels gouvernements ont signé ? »."""

from __future__ import annotations

import re

from answering.dialogue import grammar
from answering.dialogue.clause import Clause
from answering.dialogue.parsing import parse
from answering.dialogue.prepositions import STARTS, is_named
from answering.phrases import ARTICLE
from shadow import fold

_PLURAL = (("a", "ont"), ("est", "sont"), ("peut", "peuvent"), ("doit", "doivent"), ("va", "vont"))
_SINGULAR = (
    ("ont", "a"),
    ("sont", "est"),
    ("étaient", "était"),
    ("avaient", "avait"),
    ("seront", "sera"),
)


def one_of_them(piece: str, clause: Clause) -> str | None:
    """« le Québec » of « quels gouvernements ont adhéré »: « Le Québec a-t-il adhéré »."""
    words = clause.tokens_after(clause.asking[1])
    if len(words) > 1 and words[1].folded in grammar.PRONOUNS:
        return None  # "Who can I call"
    who = fold(clause.question_words) in ("qui", "who")
    if not words or not (who or clause.asked) or clause.subject is not None or STARTS.match(piece):
        return None
    if not (is_named(ARTICLE.sub("", piece)) or (who and ARTICLE.match(piece))):
        return None
    return _english(piece, clause) if clause.language == "en" else _french(piece, clause)


def _english(piece: str, clause: Clause) -> str | None:
    """ "Is Portugal coming", "Was Portugal among the countries that sent crews"."""
    verb = clause.tokens_after(clause.asking[1])[0]
    if verb.folded in grammar.AUXILIARIES["en"]:
        be = {"are": "is", "were": "was", "have": "has"}.get(verb.text, verb.text)
        return f"{be} {piece}{clause.text[verb.end :]}"
    if fold(clause.question_words).startswith("how"):
        return None
    whom = f"the {clause.asked.text} that" if clause.asked else "those who"
    return f"was {piece} among {whom} {clause.rest}"


def _french(piece: str, clause: Clause) -> str | None:
    """« Le Québec a-t-il adhéré », « Est-ce que les assureurs ont adhéré »."""
    words = clause.tokens_after(clause.asking[1])
    if fold(clause.question_words).startswith("combien") or "-" in words[0].text:
        return None
    lead = ""
    while words[0].folded in grammar.CLITICS and len(words) > 1:
        lead += clause.text[words[0].start : words[1].start]
        words = words[1:]
    verb, rest = words[0], clause.text[words[0].end :]
    noun = parse(piece, clause.language).nouns[:1]
    if noun and noun[0].plural:
        several = dict(_PLURAL).get(verb.text, re.sub(r"ait$", "aient", verb.text))
        return f"est-ce que {piece} {lead}{several}{rest}"
    one = dict(_SINGULAR).get(verb.text, re.sub(r"aient$", "ait", verb.text))
    rest = re.sub(r"^((?: été)? [^\W\d_]+(?:é|i|u)e?)s\b", r"\1", rest)
    if not noun or noun[0].article not in ("le", "la"):
        that = "qu'" if fold(piece)[:1] in "aeiouyh" else "que "
        return f"est-ce {that}{piece} {lead}{one}{rest}"
    joint = "-t-" if fold(one)[-1] in "ae" else "-"
    return f"{piece} {lead}{one}{joint}{'elle' if noun[0].feminine else 'il'}{rest}"
