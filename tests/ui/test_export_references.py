"""BibTeX, RIS, CSL-JSON and CSV, read back by programs of other people."""

from __future__ import annotations

import csv
import io
import json
import re
import warnings
from dataclasses import replace
from datetime import date

import bibtexparser
import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc import formatter as citeproc_formatter
from citeproc.source.json import CiteProcJSON
from export_cases import HOSTILE, MADE, URL, Shelf, answered, cite, declined, hostile, release

from domain import Answer
from ui.export import as_bibtex, as_csl, as_csv, as_ris, words
from ui.export.dossier import dossier
from ui.texts import ENGLISH, FRENCH, Texts

FORUM = release("Le forum a eu lieu. Deux pays étaient là.", wire="CNW")
ONE = cite(FORUM, "Le forum a eu lieu.", section="Contexte")
TWO = cite(FORUM, "Deux pays étaient là.", 2)
SHELF = Shelf(FORUM)
KEY = "securite-publique-canada-2024-661a9a3f"
NOTES = (
    "[1] «\u00a0Le forum a eu lieu.\u00a0» (section «\u00a0Contexte\u00a0», "
    "caractères [0, 19) de forum-7eff@661a9a3ff42c5b39)",
    "[2] «\u00a0Deux pays étaient là.\u00a0» (caractères [20, 41) de forum-7eff@661a9a3ff42c5b39)",
)
FORMATS = (as_bibtex, as_ris, as_csl, as_csv)


def made(format_, *answers: Answer, texts: Texts = FRENCH, shelf: Shelf = SHELF) -> str:
    asked = [(answer.question, answer) for answer in answers]
    return format_.render(dossier(asked, shelf, MADE), texts).decode("utf-8-sig")


BOTH = answered(SHELF, "Où ?", ONE, TWO)


def test_bibtex_by_hand():
    assert made(as_bibtex, BOTH) == (
        f"@online{{{KEY},\n"
        "  author = {{Sécurité publique Canada}},\n"
        "  title = {{Forum de 2024}},\n"
        "  date = {2024-07-12},\n"
        "  year = {2024},\n"
        "  type = {Communiqué de presse},\n"
        "  location = {Ottawa},\n"
        "  organization = {CNW},\n"
        f"  url = {{{URL}}},\n"
        "  urldate = {2026-11-25},\n"
        "  version = {661a9a3ff42c5b39},\n"
        "  langid = {french},\n"
        f"  annote = {{{' '.join(NOTES).replace('@', '{@}')}}},\n"
        "}\n"
    )


def test_ris_by_hand():
    assert made(as_ris, BOTH) == "\r\n".join(
        (
            "TY  - ELEC",
            f"ID  - {KEY}",
            "TI  - Forum de 2024",
            "AU  - Sécurité publique Canada",
            "PY  - 2024",
            "DA  - 2024/07/12/",
            "CY  - Ottawa",
            "PB  - CNW",
            f"UR  - {URL}",
            "Y2  - 2026/11/25/",
            "LA  - fr",
            "ET  - 661a9a3ff42c5b39",
            "M3  - Communiqué de presse",
            *(f"N1  - {note}" for note in NOTES),
            "ER  - ",
            "",
            "",
        )
    )


def test_csl_by_hand():
    assert json.loads(made(as_csl, BOTH)) == [
        {
            "id": KEY,
            "type": "webpage",
            "genre": "Communiqué de presse",
            "title": "Forum de 2024",
            "author": [{"literal": "Sécurité publique Canada"}],
            "issued": {"date-parts": [[2024, 7, 12]]},
            "publisher": "CNW",
            "publisher-place": "Ottawa",
            "URL": URL,
            "accessed": {"date-parts": [[2026, 11, 25]]},
            "language": "fr",
            "version": "661a9a3ff42c5b39",
            "note": "\n".join(NOTES),
        }
    ]


