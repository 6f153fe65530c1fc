"""A run over a small release: a row for every question, whatever becomes of it."""

from __future__ import annotations

import jsonschema
import pytest
from evaluation_samples import RELEASE, SENTENCES, WordAsker, line, sample_lines, write_set

from answering.contract import ask_schema
from domain import Answer, AnswerSentence, AnswerStatus, Citation
from evaluation.questions import load_questions
from evaluation.runner import run
from evaluation.scoring import METRICS, Why


def run_lines(tmp_path, lines, ask=None, releases=(RELEASE,)):
    questions = load_questions(write_set(tmp_path / "set.jsonl", lines))
    return run(questions, ask or WordAsker(), releases)


def test_every_question_has_its_row_in_order(tmp_path):
    rows = run_lines(tmp_path, sample_lines()).rows
    assert [row.question.id for row in rows] == ["q1", "q2", "q3", "q4", "q5"]
    assert [row.why for row in rows] == [(), (), (), (), (Why.ERROR,)]
    assert all(tuple(row.scores) == METRICS for row in rows)


def test_the_line_of_answers_jsonl_is_the_ask_object_with_its_id(tmp_path):
    rows = run_lines(tmp_path, sample_lines()).rows
    for row in rows[:-1]:
        record = row.answer_record
        assert next(iter(record)) == "id" and record.pop("id") == row.question.id
        jsonschema.validate(record, ask_schema())


@pytest.mark.parametrize(("word", "kind"), [("erreur", "QuestionError"), ("faux", "CitationError")])
def test_an_error_is_kept_in_its_row_and_stops_nothing(tmp_path, word, kind):
    asked = f"Et [{word}] ?"
    first, second = run_lines(tmp_path, [line(1, asked), line(2)]).rows
    assert first.record is None and first.error.startswith(f"{kind}: ")
    assert first.answer_record == {"id": "q1", "question": asked, "error": first.error}
    assert first.scores["errors"] == 1.0 and first.scores["passed"] == 0.0
    assert first.scores["hit@1"] is None
    assert second.scores["passed"] == 1.0


def test_a_defect_of_the_code_is_not_hidden(tmp_path):
    def ask(question, history):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_lines(tmp_path, [line()], ask)


def test_the_history_reaches_the_asker(tmp_path):
    follow_up = line(1, "Et alors ?", history=["Avant ?", "Où le forum a-t-il eu lieu ?"])
    (row,) = run_lines(tmp_path, [follow_up]).rows
    assert row.record["status"] == "answered" and row.scores["citation_recall"] == 1.0
    assert row.scores["follow_up_recall"] == 1.0


def test_progress_is_told(tmp_path):
    questions = load_questions(write_set(tmp_path / "set.jsonl", sample_lines()))
    told = []
    run(questions, WordAsker(), [RELEASE], lambda done, total: told.append((done, total)))
    assert told == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_scores_of_a_right_answer(tmp_path):
    (row,) = run_lines(tmp_path, [line(must_mention=[["ottawa"]])]).rows
    assert row.rank == 1
    assert row.scores == {
        "passed": 1.0,
        **dict.fromkeys(("hit@1", "hit@3", "hit@5", "hit@10", "recall@5", "recall@10"), 1.0),
        "mrr": 1.0,
        "ndcg@10": 1.0,
        "quote_fidelity": 1.0,
        "whole_words": 1.0,
        "right_release": None,
        "citation_recall": 1.0,
        "citation_precision": 1.0,
        "follow_up_recall": None,
        "alce_recall": 1.0,
        "alce_precision": 1.0,
        "answer_correctness": 1.0,
        "abstention_precision": None,
        "abstention_recall": None,
        "over_refusal": 0.0,
        "partial_answerable": 0.0,
        "partial_unanswerable": None,
        "brier": pytest.approx(0.01),
        "errors": 0.0,
    }


def test_scores_of_a_right_refusal(tmp_path):
    (row,) = run_lines(tmp_path, [line(1, "Quel budget ?", None)]).rows
    applies = {name: value for name, value in row.scores.items() if value is not None}
    assert applies == {
        "passed": 1.0,
        "abstention_precision": 1.0,
        "abstention_recall": 1.0,
        "partial_unanswerable": 0.0,
        "brier": 0.0,
        "errors": 0.0,
    }


@pytest.mark.parametrize(
    ("lines", "asker", "why"),
    [
        ([line(must_mention=[["paris"]])], WordAsker(), (Why.MISSES_MENTION,)),
        ([line()], WordAsker(refuse=True), (Why.WRONGLY_DECLINED,)),
        ([line()], WordAsker(shift=1), (Why.NOT_CHOSEN,)),
        ([line(1, "Quel budget ?", None)], WordAsker(refuse=False), (Why.WRONGLY_ANSWERED,)),
    ],
)
def test_why_a_question_failed(tmp_path, lines, asker, why):
    (row,) = run_lines(tmp_path, lines, asker).rows
    assert row.why == why and row.scores["passed"] == 0.0


def test_a_quote_that_is_not_the_stored_span_is_seen(tmp_path):
    """The evaluation reads the library itself: an answer checked against other texts is caught."""
    other = WordAsker(
        release=type(RELEASE)("r", "1", "r.txt", RELEASE.text.upper(), "fr", RELEASE.sentences)
    )
    (row,) = run_lines(tmp_path, [line()], other).rows
    assert row.scores["quote_fidelity"] == 0.0 and Why.MISQUOTED in row.why


@pytest.mark.parametrize("answerable", [True, False])
def test_partial_is_no_refusal_and_counted_apart(tmp_path, answerable):
    def ask(question, history):
        asker = WordAsker()
        citation = Citation.of(asker._evidence(question)[0], 1)
        return Answer(
            question,
            "fr",
            AnswerStatus.PARTIAL,
            asker,
            sentences=(AnswerSentence(citation.quote, (1,)),),
            citations=(citation,),
            reason="Pas entièrement.",
        )

    (row,) = run_lines(tmp_path, [line(quote=SENTENCES[0] if answerable else None)], ask).rows
    scores = row.scores
    assert scores["abstention_precision"] is None
    if answerable:
        assert (scores["partial_answerable"], scores["over_refusal"]) == (1.0, 0.0)
        assert row.why == () and scores["passed"] == 1.0
    else:
        assert (scores["partial_unanswerable"], scores["abstention_recall"]) == (1.0, 0.0)
        assert row.why == (Why.PARTLY_ANSWERED,)


def test_a_quote_that_is_nowhere_leaves_null_and_a_problem(tmp_path):
    done = run_lines(tmp_path, [line(quote="Nulle part.")])
    (row,), (problem,) = done.rows, done.problems
    assert problem.fatal and row.record is not None
    assert row.scores["hit@5"] is None and row.scores["citation_precision"] is None
    assert row.scores["passed"] is None and row.why == ()


def test_latency_leaves_errors_out(tmp_path):
    assert run_lines(tmp_path, [line(1, "[erreur]")]).latency(50) is None
    assert run_lines(tmp_path, [line()]).latency(95) >= 0.0
