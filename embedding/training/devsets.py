"""The sets that models are chosen by: BEIR folders, bitext files, our communiqué-like set."""

from __future__ import annotations

import csv
import gzip
import json
from dataclasses import dataclass
from pathlib import Path

COMMUNIQUES = Path(__file__).resolve().parent / "communiques.json"


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Queries, documents, and for each query the numbers of its relevant documents."""

    name: str
    query_language: str
    document_language: str
    queries: tuple[str, ...]
    documents: tuple[str, ...]
    relevant: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True)
class Bitext:
    """Sentences and their translations, line by line."""

    name: str
    french: tuple[str, ...]
    english: tuple[str, ...]


def read_beir(folder: Path, documents: Path | None = None) -> Retrieval:
    """A BEIR folder whose name ends in its language; `documents` may be another one, same ids."""
    other = documents or folder
    corpus = _jsonl(other / "corpus.jsonl.gz")
    number = {row["_id"]: index for index, row in enumerate(corpus)}
    wanted: dict[str, set[int]] = {}
    with (folder / "qrels.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if int(row["score"]) > 0 and row["corpus-id"] in number:
                wanted.setdefault(row["query-id"], set()).add(number[row["corpus-id"]])
    queries = [row for row in _jsonl(folder / "queries.jsonl.gz") if row["_id"] in wanted]
    name = folder.name if documents is None else f"{folder.name} on {other.name}"
    return Retrieval(
        name,
        folder.name[-2:],
        other.name[-2:],
        tuple(row["text"] for row in queries),
        tuple(f"{row.get('title', '')} {row['text']}".strip() for row in corpus),
        tuple(frozenset(wanted[row["_id"]]) for row in queries),
    )


def read_retrieval(folder: Path) -> list[Retrieval]:
    """Every BEIR folder in `folder`, and French questions on English documents where both exist."""
    folders = sorted(path.parent for path in folder.glob("*/qrels.tsv"))
    sets = [read_beir(path) for path in folders]
    for path in folders:
        english = path.with_name(path.name[:-2] + "en")
        if path.name.endswith("_fr") and english in folders:
            sets.append(read_beir(path, english))
    return sets


def read_bitexts(folder: Path) -> list[Bitext]:
    """Every `folder/bitext/*.tsv.gz` (French TAB English)."""
    found = []
    for path in sorted((folder / "bitext").glob("*.tsv.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            pairs = [line.rstrip("\n").split("\t")[:2] for line in lines]
        french, english = zip(*pairs, strict=True)
        found.append(Bitext(path.name.removesuffix(".tsv.gz"), french, english))
    return found


def read_communiques(path: Path = COMMUNIQUES) -> list[Retrieval]:
    """Our communiqué-like set: French and English questions, each on the French sentences."""
    data = json.loads(path.read_text(encoding="utf-8"))
    sentences = [sentence for release in data["releases"] for sentence in release["sentences"]]
    number = {sentence["id"]: index for index, sentence in enumerate(sentences)}
    sets = []
    for language in ("fr", "en"):
        asked = [question for question in data["questions"] if question["lang"] == language]
        sets.append(
            Retrieval(
                f"communiques_{language}",
                language,
                "fr",
                tuple(question["text"] for question in asked),
                tuple(sentence["text"] for sentence in sentences),
                tuple(frozenset(number[i] for i in question["gold"]) for question in asked),
            )
        )
    return sets


def _jsonl(path: Path) -> list[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
