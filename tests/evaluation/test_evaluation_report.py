"""The files of --out: what they hold, and that two runs give the same bytes but for times."""

from __future__ import annotations

import json
import re

import pytest
from evaluation_samples import RELEASE, WordAsker, line, sample_lines, write_set

from errors import QuestionSetError, UsageError
from evaluation.evaluate import evaluate
from evaluation.report import load_report
from evaluation.scoring import MEASURES


def untimed(value):
    if isinstance(value, dict):
        return {key: untimed(item) for key, item in value.items() if key != "seconds"}
    return [untimed(item) for item in value] if isinstance(value, list) else value


@pytest.fixture
def questions(tmp_path):
    return write_set(tmp_path / "set.jsonl", sample_lines())


def test_two_runs_give_the_same_bytes_but_for_times(questions, tmp_path):
    outs = [tmp_path / "one", tmp_path / "deep" / "two"]
    for out in outs:
        evaluate(questions, WordAsker(), [RELEASE], out=out)
    assert sorted(path.name for path in outs[0].iterdir()) == [
        "answers.jsonl",
        "report.html",
        "report.json",
        "report.md",
    ]
    for name in ("answers.jsonl", "report.json"):
        one, two = (
            [json.dumps(untimed(json.loads(item))) for item in split(out / name)] for out in outs
        )
        assert one == two
    for name in ("report.md", "report.html"):
        pages = [re.sub(r"latency: .*", "", (out / name).read_text("utf-8")) for out in outs]
        assert pages[0] == pages[1]


def split(path):
    text = path.read_text(encoding="utf-8")
    return text.splitlines() if path.suffix == ".jsonl" else [text]


def test_answers_come_in_the_order_of_the_set(questions, tmp_path):
    evaluate(questions, WordAsker(), [RELEASE], out=tmp_path / "out")
    lines = [json.loads(item) for item in split(tmp_path / "out" / "answers.jsonl")]
    assert [item["id"] for item in lines] == ["q1", "q2", "q3", "q4", "q5"]
    assert lines[4] == {
        "id": "q5",
        "question": "[erreur]",
        "error": "QuestionError: the question cannot be asked; ask another",
    }


def test_report_json_is_the_object_of_json(questions, tmp_path):
    report = evaluate(questions, WordAsker(), [RELEASE], out=tmp_path / "out")
    record = report.to_dict()
    assert load_report(tmp_path / "out") == load_report(tmp_path / "out" / "report.json") == record
    assert json.loads(json.dumps(record, allow_nan=False)) == record
    assert record["questions"]["count"] == 5 and record["questions"]["file"] == "set.jsonl"
    assert tuple(record["overall"]) == MEASURES
    assert record["overall"]["hit@1"] == {"value": 1.0, "low": 1.0, "high": 1.0, "n": 3}
    assert record["overall"]["errors"]["value"] == 0.2
    assert record["by_language"]["en"]["hit@1"] == {
        "value": None,
        "low": None,
        "high": None,
        "n": 0,
    }
    assert list(record["by_type"]) == ["definition", "how_many", "other", "where"]
    assert record["floors"] is None and record["comparison"] is None


def test_a_question_in_error_is_exit_1(questions):
    assert evaluate(questions, WordAsker(), [RELEASE]).exit_code == 1


def test_a_clean_run_is_exit_0_and_a_lost_quote_exit_1(tmp_path):
    good = write_set(tmp_path / "good.jsonl", sample_lines()[:4])
    lost = write_set(tmp_path / "lost.jsonl", [line(quote="Nulle part.")])
    assert evaluate(good, WordAsker(), [RELEASE]).exit_code == 0
    report = evaluate(lost, WordAsker(), [RELEASE])
    assert report.exit_code == 1 and 'line 1, "q1"' in report.to_text()


def test_a_failing_question_is_no_error(tmp_path):
    path = write_set(tmp_path / "set.jsonl", [line(must_mention=[["paris"]])])
    assert evaluate(path, WordAsker(), [RELEASE]).exit_code == 0


def test_failing_questions_come_first_in_the_page(tmp_path):
    wrong = line(2, "Combien de ministres ?", "Trois ministres", must_mention=[["sept"]])
    path = write_set(tmp_path / "set.jsonl", [line(1), wrong])
    page = evaluate(path, WordAsker(), [RELEASE]).to_markdown()
    failing, others = page.split("## Other questions (1)")
    entry = failing[failing.index("## Failing questions (1)") :]
    assert "### q2: Combien de ministres ?" in entry
    for told in ("misses\\_mention", "« Trois ministres »", "sept", "Trois ministres sont venus."):
        assert told in entry
    assert "| q1 |" in others


def test_the_page_shows_markup_of_questions_and_does_not_obey_it(tmp_path):
    nasty = "![x](http://example.org/y.png) <b>a|b</b>\n# Ottawa $x$ `c`"
    path = write_set(tmp_path / "set.jsonl", [line(1, nasty, type="a|b")])
    page = evaluate(path, WordAsker(), [RELEASE]).to_markdown()
    assert "![x](" not in page and "<b>" not in page and "\n# Ottawa" not in page
    assert "a\\|b" in page


def test_the_terminal_names_what_failed(questions):
    text = evaluate(questions, WordAsker(refuse=True), [RELEASE]).to_text()
    assert text.startswith("set.jsonl: 5 questions, 1 passed")
    assert "q1  wrongly_declined  Où le forum a-t-il eu lieu ?" in text
    assert re.search(r"^over_refusal +1\.000 \[1\.00–1\.00\]", text, re.M)
    assert re.search(r"^citation_precision +– +–", text, re.M)


def test_a_folder_that_cannot_be_made_is_told_before_the_first_question(questions, tmp_path):
    (tmp_path / "file").write_text("")

    def ask(question, history):
        raise AssertionError("asked too early")

    for out in (tmp_path / "file", tmp_path / "file" / "out"):
        with pytest.raises(UsageError, match="--out"):
            evaluate(questions, ask, [RELEASE], out=out)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"questions": {}, "overall": {}, "rows": [{}]}',
        b'{"questions": {}, "overall": {}, "rows": 3}',
        b"\xff",
    ],
)
def test_a_file_that_is_no_report(tmp_path, content):
    path = tmp_path / "report.json"
    path.write_bytes(content)
    with pytest.raises(QuestionSetError, match=re.escape(str(path))):
        load_report(path)


def test_a_report_that_is_not_there(tmp_path):
    for path in (tmp_path, tmp_path / "none.json"):
        with pytest.raises(QuestionSetError, match=r"\.json: no report"):
            load_report(path)
