"""What a report tells besides the plain figures: groups, dialogues, confidence, what made it."""

from __future__ import annotations

import json

import pytest
from evaluation_samples import (
    PROJECT,
    RELEASE,
    SENTENCES,
    WordAsker,
    line,
    make_release,
    sample_lines,
    write_set,
)
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from answering.writer import ChatWriter
from assembly import Depeche
from config import load_settings
from evaluation.comparison import compare
from evaluation.evaluate import evaluate
from evaluation.identity import ELSEWHERE, identity, told_apart
from evaluation.tokens import TokenMeter, Tokens


def report_of(tmp_path, lines, releases=(RELEASE,), name="set.jsonl", **asker):
    path = write_set(tmp_path / name, lines)
    return evaluate(path, WordAsker(**asker), releases).to_dict()


# Groups


def test_figures_by_release_are_of_the_questions_that_quote_it(tmp_path):
    other = make_release("s", sentences=("Le budget est de 5 M$.",))
    lines = [
        line(1, reference_quotes=[{"source": "r.txt", "text": SENTENCES[0]}]),
        line(
            2,
            reference_quotes=[
                {"source": "r.txt", "text": SENTENCES[1]},
                {"source": "s.txt", "text": "5 M$"},
            ],
        ),
        line(3, "Quel budget ?", None),
        line(4, reference_quotes=[{"source": None, "text": "Le "}]),  # stands in both: in neither
    ]
    report = report_of(tmp_path, lines, (RELEASE, other))
    assert {name: group["hit@10"]["n"] for name, group in report["by_release"].items()} == {
        "corpus/r.txt": 2,
        "corpus/s.txt": 1,
    }
    assert [row["releases"] for row in report["rows"]] == [
        ["corpus/r.txt"],
        ["corpus/r.txt", "corpus/s.txt"],
        [],
        [],
    ]
    assert report["rows"][1]["ranks"][1] is None and report["rows"][0]["ranks"] == [1]


def test_dialogues_are_told_turn_by_turn(tmp_path):
    first, second = "Où le forum a-t-il eu lieu ?", "Combien de ministres sont venus ?"
    third = "Ils ont signé l'entente États-Unis ?"
    lines = [
        line(1, first),
        line(2, second, SENTENCES[1], history=[first], must_mention=[["quatre"]]),
        line(3, third, SENTENCES[2], history=[first, second]),
        line(4, "Et après ?", None, history=["Une question posée nulle part ?"]),
        line(5, "Seule ?", None),
    ]
    report = report_of(tmp_path, lines)
    assert report["dialogues"] == [
        {"turns": ["q1", "q2", "q3"], "failed": ["q2"]},
        {"turns": ["q4"], "failed": []},
    ]
    turns = {name: group["errors"]["n"] for name, group in report["by_turn"].items()}
    assert turns == {"1": 2, "2": 2, "3+": 1}


def test_a_dialogue_that_branches_is_told_once_a_branch(tmp_path):
    first = "Où le forum a-t-il eu lieu ?"
    lines = [
        line(1, first),
        line(2, "Combien de ministres ?", SENTENCES[1], history=[first]),
        line(3, "Ont-ils signé ?", SENTENCES[2], history=[first]),
    ]
    turns = [dialogue["turns"] for dialogue in report_of(tmp_path, lines)["dialogues"]]
    assert turns == [["q1", "q2"], ["q1", "q3"]]


# The confidence


def test_the_confidence_is_measured_over_what_was_answered_or_declined(tmp_path):
    report = report_of(tmp_path, sample_lines())
    # 0.9 for the three answered, 0 for the declined one; the error has no confidence.
    overall = report["overall"]
    assert overall["auroc"]["value"] == 1.0 and overall["auroc"]["n"] == 4
    assert overall["brier"]["value"] == pytest.approx(0.03 / 4) and overall["brier"]["n"] == 4
    assert overall["ece"]["value"] == pytest.approx(0.075)
    assert overall["aurc"]["value"] == pytest.approx(0.25 / 4)
    assert report["confidence"]["risk_coverage"] == [
        {"threshold": 0.9, "coverage": 0.75, "risk": 0.0},
        {"threshold": 0.0, "coverage": 1.0, "risk": 0.25},
    ]
    assert report["confidence"]["reliability"] == [
        {"confidence": 0.0, "answerable": 0.0, "n": 1},
        {"confidence": 0.9, "answerable": 1.0, "n": 3},
    ]


def test_a_set_of_one_kind_has_no_auroc(tmp_path):
    report = report_of(tmp_path, sample_lines()[:3])
    assert report["overall"]["auroc"] == {"value": None, "low": None, "high": None, "n": 0}


def test_measures_of_the_set_are_compared_too(tmp_path):
    good = report_of(tmp_path, sample_lines())
    bad = report_of(tmp_path, sample_lines(), refuse=False)
    change = compare(bad, good).differences["auroc"]
    assert (change.baseline, change.now, change.p) == (1.0, 0.5, None)
    assert change.low <= change.delta == -0.5 <= change.high


