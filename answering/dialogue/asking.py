"""Asks something else of the same thing: other question words, the rest of the question kept.

« Où ? » after « Qui a annoncé le fonds ? » is « Où a-t-on annoncé le fonds ? », "Why?" after
"What did the ministers say about bail?" is "Why did the ministers say that about bail?".
"""

from __future__ import annotations

import re

from answering.dialogue import grammar, verbs
from answering.dialogue.clause import Clause, Noun, Token
from answering.dialogue.grammar import INVERTED
from answering.dialogue.parsing import parse
from shadow import fold

_WHERE_OR_WHEN = re.compile(r"^(?:et |and )?(?:ou|quand|where|when)$")
_PARTICIPLE = re.compile(r"(?:e|ee|es|ees|i|is|ie|ies|u|us|ue|ues|it|ert|mis|pris)$")
_INFINITIVE = re.compile(r"(?:er|ir|re)$")
_MANY = {"is": "are", "was": "were", "has": "have", "does": "do"}


def ask_else(asking: str, core: str, focus: Noun | None) -> str | None:
    """`core` (a question without its mark) with `asking` for its question words; None where that
    makes no sentence. `focus` is what the dialogue is about."""
    clause = parse(core)
    if focus is not None and focus.event and _WHERE_OR_WHEN.match(fold(asking)):
        if clause.language == "en":
            return f"{asking} did {focus.text} take place"
        if clause.subject is None or clause.subject.text != focus.text:
            return f"{asking} {focus.text} {_inverted('a', focus)} eu lieu"
    which = _which_of_them(asking, clause)
    if which:
        return re.sub(r"\s+", " ", which)
    alike = _governed(parse(asking)) == _governed(clause)
    if alike and parse(asking).asked is not None and clause.asked is not None:
        return f"{asking} {clause.rest}" if clause.rest else None
    there = " là" if clause.language == "fr" else " there"
    if fold(clause.question_words) in ("ou", "where") and fold(asking) in ("pourquoi", "why"):
        clause = parse(core + there)
    made = _english(asking, clause) if clause.language == "en" else _french(asking, clause)
    return re.sub(r"\s+", " ", made) if made else None


def _which_of_them(asking: str, clause: Clause) -> str | None:
    """« Quels crimes » of « Les crimes sont-ils en hausse »: « Quels crimes sont en hausse »."""
    subject = clause.subject
    if subject is None or clause.asking != (0, 0) or fold(subject.bare) not in fold(asking):
        return None
    if clause.language == "en":
        before, after = clause.text[: subject.start].lower(), clause.text[subject.end :].strip()
        return f"{asking} {before}{after}"
    turned = next((t for t in clause.tokens_after(subject.end) if INVERTED.match(t.text)), None)
    if turned is None:
        return None
    between = clause.text[subject.end : turned.start].strip()
    verb = INVERTED.match(turned.text)["verb"]
    return f"{asking} {between} {verb} {clause.text[turned.end :].strip()}"


def _governed(clause: Clause) -> bool:
    """Whether its question words begin with a preposition: « à quel loyer »."""
    return clause.tokens[0].folded in grammar.PREPOSITIONS[clause.language]


# English


def _english(asking: str, clause: Clause) -> str | None:
    words = clause.tokens_after(clause.asking[1])
    if not words:
        return None
    first = words[0]
    auxiliary = first.folded in grammar.AUXILIARIES["en"]
    there = len(words) > 1 and words[1].folded == "there" and clause.nouns
    if there and fold(asking) in ("who", "what", "where", "which one", "which ones"):
        return f"{asking} {first.text.lower()} the {clause.nouns[0].bare}"
    if clause.asking == (0, 0):
        return f"{asking} {_small(clause.text)}" if auxiliary else None
    if auxiliary and (clause.subject is not None or _has_pronoun(words)):
        return f"{asking} {_with_object(clause, words, parse(asking).asked is not None)}"
    if auxiliary:
        subject = f"{_the(clause.asked)} " if clause.asked else "they "
        be = first.text if clause.asked else _MANY.get(first.folded, first.text)
        return f"{asking} {be} {subject}{clause.text[first.end :].strip()}"
    return _passive(asking, clause, first)


