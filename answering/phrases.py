"""The French and English phrases by which a follow-up question is known; see `dialogue/`.

Patterns on text folded by `plain`: lower case, no accents, no punctuation, single spaces.
"""

from __future__ import annotations

import re

from shadow import fold

DOCUMENTS = frozenset(
    """communique communiques release releases statement statements declaration document documents
    texte textes text texts presse press news annonce announcement announced publication avis
    advisory""".split()
)
"""Words for what is asked, and not for what it is about."""


def plain(text: str) -> str:
    """The folded words of `text` between single spaces, apostrophes and hyphens taken as spaces."""
    return " ".join(re.sub(r"[^\w\s]", " ", fold(text)).split())


def _any(*alternatives: str) -> str:
    return "(?:" + "|".join(alternatives) + ")"


# What ties a question to the one before it: "Et …", "What about …".
CONNECTOR = re.compile(
    r"^\s*(?:(?:et|and|mais|but|puis|alors|ok|or|so|then|also|aussi)\b[\s,]*)+", re.IGNORECASE
)
WHAT_ABOUT = re.compile(
    r"^\s*(?:what about|how about|qu['’]en est-il (?:de(?=s? )|d['’])|quid (?:de(?=s? )|d['’]))\s*",
    re.IGNORECASE,
)
# The same once more, or more of the same.
AGAIN = re.compile(
    _any(
        r"\b(?:(?:peux tu|pouvez vous|can you|could you|please|quelle est|what is|what s) )?"
        r"(?:(?:me|nous) )?"
        r"(?:(?:donne|montre|cite|quote|give|show|repete|repeat)[rz]?(?: (?:moi|nous|me|us))? )?"
        r"(?:(?:la|les|le|the|de|des) )?(?:phrases?(?: exactes?)?|(?:exact )?sentences?|"
        r"paragraph(?:e?s?)|formulation exacte|termes exacts|citations? exactes?|mots exacts|"
        r"exact (?:quotes?|words|wording|passage)|passages?(?: exacts?)?|texte exact|"
        r"extraits?(?: exacts?)?|verbatim|"
        r"quotes?|citations?|sources?)(?: (?:please|s il (?:te|vous) plait))?$",
        r"^(?:en (?:francais|anglais)|in (?:french|english))(?: please)?$",
        r"\b(?:mot pour mot|word for word|textuellement)\b",
        r"\b(?:autre chose|quoi d autre|qui d autre|what else|who else|where else|anything else|"
        r"anyone else|d autres|continue[rz]?|go on|tell me more|more details?|plus de details|"
        r"en savoir plus|dis m en plus|et encore|c est tout|is that all)\b",
        r"^(?:repete[rz]?|repeat|resume[rz]?|summari[sz]e|explique[rz]?|explain)"
        r"(?: (?:that|it|cela|ca))?$",
    )
)
# More of what was said, and others than those: "Who else was there" asks who, not the same again.
MORE = re.compile(
    r"\b(?:tell me more|more details?|plus de details|en savoir plus|(?:dis|dites) m en plus)\b"
)
ELSE = re.compile(r"\s*(?:\bd['’]autres?\b|\belse\b)", re.IGNORECASE)
# What asks for nothing.
POLITE = re.compile(r"^(?:merci|thanks?|thank you|ok|bonjour|hello|hi|salut|parfait|great)\b")
# Question words, alone or with what governs them: "jusqu'à quand", "by when", "dans quels".
_GOVERNING = _any(
    r"grace a",
    r"jusqu a",
    "depuis",
    "a partir de",
    "pendant",
    "avec",
    "dans",
    "sur",
    "sous",
    "selon",
    "entre",
    "apres",
    "avant",
    "over",
    "about",
    "after",
    "before",
    "within",
    "under",
    "through",
    "during",
    "pour",
    "contre",
    "par",
    "chez",
    "de",
    "d",
    "a",
    "en",
    "by",
    "since",
    "until",
    "from",
    "with",
    "for",
    "in",
    "on",
    "at",
    "to",
    "of",
    "against",
)
_WH = _any(
    r"pourquoi|why|quand|when|ou|where|qui|whom?|whose|comment|combien(?: d[e]?)?|"
    r"how (?:many|much|long|often|old|big|far)|how|quoi|que|qu|what|which(?: ones?)?|"
    r"lesquel(?:le)?s|laquelle|lequel|quel(?:le)?s?"
)
ASKING = re.compile(rf"^(?:{_GOVERNING} )?{_WH}\b(?: et {_WH}\b| and {_WH}\b)?")
ASKING_LAST = re.compile(rf"\b((?:{_GOVERNING} )?{_WH})$")
# Verbs that say nothing by themselves, in a question that is nothing but question words.
FILLER = frozenset(
    "lieu passe passait deroule tenu tenait happen happened happening take took place held "
    "exactement exactly "
    "precisement precisely juste donc alors fois temps time chose thing autre autres else "
    "other others encore aussi right svp please merci thanks ok vraiment really".split()
)
# Words that say nothing of what is asked of a thing: « ils ont quoi », "what do they have".
THIN = FILLER | frozenset("faire fait font avoir do does have".split())
# What asks so openly that it must be said of what: « quoi », "how", but not "where".
OPEN = re.compile(r"\b(?:quoi|que|qu|pourquoi|comment|what|why|how)\b")
# Signs of a verb, without which a short question is elliptical.
VERB = re.compile(
    r"\b(?:est|sont|ont|etait|etaient|sera|seront|fut|furent|va|vont|peut|peuvent|doit|doivent|"
    r"was|were|is|are|did|does|do|will|has|have|had|can|could|should|would|must|t il|t elle|t on|"
    r"il|elle|ils|elles|on|je|tu|nous|vous|i|you|we|they|he|she|it)\b"
)
_ENGLISH_ON = re.compile(r"\bon\b")


