"""Evidence as LangChain documents."""

from __future__ import annotations

from typing import Any

from langchain_core.documents import Document

from domain import Evidence


def as_document(evidence: Evidence) -> Document:
    """Evidence as a LangChain document: the words, and all that a citation needs as metadata."""
    metadata: dict[str, Any] = {
        "release_id": evidence.release_id,
        "version": evidence.version,
        "source": evidence.source,
        "start": evidence.start,
        "end": evidence.end,
        "score": evidence.score,
        "kind": evidence.kind.value,
        "section": evidence.section,
        "title": evidence.title,
        "date": evidence.date.isoformat() if evidence.date else None,
        "language": evidence.language,
    }
    return Document(page_content=evidence.text, metadata=metadata)
