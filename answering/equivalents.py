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
united kingdom|u\\.k\\.|uk|royaume-uni|british|britanniques?|english|anglaise?s?
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
hausse|augment\\w*|accru\\w*|increas\\w*|rise|rose|rising|growth|grew|croissance|up
baisse|diminu\\w*|recul\\w*|decreas\\w*|fell|falls?|falling|declin\\w*|drop\\w*|down
|
au moins|at least|minimum|plus de|more than|over|minimum of
au plus|at most|maximum|moins de|less than|fewer than|under|up to|jusqu'a
|
accept\\w*|agree\\w*|accord|convenu\\w*|approuv\\w*|approv\\w*|adopt\\w*
refus\\w*|rejet\\w*|reject\\w*|desaccord|disagree\\w*|oppos\\w*
|
avant|before|precedent\\w*|previous\\w*
apres|after|suivant\\w*|following
|
ouv\\w*|open\\w*
ferm\\w*|clos\\w*
|
gagn\\w*|won|win|wins
perd\\w*|pert\\w*|los[et]\\w*|loss\\w*
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
