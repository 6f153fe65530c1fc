"""Writes fictional releases that look like real ones, for the benchmarks; the same every time.

    python -m benchmarks.generate FOLDER 10000

French and English, over twenty years; one in eight has its translation. Everything in them is
invented; they resemble each other as a department's releases do. `plain` ones, of about 300 words,
hold the sentences below alone; the others, of about 500, have as much prose of real words at their
real frequencies (`prose.py`), which is what the benchmarks of speed are run on.
"""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta
from pathlib import Path

from benchmarks.prose import vocabulary

FIRST = "Maïka Ludger Imelda Corentin Honorine Cléophas Aurèle Philippa Théodora Anselme".split()
LAST = "Beausoleil Bellehumeur Castonguay Malouin Hurtubise Desgagnés Marchessault Larivée".split()
TOWNS = (
    "Rimouski Matane Gander Whitehorse Sept-Îles Timmins Kelowna Moncton Regina Saguenay "
    "Iqaluit Halifax Lethbridge Brandon Sudbury Charlottetown Nanaimo Gatineau"
).split()
PROGRAMS = (
    "Rivage Boréal Passerelle Horizon Balise Escale Vigie Tremplin Nordet Littoral Cordée Phare"
).split()
TOPICS = {
    "fr": (
        "la protection des côtes",
        "la prévention de la fraude",
        "la lutte contre la contrebande",
        "les soins à domicile",
        "la sécurité ferroviaire",
        "la formation des apprentis",
        "la recherche sur le climat",
        "le logement des aînés",
    ),
    "en": (
        "coastal protection",
        "fraud prevention",
        "the fight against smuggling",
        "home care",
        "railway safety",
        "apprenticeship training",
        "climate research",
        "housing for seniors",
    ),
}
DEPARTMENTS = {
    "fr": ("Transports", "Santé", "Sécurité des collectivités", "Pêches", "Logement"),
    "en": ("Transport", "Health", "Community Safety", "Fisheries", "Housing"),
}
MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)
TITLES = {
    "fr": "Le gouvernement investit {m} millions de dollars dans {topic} à {town}",
    "en": "Government invests ${m} million in {topic} in {town}",
}
LEADS = {
    "fr": "{town}, le {day} /CNW/ - {who}, ministre de la {dept}, a annoncé aujourd'hui un "
    "investissement de {m} millions de dollars sur {n} ans dans {topic}, dans le cadre du "
    "programme {program}.",
    "en": "{town}, {day} /CNW/ - {who}, Minister of {dept}, today announced an investment of "
    "${m} million over {n} years in {topic}, under the {program} program.",
}
BODY = {
    "fr": (
        "Les travaux commenceront au printemps et créeront {a} emplois dans la région.",
        "Depuis {y}, le programme {program} a soutenu {a} projets dans {b} collectivités.",
        "Une somme de {m2} millions de dollars est réservée aux collectivités nordiques.",
        "Les demandes seront reçues jusqu'au {b} du mois prochain, en ligne ou par la poste.",
        "Le ministère a consulté {a} organismes et {b} municipalités avant d'arrêter son choix.",
        "« Nous tenons parole : {topic} ne peut plus attendre », a déclaré {who}.",
        "« Cette aide arrive au bon moment pour les familles de {town} », a dit {who2}.",
        "Un rapport d'étape sera rendu public dans {b} mois par un comité de {n} membres.",
        "La première phase a permis de former {a} personnes à {town2} et à {town}.",
        "Les frais admissibles sont remboursés à hauteur de {b} pour cent.",
        "Aucune demande présentée après la date limite ne sera examinée.",
        "Le projet est réalisé en partenariat avec la municipalité de {town2}.",
    ),
    "en": (
        "Work will begin in the spring and will create {a} jobs in the region.",
        "Since {y}, the {program} program has supported {a} projects in {b} communities.",
        "An amount of ${m2} million is set aside for northern communities.",
        "Applications will be received until the {b}th of next month, online or by mail.",
        "The department consulted {a} organizations and {b} municipalities before deciding.",
        '"We keep our word: {topic} cannot wait any longer," said {who}.',
        '"This help comes at the right time for families in {town}," said {who2}.',
        "A progress report will be published in {b} months by a committee of {n} members.",
        "The first phase trained {a} people in {town2} and in {town}.",
        "Eligible costs are reimbursed up to {b} per cent.",
        "No application submitted after the deadline will be considered.",
        "The project is carried out in partnership with the municipality of {town2}.",
    ),
}
ASKED = {
    "fr": (
        "Combien de millions de dollars pour {topic} à {town} ?",
        "Qui a annoncé l'investissement dans {topic} à {town} ?",
        "Quand {who} a-t-il parlé de {x} et de {z} ?",
        "Que finance le programme {program} en matière de {x} ?",
        "Pourquoi le ministère investit-il dans {topic}, {x} ou {z} ?",
        "Combien d'emplois seront créés à {town2} grâce au programme {program} ?",
        "Que dit le communiqué au sujet de {x} à {town} ?",
        "Jusqu'à quand peut-on présenter une demande pour {x} ?",
    ),
    "en": (
        "How many million dollars for {topic} in {town}?",
        "Who announced the investment in {topic} in {town}?",
        "When did {who} speak about {x} and {z}?",
        "What does the {program} program fund for {x}?",
        "Why is the department investing in {topic}, {x} or {z}?",
        "How many jobs will be created in {town2} by the {program} program?",
        "What does the release say about {x} in {town}?",
        "Until when can one apply for {x}?",
    ),
}
HEADINGS = {
    "fr": ("Comment présenter une demande", "Ce que l'on finance", "Faits en bref", "Contexte"),
    "en": ("How to apply", "What is funded", "Quick facts", "Background"),
}
ENDS = {
    "fr": "SOURCE Ministère de la {dept}\n\nRenseignements : {who2}, attachée de presse, "
    "613-555-{p:04d}",
    "en": "SOURCE Department of {dept}\n\nContacts: {who2}, Press Secretary, 613-555-{p:04d}",
}


