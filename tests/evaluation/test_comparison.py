"""Two runs compared question by question."""

from __future__ import annotations

import pytest
from evaluation_samples import RELEASE, SENTENCES, WordAsker, line, sample_lines, write_set

from errors import QuestionSetError
from evaluation.comparison import compare
from evaluation.evaluate import evaluate


@pytest.fixture
def questions(tmp_path):
    return write_set(tmp_path / "set.jsonl", sample_lines())


def report_of(questions, **asker):
    return evaluate(questions, WordAsker(**asker), [RELEASE]).to_dict()


def test_a_run_equals_itself(questions):
    report = report_of(questions)
    same = compare(report, report)
    assert same.compared == 5 and same.wins == same.losses == ()
    deltas = {metric: change.delta for metric, change in same.differences.items()}
    unmeasured = {metric for metric, delta in deltas.items() if delta is None}
    assert unmeasured == {"right_release", "follow_up_recall"}  # one release, no dialogue
    assert {delta for delta in deltas.values() if delta is not None} == {0.0}


def test_wins_and_losses_with_both_answers(questions):
    before, now = report_of(questions, refuse=True), report_of(questions)
    change = compare(now, before)
    assert [item.id for item in change.wins] == ["q1", "q2", "q3"] and change.losses == ()
    assert change.wins[0].before == "Les communiqués n'y répondent pas."
    assert change.wins[0].now == f"{SENTENCES[0]} [1]"
    assert change.wins[0].why == ("wrongly_declined",)
    assert change.differences["over_refusal"].delta == -1.0
    back = compare(before, now)
    assert [item.id for item in back.losses] == ["q1", "q2", "q3"] and back.wins == ()


def test_questions_that_are_not_in_both_or_changed(tmp_path):
    old = write_set(tmp_path / "old.jsonl", [line(1), line(2), line(3)])
    new = write_set(
        tmp_path / "new.jsonl",
        [line(1), line(2, "Le forum a eu lieu où ?"), line(3, history=["Et ?"]), line(4)],
    )
    change = compare(report_of(new), report_of(old))
    assert change.compared == 1
    assert change.changed == ("q2", "q3")
    assert change.only_now == ("q4",) and change.only_baseline == ()


def test_nothing_in_common(tmp_path):
    one = write_set(tmp_path / "one.jsonl", [line(1)])
    two = write_set(tmp_path / "two.jsonl", [line(2)])
    change = compare(report_of(one), report_of(two))
    assert change.compared == 0 and change.differences["mrr"].delta is None


def test_a_baseline_on_the_way_of_evaluate(questions, tmp_path):
    out = tmp_path / "before"
    evaluate(questions, WordAsker(refuse=True), [RELEASE], out=out)
    report = evaluate(questions, WordAsker(), [RELEASE], out=tmp_path / "now", baseline=out)
    assert len(report.to_dict()["comparison"]["wins"]) == 3
    assert "5 questions in both runs: 3 won, 0 lost" in report.to_text()
    page = (tmp_path / "now" / "report.md").read_text(encoding="utf-8")
    assert "won q1 (wrongly\\_declined)" in page


def test_the_baseline_may_be_the_folder_that_is_written(questions, tmp_path):
    out = tmp_path / "out"
    evaluate(questions, WordAsker(refuse=True), [RELEASE], out=out)
    report = evaluate(questions, WordAsker(), [RELEASE], out=out, baseline=out / "report.json")
    assert len(report.comparison.wins) == 3


def test_a_baseline_that_is_none_is_told_before_the_first_question(questions, tmp_path):
    def ask(question, history):
        raise AssertionError("asked too early")

    with pytest.raises(QuestionSetError, match="no report"):
        evaluate(questions, ask, [RELEASE], baseline=tmp_path / "none.json")
