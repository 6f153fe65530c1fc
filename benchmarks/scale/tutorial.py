"""The chain of LangChain's tutorial on a sample of the same releases.

    python -m benchmarks.scale.tutorial FOLDER --releases 80

RecursiveCharacterTextSplitter (1,000 characters), all-MiniLM-L6-v2, Chroma with texts, similarity
search of four. It encodes some tens of passages a second, so that a sample has to do: the rate of
its ingest is that of the sample, and its questions are asked of the sample alone. Its chunks are
longer than the passages of Dépêche, so that words are counted.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.generate import questions
from benchmarks.quality import CHUNK, OVERLAP, TOP, tutorial_encoder
from benchmarks.scale.child import resident_mb
from benchmarks.scale.questions import spread, timed

BATCH = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--releases", type=int, default=80, help="the sample, of the first ones")
    parser.add_argument("--questions", type=int, default=60)
    options = parser.parse_args()
    import chromadb
    from langchain_chroma import Chroma
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    sample = sorted(options.folder.rglob("*.txt"))[: options.releases]
    encoder = tutorial_encoder()
    encoder.embed_query("les imports et le modèle sont chargés")
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
    with TemporaryDirectory() as folder:
        client = chromadb.PersistentClient(folder, chromadb.Settings(anonymized_telemetry=False))
        store = Chroma("tutorial", encoder, client=client)
        started = time.perf_counter()
        texts = [path.read_text("utf-8") for path in sample]
        chunks = [chunk for text in texts for chunk in splitter.split_text(text)]
        for at in range(0, len(chunks), BATCH):
            store.add_texts(chunks[at : at + BATCH])
        seconds = time.perf_counter() - started
        asked = questions(options.questions, len(sample), seed=1)
        times = [timed(lambda q=q: store.similarity_search(q, k=TOP))[0] for q in asked]
        client.close()
    words = sum(len(text.split()) for text in texts)
    record = {
        "releases": len(sample),
        "words": words,
        "chunks": len(chunks),
        "seconds": round(seconds, 2),
        "chunks_per_second": round(len(chunks) / seconds, 1),
        "words_per_second": round(words / seconds),
        "question": spread(times[5:]),
        "resident_mb": resident_mb(),
    }
    print(json.dumps(record))


if __name__ == "__main__":
    main()
