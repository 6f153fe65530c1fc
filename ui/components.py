"""Small parts that the page is made of. Foreign text comes in raw and is made harmless here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from errors import (
    CitationError,
    DepecheError,
    EncoderError,
    HistoryError,
    LibraryDamaged,
    LibraryLocked,
    LibraryMismatch,
    ModelError,
    SettingsError,
)
from ui.safe import escape, label, safe_url
from ui.texts import Texts

# An answer's confidence is a calibrated probability; these are where its name changes.
_HIGH, _MEDIUM = 0.7, 0.5

_PROBLEMS: tuple[tuple[type[Exception], str], ...] = (
    (LibraryDamaged, "problem_damaged"),
    (LibraryMismatch, "problem_mismatch"),
    (LibraryLocked, "problem_locked"),
    (EncoderError, "problem_encoder"),
    (ModelError, "problem_model"),
    (SettingsError, "problem_settings"),
    (HistoryError, "problem_history"),
    (CitationError, "problem_citation"),
)


def run_script(name: str, script: str) -> None:
    """Run a script of ours on the page, again whenever it changes; no foreign text in it, ever."""
    with st.container(key=f"script-{name}"):
        st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)


def quote_html(words: str, language: str, marks: Sequence[tuple[int, int]] = ()) -> str:
    """Words of a release as a quotation, in their own language, with what answers marked."""
    parts, done = [], 0
    for start, end in marks:
        if end <= len(words):  # the rest has not been shown yet
            parts += [escape(words[done:start]), "<strong>", escape(words[start:end]), "</strong>"]
            done = end
    inner = "".join([*parts, escape(words[done:])])
    return f'<blockquote class="dp-quote" lang="{escape(language)}">{inner}</blockquote>'


def place_label(section: str | None, day: date | None, texts: Texts) -> str:
    """Where a quotation stands, short enough for a button."""
    where = label(section or texts.no_section, 60)
    return f"{where} · {label(texts.format_date(day))}" if day else where


def particulars_html(rows: Iterable[tuple[str, str | None, str | None]]) -> str:
    """The particulars of a release that are known, each (name, value, language of the value)."""
    return "".join(
        f"<div><dt>{escape(name)}</dt><dd{_lang(lang)}>{escape(value)}</dd></div>"
        for name, value, lang in rows
        if value
    )


def source_link_html(url: str | None, texts: Texts) -> str:
    """The link to a release at its source; nothing for an address that one may not link to."""
    plain = safe_url(url)
    if plain is None:
        return ""
    return (
        f'<a href="{escape(plain)}" target="_blank" rel="noopener noreferrer">'
        f"{escape(texts.link)}</a>"
    )


def _lang(language: str | None) -> str:
    return f' lang="{escape(language)}"' if language else ""


def confidence_words(confidence: float, texts: Texts) -> str:
    """A probability, said."""
    if confidence >= _HIGH:
        return texts.confidence_high
    return texts.confidence_medium if confidence >= _MEDIUM else texts.confidence_low


def count_words(count: int, one: str, many: str, none: str = "") -> str:
    """A counted noun."""
    return (none, one)[count] if count < 2 else many.format(count=count)


def instant(at: str, texts: Texts) -> str:
    """An ISO 8601 instant by the clock of the reader's browser; by UTC where it says none."""
    try:
        zone = ZoneInfo(st.context.timezone) if st.context.timezone else UTC
    except (ZoneInfoNotFoundError, ValueError):  # a browser can say anything
        zone = UTC
    there = datetime.fromisoformat(at).astimezone(zone)
    return f"{texts.format_date(there.date())}, {there:%H:%M}" + (" UTC" if zone is UTC else "")


def problem_words(problem: Exception, texts: Texts) -> str:
    """What is wrong and what mends it, in the reader's language."""
    for kind, name in _PROBLEMS:
        if isinstance(problem, kind):
            return getattr(texts, name)
    return texts.problem_other


def problem(trouble: DepecheError | CitationError, texts: Texts) -> None:
    """One card for anything that went wrong; the error's own line is kept for whoever mends it."""
    st.html(
        '<section class="dp-card dp-problem" role="alert">'
        f"<h2>{escape(texts.problem_title)}</h2>"
        f"<p>{escape(problem_words(trouble, texts))}</p>"
        f"<details open><summary>{escape(texts.problem_detail)}</summary>"
        f'<p lang="en"><code>{escape(str(trouble))}</code></p></details></section>'
    )


def notice(text: str) -> None:
    """One line about what the reader just did."""
    st.html(f'<p class="dp-card dp-notice" role="alert">{escape(text)}</p>')


def card(title: str, text: str, *, command: str | None = None, busy: bool = False) -> None:
    """A state of the page said in words, with a command to copy or a sign of work under way."""
    below = f"<pre><code>{escape(command)}</code></pre>" if command else ""
    if busy:
        below = '<div class="dp-progress" role="progressbar" aria-valuetext="…"></div>'
    st.html(
        f'<section class="dp-card" role="status"><h2>{escape(title)}</h2>'
        f"<p>{escape(text)}</p>{below}</section>"
    )
