"""The function words and word forms by which French and English questions are taken apart.

No dictionary: what is neither a function word nor has the form of a verb is a word of a noun
phrase. Everything is compared folded (lower case, no accents) unless it says so.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DETERMINERS = {
    "fr": _words("le la l' les un une des ce cet cette ces son sa ses leur leurs notre nos chaque"),
    "en": _words(
        "the a an this that these those his her its their our your each every any some all both"
    ),
}
PREPOSITIONS = {
    "fr": _words(
        "de d' du des a au aux en dans sur sous pour par contre avec sans entre chez vers depuis "
        "pendant selon avant apres lors envers parmi jusqu'"
    ),
    "en": _words(
        "of for on in at with to between against from by about through during under over into "
        "until since before after among within toward towards per without"
    ),
}
# What joins a noun to what says more of it: « la conférence de Halifax », "the talks with Peru".
ATTACHING = {
    "fr": _words("de d' du des a au aux en sur pour contre entre avec envers"),
    "en": _words("of for on in at with between against to"),
}
ASKING = _words(
    "qui que qu' quoi quel quelle quels quelles ou quand comment combien pourquoi lequel laquelle "
    "lesquels lesquelles who whom whose what which when where why how"
)
RELATIVE = {"fr": _words("qui que qu' dont"), "en": _words("who which that whose")}
AUXILIARIES = {
    "fr": _words(
        "a ont avait avaient aura auront aurait auraient est sont etait etaient sera seront serait "
        "seraient fut furent va vont peut peuvent pourra pourront pourrait doit doivent devra "
        "devront fait font ai avons avez suis sommes etes"
    ),
    "en": _words(
        "is are was were be been did does do has have had will would can could shall should may "
        "might must"
    ),
}
BE = _words("is are was were est sont etait etaient sera seront")
# What stands before a French verb and is no noun.
CLITICS = _words("se s' ne n' y en me m' te t' nous vous lui leur")
PRONOUNS = _words(
    "il elle ils elles on je j' tu ca cela ceci c' i you he she it we they them him there someone "
    "anyone anything something more less much many"
)
INVERTED = re.compile(r"^(?P<verb>.+?)[-\u2011](?:t[-\u2011])?(?P<who>ils?|elles?|on|ce)$", re.I)
# Base forms that follow "did", "will" and the like and their subject.
_BASES = _words(
    """accept add affect agree allow announce answer apply approve arrive ask attend award become
    begin believe bid bring build buy call change choose close come complain conclude contain
    continue contribute cost cover create cut decide declare deliver deny discuss do earn employ
    end endorse expect explain face fall find finish fund gain get give go grow happen have help
    hire hold host include increase involve join keep know land last launch lead learn leave lose
    make matter mean meet mention need negotiate offer open oppose own pay plan prefer promise
    propose protect provide publish put raise reach read receive recommend reduce refuse register
    reject release remain replace reply report represent require resign respond return rise run
    say see sell send serve set share show sign speak spend stand start stay stop study succeed
    suggest support take talk tell think travel treat try turn use visit vote want win work write"""
)
_PARTICIPLES = _words(
    "begun built bought brought chosen come cut done fallen found given gone grown held kept known "
    "led left lost made met paid put read risen run said seen sent set shown sold spoken spent "
    "stood taken told won written"
)
# Verbs that have several objects at a time.
OF_SEVERAL = _words(
    "address affect concern contain cover discuss fund help include involve mention offer pay "
    "protect provide support"
)
# Past forms whose participle is another word.
PAST = {
    "began": "begun",
    "chose": "chosen",
    "gave": "given",
    "took": "taken",
    "wrote": "written",
    "ran": "run",
    "saw": "seen",
    "spoke": "spoken",
} | {form: form for form in _PARTICIPLES}
# The ends of French verbs that nouns seldom have.
_FRENCH_VERB = re.compile(r"(?:[aeiou]ront|[ei]ra|[aeiou]rait|aient|[^aeiou]ait|eront|iront)$")
_NOT_VERBS = _words("fait attrait retrait extrait portrait souhait opera")
_FEMININE = re.compile(
    r"(?:[ts]ion|te|ence|ance|ure|ette|ise|ie|ude|ale|ade|ee|elle|ine|gue|onne|nse|esse)s?$"
)
# When something is: no thing to speak of.
TIMES = _words(
    "an ans annee annees mois jour jours temps fois year years month months day days time times "
    "part place effect force lieu fin vigueur cours ligne"
)
# Several without an s.
SEVERAL = _words("people men women children police gens")
# What is spoken about, and says and does nothing itself.
THEMES = _words(
    "sujet sujets domaine domaines theme themes point points question questions mesure mesures "
    "topic topics area areas issue issues measure measures"
)
# What is only so much of something else.
PARTS = _words(
    "share number amount percentage part sum edition version nombre montant pourcentage proportion "
    "somme"
)
# Kinds of thing that take place.
EVENTS = _words(
    "forum conference conferences reunion rencontre sommet session dialogue seance assemblee "
    "congres ceremonie operation enquete negociation negociations table meeting summit "
    "roundtable talks round event hearing ceremony investigation"
)
# Names of a kind so general that they stand for whatever was spoken of.
GENERAL = _words(
    "programme programmes projet projets initiative mesure mesures plan strategie document annonce "
    "somme montant argent financement fonds chose sujet question lieu rapport communique texte "
    "pays gouvernement gouvernements partenaires "
    "program project measure measures strategy announcement amount money funding fund thing topic "
    "issue report release text government governments countries parties sides partners"
)
# Heads of noun phrases that name persons by what they do.
ROLES = re.compile(
    r"\b(?:ministres?|ministers?|secretaires?|secretar(?:y|ies)|presidente?s?|president|director|"
    r"direct(?:eur|rice)s?|commissaires?|commissioners?|ombuds\w+|juges?|judges?|procureur\w*|"
    r"attorneys?|chefs?|chiefs?|cheffes?|heads?|mayors?|maires?|mairesses?|porte|spokes\w+|contact|"
    r"contacts|inspect\w+|sergent|sergeant|ambassad\w+|coroner|leaders?|officials?|representants?|"
    r"representatives?|conseill\w+|critique|critic|negotiators?|negociateurs?|protecteur|"
    r"protectrice|surintendant\w*|superintendent|counsel|avocat\w*)\b"
)


def is_base(word: str) -> bool:
    """Whether a folded English word is a verb in the present: "happens", "cover"."""
    return word in _BASES or word.removesuffix("s") in _BASES


def is_verb(word: str, language: str, after_auxiliary: bool, plural: bool) -> bool:
    """Whether a folded word that is no function word has the form of a verb, where it stands:
    `after_auxiliary` in English, behind a `plural` noun in French."""
    if language == "fr":
        if plural and word.endswith("ent") and len(word) > 4:
            return True
        return bool(_FRENCH_VERB.search(word)) and word not in _NOT_VERBS
    if not after_auxiliary:
        return word in PAST and word not in ("read", "cut", "set", "put", "run", "left")
    return word in _BASES or word in _PARTICIPLES or word.endswith(("ed", "ing"))


def is_feminine(noun: str) -> bool:
    """A guess at the gender of a folded French noun, from how it ends."""
    return bool(_FEMININE.search(noun))
