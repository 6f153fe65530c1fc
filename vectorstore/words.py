"""Words in Tantivy: BM25 over surface forms, stems and the context (title, heading) of a passage.

Texts come in analysed (`analysis.py`) and are indexed as they are, one token a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import tantivy

from errors import LibraryDamaged, LibraryUnwritable
from vectorstore.analysis import content_words, indexed, stem
from vectorstore.vectors import Hit, VectorIndex

_FIELDS = {"surface": 1.0, "stem": 1.0, "context": 0.4}
_HEAP = 64_000_000


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("passage", stored=True, indexed=True, fast=True)
    for name in _FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class TantivyWords:
    """The word index of a library. One writer at a time; readers see what was committed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._schema = _schema()
        try:
            self._index = tantivy.Index(self._schema, path=str(folder), reuse=True)
        except (ValueError, OSError) as error:
            raise LibraryDamaged(
                f"the word index in {folder} cannot be read ({str(error).splitlines()[0][:120]}); "
                "run `python cli.py ingest --rebuild`"
            ) from error
        self._writer: tantivy.IndexWriter | None = None

    def _writing(self) -> tantivy.IndexWriter:
        if self._writer is None:
            with self._unwritable():
                self._writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        return self._writer

    def add(self, passage: int, text: str, context: str, language: str) -> None:
        """Index one passage; visible after `commit`."""
        surface, stems = indexed(text, language)
        self._writing().add_document(
            tantivy.Document(
                passage=passage,
                surface=[surface],
                stem=[stems],
                context=[indexed(context, language)[1]],
            )
        )

    def delete(self, passages: Sequence[int]) -> None:
        """Forget these passages; visible after `commit`."""
        for number in passages:
            self._writing().delete_documents_by_term("passage", number)

    def commit(self) -> None:
        """Make the additions and deletions durable and visible."""
        if self._writer is not None:
            with self._unwritable():
                self._writer.commit()
                self._writer.wait_merging_threads()
            self._writer = None
        self._index.reload()

    def rollback(self) -> None:
        """Drop what was added since the last commit."""
        if self._writer is not None:
            with suppress(ValueError, OSError):  # a full disk: the folder goes anyway
                self._writer.rollback()
            self._writer = None

    @contextmanager
    def _unwritable(self) -> Iterator[None]:
        try:
            yield
        except (ValueError, OSError) as error:
            raise LibraryUnwritable(
                f"the word index in {self.folder} cannot be written "
                f"({str(error).splitlines()[0][:120]}); the library is as it was: free some space, "
                "check the permissions and run again"
            ) from error

    def search(self, question: str, limit: int) -> list[Hit]:
        """The passages that share words with the question, best first; score is BM25."""
        plain = list(dict.fromkeys(content_words(question)))
        if not plain:
            return []
        both = list(dict.fromkeys(stem(w, lang) for w in plain for lang in ("fr", "en")))
        terms = {"surface": plain, "stem": both, "context": both}
        clauses = [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(
                    tantivy.Query.term_query(self._schema, field, word, index_option="freq"), boost
                ),
            )
            for field, boost in _FIELDS.items()
            for word in terms[field]
        ]
        searcher = self._index.searcher()
        found = searcher.search(tantivy.Query.boolean_query(clauses), limit, count=False)
        numbers = searcher.fast_field_values("passage", [address for _, address in found.hits])
        return [
            Hit(int(number), score)
            for number, (score, _) in zip(numbers, found.hits, strict=True)
            if number is not None
        ]

    def holding(self, word: str) -> list[int]:
        """The passages that hold a folded word, as it is or by its stem."""
        wanted = {("surface", word)} | {("stem", stem(word, language)) for language in ("fr", "en")}
        clauses = [
            (
                tantivy.Occur.Should,
                tantivy.Query.term_query(self._schema, field, term, index_option="basic"),
            )
            for field, term in sorted(wanted)
        ]
        searcher = self._index.searcher()
        return _passages(searcher, tantivy.Query.boolean_query(clauses), max(1, searcher.num_docs))

    def near(self, word: str, changes: int, limit: int) -> list[int]:
        """Some passages that hold a word which so many changes of a letter make of a folded one."""
        query = tantivy.Query.fuzzy_term_query(self._schema, "surface", word, distance=changes)
        return _passages(self._index.searcher(), query, limit)

    def frequency(self, stemmed: str) -> int:
        """How many passages hold this stem."""
        return self._index.searcher().doc_freq("stem", stemmed)

    def count(self) -> int:
        """How many passages are indexed."""
        return self._index.searcher().num_docs


def _passages(searcher: tantivy.Searcher, query: tantivy.Query, limit: int) -> list[int]:
    """The numbers of the first `limit` passages that fit a query."""
    found = searcher.search(query, limit, count=False)
    numbers = searcher.fast_field_values("passage", [address for _, address in found.hits])
    return [int(number) for number in numbers if number is not None]


def check_counts(folder: Path, live: int, vectors: VectorIndex, words: TantivyWords) -> None:
    """Raise LibraryDamaged when an index holds fewer passages than are live."""
    for name, count in (("vectors", vectors.count()), ("words", words.count())):
        if count < live:
            raise LibraryDamaged(
                f"the library {folder} has {live} passages but {count} {name}; "
                "run `python cli.py ingest --rebuild`"
            )
