"""Sentences that qualify their quote otherwise than it does, and honest ones, on many releases."""

from __future__ import annotations

import pytest

from answering.bearing import missing

# A quote, what may be said of it, and what may not, with what gives it away.
CASES = [
    ("Highway 3 remains closed between kilometre 60 and kilometre 188.",
     ["La route 3 reste fermée entre les kilomètres 60 et 188.",
      "Highway 3 is still closed between kilometres 60 and 188."],
     [("Highway 3 has reopened between kilometre 60 and kilometre 188.", "negation"),
      ("Highway 3 remains closed for 188 miles.", "number")]),
    (("L'adhésion des patients sera facultative, et un dossier sera effacé dans les "
      "30 jours suivant une demande de retrait."),
     ["L'adhésion est facultative.",
      "Participation by patients will be optional."],
     [("L'adhésion des patients sera obligatoire.", "negation")]),
    ("Les armes des musées et des corps policiers en sont exclues.",
     [],
     [("Les armes des musées sont admises.", "negation")]),
    ("Les discussions se poursuivent avec l'Ontario et la Nouvelle-Écosse.",
     ["Talks continue with Ontario and Nova Scotia."],
     [("Les discussions avec l'Ontario sont rompues.", "negation")]),
    (("Ils ont convenu qu'il fallait resserrer les habilitations de sécurité, sans "
      "fixer d'échéancier."),
     ["Ministers agreed to tighten security clearances but set no timeline."],
     [(("Les ministres ont fixé un échéancier pour resserrer les habilitations de "
      "sécurité."), "negation")]),
    ("The strategy does not change the legal status of drugs.",
     ["Le statut juridique des drogues ne change pas."],
     [("The strategy changes the legal status of drugs.", "negation")]),
    (("The error rate during the trial was 0.8 per cent; most errors were caused by "
      "glare on winter mornings."),
     ["Le taux d'erreur était de 0,8 %."],
     [("The error rate was 0.8 percentage points.", "number")]),
    (("The plan aims for a 19 per cent reduction in overdose deaths by the end of "
      "2028."),
     ["The plan targets a 19% drop in overdose deaths by the end of 2028.",
      "Le plan vise une réduction de 19 % des décès d'ici la fin de 2028."],
     [("The plan aims for a reduction of 19 percentage points.", "number"),
      ("The plan aims for a 19 per cent increase in overdose deaths.", "negation"),
      ("Le plan garantit une réduction de 19 % des décès.", "doubt"),
      ("Overdose deaths fell by 19 per cent.", "bound")]),
    (("- $96 million for harm reduction, including the distribution of 450,000 "
      "naloxone kits a year;"),
     ["450 000 trousses de naloxone seront distribuées chaque année."],
     [("450,000 naloxone kits are distributed a month.", "bound")]),
    ("Ottawa versera 73 millions de dollars sur trois ans.",
     ["Ottawa will provide $73 million over three years."],
     [("Ottawa versera 73 millions de dollars par année.", "bound")]),
    ("Either country may end the treaty with one year's notice.",
     ["Either country may end the treaty with one year's notice."],
     [("Either country may end the treaty with one month's notice.", "number")]),
    (("La rencontre était coprésidée par Anselme Vadeboncœur\u2011Singh, ministre "
      "fédéral de la Sécurité des collectivités, et par Morag Ellerslie, ministre de "
      "la Justice de la Nouvelle\u2011Écosse, province hôte."),
     [("La rencontre était coprésidée par Anselme Vadeboncœur-Singh et Morag "
      "Ellerslie."),
      ("Anselme Vadeboncœur-Singh, the federal minister, and Morag Ellerslie of Nova "
      "Scotia co-chaired the meeting.")],
     [(("Anselme Vadeboncœur-Singh est ministre de la Justice de la Nouvelle-Écosse."), "order")]),
    ("- four water bombers loaned by Quebec and two by the State of Montana;",
     [],
     [("Two water bombers were loaned by Quebec.", "order")]),
    ("Each adult will receive $1,500 and each child $600.",
     ["Chaque adulte recevra 1 500 $ et chaque enfant 600 $.",
      "Adults get $1,500 and children $600."],
     [("Each child will receive $1,500.", "order"),
      ("Each adult will receive $600.", "order"),
      ("Each adult has received $1,500.", "tense")]),
    (("Onze délégations y ont pris part, dont sept sur place et quatre par "
      "vidéoconférence."),
     ["Onze délégations ont participé, dont quatre par vidéoconférence.",
      "Eleven delegations took part, four of them by videoconference."],
     [("Quatre délégations étaient sur place.", "order")]),
    (("Quelque 160 policiers ont mené au même moment 19 perquisitions à Granby, à "
      "Saint-Hyacinthe, à Sherbrooke et à Cowansville."),
     ["Quelque 160 policiers ont mené 19 perquisitions.",
      "About 160 officers carried out 19 searches at once."],
     [("Les policiers ont mené 160 perquisitions.", "order")]),
    (("Le budget de la deuxième phase est de 186 millions de dollars, dont 22 "
      "millions pour la collecte et la destruction."),
     ["Le budget est de 186 M$, dont 22 M$ pour la collecte et la destruction.",
      "The second phase has a budget of $186 million."],
     [("Le budget de la collecte est de 186 millions de dollars.", "order")]),
    (("A panel of five, chaired by retired senator Augustine Belrose-Finn, "
      "interviewed eight of the 117 candidates."),
     ["Eight of the 117 candidates were interviewed.",
      "Un comité de cinq membres a rencontré huit des 117 candidats."],
     [("The panel interviewed 117 candidates.", "order")]),
    (("- créer un registre national des vols de cargaisons, le registre TRACE, d'ici "
      "le 1er avril 2022;"),
     ["Le registre TRACE doit être créé d'ici le 1er avril 2022.",
      "A national registry, TRACE, is to be created by April 1, 2022."],
     [("Le registre sera créé d'ici le deux avril 2022.", "number")]),
    (("Une prime de 150 $ s'ajoute lorsque l'arme est remise avant le 30 juin 2024."),
     ["Une prime de 150 $ est versée si l'arme est remise avant le 30 juin 2024.",
      "There is a $150 bonus for weapons handed in before June 30, 2024."],
     [("La prime s'ajoute avant le trente et un juin 2024.", "number"),
      ("Une prime de 150 $ s'ajoute toujours.", "share")]),
    (("Applications are open until October 31, 2023, online or at the reception "
      "centres in Hay Meadows and Grande Prairie."),
     ["Les demandes sont acceptées jusqu'au 31 octobre 2023.",
      "People can apply until October 31, 2023."],
     [("Applications are open until the thirtieth of October 2023.", "number"),
      ("Applications opened on October 31, 2023.", "bound")]),
    (("The season opens on June 17 and closes on October 31, or when the quota is "
      "reached."),
     ["The season runs from June 17 to October 31, or until the quota is reached.",
      "The season opens on June 17."],
     [("The season closes on June 17.", "order"),
      ("The season opens on October 31 and closes on June 17.", "order")]),
    ("Four in ten complaints concerned persons under 18.",
     ["Quatre plaintes sur dix concernaient des personnes de moins de 18 ans."],
     [("Most complaints concerned persons under 18.", "share"),
      ("All complaints concerned persons under 18.", "share")]),
    (("Les ministres ont pris connaissance d'un rapport faisant état de 2 340 vols "
      "de cargaisons au pays en 2020, dont près de la moitié dans les gares de "
      "triage et les stationnements de camions."),
     [("There were 2,340 cargo thefts in 2020, nearly half of them in rail yards and "
      "truck parking lots."),
      "Selon le rapport, il y a eu 2 340 vols de cargaisons en 2020."],
     [("La totalité des vols a eu lieu dans les gares de triage.", "share"),
      ("Plus de la moitié des vols ont eu lieu dans les gares de triage.", "bound"),
      ("Près de 2 340 vols ont eu lieu en 2020.", "order")]),
    (("Seven icebreakers and two patrol vessels, with about 1,150 crew members in "
      "rotation, will serve the North until November 15, 2024, when the last ship is "
      "expected to leave the Arctic."),
     [("Sept brise-glaces et deux patrouilleurs desserviront le Nord jusqu'au 15 "
      "novembre 2024.")],
     [("Exactly 1,150 crew members serve the North.", "share")]),
    (("- former 400 policiers municipaux aux enquêtes sur les chaînes "
      "d'approvisionnement;"),
     ["Ils s'engagent à former 400 policiers municipaux.",
      "They undertake to train 400 municipal police officers."],
     [("Des milliers de policiers municipaux seront formés.", "share")]),
    (("Small businesses that lost at least 30 per cent of their August revenue may "
      "request an interest-free loan of up to $40,000."),
     [("Les petites entreprises qui ont perdu au moins 30 % de leurs revenus d'août "
      "peuvent demander un prêt sans intérêt allant jusqu'à 40 000 $.")],
     [("Businesses may request a loan of at least $40,000.", "negation")]),
    (("Un projet de loi, le C-212, sera déposé en février 2024 pour créer une amende "
      "pouvant atteindre 500 000 $ en cas de consultation injustifiée d'un dossier."),
     [],
     [("L'amende minimale est de 500 000 $.", "bound")]),
    (("The smoke has raised the air quality health index above 10 in four "
      "communities."),
     ["L'indice dépasse 10 dans quatre communautés."],
     [("The index is below 10 in four communities.", "negation")]),
    (("Sept banques et coopératives d'épargne se sont engagées à retarder d'une "
      "journée tout virement inhabituel de plus de 3 000 $ demandé par un client de "
      "70 ans ou plus."),
     [("Sept banques et coopératives retarderont d'une journée les virements "
      "inhabituels de plus de 3 000 $.")],
     [("Les virements de moins de 3 000 $ seront retardés.", "negation")]),
    (("The office received 12,480 complaints in 2023, up from 9,300 the year before."),
     ["Le bureau a reçu 12 480 plaintes en 2023, contre 9 300 l'année précédente.",
      "There were 12,480 complaints in 2023."],
     [("The office received fewer complaints in 2023 than the year before.", "negation")]),
    (("« L'indemnité proposée est bien inférieure à la valeur du marché », estime "
      "Cléophas Hurtubise, porte\u2011parole du Regroupement des tireurs sportifs de "
      "l'Outaouais."),
     [("Pour Cléophas Hurtubise, l'indemnité est bien inférieure à la valeur du "
      "marché.")],
     [("L'indemnité proposée est bien supérieure à la valeur du marché.", "negation")]),
    (("Les ministres ont reconnu la menace que représentent les acteurs étrangers "
      "hostiles, notamment dans le cadre de l'ingérence électorale."),
     ["Les ministres ont reconnu la menace des acteurs étrangers hostiles.",
      "The ministers recognized the threat posed by hostile foreign actors."],
     [("La menace d'ingérence électorale est réelle et prouvée.", "source")]),
    (("On a compté 6 900 victimes; les spécialistes croient toutefois que neuf cas "
      "sur dix ne sont jamais signalés, le plus souvent par honte."),
     ["Les spécialistes croient que neuf cas sur dix ne sont jamais signalés.",
      "Experts believe nine in ten cases are never reported."],
     [("Neuf cas sur dix ne sont jamais signalés.", "source")]),
    (('"Technology is fine, but a camera has no instinct," said Local 18 president '
      'Barnaby Schellenberg.'),
     [],
     [("Technology is fine, but a camera has no instinct.", "source")]),
    (("Five people wanted in Canada are believed to live on the islands of Sal and "
      "São Vicente."),
     ["Five people wanted in Canada are believed to live there."],
     [("Five people wanted in Canada live on the islands of Sal and São Vicente.", "doubt")]),
    ("La valeur de revente des drogues est estimée à 12,5 millions de dollars.",
     ["La valeur des drogues est estimée à 12,5 M$."],
     [("La valeur de revente des drogues est de 12,5 millions de dollars.", "doubt")]),
    ("La sixième conférence aura lieu à Winnipeg à l'automne 2022.",
     ["La prochaine conférence se tiendra à Winnipeg à l'automne 2022.",
      "The sixth conference will be held in Winnipeg in the fall of 2022."],
     [("La sixième conférence a eu lieu à Winnipeg à l'automne 2022.", "tense")]),
    (("As of this morning, 58 fires are burning out of control in the territory and "
      "3,400 residents of Kettle River and Pine Narrows have been evacuated by road "
      "and air."),
     ["3,400 residents have been evacuated.",
      ("Quelque 58 incendies brûlent hors de contrôle et 3 400 résidents ont été "
      "évacués.")],
     [("3,400 residents will be evacuated by road and air.", "tense")]),
    (("The treaty will come into force 30 days after both parliaments have approved "
      "it."),
     [("The treaty will come into force 30 days after approval by both parliaments."),
      ("Le traité entrera en vigueur 30 jours après son approbation par les deux "
      "parlements.")],
     [("The treaty came into force 30 days ago.", "bound")]),
    ("Images are deleted after 48 hours, unless an offence is suspected.",
     [("Les images sont supprimées après 48 heures, sauf si une infraction est "
      "soupçonnée.")],
     [("Images are deleted after 48 hours in all cases.", "share")]),
    ("Implants may be approved in cases of cancer or serious accident.",
     ["Implants may be approved in cases of cancer."],
     [("Implants may be approved.", "condition")]),
    (("Les acteurs malveillants peuvent chercher à influencer les résultats des "
      "élections et à saper la confiance du public dans celles\u2011ci de nombreuses "
      "façons."),
     ["Des acteurs malveillants peuvent tenter d'influencer les élections."],
     [("Les acteurs malveillants influencent les résultats des élections.", "doubt")]),
    (("À Lévis, le loyer moyen d'un logement de deux chambres serait de 870 $ par "
      "mois."),
     ["À Lévis, le loyer moyen d'un deux chambres serait de 870 $ par mois."],
     [("À Lévis, le loyer moyen est de 870 $ par mois.", "doubt")]),
]  # fmt: skip


@pytest.mark.parametrize(("quote", "text"), [(q, t) for q, honest, _ in CASES for t in honest])
def test_an_honest_sentence_is_borne(quote, text):
    assert missing(text, [quote]) is None


@pytest.mark.parametrize(
    ("quote", "text", "what"), [(q, t, w) for q, _, lies in CASES for t, w in lies]
)
def test_a_sentence_that_shifts_the_meaning_is_not(quote, text, what):
    assert missing(text, [quote]) == what
