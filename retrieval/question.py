"""What a question asks for, read from its form: language, type of answer, names and numbers.

Rules on French and English question words only; no knowledge of any release. A question may ask
for several things ("Qui a participé et quand ?"), so the types are a set.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from language import ENGLISH, FRENCH, Language, detect
from retrieval.slot import LINES, Slot, head_of, slot_of
from shadow import fold
from vectorstore.analysis import content_words


class Asked(StrEnum):
    """The kind of thing that would answer a question."""

    PERSON = "who"
    TIME = "when"
    PLACE = "where"
    NUMBER = "how_many"
    LIST = "list"
    REASON = "why"
    CONTACT = "contact"
    DEFINITION = "definition"
    YES_NO = "yes_no"
    SUMMARY = "summary"
    ISSUER = "issuer"


# What stands in a sentence or does not, and these with the other forms that a question can have:
# what the fitted decisions of `answering` tell questions apart by.
TYPED = (Asked.TIME, Asked.NUMBER, Asked.PERSON, Asked.PLACE, Asked.CONTACT)
FORMS = (*TYPED, Asked.LIST, Asked.REASON, Asked.YES_NO, Asked.DEFINITION, Asked.SUMMARY)

# On the folded question, punctuation, apostrophes and hyphens replaced by single spaces.
_RULES: tuple[tuple[Asked, str], ...] = (
    (
        Asked.CONTACT,
        r"\b(telephone|numero de tel|courriels?|e ?mails?|joindre|contacter|"
        r"contacts?|phone|reach|"
        r"porte parole|spokes(person|man|woman)|media relations|relations avec les medias|"
        r"personnes? ressources?|"
        rf"{LINES}|(what|which) (phone |telephone )?number .*call|"
        r"who(m)? (can|should|do) (i|we|one|you) call|"
        r"(qui|numero) (faut il |puis je |peut on )?appeler)\b",
    ),
    (
        Asked.NUMBER,
        r"\b(combien|how (many|much|often|long|large|big)|quel(le)? (montant|nombre|budget|somme|"
        r"pourcentage|proportion)|what (amount|number|percentage|budget|sum|share))\b",
    ),
    (
        Asked.TIME,  # "quand" inside a question is mostly a conjunction
        r"((^|\b(et|depuis|jusqu a|and|since|until) )(quand|when)\b|"
        r"\b(quelles? (dates?|annees?|heures?)|quels? (jours?|mois)|"
        r"(what|which) (date|day|year|time|month)|dates?|datee?s?|dated|how long|"
        r"(combien de|how much) (temps|time|jours|days|mois|months|annees|ans|years)|duree|"
        r"echeance|deadline|calendrier|schedule)\b)",
    ),
    (
        Asked.PLACE,
        r"(^ou\b|\bou (est|s est|se|sont|etait|a eu|a t|ont|peut)\b|\bd ou\b|\bwhere\b|\bet ou$|"
        r"\b(quelle|what|which) (ville|city|place|location|venue)\b|"
        r"\bquel (lieu|endroit|pays)\b)",
    ),
    (
        Asked.PERSON,
        r"((^|\b(et|a|de|avec|par|pour|chez|contre|envers) )qui\b|"
        r"(^|\b(and|to|by|with|for|of|from|against) )who(m|se)?\b|"
        r"\bquel(le)?s? (ministre|responsable|personne|representant|procureur|secretaire|"
        r"participant|signataire)|"
        r"\b(which|what) (?!about)(\w+ ){0,2}(minister|official|person|people|representative|"
        r"secretar|attorney|leader|members)|"
        r"\b(noms?|names?) (et|and|des?|du|of)\b|\b(ministre|minister|responsable|auteur)s?$)",
    ),
    (
        Asked.ISSUER,
        r"\b((publi|diffus|emis|emet|emettr|emane|provient|signe et publi)\w* (le |ce |la |cette |"
        r"par |de )?(communique|texte|declaration|document|annonce|qui\b)|"
        r"(ecrit|redige)\w* (le |ce |la |cette )(communique|texte|declaration|document|annonce)|"
        r"(issued|released|published|put out|behind|wrote|drafted) (\w+ )?(statement|release|text|"
        r"document|announcement|by)\b|"
        r"(source|auteur|emetteur|issuer|author|publisher) (du|de ce|de l|of) )",
    ),
    (
        Asked.REASON,
        r"\b(pourquoi|why|pour quelles? raisons?|dans quel but|a quelle fin|what for|for what "
        r"(reason|purpose)|quel (est|etait) (le but|l objectif)|"
        r"what (is|was) the (aim|goal|purpose|reason))\b",
    ),
    (
        Asked.SUMMARY,
        r"\b(resume[rz]?|en bref|de quoi (parle|traite|est il question|s agit)|sur quoi porte|"
        r"summar(y|i[sz]e)|(release|communique|statement|document) about|overview|"
        r"(main|key) (points?|topics?|takeaways?)|points? (principaux|essentiels|cles)|"
        r"l essentiel|sujet principal)\b",
    ),
    (
        Asked.LIST,
        r"\b(quels|quelles|lesquel(le)?s|enumere[rz]?|liste[rz]?|list|nomme[rz]?|name (all|the)|"
        r"which|what (\w+ ){0,3}(are|were)|what \w+s)\b",
    ),
    (
        Asked.DEFINITION,
        r"\b(qu est ce (qu|que)|c est quoi|que (signifie|veut dire)|what (is|are)|"
        r"what does \w+( \w+)? (mean|stand for)|defini[st]?|definition|define|signification|"
        r"meaning of|l acronyme|acronym)\b",
    ),
    (
        Asked.YES_NO,
        r"^(est ce qu|y a t il|(is|are|was|were|did|does|do|has|have|had|will|can|could|should|"
        r"would) |.{0,60}\b\w+ (t )?(il|elle|ils|elles|on)\b)",
    ),
)
_COMPILED = tuple((asked, re.compile(rule)) for asked, rule in _RULES)
_NAME = re.compile(
    r"\b[A-ZÀ-ÖØ-Þ][\w’'\u2011-]*(?:\s+(?:[A-ZÀ-ÖØ-Þ][\w’'\u2011-]*|[A-Z]\.))*", re.UNICODE
)
_ACRONYM = re.compile(r"\b[A-Z]{2,6}\b")
_NUMBER = re.compile(r"\b[A-Z]{1,3}[-\u2011]?\d+\b|\b\d[\d\s\u00a0\u202f.,]*\d\b|\b\d\b")


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what its form says; `words` are its folded content words, `slot` and `noun`
    what it wants filled and the noun that it asks about."""

    text: str
    language: Language
    asked: frozenset[Asked]
    words: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    slot: Slot | None = None
    noun: str | None = None

    @property
    def acronyms(self) -> frozenset[str]:
        """Its words of two to six capitals."""
        return frozenset() if self.text.isupper() else frozenset(_ACRONYM.findall(self.text))

    @classmethod
    def of(cls, text: str, language: Language | None = None) -> Question:
        """Read `text`; the language is detected unless given."""
        plain = re.sub(r"\s+", " ", re.sub(r"[^\w\s]", " ", fold(text))).strip()
        asked = frozenset(kind for kind, rule in _COMPILED if rule.search(plain))
        if re.search(r"\boù\b", text, re.IGNORECASE):  # with its accent it can be nothing else
            asked |= {Asked.PLACE}
        if Asked.ISSUER in asked:  # "who issued this release": an office, not a person
            asked -= {Asked.PERSON}
        if Asked.CONTACT in asked:  # "which number can I call" counts nothing
            asked -= {Asked.NUMBER}
        if len(asked) > 1:  # inverted subjects are not yes/no questions after a question word
            asked -= {Asked.YES_NO}
        return cls(
            text=text,
            language=language or detect(text),
            asked=asked,
            words=tuple(dict.fromkeys([*content_words(text), *_capital_words(text)])),
            names=tuple(_names(text)),
            numbers=tuple(re.sub(r"[\s\u00a0\u202f]", "", n) for n in _NUMBER.findall(text)),
            slot=slot_of(text),
            noun=head_of(text),
        )


def _capital_words(text: str) -> list[str]:
    """Acronyms that a function word of either language hides when folded: "AI" is « ai »."""
    if text.isupper():
        return []
    folded = (fold(word) for word in re.findall(r"\b[A-Z]{2,6}\b", text))
    # "US" stays out: the releases spell the country, and « us » means nothing to the model.
    return [word for word in folded if word != "us" and (word in FRENCH or word in ENGLISH)]


def _names(text: str) -> list[str]:
    """Capitalised words and acronyms of the question, function words in front taken off."""
    found: list[str] = []
    for match in _NAME.finditer(text):
        words = match.group().split()
        while words and _is_function(words[0]):
            words = words[1:]
        if not words:
            continue
        begins = not text[: match.start()].strip(" «“\"'([")
        if begins and len(words) == len(match.group().split()) == 1 and not words[0].isupper():
            continue  # the first word of a question has a capital anyway
        found.append(" ".join(words))
    return found


def _is_function(word: str) -> bool:
    plain = fold(word).split("'")[0].split("-")[0]
    return plain in FRENCH or plain in ENGLISH
