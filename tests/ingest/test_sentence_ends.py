"""Where sentences end: each case is written as the list of sentences that must come out."""

import pytest

from ingest.sentences import LONGEST, split

FRENCH = [
    ["Le ministre parle.", "La ministre répond."],
    ["M. Garland est arrivé.", "Il a parlé."],
    ["MM. Virani et LeBlanc ont accueilli Mme. Tremblay.", "Puis ils sont partis."],
    ["Mme Joly et Mmes. Roy et Côté étaient là."],
    ["Merrick B. Garland et Alejandro N. Mayorkas ont accueilli Arif Virani."],
    [
        "Ils se sont réunis à Washington, D.C., en vue de promouvoir nos objectifs.",
        "Il s'agit de la troisième édition.",
    ],
    ["La réunion a eu lieu à Washington, D.C.", "Les ministres ont discuté."],
    ["La réunion a eu lieu à Washington, D.C.", "Le Canada y était."],
    ["La réunion a eu lieu à Washington, D.C.", "L'accord est signé."],
    ["Le 12 juill. 2024, les ministres se sont réunis."],
    ["La rencontre du 28 févr. 2023 est reportée au 3 déc. 2024."],
    ["La date limite est le 15 sept.", "Les candidats seront avisés."],
    ["Voir p. 12 et art. 7 de la loi.", "Voir aussi le chap. 3."],
    ["Consultez le site securite.gouv.qc.ca pour en savoir plus.", "Merci."],
    ["Les armes, les drogues, etc. sont visées.", "Le reste suivra."],
    ["On a saisi des armes, des drogues, etc.", "Les enquêtes continuent."],
    ["« Nous sommes fiers. »", "Le ministre a conclu ainsi."],
    ["« Nous sommes fiers. », a dit le ministre."],
    ["« Nous sommes fiers », a dit M. Virani.", "Il était ému."],
    ["« Est-ce possible ? » a-t-il demandé."],
    ["Est-ce possible ?", "Oui !", "Bien sûr."],
    ["Il hésite… puis répond.", "Elle attend…", "Enfin, ils signent."],
    ["Il a dit [...] Le reste manque.", "Fin."],
    ["Les ministres (voir l'annexe) ont signé. »", "La suite vient."],
    ["La hausse est de 3.5 % selon le rapport.", "Elle était de 2,1 % en 2022."],
    ["Le forum a eu lieu en 2023.", "12 pays y ont participé."],
    ["La séance commence à 14 h 30.", "Les médias sont invités."],
    ["La séance commence à 14 h 30 (HE) au 269, av. Laurier Ouest, Ottawa."],
    ["Écrivez à media@ps-sp.gc.ca.", "Nous répondrons."],
    [
        "Nicole Navas Oxman, 202-305-5625, [email protected]; Bureau des affaires publiques, [email protected]"
    ],
    ["Voir https://www.canada.ca/fr/nouvelles.html?x=1.2 pour la suite.", "Merci."],
    ["1. Le premier point est réglé.", "2. Le second attend."],
    ["a) Le premier point.", "b) Le second."],
    [
        "Les ministres ont convenu : a) d'échanger; b) d'agir; c) de rendre compte.",
        "Ils se reverront.",
    ],
    ["Le projet de loi C-70 est adopté.", "Il entre en vigueur."],
    ["L'hon. Dominic LeBlanc et l'hon. Arif Virani étaient présents."],
    ["Le Dr. Tam et la Dre. Njoo ont parlé.", "Elles ont répondu."],
    ["L'arrêt R. c. Jordan a été cité.", "Les délais comptent."],
    ["J.-S. Comeau et J.-Y. Le Drian sont là."],
    ["Bombardier inc. Les actions montent."],
    ["La Société ABC inc. a obtenu le contrat.", "Elle emploie 20 personnes."],
    ["Il vit en C.-B. depuis 2010.", "Elle vit au N.-B.", "Le voyage est long."],
    ["Certains outils, p. ex. Les registres, aident."],
    ["Les É.-U. ont signé.", "Le Canada aussi."],
    ["Le plan B.", "Le gouvernement le préfère."],
    ["Selon St. John's et Saint-Jean, la côte est sûre."],
    ["Selon Tremblay et al. (2020), la violence baisse.", "D'autres en doutent."],
    ["Le n° 5 et le no. 7 sont prêts.", "Le reste suit."],
    ["Les crimes ont augmenté.¹", "Les victimes aussi."],
    ["Il a lu la Loi sur les armes à feu.", "Puis « La Charte ».", "Rien d'autre."],
    ["Les ministres se réjouissent !", "« Bravo ! »", "Ils applaudissent."],
    ["Appelez au 1.800.622.6232 ou écrivez."],
    ["La version 2.1.3 est publiée.", "La 3.0 suivra."],
    ["Il l'a dit à MM. Roy, Côté et Cie.", "Elle ne l'a pas cru."],
    ["Les États\u2011Unis et le Canada agissent.", "C'est celui\u2011ci."],
    ["M.\u00a0Garland est venu.", "Il\u00a0a parlé\u00a0!", "«\u00a0Oui.\u00a0»", "Fin."],
    ["Le ministre de la Sécurité publique, M. LeBlanc, a signé l'entente."],
    ["La réunion est prévue à 10 h.", "Les médias y sont conviés."],
    ["Communiquez avec nous au tél. 613-991-0657, poste 5.", "Merci."],
    ["L'article 5 al. 2 de la loi s'applique.", "Il est clair."],
]
ENGLISH = [
    ["The Attorney General spoke.", "The Secretary listened."],
    ["The U.S. Department of Justice and the U.S. Attorney signed.", "They left."],
    ["He came to the U.S.", "The visit was short."],
    ["He lives in the U.S. and works in Canada."],
    ["Attorney General Merrick B. Garland met Mr. Virani.", "Mrs. Roy joined them."],
    ["Dr. Tam and Sen. John A. Smith Jr. agreed.", "They met Gov. Hochul."],
    ["The meeting starts at 10 a.m. Eastern Time.", "Media may attend."],
    ["The meeting ends at 4 p.m.", "The doors close then."],
    ["It took place on Oct. 18, 2012.", "It was raining."],
    ["See No. 5 and p. 12, fig. 3.", "Then stop."],
    ["He said no.", "Then he left."],
    ['"We agree."', "She smiled."],
    ["“We agree,” she said. “It is time.”", "They left."],
    ['He left. "We agree," she said.'],
    ["Really?!", "Yes.", "It works..."],
    ["It costs $3.5 million.", "The rest is free."],
    ["They met in St. John's and Ft. Worth.", "It was late."],
    ["She has a Ph.D. in law.", "He has none."],
    ["Acme Inc. The shares rose."],
    ["Tools, e.g. Registries, help, i.e. They work."],
    ["Washington, D.C. In 2023, they met."],
    ["The Act (S.C. 2019, c. 10) applies.", "It is clear."],
    ["This is modern art.", "The public likes it."],
    ["It was held in 2023.", "In 2024 it moved."],
    ["Visit www.canada.ca.", "Follow @Safety_Canada."],
]


