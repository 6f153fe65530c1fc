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
    """accept accuse achieve acknowledge act add address adopt advance advise affect agree aim allow
    announce answer appear apply appoint approve argue arrest arrive ask assess assist attend
    avoid award ban become begin believe bid blame block borrow break bring build buy call cancel
    carry catch cause change charge check choose cite claim clear close collaborate collect combat
    come commit compare compete complain conclude condemn confirm connect consider consult contain
    continue contribute control convince cooperate coordinate cope cost cover create criticize cut
    damage deal decide declare defend define deliver demand deny detect develop differ disagree
    discover discuss disrupt distribute do draw drive drop earn ease eliminate emphasize employ
    enable encourage end endorse enforce enhance enter establish evaluate examine exchange exclude
    exist expand expect explain exploit export express extend face fall fear feel fight find
    finish fit focus follow force fund gain gather get give go grant grow guarantee guide handle
    happen harm have hear help highlight hire hit hold host hurt identify ignore implement import
    impose improve include increase influence inform insist install intend interfere interview
    introduce invest investigate invite involve issue join judge keep kill know lack land last
    launch lead learn leave lend lie limit link listen live look lose lower maintain make manage
    mark matter mean measure mediate meet mention monitor move name need negotiate note notice
    object observe obtain occur offer open operate oppose order organize own participate pass
    patrol pay perform permit pick plan play point praise predict prefer prepare present preserve
    press prevent process produce prohibit promise promote propose prosecute protect prove provide
    publish pull punish purchase push put qualify question raise reach react read realize rebuild
    recall receive recognize recommend record recover reduce refer reform refuse regard register
    regret regulate reject relate release rely remain remember remind renew rent repair repeat
    replace reply report represent require rescue resign respect respond restore restrict result
    resume retain retire return reveal review revise reward rise risk run save say see seek seem
    seize select sell send separate serve set settle share ship show shut sign sit solve sort
    speak specify spend sponsor stand start stay steal stop store strengthen stress strike study
    submit succeed suffer suggest support suspect suspend tackle take talk target teach tell test
    thank think threaten track trade train transfer transport travel treat trust try turn
    undermine understand unveil update urge use view violate visit vote wait walk want warn watch
    wear welcome win wish witness wonder work worry write"""
)
_PARTICIPLES = _words(
    "begun built bought brought chosen come cut done fallen found given gone grown held kept known "
    "led left lost made met paid put read risen run said seen sent set shown sold spoken spent "
    "stood taken told won written"
)
# Base forms that are nouns more often than verbs, where another word can be the verb.
_RATHER_NOUNS = _words(
    "address attack cause charge control cost damage demand exchange fight focus force fund guide "
    "harm hit increase influence interview issue judge limit link market measure mention move name "
    "note object offer order pass patrol place plan play point press process promise question "
    "release rent repair reply report request rescue result return review reward risk ship sort "
    "sponsor store stress strike study support target test trade train transfer transport trust "
    "view visit vote watch work"
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


def is_infinitive(word: str) -> bool:
    """Whether a folded English word is the base form of a verb."""
    return word in _BASES and word not in _PARTICIPLES


def is_rather_noun(word: str) -> bool:
    """Whether a folded base form is a noun more often than a verb: "rescue", "trade"."""
    return word in _RATHER_NOUNS


def is_verb(word: str, language: str, after_auxiliary: bool, plural: bool) -> bool:
    """Whether a folded word that is no function word has the form of a verb, where it stands:
    `after_auxiliary` in English, behind a `plural` noun in French."""
    if language == "fr":
        if plural and word.endswith("ent") and len(word) > 4:
            return True
        return bool(_FRENCH_VERB.search(word)) and word not in _NOT_VERBS
    if not after_auxiliary:
        return word in PAST and word not in ("read", "cut", "set", "put", "run", "left")
    formed = word.endswith(("ed", "ing")) and "-" not in word  # "AI-generated" says what kind
    return word in _BASES or word in _PARTICIPLES or formed


def is_feminine(noun: str) -> bool:
    """A guess at the gender of a folded French noun, from how it ends."""
    return bool(_FEMININE.search(noun))
