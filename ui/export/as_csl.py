"""CSL-JSON: the items that citeproc, Zotero and Pandoc take (schema 1.0.2)."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from ui.export.dossier import Dossier
from ui.export.references import Reference, references
from ui.texts import Texts


def render(dossier: Dossier, texts: Texts) -> bytes:
    """A list of items, one a release version."""
    items = [_item(reference, texts) for reference in references(dossier, texts)]
    return f"{json.dumps(items, ensure_ascii=False, indent=1)}\n".encode()


def _item(reference: Reference, texts: Texts) -> dict[str, Any]:
    fields = {
        "id": reference.key,
        "type": "webpage" if reference.url else "document",
        "genre": texts.export.genre,
        "title": reference.title,
        "author": reference.author and [{"literal": reference.author}],
        "issued": reference.date and _date(reference.date),
        "publisher": reference.wire,
        "publisher-place": reference.city,
        "URL": reference.url,
        "accessed": reference.url and _date(reference.accessed),
        "language": reference.language,
        "version": reference.version,
        "note": "\n".join(reference.passages),
    }
    return {name: value for name, value in fields.items() if value}


def _date(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}
