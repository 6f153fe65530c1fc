"""What is what in plain texts of other shapes than the communiqué's."""

from datetime import date

import pytest
from ingest_helpers import Load, words

from domain import Kind, ReleaseStatus

CANADA_CA = """Le gouvernement du Canada annonce un nouveau plan

Communiqué de presse

De : Sécurité publique Canada

Le 5 mai 2023 – Ottawa (Ontario) – Sécurité publique Canada

Aujourd'hui, le ministre a annoncé un plan. Il coûtera 20 M$.

Citations

« Nous agissons. Nous réussirons. »
- L'honorable Marco Mendicino, ministre

Faits en bref

- Le plan dure cinq ans.
- Il couvre tout le pays.

Personnes-ressources

Alexander Cohen
Directeur des communications
Cabinet du ministre
613-555-0199
alex.cohen@ps-sp.gc.ca

Relations avec les médias
Sécurité publique Canada
613-991-0657
media@ps-sp.gc.ca

Liens connexes

Plan d'action
"""

CNW_ENGLISH = """/R E P E A T -- Media Advisory: Ministers to Meet/

OTTAWA, ON, March 1, 2024 /CNW/ - The Ministers met today in Washington, D.C. They agreed on:

Border security

They will share data. They will act.

SOURCE Public Safety Canada

For further information: Jane Doe, Press Secretary, 613-555-0100, jane.doe@ps.gc.ca; Media Relations, Public Safety Canada, 613-991-0657
"""


def test_a_canada_ca_release(load: Load) -> None:
    release = load(CANADA_CA)
    assert release.title == "Le gouvernement du Canada annonce un nouveau plan"
    assert release.subtitle is None
    assert (release.city, release.date, release.wire) == ("Ottawa", date(2023, 5, 5), None)
    assert release.issuer == "Sécurité publique Canada"
    assert words(release, Kind.DATELINE) == [
        "Le 5 mai 2023 – Ottawa (Ontario) – Sécurité publique Canada"
    ]
    assert words(release, Kind.ITEM) == [
        "L'honorable Marco Mendicino, ministre",
        "Le plan dure cinq ans.",
        "Il couvre tout le pays.",
    ]
    quotes = [s for s in release.sentences if s.section == "Citations"]
    assert [release.text[s.start : s.end] for s in quotes][1:3] == [
        "« Nous agissons.",
        "Nous réussirons. »",
    ]
    assert [(c.name, c.phone, c.email) for c in release.contacts] == [
        ("Alexander Cohen", "613-555-0199", "alex.cohen@ps-sp.gc.ca"),
        ("Relations avec les médias", "613-991-0657", "media@ps-sp.gc.ca"),
    ]
    assert release.headings[-1] == "Liens connexes"


def test_an_english_cnw_release(load: Load) -> None:
    release = load(CNW_ENGLISH)
    assert release.language == "en"
    assert release.status is ReleaseStatus.REPRISE
    assert release.title == "Media Advisory: Ministers to Meet"
    assert words(release, Kind.TITLE) == [release.title]
    assert (release.city, release.date, release.wire) == ("Ottawa", date(2024, 3, 1), "CNW")
    assert words(release, Kind.SENTENCE)[0] == "The Ministers met today in Washington, D.C."
    assert release.headings == ("Border security",)
    assert release.issuer == "Public Safety Canada"
    assert [(c.name, c.phone, c.email) for c in release.contacts] == [
        ("Jane Doe", "613-555-0100", "jane.doe@ps.gc.ca"),
        ("Media Relations", "613-991-0657", None),
    ]


