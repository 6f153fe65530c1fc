"""Bad input: one line that names the file and the mend, never a traceback or a wrong letter."""

import io
import os
import zipfile
from pathlib import Path

import docx
import pytest
from fpdf import FPDF
from ingest_helpers import Load, load_path, words

from errors import SourceUnreadable
from ingest.decode import decode
from ingest.load import content_hash, load_release, version_of
from ingest.sources import SourceFile, discover

SENTENCE = "Les ministres ont salué l'échange à la frontière canado\u2011américaine."


def _pdf(text: str | None, password: str | None = None) -> bytes:
    pdf = FPDF()
    pdf.add_page()
    if text:
        pdf.set_font("helvetica", size=11)
        pdf.multi_cell(0, 6, text)
    if password:
        pdf.set_encryption(owner_password="owner", user_password=password)
    return bytes(pdf.output())


def _docx(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _zip(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return out.getvalue()


BAD = {
    "empty.txt": (b"", "empty"),
    "spaces.txt": (b" \r\n\t \n", "empty"),
    "bom.txt": (b"\xef\xbb\xbf", "no text"),
    "nbsp.txt": ("\u00a0\u200b\u00a0".encode(), "no text"),
    "marks.txt": (b"--- *** ---", "no text"),
    "binary.txt": (bytes(range(256)) * 20, "binary"),
    "controls.txt": (b"\x01\x02\x03\x04 text" * 30, "binary"),
    "image.txt": (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "image"),
    "really-a-pdf.txt": (_pdf("Bonjour."), "rename it to .pdf"),
    "really-a-docx.txt": (_docx("Bonjour."), "rename it to .docx"),
    "rtf.txt": (rb"{\rtf1\ansi Bonjour.}", "RTF"),
    "utf16-without-bom.txt": ("Bonjour le monde.".encode("utf-16-le"), "UTF-16 without BOM"),
    "undefined-byte.txt": (b"Le ministre \x81 parl\xe9.", "save the file as UTF-8"),
    "cut-utf16.txt": ("Bonjour".encode("utf-16") + b"x", "save the file as UTF-8"),
    "mojibake.txt": (SENTENCE.encode().decode("cp1252", "replace").replace("\ufffd", "").encode(), "garbled"),
    "mojibake-latin1.txt": ("À l'échange".encode().decode("latin-1").encode(), "garbled"),
    "mixed.txt": ("L'échange.\n".encode() + "À l'été.".encode("cp1252"), "garbled"),
    "lost.txt": ("L'\ufffdchange de renseignements.".encode(), "letters were lost"),
    "mojibake.md": ("L'échange".encode().decode("cp1252").encode(), "garbled"),
    "mojibake.html": (b"<p>" + "L'échange".encode().decode("cp1252").encode() + b"</p>", "garbled"),
    "empty.html": (b"<html><body></body></html>", "no text"),
    "blank.html": (b"   ", "empty"),
    "scripts.html": (b"<html><script>alert(1)</script><p hidden>x</p></html>", "no text"),
    "comment.html": (b"<!-- nothing -->", "HTML"),
    "empty.md": (b"<!-- only a comment -->", "no text"),
    "scan.pdf": (_pdf(None), "OCR"),
    "encrypted.pdf": (_pdf("Secret.", "pass"), "encrypted"),
    "cut.pdf": (_pdf("Bonjour.")[:200], "damaged"),
    "text.pdf": (b"Not a PDF at all.", "damaged"),
    "empty.pdf": (b"", "empty"),
    "cut.docx": (_docx("Bonjour.")[:800], "damaged"),
    "text.docx": (b"Not a DOCX at all.", "damaged"),
    "other-zip.docx": (_zip({"a.txt": b"x"}), "damaged"),
    "no-document.docx": (_zip({"[Content_Types].xml": b"<Types/>"}), "damaged"),
    "old.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "encrypted or in the old"),
    "empty-document.docx": (_docx(" "), "no text"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_files(load: Load, name: str) -> None:
    content, why = BAD[name]
    with pytest.raises(SourceUnreadable) as caught:
        load(content, name)
    message = str(caught.value)
    assert message.startswith(f"{name}: ")
    assert why in message
    assert "\n" not in message
    assert len(message) < 300


def test_a_damaged_part_inside_a_docx(load: Load) -> None:
    whole = io.BytesIO(_docx("Bonjour."))
    with zipfile.ZipFile(whole) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"][:-40]
    with pytest.raises(SourceUnreadable, match="damaged"):
        load(_zip(parts), "part.docx")


def test_a_docx_that_unpacks_without_end_is_refused_before_it_is_unpacked(load: Load) -> None:
    bomb = _zip({"word/document.xml": b"0" * 25_000_000})
    with pytest.raises(SourceUnreadable, match="unpacks to 25 MB"):
        load(bomb, "bomb.docx", max_mb=1)


def test_too_large_is_refused_before_reading(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        stream.truncate(3_000_000_000)  # a hole: no such space is used or read
    with pytest.raises(SourceUnreadable, match=r"huge\.txt: 3000 MB, more than the 50 MB"):
        load_path(path)


def test_gone_between_finding_and_reading(tmp_path: Path) -> None:
    file = SourceFile(tmp_path / "gone.txt", "gone.txt", "gone.txt")
    with pytest.raises(SourceUnreadable, match=r"gone\.txt: cannot be read"):
        load_release(file, max_mb=1)
    with pytest.raises(SourceUnreadable, match=r"gone\.txt: has gone"):
        content_hash(file)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("Bonjour.")
    path.chmod(0)
    with pytest.raises(SourceUnreadable, match="cannot be read"):
        load_path(path)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_encodings(load: Load, encoding: str) -> None:
    bom = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    release = load(bom + SENTENCE.encode(encoding), "release.txt")
    assert release.text == SENTENCE


def test_windows_1252(load: Load) -> None:
    text = "L’échange coûte 10\u00a0€ – « œuvre » à l’été…"
    assert load(text.encode("cp1252"), "release.txt").text == text


@pytest.mark.parametrize(
    "text",
    [
        "JOÃO et SÃO PAULO, où l'âge, l'Â, le Ã seul et l'ÂGE comptent.",
        "« Â » et Ça, Île, Éire, garçon, naïve, cœur, Âme, 10 €, 5 ½.",
        "â, €, ™ : des signes isolés.",
    ],
)
def test_true_letters_are_not_taken_for_garbled_ones(text: str) -> None:
    assert decode(text.encode()) == text
    assert decode(text.encode("utf-16")) == text


def test_version_ignores_spaces_and_composition_only() -> None:
    base = version_of("Les États\u2011Unis  ont\r\nsigné.\n")
    assert version_of(" Les E\u0301tats\u2011Unis\u00a0ont signé.") == base
    assert version_of("Les États\u2011Unis ont\u200b signé.") == base
    assert version_of("Les États-Unis ont signé.") != base
    assert version_of("les États\u2011Unis ont signé.") != base
    assert version_of("Les États\u2011Unis ont signé") != base


def test_content_hash_follows_file_and_sidecar(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Bonjour.")
    (file,) = discover([path], tmp_path).files
    first = content_hash(file)
    assert content_hash(file) == first
    side = tmp_path / "a.meta.yaml"
    side.write_text("title: Un")
    second = content_hash(file)
    side.write_text("title: Deux")
    third = content_hash(file)
    path.write_text("Bonsoir.")
    assert len({first, second, third, content_hash(file)}) == 4


def test_same_words_other_file_same_version_other_id(load: Load) -> None:
    one, two = load(SENTENCE, "a.txt"), load(SENTENCE + "\n", "b.txt")
    assert one.version == two.version
    assert one.release_id != two.release_id
    assert words(one) == words(two)
