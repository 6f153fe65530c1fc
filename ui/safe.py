"""Makes foreign text harmless: what comes from releases, questions, answers and file names.

Quotes and release text go to the page as escaped HTML, character for character. The few labels
that Streamlit insists on reading as Markdown (buttons, expanders) go through `label`.
"""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

_JOINER = "\u2060"  # no width and no break: parts what Streamlit would read as one token
# What makes writing run the other way: in one line with words of ours, it would turn those round.
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# Streamlit rewrites these after Markdown has removed the backslashes: `:red[…]`, `:material/…:`,
# `:smile:`, bare addresses, `-->` and `<=`.
_TOKENS = re.compile(r"(?<=[:@])(?=\S)|(?<=[-<>=~])(?=[-<>=~])|(?<=www)(?=\.)", re.IGNORECASE)


def escape(text: str) -> str:
    """`text` as HTML that shows exactly it, carriage returns included."""
    return html.escape(text, quote=True).replace("\r", "&#13;")


def escape_md(text: str) -> str:
    """`text` as Markdown that Streamlit shows literally, on one line.

    White space is folded and invisible joiners are put in, so this is for labels, never for quotes.
    """
    parted = _TOKENS.sub(_JOINER, " ".join(text.split()))
    return _PUNCTUATION.sub(r"\\\1", parted)


def shorten(text: str, limit: int) -> str:
    """`text` on one line, cut at a word with an ellipsis when it is longer than `limit`.

    Signs that change the direction of writing are left out.
    """
    line = " ".join(_DIRECTIONS.sub("", text).split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    at_word = cut[: cut.rfind(" ")] if " " in cut[limit // 2 :] else cut
    return at_word.rstrip(" ,;:") + "…"


def label(text: str, limit: int = 90) -> str:
    """`text` for the label of a widget: short, and harmless as Markdown."""
    return escape_md(shorten(text, limit))


def safe_url(url: str | None) -> str | None:
    """`url` if it is a plain web address that one may link to, else None."""
    if not url or re.search(r"[\s\x00-\x1f\x7f]", url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:  # e.g. an unclosed bracket in the host
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None
