"""Real DOCX files, made here."""

import io
from datetime import date

import docx
import docx.enum.style
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from ingest_helpers import Load, words

from domain import Kind


def _saved(document: "docx.document.Document") -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_document(load: Load) -> None:
    document = docx.Document()
    document.add_heading("Le plan du ministre", 0)
    document.add_paragraph(
        "OTTAWA, le 1er mars 2024 /CNW/ - Les États\u2011Unis et le\u00a0Canada agissent. Oui."
    )
    document.add_heading("Première partie", 1)
    document.add_paragraph("Un point. Deux phrases.", style="List Bullet")
    document.add_paragraph("Autre point", style="List Number")
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[0].cells, ("Année", "Nombre", "Note"), strict=True):
        cell.text = text
    merged = table.rows[1].cells[0].merge(table.rows[1].cells[1])
    merged.text = "2023"
    table.rows[1].cells[2].text = "douze"
    document.add_paragraph("Après le tableau.")
    document.add_paragraph("SOURCE Justice Canada")
    document.sections[0].header.paragraphs[0].text = "En-tête"
    release = load(_saved(document), "plan.docx")
    assert [(s.kind, release.text[s.start : s.end]) for s in release.sentences] == [
        (Kind.TITLE, "Le plan du ministre"),
        (Kind.DATELINE, "OTTAWA, le 1er mars 2024 /CNW/"),
        (Kind.SENTENCE, "Les États\u2011Unis et le\u00a0Canada agissent."),
        (Kind.SENTENCE, "Oui."),
        (Kind.HEADING, "Première partie"),
        (Kind.ITEM, "Un point."),
        (Kind.ITEM, "Deux phrases."),
        (Kind.ITEM, "Autre point"),
        (Kind.ITEM, "Année | Nombre | Note"),
        (Kind.ITEM, "2023 | douze"),
        (Kind.SENTENCE, "Après le tableau."),
        (Kind.SOURCE, "SOURCE Justice Canada"),
    ]
    assert (release.title, release.date) == ("Le plan du ministre", date(2024, 3, 1))


def test_tracked_changes_hidden_text_links_and_breaks(load: Load) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Le ministre ")
    w = nsdecls("w")
    for xml in (
        f"<w:ins {w} w:id='1' w:author='a'><w:r><w:t xml:space='preserve'>canadien </w:t></w:r></w:ins>",
        f"<w:del {w} w:id='2' w:author='a'><w:r><w:delText>américain</w:delText></w:r></w:del>",
        f"<w:hyperlink {w}><w:r><w:t>a parlé</w:t></w:r></w:hyperlink>",
        f"<w:r {w}><w:rPr><w:vanish/></w:rPr><w:t>en secret</w:t></w:r>",
        f"<w:r {w}><w:t xml:space='preserve"
        f"'> aux États</w:t><w:noBreakHyphen/><w:t>Unis.</w:t></w:r>",
    ):
        paragraph._p.append(parse_xml(xml))
    second = document.add_paragraph("Ligne une.")
    second.add_run().add_break()
    second.add_run("Ligne deux.")
    release = load(_saved(document), "tracked.docx")
    assert words(release) == [
        "Le ministre canadien a parlé aux États\u2011Unis.",
        "Ligne une.",
        "Ligne deux.",
    ]


def test_content_controls_and_tables_of_contents(load: Load) -> None:
    document = docx.Document()
    document.add_paragraph("Avant.")
    inside = document.add_paragraph("Dans un champ de modèle.")
    w = nsdecls("w")
    control = parse_xml(f"<w:sdt {w}><w:sdtPr/><w:sdtContent/></w:sdt>")
    inside._p.addprevious(control)
    control[1].append(inside._p)
    styles = document.styles
    styles.add_style("TOC 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("Première partie 3", style="TOC 1")
    document.add_paragraph("Après.")
    assert words(load(_saved(document), "sdt.docx")) == [
        "Avant.",
        "Dans un champ de modèle.",
        "Après.",
    ]
