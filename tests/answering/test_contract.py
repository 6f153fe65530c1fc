"""The object of `ask --json`, key for key."""

from __future__ import annotations

import json
from datetime import date

import jsonschema
import numpy as np
import pytest

from answering.contract import answer_record, ask_schema
from domain import Answer, AnswerSentence, AnswerStatus, Citation, Evidence

TEXT = "Trois ministres sont venus. Ils ont signé."


class Stored:
    def text(self, release_id: str, version: str) -> str:
        return {("r", "v1"): TEXT}[release_id, version]


def evidence(score=0.5) -> Evidence:
    return Evidence("r", "v1", "r.txt", 0, 27, TEXT[:27], score, title="T", date=date(2024, 7, 12))


def answered(**more) -> Answer:
    return Answer(
        question="Combien ?",
        language="fr",
        status=AnswerStatus.ANSWERED,
        texts=Stored(),
        sentences=(AnswerSentence(TEXT[:27], (1,)),),
        citations=(Citation.of(evidence(), 1),),
        evidence=(evidence(np.float32(0.5)),),
        confidence=0.75,
        **more,
    )


def declined() -> Answer:
    return Answer("Quel budget ?", "fr", AnswerStatus.DECLINED, Stored(), reason="Rien n'en parle.")


def test_an_answer_has_exactly_the_keys_of_the_contract():
    assert answer_record(answered(seconds={"retrieve": 0.25, "total": 0.5})) == {
        "question": "Combien ?",
        "standalone_question": "Combien ?",
        "language": "fr",
        "status": "answered",
        "text": "Trois ministres sont venus. [1]",
        "sentences": [{"text": "Trois ministres sont venus.", "citations": [1]}],
        "citations": [
            {
                "marker": 1,
                "release_id": "r",
                "version": "v1",
                "source": "r.txt",
                "title": "T",
                "date": "2024-07-12",
                "section": None,
                "start": 0,
                "end": 27,
                "quote": "Trois ministres sont venus.",
            }
        ],
        "evidence": [
            {
                "release_id": "r",
                "source": "r.txt",
                "start": 0,
                "end": 27,
                "score": 0.5,
                "text": "Trois ministres sont venus.",
            }
        ],
        "reason": None,
        "confidence": 0.75,
        "seconds": {"retrieve": 0.25, "total": 0.5},
    }


@pytest.mark.parametrize("answer", [answered(), declined()], ids=["answered", "declined"])
def test_records_are_json_and_keep_the_schema(answer):
    record = answer_record(answer)
    assert json.loads(json.dumps(record, allow_nan=False)) == record
    jsonschema.validate(record, ask_schema())


def test_total_is_the_sum_of_the_parts_when_nobody_measured_it():
    record = answer_record(answered(seconds={"retrieve": 0.25, "answer": np.float64(0.5)}))
    assert record["seconds"] == {"retrieve": 0.25, "answer": 0.5, "total": 0.75}
    assert answer_record(declined())["seconds"] == {"total": 0.0}


def test_a_rewritten_question_is_told():
    record = answer_record(answered(standalone_question="Combien de ministres ?"))
    assert record["standalone_question"] == "Combien de ministres ?"
    assert record["question"] == "Combien ?"


@pytest.mark.parametrize(
    "change",
    [
        {"extra": 1},
        {"status": "refused"},
        {"language": "de"},
        {"confidence": 1.5},
        {"seconds": {}},
        {"sentences": []},
        {"status": "declined", "sentences": [], "reason": None},
        {"evidence": [{"text": "only this"}]},
    ],
)
def test_the_schema_refuses_what_the_contract_does_not_say(change):
    record = answer_record(answered()) | change
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(record, ask_schema())


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(ask_schema())
