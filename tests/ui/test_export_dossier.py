"""What is exported is compared with the library when it is, and the words that formats share."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from datetime import date

import pytest
from export_cases import HOSTILE, MADE, Shelf, answered, cite, declined, release

from config import PROJECT
from domain import Standing
from ui.export import words
from ui.export.dossier import dossier
from ui.export.formats import FORMATS
from ui.texts import ENGLISH, FRENCH

TEXT = "Le forum a eu lieu. Deux pays étaient là. Il a duré un jour."
FORUM = release(TEXT)
ONE, TWO = cite(FORUM, "Le forum a eu lieu."), cite(FORUM, "Deux pays étaient là.", 2)


def test_a_citation_that_no_longer_holds_is_left_out_and_counted():
    shelf = Shelf(FORUM)
    answer = answered(shelf, "Quand ?", ONE, TWO)
    shelf.releases["forum-7eff", FORUM.version] = replace(FORUM, text=TEXT.replace("Deux", "Dix "))
    (entry,) = dossier([("Quand ?", answer)], shelf, MADE).entries
    assert [s.citation.marker for s in entry.sources] == [1]
    assert [s.text for s in entry.sentences] == [ONE.quote]
    assert entry.left_out == 1
    for name in ("markdown", "html", "docx"):
        told = text_of(name, FORMATS[name].render(dossier([("Q", answer)], shelf, MADE), FRENCH))
        assert FRENCH.export.left_out_one in told
        assert TWO.quote not in told and ONE.quote in told
    for name in ("bibtex", "ris", "csl-json", "csv"):
        told = FORMATS[name].render(dossier([("Q", answer)], shelf, MADE), FRENCH).decode()
        assert TWO.quote not in told and ONE.quote in told


def text_of(name: str, data: bytes) -> str:
    """The words of a document."""
    if name == "docx":
        import io

        import docx

        return "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)
    return data.decode()


def test_prose_goes_with_any_of_its_citations():
    shelf = Shelf(FORUM)
    answer = answered(shelf, "Quand ?", ONE, TWO, prose="Deux pays se sont réunis.")
    shelf.releases["forum-7eff", FORUM.version] = replace(FORUM, text=TEXT.replace("Deux", "Dix "))
    (entry,) = dossier([("Quand ?", answer)], shelf, MADE).entries
    assert entry.sentences == () and entry.left_out == 1


def test_a_release_that_is_gone_leaves_nothing_quoted():
    shelf = Shelf(FORUM)
    answer = answered(shelf, "Quand ?", ONE, TWO)
    shelf.releases.clear()
    made = dossier([("Quand ?", answer), ("Et où ?", None)], shelf, MADE)
    assert made.left_out == 2 and made.cited == ()
    for format_ in FORMATS.values():
        assert ONE.quote not in text_of(format_.name, format_.render(made, FRENCH))
    told = FORMATS["markdown"].render(made, FRENCH).decode()
    assert FRENCH.export.left_out_many.format(count=2) in told
    assert FRENCH.export.lost in told and "## Et où ?" in told.replace("\u202f", " ")


def test_extracts_and_prose_are_told_apart():
    shelf = Shelf(FORUM)
    extract = dossier([("Q", answered(shelf, "Q", ONE, TWO))], shelf, MADE).entries[0]
    assert [extract.extract(s).citation for s in extract.sentences] == [ONE, TWO]
    assert extract.unquoted == frozenset()
    prose = dossier([("Q", answered(shelf, "Q", ONE, TWO, prose="Oui."))], shelf, MADE).entries[0]
    assert prose.extract(prose.sentences[0]) is None
    assert prose.unquoted == {1, 2}


def test_nearest_passages_are_verified_too():
    shelf = Shelf(FORUM)
    answer = declined(shelf, "Qui ?", "Rien n’en est dit.", TWO)
    (entry,) = dossier([("Qui ?", answer)], shelf, MADE).entries
    assert [s.citation.quote for s in entry.nearest] == [TWO.quote]
    shelf.releases["forum-7eff", FORUM.version] = replace(FORUM, text=TEXT.replace("Deux", "Dix "))
    (entry,) = dossier([("Qui ?", answer)], shelf, MADE).entries
    assert entry.nearest == ()


def test_a_copy_is_the_quotation_with_its_source():
    source = Shelf(FORUM).resolve(ONE)
    assert words.copied(source, FRENCH) == (
        "«\u00a0Le forum a eu lieu.\u00a0» (Sécurité publique Canada, «\u00a0Forum de 2024\u00a0», "
        "12 juillet 2024, https://www.canada.ca/fr/nouvelles/2024/07/forum.html?a=1&b=(2))"
    )
    assert words.copied(source, ENGLISH) == (
        "“Le forum a eu lieu.” (Sécurité publique Canada, “Forum de 2024”, July 12, 2024, "
        "quoted in French, https://www.canada.ca/fr/nouvelles/2024/07/forum.html?a=1&b=(2))"
    )


def test_a_copy_says_what_is_known_and_nothing_else():
    bare = release(TEXT, title=None, issuer=None, city=None, date=None, url="file:///home/x/a.txt")
    source = Shelf(bare).resolve(cite(bare, ONE.quote))
    assert words.copied(source, FRENCH) == (
        "«\u00a0Le forum a eu lieu.\u00a0» («\u00a0forum.txt\u00a0»)"
    )


@pytest.mark.parametrize("standing", [Standing.SUPERSEDED, Standing.ALTERED, Standing.RETIRED])
def test_a_version_that_no_longer_stands_says_so(standing):
    shelf = Shelf(FORUM)
    shelf.standing = standing
    said = getattr(FRENCH.export, standing.value)
    assert said in words.copied(shelf.resolve(ONE), FRENCH)
    made = dossier([("Q", answered(shelf, "Q", ONE))], shelf, MADE)
    for format_ in FORMATS.values():
        told = text_of(format_.name, format_.render(made, FRENCH))
        assert said in told, format_.name


def test_where_a_quote_stands_is_what_the_library_finds():
    source = Shelf(FORUM).resolve(TWO)
    assert words.whereabouts(source, FRENCH) == (
        "caractères [20, 41) de forum-7eff@661a9a3ff42c5b39"
    )
    assert TEXT[20:41] == TWO.quote


def test_today_is_dated():
    of = release("Aujourd’hui, le forum a eu lieu.")
    source = Shelf(of).resolve(cite(of, of.text))
    assert FRENCH.today.format(date="12 juillet 2024") in words.remarks(source, "fr", FRENCH)


@pytest.mark.parametrize("case", HOSTILE)
def test_held_words_are_the_words(case):
    text = HOSTILE[case]
    kept = words.held(text)
    assert kept.startswith(re.sub("[\x00\x0b\x0c\x1b\x1c\ud800\ufffe]", "\ufffd", text))
    kept.encode("utf-8")
    assert not re.search("[\n\r\t\x85\u2028\u2029]", words.line(text))


def test_writing_in_another_direction_is_ended():
    assert words.held("\u202ea") == "\u202ea\u202c"
    assert words.held("\u2067a\u202eb") == "\u2067a\u202eb\u202c\u2069"
    assert words.held("\u202ea\u202c\u2066b\u2069") == "\u202ea\u202c\u2066b\u2069"
    assert words.held("\u2066a\u202eb\u2069") == "\u2066a\u202eb\u2069"
    assert words.held("\u202c\u2069a") == "\u202c\u2069a"


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Qui représentait les États-Unis ?", "depeche-2026-11-25-qui-representait-les-etats-unis"),
        ("L’œuvre d’aujourd’hui", "depeche-2026-11-25-l-oeuvre-d-aujourd-hui"),
        ("../../etc/passwd\x00", "depeche-2026-11-25-etc-passwd"),
        ("\u202egnp.exe", "depeche-2026-11-25-gnp-exe"),
        ("問題", "depeche-2026-11-25"),
        ("", "depeche-2026-11-25"),
    ],
)
def test_file_names_are_safe(question, name):
    assert words.file_name(question, MADE, ".md") == f"{name}.md"


def test_file_names_stay_short():
    name = words.file_name("a" * 10_000, date(2026, 1, 2), ".docx")
    assert len(name) < 80 and name.endswith(".docx")


def test_formats_need_no_interface():
    import subprocess

    script = (
        "import sys\nfrom ui.export.formats import FORMATS\nfrom ui.export import as_html\n"
        "assert 'streamlit' not in sys.modules and 'docx' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=PROJECT)


LABEL = "Le communiqué du 12 juillet 2024 (Ottawa) — Forum *de* <2024>"


def labelled(shelf):
    answer = answered(shelf, "Compare", ONE, TWO)
    first, second = answer.sentences
    return replace(answer, texts=shelf, sentences=(replace(first, label=LABEL), second))


@pytest.mark.parametrize("name", ["markdown", "html", "docx"])
def test_the_label_of_a_release_stands_above_its_quotes(name):
    shelf = Shelf(FORUM)
    told = text_of(
        name, FORMATS[name].render(dossier([("Q", labelled(shelf))], shelf, MADE), FRENCH)
    )
    told = re.sub(r"\\(?=\W)", "", told).replace("&lt;", "<").replace("&gt;", ">")
    assert told.count(LABEL) == 1
    assert told.index(LABEL) < told.index(ONE.quote) < told.index(TWO.quote)


def test_a_label_outlives_the_quote_below_it():
    shelf = Shelf(FORUM)
    answer = labelled(shelf)
    shelf.releases["forum-7eff", FORUM.version] = replace(
        FORUM, text=TEXT.replace("Le forum", "Un forum")
    )
    (entry,) = dossier([("Q", answer)], shelf, MADE).entries
    kept = [(s.text, s.label) for s in entry.sentences]
    assert kept == [(TWO.quote, LABEL)]