@pytest.mark.parametrize(("texts", "separator"), [(FRENCH, ";"), (ENGLISH, ",")])
def test_csv_by_hand(texts, separator):
    rows = list(csv.reader(io.StringIO(made(as_csv, BOTH, texts=texts)), delimiter=separator))
    assert rows[0] == list(texts.export.csv_columns)
    remark = "" if texts is FRENCH else "quoted in French"
    known = ["Sécurité publique Canada", "Forum de 2024", "2024-07-12", "Ottawa"]
    where = [URL, "forum-7eff@661a9a3ff42c5b39"]
    assert rows[1:] == [
        ["Où ?", "1", ONE.quote, *known, "Contexte", *where, "0", "19", remark],
        ["Où ?", "2", TWO.quote, *known, "", *where, "20", "41", remark],
    ]
    assert as_csv.render(dossier([], SHELF, MADE), texts).startswith(b"\xef\xbb\xbf")


def test_releases_are_listed_once_with_the_quotations_of_every_question():
    other = release("Autre.", release_id="autre", version="ffff000011112222", issuer=None)
    shelf = Shelf(FORUM, other)
    first = answered(shelf, "Un ?", ONE)
    second = answered(shelf, "Deux ?", cite(other, "Autre."), replace(TWO, marker=2))
    items = json.loads(made(as_csl, first, second, shelf=shelf))
    assert [item["id"] for item in items] == [KEY, "forum-de-2024-2024-ffff0000"]
    assert [line[:6] for line in items[0]["note"].split("\n")] == ["[1.1] ", "[2.2] "]
    assert items[1]["note"].startswith("[2.1] ")


def test_keys_are_never_the_same():
    others = [
        release(f"Texte {n}.", release_id=f"r{n}", version=f"661a9a3f{n:08d}") for n in range(4)
    ]
    shelf = Shelf(*others)
    answer = answered(shelf, "Q", *(cite(r, r.text, n) for n, r in enumerate(others, 1)))
    for format_, pattern in (
        (as_bibtex, r"@online\{(.*),"), (as_ris, r"ID  - (.*)\r"), (as_csl, r'"id": "(.*)"'),
    ):  # fmt: skip
        keys = re.findall(pattern, made(format_, answer, shelf=shelf))
        assert len(keys) == len(set(keys)) == 4


@pytest.mark.parametrize("format_", FORMATS)
def test_a_declined_answer_cites_nothing(format_):
    told = made(format_, declined(SHELF, "Qui ?", "Rien n’en est dit.", TWO))
    assert TWO.quote not in told
    assert as_csl is not format_ or json.loads(told) == []


def test_a_release_of_which_little_is_known():
    of = release(
        "Un mot.", title=None, issuer=None, city=None, date=None, url=None, source="/home/x/a b.txt"
    )
    shelf = Shelf(of)
    answer = answered(shelf, "Q", cite(of, of.text))
    assert made(as_bibtex, answer, shelf=shelf).startswith("@misc{a-b-txt-661a9a3f,\n")
    assert made(as_ris, answer, shelf=shelf).startswith("TY  - GEN\r\nID  - a-b-txt-661a9a3f\r\n")
    (item,) = json.loads(made(as_csl, answer, shelf=shelf))
    assert item["type"] == "document" and {"URL", "author", "issued"}.isdisjoint(item)
    assert item["title"] == "a b.txt"
    published = replace(of, published=date(2024, 8, 1))
    shelf = Shelf(published)
    assert "date = {2024-08-01}" in made(as_bibtex, answer, shelf=shelf)
    for format_ in FORMATS:
        assert "/home/x" not in made(format_, answer, shelf=shelf)


# Hostile words


@pytest.mark.parametrize("case", HOSTILE)
def test_bibtex_is_one_entry_with_the_words(case):
    shelf, answer = hostile(HOSTILE[case])
    told = made(as_bibtex, answer, shelf=shelf)
    assert told.count("{") == told.count("}") and r"\{" not in told and r"\}" not in told
    library = bibtexparser.parse_string(told)
    assert not library.failed_blocks and not library.strings and not library.comments
    (entry,) = library.entries
    fields = {name: str(field.value) for name, field in entry.fields_dict.items()}
    expected = {
        "author", "title", "date", "year", "type", "location", "organization", "url", "urldate",
        "version", "langid", "annote",
    }  # fmt: skip
    line = words.line(HOSTILE[case])
    assert set(fields) == expected
    assert fields["url"] == URL
    for name in ("title", "author", "location", "organization"):
        assert as_typeset(fields[name]) == line
    assert line in as_typeset(fields["annote"])


