"""PDF: printed lines put together to paragraphs again, without page headers and page numbers.

pypdfium2 gives the characters and where they stand; what belongs together is read off the gaps,
sizes and indents, as a reader does. A hyphen at a line end goes only when the document itself
writes the word without one. Scans are refused: nothing here reads pictures.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.parsed import Parsed, Role, TextBuilder
from shadow import fold

_MARGIN = 0.1  # of the page's height at top and bottom: where headers and footers stand
_LARGER = 1.15  # times the size of the body: a heading
_WIDER_GAP = 1.25  # times the usual distance of lines: a new paragraph
_SHORT, _VERY_SHORT = 0.85, 0.6  # of the text's width: a line that the writer ended
_LINE_END_HYPHENS = "\x02\ufffe"  # what pdfium puts for a hyphen at the end of a line
_UNKNOWN = "\ufffd"  # a glyph of which the PDF does not say which letter it is
_ORNAMENT = re.compile(rf"(?<!\S){_UNKNOWN}(?!\S)[ \u00a0]?")
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
_BULLET = re.compile(r"[•●▪■◦‣⁃·\uf0b7\uf0a7–—-]\s+(?=\S)|\(?(?:\d{1,2}|[a-z])[.)]\s+(?=\S)")
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:page\s*)?\d{1,4}(?:\s*(?:/|de|of|sur)\s*\d{1,4})?[-–—\s]*\Z", re.IGNORECASE
)
_FINISHED = re.compile(r"[.!?:;»”\")]\s*\Z")
_WORD = re.compile(r"[^\W\d_]+(?:[-‑'’][^\W\d_]+)*")
_HYPHENATED = re.compile(rf"(?<![^\W\d_])([^\W\d_]+)[{_LINE_END_HYPHENS}]([^\W\d_]*)")


@dataclass(frozen=True, slots=True)
class _Line:
    """A printed line; sizes and places in points, the origin at the bottom left of the page."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    height: float
    in_margin: bool

    @property
    def ended(self) -> bool:
        return bool(_FINISHED.search(self.text))


def parse(data: bytes) -> Parsed:
    """The running text of a PDF. ValueError when it is encrypted, damaged or a scan."""
    lines = _without_page_furniture(_read(data))
    if any(_UNKNOWN in line.text for line in lines):
        raise ValueError(
            "this PDF does not say which letters it shows; run it through OCR or take another file"
        )
    if not any(char.isalnum() for line in lines for char in line.text):
        raise ValueError("no text in this PDF, it looks like a scan; run it through OCR first")
    body = _body_height(lines)
    paragraphs = _paragraphs(lines)
    words = {fold(word) for line in lines for word in _WORD.findall(line.text)}
    out = TextBuilder()
    largest = max(line.height for line in lines if line.page == lines[0].page)
    titled = False
    for group, paragraph in enumerate(paragraphs):
        text = _join([line.text for line in paragraph], words)
        role = _role(paragraph, text, body)
        if role is Role.HEADING and not titled and paragraph[0].height >= 0.98 * largest:
            role, titled = Role.TITLE, True
        bullet = _BULLET.match(text) if role is Role.ITEM else None
        out.add(text[bullet.end() :] if bullet else text, role, group)
    return Parsed(out.text, tuple(out.blocks))


def _read(data: bytes) -> list[_Line]:
    """The lines of all pages, in the order of the file."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ValueError("encrypted PDF; remove its password and try again") from None
        raise ValueError("damaged, or no PDF at all; export it again") from None
    try:
        return [line for number in range(len(document)) for line in _lines(document, number)]
    except pypdfium2.PdfiumError as error:
        raise ValueError(f"a page of this PDF cannot be read ({error}); export it again") from None
    finally:
        document.close()


def _lines(document: pypdfium2.PdfDocument, number: int) -> Iterator[_Line]:
    page = document[number]
    textpage = page.get_textpage()
    page_height = page.get_height()
    try:
        line: list[tuple[int, str]] = []
        for index in range(textpage.count_chars()):
            char = _character(textpage, index)
            if char in "\r\n":
                yield from _line(textpage, number, page_height, line)
                line = []
                continue
            line.append((index, char))
            if char in _LINE_END_HYPHENS:
                yield from _line(textpage, number, page_height, line)
                line = []
        yield from _line(textpage, number, page_height, line)
    finally:
        textpage.close()
        page.close()


def _character(textpage: pypdfium2.PdfTextPage, index: int) -> str:
    code = pdfium.FPDFText_GetUnicode(textpage, index)
    unknown = pdfium.FPDFText_HasUnicodeMapError(textpage, index) == 1 and code != 0x20
    return _UNKNOWN if unknown or code == 0 or 0xD800 <= code < 0xE000 else chr(code)


def _line(
    textpage: pypdfium2.PdfTextPage,
    page: int,
    page_height: float,
    characters: list[tuple[int, str]],
) -> Iterator[_Line]:
    """One line with its place, nothing when it is blank."""
    visible = [index for index, char in characters if not char.isspace()]
    text = "".join(char for _, char in characters).strip().translate(_LIGATURES)
    if text.startswith(_UNKNOWN + " "):
        text = "• " + text[2:]
    text = _ORNAMENT.sub("", text).strip()
    if not visible or not text:
        return
    first = _box(textpage, visible[0])
    last = _box(textpage, visible[-1])
    yield _Line(
        text=text,
        page=page,
        left=first[0],
        right=last[2],
        bottom=first[1],
        height=max(first[3] - first[1], last[3] - last[1]),
        in_margin=not _MARGIN < first[1] / page_height < 1 - _MARGIN,
    )


def _box(textpage: pypdfium2.PdfTextPage, index: int) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of a character by its font, the same for "o" and "l"."""
    box = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(box)):
        return 0.0, 0.0, 0.0, 0.0
    return box.left, box.bottom, box.right, box.top


