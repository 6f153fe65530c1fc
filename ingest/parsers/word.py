"""DOCX: paragraphs, headings, lists and tables in the order of the document.

Text that Word does not show (hidden runs, deletions of tracked changes) is not read; inserted text
is. Headers, footers, footnotes, comments and text boxes lie outside the text of the release.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from ingest.parsed import Parsed, Role, TextBuilder

_OLE = b"\xd0\xcf\x11\xe0"  # an encrypted .docx and an old .doc both begin like this
_EXPANSION = 20  # a document may unpack to this many times the allowed size of a file
# python-docx has no one error for a broken file: a part that lacks an expected element surfaces as
# an AttributeError of lxml's, a missing part as a KeyError.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OpcError,
    PythonDocxError,
    etree.XMLSyntaxError,
    AttributeError,
    KeyError,
)
_CELL = " | "
_LINE_BREAK = "\u2028"
_SKIPPED = frozenset(map(qn, ("w:del", "w:moveFrom", "w:txbxContent", "w:pPr", "w:instrText")))
_WRAPPERS = frozenset(map(qn, ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo")))
_SIGNS = {
    qn("w:tab"): " ",
    qn("w:noBreakHyphen"): "\u2011",
    qn("w:br"): _LINE_BREAK,
    qn("w:cr"): _LINE_BREAK,
}


def parse(data: bytes, max_mb: int) -> Parsed:
    """The text of a DOCX file. ValueError when it is encrypted, damaged or no DOCX at all."""
    if data.startswith(_OLE):
        raise ValueError(
            "encrypted or in the old .doc format; remove the password, save it as .docx"
        )
    document = _open(data, max_mb)
    out = TextBuilder()
    titled = False
    for group, part in enumerate(_parts(document.element.body, document)):
        if isinstance(part, Table):
            _add_table(part, out)
            continue
        if _style(part).startswith(("toc", "table of", "tm ")):
            continue  # a table of contents repeats the headings
        role = _role(part)
        if role is Role.TITLE:
            role, titled = (Role.HEADING if titled else Role.TITLE), True
        _add_paragraph(part, role, out, group)
    return Parsed(out.text, tuple(out.blocks))


def _open(data: bytes, max_mb: int) -> Document:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > max_mb * _EXPANSION * 1_000_000:
                raise ValueError(
                    f"unpacks to {unpacked // 1_000_000} MB; give a document without large images"
                )
        return docx.Document(io.BytesIO(data))
    except _DAMAGE:
        raise ValueError(
            "damaged, or no DOCX file; open it in a word processor and save it again"
        ) from None


def _parts(container: etree._Element, document: Document) -> Iterator[Paragraph | Table]:
    """Paragraphs and tables in order, also those inside content controls, as templates have."""
    for child in container.iterchildren():
        if child.tag == qn("w:p"):
            yield Paragraph(child, document._body)
        elif child.tag == qn("w:tbl"):
            yield Table(child, document._body)
        elif child.tag in _WRAPPERS:
            yield from _parts(child, document)


def _style(paragraph: Paragraph) -> str:
    name = paragraph.style.name if paragraph.style is not None else None
    return (name or "").lower()


def _role(paragraph: Paragraph) -> Role:
    style = _style(paragraph)
    if style in ("title", "titre"):
        return Role.TITLE
    if style.startswith(("heading", "titre")):
        return Role.HEADING
    numbered = paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None
    if numbered or style.startswith(("list", "liste")):
        return Role.ITEM
    return Role.PARAGRAPH


def _add_paragraph(paragraph: Paragraph, role: Role, out: TextBuilder, group: int) -> None:
    words = "".join(_words(paragraph._p))
    if role in (Role.TITLE, Role.HEADING):
        out.add(words.replace(_LINE_BREAK, " "), role, group)
        return
    for line in words.split(_LINE_BREAK):
        out.add(line, role, group)


def _add_table(table: Table, out: TextBuilder) -> None:
    """Each row one item, its cells parted by a bar; a cell that spans columns is read once."""
    for row in table.rows:
        cells = dict.fromkeys(cell._tc for cell in row.cells)
        words = [" ".join("".join(_words(p)) for p in tc.iter(qn("w:p"))) for tc in cells]
        shown = [cell.replace(_LINE_BREAK, " ").strip() for cell in words]
        out.add(_CELL.join(cell for cell in shown if cell), Role.ITEM)


def _words(element: etree._Element) -> Iterator[str]:
    """The shown words under `element`, also those in hyperlinks and tracked insertions."""
    for child in element:
        if child.tag in _SKIPPED or _is_hidden(child):
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif etree.QName(child).localname != "Fallback":
            yield from _words(child)


def _is_hidden(element: etree._Element) -> bool:
    if element.tag != qn("w:r"):
        return False
    vanish = element.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return vanish is not None and vanish.get(qn("w:val")) not in ("0", "false", "off")