def has_verb(folded: str, language: str) -> bool:
    """Whether a folded question shows a verb; English "on" is none, French « on » goes with one."""
    return bool(VERB.search(_ENGLISH_ON.sub(" ", folded) if language == "en" else folded))


# Words that point at something said before.
POINTING = re.compile(
    r"\b(?:il|elle|ils|elles|lui|leurs?|eux|cela|ca|ceci|celui|celle|ceux|celles|son|sa|ses|"
    r"cet|cette|ces|he|she|him|her|his|hers|it|its|they|them|their|theirs|this|that|these|those|"
    r"there|then|(?:the )?(?:next|last|previous|new) ones?|(?:la|le) (?:prochaine?|precedente?|"
    r"suivante?)(?= c est| en| aura| sera| a | est|$)|c (?:est|etait|sera)(?! (?:quoi|qui|ou|quand|"
    r"comment|combien|pourquoi|une?|des?|l[ae]s?|l)\b)|(?:est|etait|sera) ce(?! qu)|qu en|ou en|"
    r"en (?:fait|font|sont|est|dit|disent|pense|pensent)|the (?:other|first|"
    r"second|last|next|american|canadian) ones?|y|"
    r"(?:va|vont|peut|peuvent|doit|doivent|faut|veut|veulent)(?: (?:on|il|elle|ils|elles))? "
    r"l(?:e|a|es)? \w+(?:er|ir|re)|"
    r"l (?:a|ont|avait|avaient|est|autre)|la de(?:ssus|dans)|a ce (?:sujet|propos)|ce dernier|"
    r"les autres(?! (?!sont|ont|seront)\w)|the others?(?! (?!are|is|were|have|will)\w)|"
    r"the (?:latter|former)|"
    r"ce (?:projet|programme|document|sujet|plan|fonds)|"
    r"(?:similar|comparable|equivalent)(?! (?:to|with)\b)|"
    r"(?:semblables?|similaires?|equivalentes?|pareil(?:le)?s?)(?! (?:a|au|aux)\b)|"
    r"(?:combien|qui|quand|ils?|elles?|on|peut|peuvent|doit|doivent|va|vont|faut) en|"
    r"(?<=qui )(?<!est qui )(?:le|la|les) \w+"
    r"(?=$| (?:a|au|aux|en|dans|pour|par|avec|depuis|et|sur)\b))\b"
)
EXISTENTIAL = re.compile(
    r"\b(?:is|are|was|were|will) there\b|\bil y a\b|\by a t il\b|\b(?:faut|s agit) il\b"
)
# A verb with its subject after the question words: « jusqu'à quand dure l'amnistie ».
FULL = re.compile(r"\w (?:le|la|les|l|the|un|une|ce|cette|ces) \w")
# « Les véhicules sont-ils », « Que permettra-t-il »: inverted, with its subject before it or not.
INVERTED = re.compile(r"\b(?:t )?(?:il|elle|ils|elles)\b")
SUBJECT_BEFORE = re.compile(
    r"\b(?:le|la|les|l|un|une|des|nos|notre|chaque|deux)\b (?!(?:a|ont)\b)\w+.*?\b(?:t )?"
    r"(?:il|elle|ils|elles)\b"
)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# The two sides of a meeting, as nouns and adjectives in both languages.
SIDES = (
    {
        "adjective": r"am[ée]ricaine?s?|americans?|[ée]tats?-?unis?ienne?s?",
        "noun": r"[ÉE]tats[-\u2011 ]Unis|United States|USA?|U\.S\.?",
        "fr": "les États-Unis",
        "en": "the United States",
        "stem_fr": "américain",
        "stem_en": "American",
    },
    {
        "adjective": r"canadi(?:en|enne|ens|ennes|an|ans)",
        "noun": r"Canada",
        "fr": "le Canada",
        "en": "Canada",
        "stem_fr": "canadien",
        "stem_en": "Canadian",
    },
)
ARTICLE = re.compile(r"^(?:(?:les?|la|the|un|une|des|an?)\s+|l['’]\s*)", re.IGNORECASE)
# A sentence that cannot be understood without the one before it: it begins by pointing there.
LEANS = re.compile(
    r"^(?!il (?:s agit|est|faut|y a|existe)\b|it is \w+ (?:to|that)\b|(?:this|ce|cette) "
    r"(?:week|month|year|summer|fall|semaine|mois|annee|matin|soir)\b)"
    + _any(
        r"ils?|elles?|cela|ceci|celles?(?: ci)?|celui(?: ci)?|ceux(?: ci)?|cet|cette|ces|ce|leurs?",
        r"par consequent|c est (?:pourquoi|ainsi|ce)|pour cette raison|contrairement a c\w+",
        r"(?:a|dans|pour|avec|selon|grace a) (?:ce|cet|cette|ces)",
        r"it|they|he|she|this|these|those|that|their|its|his|her|as a result|therefore",
        r"(?:for|in|with|unlike|under|to) (?:this|that|these|those)",
    )
    + r"\b"
)
# All the contacts of a release, not one of them.
ALL_CONTACTS = re.compile(
    r"\b(?:personnes ressources|(?:les|quels sont les|qui sont les|the|media|all) contacts|"
    r"contacts? (?:medias?|presse|media|information)|coordonnees|contact (?:details|information))\b"
)
