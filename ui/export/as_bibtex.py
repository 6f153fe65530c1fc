"""BibTeX, for biblatex and BibTeX alike: UTF-8, every character that TeX acts upon written out.

Braces never appear as such inside a value, not even behind a backslash, since BibTeX counts them.
"""

from __future__ import annotations

import re

from ui.export.dossier import Dossier
from ui.export.references import Reference, references
from ui.texts import Texts

_ESCAPED = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        "<": r"{\textless}",
        ">": r"{\textgreater}",
        "|": r"{\textbar}",
        "`": r"{\textasciigrave}",
        "@": "{@}",  # some readers begin a new entry at any of these
        **{sign: f"\\{sign}" for sign in "%#&_$"},
    }
)
_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=')(?=')")  # TeX would make one sign of the two
_IN_ADDRESS = str.maketrans({sign: f"%{ord(sign):02X}" for sign in '\\{}"<>^`|@'})
_LANGUAGES = {"fr": "french", "en": "english"}


def render(dossier: Dossier, texts: Texts) -> bytes:
    """One entry a release version."""
    return "\n".join(_entry(ref, texts) for ref in references(dossier, texts)).encode()


def _entry(reference: Reference, texts: Texts) -> str:
    fields = {
        "author": reference.author and "{" + _escape(reference.author) + "}",
        "title": "{" + _escape(reference.title) + "}",
        "date": reference.date and reference.date.isoformat(),
        "year": reference.date and str(reference.date.year),
        "type": _escape(texts.export.genre),
        "location": reference.city and _escape(reference.city),
        "organization": reference.wire and _escape(reference.wire),
        "url": reference.url and reference.url.translate(_IN_ADDRESS),
        "urldate": reference.url and reference.accessed.isoformat(),
        "version": _escape(reference.version),
        "langid": _LANGUAGES.get(reference.language),
        "annote": _escape(" ".join(reference.passages)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    kind = "online" if reference.url else "misc"
    return "\n".join([f"@{kind}{{{reference.key},", *lines, "}\n"])


def _escape(text: str) -> str:
    return _LIGATURE.sub("{}", text.translate(_ESCAPED))
