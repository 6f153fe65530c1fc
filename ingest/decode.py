"""Bytes to text, without guessing: a text that cannot be trusted letter for letter is refused.

UTF-8 (with or without BOM), UTF-16 and UTF-32 with BOM, and Windows-1252 are read. Text that was
decoded wrongly somewhere before ("Ã©" for "é") is detected and refused, not repaired: the repair
of a quote would be a guess. Errors are `ValueError`s whose message says what is wrong and the
mend; `load` puts the file's name before them.
"""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its BOM begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF; rename it to .pdf"),
    (b"PK\x03\x04", "a ZIP or Office file; rename it to .docx if it is one"),
    (b"\xd0\xcf\x11\xe0", "an old or encrypted Office file; save it as .docx or text"),
    (b"{\\rtf", "an RTF file; save it as .docx or text"),
    (b"\x89PNG", "an image"),
    (b"GIF8", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"\x1f\x8b", "a compressed file; unpack it first"),
)
# Encodings that a page may name, read as browsers read them; any other name is not believed.
_DECLARED = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "iso-8859-15": "iso8859-15",
    "latin-9": "iso8859-15",
    "macintosh": "mac-roman",
}
# These are believed only where the bytes look like it: a page that names them in ASCII is not.
_WIDE = {"utf-16": "utf-16-le", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be"}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
# What the bytes 0x80–0xBF look like in Windows-1252 or Latin-1, after the byte of a UTF-8 lead.
_TAIL = (
    "\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014"
    "\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122"
)
_MOJIBAKE = re.compile(rf"Ã[{_TAIL}]|Â[\u0080-\u00bf]|Å[\u0080-\u009f“”’‘]|â[\u0080€][{_TAIL}]")


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of `data`, exactly as stored there but for a byte order mark.

    `declared` is the encoding that the file itself names (HTML); UTF-8 is tried when there is none.
    ValueError when the bytes are no text, cannot be decoded or decode to nonsense.
    """
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise ValueError(f"this is {name}")
    text = _decode(data, declared)
    if len(_CONTROL.findall(text[:100_000])) > len(text[:100_000]) // 500:
        raise ValueError("this is a binary file; give the text, HTML, PDF or DOCX of the release")
    check_letters(text)
    return text


def _decode(data: bytes, declared: str | None) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data[len(bom) :], encoding)
    if b"\x00" in data and declared and declared.lower() in _WIDE:
        return _strict(data, _WIDE[declared.lower()])
    if b"\x00" in data:
        raise ValueError("this is a binary file or UTF-16 without BOM; save it as UTF-8 text")
    if declared and declared.lower() in _DECLARED:
        return _strict(data, _DECLARED[declared.lower()])
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _strict(data, "cp1252")


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(
            f"byte {error.start} is neither UTF-8 nor {encoding}; save the file as UTF-8"
        ) from None


def check_letters(text: str) -> None:
    """ValueError when letters were lost or garbled before the text came here."""
    lost = text.find("\ufffd")
    if lost >= 0:
        raise ValueError(f"letters were lost{_place(text, lost)}; take the file from its origin")
    garbled = _MOJIBAKE.search(text)
    if garbled:
        raise ValueError(
            f"garbled letters {garbled[0]!r}{_place(text, garbled.start())}: UTF-8 that was read "
            "as another encoding; take the file from its origin or save it as UTF-8"
        )


def _place(text: str, at: int) -> str:
    return f" (line {text.count(chr(10), 0, at) + 1})"
