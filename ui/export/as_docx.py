"""A Word document with real styles: headings, quotations, numbered sources, links.

Only stored web addresses become links; what XML refuses has been replaced before it comes here.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime, time

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from domain import Resolution
from ui.export import words
from ui.export.dossier import Dossier, Entry
from ui.texts import Texts

_INK, _ACCENT = RGBColor(0x21, 0x1E, 0x1A), RGBColor(0x1D, 0x4E, 0x6B)
_SERIF = "Georgia"
_LINK = "Hyperlink"
_DICTIONARIES = {"fr": "fr-CA", "en": "en-CA"}  # Word wants a country
_SIZES = {  # points
    "Normal": 11,
    "Quote": 11,
    "Title": 22,
    "Subtitle": 11,
    "Heading 1": 15,
    "Heading 2": 11,
}


def render(dossier: Dossier, texts: Texts) -> bytes:
    """The document."""
    document = docx.Document()
    _style(document, texts)
    _describe(document, dossier, texts)
    document.add_paragraph(texts.export.title, style="Title")
    made = texts.export.made.format(date=texts.format_date(dossier.made))
    document.add_paragraph(made, style="Subtitle")
    document.add_paragraph(texts.export.legend)
    for entry in dossier.entries:
        _entry(document, entry, texts)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _describe(document: Document, dossier: Dossier, texts: Texts) -> None:
    about = document.core_properties
    about.title, about.author, about.comments = texts.export.title, "Dépêche", ""
    about.language = texts.language
    about.created = about.modified = datetime.combine(dossier.made, time(tzinfo=UTC))


def _style(document: Document, texts: Texts) -> None:
    styles = document.styles
    for kind, size in _SIZES.items():
        style = styles[kind]
        style.font.name, style.font.size, style.font.color.rgb = _SERIF, Pt(size), _INK
        # The template's own fonts of the theme would outrank the name.
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{name}"), None)
        fonts.set(qn("w:hAnsi"), _SERIF)
    _speak(styles["Normal"].element.get_or_add_rPr(), texts.language)
    rule = styles["Title"].element.pPr.find(qn("w:pBdr"))
    styles["Title"].element.pPr.remove(rule)  # the blue line of the template
    styles["Quote"].font.italic = False
    styles["Quote"].paragraph_format.left_indent = Pt(18)
    link = styles.add_style(_LINK, WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = _ACCENT, True


def _entry(document: Document, entry: Entry, texts: Texts) -> None:
    document.add_paragraph(words.line(entry.question), style="Heading 1")
    document.add_paragraph().add_run(words.status(entry, texts)).bold = True
    answer = entry.answer
    if answer is None:
        return
    if answer.standalone_question and answer.standalone_question != answer.question:
        understood = texts.understood.format(question=answer.standalone_question)
        document.add_paragraph().add_run(words.line(understood)).italic = True
    if answer.reason:
        _say(document.add_paragraph(), words.line(answer.reason), answer.language)
    if loss := words.losses(entry, texts):
        document.add_paragraph().add_run(loss).bold = True
    for sentence in entry.sentences:
        if sentence.label:
            label = document.add_paragraph(style="Heading 2")
            _say(label, words.line(sentence.label), answer.language)
        marks = "".join(f" [{marker}]" for marker in sentence.citations)
        if source := entry.extract(sentence):
            _quote(document, source, texts).add_run(marks)
            continue
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{texts.export.prose} ").italic = True
        _say(paragraph, words.line(sentence.text), answer.language)
        paragraph.add_run(marks)
    if entry.sources:
        document.add_paragraph(texts.export.sources, style="Heading 2")
    for source in entry.sources:
        marker = source.citation.marker
        _source(document.add_paragraph(f"[{marker}] "), source, answer.language, texts)
        if marker in entry.unquoted:
            _quote(document, source, texts)
    if entry.nearest:
        nearest = texts.nearest.format(count=len(entry.nearest))
        document.add_paragraph(nearest, style="Heading 2")
    for source in entry.nearest:
        _quote(document, source, texts)
        _source(document.add_paragraph(), source, answer.language, texts)


def _quote(document: Document, source: Resolution, texts: Texts) -> Paragraph:
    paragraph = document.add_paragraph(style="Quote")
    _say(paragraph, words.quoted(source.citation.quote, texts), source.citation.language)
    return paragraph


def _source(paragraph: Paragraph, source: Resolution, language: str, texts: Texts) -> None:
    paragraph.add_run(words.source_line(source, language, texts))
    if url := words.address(source.release):
        paragraph.add_run(" · ")
        _link(paragraph, words.held(url))


def _say(paragraph: Paragraph, text: str, language: str) -> None:
    """A run in a language of its own, so that Word checks its spelling in that one."""
    _speak(paragraph.add_run(text)._r.get_or_add_rPr(), language)


def _speak(properties: OxmlElement, language: str) -> None:
    known = properties.find(qn("w:lang"))
    element = OxmlElement("w:lang") if known is None else known
    element.set(qn("w:val"), _DICTIONARIES.get(language, words.slug(language) or "und"))
    if known is None:
        properties.append(element)


def _link(paragraph: Paragraph, url: str) -> None:
    """`url` as a link; python-docx reads links but cannot make them."""
    link = OxmlElement("w:hyperlink")
    target = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link.set(qn("r:id"), target)
    run = OxmlElement("w:r")
    link.append(run)
    paragraph._p.append(link)
    Run(run, paragraph).text = url
    Run(run, paragraph).style = _LINK
