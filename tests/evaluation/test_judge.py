"""The language model's second opinion: advisory, whatever it says."""

from __future__ import annotations

import json

import pytest
from langchain_core.language_models import FakeListChatModel
from places import PROJECT

import cli
from answering.writer import ChatWriter
from evaluation.judge import FILE, judge
from evaluation.questions import load_questions
from evaluation.runner import run

SET = PROJECT / "evaluation" / "sets" / "communique.dev.jsonl"


@pytest.fixture(scope="module")
def rows(depeche):
    return run(load_questions(SET)[:4], depeche.ask, depeche.releases()).rows


def test_opinions_are_counted_and_what_is_unusable_is_noted(rows):
    replies = [
        '{"answers": 2, "faithful": true, "why": "oui"}',
        'Voici : {"answers": 1, "faithful": false}',
        '{"answers": 7, "faithful": true}',
        "Bonne réponse !",
    ]
    opinions = judge(rows, ChatWriter(FakeListChatModel(responses=replies), timeout=5))
    record = opinions.to_dict()
    assert record["advisory"] is True
    assert (record["judged"], record["answers"], record["faithful"]) == (2, 0.75, 0.5)
    assert [row["problem"] for row in record["rows"]] == [None, None, "malformed", "malformed"]
    assert "advisory" in opinions.to_text()


def test_a_judge_that_is_down_changes_neither_report_nor_exit_code(
    communique_library, tmp_path, monkeypatch, capsys
):
    pytest.importorskip("langchain_openai")
    questions = tmp_path / "few.jsonl"
    questions.write_text("".join(SET.read_text(encoding="utf-8").splitlines(True)[:2]), "utf-8")
    command = [
        "evaluate",
        "--questions",
        str(questions),
        "--library",
        str(communique_library),
        "--json",
    ]
    monkeypatch.setenv("DEPECHE_CHAT_MODEL", "openai:good")
    monkeypatch.setenv("DEPECHE_CHAT_BASE_URL", "http://127.0.0.1:9/v1")
    assert cli.main([*command, "--judge", "--out", str(tmp_path / "out")]) == 0
    said = capsys.readouterr()
    assert "no usable opinion" in said.err and "judge" not in json.loads(said.out)
    opinions = json.loads((tmp_path / "out" / FILE).read_text(encoding="utf-8"))
    assert {row["problem"] for row in opinions["rows"]} == {"down"}


def test_without_a_model_it_says_what_to_set(communique_library, tmp_path, capsys):
    questions = tmp_path / "one.jsonl"
    questions.write_text(SET.read_text(encoding="utf-8").splitlines(True)[0], "utf-8")
    command = ["evaluate", "--questions", str(questions), "--library", str(communique_library)]
    assert cli.main([*command, "--judge"]) == 2
    assert "DEPECHE_CHAT_MODEL" in capsys.readouterr().err
