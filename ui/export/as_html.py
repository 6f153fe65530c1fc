"""One web page that needs nothing else: no script, no font, no request; made to be printed too.

Texts are escaped by the template engine, and the page's own policy forbids the rest besides.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ui.export import words
from ui.export.dossier import Dossier
from ui.safe import escape
from ui.texts import Texts


def _literal(text: str) -> Markup:
    """Foreign text, held and escaped, carriage returns included."""
    return Markup(escape(words.held(text)))


_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters["literal"] = _literal


def render(dossier: Dossier, texts: Texts) -> bytes:
    """The page."""
    template = _TEMPLATES.get_template("page.html.j2")
    return template.render(dossier=dossier, texts=texts, words=words).encode()