def _has_pronoun(words: tuple[Token, ...]) -> bool:
    return len(words) > 1 and words[1].folded in grammar.PRONOUNS


def _with_object(clause: Clause, words: tuple[Token, ...], other: bool) -> str:
    """What follows the question words, with what they asked for ("firefighters", or "that") where
    an object stands: behind the verb; `other`, where another object is asked for, without it."""
    asked = None if other else clause.asked
    what = fold(clause.question_words) == "what" and not other
    after = clause.subject.end if clause.subject else words[1].end
    if words[0].folded in grammar.BE or not (asked or what):
        return clause.rest
    behind = [token for token in words if token.start >= after]
    if not behind:
        return clause.rest
    at = behind[0].end
    if len(behind) == 2 and behind[1].folded in grammar.PREPOSITIONS["en"]:
        at = behind[1].end
    thing = asked.text if asked else "that"
    return f"{clause.text[words[0].start : at]} {thing}{clause.text[at:]}"


def _passive(asking: str, clause: Clause, verb: Token) -> str | None:
    """ "Who announced the plan" → "Where was the plan announced", "Who runs it" → "do they run"."""
    after = clause.text[verb.end :].strip()
    participle = verbs.PAST.get(verb.folded)
    if participle is None and verb.folded.endswith("ed"):
        participle = verb.text
    thing = next((n for n in clause.nouns if not n.asked and not n.preposition), None)
    if participle and thing is not None and thing.start >= verb.end:
        be = "were" if thing.plural else "was"
        rest = clause.text[thing.end :].strip()
        return f"{asking} {be} {thing.text} {participle} {rest}".strip()
    base = re.sub(r"(?<=[^s])s$", "", re.sub(r"ies$", "y", verb.text))
    return f"{asking} {'did' if participle else 'do'} they {base} {after}"


def _the(noun: Noun) -> str:
    return (
        noun.text
        if noun.plural or noun.text.split()[0].lower() in ("money",)
        else f"the {noun.text}"
    )


# French


def _french(asking: str, clause: Clause) -> str | None:
    words = clause.tokens_after(clause.asking[1])
    if not words:
        return None
    turned = next((token for token in words if INVERTED.match(token.text)), None)
    if clause.asking == (0, 0):
        asks = turned is not None or fold(clause.text).startswith("est-ce")
        return f"{asking} {_small(clause.text)}" if asks else None
    if turned is not None:
        return f"{asking} {_with_french_object(clause, turned)}"
    if _INFINITIVE.search(words[0].folded):
        return f"{asking} {clause.rest}"
    old = fold(clause.question_words)
    if old == "qui" or (clause.asked is not None and not _subject_behind(clause)):
        return _of_subject(asking, clause, words)
    return _turned_round(asking, clause, words)


def _with_french_object(clause: Clause, turned: Token) -> str:
    """What follows the question words, with what they asked for behind the verb."""
    asked, old = clause.asked, fold(clause.question_words)
    thing = ""
    if asked is not None and old.split()[0] not in grammar.PREPOSITIONS["fr"]:
        thing = f" {_this(asked, old)} {asked.text}"
    elif old in ("que", "qu'"):
        thing = " cela"
    at = _verb_end(clause, turned)
    return f"{clause.text[clause.asking[1] : at].strip()}{thing}{clause.text[at:]}"


def _verb_end(clause: Clause, verb: Token) -> int:
    """Where a verb ends with its participle, if it has one: « a-t-il mis »."""
    end = verb.end
    for token in clause.tokens_after(verb.end)[:2]:
        if token.named or not _PARTICIPLE.search(token.folded) or _is_function(token):
            break
        end = token.end
    return end


def _is_function(token: Token) -> bool:
    return token.folded in grammar.PREPOSITIONS["fr"] or token.folded in grammar.DETERMINERS["fr"]