def _joined(expected: list[str]) -> str:
    return " ".join(expected)


# A few cases hold a boundary that must be found although the list writes them as one line.
_RECUT = {
    "Bombardier inc. Les actions montent.": ["Bombardier inc.", "Les actions montent."],
    "Acme Inc. The shares rose.": ["Acme Inc.", "The shares rose."],
    "Washington, D.C. In 2023, they met.": ["Washington, D.C.", "In 2023, they met."],
    'He left. "We agree," she said.': ["He left.", '"We agree," she said.'],
    "“We agree,” she said. “It is time.” They left.": [
        "“We agree,” she said.",
        "“It is time.”",
        "They left.",
    ],
}


@pytest.mark.parametrize("expected", FRENCH, ids=lambda case: case[0][:40])
def test_french(expected: list[str]) -> None:
    _check(expected, "fr")


@pytest.mark.parametrize("expected", ENGLISH, ids=lambda case: case[0][:40])
def test_english(expected: list[str]) -> None:
    _check(expected, "en")


def _check(expected: list[str], language: str) -> None:
    text = _joined(expected)
    expected = _RECUT.get(text, expected)
    spans = split(text, 0, len(text), language)
    assert [text[span.start : span.end] for span in spans] == expected


def test_offsets_are_those_of_the_whole_text() -> None:
    text = "Hors sujet. | Un. Deux. | Hors sujet."
    start, end = text.index("Un"), text.index(" | Hors", 5)
    spans = split(text, start, end, "fr")
    assert [text[s.start : s.end] for s in spans] == ["Un.", "Deux."]


def test_line_ends_inside_a_paragraph_are_spaces() -> None:
    text = "Le ministre\r\nparle. Il\nrépond."
    assert [text[s.start : s.end] for s in split(text, 0, len(text), "fr")] == [
        "Le ministre\r\nparle.",
        "Il\nrépond.",
    ]


@pytest.mark.parametrize("text", ["", "   ", "—", "…", "\u200b", "* * *", "?!"])
def test_marks_alone_are_no_sentence(text: str) -> None:
    assert split(text, 0, len(text), "fr") == []


def test_a_run_without_stops_is_cut_at_pauses() -> None:
    text = "mot, " * 2_000
    spans = split(text, 0, len(text), "fr")
    assert max(span.end - span.start for span in spans) <= LONGEST
    assert "".join(text[s.start : s.end] for s in spans).replace(" ", "") == text.replace(" ", "")


def test_one_endless_word_is_cut_too() -> None:
    text = "a" * 5_000
    assert sum(span.end - span.start for span in split(text, 0, len(text), "fr")) == 5_000


def test_zero_width_characters_at_the_edges_are_left_out() -> None:
    text = "\u200bUn.\u200b \u200bDeux.\ufeff"
    assert [text[s.start : s.end] for s in split(text, 0, len(text), "fr")] == ["Un.", "Deux."]