@pytest.mark.parametrize(
    ("title", "status", "name"),
    [
        ("/REPRISE -- Le ministre annonce un plan/", ReleaseStatus.REPRISE, "Le ministre annonce un plan"),
        ("R E P R I S E - Le plan du ministre", ReleaseStatus.REPRISE, "Le plan du ministre"),
        ("CORRECTION : Le plan du ministre", ReleaseStatus.CORRECTION, "Le plan du ministre"),
        ("/C O R R E C T I O N from Source -- The plan/", ReleaseStatus.CORRECTION, "The plan"),
        ("Mise à jour : Le plan du ministre", ReleaseStatus.UPDATE, "Le plan du ministre"),
        ("CORRECTION de la source - Le plan", ReleaseStatus.CORRECTION, "Le plan"),
        ("/AVIS AUX MÉDIAS - Le plan/", ReleaseStatus.ORIGINAL, "AVIS AUX MÉDIAS - Le plan"),
        ("UPDATED - The plan", ReleaseStatus.UPDATE, "The plan"),
        ("/REPRISE/ Le plan du ministre", ReleaseStatus.REPRISE, "Le plan du ministre"),
        ("-- REPRISE -- Le plan du ministre", ReleaseStatus.REPRISE, "Le plan du ministre"),
        ("REPRISE DE L'AVIS AUX MÉDIAS - Le plan", ReleaseStatus.REPRISE, "Le plan"),
        ("(Mise à jour) Le plan du ministre", ReleaseStatus.UPDATE, "Le plan du ministre"),
        ("[MISE À JOUR] Le plan du ministre", ReleaseStatus.UPDATE, "Le plan du ministre"),
        ("UPDATE 2 - The plan", ReleaseStatus.UPDATE, "The plan"),
        ("Corrected version: The plan", ReleaseStatus.CORRECTION, "The plan"),
        ("AVIS AUX MÉDIAS : MISE À JOUR - Le plan", ReleaseStatus.UPDATE, "AVIS AUX MÉDIAS : MISE À JOUR - Le plan"),
        ("/AVIS AUX MÉDIAS - REPRISE - Le plan/", ReleaseStatus.REPRISE, "AVIS AUX MÉDIAS - REPRISE - Le plan"),
        ("Mise à jour économique de l'automne", ReleaseStatus.ORIGINAL, "Mise à jour économique de l'automne"),
        ("Correction fluviale à Montréal", ReleaseStatus.ORIGINAL, "Correction fluviale à Montréal"),
    ],
)  # fmt: skip
def test_markers(load: Load, title: str, status: ReleaseStatus, name: str) -> None:
    release = load(f"{title}\n\nOTTAWA, le 1er mars 2024 /CNW/ - Le ministre a parlé.\n")
    assert release.status is status
    assert release.title == name


def test_a_marker_on_its_own_line(load: Load) -> None:
    release = load("REPRISE\n\nLe titre du jour\n\nOTTAWA, le 1er mars 2024 /CNW/ - Il a parlé.\n")
    assert (release.status, release.title) == (ReleaseStatus.REPRISE, "Le titre du jour")


def test_title_then_subtitle_before_the_dateline(load: Load) -> None:
    release = load(
        "Le titre\n\nLe sous-titre du jour\n\nOTTAWA, le 1er mars 2024 /CNW/ - Il a parlé."
    )
    assert (release.title, release.subtitle) == ("Le titre", "Le sous-titre du jour")
    assert [s.kind for s in release.sentences] == [
        Kind.TITLE, Kind.SUBTITLE, Kind.DATELINE, Kind.SENTENCE,
    ]  # fmt: skip


def test_a_known_title_makes_a_single_line_the_subtitle(load: Load) -> None:
    release = load(
        "Le sous-titre du jour\n\nOTTAWA, le 1er mars 2024 /CNW/ - Il a parlé.",
        meta="title: Le vrai titre",
    )
    assert (release.title, release.subtitle) == ("Le vrai titre", "Le sous-titre du jour")


def test_without_a_dateline_there_is_text_and_nothing_else(load: Load) -> None:
    release = load("La frontière est une idée. Elle sépare et elle relie.\n\nElle est récente.")
    assert words(release) == [
        "La frontière est une idée.",
        "Elle sépare et elle relie.",
        "Elle est récente.",
    ]
    empty = (release.title, release.subtitle, release.city, release.date, release.wire)
    assert empty == (None,) * 5
    assert (release.issuer, release.contacts, release.url) == (None, (), None)


def test_a_dateline_far_down_is_not_the_release_s(load: Load) -> None:
    text = "\n\n".join(f"Voici la phrase {n}." for n in range(20))
    release = load(text + "\n\nOTTAWA, le 1er mars 2024 /CNW/ - Il a parlé.")
    assert release.date is None


@pytest.mark.parametrize(
    "text", ["Une seule ligne", "Oui.", "2024", "pommes\npoires\nBananes vertes"]
)
def test_the_smallest_texts(load: Load, text: str) -> None:
    assert words(load(text)) == text.split("\n")


def test_wrapped_lines_lists_and_headings(load: Load) -> None:
    release = load(
        "La frontière est une idée autant qu'un lieu. Elle sépare et elle relie; elle se\n"
        "franchit chaque jour, à pied, en voiture, en pensée. On la croit ancienne, elle\n"
        "est récente.\n"
        "Un second paragraphe commence ici sans ligne vide.\n"
        "- premier élément de la liste;\n"
        "- second élément, qui est\n"
        "  bien plus long;\n"
        "- dernier.\n\n"
        "Section deux\n\n"
        "1. Il y a un point. Il a deux phrases.\n"
        "2. Il y en a un autre\n\n"
        "Fin du texte – pas de point\n"
    )
    assert words(release, Kind.SENTENCE)[:3] == [
        "La frontière est une idée autant qu'un lieu.",
        "Elle sépare et elle relie; elle se\nfranchit chaque jour, à pied, en voiture, en pensée.",
        "On la croit ancienne, elle\nest récente.",
    ]
    assert words(release, Kind.ITEM) == [
        "premier élément de la liste;",
        "second élément, qui est\n  bien plus long;",
        "dernier.",
        "Il y a un point.",
        "Il a deux phrases.",
        "Il y en a un autre",
    ]
    assert release.headings == ("Section deux",)
    assert words(release)[-1] == "Fin du texte – pas de point"


