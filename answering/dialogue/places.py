"""Puts something new in the place of something old of its kind, in a question.

"et en 2023" in "Combien de vols en 2022" takes the place of the year; "firearms" in "What did the
ministers say about fentanyl" that of the topic; « du côté américain » that of the other side;
« Et le Québec ? » after « Quels gouvernements ont signé ? » is one of those asked for.
"""

from __future__ import annotations

import re

from answering.dialogue import grammar, verbs
from answering.dialogue.antecedents import things_of
from answering.dialogue.clause import Clause, Noun
from answering.dialogue.contractions import contracted, governed
from answering.dialogue.membership import one_of_them
from answering.dialogue.parsing import parse
from answering.dialogue.prepositions import (
    ABOUT,
    KIND,
    STARTS,
    is_named,
    kind_of,
    start_of,
    without_start,
)
from answering.dialogue.verbs import turned
from answering.equivalents import is_place
from answering.phrases import ARTICLE, SIDES, YEAR
from language import detect
from shadow import fold

_SIDE_WORDS = re.compile(r"\b(?:du\s+)?c[ôo]t[ée]s?\b|\bsides?\b|\bfrom\b", re.IGNORECASE)
THAT_OF = re.compile(
    r"^(?:celles?|celui|ceux|that|those|the ones?)\s+(?:d[eu']|des|of|in|from|at)\s*", re.I
)
_THIS_YEAR = re.compile(
    r"\b(?:(?:last|this) year|l['’]an(?:n[ée]e)? derni[èe]re?|cette ann[ée]e)\b", re.IGNORECASE
)
_BEFORE = re.compile(
    r"^(?:l['’]an(?:n[ée]e)? (?:d['’]avant|pr[ée]c[ée]dente?)|"
    r"(?:in )?the (?:previous year|year before))$",
    re.I,
)
_AFTER = re.compile(
    r"^(?:l['’]an(?:n[ée]e)? (?:d['’]apr[èe]s|suivante?)|"
    r"(?:in )?the (?:(?:next|following) year|year after))$",
    re.I,
)
_SAYS = re.compile(r"^(?:et )?(?:que |qu'|comment )")
_YES_NO = re.compile(r"^(?:est-ce|is|are|was|were|do|does|did|will|can|could|has|have|had)\b")


def put(piece: str, question: str, root: str = "") -> list[str]:
    """`question` (no mark) with `piece` in the place of what is of its kind, the surest reading
    first; none when nothing is. `root` is the question that it went back to."""
    asked = list(dict.fromkeys(filter(None, (question, root))))
    found: list[str | None] = []
    if _BEFORE.match(piece) or _AFTER.match(piece):
        return [made for text in asked if (made := _year(piece, text))]
    for rule in (_year, _side, _owner):
        found += [rule(piece, text) for text in asked]
    if not any(found):
        found.append(_quantity(piece, parse(question)))
        for each in (_same_head, _same_start, _institution, _name):
            found += [each(piece, parse(text)) for text in asked]
    if not any(found):
        found = [_agent(piece, parse(text)) for text in asked]
    if not any(found):
        found = [one_of_them(piece, parse(question)), _topic(piece, parse(question), direct=True)]
        found += [_topic(piece, parse(text), direct=False) for text in asked]
        if root and _YES_NO.match(fold(question)):  # "Will they keep …": less was asked of it
            found.insert(0, _topic(piece, parse(root), direct=False))
        found.append(_filled(piece, parse(question)))
    if not any(found) and kind_of(start_of(piece)) == KIND["in"]:
        found = [f"{question} {piece}"]
    made = [re.sub(r"\s+", " ", contracted(text)).strip() for text in found if text]
    return list(dict.fromkeys(made))


def put_topic(piece: str, question: str) -> list[str]:
    """`question` with `piece` for what it is said on, if it is said on anything."""
    made = _topic(piece, parse(question), direct=False)
    return [re.sub(r"\s+", " ", contracted(made)).strip()] if made else []


def _year(piece: str, question: str) -> str | None:
    old = YEAR.search(question)
    new = YEAR.search(piece)
    if new is None and old is None and _THIS_YEAR.search(question):
        return _THIS_YEAR.sub(piece, question)
    if new is None and old is not None:
        step = -1 if _BEFORE.match(piece) else 1 if _AFTER.match(piece) else 0
        return YEAR.sub(str(int(old.group()) + step), question) if step else None
    if new is None or len(piece.split()) > 3:
        return None
    return YEAR.sub(new.group(), question) if old else f"{question} {piece}"


