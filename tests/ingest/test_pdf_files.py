"""Real PDF files, made here: lines become paragraphs, headers go, hyphens are kept when in doubt."""

from datetime import date
from pathlib import Path

import pytest
from fpdf import FPDF
from ingest_helpers import Load, words

from domain import Kind
from errors import SourceUnreadable

DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
PARAGRAPH = (
    "Les ministres ont réaffirmé leur engagement à fournir des orientations claires et des "
    "formations pour que les pratiques optimisent l'échange de renseignements dans le cadre des "
    "lois de l'autre partie. Ils se reverront."
)


class Page(FPDF):
    """A release as a department would print it: running header, page number, title, body."""

    def header(self) -> None:
        self.set_font("helvetica", size=8)
        self.cell(0, 5, "Sécurité publique Canada", new_x="LMARGIN", new_y="NEXT")
        self.ln(8)

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("helvetica", size=8)
        self.cell(0, 5, f"Page {self.page_no()} de 3", align="C")

    def big(self, text: str, size: int) -> None:
        self.set_font("helvetica", "B", size)
        self.multi_cell(0, size * 0.5, text, new_x="LMARGIN", new_y="NEXT")
        self.ln(4)

    def body(self, text: str, align: str = "L") -> None:
        self.set_font("helvetica", size=11)
        self.multi_cell(0, 5.5, text, align=align, new_x="LMARGIN", new_y="NEXT")
        self.ln(4)


def _release() -> bytes:
    pdf = Page()
    for number in range(3):
        pdf.add_page()
        if number == 0:
            pdf.big("Le forum sur la criminalité", 18)
            pdf.body(f"OTTAWA, le 1er mars 2024 /CNW/ - {PARAGRAPH}", align="J")
        pdf.big(f"Partie {number + 1}", 14)
        pdf.body(f"Voici la partie numéro {number + 1}. {PARAGRAPH}")
        pdf.body("\u00b7 premier élément de la partie;\n\u00b7 second élément de la partie.")
    pdf.body("SOURCE Sécurité publique Canada")
    return bytes(pdf.output())


def test_a_printed_release(load: Load) -> None:
    release = load(_release(), "release.pdf")
    assert release.title == "Le forum sur la criminalité"
    assert (release.city, release.date, release.wire) == ("Ottawa", date(2024, 3, 1), "CNW")
    assert release.issuer == "Sécurité publique Canada"
    assert release.headings == ("Partie 1", "Partie 2", "Partie 3")
    assert words(release, Kind.ITEM)[:2] == [
        "premier élément de la partie;",
        "second élément de la partie.",
    ]
    one, two = PARAGRAPH.split(". ")
    assert words(release, Kind.SENTENCE)[:2] == [one + ".", two]
    assert words(release).count(one + ".") == 4
    text = " ".join(words(release))
    assert "Page 1" not in text
    assert text.count("Sécurité publique Canada") == 1  # the SOURCE line, not the headers


def test_a_sentence_across_two_pages(load: Load) -> None:
    pdf = Page()
    pdf.add_page()
    for _ in range(6):
        pdf.body(PARAGRAPH)
    pdf.set_y(-45)
    pdf.body(" ".join([PARAGRAPH[:-20]] * 3) + ".")
    release = load(bytes(pdf.output()), "two.pdf")
    assert all(text.startswith(("Les", "Ils")) for text in words(release))


def _lines(*lines: str) -> bytes:
    pdf = FPDF()
    pdf.add_page()
    if DEJAVU.exists():
        pdf.add_font("DejaVu", "", DEJAVU)
        pdf.set_font("DejaVu", size=11)
    else:
        pdf.set_font("helvetica", size=11)
    for line in lines:
        pdf.cell(0, 6, line, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def test_a_hyphen_goes_only_when_the_document_writes_the_word_without(load: Load) -> None:
    release = load(
        _lines(
            "La criminalité transfrontalière inquiète les ministres, et la coopération trans-",
            "frontalière est leur réponse à celles et ceux qui en vivent, car celles-",
            "ci ne savent que faire. Voilà pourquoi ils se voient encore une fois cette an-",
            "née.",
        ),
        "hyphens.pdf",
    )
    assert words(release)[0].startswith("La criminalité transfrontalière inquiète")
    assert "coopération transfrontalière est" in release.text
    assert "celles-ci ne savent" in release.text
    assert "cette an-née." in release.text  # nothing tells; the printed letters stay


@pytest.mark.skipif(not DEJAVU.exists(), reason="needs the DejaVu font for these letters")
def test_letters_beyond_latin_1(load: Load) -> None:
    release = load(
        _lines("L’œuvre coûte 10 € – « c’est peu »…", "Les États\u2011Unis paient."), "l.pdf"
    )
    assert "L’œuvre coûte 10 € – « c’est peu »…" in release.text


@pytest.mark.skipif(not DEJAVU.exists(), reason="needs an embedded font")
def test_glyphs_without_letters_are_refused(load: Load) -> None:
    data = _lines("Les officiers parlent.").replace(b"/ToUnicode", b"/XoUnicode")
    with pytest.raises(SourceUnreadable, match="does not say which letters it shows"):
        load(data, "glyphs.pdf")


def test_an_owner_password_alone_does_not_hide_the_text(load: Load) -> None:
    pdf = Page()
    pdf.add_page()
    pdf.body(PARAGRAPH)
    pdf.set_encryption(owner_password="owner")
    assert words(load(bytes(pdf.output()), "owner.pdf"))[-1] == "Ils se reverront."