PER_RELEASE = 8.8  # passages of a release that is not plain, on average


def release(number: int, language: str, plain: bool = True) -> str:
    """Release `number` in "fr" or "en": the two say the same, with the same figures.

    With prose they have that of their own language between the sentences.
    """
    draw = random.Random(number)
    facts = _facts(draw, language)
    parts = [TITLES[language].format(**facts), LEADS[language].format(**facts)]
    headings = draw.sample(range(4), 3)
    said = random.Random(f"{number} {language}")
    own = None if plain else vocabulary(language).own(said)
    if own:
        parts[0] += f" : {own[0]}, {own[1]}" if language == "fr" else f": {own[0]}, {own[1]}"
    for heading in headings:
        parts.append(HEADINGS[language][heading])
        for _ in range(2):
            sentences = [_sentence(draw, language, facts, which) for which in _some(draw)]
            if own:
                prose = vocabulary(language)
                sentences[1:2] = [prose.sentence(said, own) for _ in range(said.choice((2, 3)))]
            parts.append(" ".join(sentences))
    parts.append(ENDS[language].format(**facts))
    return "\n\n".join(parts) + "\n"


def questions(count: int, releases: int, seed: int = 0) -> list[str]:
    """`count` different questions about the `releases` that are not plain, half in each language.

    Each is about one release: its town, programme or person, and words that it is about.
    """
    draw = random.Random(f"questions {seed}")
    found: dict[str, None] = {}
    while len(found) < count:
        language = ("fr", "en")[len(found) % 2]
        number = draw.randrange(releases)
        facts = _facts(random.Random(number), language)
        own = vocabulary(language).own(random.Random(f"{number} {language}"))
        facts["x"], facts["z"] = draw.sample(own, 2)
        found.setdefault(draw.choice(ASKED[language]).format(**facts))
    return list(found)


def _facts(draw: random.Random, language: str) -> dict:
    spoken = date(2005, 1, 3) + timedelta(days=draw.randrange(7300))
    topic, dept = draw.randrange(8), draw.randrange(5)
    return {
        "town": draw.choice(TOWNS),
        "town2": draw.choice(TOWNS),
        "who": f"{draw.choice(FIRST)} {draw.choice(LAST)}",
        "who2": f"{draw.choice(FIRST)} {draw.choice(LAST)}-{draw.choice(LAST)}",
        "program": draw.choice(PROGRAMS),
        "m": draw.randint(2, 990),
        "n": draw.randint(2, 9),
        "p": draw.randint(100, 199),
        "topic": TOPICS[language][topic],
        "dept": DEPARTMENTS[language][dept],
        "day": f"{spoken.day} {MONTHS[spoken.month - 1]} {spoken.year}"
        if language == "fr"
        else f"{spoken:%B} {spoken.day}, {spoken.year}",
    }


def _some(draw: random.Random) -> list[int]:
    return draw.sample(range(12), 3)


def _sentence(draw: random.Random, language: str, facts: dict, which: int) -> str:
    return BODY[language][which].format(
        **facts,
        a=draw.randint(11, 4900),
        b=draw.randint(4, 29),
        y=draw.randint(1999, 2019),
        m2=draw.randint(2, 99),
    )


def write_releases(folder: Path, count: int, plain: bool = True) -> list[Path]:
    """Write `count` releases as text files under `folder`, a thousand to a folder."""
    paths = []
    for number in range(count):
        of_pair, language = number, "fr" if number % 3 else "en"
        if number % 16 == 15:  # the translation of the one before
            of_pair, language = number - 1, "en" if (number - 1) % 3 else "fr"
        path = folder / f"{number // 1000:03d}" / f"release-{number:06d}-{language}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(release(of_pair, language, plain), encoding="utf-8")
        paths.append(path)
    return paths


def correct(path: Path, round_: int = 1) -> None:
    """Change a figure in the words of a release that was written here."""
    text = path.read_text(encoding="utf-8")
    figure = random.Random(f"{path.name} {round_}").randint(5000, 9900)
    more = {
        "fr": f"Au total, {figure} personnes en profiteront.",
        "en": f"In all, {figure} people will benefit from it.",
    }["fr" if path.stem.endswith("fr") else "en"]
    head, end = text.rsplit("\n\nSOURCE", 1)
    path.write_text(f"{head} {more}\n\nSOURCE{end}", encoding="utf-8")


if __name__ == "__main__":
    write_releases(Path(sys.argv[1]), int(sys.argv[2]), plain=False)
