"""What a library says of itself: schema, encoder and chunking; a mismatch rebuilds or refuses."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from vectorstore.schema import SCHEMA


@dataclass(frozen=True, slots=True)
class Manifest:
    """How a library was made. `encoder` is a name for people, `fingerprint` is what is compared."""

    encoder: str
    fingerprint: str
    dimensions: int
    chunking: str
    schema: int = SCHEMA

    def as_rows(self) -> list[tuple[str, str]]:
        """Key and value pairs, as stored."""
        return [(key, str(value)) for key, value in asdict(self).items()]

    @classmethod
    def from_rows(cls, rows: dict[str, str]) -> Manifest:
        """Back from storage; KeyError or ValueError when a row is missing or is not a number."""
        return cls(
            encoder=rows["encoder"],
            fingerprint=rows["fingerprint"],
            dimensions=int(rows["dimensions"]),
            chunking=rows["chunking"],
            schema=int(rows["schema"]),
        )

    def differences(self, other: Manifest) -> list[str]:
        """What makes vectors and passages of `other` unusable here, in words."""
        found = []
        if self.fingerprint != other.fingerprint:
            found.append(
                f"encoder {self.encoder} ({self.fingerprint}) instead of "
                f"{other.encoder} ({other.fingerprint})"
            )
        if self.chunking != other.chunking:
            found.append(f"chunking {self.chunking} instead of {other.chunking}")
        return found
