"""Rows of a name and a value, and how sizes and numbers are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ui.safe import escape
from ui.texts import Texts


@dataclass(frozen=True, slots=True)
class Row:
    """A name and what is said of it; a caution when something is to be mended."""

    name: str
    value: str
    caution: str = ""


def section(title: str, rows: Sequence[Row] = (), *, code: bool = False) -> str:
    """A heading and its rows; `code` for names that are those of variables."""
    body = "".join(_row(row, code) for row in rows)
    heading = f'<h2 class="dp-section">{escape(title)}</h2>'
    return heading + (f'<dl class="dp-rows">{body}</dl>' if rows else "")


def _row(row: Row, code: bool) -> str:
    name = f"<code>{escape(row.name)}</code>" if code else escape(row.name)
    caution = f'<span class="dp-caution">{escape(row.caution)}</span>' if row.caution else ""
    return f"<div><dt>{name}</dt><dd>{escape(row.value)}{caution}</dd></div>"


def number(count: int, texts: Texts) -> str:
    """A whole number, its thousands parted as the language does."""
    return f"{count:,}".replace(",", "\u202f" if texts.language == "fr" else ",")


def size_words(size: int, texts: Texts) -> str:
    """Bytes in the largest unit that leaves a whole number before the point."""
    amount, units = float(size), texts.status.units
    step = 0
    while amount >= 1000 and step < len(units) - 1:
        amount, step = amount / 1000, step + 1
    written = f"{amount:.1f}" if step and amount < 10 else f"{amount:.0f}"
    return f"{written.replace('.', texts.own.decimal)}\u00a0{units[step]}"