def test_crlf_offsets_are_the_file_s(load: Load) -> None:
    content = CANADA_CA.replace("\n", "\r\n")
    release = load(content)
    assert release.text == content
    assert [s.replace("\r\n", "\n") for s in words(release)] == words(load(CANADA_CA, "b.txt"))


@pytest.mark.parametrize("mark", ["-30-", "- 30 -", "###", "–30–"])
def test_end_marks_are_no_sentence(load: Load, mark: str) -> None:
    assert words(load(f"Le ministre a parlé. Il est parti.\n\n{mark}\n")) == [
        "Le ministre a parlé.",
        "Il est parti.",
    ]


@pytest.mark.parametrize(
    "prefix",
    [" date 2024-07 ", "date 2024-07-12\n", "\ufeffdate: 2024-07 ", "crawl 2024-07-12T10:00:00Z "],
)
def test_crawl_prefixes(load: Load, prefix: str) -> None:
    release = load(prefix + "Le ministre a parlé. Il est parti.")
    assert words(release) == ["Le ministre a parlé.", "Il est parti."]


@pytest.mark.parametrize(
    "text", ["Date de la réunion : 2024-07-12.", "date limite 2024 pour tous."]
)
def test_what_only_resembles_a_crawl_prefix_stays(load: Load, text: str) -> None:
    assert words(load(text)) == [text]


def test_a_sentence_about_information_is_no_contact(load: Load) -> None:
    text = "Pour plus de renseignements, visitez le site.\n\nRenseignements : le plan est public."
    assert not load(text).contacts


def test_no_break_spaces_and_hyphens_stay_in_quotes(load: Load) -> None:
    text = "Les États\u2011Unis\u00a0: «\u00a0Oui\u00a0!\u00a0» Le\u202fCanada aussi."
    assert words(load(text)) == [
        "Les États\u2011Unis\u00a0: «\u00a0Oui\u00a0!\u00a0»",
        "Le\u202fCanada aussi.",
    ]


def test_a_signature_under_a_quote_is_no_heading(load: Load) -> None:
    release = load("« Nous agissons. »\n\n– Yasmina Roy, ministre\n\nLe plan est public.")
    assert not release.headings
    assert "Yasmina Roy, ministre" in words(release)


def test_a_line_for_the_public_has_a_name(load: Load) -> None:
    release = load("Contacts: Jane Doe, 613-555-0100; Complaints from the public: 1-833-555-0157")
    assert [(c.name, c.phone) for c in release.contacts] == [
        ("Jane Doe", "613-555-0100"),
        ("Complaints from the public", "1-833-555-0157"),
    ]


ADVISORY = """/AVIS AUX MÉDIAS - Annonce concernant le port/

RIMOUSKI, QC, le 10 sept. 2024 /CNW/ - Les médias sont invités à une annonce.

Date :
Le jeudi 12 septembre 2024

Heure : 10 h 30

Lieu :
Hangar 4, quai de l'Est
20, rue des Mouettes
Rimouski (Québec)

Notes à l'intention des médias :

- L'accréditation est obligatoire.

SOURCE Transports Canada
"""


def test_the_fields_of_an_advisory_stay_with_their_labels(load: Load) -> None:
    release = load(ADVISORY)
    assert not release.headings
    assert words(release, Kind.SENTENCE)[1:] == [
        "Date :\nLe jeudi 12 septembre 2024",
        "Heure : 10 h 30",
        "Lieu :\nHangar 4, quai de l'Est\n20, rue des Mouettes\nRimouski (Québec)",
        "Notes à l'intention des médias :",
    ]


def test_the_note_of_a_correction_is_no_subtitle(load: Load) -> None:
    release = load(
        "CORRECTION de la source - Le plan\n\nDans le communiqué du 5 mars, un nombre est faux. Lire 12.\n\n"
        "OTTAWA, le 7 mars 2024 /CNW/ - Le ministre a parlé."
    )
    assert (release.title, release.subtitle) == ("Le plan", None)
    assert words(release, Kind.SENTENCE)[0] == (
        "Dans le communiqué du 5 mars, un nombre est faux. Lire 12."
    )
