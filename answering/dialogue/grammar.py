"""The function words and word forms by which French and English questions are taken apart.

No dictionary: what is neither a function word nor has the form of a verb is a word of a noun
phrase. Everything is compared folded (lower case, no accents) unless it says so.
"""

from __future__ import annotations

import re


def words(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


DETERMINERS = {
    "fr": words("le la l' les un une des ce cet cette ces son sa ses leur leurs notre nos chaque"),
    "en": words(
        "the a an this that these those his her its their our your each every any some all both"
    ),
}
PREPOSITIONS = {
    "fr": words(
        "de d' du des a au aux en dans sur sous pour par contre avec sans entre chez vers depuis "
        "pendant selon avant apres lors envers parmi jusqu' durant hors malgre devant derriere "
        "via concernant sauf outre"
    ),
    "en": words(
        "of for on in at with to between against from by about through during under over into "
        "until since before after among within toward towards per without across along behind "
        "beyond near off onto outside inside above below around despite via throughout upon amid"
    ),
}
# What joins a noun to what says more of it: « la conférence de Halifax », "the talks with Peru".
ATTACHING = {
    "fr": words("de d' du des a au aux en sur pour contre entre avec envers"),
    "en": words("of for on in at with between against to across near along outside"),
}
ASKING = words(
    "qui que qu' quoi quel quelle quels quelles ou quand comment combien pourquoi lequel laquelle "
    "lesquels lesquelles who whom whose what which when where why how"
)
RELATIVE = {"fr": words("qui que qu' dont"), "en": words("who which that whose")}
AUXILIARIES = {
    "fr": words(
        "a ont avait avaient aura auront aurait auraient est sont etait etaient sera seront serait "
        "seraient fut furent va vont peut peuvent pourra pourront pourrait doit doivent devra "
        "devront fait font ai avons avez suis sommes etes"
    ),
    "en": words(
        "is are was were be been did does do has have had will would can could shall should may "
        "might must"
    ),
}
BE = words("is are was were est sont etait etaient sera seront")
# What stands before a French verb and is no noun.
CLITICS = words("se s' ne n' y en me m' te t' nous vous lui leur")
PRONOUNS = words(
    "il elle ils elles on je j' tu ca cela ceci c' tous toutes tout toute i you "
    "he she it we they them him there someone anyone anything something more less much many"
)
INVERTED = re.compile(r"^(?P<verb>.+?)[-\u2011](?:t[-\u2011])?(?P<who>ils?|elles?|on|ce)$", re.I)
_FEMININE = re.compile(
    r"(?:[ts]ion|te|ence|ance|ure|ette|ise|ie|ude|ale|ade|ee|elle|ine|gue|onne|nse|esse)s?$"
)
# When something is: no thing to speak of.
TIMES = words(
    "an ans annee annees mois jour jours temps fois year years month months day days time times "
    "part place effect force lieu fin vigueur cours ligne"
)
# Several without an s.
SEVERAL = words("people men women children police gens")
# What is spoken about, and says and does nothing itself.
THEMES = words(
    "sujet sujets domaine domaines theme themes point points question questions mesure mesures "
    "topic topics area areas issue issues measure measures"
)
# What is only so much of something else.
PARTS = words(
    "share number amount percentage part sum edition version nombre montant pourcentage proportion "
    "somme"
)
# Kinds of thing that take place.
EVENTS = words(
    "forum conference conferences reunion rencontre sommet session dialogue seance assemblee "
    "congres ceremonie operation enquete negociation negociations table meeting summit "
    "roundtable talks round event hearing ceremony investigation"
)
# Names of a kind so general that they stand for whatever was spoken of.
GENERAL = words(
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


def is_feminine(noun: str) -> bool:
    """A guess at the gender of a folded French noun, from how it ends."""
    return bool(_FEMININE.search(noun))
