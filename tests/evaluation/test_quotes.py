"""Reference quotes against the releases: found, folded, missing, ambiguous."""

from __future__ import annotations

import pytest
from evaluation_samples import RELEASE, SENTENCES, make_release

from domain import Release
from evaluation.metrics import Span
from evaluation.questions import Question, ReferenceQuote
from evaluation.quotes import Fault, QuoteFinder, check_quotes


def question(text: str, source: str | None = None) -> Question:
    return Question("q1", "?", "fr", "who", True, (ReferenceQuote(text, source),), line=3)


def test_an_exact_quote_is_no_problem_and_has_its_span():
    asked = question(SENTENCES[1])
    assert check_quotes([asked], [RELEASE]) == ()
    start = RELEASE.text.index(SENTENCES[1])
    span = Span("r", "1", start, start + len(SENTENCES[1]))
    assert QuoteFinder([RELEASE]).references(asked) == ((span,),)


def test_a_quote_found_only_when_folded_is_reported_with_the_right_words():
    asked = question("l'entente États-Unis")
    (problem,) = check_quotes([asked], [RELEASE])
    assert problem.fault is Fault.NOT_EXACT and not problem.fatal
    assert 'line 3, "q1"' in problem.message and "l’entente États\u2011Unis" in problem.message
    ((span,),) = QuoteFinder([RELEASE]).references(asked)
    assert RELEASE.text[span.start : span.end] == "l’entente États\u2011Unis"


def test_a_quote_that_stands_nowhere():
    asked = question("Quatre ministres")
    (problem,) = check_quotes([asked], [RELEASE])
    assert problem.fault is Fault.NOT_FOUND and problem.fatal and "line 3" in problem.message
    assert QuoteFinder([RELEASE]).references(asked) is None


def test_one_missing_quote_leaves_the_question_without_references():
    asked = Question(
        "q", "?", "fr", "who", True, (ReferenceQuote(SENTENCES[0]), ReferenceQuote("absent"))
    )
    assert QuoteFinder([RELEASE]).references(asked) is None


def test_an_unknown_source():
    (problem,) = check_quotes([question(SENTENCES[0], "other.txt")], [RELEASE])
    assert problem.fault is Fault.NO_SOURCE and problem.fatal and "other.txt" in problem.message


def test_a_quote_in_two_releases_needs_its_source():
    releases = [make_release("a"), make_release("b")]
    (problem,) = check_quotes([question(SENTENCES[0])], releases)
    assert problem.fault is Fault.AMBIGUOUS and not problem.fatal
    assert check_quotes([question(SENTENCES[0], "b.txt")], releases) == ()


def test_every_occurrence_counts():
    release = make_release(sentences=("Oui.", "Non.", "Oui."))
    ((first, second),) = QuoteFinder([release]).references(question("Oui."))
    assert (first.start, second.start) == (0, 10)


@pytest.mark.parametrize(
    ("source", "meant"),
    [
        ("r", True),
        ("r.txt", True),
        ("corpus/r.txt", True),
        ("./corpus/r.txt", True),
        ("elsewhere/corpus/r.txt", True),
        ("other/r.txt", False),
        ("x-r.txt", False),
        ("https://example.org/fr/r%C3%A9.html", True),
        ("example.org/fr/ré.html/", True),
        ("http://example.org/en/ré.html", False),
    ],
)
def test_sources_are_named_by_file_or_address(source, meant):
    release = Release(
        "r", "1", "corpus/r.txt", RELEASE.text, "fr", (), url="https://example.org/fr/ré.html"
    )
    assert (check_quotes([question(SENTENCES[0], source)], [release]) == ()) is meant
