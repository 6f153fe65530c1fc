"""The formats that answers are exported to; each is imported when it is first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from ui.export.dossier import Dossier
from ui.texts import Texts


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file; `references` are lists of what is cited, without the answers."""

    name: str
    module: str
    extension: str
    mime: str
    references: bool = False

    def render(self, dossier: Dossier, texts: Texts) -> bytes:
        """The file."""
        return import_module(f"ui.export.{self.module}").render(dossier, texts)


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS = {
    format_.name: format_
    for format_ in (
        Format("docx", "as_docx", ".docx", _WORD),
        Format("html", "as_html", ".html", "text/html"),
        Format("markdown", "as_markdown", ".md", "text/markdown"),
        Format("bibtex", "as_bibtex", ".bib", "application/x-bibtex", references=True),
        Format("ris", "as_ris", ".ris", "application/x-research-info-systems", references=True),
        Format("csl-json", "as_csl", ".csl.json", "application/json", references=True),
        Format("csv", "as_csv", ".csv", "text/csv", references=True),
    )
}
