"""Names that French and English write differently, and words that turn a claim around.

A model answers in the language of the question from releases in either one. « États-Unis » bears
"United States", and "Canadian" does not bear "American". Patterns on folded text.
"""

from __future__ import annotations

import re

from shadow import fold

_PLACES = """
united states|u\\.s\\.a?\\.?|usa|etats-unis|americans?|americaine?s?|etats-uniens?
canada|canadian|canadians|canadien|canadiens|canadienne|canadiennes
mexico|mexican|mexicans|mexique|mexicains?|mexicaines?
china|chinese|chine|chinois|chinoises?
france|french|francais|francaises?
united kingdom|u\\.k\\.|uk|royaume-uni|british(?! columbia)|britanniques?|english|anglaise?s?
germany|german|germans|allemagne|allemands?|allemandes?
russia|russian|russians|russie|russes?
ukraine|ukrainian|ukrainians|ukrainiens?|ukrainiennes?
india|indian|inde|indiens?|indiennes?
japan|japanese|japon|japonais|japonaises?
vietnam|vietnamese|vietnamiens?|vietnamiennes?
thailand|thai|thailande|thailandais|thailandaises?
indonesia|indonesian|indonesie|indonesiens?
portugal|portuguese|portugais|portugaises?
new zealand|nouvelle-zelande|neo-zelandais
australia|australian|australie|australiens?
norway|norwegian|norvege|norvegiens?
iceland|icelandic|islande|islandais|islandaises?
belgium|belgian|belgique|belges?
denmark|danish|danemark|danois|danoises?
sweden|swedish|suede|suedois|suedoises?
finland|finnish|finlande|finlandais|finlandaises?
netherlands|dutch|pays-bas|neerlandais|neerlandaises?
ireland|irish|irlande|irlandais|irlandaises?
spain|spanish|espagne|espagnole?s?
italy|italian|italians|italie|italiens?|italiennes?
greece|greek|grece|grecs?|grecques?
poland|polish|pologne|polonais|polonaises?
switzerland|swiss|suisses?
turkey|turkish|turquie|turcs?|turques?
israel|israeli|israelis|israeliens?|israeliennes?
morocco|moroccan|maroc|marocaine?s?
senegal|senegalese|senegalais|senegalaises?
cabo verde|cape verde|cap-vert
brazil|brazilian|bresil|bresiliens?|bresiliennes?
colombia|colombian|colombie(?!-brit)|colombiens?|colombiennes?
south korea|coree du sud
philippines|filipino|philippins?
haiti|haitian|haitiens?|haitiennes?
fiji|fijian|fidji|fidjiens?
europe|european|europeens?|europeennes?
quebec|quebecois|quebecoises?|quebecers?
ontario|ontarians?|ontariens?
nova scotia|nouvelle-ecosse
new brunswick|nouveau-brunswick
prince edward island|ile-du-prince-edouard
newfoundland and labrador|terre-neuve-et-labrador
british columbia|colombie-britannique
alberta|albertains?|albertans?
manitoba|manitobains?|manitobans?
saskatchewan
yukon
northwest territories|territoires du nord-ouest
nunavut
montreal|montrealais
quebec city|ville de quebec
""".split("\n")
_OFFICES = """
minister|ministers|ministre|ministres
deputy minister|sous-ministre
prime minister|premier ministre|premiere ministre
president|presidente?
secretary|secretaries|secretaire|secretaires
attorney general|attorneys general|procureur general|procureurs generaux
department|departement|departements|departments
ministry|ministere
justice
public safety|securite publique
homeland security|securite interieure
forum
cross-border crime forum|cbcf|fct|forum sur la criminalite transfrontaliere
statement of partnership|declaration de partenariat
government|gouvernement
house|chambre
parliament|parlement
commissioner|commissaire
director|directeur|directrice
police|policiers?|policieres?
conference
north|nord
south|sud
arctic|arctique
atlantic|atlantique
internet
""".split("\n")
_OPPOSED = """
hausse|augment\\w*|accru\\w*|increas\\w*|rise|rises|rose|rising|growth|grew|croissance|up|double[sd]?
baisse|diminu\\w*|recul\\w*|decreas\\w*|fell|falls?|falling|declin\\w*|drop\\w*|down|reduc\\w*|reduir\\w*|reduit\\w*|reduced?
|
more|plus d[e']|superieure?s?|higher|greater|up from|above|au-dessus
fewer|less|moins d[e']|inferieure?s?|lower|smaller|down from|below|au-dessous
|
accept\\w*|agree\\w*|accord|convenu\\w*|approuv\\w*|approv\\w*|adopt\\w*
refus\\w*|rejet\\w*|reject\\w*|desaccord|disagree\\w*|oppos\\w*|ecart\\w*
|
accept\\w*|accord\\w*|approuv\\w*|approv\\w*|granted
reportee?s?|postpon\\w*|put off|deferred|differee?s?
|
demand\\w*|ask\\w*|reclam\\w*|request\\w*|favor\\w*
oppos\\w*|refus\\w*|reject\\w*|rejet\\w*
|
avant|before|precedent\\w*|previous\\w*
apres|after|suivant\\w*|following
|
ouv\\w*|rouv\\w*|(?:re)?-?open\\w*
ferm\\w*|clos\\w*
|
gagn\\w*|won|win|wins
perd\\w*|pert\\w*|los[et]\\w*|loss\\w*
|
facultati\\w*|volontaire\\w*|optional|voluntary
obligatoire\\w*|mandatory|compulsory|required|exig\\w*|oblig\\w*
|
exclu(?!siv)\\w*|ineligib\\w*|left out|omi[st]\\w*
admi[st]\\w*|inclu[st]\\w*|included?|eligib\\w*|admissib\\w*|couvert\\w*|covered
|
poursui\\w*|continu\\w*|maintien\\w*|conserv\\w*|keep\\w*|kept|remain\\w*|rest(?:e|ent|er|era|eront)
rompu\\w*|suspend\\w*|cess\\w*|interromp\\w*|abandon\\w*|renonc\\w*|stop\\w*|ended|gave up
|
permi[st]\\w*|autoris\\w*|allow\\w*|legal
interdi\\w*|prohib\\w*|forbid\\w*|illegal\\w*|banned
|
commenc\\w*|debut\\w*|beg[aiu]n\\w*|start\\w*
pris fin|mis fin|termin\\w*|ended|ends|finish\\w*
|
accus\\w*|charged
condamn\\w*|convict\\w*
|
minim\\w*
maxim\\w*
|
lente?s?|lentement|slow\\w*
rapide\\w*|fast\\w*|quick\\w*
|
gratuit\\w*|free|sans frais
payant\\w*|paid
|
facile\\w*|easy|easier
difficile\\w*|hard|difficult
|
temporaire\\w*|temporary|provisoire\\w*
permanent\\w*|definitif\\w*
|
succes|success\\w*|reuss\\w*
echec\\w*|echou\\w*|fail\\w*
""".strip().split("\n|\n")


def _compiled(rows: list[str]) -> tuple[re.Pattern[str], ...]:
    rows = [row.strip() for row in rows if row.strip()]
    return tuple(re.compile(rf"(?<![\w-])(?:{row})(?![\w])") for row in rows)


PLACES = _compiled(_PLACES)
OFFICES = _compiled(_OFFICES)
OPPOSED = tuple(tuple(_compiled(pair.split("\n"))) for pair in _OPPOSED)


def concepts(folded: str, table: tuple[re.Pattern[str], ...]) -> set[int]:
    """The rows of `table` that a folded text mentions, by their number."""
    return {number for number, row in enumerate(table) if row.search(folded)}


def without(folded: str, table: tuple[re.Pattern[str], ...], kept: set[int]) -> str:
    """The folded text less the mentions of these rows."""
    for number in kept:
        folded = table[number].sub(" ", folded)
    return folded


def is_place(text: str) -> bool:
    """Whether a text is the name of a country, a province or of those who live there."""
    bare = re.sub(r"^(?:les?|la|the)\s+|^l['’]", "", fold(text))
    return any(row.fullmatch(bare) for row in PLACES)