# What the macros of a TeX manual print; a sign that is in no macro and yet in _ACTIVE is a fault.
_PRINTED = {
    "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~",
    "textasciicircum": "^", "textless": "<", "textgreater": ">", "textbar": "|",
    "textasciigrave": "`",
}  # fmt: skip
_ACTIVE = re.compile(r"(?<!\\)[%#&_$~^<>|`@]|--|''")


def as_typeset(value: str) -> str:
    """What TeX prints of a value: macros and groups done, nothing else changed."""
    ungrouped = value.replace("{@}", "@@")
    assert not _ACTIVE.search(ungrouped.replace("@@", ""))
    found = re.sub(r"\{\\([a-z]+)\}", lambda match: f"\0{match.group(1)}\0", ungrouped)
    found = re.sub(r"\\([%#&_$])", r"\1", found).replace("@@", "@")
    assert "\\" not in found
    found = found.replace("{", "").replace("}", "")
    return re.sub(r"\0([a-z]+)\0", lambda match: _PRINTED[match.group(1)], found)


def test_no_sign_of_tex_is_left_as_it_is():
    shelf, answer = hostile("\\ { } ~ ^ % # & _ $ @ < > | ` -- ''")
    text = made(as_bibtex, answer, shelf=shelf)
    assert (
        r"title = {{{\textbackslash} {\textbraceleft} {\textbraceright} {\textasciitilde} "
        r"{\textasciicircum} \% \# \& \_ \$ {@} {\textless} {\textgreater} {\textbar} "
        r"{\textasciigrave} -{}- '{}'}},"
    ) in text


def test_an_address_keeps_its_braces_to_itself():
    of = release("Un mot.", url="https://example.ca/{a}%20\\b")
    shelf = Shelf(of)
    told = made(as_bibtex, answered(shelf, "Q", cite(of, of.text)), shelf=shelf)
    assert "url = {https://example.ca/%7Ba%7D%20%5Cb}," in told


@pytest.mark.parametrize("case", HOSTILE)
def test_ris_is_one_record_with_the_words(case):
    shelf, answer = hostile(HOSTILE[case])
    told = made(as_ris, answer, shelf=shelf)
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in told.split("\r\n") if line)
    (record,) = rispy.loads(told)
    line = words.line(HOSTILE[case])
    assert record["type_of_reference"] == "ELEC"
    assert record["title"] == record["authors"][0] == record["place_published"] == line
    assert record["urls"] == [URL]
    assert len(record["notes"]) == 1 and line in record["notes"][0]
    assert "unknown_tag" not in record


@pytest.mark.parametrize("case", HOSTILE)
def test_csl_is_one_item_with_the_words(case):
    shelf, answer = hostile(HOSTILE[case])
    items = json.loads(made(as_csl, answer, shelf=shelf))
    line = words.line(HOSTILE[case])
    assert items[0]["title"] == items[0]["author"][0]["literal"] == line
    assert line in items[0]["note"] and "\n" not in items[0]["note"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # that is how citeproc says that it does not know a field
        source = CiteProcJSON(items)
    assert list(source) == [items[0]["id"]]


def test_csl_makes_a_bibliography():
    source = CiteProcJSON(json.loads(made(as_csl, BOTH)))
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, source, citeproc_formatter.plain)
    bibliography.register(Citation([CitationItem(KEY)]))
    (line,) = map(str, bibliography.bibliography())
    for part in ("Sécurité publique Canada", "2024", "Forum de 2024", URL):
        assert part in line


@pytest.mark.parametrize("case", HOSTILE)
@pytest.mark.parametrize(("texts", "separator"), [(FRENCH, ";"), (ENGLISH, ",")])
def test_csv_has_no_formula(case, texts, separator):
    shelf, answer = hostile(HOSTILE[case])
    told = made(as_csv, answer, texts=texts, shelf=shelf)
    _, row = csv.reader(io.StringIO(told, newline=""), delimiter=separator)
    assert len(row) == len(texts.export.csv_columns)
    for cell in row:
        assert cell.lstrip()[:1] not in (*"=+-@＝＋－＠",) or not cell
        assert cell[:1] not in ("\t", "\r", "\n")
    quote = answer.citations[0].quote
    assert row[2].removeprefix("'") == words.held(quote).removeprefix("'")
    assert int(row[11]) - int(row[10]) == len(quote)