def _side(piece: str, question: str) -> str | None:
    """One side of a meeting for the other: noun for noun, adjective for adjective."""
    bare = ARTICLE.sub("", _SIDE_WORDS.sub("", without_start(piece)).strip())
    language = detect(question)
    for new, old in (SIDES, SIDES[::-1]):
        if not re.fullmatch(rf"(?:{new['noun']}|{new['adjective']})", bare, re.IGNORECASE):
            continue
        adjective = rf"\b(?:{old['adjective']})\b"
        stem, ending = new[f"stem_{language}"], ""
        found = re.search(adjective, question, re.IGNORECASE)
        if found:
            ending = "".join(re.findall(r"(?:ne)?s?$", found.group())[:1])
            ending = ending.replace("ne", "e") if stem == "américain" else ending
            return re.sub(adjective, stem + ending, question, count=1, flags=re.IGNORECASE)
        before_noun = rf"(?<=\bthe )(?:{old['noun']})(?= [A-Z])"
        if language == "en" and re.search(before_noun, question):  # "the US Department"
            return re.sub(before_noun, stem, question, count=1)
        noun = rf"\b(?:les?\s+|the\s+)?(?:{old['noun']})\b"
        if re.search(noun, question):
            return re.sub(noun, new[language], question, count=1)
    return None


def _owner(piece: str, question: str) -> str | None:
    """ "Sri Lanka's" for "Canada's"."""
    if not re.search(r"['’]s?$", piece):
        return None
    old = re.search(r"(?:[A-Z][\w.-]*\s)*[A-Z][\w.-]*['’]s?(?=\s)", question)
    return question[: old.start()] + piece + question[old.end() :] if old else None


def _quantity(piece: str, clause: Clause) -> str | None:
    """« de cocaïne » for « Combien d'armes », "apprenticeships" for "How many people"."""
    asked = clause.asked
    if asked is None or not re.match(r"combien d|how (?:many|much)\b", fold(clause.text)):
        return None
    of = re.match(r"(?:de |d['’])(?!l[ae']|les)", piece, re.IGNORECASE)
    bare = clause.language == "en" and not ARTICLE.match(piece) and piece.islower()
    bare = bare and not (piece.endswith("s") and "much" in clause.question_words.lower())
    if not of and not (bare and not STARTS.match(piece)):
        return None
    if of:
        start = clause.question_words.lower().find("combien") + len("combien")
        return f"{clause.text[:start]} {piece} {clause.rest}"
    return f"{clause.text[: asked.start]}{piece} {clause.rest}"


def _same_head(piece: str, clause: Clause) -> str | None:
    """« au cabinet de la ministre » for « du cabinet du maire »: another of the same name."""
    new = parse(piece, clause.language).nouns[:1]
    old = [noun for noun in _all(clause) if new and noun.head == new[0].head and not noun.asked]
    if not old:
        return None
    if not old[0].preposition:
        return clause.text[: old[0].start] + new[0].text + clause.text[old[0].end :]
    put_in = governed(old[0].preposition, new[0].text)
    return clause.text[: old[0].before] + put_in + clause.text[old[0].end :]


def _same_start(piece: str, clause: Clause) -> str | None:
    """The part of the question that begins with the same kind of preposition."""
    match = STARTS.match(piece)
    if match is None:
        return None
    kind = kind_of(match.group())
    named = is_named(without_start(piece))
    nouns = [
        noun for noun in _all(clause) if noun.preposition and kind_of(noun.preposition) == kind
    ]
    alike = [noun for noun in nouns if noun.is_name is named]
    if not YEAR.search(piece):  # « en hausse » takes no place of « en 2023 »
        nouns, alike = ([n for n in each if not YEAR.fullmatch(n.bare)] for each in (nouns, alike))
    if not named and kind != KIND["of"]:  # « des morts » are no place of « du Nord-Ouest »
        alike = alike or nouns
    old = alike[-1] if alike else None
    if old is None or _is_inside_asked(old, clause):
        return None
    return clause.text[: old.before] + piece + clause.text[old.end :]


def _institution(piece: str, clause: Clause) -> str | None:
    """ "For the Minister's office" in the place of "at the Department": whom one asks or calls."""
    match = STARTS.match(piece)
    there = (KIND["for"], KIND["at"])
    if match is None or kind_of(match.group()) not in there:
        return None
    new = parse(without_start(piece), clause.language).nouns[:1]
    old = [n for n in _all(clause) if kind_of(n.preposition) in there and n.named and n.article]
    if not old or not new or not new[0].named or old[-1].event or is_place(old[-1].bare):
        return None
    return clause.text[: old[-1].before] + piece + clause.text[old[-1].end :]


