"""A table of citations for spreadsheets, in which no cell can become a formula.

A cell whose first character would start one is given an apostrophe, which spreadsheets read as
"this is text"; the separator is the one that spreadsheets of the reader's language expect.
"""

from __future__ import annotations

import csv
import io

from domain import Resolution
from ui.export import words
from ui.export.dossier import Dossier
from ui.texts import Texts

_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")


def render(dossier: Dossier, texts: Texts) -> bytes:
    """One row a citation, with a byte-order mark, without which Excel takes accents for others."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=texts.export.csv_separator, quoting=csv.QUOTE_ALL)
    writer.writerow(texts.export.csv_columns)
    for number, source in dossier.cited:
        question = dossier.entries[number - 1].question
        writer.writerow([_cell(value) for value in _row(question, source, texts)])
    return out.getvalue().encode("utf-8-sig")


def _row(question: str, source: Resolution, texts: Texts) -> list[object]:
    citation, release = source.citation, source.release
    return [
        question,
        citation.marker,
        citation.quote,
        release.issuer,
        words.title(release),
        words.dated(release),
        release.city,
        citation.section,
        words.address(release),
        f"{citation.release_id}@{citation.version}",
        citation.start,
        citation.end,
        "; ".join(words.remarks(source, texts.language, texts)),
    ]


def _cell(value: object) -> object:
    """Numbers as they are; text that stays text."""
    if value is None or isinstance(value, int):
        return value
    text = words.held(str(value))
    return f"'{text}" if text.lstrip()[:1] in _FORMULA or text[:1] in _FORMULA else text
