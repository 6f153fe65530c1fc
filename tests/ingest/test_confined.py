"""PDF and DOCX files made to hurt: each ends with one line about it, in bounded time and memory."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

import docx
import pytest

from errors import SourceUnreadable
from ingest.load import load_release
from ingest.parsers import confined
from ingest.parsers.confined import LIMITS, Limits
from ingest.sources import discover

SMALL = Limits(seconds=20, memory_mb=700)


def pdf_of(stream: bytes, filters: str = "/FlateDecode") -> bytes:
    """A PDF of one page whose content is `stream`, as it stands."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream"
        % (len(stream), filters.encode(), stream),
    ]
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(
        b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    )
    return out.getvalue()


def flate_bomb() -> bytes:
    """Two thousand million spaces in some kilobytes: three layers of compression."""
    layer = zlib.compress(b" " * 2_000_000_00, 9)
    return pdf_of(
        zlib.compress(zlib.compress(layer * 10, 9), 9), "/FlateDecode /FlateDecode /FlateDecode"
    )


def glyph_flood() -> bytes:
    """A page that shows a hundred and sixty million letters."""
    line = b"BT /F1 8 Tf 50 700 Td (" + b"lettres " * 1000 + b") Tj ET\n"
    return pdf_of(zlib.compress(line * 20_000, 9))


def pages_that_hold_each_other() -> bytes:
    return pdf_of(zlib.compress(b"")).replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")


def word_with(body: bytes, **others: bytes) -> bytes:
    """A DOCX whose document.xml is `body`."""
    made = io.BytesIO()
    docx.Document().save(made)
    out = io.BytesIO()
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, body if name == "word/document.xml" else before.read(name))
        for name, content in others.items():
            after.writestr(name, content)
    return out.getvalue()


XML = b'<?xml version="1.0"?>%s<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'


def paragraph_bomb() -> bytes:
    """Nine hundred megabytes of paragraphs in one."""
    return word_with(XML % (b"", b"<w:p><w:r><w:t>mot</w:t></w:r></w:p>" * 20_000_000))


def zip_bomb() -> bytes:
    return word_with(XML % (b"", b""), **{"word/media/image1.png": bytes(1_200_000_000)})


def laughing_entities() -> bytes:
    entities = b'<!ENTITY a0 "ha">' + b"".join(
        b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
    )
    inside = b"<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>"
    return word_with(XML % (b"<!DOCTYPE x [%s]>" % entities, inside))


def entity_that_names_a_file(path: str) -> bytes:
    inside = b"<w:p><w:r><w:t>Le texte du communique. &x;</w:t></w:r></w:p>"
    doctype = b'<!DOCTYPE x [<!ENTITY x SYSTEM "file://%s">]>' % path.encode()
    return word_with(XML % (doctype, inside))


def deep_nesting() -> bytes:
    return word_with(
        XML % (b"", b"<w:sdt><w:sdtContent>" * 50_000 + b"</w:sdtContent></w:sdt>" * 50_000)
    )


HOSTILE = {
    "flate bomb": ("pdf", flate_bomb),
    "pages in a circle": ("pdf", pages_that_hold_each_other),
    "paragraph bomb": ("word", paragraph_bomb),
    "zip bomb": ("word", zip_bomb),
    "laughing entities": ("word", laughing_entities),
    "deep nesting": ("word", deep_nesting),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_is_refused_with_a_line(name):
    parser, make = HOSTILE[name]
    with pytest.raises(ValueError) as refused:
        confined.parse(parser, make(), 50, SMALL)
    assert "\n" not in str(refused.value) and len(str(refused.value)) < 200


def test_time_is_bounded():
    with pytest.raises(ValueError, match="more than 1 s"):
        confined.parse("pdf", glyph_flood(), 50, Limits(seconds=1))


@pytest.mark.slow
def test_memory_is_bounded():
    data = word_with(XML % (b"", b"<w:p><w:r><w:t>mot</w:t></w:r></w:p>" * 1_000_000))
    with pytest.raises(ValueError, match=r"memory|damaged"):
        confined.parse("word", data, 50, Limits(memory_mb=300))
    data = word_with(XML % (b"", b"<w:p><w:r><w:t>mot</w:t></w:r></w:p>" * 2_000))
    assert confined.parse("word", data, 50, LIMITS).text.startswith("mot")


def test_an_entity_reads_no_file(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("mot de passe")
    try:
        text = confined.parse("word", entity_that_names_a_file(str(secret)), 50, LIMITS).text
    except ValueError as refusal:
        text = str(refusal)
    assert "mot de passe" not in text


def test_a_file_that_breaks_its_parser_fails_alone(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pages_that_hold_each_other())
    (file,) = discover([path], tmp_path).files
    with pytest.raises(SourceUnreadable, match=re.escape("a.pdf: ")):
        load_release(file, max_mb=50)


def test_nothing_is_unpickled_in_the_project():
    from pathlib import Path

    project = Path(confined.__file__).resolve().parents[2]
    rooms = ("ingest", "vectorstore", "embedding", "retrieval", "answering", "ui", "evaluation")
    files = [path for room in rooms for path in (project / room).rglob("*.py")]
    assert len(files) > 50
    code = re.compile(
        r"import (?:pickle|cPickle|dill|joblib|shelve|marshal)\b|allow_pickle=True"
        r"|torch\.load\((?!.*weights_only=True)"  # which reads tensors and plain values alone
        r"|yaml\.(?:load|unsafe_load|full_load)\(|(?<![\w.])(?:eval|exec)\("
    )
    found = [
        (path.name, line)
        for path in [*files, *project.glob("*.py")]
        for line in path.read_text(encoding="utf-8").splitlines()
        if code.search(line)
    ]
    assert found == []
