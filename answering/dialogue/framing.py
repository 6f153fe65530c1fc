"""What stands around a follow-up and is no part of what it asks.

A correction ("No, I meant the Minister"), a return ("Back to firearms: …", « Pour revenir au
fonds, … ») and a thing named apart from its pronoun (« Et LeBlanc, il occupe quel poste ? »,
« Elle vise quoi, cette déclaration ? »): each says of what the rest is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from answering.dialogue.clause import Noun
from answering.dialogue.grammar import TIMES
from answering.dialogue.parsing import parse
from answering.dialogue.pronouns import put_back
from shadow import fold

_DE = r"(?:(?P<of>du|des|de|d['’]|à|aux?)\s*)?"
_CORRECTION = re.compile(
    r"^(?:(?:non|no|nope|pardon|désolée?|sorry|oups|oops)\b[\s,.;:!–-]*)*"
    r"(?:(?:je (?:voulais (?:dire|parler)|veux (?:dire|parler)|parlais|parle|pensais)|"
    rf"(?:c['’]est )?plutôt)\s*{_DE}|"
    r"(?:i (?:meant|mean)|i(?:['’]m| am| was) (?:asking|talking|thinking)|i meant to ask|rather)\s*"
    r"(?:(?:about|of)\s+)?)[\s,:]*",
    re.IGNORECASE,
)
_NO = re.compile(r"^(?:non|no|nope|pardon|sorry)\s*[,.;:!–]+\s*", re.IGNORECASE)
_INSTEAD = re.compile(
    r"^(?:pas|not)\s+[^,]+,\s*(?:mais\s+|but\s+)?(?P<new>.+)$|"
    r"^(?P<kept>[^,]+),\s*(?:et\s+)?(?:pas|not)\s+[^?]+$",
    re.IGNORECASE,
)
_RETURN = re.compile(
    r"^(?:(?:pour\s+)?(?:en\s+)?reven(?:ir|ons|ant)(?:[- ]en)?(?:\s+(?:maintenant|donc))?\s+"
    r"(?P<to>aux?|à|sur)\s+|(?:(?:going|coming|let['’]s go|to go|to come)\s+)?back to\s+|"
    r"(?:to )?return(?:ing)? to\s+|(?:pour ce qui est|en ce qui concerne|s['’]agissant|"
    r"à propos|au sujet|parlant|quant)\s*(?P<of>du|des|de|d['’]|aux?|à)?\s*|concernant\s+|"
    r"(?:as for|regarding|concerning|speaking of)\s+)(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_CHANGE = re.compile(
    r"^(?:(?:autre|dernière|nouvelle|une autre) (?:sujet|chose|question|point)|changement de sujet|"
    r"changeons de sujet|sinon|par ailleurs|another (?:question|topic|subject|thing)|"
    r"(?:new|different|other) (?:topic|subject|question)|(?:one )?last question|by the way|"
    r"(?:on|about) (?:another|a different) (?:topic|subject|note))\s*[,:;.–-]\s*",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"^(?:(?:la\s+)?même (?:question|chose)|idem|(?:the\s+)?same (?:question|thing)|ditto)\s*,?\s+"
    r"(?:pour|sur|avec|for|about|on|with)\s+",
    re.IGNORECASE,
)
# « Et pour la suite, que comptent-ils faire », "In 2023, who was there".
_FRONTED = re.compile(
    r"^(?P<front>(?:pour|dans|en|à|aux?|lors d[eu]s?|selon|depuis|after|for|in|at|on|according to|"
    r"since|during)\s+[^,?]+),\s*(?P<rest>(?:(?:à|de|d['’]|par|pour|avec|by|to|of)\s*)?(?:qui|que|"
    r"qu['’]|quoi|quel\w*|où|quand|comment|combien|pourquoi|who|whom|what|which|when|where|why|how)"
    r"\b.+)$",
    re.IGNORECASE,
)
_ARTICLE = {"du": "le ", "des": "les ", "au": "le ", "aux": "les "}
_THIS = re.compile(r"^(?:ce|cet|cette|ces|this|that|these|those)\s+", re.IGNORECASE)
_SEVERAL = frozenset("ils elles eux leur leurs they them their les".split())
_TOPICAL = frozenset("cela ca ce y en that this there".split())


@dataclass(frozen=True, slots=True)
class Framed:
    """What a follow-up asks (`own`) and what it says that it is about, if it says so apart; whether
    it `corrects` the last question, or says the same of something else, or `changes` the topic."""

    own: str
    topic: Noun | None = None
    corrects: bool = False
    changes: bool = False


def unframed(own: str) -> Framed:
    """`own` (a follow-up without its mark) without a correction or a return around it."""
    changed = _CHANGE.match(own)
    if changed and own[changed.end() :]:
        return Framed(own[changed.end() :], changes=True)
    same = _SAME.match(own)
    if same:
        return Framed(own[same.end() :], corrects=True)
    corrected = _CORRECTION.match(own)
    refused = _NO.match(own)
    if corrected or refused or _INSTEAD.match(own):
        match = corrected or refused
        start = _ARTICLE.get((match.groupdict().get("of") or "").lower(), "") if match else ""
        rest = start + own[match.end() if match else 0 :].strip()
        instead = _INSTEAD.match(rest)
        if instead:
            rest = (instead["new"] or instead["kept"]).strip()
        return Framed(rest or own, corrects=bool(rest))
    returned = _RETURN.match(own)
    if returned is None:
        fronted = _FRONTED.match(own)
        return Framed(f"{fronted['rest'].strip()} {fronted['front']}" if fronted else own)
    article = _ARTICLE.get((returned["to"] or returned["of"] or "").lower(), "")
    thing, _, question = re.sub(r"\s*[,:.–]\s+", "\0", returned["rest"], count=1).partition("\0")
    topic = _whole_noun(article + thing)
    if not question:
        return Framed("" if topic else own, topic)
    return Framed(question.strip(), topic) if topic else Framed(own)


def rejoined(own: str, language: str, topic: Noun | None = None) -> tuple[str, Noun] | None:
    """`own` with the thing that is named apart in the place of its pronoun, and that thing; None
    where there is none. `topic` is what a return has named."""
    if topic is not None:
        made = put_back(own, language, lambda word: topic if _agrees(topic, word) else None)
        return (made, topic) if made else None
    first, comma, rest = own.partition(",")
    if not comma:
        return None
    before, comma, last = own.rpartition(",")
    for thing, clause in ((first, rest), (last, before)):
        noun = _whole_noun(thing.strip())
        if noun is None or noun.head in TIMES:
            continue
        find = _finder(noun)
        made = put_back(clause.strip(), language, find)
        if made is not None and noun.text in made:
            return made, noun
    return None


def _finder(noun: Noun):
    return lambda word: noun if _agrees(noun, word) else None


def _agrees(noun: Noun, word: str) -> bool:
    """Whether a folded pronoun may repeat a thing that stands beside it."""
    if word.startswith("=") or word in ("year", "one"):
        return False
    if word in _TOPICAL:
        return True
    return noun.plural is (word in _SEVERAL) or not noun.article


def _whole_noun(text: str) -> Noun | None:
    """The noun phrase that `text` is, from its first word to its last; « cette déclaration » is
    « la déclaration »."""
    clause = parse(text)
    whole = [n for n in clause.nouns if n.start == 0 and n.end == len(text) and not n.asked]
    if not whole or whole[0].preposition or clause.verb is not None or clause.asking != (0, 0):
        return None
    noun = whole[0]
    if not _THIS.match(text):
        return noun
    bare = _THIS.sub("", text)
    said = fold(text.split()[0])
    article = {"cette": "la ", "ces": "les ", "ce": "le ", "cet": "l'"}.get(said, "the ")
    if article in ("la ", "le ") and fold(bare)[:1] in "aeiouyh":
        article = "l'"
    return parse(article + bare).nouns[0]
