"""Numbers, dates, names and negations of a sentence, in its quotes or not, across languages."""

from __future__ import annotations

import pytest

from answering.bearing import missing
from answering.quantities import dates, quantities

WHO = (
    "Aujourd'hui, Merrick B. Garland, procureur général du département de la Justice des "
    "États‑Unis, et Alejandro N. Mayorkas, secrétaire du département de la Sécurité intérieure des "
    "États‑Unis, ont accueilli Arif Virani, ministre de la Justice et procureur général du Canada, "
    "et Dominic LeBlanc, ministre de la Sécurité publique, à Washington, D.C."
)
TRADE = (
    "In 2022, trade in goods between Canada and Vietnam reached $13.9 billion; with Thailand, it "
    "was $6.1 billion."
)
NO = "Les ministres n'ont toujours pas trouvé de terrain d'entente sur les peines minimales."
MONEY = "Le Protocole prévoit une contribution fédérale de 41,2 millions de dollars sur cinq ans."
FIRE = "120 firefighters from Portugal and 45 from New Zealand, who land on August 24;"
RISE = "Les ministres ont constaté la hausse du nombre d'attaques au Canada et aux États‑Unis."


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Merrick B. Garland et Alejandro N. Mayorkas représentaient les États-Unis.", WHO),
        ("Le Canada était représenté par Arif Virani et Dominic LeBlanc.", WHO),
        ("The United States were represented by Merrick B. Garland.", WHO),
        ("Attorney General Merrick B. Garland welcomed Arif Virani in Washington.", WHO),
        ("In 2022, trade with Vietnam reached $13.9 billion.", TRADE),
        ("Trade with Thailand was $6.1 billion.", TRADE),
        ("Les ministres n'ont pas trouvé d'entente sur les peines minimales.", NO),
        ("Ministers did not agree on minimum sentences.", NO),
        ("La contribution fédérale est de 41,2 M$ sur 5 ans.", MONEY),
        ("The federal contribution is $41.2 million over five years.", MONEY),
        ("Portugal sent 120 firefighters.", FIRE),
        ("Les pompiers atterrissent le 24 août.", FIRE),
        ("Les attaques ont augmenté au Canada et aux États-Unis.", RISE),
    ],
)
def test_what_the_quote_says_is_borne(text, quote):
    assert missing(text, [quote]) is None


@pytest.mark.parametrize(
    ("text", "quote", "what"),
    [
        ("Mélanie Joly a accueilli Arif Virani.", WHO, "name"),
        ("Smith a accueilli Virani.", WHO, "name"),
        ("Les ministres du Mexique sont venus.", WHO, "name"),
        ("Arif Virani a accueilli Merrick B. Garland.", WHO, "order"),
        ("Merrick B. Garland représentait le Canada.", WHO, "order"),
        ("Garland a accueilli trois ministres.", WHO, "number"),
        ("Hier, Garland a accueilli Virani.", WHO, "date"),
        ("Garland a accueilli Virani en juillet.", WHO, "date"),
        ("Garland n'a pas accueilli Virani.", WHO, "negation"),
        ("No jobs are not cut by the move.", "No jobs are cut by the move.", "negation"),
        ("Trade with Thailand reached $13.9 billion.", TRADE, "order"),
        ("Trade with Vietnam reached $6.1 billion.", TRADE, "order"),
        ("Trade with Vietnam reached $13.9 million.", TRADE, "number"),
        ("Trade with Vietnam grew by 13.9 per cent.", TRADE, "number"),
        ("Ministers agreed on minimum sentences.", NO, "negation"),
        ("Les ministres ont trouvé un terrain d'entente sur les peines.", NO, "negation"),
        ("It is $41.2 million over six years.", MONEY, "number"),
        ("It is $41.2 million over five months.", MONEY, "number"),
        ("New Zealand sent 120 firefighters.", FIRE, "order"),
        ("The firefighters land on August 25.", FIRE, "number"),
        ("The firefighters land on July 24.", FIRE, "date"),
        ("Les attaques sont en baisse.", RISE, "negation"),
    ],
)
def test_what_it_does_not_say_is_named(text, quote, what):
    assert missing(text, [quote]) == what


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("41,2 millions de dollars", "$41.2 million"),
        ("28,4\u00a0M$", "28.4 million dollars"),
        ("450\u202f000 trousses", "450,000 kits"),
        ("19 %", "19 per cent"),
        ("la troisième édition", "the 3rd edition"),
        ("quarante et un ans", "forty-one years"),
        ("deux cents", "two hundred"),
        ("quatre-vingt-dix", "90"),
        ("613-991-0657", "613 991-0657"),
    ],
)
def test_one_quantity_written_in_two_ways(one, other):
    def values(text):
        return [(q.value, q.unit) for q in quantities(text)]

    assert values(one) == values(other) != []


def test_dates_in_both_languages():
    assert dates("le 12 juill. 2024") == dates("July 12, 2024") == {(12, 7), (None, 7)}
    assert dates("2024-07-12") == {(12, 7)} < dates("July 12")
    assert {(26, 11), (27, 11)} <= dates("November 26 and 27")
    assert {(1, 5), (14, 6)} <= dates("du 1er mai au 14 juin")
    assert dates("You may march today; sept banques") == set()
