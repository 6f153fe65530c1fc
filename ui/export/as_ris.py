"""RIS, as Zotero, EndNote and Mendeley read it: a tag a line, so no value may hold a line break."""

from __future__ import annotations

from ui.export.dossier import Dossier
from ui.export.references import Reference, references
from ui.texts import Texts


def render(dossier: Dossier, texts: Texts) -> bytes:
    """One record a release version; a note for each quotation."""
    return "".join(_record(reference, texts) for reference in references(dossier, texts)).encode()


def _record(reference: Reference, texts: Texts) -> str:
    day = reference.date
    fields = [
        ("ID", reference.key),
        ("TI", reference.title),
        ("AU", reference.author),
        ("PY", day and str(day.year)),
        ("DA", day and f"{day:%Y/%m/%d}/"),
        ("CY", reference.city),
        ("PB", reference.wire),
        ("UR", reference.url),
        ("Y2", reference.url and f"{reference.accessed:%Y/%m/%d}/"),
        ("LA", reference.language),
        ("ET", reference.version),
        ("M3", texts.export.genre),
        *(("N1", passage) for passage in reference.passages),
    ]
    kind = "ELEC" if reference.url else "GEN"
    lines = [f"{tag}  - {value}" for tag, value in [("TY", kind), *fields] if value]
    return "\r\n".join([*lines, "ER  - ", "", ""])
