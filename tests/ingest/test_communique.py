"""The communiqué of 12 July 2024, trap by trap."""

from datetime import date

from ingest_helpers import COMMUNIQUE, words

from domain import Kind, Release, ReleaseStatus
from ingest.chunk import cut
from ingest.load import load_release
from ingest.sources import discover

HEADINGS = (
    "Ingérence étrangère/sécurité nationale",
    "Coopération et échange de renseignements dans le domaine de l'application de la loi",
    "Crimes en ligne et crimes haineux",
    "Conclusion",
)


def test_text_is_the_file_unchanged(communique: Release) -> None:
    assert communique.text.encode("utf-8") == COMMUNIQUE.read_bytes()
    assert len(communique.text) == 12_368
    assert communique.source == COMMUNIQUE.name


def test_crawl_artefact_lies_outside_every_sentence(communique: Release) -> None:
    assert communique.text.startswith(" date 2024-07 Les représentants")
    first = communique.sentences[0]
    assert (first.start, first.end, first.kind) == (14, 365, Kind.SUBTITLE)
    assert communique.text[first.start :].startswith("Les représentants du Canada")
    assert not any("date 2024-07" in sentence for sentence in words(communique))


def test_metadata(communique: Release) -> None:
    assert communique.title == (
        "Forum sur la criminalité transfrontalière (FCT) États-Unis-Canada de 2024"
    )
    assert communique.title not in communique.text
    assert communique.subtitle == words(communique, Kind.SUBTITLE)[0]
    assert communique.subtitle.endswith("les crimes en ligne et les crimes haineux")
    assert communique.city == "Washington"
    assert communique.date == date(2024, 7, 12)
    assert communique.published is None
    assert communique.wire == "CNW"
    assert communique.issuer == "Sécurité publique et Protection civile Canada"
    assert communique.language == "fr"
    assert communique.status is ReleaseStatus.ORIGINAL
    assert communique.url == (
        "https://www.newswire.ca/fr/news-releases/forum-sur-la-criminalite-transfrontaliere-fct-"
        "etats-unis-canada-de-2024-846658485.html"
    )
    assert communique.translations == ()


def test_dateline_is_its_own_item_without_the_dash(communique: Release) -> None:
    assert words(communique, Kind.DATELINE) == ["WASHINGTON, le 12 juill. 2024 /CNW/"]
    body = communique.sentences[2]
    assert communique.text[402:405] == " - "
    assert communique.text[body.start : body.end].startswith("Les États\u2011Unis et le Canada")
    assert communique.text[body.start : body.end].endswith("droits protégés par la loi.")


def test_initials_and_washington_dc_do_not_end_sentences(communique: Release) -> None:
    sentence = next(text for text in words(communique) if "Garland" in text)
    assert sentence.startswith("Aujourd'hui, à l'occasion du Forum")
    assert "Merrick B. Garland" in sentence
    assert "Alejandro N. Mayorkas" in sentence
    assert sentence.endswith("à Washington, D.C., en vue de promouvoir nos objectifs communs.")
    assert "États\u2011Unis-Canada de 2024" in sentence  # both kinds of hyphen, as published


def test_english_title_inside_a_french_sentence(communique: Release) -> None:
    sentence = next(text for text in words(communique) if "Statement of Partnership" in text)
    assert sentence.startswith("Forts du succès")
    assert sentence.endswith(
        "(ci-après appelés « les ministres ») ont discuté de moyens de "
        "renforcer la collaboration dans les domaines suivants :"
    )


def test_headings_and_sections(communique: Release) -> None:
    assert communique.headings == HEADINGS
    sections = [s.section for s in communique.sentences]
    assert sections[:6] == [None] * 6
    assert [s for i, s in enumerate(sections) if i == 0 or sections[i - 1] != s] == [
        None,
        *HEADINGS,
        None,
        "Personnes-ressources",
    ]
    for sentence in communique.sentences:
        if sentence.kind is Kind.HEADING:
            assert sentence.section == communique.text[sentence.start : sentence.end]


def test_sentence_counts_by_section(communique: Release) -> None:
    counts = {
        heading: sum(s.kind is Kind.SENTENCE and s.section == heading for s in communique.sentences)
        for heading in HEADINGS
    }
    assert counts == dict(zip(HEADINGS, (13, 11, 10, 2), strict=True))
    assert sum(s.kind is Kind.SENTENCE for s in communique.sentences) == 40


def test_source_line(communique: Release) -> None:
    assert words(communique, Kind.SOURCE) == [
        "SOURCE Sécurité publique et Protection civile Canada"
    ]


def test_contacts_one_per_entry_without_the_label(communique: Release) -> None:
    entries = words(communique, Kind.CONTACT)
    assert len(entries) == 6
    assert entries[0].startswith("Jean-Sébastien Comeau, Directeur adjoint")
    assert entries[0].endswith("343-574-8116, [email protected]")
    assert entries[1] == (
        "Relations avec les médias : Sécurité publique Canada, 613-991-0657, [email protected]"
    )
    assert [(c.name, c.phone, c.email) for c in communique.contacts] == [
        ("Jean-Sébastien Comeau", "343-574-8116", None),
        ("Relations avec les médias : Sécurité publique Canada", "613-991-0657", None),
        ("Chantalle Aubertin", "613-992-6568", None),
        ("Relations avec les médias: Ministère de la Justice Canada", "613-957-4207", None),
        ("Nicole Navas Oxman", "202-305-5625", None),
        ("Département de la Sécurité intérieure des États-Unis", None, None),
    ]
    assert [communique.text[c.start : c.end] for c in communique.contacts] == entries


def test_every_visible_word_is_quotable_but_the_artefact_and_the_label(
    communique: Release,
) -> None:
    left, at = "", 0
    for sentence in communique.sentences:
        left += communique.text[at : sentence.start]
        at = sentence.end
    left += communique.text[at:]
    assert left.split() == ["date", "2024-07", "-", "Personnes-ressources", ":", *[";"] * 5]


def test_passages(communique: Release) -> None:
    passages = cut(communique, 120)
    assert len(passages) == 21
    assert max(len(communique.text[p.start : p.end].split()) for p in passages) <= 120
    assert passages[0].start == 14


def test_identity_is_stable_and_readable(communique: Release) -> None:
    assert communique.release_id == "forum-sur-la-criminalite-transfrontalier-7eff209b2c"
    assert communique.version == "661a9a3ff42c5b39"
    (file,) = discover([COMMUNIQUE], COMMUNIQUE.parent).files
    assert load_release(file, max_mb=1).release_id == communique.release_id  # the URL decides
