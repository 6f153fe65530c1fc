"""Canada's provinces by the cities of datelines: « la réunion manitobaine » was held in Winnipeg.

People name a meeting by its province as often as by its city, and a dateline may have only one of
them. Ottawa is left out: what the federal government dates there is not of Ontario.
"""

from __future__ import annotations

import re
from functools import lru_cache

from shadow import fold

# What the province and its people are called in both languages | how datelines shorten it | cities.
_PROVINCES = """
Alberta, albertain, albertaine, Albertan | AB, Alb, Alta | Calgary, Edmonton, Lethbridge, Red Deer,\
 Medicine Hat, Banff, Jasper, Fort McMurray, Grande Prairie
Colombie-Britannique, British Columbia, britanno-colombien | BC, B.C, C.-B, CB | Vancouver,\
 Victoria, Kelowna, Surrey, Burnaby, Kamloops, Nanaimo, Prince George, Abbotsford, Whistler
Manitoba, manitobain, manitobaine, Manitoban | MB, Man | Winnipeg, Brandon, Churchill, Steinbach
Nouveau-Brunswick, New Brunswick, néo-brunswickois | NB, N.B, N.-B | Moncton, Fredericton,\
 Edmundston, Bathurst, Dieppe, Miramichi, Caraquet
Terre-Neuve-et-Labrador, Newfoundland and Labrador, terre-neuvien | NL, T.-N.-L, TNL | St. John's,\
 Corner Brook, Happy Valley-Goose Bay, Labrador City
Nouvelle-Écosse, Nova Scotia, néo-écossais, Nova Scotian | NS, N.S, N.-É | Halifax, Dartmouth,\
 Lunenburg, Truro, Antigonish
Territoires du Nord-Ouest, Northwest Territories, ténois | NT, NWT, T.N.-O, TNO | Yellowknife,\
 Inuvik, Hay River, Fort Smith
Nunavut, nunavois | NU | Iqaluit, Rankin Inlet, Cambridge Bay
Ontario, ontarien, ontarienne, Ontarian | ON, Ont | Toronto, Greater Sudbury, Grand Sudbury,\
 Sudbury, Thunder Bay, Windsor, Kingston, Mississauga, Barrie, Oshawa, Niagara Falls, Guelph,\
 Sault Ste. Marie, Timmins, Cornwall, Kitchener, Waterloo, Brampton, Sarnia
Île-du-Prince-Édouard, Prince Edward Island | PE, PEI, P.E.I, Î.-P.-É | Charlottetown, Summerside
Québec, québécois, québécoise, Quebecer | QC, Que | Montréal, Gatineau, Lévis, Sherbrooke,\
 Trois-Rivières, Rimouski, Saguenay, Shawinigan, Saint-Hyacinthe, Laval, Longueuil,\
 Drummondville, Sept-Îles, Rouyn-Noranda, Gaspé, Val-d'Or
Saskatchewan, fransaskois | SK, Sask | Regina, Saskatoon, Moose Jaw, Prince Albert, Swift Current
Yukon, yukonnais, Yukoner | YT, YN | Whitehorse, Dawson
"""


def _listed(names: str) -> list[str]:
    return [name.strip() for name in names.split(",")]


def _rule(row: str) -> tuple[str, re.Pattern[str]]:
    """What a province is called, and what shows that a folded place is in it."""
    names, short, cities = map(_listed, row.split("|"))
    whole = [*names[:2], *cities] if len(names) > 1 else [*names, *cities]
    places = "|".join(re.escape(fold(place)) for place in whole)
    shortened = "|".join(re.escape(fold(name)) for name in short)
    return " ".join(names), re.compile(rf"^(?:{places})\b|[,(] ?(?:{places}|{shortened})\b")


_RULES = tuple(_rule(row) for row in _PROVINCES.strip().split("\n"))


@lru_cache(maxsize=4_096)
def province_of(place: str) -> str | None:
    """What the province of a place is called, "St. John's" or "REGINA, SK"; None where it is not
    known or not in Canada."""
    plain = fold(place).replace("\u2011", "-")
    return next((names for names, rule in _RULES if rule.search(plain)), None)