def _without_page_furniture(lines: list[_Line]) -> list[_Line]:
    """The lines but page numbers, and headers and footers that come back on half of the pages.

    A line larger than the body is a heading and stays, but for its exact repetitions.
    """
    pages: dict[int, list[_Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    counts = Counter(
        pattern
        for page in pages.values()
        for pattern in {_pattern(line) for line in page if line.in_margin}
    )
    enough = max(2, len(pages) / 2)
    body = _body_height(lines)
    kept: list[_Line] = []
    shown: set[str] = set()
    for line in lines:
        if line.in_margin:
            repeated = counts[_pattern(line)] >= enough
            is_heading = line.height >= _LARGER * body and line.text not in shown
            if _PAGE_NUMBER.match(line.text) or (repeated and not is_heading):
                continue
            shown.add(line.text)
        kept.append(line)
    return kept


def _pattern(line: _Line) -> str:
    return re.sub(r"\d+", "#", fold(line.text))


def _body_height(lines: list[_Line]) -> float:
    """The size that most of the text is set in, in points."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[round(line.height, 1)] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def _paragraphs(lines: list[_Line]) -> list[list[_Line]]:
    pitches = [
        above.bottom - below.bottom
        for above, below in pairwise(lines)
        if above.page == below.page and 0 < above.bottom - below.bottom < 3 * below.height
    ]
    pitch = median(pitches) if pitches else 0.0
    right = max((line.right for line in lines), default=0.0)
    left = min((line.left for line in lines), default=0.0)
    paragraphs: list[list[_Line]] = []
    for line in lines:
        if paragraphs and _goes_on(paragraphs[-1][-1], line, pitch, left, right):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def _goes_on(above: _Line, line: _Line, pitch: float, left: float, right: float) -> bool:
    """Whether `line` continues the paragraph of the line above it."""
    if above.text[-1] in _LINE_END_HYPHENS:
        return True
    if _BULLET.match(line.text) or abs(above.height - line.height) > 0.15 * above.height:
        return False
    width = max(right - left, 1.0)
    reach = (above.right - left) / width
    lower = line.text[0].islower()
    if above.page != line.page or line.bottom > above.bottom:  # a new page or column
        return not above.ended and (lower or reach > _SHORT)
    if pitch and above.bottom - line.bottom > _WIDER_GAP * pitch:
        return False
    if above.ended and (reach < _SHORT or line.left > above.left + 10):
        return False
    return reach >= _VERY_SHORT or lower


def _join(lines: list[str], words: set[str]) -> str:
    """Lines to running text; `words` holds the folded words that the document writes."""
    joined = ""
    for line in lines:
        glue = "" if not joined or joined[-1] in _LINE_END_HYPHENS else " "
        joined += glue + line
    return _HYPHENATED.sub(lambda match: _rejoin(match, words), joined).translate(
        dict.fromkeys(map(ord, _LINE_END_HYPHENS), "-")
    )


def _rejoin(match: re.Match[str], words: set[str]) -> str:
    whole, parted = match[1] + match[2], f"{match[1]}-{match[2]}"
    if fold(whole) in words and fold(parted) not in words:
        return whole
    return parted


def _role(paragraph: list[_Line], text: str, body: float) -> Role:
    if _BULLET.match(text):
        return Role.ITEM
    if paragraph[0].height >= _LARGER * body and len(paragraph) <= 4 and len(text) <= 300:
        return Role.HEADING
    return Role.PARAGRAPH
