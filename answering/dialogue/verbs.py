"""The verbs by which questions are taken apart: their commonest forms, and the forms of all.

A word of one of these lists is a verb where a noun phrase cannot go on with it; what stands right
behind an article is a noun, whatever it looks like. Everything is compared folded.
"""

from __future__ import annotations

import re

from answering.dialogue.grammar import words as _words
from shadow import fold

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
# French verbs in the present, of one (those in -e get their plural from it) and of several.
_PRESENT_ONE = _words(
    """accepte accorde accueille adopte affecte affirme agit aide ajoute alimente ameliore annonce
    appelle applique apporte approuve arrive assure attend attire augmente autorise beneficie
    bloque cause change cherche choisit cible collabore commence compare comprend compte concerne
    condamne confirme connait consacre consiste contient continue contribue convient coopere coute
    couvre craint cree croit debute decide declare defend definit demande demeure denonce depasse
    depend depense designe devient differe dirige discute dispose distribue dit donne dure echange
    elimine empeche emploie engage entend entraine envisage envoie espere estime etudie evalue
    evite examine exclut exerce exige existe explique exploite exprime favorise finance finit fixe
    fonctionne fournit gagne garantit gere habite heberge implique impose incite inclut indique
    influence informe insiste inspire interdit interesse invite joue justifie laisse lance lutte
    maintient manque menace mene mentionne met modifie montre motive negocie nuit obtient occupe
    offre opere oppose organise ouvre paie parle partage participe passe pense perd permet
    perturbe pese porte pose possede poursuit pousse precede prend preoccupe prepare presente
    preside previent prevoit produit profite promet propose protege prouve provient publie quitte
    rappelle rapporte reclame recoit recommande reconnait recrute reduit refuse regroupe rejette
    releve rembourse remet remplace rencontre rend renforce renouvelle repond reprend represente
    reste resulte retarde retient reunit revele revient risque sait salue sanctionne sent sert
    signale signe signifie souhaite souligne soutient stipule subit succede suffit suggere suit
    surveille suscite suspend tente tient touche traite transporte travaille trouve tue utilise
    vend verse veut vient vise vit voit vote"""
)
_PRESENT_SEVERAL = _words(
    """agissent attendent choisissent comprennent connaissent contiennent conviennent craignent
    croient defendent definissent dependent deviennent disent entendent excluent finissent
    fournissent garantissent incluent interdisent maintiennent mettent nuisent obtiennent perdent
    permettent poursuivent prennent previennent prevoient produisent promettent proviennent
    recoivent reconnaissent reduisent remettent rendent repondent reprennent retiennent reunissent
    reviennent savent sentent servent soutiennent subissent suffisent suivent suspendent tiennent
    vendent veulent viennent vivent voient"""
)
_PRESENT = _PRESENT_ONE | _PRESENT_SEVERAL | {f"{v}nt" for v in _PRESENT_ONE if v.endswith("e")}

_INFINITIVES = _words(
    """faire mettre prendre dire avoir etre pouvoir savoir voir venir tenir aller agir choisir
    definir etablir fournir garantir obtenir maintenir poursuivre produire recevoir reduire
    remettre rendre repondre retenir reunir servir soutenir suivre vendre perdre permettre
    prevenir interdire"""
) | {f"{verb}r" for verb in _PRESENT_ONE if verb.endswith("e")}


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


def is_present(word: str) -> bool:
    """Whether a French word, as written, is a verb in the present, unless it begins a noun phrase:
    « la campagne vise », but « l'aide »; « présenté » is none."""
    return fold(word) in _PRESENT and not word.endswith("é")


def is_french_infinitive(word: str) -> bool:
    """Whether a folded word is the infinitive of a French verb: « de faire » is no noun phrase."""
    return word in _INFINITIVES


def turned(verb: str, plural: bool) -> str:
    """A French verb in the present for one or for several, where that is regular: « arrive »."""
    if not is_present(verb):
        return verb
    if plural:
        return f"{verb}nt" if verb.endswith("e") else verb
    return verb[:-2] if fold(verb) not in _PRESENT_SEVERAL and verb.endswith("ent") else verb
