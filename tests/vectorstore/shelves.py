"""Small releases, and vectors that a test can reason about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from domain import Kind, Passage, Release, Sentence
from vectorstore.manifest import Manifest
from vectorstore.writer import open_for_writing

MANIFEST = Manifest(encoder="test", fingerprint="f1", dimensions=4, chunking="c1")


def make_release(name: str, text: str, version: str = "v1") -> Release:
    sentence = Sentence(0, len(text), Kind.SENTENCE, "Section")
    return Release(name, version, f"{name}.txt", text, "fr", (sentence,), title=f"Titre {name}")


def make_passages(release: Release) -> tuple[Passage, ...]:
    whole = Passage(
        release.release_id,
        release.version,
        0,
        len(release.text),
        release.sentences,
        "Section",
    )
    return (whole,)


def axis(index: int) -> np.ndarray:
    vector = np.zeros((1, 4), dtype=np.float32)
    vector[0, index] = 1.0
    return vector


def put(writer, release: Release, vectors: np.ndarray) -> None:
    writer.add_vectors(writer.put(release, make_passages(release)), vectors)


@dataclass
class Shelf:
    """A library folder with the few steps that these tests take."""

    folder: object

    def put(self, release: Release, direction: int, manifest=MANIFEST) -> None:
        with open_for_writing(self.folder, manifest) as writer:
            put(writer, release, axis(direction))
            writer.record(release.source, "hash", release.release_id, release.version)
            writer.commit()
