"""The slot of a question: what exactly has to stand in a sentence for it to be an answer.

« Quel est le courriel de… » wants an address with an @ and not just a contact; "how much" wants an
amount of money, « combien de projets » a number beside "projets", « à quelle heure » an hour. The
kind of slot is read from the form of the question; whether a sentence fills it, from patterns on
its surface. `head` is the noun that the question word stands with: « quel *juge* a… ».
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from shadow import fold
from vectorstore.analysis import content_words, words


class Slot(StrEnum):
    """What a question wants filled."""

    EMAIL = "email"
    PHONE = "phone"
    FAX = "fax"
    ADDRESS = "address"
    WEB = "web"
    MONEY = "money"
    SHARE = "share"
    DURATION = "duration"
    HOUR = "hour"
    YEAR = "year"
    DAY = "day"
    COUNT = "count"
    AGE = "age"


# A telephone line that is asked for, and not what came of it: "Is there a hotline for … ?".
_LINE = (
    r"(?:(?:hot|help|tip|crisis|toll free|emergency|information|info) ?(?:phone )?"
    r"(?:lines?|numbers?)|toll free|sans frais|"
    r"numbers? (?:to|i can|can i|should i|do i) (?:call|dial|ring|report|text)|"
    r"lignes? (?:d )?(?:urgences?|aide|info\w*|ecoute|telephoni\w+|directe|gratuite)|"
    r"numeros? (?:d (?:urgence|aide|ecoute)|gratuit|vert|"
    r"pour (?:appeler|joindre|signaler|denoncer)))"
)
LINES = (
    r"^(?:(?:is|are) there|what|which|any|y a t il|il y a|existe t il|est ce qu il (?:y a|existe)|"
    r"(?:a )?quel\w*)(?: (?!of\b|do\b|does\b|did\b|result|budget)\w+){0,6}? "
    rf"{_LINE}|^(?:(?:an?|the|une?|l[ae]) )?{_LINE}"
)
# On the folded question with single spaces for punctuation, the narrow ones first.
_ASKED: tuple[tuple[Slot, str], ...] = (
    (Slot.FAX, r"\b(fax|telecopieur)\b"),
    (Slot.EMAIL, r"\b(courriels?|e ?mails?|adresse electronique)\b"),
    (Slot.WEB, r"\b(site (web|internet)|web ?(site|address|page)|url|hyperlien|adresse web)\b"),
    (
        Slot.ADDRESS,
        r"\b(adresse (postale|civique|exacte|du|de la)|(postal|street|mailing) address)\b",
    ),
    (Slot.PHONE, rf"\b(telephone|numero (de tel|a (composer|appeler))|phone|tel|{LINES})\b"),
    (Slot.AGE, r"\b(quel(le)? age|how old|age (de|of))\b"),
    (
        Slot.MONEY,
        r"\b(how much (?!(time|longer|faster|more|less|of)\b)|"
        r"combien (\w+ ){0,3}(cout|coute|verse|paye|gagne|touche|recoi|depense|investi|accord|"
        r"debours|debloqu)\w*|montants?|budgets?|couts?|costs?|prix|price|salaires?|salary|"
        r"amounts? of money|somme|dollars?|tarifs?|amende|fine|funding|worth|indemnite)\b",
    ),
    (Slot.SHARE, r"\b(pourcentage|proportion|percentage|share of|per ?cent|taux|rate)\b"),
    (
        Slot.DURATION,
        r"\b(how long|combien de (temps|jours|semaines|mois|annees|ans)|duree|"
        r"how many (days|weeks|months|years|hours))\b",
    ),
    (Slot.HOUR, r"\b(quelle heure|heures? exacte|what time|which hour)\b"),
    (Slot.YEAR, r"\b(quelle annee|(what|which) year|depuis quand|since when)\b"),
    (
        Slot.DAY,
        r"\b(quelle date|quel jour|(what|which) (date|day)|dates? (exacte|precise)|exact date)\b",
    ),
    (Slot.COUNT, r"\b(combien|how many|nombre|number of|how much)\b"),
)
_COMPILED = tuple((slot, re.compile(rule)) for slot, rule in _ASKED)
_NUMERAL = (
    r"\d|\b(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|"
    r"vingt|trente|quarante|cinquante|soixante|cent|mille|centaines?|milliers?|millions?|aucune?|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|"
    r"hundreds?|thousands?|millions?|dozens?|no|none|half|moiti[ée]|tiers|quart|third|quarter|"
    r"premi[eè]re?|deuxi[eè]me|troisi[eè]me|first|second|third|fourth|fifth|sixth|seventh)\b"
)
_COUNTS = re.compile(_NUMERAL, re.I)
_FILLS: dict[Slot, re.Pattern[str]] = {
    Slot.EMAIL: re.compile(r"[\w.+-]+@[\w-]+\.\w"),
    Slot.PHONE: re.compile(
        r"\b\d{3}[-.\s\u00a0\u2011]\s?\d{3}[-.\s\u2011]\d{4}\b|\b1[-\u2011]8\d\d\b"
    ),
    Slot.FAX: re.compile(r"\b(?:fax|t[ée]l[ée]copieur)\b", re.I),
    Slot.ADDRESS: re.compile(
        r"\b\d+,? (?:rue|avenue|boul|chemin|\w+ (?:street|avenue|road|st\b|ave\b|blvd))|"
        r"\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b",
        re.I,
    ),
    Slot.WEB: re.compile(r"\b(?:https?://|www\.)|\b[\w-]+\.(?:ca|com|org|gov|net|info)\b", re.I),
    Slot.MONEY: re.compile(r"[$€£]|\b(?:dollars?|euros?|francs?|millions? de dollars)\b", re.I),
    Slot.SHARE: re.compile(
        r"%|\b(?:pour cent|per ?cent|points? de|moiti[ée]|tiers|quarts?|half|thirds?|quarters?)\b|"
        r"\b(?:sur|out of|in) (?:\d|cinq|dix|five|ten|three|four)",
        re.I,
    ),
    Slot.DURATION: re.compile(
        rf"(?:{_NUMERAL})[\w\s\u00a0\u202f-]{{0,14}}\b(?:minutes?|heures?|hours?|jours?|days?|"
        r"semaines?|weeks?|mois|months?|an(?:s|n[ée]es?)?|years?|d[ée]cennies?|decades?)\b",
        re.I,
    ),
    Slot.HOUR: re.compile(r"\b\d{1,2}\s?(?:h\b|heures?|:\d\d|[ap]\.?m\b)|\bmidi\b|\bnoon\b", re.I),
    Slot.YEAR: re.compile(r"\b(?:19|20)\d\d\b"),
    Slot.DAY: re.compile(
        r"\b(?:\d{1,2}(?:er)?\s(?:janv|f[ée]v|mars|avr|mai|juin|juil|ao[uû]t|sept|oct|nov|d[ée]c)|"
        r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}\b)|"
        r"aujourd|\btoday\b|\bdemain\b|\btomorrow\b",
        re.I,
    ),
    Slot.COUNT: _COUNTS,
    Slot.AGE: re.compile(r"\d+\s(?:ans\b|years?)|\baged? \d", re.I),
}
# What a run of characters between spaces has to have for a sentence with it to fill a slot; no
# sentence without such a run does. COUNT is exact: the numerals are single runs.
OF_DIGITS = (Slot.PHONE, Slot.ADDRESS, Slot.HOUR, Slot.YEAR, Slot.DAY, Slot.AGE)  # a digit will do
HINTS: dict[Slot, re.Pattern[str]] = {
    Slot.EMAIL: re.compile("@"),
    Slot.FAX: _FILLS[Slot.FAX],
    Slot.WEB: _FILLS[Slot.WEB],
    Slot.MONEY: re.compile(r"[$€£]|dollar|euro|franc", re.I),
    Slot.SHARE: re.compile(r"%|cent|point|moiti|tiers|quart|half|third|(?:sur|of|in)$", re.I),
    Slot.DURATION: re.compile(
        r"minute|heure|hour|jour|day|semaine|week|mois|month|\ban|year|d[ée]cennie|decade", re.I
    ),
    Slot.HOUR: re.compile(r"midi|noon", re.I),
    Slot.DAY: re.compile(r"aujourd|today|demain|tomorrow", re.I),
    Slot.COUNT: _COUNTS,
}
COUNTED = frozenset({Slot.COUNT, Slot.MONEY, Slot.SHARE, Slot.DURATION})
_BEFORE, _AFTER = 2, 5  # words around a number in which stands what it counts
_QUESTION_WORD = re.compile(
    r"\b(?:quel(?:le)?s?|lesquel(?:le)?s|combien|what|which|whose|how (?:many|much))\b"
)


@lru_cache(maxsize=4_096)
def slot_of(text: str) -> Slot | None:
    """What the question wants filled, None where its form does not say."""
    plain = re.sub(r"\s+", " ", re.sub(r"[^\w\s]", " ", fold(text))).strip()
    return next((slot for slot, rule in _COMPILED if rule.search(plain)), None)


@lru_cache(maxsize=20_000)
def fills(slot: Slot, text: str) -> bool:
    """Whether a sentence has what fills the slot."""
    return bool(_FILLS[slot].search(text))


@lru_cache(maxsize=4_096)
def head_of(text: str) -> str | None:
    """The folded noun that the question word stands with; in keywords, the first content word.

    None after a question word that stands alone (who, when, where, why, how).
    """
    plain = fold(text)
    found = _QUESTION_WORD.search(plain)
    if found:
        return next(iter(content_words(text[found.end() :])), None)
    if text.rstrip().endswith("?") and len(words(text)) > 6:
        return None
    return next(iter(content_words(text)), None)


@lru_cache(maxsize=20_000)
def around_numbers(text: str) -> tuple[str, ...]:
    """The few words around each number of a sentence: what it counts is among them."""
    split = text.split()
    return tuple(
        " ".join(split[max(0, i - _BEFORE) : i + _AFTER + 1])
        for i, counts in enumerate(map(_counts, split))
        if counts
    )


@lru_cache(maxsize=65_536)
def _counts(word: str) -> bool:
    return bool(_COUNTS.search(word))