def _subject_behind(clause: Clause) -> bool:
    """Whether the subject stands behind the verb: « Combien d'argent prévoit l'entente »."""
    words = clause.tokens_after(clause.asking[1])
    auxiliary = words[0].folded in grammar.AUXILIARIES["fr"]
    direct = [n for n in clause.nouns if not n.asked and not n.preposition]
    return bool(direct) and not auxiliary and direct[0].start <= words[min(1, len(words) - 1)].start


def _of_subject(asking: str, clause: Clause, words: tuple[Token, ...]) -> str | None:
    """The question words were the subject: « Qui a signé » → « Où a-t-on signé »."""
    at = next((i for i, w in enumerate(words) if w.folded not in grammar.CLITICS), 0)
    verb, lead = words[at], clause.text[words[0].start : words[at].start]
    rest = clause.text[verb.end :].strip()
    if clause.asked is not None:
        noun = clause.asked
        old = fold(clause.question_words)
        this, feminine = _this(noun, old), "quelle" in old
        if old.startswith("combien"):
            feminine = noun.feminine
        turned = _inverted(verb.text, noun, feminine)
        return f"{asking} {this} {noun.text} {lead}{turned} {rest}"
    if verb.folded in grammar.BE:
        named = next((n for n in clause.nouns if not n.preposition), None)
        if named is None:
            return None
        after = clause.text[named.end :].strip()
        return f"{asking} {named.text} {_inverted(verb.text, named)} {after}".strip()
    joint = "-t-" if verb.folded[-1] in "ae" else "-"
    return f"{asking} {lead}{verb.text}{joint}on {rest}"


def _turned_round(asking: str, clause: Clause, words: tuple[Token, ...]) -> str | None:
    """The subject stood behind the verb: « Que disent les ministres » → « Pourquoi les ministres
    disent-ils cela »; with « où », « quand », « combien » it may stay there."""
    subject = next((n for n in clause.nouns if not n.asked and not n.preposition), None)
    if subject is None or subject.start <= words[0].start:
        return None
    old = fold(clause.question_words)
    if old == "quel" or (old.startswith("quel") and clause.asked is None):
        return None
    if not fold(asking).startswith("pourquoi") and old not in ("que", "qu'"):
        return f"{asking} {clause.rest}"
    verb = words[0]
    between = clause.text[verb.end : subject.start].strip()
    what = " cela" if old in ("que", "qu'") else ""
    after = clause.text[subject.end :].strip()
    return (
        f"{asking} {subject.text} {_inverted(verb.text, subject)} {between}{what} {after}".strip()
    )


def _inverted(verb: str, subject: Noun, feminine: bool | None = None) -> str:
    """The verb with its subject behind it once more: « a-t-il », « disent-ils »."""
    feminine = subject.feminine if feminine is None else feminine
    who = ("elle" if feminine else "il") + ("s" if subject.plural else "")
    if subject.plural and verb == "a":
        verb = "ont"
    joint = "-t-" if fold(verb)[-1] in "ae" else "-"
    return f"{verb}{joint}{who}"


def _this(noun: Noun, asked: str) -> str:
    """« ce », « cet », « cette » or « ces », as « quel », « quelle » and « combien » have said."""
    if asked.startswith(("combien", "quels", "quelles")):
        return "ces" if noun.plural else _singular(noun, grammar.is_feminine(noun.head))
    return _singular(noun, "quelle" in asked)


def _singular(noun: Noun, feminine: bool) -> str:
    if feminine:
        return "cette"
    return "cet" if noun.head[:1] in "aeiouyh" else "ce"


def _small(text: str) -> str:
    """With a small first letter, where that is no name's."""
    first = parse(text).tokens[:1]
    known = grammar.DETERMINERS["fr"] | grammar.AUXILIARIES["en"] | {"est-ce"}
    return text[:1].lower() + text[1:] if first and first[0].folded in known else text
