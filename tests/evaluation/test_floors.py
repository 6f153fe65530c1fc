"""Floors: read, checked, only ever raised; and planted regressions do not get past them."""

from __future__ import annotations

import json

import pytest
from evaluation_samples import RELEASE, WordAsker, line, sample_lines, write_set

from errors import QuestionSetError
from evaluation.evaluate import evaluate
from evaluation.floors import BrokenFloor, check, floors_for, load_floors
from evaluation.raising import main, raise_floors
from evaluation.record import load_record, record_path


@pytest.fixture
def questions(tmp_path):
    return write_set(tmp_path / "set.jsonl", sample_lines()[:4])


@pytest.fixture
def good(questions):
    return evaluate(questions, WordAsker(), [RELEASE])


def write(tmp_path, text):
    path = tmp_path / "floors.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def made_up(**values):
    """A report of one question with these overall values."""
    overall = {name: {"value": value} for name, value in values.items()}
    rows = [{"id": "q1", "scores": values, "question": "?", "text": "", "error": None}]
    questions = {"file": "set.jsonl", "sha256": "abc"}
    return {"questions": questions, "overall": overall, "rows": rows}


def test_bounds_of_a_set_come_on_top_of_those_of_every_set(tmp_path):
    path = write(tmp_path, "mrr: 0.5\nhit@5: 0.2\nset.jsonl:\n  hit@5: 0.9\nx.jsonl:\n  mrr: 1\n")
    assert floors_for("set.jsonl", path) == {"mrr": 0.5, "hit@5": 0.9}
    assert floors_for("other.jsonl", path) == {"mrr": 0.5, "hit@5": 0.2}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no floors"),
        ("- a", "no floors"),
        ("mrr: [", "line 1: not YAML"),
        ("mrr: high", "mrr has to be a number from 0 to 1"),
        ("mrr: true", "mrr has to be a number"),
        ("mrr: 95", "from 0 to 1"),
        ("hits: 0.5", 'unknown metric "hits"'),
        ("set.jsonl:\n  hits: 0.5", 'set.jsonl: unknown metric "hits"'),
    ],
)
def test_files_that_are_no_floors(tmp_path, text, said):
    path = write(tmp_path, text)
    with pytest.raises(QuestionSetError) as caught:
        load_floors(path)
    assert str(path) in str(caught.value) and said in str(caught.value)


def test_a_missing_file_and_a_set_without_floors(tmp_path):
    with pytest.raises(QuestionSetError, match="cannot be read"):
        load_floors(tmp_path / "none.yaml")
    path = write(tmp_path, "x.jsonl:\n  mrr: 0.5\n")
    with pytest.raises(QuestionSetError, match=r"no floors for set\.jsonl"):
        floors_for("set.jsonl", path)


@pytest.mark.parametrize(
    ("metric", "limit", "value", "kept"),
    [
        ("mrr", 0.5, 0.5, True),
        ("mrr", 0.5, 0.499, False),
        ("mrr", 0.0, None, False),
        ("over_refusal", 0.1, 0.1, True),
        ("over_refusal", 0.1, 0.101, False),
        ("errors", 0.0, 0.2, False),
    ],
)
def test_least_and_greatest_values(metric, limit, value, kept):
    assert (check(made_up(**{metric: value}), {metric: limit}) == ()) is kept


def test_a_broken_floor_names_the_questions_that_pull_it_down(tmp_path):
    wrong = line(9, "Combien de ministres ?", "Trois ministres", must_mention=[["sept"]])
    path = write_set(tmp_path / "set.jsonl", [*sample_lines()[:2], wrong])
    floors = write(tmp_path, "answer_correctness: 0.9\n")
    report = evaluate(path, WordAsker(), [RELEASE], floors=floors)
    (broken,) = report.broken
    assert broken == BrokenFloor("answer_correctness", 0.9, 0.666667, ("q9",))
    assert report.exit_code == 1
    assert "answer_correctness is 0.667, the floor is ≥ 0.9; pulled down by: q9" in report.to_text()


def test_kept_floors_are_exit_0_and_said(questions, tmp_path):
    report = evaluate(questions, WordAsker(), [RELEASE], floors=write(tmp_path, "mrr: 1.0"))
    assert report.broken == () and report.exit_code == 0
    assert "no floor is broken" in report.to_text()


def test_floors_only_rise(tmp_path):
    path = write(tmp_path, "errors: 0.5\nset.jsonl:\n  mrr: 0.6\n  over_refusal: 0.2\n")
    raise_floors(made_up(mrr=0.9, over_refusal=0.3, errors=0.0), path)
    assert load_floors(path) == {
        "*": {"errors": 0.5},
        "set.jsonl": {"mrr": 0.9, "over_refusal": 0.2, "errors": 0.0},
    }
    raise_floors(made_up(mrr=0.7, over_refusal=0.1), path)
    raise_floors(made_up(mrr=None), path)
    assert load_floors(path)["set.jsonl"] == {
        "mrr": 0.9,
        "over_refusal": 0.1,
        "errors": 0.0,
    }


def test_rounding_lets_the_report_itself_pass(tmp_path):
    path = tmp_path / "floors.yaml"
    report = made_up(mrr=2 / 3, over_refusal=1 / 3)
    assert raise_floors(report, path)["set.jsonl"] == {"mrr": 0.666, "over_refusal": 0.334}
    assert check(report, floors_for("set.jsonl", path)) == ()
    before = path.read_bytes()
    raise_floors(report, path)
    assert path.read_bytes() == before