# What made it


def test_runs_can_be_told_apart(depeche, communique_library, tmp_path):
    releases = depeche.releases()
    plain = identity(depeche.settings, depeche.encoder, releases)
    assert identity(depeche.settings, depeche.encoder, releases[::-1]) == plain
    assert set(plain) >= {"code", "settings", "model", "library", "chat_model", "python"}
    moved = load_settings(library=tmp_path, port=9999, language="en")
    assert identity(moved, depeche.encoder, releases) == plain
    other = load_settings(library=communique_library, evidence=20)
    assert told_apart(identity(other, depeche.encoder, releases), plain) == (
        "settings",
        "evidence",
    )
    assert told_apart(identity(depeche.settings, depeche.encoder, [RELEASE]), plain) == ("library",)
    assert told_apart(plain, plain) == told_apart(None, plain) == ()
    assert set(type(depeche.settings).model_fields) >= ELSEWHERE


def test_a_report_says_no_login_and_no_guest(depeche):
    settings = load_settings(
        chat_base_url="https://me:hush@models.example:8080/v1?token=hush",
        allowed_users=["hush@example.org"],
        sign_in_file="/hush/secrets.toml",
    )
    made_with = identity(settings, depeche.encoder, [])
    assert "hush" not in str(made_with)
    assert made_with["chosen"]["chat_base_url"] == "https://models.example:8080/v1"


def test_the_hash_of_the_code_is_that_of_what_answers(tmp_path):
    from evaluation.identity import _code, _hash

    for name in ("answering/a.py", "prompts/p.txt", "cli.py", "tests/t.py", "evaluation/sets/x.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")
    before = _hash(_code(tmp_path))
    for name, counts in (
        ("tests/t.py", False),
        ("evaluation/sets/x.py", False),
        ("answering/a.py", True),
        ("prompts/p.txt", True),
        ("cli.py", True),
    ):
        (tmp_path / name).write_text("2")
        assert (_hash(_code(tmp_path)) != before) is counts, name
        (tmp_path / name).write_text("1")
    (tmp_path / "answering/a.py").rename(tmp_path / "answering/b.py")
    assert _hash(_code(tmp_path)) != before


def test_a_run_of_the_application_says_what_it_was_made_with(depeche, tmp_path):
    path = PROJECT / "evaluation" / "sets" / "communique.dev.jsonl"
    questions = tmp_path / "few.jsonl"
    questions.write_text("\n".join(path.read_text("utf-8").splitlines()[:2]), encoding="utf-8")
    outs = [tmp_path / "one", tmp_path / "two"]
    for out in outs:
        depeche.evaluate(questions, out=out)
    reports = [json.loads((out / "report.json").read_text("utf-8")) for out in outs]
    assert reports[0]["run"] == reports[1]["run"]
    assert reports[0]["run"]["model"] == depeche.encoder.fingerprint
    assert reports[0]["tokens"] is None and reports[0]["schema"] == 2


# Tokens


class CountingModel(BaseChatModel):
    """A chat model that says nothing of use and reports what it used."""

    counts: bool = True

    @property
    def _llm_type(self):
        return "counting"

    def _generate(self, messages, stop=None, run_manager=None, **kwargs):
        usage = {"input_tokens": 100, "output_tokens": 7, "total_tokens": 107}
        message = AIMessage("{}", usage_metadata=usage if self.counts else None)
        return ChatResult(generations=[ChatGeneration(message=message)])


def test_a_meter_counts_what_is_asked_while_it_reads():
    model, meter = CountingModel(), TokenMeter()
    with meter.reading(model):
        model.invoke("?")
        list(model.stream("?"))
    model.invoke("?")
    assert meter.total == Tokens(200, 14) and not model.callbacks
    with meter.reading(silent := CountingModel(counts=False)):
        silent.invoke("?")
    assert meter.total == Tokens(200, 14)


def test_tokens_are_told_for_each_question_and_for_the_run(communique_library, tmp_path):
    class WithModel(Depeche):
        def _writer(self):
            return ChatWriter(CountingModel(), timeout=9)

    source = "Qui représentait les États-Unis ?"
    refused = line(3, "Quelle est la recette de la tarte aux pommes ?", None)
    lines = [line(1, source, "Merrick B. Garland"), refused]
    path = write_set(tmp_path / "set.jsonl", lines)
    with WithModel(load_settings(library=communique_library)) as depeche:
        report = depeche.evaluate(path).to_dict()
    answered, declined = (row["tokens"] for row in report["rows"])
    assert answered["input"] > 0 and answered["input"] * 7 == answered["output"] * 100
    assert report["rows"][1]["status"] == "declined" and declined == {"input": 0, "output": 0}
    total = {"input": answered["input"], "output": answered["output"]}
    assert {key: report["tokens"][key] for key in total} == total
    assert report["tokens"]["p50"] == sum(total.values()) / 2
