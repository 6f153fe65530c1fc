"""What a question and an ingest cost, in calls, rows, bytes and sentences: never in time.

Counted at the engines' doors (Chroma, Tantivy, SQLite) and the encoder's, on one thousand and on
four thousand passages. A question may cost no more calls in the larger library, and no more bytes
but for chance; ingest may cost in proportion and no more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from chromadb.api.models.Collection import Collection

from assembly import Depeche
from benchmarks.generate import write_releases
from config import load_settings
from embedding.static import StaticEncoder
from retrieval.analyst import Analyst
from vectorstore import view, writer
from vectorstore.database import Database
from vectorstore.words import TantivyWords

SMALL, LARGE = 167, 667  # releases of about six passages each
QUESTIONS = (
    "Combien de millions de dollars pour les soins à domicile à Rimouski ?",
    "Who announced the investment in railway safety in Gander?",
    "Que finance le programme Rivage ?",
    "How many jobs will be created in Moncton by the Horizon program?",
    "Jusqu'à quand peut-on présenter une demande pour la formation des apprentis ?",
    "Does the release speak of nuclear submarines in Antarctica?",
)


_STEPS = 100  # of SQLite's machine, counted together: a row that is looked at takes some


class Meter(Counter):
    """Counts by name: calls, and what they carry."""

    def watch(self, patch: pytest.MonkeyPatch, owner: type, method: str, name: str, carried=None):
        """Count the calls of a method, and what `carried` finds in its arguments and result."""
        real = getattr(owner, method)

        def counted(this, *arguments, **named):
            result = real(this, *arguments, **named)
            self[name] += 1
            if carried:
                self.update(carried(arguments, named, result))
            return result

        patch.setattr(owner, method, counted)

    def watch_statements(self, patch: pytest.MonkeyPatch) -> None:
        """Count what SQLite is told by connections that are opened from now on."""
        opened = Database.__init__

        def opening(this, folder):
            opened(this, folder)
            this.connection.set_trace_callback(lambda _: self.update(["sql statements"]))
            this.connection.set_progress_handler(lambda: self.update(["sql steps"]), _STEPS)

        patch.setattr(Database, "__init__", opening)


def bytes_of(rows) -> int:
    return sum(
        len(value.encode() if isinstance(value, str) else value)
        if isinstance(value, str | bytes)
        else 8
        for row in rows
        for value in row
    )


@contextmanager
def metered() -> Iterator[Meter]:
    """Everything that goes through the doors meanwhile."""
    meter = Meter()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writer, "APART", 10**9)  # what another process writes is not counted here
        meter.watch(patch, Collection, "query", "chroma queries")
        meter.watch(patch, Collection, "get", "chroma gets")
        meter.watch(
            patch,
            Collection,
            "upsert",
            "chroma upserts",
            lambda given, named, _: {"vectors written": len(named["ids"])},
        )
        meter.watch(patch, Collection, "delete", "chroma deletes")
        meter.watch(patch, TantivyWords, "search", "tantivy searches")
        meter.watch(patch, TantivyWords, "frequency", "tantivy frequencies")
        meter.watch(patch, TantivyWords, "add", "tantivy documents")
        meter.watch(patch, TantivyWords, "commit", "tantivy commits")
        meter.watch(
            patch,
            Database,
            "rows",
            "sql queries",
            lambda given, named, rows: {"sql rows": len(rows), "sql bytes": bytes_of(rows)},
        )
        meter.watch(
            patch,
            view.View,
            "words_of",
            "fetches of words",
            lambda given, named, _: {"passages worded": len(given[0])},
        )
        meter.watch_statements(patch)
        meter.watch(
            patch,
            StaticEncoder,
            "encode_passages",
            "encodings of passages",
            lambda given, named, _: {"texts encoded": len(given[0])},
        )
        meter.watch(
            patch,
            StaticEncoder,
            "token_vectors",
            "readings of tokens",
            lambda given, named, _: {"texts read by token": len(given[0])},
        )
        meter.watch(
            patch,
            StaticEncoder,
            "cut",
            "cuts of runs",
            lambda given, named, _: {"runs cut": len(given[0])},
        )
        meter.watch(
            patch,
            Analyst,
            "describe",
            "descriptions",
            lambda given, named, _: {"passages described": len(given[0])},
        )
        yield meter


@dataclass(frozen=True)
class Measured:
    """What was counted while one library was made and asked."""

    passages: int
    ingest: Meter
    again: Meter
    questions: list[Meter]

    def most(self, name: str) -> int:
        """The most that any one question took."""
        return max(meter[name] for meter in self.questions)

    def each(self, name: str) -> float:
        """What a question took on average."""
        return sum(meter[name] for meter in self.questions) / len(self.questions)


def measure(folder, releases: int) -> Measured:
    write_releases(folder / "releases", releases)
    with Depeche(load_settings(library=folder / "library")) as depeche:
        with metered() as ingest:
            report = depeche.ingest([folder / "releases"])
        with metered() as again:
            depeche.ingest([folder / "releases"])
    assert not report.failed
    questions = []
    for question in QUESTIONS:  # each the first one of its reader: nothing is kept from before
        with metered() as opening, Depeche(load_settings(library=folder / "library")) as depeche:
            depeche.library.check()  # counts the passages, once for a state of the library
            opened = Counter(opening)
            depeche.ask(question)
        questions.append(Meter(opening - opened))
    return Measured(report.passages, ingest, again, questions)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return measure(tmp_path_factory.mktemp("small"), SMALL)


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    return measure(tmp_path_factory.mktemp("large"), LARGE)


def test_the_libraries_are_a_thousand_and_four_thousand(small, large):
    assert 900 < small.passages < 1_300 and 3.5 < large.passages / small.passages < 4.5


def test_a_question_asks_each_engine_once(small, large):
    for measured in (small, large):
        for meter in measured.questions:
            assert (meter["chroma queries"], meter["tantivy searches"]) == (1, 1)
            assert meter["chroma gets"] == meter["chroma upserts"] == meter["tantivy commits"] == 0


def test_a_question_costs_a_bounded_number_of_calls(small, large):
    for measured in (small, large):
        assert measured.most("sql queries") <= 16  # passages and heads are read in two parts
        assert measured.most("tantivy frequencies") <= 30  # two stems a word, each counted once
        assert measured.most("encodings of passages") <= 2


def test_a_question_reads_what_was_worked_out_when_its_passages_were_stored(small, large):
    """Of some four hundred sentences none is looked at: the question is, and the headings."""
    for measured in (small, large):
        assert measured.most("runs cut") <= 50
        assert measured.most("passages described") == 0
        assert measured.most("texts read by token") <= 20


def test_a_question_fetches_the_words_of_few_of_its_passages(small, large):
    """Of sixty: those of what is shown, and of what may have a number where one is asked for."""
    for measured in (small, large):
        worded = sorted(meter["passages worded"] for meter in measured.questions)
        assert worded[0] > 0 and worded[len(worded) // 2] <= 15


def test_a_question_does_not_cost_more_in_a_library_four_times_as_large(small, large):
    for name in ("sql queries", "tantivy frequencies", "encodings of passages"):
        assert large.each(name) <= 1.3 * small.each(name), name
    for name in ("sql rows", "sql steps", "sql bytes", "texts encoded", "texts read by token"):
        assert large.each(name) <= 1.5 * small.each(name), name


def test_ingest_encodes_and_writes_every_passage_once(small, large):
    for measured in (small, large):
        assert 0 < measured.ingest["texts encoded"] <= measured.passages  # what is alike once
        assert measured.ingest["vectors written"] == measured.passages
        assert measured.ingest["passages described"] == measured.passages
        assert measured.ingest["tantivy documents"] == measured.passages
        assert measured.ingest["tantivy commits"] == 1
        assert measured.ingest["chroma upserts"] <= measured.passages / 100 + 2


def test_ingest_grows_in_proportion(small, large):
    by = large.passages / small.passages
    for name in ("sql statements", "chroma upserts", "encodings of passages"):
        assert large.ingest[name] <= 1.25 * by * small.ingest[name], name


def test_what_has_not_changed_is_not_read_again(small, large):
    for measured in (small, large):
        written = "vectors written", "tantivy documents", "passages described"
        for name in ("texts encoded", *written):
            assert measured.again[name] == 0, name
    assert large.again["sql statements"] <= small.again["sql statements"] + 2


def test_the_guard_can_fail(tmp_path, monkeypatch):
    """A question that asks Chroma twice, reads a row for every passage and looks at every sentence
    is seen."""
    honest = view.View.search_vectors

    def careless(self, vector, limit):
        self.rows("SELECT sentences FROM passages")
        honest(self, vector, limit)
        return honest(self, vector, limit)

    monkeypatch.setattr(view.View, "search_vectors", careless)
    monkeypatch.setattr(view.View, "forward", None)  # and nothing that was worked out is read
    few, many = (measure(tmp_path / str(releases), releases) for releases in (20, 80))
    with pytest.raises(AssertionError):
        test_a_question_asks_each_engine_once(few, many)
    assert many.each("sql rows") > 2 * few.each("sql rows")
    with pytest.raises(AssertionError):
        test_a_question_reads_what_was_worked_out_when_its_passages_were_stored(few, many)
    with pytest.raises(AssertionError):
        test_a_question_fetches_the_words_of_few_of_its_passages(few, many)