def test_the_command_writes_floors_from_a_report(questions, tmp_path, capsys):
    out, path = tmp_path / "out", tmp_path / "floors.yaml"
    evaluate(questions, WordAsker(), [RELEASE], out=out)
    assert main([str(out), str(path)]) == 0
    assert load_floors(path)["set.jsonl"]["quote_fidelity"] == 1.0
    assert evaluate(questions, WordAsker(), [RELEASE], floors=path).exit_code == 0
    assert main([str(tmp_path / "none"), str(path)]) == 2
    assert "none" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asker", "caught"),
    [
        (WordAsker(refuse=True), "over_refusal"),
        (WordAsker(refuse=False), "abstention_recall"),
        (WordAsker(shift=1), "citation_recall"),
    ],
    ids=["always refuses", "never refuses", "cites the neighbour"],
)
def test_planted_regressions_break_a_floor(questions, good, tmp_path, asker, caught):
    path = tmp_path / "floors.yaml"
    raise_floors(good.to_dict(), path)
    report = evaluate(questions, asker, [RELEASE], floors=path)
    assert report.exit_code == 1
    assert caught in {broken.metric for broken in report.broken}


# Which questions turned


def test_a_broken_floor_says_which_questions_turned(tmp_path):
    """q9 was below when the floors were written; q1 is so since."""
    wrong = line(9, "Combien de ministres ?", "Trois ministres", must_mention=[["sept"]])
    path = write_set(tmp_path / "set.jsonl", [*sample_lines()[:3], wrong])
    floors = tmp_path / "floors.yaml"
    raise_floors(evaluate(path, WordAsker(), [RELEASE]).to_dict(), floors)

    def worse(question, history):
        return WordAsker(refuse=True if question.startswith("Où") else None)(question, history)

    report = evaluate(path, worse, [RELEASE], floors=floors)
    turned = {broken.metric: broken.turned for broken in report.broken}
    assert turned["answer_correctness"] == ("q1",) and turned["over_refusal"] == ("q1",)
    (told,) = [text for text in report.to_text().splitlines() if "answer_correctness is" in text]
    assert told.endswith("the floor is ≥ 0.75; turned: q1; below it before: q9")


def test_a_figure_that_can_no_longer_be_measured_names_the_questions_it_came_from(
    questions, good, tmp_path
):
    path = tmp_path / "floors.yaml"
    raise_floors(good.to_dict(), path)
    report = evaluate(questions, WordAsker(refuse=False), [RELEASE], floors=path)
    (broken,) = [item for item in report.broken if item.metric == "abstention_precision"]
    assert broken.value is None and broken.turned == ("q4",)


def test_a_measure_of_the_whole_set_names_the_questions_by_their_brier_score(tmp_path):
    path = tmp_path / "floors.yaml"
    raise_floors(made_up(auroc=0.9, brier=0.1), path)
    (auroc,) = check(made_up(auroc=0.5, brier=0.6), {"auroc": 0.9}, load_record(path)["set.jsonl"])
    assert auroc.turned == ("q1",)


def test_scores_are_kept_from_the_report_that_set_the_floor(tmp_path):
    path = tmp_path / "floors.yaml"
    raise_floors(made_up(mrr=0.9, over_refusal=0.3), path)
    raise_floors(made_up(mrr=0.5, over_refusal=0.1), path)
    assert load_record(path)["set.jsonl"].scores == {"q1": {"mrr": 0.9, "over_refusal": 0.1}}


# Floors only rise


def test_a_floor_lowered_by_hand_is_refused(questions, good, tmp_path):
    path = tmp_path / "floors.yaml"
    raise_floors(good.to_dict(), path)
    text = path.read_text(encoding="utf-8")
    for lowered in (text.replace("mrr: 1.0", "mrr: 0.5"), text.replace("  mrr: 1.0\n", "")):
        assert lowered != text
        path.write_text(lowered, encoding="utf-8")
        with pytest.raises(QuestionSetError, match="mrr was written as 1 and only rises"):
            evaluate(questions, WordAsker(), [RELEASE], floors=path)
    path.write_text(text.replace("recall@10: 1.0", "recall@10: 1"), encoding="utf-8")
    assert evaluate(questions, WordAsker(), [RELEASE], floors=path).exit_code == 0


def test_floors_are_written_anew_only_for_a_set_that_changed(good, tmp_path, capsys):
    path = tmp_path / "floors.yaml"
    raise_floors(made_up(mrr=0.9), path)
    with pytest.raises(QuestionSetError, match="leave out --set-changed"):
        raise_floors(made_up(mrr=0.2), path, set_changed=True)
    changed = made_up(mrr=0.2)
    changed["questions"]["sha256"] = "other"
    raise_floors(changed, path, set_changed=True)
    assert load_floors(path)["set.jsonl"] == {"mrr": 0.2}
    assert floors_for("set.jsonl", path) == {"mrr": 0.2}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"schema": 2}\n', "schema 2, this program reads 1"),
        ("", "not a record"),
        ("[]\n", "not a record"),
        ('{"schema": 1}\n{"id": "q1"}\n', "not a record"),
        ('{"schema": 1}\n{', "not a record"),
    ],
)
def test_a_damaged_record_is_named(tmp_path, text, said):
    path = write(tmp_path, "mrr: 0.5\n")
    record_path(path).write_text(text, encoding="utf-8")
    with pytest.raises(QuestionSetError, match=said) as caught:
        floors_for("set.jsonl", path)
    assert "floors.record.jsonl" in str(caught.value)


def test_the_record_is_json_lines_with_a_version(tmp_path):
    path = tmp_path / "floors.yaml"
    raise_floors(made_up(mrr=0.9), path)
    lines = [json.loads(text) for text in record_path(path).read_text("utf-8").splitlines()]
    assert lines == [
        {"schema": 1},
        {"set": "set.jsonl", "sha256": "abc", "floors": {"mrr": 0.9}},
        {"set": "set.jsonl", "id": "q1", "scores": {"mrr": 0.9}},
    ]