def _name(piece: str, clause: Clause) -> str | None:
    """A name for another of its kind: one that no preposition governs before one that it does."""
    of = THAT_OF.match(piece)
    bare = without_start(THAT_OF.sub("", piece))
    if not is_named(ARTICLE.sub("", bare)):
        return None
    place = is_place(bare)
    old = [noun for noun in _all(clause) if noun.is_name and is_place(noun.bare) is place]
    old = [noun for noun in old if not any(noun in outer.inner for outer in old)]
    if of:  # « celle de Kamloops » for « la conférence … à Charlottetown »
        old = [
            noun
            for noun in _all(clause)
            if noun.is_name and kind_of(noun.preposition) in (KIND["in"], KIND["of"])
        ]
        old = old[-1:]
    direct = [noun for noun in old if not noun.preposition]
    if not old or (len(old) > 1 and not place and len(direct) != 1):
        return None
    chosen = direct[0] if direct else old[-1]
    if not chosen.preposition:
        return clause.text[: chosen.start] + bare + clause.text[chosen.end :]
    return (
        clause.text[: chosen.before]
        + governed(chosen.preposition, bare)
        + clause.text[chosen.end :]
    )


def _agent(piece: str, clause: Clause) -> str | None:
    """One who speaks and acts for another: "the Minister" for "the union" that feels or said."""
    new = parse(piece, clause.language).nouns[:1]
    if not new or not new[0].person or new[0].preposition:
        return None
    direct = (n for n in clause.nouns if not n.asked and not n.preposition)
    old = clause.subject or (next(direct, None) if _SAYS.match(fold(clause.text)) else None)
    if old is None or old.plural is not new[0].plural:
        return None
    return clause.text[: old.start] + new[0].text + clause.text[old.end :]


def _filled(piece: str, clause: Clause) -> str | None:
    """ "braces" for the "what" of "What does the plan cover": "Does the plan cover braces"."""
    words = clause.tokens_after(clause.asking[1])
    if clause.language != "en" or fold(clause.question_words) != "what" or start_of(piece):
        return None
    if not words or words[0].folded not in grammar.AUXILIARIES["en"] - grammar.BE:
        return None
    open_end = all(noun is clause.subject for noun in clause.nouns)
    several = any(word.folded in verbs.OF_SEVERAL for word in words)
    return f"{clause.rest} {piece}" if open_end and several else None


def _topic(piece: str, clause: Clause, direct: bool) -> str | None:
    """What the question is about: what it says something on or, where `direct`, what is done to it.
    A person is no topic, and what it is said of is none either."""
    if is_named(ARTICLE.sub("", piece)) and not (ARTICLE.match(piece) or piece.isupper()):
        return None
    things = [thing.noun for thing in things_of(clause)]
    free = [n for n in things if n in _all(clause) and not _is_inside_asked(n, clause)]
    free = [n for n in free if n.head not in grammar.TIMES]  # "take place"
    free = [n for n in free if n.preposition != "from" and not (n.is_name and is_place(n.bare))]
    found = [noun for noun in free if kind_of(noun.preposition) in ABOUT]
    found = [noun for noun in found if noun in clause.nouns]
    found += [n for n in free if kind_of(n.preposition) == KIND["of"] and n in clause.nouns]
    if direct and not start_of(piece):
        others = [n for n in clause.nouns if n in free and n is not clause.subject]
        found += [noun for noun in others if not noun.preposition]
    if not found:
        return None
    old, bare = found[0], without_start(piece)
    if not old.preposition:
        return _before(old, bare, clause) + bare + clause.text[old.end :]
    put_in = governed(old.preposition, bare)
    return clause.text[: old.before] + put_in + clause.text[old.end :]


def _before(old: Noun, new: str, clause: Clause) -> str:
    """What stands before a noun that another takes the place of; its verb in the number of that:
    « arrivent les locataires » → « arrive la fin »."""
    before = clause.text[: old.start]
    noun = parse(new, clause.language).nouns[:1]
    verb = clause.tokens_before(old.start)[-1:]
    if clause.language != "fr" or not noun or not verb or noun[0].plural is old.plural:
        return before
    return before[: verb[0].start] + turned(verb[0].text, noun[0].plural) + before[verb[0].end :]


def _is_inside_asked(noun: Noun, clause: Clause) -> bool:
    return noun.end <= clause.asking[1]


def _all(clause: Clause) -> list[Noun]:
    """The noun phrases in their order, those inside others behind them."""
    found = [inner for noun in clause.nouns for inner in (noun, *noun.inner)]
    return sorted(found, key=lambda noun: noun.start)
