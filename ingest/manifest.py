"""What a library made now would say of itself; apart from the rest, for who only asks."""

from __future__ import annotations

from embedding.encoder import Encoder
from ingest.chunk import CHUNKING
from vectorstore.manifest import Manifest


def manifest_of(encoder: Encoder, passage_words: int) -> Manifest:
    """What a library made now would say of itself."""
    return Manifest(
        encoder=encoder.name,
        fingerprint=encoder.fingerprint,
        dimensions=encoder.dimensions,
        chunking=f"{CHUNKING}-{passage_words}",
    )
